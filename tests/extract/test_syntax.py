"""Which word may follow which, in English at large."""

import pytest

from extract.decoder.syntax import ends, follows, pairs_follow, tag
from extract.word_pairs import pair_information


@pytest.mark.parametrize(
    ("before", "next_in_text", "next_in_line"),
    [
        ("stemming", "from", "survey"),
        ("guidance", "on", "are"),
        ("presented", "to", "ready"),
        ("the", "border", "was"),
        ("reviewed", "by", "Reviewed"),
    ],
)
def test_the_word_of_the_same_text_is_likelier_than_the_next_cells(before: str, next_in_text: str, next_in_line: str):
    assert follows(before, next_in_text) > follows(before, next_in_line) + 1


def test_a_pair_that_nobody_counted_speaks_against_common_words_only():
    assert pair_information("the", "has") < -2
    assert pair_information("zebra", "manifest") == 0
    assert pair_information("qwrtz", "of") == 0


@pytest.mark.parametrize(
    ("before", "after"), [("growth,", "in"), ("growth.", "In"), ("growth", "(in"), ("IT", "is"), ("it", "IS"), ("A", "Number")]
)
def test_words_that_a_sign_parts_and_capitals_are_no_pair(before: str, after: str):
    assert pairs_follow("growth", "in") > 1
    assert pairs_follow(before, after) == 0


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("An", "a"),
        ("IT", "capitals"),
        ("it", "it"),
        ("Regulations", "title_s"),
        ("station", "lower_ion"),
        ("2019,", "year"),
        ("3rd", "digits"),
        ("–", "sign"),
    ],
)
def test_the_tag_of_a_word(word: str, meant: str):
    assert tag(word) == meant


def test_no_text_ends_with_an_article():
    assert ends("the") < ends("of") < ends("session") < ends("session.")
