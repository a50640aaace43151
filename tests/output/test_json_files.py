"""Canonical JSON, and back."""

import dataclasses
import datetime

import msgspec
import pytest
from hypothesis import given
from output_records import conversion, conversions, several

from annextract.json_files import read_head, read_json, write_json, write_run_json
from schemas.document import InputReport, Outcome, RunReport, Words
from schemas.errors import OutputError
from schemas.place import Box
from schemas.row import Source


@several
@given(conversions)
def test_round_trip(made):
    content = write_json(made)
    assert read_json(content) == made
    assert write_json(read_json(content)) == content


def test_layout():
    made = conversion()
    made = dataclasses.replace(made, document=dataclasses.replace(made.document, period_start=datetime.date(2019, 7, 1)))
    content = write_json(made)
    assert content.startswith(b'{\n "document": {\n  "document_id": "PT0695Ea",\n  "annex": null,\n')
    assert content.endswith(b"\n}\n")
    assert b"\r" not in content
    assert '"task": "Überprüfung der Leitlinien"'.encode() in content
    assert b'"period_start": "2019-07-01"' in content


def test_floats_are_rounded_to_two_decimals():
    made = conversion()
    place = Source(boxes=(Box(page=1, x0=1 / 3, top=-0.0001, x1=72, bottom=2.675001),))
    made = dataclasses.replace(made, rows=(dataclasses.replace(made.rows[0], source=place),))
    content = write_json(made)
    assert b'"x0": 0.33,\n      "top": 0.0,\n      "x1": 72.0,\n      "bottom": 2.68\n' in content
    assert write_json(read_json(content)) == content


def test_a_float_that_is_no_number_is_refused():
    made = conversion()
    place = Source(boxes=(Box(page=1, x0=float("nan"), top=0.0, x1=1.0, bottom=1.0),))
    made = dataclasses.replace(made, rows=(dataclasses.replace(made.rows[0], source=place),))
    with pytest.raises(OutputError, match="nan"):
        write_json(made)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"row_id": "1"', b'"row_id": 1'),
        (b'"record_kind": "task"', b'"record_kind": "chore"'),
        (b'"indicator": null', b'"indikator": null'),
        (b'"pages": [\n     3\n    ]', b'"pages": ["3"]'),
        (b'"document": {', b'"extra": 1, "document": {'),
        (b'"media_type"', b'"mime_type"'),
    ],
)
def test_reading_is_strict(old, new):
    content = write_json(conversion())
    assert old in content
    with pytest.raises(msgspec.ValidationError):
        read_json(content.replace(old, new))


def test_head_reads_the_document_alone():
    made = conversion()
    assert read_head(write_json(made)) == made.document


def test_run_report():
    done = InputReport(
        path="in/PT0695Ea.pdf",
        sha256="a" * 64,
        outcome=Outcome.CONVERTED,
        documents=("PT0695Ea",),
        seconds={"extract": 1.23456},
        words=Words(printed=3, cells=3),
    )
    failed = InputReport(path="in/broken.pdf", outcome=Outcome.REJECTED, reason="The file is cut off.", seconds={})
    started = datetime.datetime(2022, 3, 1, 12, tzinfo=datetime.UTC)
    report = RunReport(tool_version="0.1.0", started=started, inputs=(done, failed))
    content = write_run_json(report)
    value = msgspec.json.decode(content)
    assert list(value) == ["tool_version", "started", "inputs"]
    assert value["started"] == "2022-03-01T12:00:00Z"
    assert value["inputs"][0]["seconds"] == {"extract": 1.235}
    assert list(value["inputs"][0]["words"]) == ["printed", "cells", "headings", "notes", "furniture", "unaccounted"]
    assert value["inputs"][1]["outcome"] == "rejected"
    assert msgspec.json.decode(content, type=RunReport).inputs[1] == failed
