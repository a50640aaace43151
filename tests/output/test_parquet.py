"""The flat tables: record to Parquet to record, and as other tools read them."""

import dataclasses
import tempfile
from pathlib import Path

import msgspec
import pandas
import pyarrow as pa
import pytest
from hypothesis import given
from output_records import SHA, conversion, conversions, several
from pyarrow import dataset, parquet

from annextract.flat import flatten, unflatten
from annextract.parquet import arrow_schema, path_of, read_metadata, read_parquet, write_parquet
from schemas.errors import OutputError
from schemas.export import TABLES
from schemas.flags import Flag, FlagCode

METADATA = {"annextract_version": "0.1.0", "source_sha256": SHA}


def put(out, made, name=None):
    name = name or made.name
    for table, content in write_parquet(made, name, METADATA).items():
        path = path_of(out, table, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@several
@given(conversions)
def test_round_trip(made):
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder), made, "it")
        assert read_parquet(Path(folder), "it") == made


@several
@given(conversions)
def test_lines_round_trip_in_any_order(made):
    lines = flatten(made, "it")
    assert {table: set().union(*found) for table, found in lines.items() if found} == {
        table: {column.name for column in TABLES[table].columns} for table, found in lines.items() if found
    }
    assert unflatten({table: found[::-1] for table, found in lines.items()}) == made


@several
@given(conversions)
def test_same_rows_same_bytes(made):
    again = msgspec.convert(msgspec.to_builtins(made), type(made))
    assert write_parquet(made, "it", METADATA) == write_parquet(again, "it", METADATA)


def test_files_carry_the_schema_and_who_wrote_them(tmp_path):
    made = conversion()
    put(tmp_path, made)
    for table in TABLES:
        path = tmp_path / f"parquet/{table}/document=PT0695Ea/part-0.parquet"
        found = parquet.read_schema(path)
        assert found.equals(arrow_schema(table))
        assert read_metadata(path.read_bytes()) == METADATA
        assert parquet.ParquetFile(path).metadata.row_group(0).column(0).compression == "ZSTD"
    schema = arrow_schema("deadlines")
    assert schema.field("earliest").type == pa.date32()
    assert schema.field("bodies").type == pa.list_(pa.string())
    assert schema.field("edtf").metadata == {b"description": b"ISO 8601-2 (EDTF level 1); null where the words name no date."}


def test_lines_of_every_table():
    made = conversion(annex="II")
    whole = Flag(code=FlagCode.NO_PROFILE)
    one = Flag(field="timeline", code=FlagCode.UNPARSED_TIMELINE)
    rows = (made.rows[0], dataclasses.replace(made.rows[1], flags=(one, one)))
    made = dataclasses.replace(made, document=dataclasses.replace(made.document, flags=(whole,)), rows=rows)
    lines = flatten(made, "x")
    keys = {"document_name": "x", "document_id": "PT0695Ea", "annex": "II", "row_id": "1"}
    assert lines["codes"] == [keys | {"position": 1, "code": "SG"}, keys | {"position": 2, "code": "SO1"}]
    assert [(line["row_id"], line["position"], line["body"]) for line in lines["bodies"]] == [
        *(("1", 1, "PTC"), ("1", 2, "Council"), ("2", 1, "PTC"), ("2", 2, "Council"))
    ]
    assert [(line["field"], line["position"]) for line in lines["deadlines"]] == [("timeline", 1), ("timeline", 2)]
    assert [(line["row_id"], line["position"]) for line in lines["flags"]] == [(None, 1), ("2", 2), ("2", 3)]
    assert lines["rows"][0]["source_boxes"] == '[{"page":3,"x0":72.0,"top":100.25,"x1":300.0,"bottom":120.5}]'
    assert list(lines["rows"][0]["source_pages"]) == [3]
    assert lines["rows"][0]["cells"] is None


def test_rows_that_cannot_be_told_apart_are_refused():
    made = conversion()
    with pytest.raises(OutputError, match="row_id '1'"):
        flatten(dataclasses.replace(made, rows=(made.rows[0], made.rows[0])), "x")


def test_tables_without_a_document_are_no_conversion():
    with pytest.raises(msgspec.ValidationError):
        unflatten({table: [] for table in TABLES})


def test_metadata_of_no_file(tmp_path):
    assert read_metadata(None) == {}
    assert read_metadata(b"PAR1") == {}


@pytest.fixture
def two(tmp_path):
    put(tmp_path, conversion())
    put(tmp_path, dataclasses.replace(conversion("PC0602Ea", annex="III"), rows=()))
    return tmp_path


@pytest.mark.parametrize("table", TABLES)
def test_pyarrow_reads_a_table_of_many_documents(two, table):
    found = dataset.dataset(two / "parquet" / table, partitioning="hive")
    assert found.schema.names == [*arrow_schema(table).names, "document"]
    lines = found.to_table(filter=dataset.field("document") == "PT0695Ea").to_pylist()
    assert all(line["document_name"] == line["document"] for line in lines)
    assert bool(lines) == (table not in {"changes", "events", "flags", "decisions"})


@pytest.mark.parametrize("table", TABLES)
def test_pandas_reads_a_table_of_many_documents(two, table):
    found = pandas.read_parquet(two / "parquet" / table)
    assert {*arrow_schema(table).names, "document"} == set(found.columns)
    if table == "rows":
        assert list(found["row_id"]) == ["1", "2"]
        assert list(found["strategic_codes"][0]) == ["SG", "SO1"]


def test_a_glob_reads_them_with_one_schema(two):
    """What a reader of globs (DuckDB, Polars) needs: every part has the same columns of the same types, an empty one too."""
    for table in TABLES:
        paths = sorted((two / "parquet").glob(f"{table}/*/*.parquet"))
        assert len(paths) == 2
        parts = [parquet.read_table(path, partitioning=None) for path in paths]
        assert parts[0].schema.equals(parts[1].schema)
        assert pa.concat_tables(parts).num_rows == sum(part.num_rows for part in parts)
