"""A Word file and the PDF that LibreOffice prints of it yield the same rows, with the same changes."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from annextract.json_files import write_json
from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import load

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.append(ROOT)

from samples.generator.build import Request, make, write  # noqa: E402
from samples.generator.lost import lost_words  # noqa: E402
from samples.generator.pdf import print_pdfs  # noqa: E402

RULED = ("full", "no_outer", "rows_and_columns")  # without rules, a Word file still knows its cells, and its print does not
WIDE = ("narrow", 0)  # no column cuts a word: its print does not say that the parts are one
OWN = {"source", "flags", "document_id"}  # what a file of each kind says in a way of its own
FAMILIES = ("ptc", "ecp", "tfawg", "table")
SEEDS = range(620, 623)


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file, blanks and line ends alike, without what differs from print to print."""
    written = [json.loads(write_json(conversion)) for conversion in convert_source(load(path), bundled()).conversions]
    return [{field: plain(value) for field, value in row.items() if field not in OWN} for each in written for row in each["rows"]]


def plain(value: Any) -> Any:
    """A value with every run of blanks and line ends as one blank."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [plain(each) for each in value]
    return {name: plain(each) for name, each in value.items()} if isinstance(value, dict) else value


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice's soffice is not on the path")
@pytest.mark.parametrize("family", FAMILIES)
def test_a_word_file_and_its_print_yield_the_same_rows(family: str, tmp_path: Path):
    first = FAMILIES.index(family)
    documents = [
        make(Request(seed, family, tracked, rows=14, layout=(("borders", RULED[(seed + first) % len(RULED)]), WIDE)))
        for seed in SEEDS
        for tracked in (False, True)
    ]
    files = [write(document, tmp_path) for document in documents]
    for document, word, pdf in zip(documents, files, print_pdfs(files, tmp_path), strict=True):
        assert not lost_words(pdf, document.truth()), "LibreOffice did not print them"
        assert rows(pdf) == rows(word), document.name
