"""The generated documents among the samples: made again they are the same, and both forms convert to what they mean."""

import sys
from pathlib import Path

import pytest
from shared import SAMPLES

from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import load

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.append(ROOT)

from samples.generator.kept import forms, kept  # noqa: E402

KEPT = kept()
TEXTS = ("topic_number", "topic", "task", "responsible_body", "indicator", "timeline", "progress")
FIELDS = ("record_kind", "section_number", "strategic_codes", "cells", *TEXTS)
TRACKED = [name for name in KEPT if "tracked" in name]
files = pytest.mark.parametrize(("name", "form"), [(name, form) for name in KEPT for form in forms(name)])


def plain(value):
    if isinstance(value, dict):
        return {name: plain(text) for name, text in value.items()}
    return " ".join(value.split()) if isinstance(value, str) else list(value) if isinstance(value, tuple) else value


def changed(row):
    return [(change["field"], plain(change["before"]), plain(change["after"])) for change in row["changes"]]


@pytest.mark.parametrize("name", [name for name in KEPT if "docx" in forms(name)])
def test_the_word_file_is_what_the_generator_makes(name):
    assert (SAMPLES / f"{name}.docx").read_bytes() == KEPT[name].docx()


@files
def test_its_rows_and_changes_are_those_it_was_made_from(name, form):
    wanted = KEPT[name].truth()["rows"]
    (conversion,) = convert_source(load(SAMPLES / f"{name}.{form}"), bundled()).conversions
    got = [{field: plain(getattr(row, field)) for field in FIELDS} for row in conversion.rows]
    assert got == [{field: plain(row.get(field)) for field in FIELDS} for row in wanted]
    changes = [[(c.field, plain(c.before), plain(c.after)) for c in row.changes] for row in conversion.rows]
    assert changes == [changed(row) for row in wanted]
    assert (sum(map(len, changes)) >= 5) is (name in TRACKED)
