"""The samples are converted to what their sources mean, from the PDF as from the dump."""

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import load
from schemas.document import Conversion

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
sys.path.insert(0, str(SAMPLES))

from sample_builder.families import programmes  # noqa: E402
from sample_builder.model import FIELDS, Programme  # noqa: E402

ALL = {programme.name: programme for programme in programmes(SAMPLES / "source")}
FILES = [f"{name}{ending}" for name, made in ALL.items() for key, ending in (("dump", ".txt"), ("pdf", ".pdf")) if key in made.source]
DOCUMENT = ("document_id", "annex", "title", "document_kind", "period_start", "period_end", "revised")
Cells = Counter[tuple[int, str, str]]


def converted(name: str) -> Conversion:
    (conversion,) = convert_source(load(SAMPLES / name), bundled()).conversions
    return conversion


def rows_of(name: str) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(row) for row in converted(name).rows]


def cells(rows: list[dict[str, Any]]) -> Cells:
    """Every filled field of every row, and every printed cell of a row without fields; lines joined."""
    found: Cells = Counter()
    for number, row in enumerate(rows):
        values = {**{field: row.get(field) for field in FIELDS}, **{f"cells/{name}": text for name, text in (row["cells"] or {}).items()}}
        for field, value in values.items():
            if value and field != "cells":
                found[number, field, flat(value if isinstance(value, str) else "|".join(value))] += 1
    return found


def flat(text: str) -> str:
    """The text on one line; the ending of an ordinal, which dumps print apart, joined to it."""
    return re.sub(r"(\d) (st|nd|rd|th)\b", r"\1\2", " ".join(text.split()))


@pytest.mark.parametrize("name", FILES)
def test_every_field_is_what_the_source_means(name: str):
    made: Programme = ALL[name.rpartition(".")[0]]
    got, wanted = cells(rows_of(name)), cells(made.truth["rows"])
    right = (got & wanted).total()
    assert (sorted(got - wanted), sorted(wanted - got)) == ([], [])
    assert 2 * right / (got.total() + wanted.total()) == 1.0
    assert right > 100


@pytest.mark.parametrize("name", FILES)
def test_the_document_is_what_the_source_means(name: str):
    truth = ALL[name.rpartition(".")[0]].truth["document"]
    document = msgspec.to_builtins(converted(name).document)
    named = {field: truth[field] for field in DOCUMENT if truth.get(field) is not None}
    assert {field: document[field] for field in named} == named


def test_the_pdf_and_the_dump_of_a_programme_have_the_same_rows():
    """All fields but where they were read, what was doubtful there, and the lines of a text."""
    pdf, dump = (rows_of(f"ptc-2025-2028.{ending}") for ending in ("pdf", "txt"))
    for row in (*pdf, *dump):
        del row["source"], row["flags"]
        for field in ("task", "indicator", "timeline", "progress"):
            row[field] = row[field] and flat(row[field])
        for deadline in (*row["deadlines"], *row["events"]):
            deadline["raw"] = flat(deadline["raw"])
    for one, other in zip(pdf, dump, strict=True):
        assert one == other


@pytest.mark.parametrize(
    "ending",
    ["txt", pytest.param("pdf")],
)
@pytest.mark.parametrize("field", ["task", "progress"])
def test_paragraphs_are_those_of_the_source(ending: str, field: str):
    def paragraphs(rows: list[dict[str, Any]]) -> list[list[str]]:
        return [[flat(line) for line in (row[field] or "").split("\n")] for row in rows]

    assert paragraphs(rows_of(f"ptc-2025-2028.{ending}")) == paragraphs(ALL["ptc-2025-2028"].truth["rows"])


@pytest.mark.parametrize("name", FILES)
def test_every_printed_word_ends_in_one_place(name: str):
    words = convert_source(load(SAMPLES / name), bundled()).words
    assert words.unaccounted == 0
    assert words.printed == words.cells + words.headings + words.notes + words.furniture
    assert words.cells > words.headings


@pytest.mark.parametrize("name", FILES)
def test_rows_have_ids_places_and_few_flags(name: str):
    rows = rows_of(name)
    assert len({row["row_id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["source"]["lines"] if name.endswith(".txt") else row["source"]["boxes"]
    assert sum(bool(row["flags"]) for row in rows) < len(rows) / 2  # a flag on every row would be worthless
