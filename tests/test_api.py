"""The Python interface: what the command line does, on one file, without writing any."""

import datetime
import subprocess
import sys

import pandas as pd
import pytest
from shared import SAMPLES, read_json, tree

import annextract
from annextract.json_files import write_json
from schemas.errors import AnnextractError, EmptyError, ProfileError
from schemas.export import TABLES

ECP = SAMPLES / "ecp-phase-vi.txt"


def test_it_gives_what_the_command_line_writes(converted):
    (document,) = annextract.convert(ECP)
    assert write_json(document.conversion) == (converted / "json" / "ecp-phase-vi.json").read_bytes()
    assert document.document.document_id == "ecp-phase-vi"
    assert [row.row_id for row in document.rows] == [row["row_id"] for row in read_json(converted / "json" / "ecp-phase-vi.json")["rows"]]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("sample", ["ptc-2025-2028.pdf", "market-prices.pdf"])
def test_each_table_is_a_data_frame(sample, table):
    (document,) = annextract.convert(SAMPLES / sample)
    frame = document.dataframe(table)
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == [column.name for column in TABLES[table].columns]
    if table == "rows":
        assert list(frame["row_id"]) == [row.row_id for row in document.rows]


def test_the_decisions_of_a_report():
    (document,) = annextract.convert(SAMPLES / "working-group-report.txt")
    points = [(decision.paragraph, point) for decision in document.decisions for point in decision.decisions]
    assert [paragraph for paragraph, _ in points] == [4, 4, 7, 7, 7, 7, 10, 10, 12, 12, 14, 14]
    frame = document.dataframe("decisions")
    assert list(zip(frame["paragraph"], frame["decision"], strict=True)) == points
    assert document.rows == ()


def test_dates_are_dates_and_lists_are_lists():
    (document,) = annextract.convert(ECP)
    first = document.dataframe("deadlines").iloc[0]
    assert first["earliest"] == datetime.date(2027, 6, 1)
    assert isinstance(document.dataframe().iloc[0]["responsible_bodies"], list | tuple)


def test_a_path_may_be_text():
    assert annextract.convert(str(ECP))[0].rows == annextract.convert(ECP)[0].rows


def test_errors_are_ours(tmp_path):
    (tmp_path / "nothing.txt").touch()
    with pytest.raises(EmptyError, match=r"nothing\.txt: the file is empty") as caught:
        annextract.convert(tmp_path / "nothing.txt")
    assert isinstance(caught.value, AnnextractError)
    with pytest.raises(ProfileError):
        annextract.convert(ECP, profiles=tmp_path / "gone")


def test_it_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    annextract.convert(ECP)
    assert tree(tmp_path) == {}


def test_the_names_it_offers():
    assert set(annextract.__all__) == {"ConvertedDocument", "__version__", "convert"}
    assert all(getattr(annextract, name) for name in annextract.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = annextract.nonsense


def test_importing_it_is_quick():
    script = "import annextract, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"spacy", "pandas", "pyarrow", "numpy", "click"} & set(done.stdout.split())
