"""Tracked changes as Word prints them: doubled rules, a rule a word, bars and balloons in the margin, and leaders that cross the table."""

from itertools import pairwise

import pytest
from pdf_writer import Page, Rules, width
from test_tracked_pdf import (
    BLACK,
    BLUE,
    GREEN,
    LEADING,
    LEFT,
    PADDING,
    RED,
    SIZE,
    STRIKE,
    TOP,
    UNDERLINE,
    XS,
    Colour,
    cell,
    line,
    read,
    say,
    table,
)

from schemas.flags import FlagCode

MARGIN = XS[-1] + 12  # where balloons begin
GREY = (0.5, 0.5, 0.5)


def leader(page: Page, x: float, top: float, colour: Colour) -> None:
    """The dashed line from a changed text below its line to the margin, and on to the balloon."""
    y, height = top + UNDERLINE * SIZE + 1, page.height
    page.colour(*colour)
    page.operations.append(f"[2 2] 0 d 0.5 w {x:.2f} {height - y:.2f} m {XS[-1] + 6:.2f} {height - y:.2f} l S")
    page.operations.append(f"{XS[-1] + 6:.2f} {height - y:.2f} m {MARGIN:.2f} {height - y + 7:.2f} l S [] 0 d")
    page.colour(*BLACK)


def balloon(page: Page, top: float, *lines: str, colour: Colour = RED) -> None:
    """A framed note in the margin."""
    bottom = top + len(lines) * LEADING + 3
    page.colour(*colour)
    page.box(MARGIN, top, MARGIN + 70, bottom, Rules.CELLS)
    page.colour(*BLACK)
    for n, text in enumerate(lines):
        page.text(MARGIN + 3, top + 2 + n * LEADING, text, 6.0)


def test_a_moved_text_is_struck_twice_where_it_stood():
    page = Page()
    table(page)
    say(page, ("then that ", "", GREEN), ("First this, ", "double", GREEN))
    end = LEFT + width("then that", SIZE)
    for height in (0.4, 0.55):
        line(page, LEFT, TOP + height * SIZE, end, GREEN)
    assert cell(page) == ("First this,", "then that")


@pytest.mark.parametrize("colour", [RED, BLACK], ids=["coloured", "black"])
def test_a_rule_a_word_strikes_them_all(colour: Colour):
    page = Page()
    table(page)
    x = LEFT
    for word in ("by ", "the ", "end ", "of ", "May"):
        page.text(x, TOP, word, SIZE)
        line(page, x, TOP + STRIKE * SIZE, x + width(word.strip(), SIZE), colour)
        x += width(word, SIZE)
    assert cell(page) == ("", "by the end of May")


@pytest.mark.parametrize("colour", [RED, BLACK], ids=["coloured", "black"])
def test_a_rule_a_letter_strikes_the_word(colour: Colour):
    page = Page()
    table(page)
    say(page, ("May ", "", BLACK), ("2026", "", BLACK))
    x = LEFT + width("May ", SIZE)
    for letter in "2026":
        line(page, x, TOP + STRIKE * SIZE, x + width(letter, SIZE), colour)
        x += width(letter, SIZE)
    assert cell(page) == ("May", "May 2026")


def test_a_rule_may_run_on_below_a_blank_that_ends_its_line():
    page = Page()
    table(page)
    say(page, ("in ", "", BLACK), ("June", "", RED))
    end = LEFT + width("in June", SIZE)
    line(page, LEFT + width("in ", SIZE), TOP + STRIKE * SIZE, end + width(" ", SIZE), RED)
    assert cell(page) == ("in", "in June")


def strike(page: Page, before: str, text: str, colour: Colour) -> None:
    """Strikes a text that stands in the cell's first line after another."""
    x = LEFT + width(before, SIZE)
    line(page, x, TOP + STRIKE * SIZE, x + width(text, SIZE), colour)


def test_what_one_editor_inserted_and_another_struck_was_never_there():
    page = Page()
    table(page)
    say(page, ("in ", "", BLACK), ("June ", "insert", RED), ("or July", "insert", RED))
    strike(page, "in June ", "or July", GREEN)
    assert cell(page) == ("in June", "in")


def test_a_struck_heading_that_was_underlined_was_there():
    """Its underline wears the colour of the editor who struck it."""
    page = Page()
    table(page)
    say(page, ("See ", "", BLACK), ("the report", "insert", RED))
    strike(page, "See ", "the report", RED)
    assert cell(page) == ("See", "See the report")


