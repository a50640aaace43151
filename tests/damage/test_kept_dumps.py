"""The dumps among the samples: what is read of each is what it was made from, cell by cell, and its document's fields too."""

import json
import sys
from pathlib import Path

import pytest
from shared import SAMPLES

from annextract.json_files import write_json
from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import load

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.append(ROOT)

from samples.damage.kept import KEPT  # noqa: E402


def plain(value):
    """The value with every run of blanks as one."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return " ".join(value.split()) if isinstance(value, str) else value


@pytest.mark.parametrize("name", KEPT)
def test_its_document_and_its_rows_are_those_it_was_made_from(name):
    wanted = KEPT[name].document().truth()
    (conversion,) = convert_source(load(SAMPLES / f"{name}.txt"), bundled()).conversions
    got = json.loads(write_json(conversion))
    document = {**wanted["document"], "document_id": wanted["document"]["document_id"] if is_printed(wanted, name) else name}
    assert {field: got["document"][field] for field in document} == document
    assert [{field: plain(row[field]) for field in each} for row, each in zip(got["rows"], wanted["rows"], strict=True)] == plain(
        wanted["rows"]
    )


def is_printed(wanted, name):
    """Whether the dump shows the document's reference; a document without one has the name of its file."""
    return wanted["document"]["document_id"] in (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
