"""Blanks, numbers, and headings in capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.bodies import acronyms
from normalize.text import number, one_line, paragraphs, sentence_case

texts = st.text(st.sampled_from("ab \t\n\u00a0.-"), max_size=30)


@pytest.mark.parametrize(
    ("text", "line"), [("one  two\nthree", "one two three"), (" one ", "one"), ("", None), (" \n\t", None), ("a\u00a0b", "a b")]
)
def test_one_line(text: str, line: str | None):
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "kept"),
    [("one  two\nthree", "one two\nthree"), ("one\n\n \ntwo", "one\ntwo"), ("\none\n", "one"), ("", None), (" \n ", None)],
)
def test_paragraphs(text: str, kept: str | None):
    assert paragraphs(text) == kept


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1.", "1"),
        ("1 0.", "10"),
        ("1.1.2", "1.1.2"),
        ("1.1.2.", "1.1.2"),
        (" 7 ", "7"),
        ("1\n2.", "12"),
        ("II", "II"),
        (".", None),
        ("", None),
    ],
)
def test_number(text: str, read: str | None):
    assert number(text) == read


@given(texts)
def test_words_are_the_same_on_one_line_and_in_paragraphs(text: str):
    assert (one_line(text) or "").split() == text.split()
    assert (paragraphs(text) or "").split() == text.split()


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str):
    for clean in (one_line, paragraphs, number):
        once = clean(text)
        assert once is None or clean(once) == once


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("ACTIVE TOPICS AND TASKS", "Active topics and tasks"),
        ("Active Topics", "Active Topics"),  # not in capitals: as printed
        ("REPORTS TO THE PTC", "Reports to the PTC"),
        ("PTC REPORTS", "PTC reports"),
        ("SAFE FRAMEWORK OF STANDARDS", "SAFE framework of standards"),
        ("TASKS OF PART III", "Tasks of part III"),
        ("PART IV", "Part IV"),
        ("ÉCHANGES ÉLECTRONIQUES", "Échanges électroniques"),
        ("“OLD” TOPICS (SP1)", "“old” topics (SP1)"),
        ("TOPICS: NEW, OLD", "Topics: new, old"),
        ("2019 TASKS", "2019 tasks"),
        ("", ""),
    ],
)
def test_a_heading_in_capitals_becomes_a_sentence(printed: str, title: str):
    assert sentence_case(printed, acronyms()) == title


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        pytest.param("REPORTS TO THE PTC/PC", "Reports to the PTC/PC"),
        pytest.param("WORK WITH CIVIL SOCIETY", "Work with civil society"),
        pytest.param("THE REVISED KYOTO CONVENTION", "The revised Kyoto convention"),
    ],
)
def test_names_and_words_of_a_heading_in_capitals(printed: str, title: str):
    assert sentence_case(printed, acronyms()) == title


@given(st.lists(st.sampled_from(["PTC", "SAFE", "TOPICS", "and", "II", "Old", "–", "(SP1)"]), max_size=8).map(" ".join))
def test_only_case_changes(text: str):
    assert sentence_case(text, acronyms()).casefold() == text.casefold()
    assert sentence_case(sentence_case(text, acronyms()), acronyms()).casefold() == text.casefold()