@pytest.mark.parametrize("frame", [RED, BLUE, GREY], ids=["red", "blue", "grey"])
def test_a_leader_to_a_balloon_is_no_rule_of_the_table(frame: Colour):
    page = Page()
    table(page)
    say(page, ("in ", "", BLACK), ("July", "insert", RED))
    leader(page, LEFT + width("in ", SIZE), TOP, frame)
    balloon(page, TOP - 4, "Deleted: June", colour=frame)
    assert cell(page) == ("in July", "in")


def test_what_a_balloon_says_is_a_note_and_its_row_is_flagged():
    """The words that a balloon says were deleted are no part of what the cell shows: its reading before the change lacks them."""
    page = Page()
    table(page)
    page.text(50 + PADDING, TOP, "one", SIZE)
    say(page, ("in ", "", BLACK), ("July", "insert", RED))
    leader(page, LEFT + width("in ", SIZE), TOP, RED)
    balloon(page, TOP - 4, "Deleted: June", "and May")
    found = read(page)
    (document,) = found.documents
    assert found.words.notes == 4
    assert [row.cells["T"].text for row in document.rows] == ["in July", "same"]
    assert [flag.code for flag in document.rows[0].flags] == [FlagCode.MARGIN_CHANGE]
    assert not document.rows[1].flags
    assert [flag.detail for flag in document.flags if flag.code is FlagCode.MARGIN_CHANGE] == ["page 1: Deleted: June and May"]


def test_balloons_beside_many_lines_leave_the_rows_as_they_are():
    page = Page()
    table(page, 4)
    page.text(50 + PADDING, TOP, "one", SIZE)
    say(page, ("May ", "", BLACK), ("2027", "insert", RED))
    for n, top in enumerate((TOP, TOP + LEADING, 140, 180)):
        leader(page, LEFT + 20, top, (RED, BLUE, GREEN, RED)[n])
        balloon(page, top - 4 + 3 * n, f"Commented [A{n}]: is this so?", colour=(RED, BLUE, GREEN, RED)[n])
    for top in (TOP, TOP + LEADING, 140):
        line_x = XS[0] - 14
        page.colour(*RED)
        page.rule(line_x, top - 2, line_x, top + LEADING - 2)
        page.colour(*BLACK)
    (document,) = read(page).documents
    assert [(row.cells["Key"].text, row.cells["T"].text) for row in document.rows] == [("one", "May 2027"), ("two", "same")]


@pytest.mark.parametrize("colour", [RED, BLACK, GREY], ids=["editors", "black", "grey"])
def test_a_bar_beside_the_whole_table_is_no_side_of_it(colour: Colour):
    page = Page()
    ys = table(page)
    page.colour(*colour)
    page.rule(XS[0] - 9, ys[0], XS[0] - 9, ys[-1])
    page.colour(*BLACK)
    say(page, ("new words", "insert", RED))
    assert cell(page) == ("new words", "")


@pytest.mark.parametrize("side", ["left", "right"])
def test_several_bars_on_either_side_are_no_columns(side: str):
    page = Page()
    table(page, 4)
    x = XS[0] - 9 if side == "left" else XS[-1] + 9
    for a, b in ((62, 80), (92, 128), (150, 170), (172, 230)):
        page.rule(x, a, x, b)
    say(page, ("new words", "insert", RED))
    assert cell(page) == ("new words", "")


def test_the_coloured_borders_of_a_table_stay_what_they_are():
    page = Page()
    page.colour(*RED)
    for a, b in pairwise((60.0, 85.0, 130.0, 170.0)):
        for x0, x1 in pairwise(XS):
            page.box(x0, a, x1, b)
    page.colour(*BLACK)
    for x, top, text in ((50, 63, "Key"), (110, 63, "T"), (330, 63, "Notes"), (330, TOP, "other"), (50, 130, "two"), (110, 130, "same")):
        page.text(x + PADDING, top, text, SIZE)
    say(page, ("in ", "", BLACK), ("June", "strike", RED), ("July", "insert", BLUE))
    leader(page, LEFT + 20, TOP, BLUE)
    balloon(page, TOP, "Commented [A1]: so?", colour=BLUE)
    assert cell(page)[0] == "in July"


def test_level_rules_in_a_colour_of_their_own_are_borders():
    page = Page()
    ys = (60.0, 85.0, 130.0, 170.0)
    for x in XS:
        page.rule(x, ys[0], x, ys[-1])
    page.colour(*BLUE)
    for y in ys:
        page.rule(XS[0], y, XS[-1], y)
    page.colour(*BLACK)
    for x, top, text in ((50, 63, "Key"), (110, 63, "T"), (330, 63, "Notes"), (330, TOP, "other"), (50, 130, "two"), (110, 130, "same")):
        page.text(x + PADDING, top, text, SIZE)
    say(page, ("in ", "", BLACK), ("June", "strike", RED), ("July", "insert", RED))
    assert cell(page) == ("in July", "in June")
