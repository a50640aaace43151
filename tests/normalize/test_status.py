import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.status import parse_status
from normalize.vocabulary import load
from schemas.row import Status

CASES = tomllib.loads((Path(__file__).parent / "status_cases.toml").read_text(encoding="utf-8"))["case"]
LEADS = [(entry["status"], lead) for entry in load("status")["status"] for lead in entry["leads"]]


@pytest.mark.parametrize("case", CASES, ids=lambda c: repr(c["text"]))
def test_parse_status(case):
    assert parse_status(case["text"]) == case["status"]


def test_nothing_printed_says_nothing():
    assert parse_status(None) is Status.UNKNOWN


@pytest.mark.parametrize(("status", "lead"), LEADS, ids=lambda x: x)
@given(rest=st.sampled_from(["", ".", " The text will be presented.", ". It was endorsed.", "\nOngoing", ". Completed"]))
def test_the_first_words_outweigh_all_others(status, lead, rest):
    assert parse_status(f"{lead.capitalize()}{rest}") == status


@given(st.text())
def test_any_text_gives_a_status(text):
    assert parse_status(text) in Status
