"""A conversion is a function of the bytes, the name and the profiles: the same from run to run and from either PDF library."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annextract.pipeline import Result, convert_source
from extract.pdf import fast, plumber
from extract.profile import bundled
from extract.source import Source, from_bytes, load

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in {".txt", ".pdf"})
PDFS = [name for name in NAMES if name.endswith(".pdf")]
OTHER_RUN = """
import sys, msgspec
from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import load
sys.stdout.buffer.write(msgspec.json.encode(convert_source(load(__import__("pathlib").Path(sys.argv[1])), bundled()).conversions))
"""


def convert(source: Source) -> Result:
    return convert_source(source, bundled())


def without_places(result: Result) -> list[dict[str, Any]]:
    rows = [msgspec.to_builtins(row) for conversion in result.conversions for row in conversion.rows]
    return [{key: value for key, value in row.items() if key != "source"} for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_bytes_give_the_same_documents(name: str):
    data = (SAMPLES / name).read_bytes()
    first, second = convert(from_bytes(name, data)), convert(from_bytes(name, bytes(data)))
    assert first.conversions == second.conversions
    assert first.words == second.words


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_another_process_gives_the_same_documents(seed: str):
    """Sets in another order, nothing in memory from other files."""
    path = SAMPLES / "ptc-2025-2028.txt"
    for name in NAMES:
        convert(load(SAMPLES / name))
    run = subprocess.run(
        [sys.executable, "-c", OTHER_RUN, str(path)], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
    )
    assert run.stdout == msgspec.json.encode(convert(load(path)).conversions)


def test_the_folder_of_a_file_is_no_part_of_its_documents():
    data = (SAMPLES / "ptc-2025-2028.txt").read_bytes()
    assert convert(from_bytes("a/b/x.txt", data)).conversions == convert(from_bytes("/c/x.txt", data)).conversions


@pytest.mark.parametrize("name", PDFS)
def test_both_pdf_libraries_give_the_same_rows(name: str, monkeypatch: pytest.MonkeyPatch):
    source = load(SAMPLES / name)
    rows = without_places(convert(source))
    called = []

    def pages(given: Source, *_pages_and_annotations: object) -> Any:
        called.append(given.name)
        return plumber.pages(given)

    monkeypatch.setattr(fast, "pages", pages)
    assert without_places(convert(source)) == rows
    assert called == [source.name]


@pytest.mark.parametrize("name", PDFS)
def test_both_pdf_libraries_see_the_same_characters(name: str):
    source = load(SAMPLES / name)
    for one, other in zip(fast.pages(source), plumber.pages(source), strict=True):
        assert sorted("".join(one.text.split())) == sorted("".join(other.text.split()))
        assert (one.number, one.width, one.height) == pytest.approx((other.number, other.width, other.height), abs=0.5)


def test_a_text_in_utf16_gives_the_rows_of_the_same_text_in_utf8():
    data = (SAMPLES / "ptc-2025-2028.txt").read_bytes()
    other = convert(from_bytes("x.txt", data.decode().encode("utf-16")))
    assert without_places(other) == without_places(convert(from_bytes("x.txt", data)))


def test_line_ends_are_no_part_of_the_rows():
    data = (SAMPLES / "ptc-2025-2028.txt").read_bytes()
    assert (
        convert(from_bytes("x.txt", data.replace(b"\n", b"\r\n"))).conversions[0].rows
        == convert(from_bytes("x.txt", data)).conversions[0].rows
    )
