"""The printed lines of a cell become its text: paragraphs, hyphens, and words that a narrow column breaks.

Each case is a page with a table: the lines of one cell are set as given, in a column hardly wider than the widest of them.
"""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_writer import Page, width, wrap, write

from extract.cuts import LIKELY_TWO, decided
from extract.document import stitch
from extract.readers import choose
from extract.source import from_bytes
from normalize.recognisers import recognisers
from schemas.raw import ColumnKind

SIZE, LEADING, PADDING = 8.0, 9.6, 5.0
KNOWN = recognisers()
fixed = settings(derandomize=True, deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])


def read(*lines: str, spare: float = 0.5, steps: dict[int, float] | None = None, elsewhere: str = "", beside: bool = False) -> str:
    """The text of a cell printed in these lines; `spare` points are left beside the widest, `steps` adds points above a line.

    `elsewhere` stands on one line of another cell: the one to the right, where it is `beside`, or one below that.
    """
    page = Page()
    room = max(width(line, SIZE) for line in lines) + spare
    xs = [50.0, 110.0, 110.0 + 2 * PADDING + room, 750.0]
    tops = [90.0 + i * LEADING + sum((steps or {}).get(k, 0.0) for k in range(i + 1)) for i in range(len(lines))]
    ys = [60.0, 85.0, tops[-1] + LEADING + 3, tops[-1] + LEADING + 25]
    for a, b in pairwise(ys):
        for x0, x1 in pairwise(xs):
            page.box(x0, a, x1, b)
    for x, top, text in ((50, 63, "Key"), (110, 63, "T"), (xs[2], 63, "Notes"), (50, 90, "one"), (50, ys[2] + 5, "two")):
        page.text(x + PADDING, top, text, SIZE)
    page.text(xs[2] + PADDING, 90 if beside else ys[2] + 5, f"so {elsewhere} again", SIZE)
    for top, line in zip(tops, lines, strict=True):
        page.text(110 + PADDING, top, line, SIZE)
    source = from_bytes("made-up.pdf", write([page]))
    (document,) = stitch(list(choose(source).read(source)), None, KNOWN).documents
    return document.rows[0].cells["T"].text


def test_lines_are_joined_by_blanks():
    assert read("A guide to the", "lending of tools", "between ports") == "A guide to the lending of tools between ports"


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ("a low-", "cost post", "a low-cost post"),
        ("the PTC/", "PC/Council", "the PTC/PC/Council"),
        ("read and -", "sent", "read and - sent"),  # a dash by itself is no hyphen
        ("2025-", "2028", "2025-2028"),
        ("ports -", "all", "ports - all"),
    ],
)
def test_a_hyphen_or_slash_at_the_end_of_a_line(above: str, below: str, text: str):
    assert read(above, below) == text


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("Interconnectivi", "ty"), "Interconnectivity"),
        (("Performan", "ce"), "Performance"),
        (("1", "0."), "10."),
        (("2", "1."), "21."),
        (("TEGA", "CS"), "TEGACS"),
    ],
)
def test_a_word_that_fills_a_narrow_column_is_broken_inside(parts: tuple[str, str], text: str):
    assert read(*parts) == text


@pytest.mark.parametrize(
    ("parts", "spare", "text"),
    [
        (("Nove", "mber"), 6.5, "November"),
        (("(Coun", "cil)"), 3.5, "(Council)"),
        (("memoran", "dum"), 4.0, "memorandum"),
    ],
)
def test_a_word_was_broken_where_its_next_letter_has_no_room(parts: tuple[str, str], spare: float, text: str):
    """How wide the letter is, not how wide its line's letters are."""
    assert read(*parts, spare=spare, elsewhere=text) == text


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("33987", ".6"), "33987.6"),
        (("tools.example.net", "/annexes"), "tools.example.net/annexes"),
        (("second", "-hand"), "second-hand"),
        (("(Council", ")"), "(Council)"),
        (("Council (", "two)"), "Council (two)"),
        (("+", "851.2"), "+851.2"),
        (("finalized", "by the"), "finalized by the"),
        (("Type", "of"), "Type of"),
    ],
)
def test_what_begins_a_line_may_tell_whether_it_goes_on_a_word(parts: tuple[str, str], text: str):
    assert read(*parts) == text


def test_a_broken_word_is_one_where_the_next_column_has_text_on_its_line():
    assert read("Performan", "ce", beside=True) == "Performance"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "good management",
        pytest.param(""),
    ],
)
def test_a_word_after_a_stroke_is_broken_inside(elsewhere: str):
    assert read("administrative/m", "anagement", elsewhere=elsewhere) == "administrative/management"


