"""Cuts of words that the document itself does not settle."""

import pytest

from extract.cuts import LIKELY_ONE, LIKELY_TWO, decisions, joint
from normalize.recognisers import recognisers
from schemas.raw import ColumnKind


@pytest.mark.parametrize(
    ("first", "second", "glue"),
    [
        ("cargo", "at", " "),
        ("faciliti", "es", ""),
        ("Manage", "ment", ""),
        ("goods", "are", " "),
        ("advance", "d", ""),
        ("Competitive", "ness", ""),
        ("sub-group", "s", ""),
        ("harmonis", "ed", LIKELY_ONE),
        ("quaysid", "ecrane", LIKELY_TWO),
    ],
)
def test_english_at_large_tells_one_word_from_two(first: str, second: str, glue: str):
    assert joint(first, second) == glue


def test_what_nothing_but_likelihood_tells_is_a_close_call():
    text = f"Ports harmonis{LIKELY_ONE}ed by quaysid{LIKELY_TWO}ecrane"
    assert decisions(text, ColumnKind.TEXT, recognisers()) == ("Ports harmonised by quaysid ecrane", ("harmonised", "quaysid ecrane"))


def test_what_the_column_s_kind_tells_is_none():
    assert decisions(f"By Octo{LIKELY_TWO}ber 2027", ColumnKind.TIMELINE, recognisers()) == ("By October 2027", ())
