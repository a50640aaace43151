"""The dumps among the samples. Of a block dump all is read as it was made, cell by cell; of a scan most is, and the rest is flagged."""

import json
import sys
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein
from shared import SAMPLES

from annextract.json_files import write_json
from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import from_bytes, load
from schemas.flags import FlagCode

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


FIELDS = ("topic", "task", "task_type", "responsible_body", "indicator", "timeline", "progress")
BLOCKS = [name for name, each in KEPT.items() if each.kind == "block"]
SCANS = [name for name, each in KEPT.items() if each.kind == "ocr"]
RIGHT, SILENT, ALIKE = 0.75, 0.05, 0.9  # shares of a scan's cells that are right, and wrong without a flag; likeness of a right text


@pytest.mark.parametrize("name", BLOCKS)
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


@pytest.mark.parametrize("name", SCANS)
def test_most_cells_of_a_scan_are_right_and_of_the_others_few_without_a_flag(name):
    wanted = KEPT[name].document().truth()["rows"]
    (conversion,) = convert_source(load(SAMPLES / f"{name}.txt"), bundled()).conversions
    assert len(conversion.rows) == len(wanted)
    told = [
        (is_alike(getattr(row, field) or "", meant or ""), any(flag.field in (field, None) for flag in row.flags))
        for row, each in zip(conversion.rows, wanted, strict=True)
        for field, meant in each.items()
        if field in FIELDS
    ]
    assert sum(right for right, _ in told) >= RIGHT * len(told)
    assert sum(not right and not flagged for right, flagged in told) <= SILENT * len(told)


@pytest.mark.parametrize("name", SCANS)
def test_a_change_that_a_scan_shows_as_one_stream_is_none_that_nobody_made(name):
    made = [(each["before"], each["after"]) for row in KEPT[name].document().truth()["rows"] for each in row["changes"]]
    (conversion,) = convert_source(load(SAMPLES / f"{name}.txt"), bundled()).conversions
    found = [(change.before, change.after) for row in conversion.rows for change in row.changes]
    assert found
    assert set(found) <= set(made)


def is_alike(text, meant):
    """Whether two texts are the same but for blanks and a few misread letters."""
    return Levenshtein.normalized_similarity("".join(text.split()), "".join(meant.split())) >= ALIKE


@pytest.mark.parametrize("name", SCANS)
@pytest.mark.parametrize("words", ["• Message formats on " * 170, "digitise" * 4000])
def test_a_line_that_no_page_holds_takes_no_other_row_with_it(name, words):
    lines = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    at = next(i for i, line in enumerate(lines) if "Digitise and compare" in line)
    lines[at] = words
    result = convert_source(from_bytes(f"{name}.txt", "\n".join(lines).encode()), bundled())
    flags = {flag.code for conversion in result.conversions for flag in conversion.document.flags}
    assert result.words.unaccounted == 0 or FlagCode.UNACCOUNTED_WORDS in flags
    own = [
        row
        for conversion in result.conversions
        for row in conversion.rows
        if any(words.split()[-1] in (text or "") for text in (row.task, row.indicator))
    ]
    assert own and all(row.flags for row in own)
    assert len(result.conversions[0].rows) >= 5