@pytest.mark.parametrize("room", [pytest.param(30.0), 36.0, 44.0])
def test_a_word_broken_in_several_is_one(room: float):
    word = "interconnectivities"
    parts = [""]
    for letter in word:
        if width(parts[-1] + letter, SIZE) > room:
            parts.append("")
        parts[-1] += letter
    assert len(parts) > 1
    assert read(*parts, spare=0.2, elsewhere=word) == word


@pytest.mark.parametrize("first", ["Supply", "Water"])
def test_a_word_that_is_printed_whole_elsewhere_is_one(first: str):
    assert read(first, "Chains", spare=0.2, elsewhere=f"{first}Chains") == f"{first}Chains"


@pytest.mark.parametrize(
    ("parts", "elsewhere", "text"),
    [
        (("customs", "brokers"), "many customs brokers say", "customs brokers"),
        (("Council", "June"), "", "Council June"),
        (("PTC", "spring"), "", "PTC spring"),
        (("Ongoing", "2026"), "", "Ongoing 2026"),
        (("2025", "2026"), "", "2025 2026"),
        (("Council", "(two)"), "", "Council (two)"),
        (("25", "922"), "", "25 922"),
        (("653,278", "686,908"), "", "653,278 686,908"),
        (("102.6", "100.9"), "", "102.6 100.9"),
        (("done.", "next"), "", "done. next"),
        (("Topics", "and tasks"), "all topics and tasks here", "Topics and tasks"),
    ],
)
def test_two_words_that_fill_their_lines_stay_two(parts: tuple[str, str], elsewhere: str, text: str):
    assert read(*parts, elsewhere=elsewhere) == text


def test_a_word_that_leaves_room_was_not_broken():
    assert read("Train", "lenders", spare=40) == "Train lenders"


def test_the_last_of_several_words_is_not_broken():
    assert read("a guide to lending", "tools") == "a guide to lending tools"


def test_a_number_that_blanks_part_further_on_may_have_one_at_the_break():
    assert read("5419", "73 ", "68") == "5419 73 68"  # as likely as 541973 68, so the cell is flagged
    assert read("5419", "73 68") == "5419 73 68"
    assert read("27017", "73") == "2701773"


@pytest.mark.parametrize(("first", "rest"), [("2524.", "74"), ("108.1", "8"), ("-", "19.8"), ("+1,049.", "3")])
def test_a_lone_number_is_one_whatever_room_its_first_line_left(first: str, rest: str):
    assert read(first, rest, spare=9.0) == first + rest


def test_two_numbers_stay_two():
    assert read("108.1", "10.5", spare=9.0) == "108.1 10.5"
    assert read("see 108.1", "8", spare=9.0) == "see 108.1 8"


def test_a_wider_step_opens_a_paragraph():
    assert read("The first", "part was read.", "The second", "was not.", steps={2: 6.0}) == "The first part was read.\nThe second was not."


def test_a_slightly_wider_step_opens_none():
    assert read("The first", "part was read.", "The second", steps={2: 0.8}) == "The first part was read. The second"


def test_paragraphs_of_one_line_each_among_longer_ones():
    text = read("One", "two", "three", "Four.", "Five", "six", steps={3: 7.0, 4: 7.0}, spare=40)
    assert text == "One two three\nFour.\nFive six"


words = st.text(st.sampled_from("abcdefghijklmnop"), min_size=2, max_size=9)


@fixed
@given(st.lists(words, min_size=1, max_size=40), st.floats(0.0, 25.0))
def test_wrapped_words_come_back_as_they_were(text: list[str], spare: float):
    """No word is wider than the column, so none was broken."""
    printed = wrap(" ".join(text), max(80.0, *(width(word, SIZE) for word in text)), SIZE)
    assert read(*printed, spare=spare, elsewhere=" ".join(text)) == " ".join(text)


@fixed
@given(st.lists(words, min_size=1, max_size=20), st.lists(st.floats(0, 9), min_size=20, max_size=20), st.floats(0.0, 25.0))
def test_no_letter_is_lost(text: list[str], steps: list[float], spare: float):
    cell = read(*text, spare=spare, steps=dict(enumerate(steps)))
    assert "".join(cell.split()) == "".join(text)


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("Annual|ly", "Annually"),  # the half is a word of time as well
        ("Annual|ly, usually|in October", "Annually, usually in October"),  # a word less to understand is not more understood
        ("No|vember 2029", "November 2029"),
        ("After adoption of the guidanc|e", "After adoption of the guidance"),
        ("Ongoing|until June 2027", "Ongoing until June 2027"),
        ("On|going until June 2027", "Ongoing until June 2027"),
    ],
)
def test_a_time_is_mended_where_the_word_is_better_understood(printed: str, text: str):
    assert decided(printed.replace("|", LIKELY_TWO), ColumnKind.TIMELINE, KNOWN) == text
