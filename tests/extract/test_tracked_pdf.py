"""Tracked changes as PDFs show them: what strikes and what inserts, however it is drawn, and what only looks like it."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from pdf_writer import Page, Rules, width, write

from extract.document import Extraction, stitch
from extract.readers import choose
from extract.source import from_bytes
from normalize.recognisers import recognisers
from schemas.flags import FlagCode
from schemas.raw import TablePiece

SIZE, LEADING, PADDING = 8.0, 9.6, 5.0
XS, LEFT, TOP = (50.0, 110.0, 330.0, 750.0), 110.0 + PADDING, 90.0
RED, GREEN, BLUE, BLACK = (0.8, 0.0, 0.0), (0.0, 0.5, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0, 0.0)
STRIKE, UNDERLINE, SECOND_UNDERLINE = 0.45, 0.85, 1.05  # of the size, below the top of the capitals
Colour = tuple[float, float, float]
Part = tuple[str, str, Colour]  # a stretch of text, what is done to it ("", "strike", "insert", "double"), its colour
Draw = Callable[[Page, float, float, float, Colour], None]


def line(page: Page, x0: float, y: float, x1: float, colour: Colour) -> None:
    """A stroked rule."""
    page.colour(*colour)
    page.rule(x0, y, x1, y)
    page.colour(*BLACK)


def bar(page: Page, x0: float, y: float, x1: float, colour: Colour) -> None:
    """A filled rectangle as thin as a rule."""
    page.colour(*colour)
    page.rule(x0, y, x1, y, Rules.RECTS)
    page.colour(*BLACK)


by_drawing = pytest.mark.parametrize("draw", [line, bar])


def table(page: Page, rows: int = 2) -> list[float]:
    """Draws the rules and all but the text of the first row's second cell; the heights of the rules."""
    ys = [60.0, 85.0, *(130.0 + 40 * n for n in range(rows))]
    for a, b in pairwise(ys):
        for x0, x1 in pairwise(XS):
            page.box(x0, a, x1, b)
    for x, top, text in (
        (50, 63, "Key"),
        (110, 63, "T"),
        (330, 63, "Notes"),
        (330, TOP, "other words"),
        (50, 130, "two"),
        (110, 130, "same"),
    ):
        page.text(x + PADDING, top, text, SIZE)
    return ys


def say(page: Page, *parts: Part, top: float = TOP, x: float = LEFT, draw: Draw = line) -> None:
    """Prints stretches of text one after the other, with the marks of what is done to them."""
    for text, done, colour in parts:
        page.colour(*colour)
        page.text(x, top, text, SIZE)
        page.colour(*BLACK)
        end = x + width(text, SIZE)
        heights = {"strike": (STRIKE,), "insert": (UNDERLINE,), "double": (UNDERLINE, SECOND_UNDERLINE)}.get(done, ())
        for height in heights:
            draw(page, x, top + height * SIZE, end, colour)
        x = end


def read(*pages: Page) -> Extraction:
    """What the pages say; every word is in its place."""
    source = from_bytes("made-up.pdf", write(pages))
    found = stitch(list(choose(source).read(source)), None, recognisers())
    assert found.words.unaccounted == 0
    return found


def cell(page: Page) -> tuple[str, str | None]:
    """Both readings of the second cell of the first row: the accepted one, and the one before."""
    page.text(50 + PADDING, TOP, "one", SIZE)
    (document,) = read(page).documents
    assert [list(row.cells) for row in document.rows] == [["Key", "T", "Notes"], ["Key", "T"]]
    found = document.rows[0].cells["T"]
    return found.text, found.before


@by_drawing
@pytest.mark.parametrize("colour", [RED, BLACK], ids=["coloured", "black"])
def test_a_rule_through_the_letters_strikes_them(draw: Draw, colour: Colour):
    page = Page()
    table(page)
    say(page, ("May ", "", BLACK), ("2026", "strike", colour), ("2027", "insert", RED), (" again", "", BLACK), draw=draw)
    assert cell(page) == ("May 2027 again", "May 2026 again")


@by_drawing
def test_a_moved_text_is_underlined_twice(draw: Draw):
    page = Page()
    table(page)
    say(page, ("First this, ", "", BLACK), ("then that", "double", GREEN), draw=draw)
    assert cell(page) == ("First this, then that", "First this,")


@by_drawing
@pytest.mark.parametrize("colour", [BLACK, BLUE], ids=["emphasis", "link"])
def test_an_underline_in_black_or_the_blue_of_links_inserts_nothing(draw: Draw, colour: Colour):
    page = Page()
    table(page)
    say(page, ("See the ", "", BLACK), ("annual report", "insert", colour), draw=draw)
    assert cell(page) == ("See the annual report", None)


def test_the_blue_that_also_strikes_is_an_editors():
    page = Page()
    table(page)
    say(page, ("in ", "", BLACK), ("June", "strike", BLUE), ("July", "insert", BLUE))
    assert cell(page) == ("in July", "in June")


@pytest.mark.parametrize("colour", [RED, BLACK, (0.5, 0.5, 0.5)], ids=["editors", "black", "grey"])
def test_bars_in_the_margin_beside_changed_lines_are_no_side_of_the_table(colour: Colour):
    page = Page()
    table(page)
    for top in (TOP - 2, TOP + 7.6):
        bar_top, bar_bottom = top, top + LEADING
        page.colour(*colour)
        page.rule(XS[0] - 12, bar_top, XS[0] - 12, bar_bottom)
        page.colour(*BLACK)
    say(page, ("new words", "insert", RED))
    assert cell(page) == ("new words", "")


@pytest.mark.parametrize("away", [8, 20])
@pytest.mark.parametrize("right", [False, True], ids=["left", "right"])
def test_a_bar_beside_every_line_of_a_table_is_no_side_of_it(away: float, right: bool):
    page = Page()
    ys = table(page)
    x = XS[-1] + away if right else XS[0] - away
    page.colour(*(BLACK if away < 10 else RED))
    for top, bottom in pairwise(ys):
        page.rule(x, top + 1, x, bottom - 1)
    page.colour(*BLACK)
    source = from_bytes("made-up.pdf", write([page]))
    (piece,) = (fragment for fragment in choose(source).read(source) if isinstance(fragment, TablePiece))
    assert len(piece.columns) == len(XS) - 1


def test_a_struck_line_between_two_keeps_the_blank_that_parts_them():
    page = Page()
    table(page)
    say(page, ("so ", "", BLACK))
    say(page, ("consequentl", "strike", RED), top=TOP + LEADING)
    say(page, ("y", "strike", RED), ("then", "insert", RED), top=TOP + 2 * LEADING)
    assert cell(page) == ("so then", "so consequently")


def test_letters_are_struck_and_inserted_within_a_word():
    page = Page()
    table(page)
    say(
        page,
        ("repor", "", BLACK),
        ("t", "strike", RED),
        ("ts", "insert", RED),
        (" due in 202", "", BLACK),
        ("6", "strike", RED),
        ("8", "insert", RED),
    )
    assert cell(page) == ("reports due in 2028", "report due in 2026")


def test_a_rule_ends_with_the_blank_beside_its_letters():
    """A justified line holds no blanks: the rule of an inserted word reaches over the gap to the letter before it."""
    page = Page()
    table(page)
    page.text(LEFT, TOP, "three", SIZE)
    start, word = LEFT + width("three", SIZE), LEFT + width("three", SIZE) + 14
    page.colour(*RED)
    page.text(word, TOP, "long", SIZE)
    line(page, start, TOP + UNDERLINE * SIZE, word + width("long", SIZE), RED)
    page.text(word + width("long", SIZE) + 14, TOP, "meetings", SIZE)
    assert cell(page) == ("three long meetings", "three meetings")


def test_a_rule_may_be_as_wide_as_the_blanks_of_a_justified_line():
    page = Page()
    table(page)
    x = LEFT
    for word in ("so", "wide", "set"):
        page.text(x, TOP, word, SIZE)
        end, x = x + width(word, SIZE), x + width(word, SIZE) + 60
    line(page, LEFT, TOP + UNDERLINE * SIZE, end, RED)
    assert cell(page) == ("so wide set", "")


def test_each_reading_joins_a_word_that_the_column_cuts():
    """The struck word goes on below with a letter that stands beside an inserted word."""
    page = Page()
    table(page)
    say(page, ("every line but one ", "", BLACK), top=TOP)
    say(page, ("ends with its blank ", "", BLACK), top=TOP + LEADING)
    say(page, ("at the ", "", BLACK), ("request of Membe", "strike", RED), top=TOP + 2 * LEADING)
    say(page, ("rs", "strike", RED), ("April 2029", "insert", RED), top=TOP + 3 * LEADING)
    kept = "every line but one ends with its blank at the"
    assert cell(page) == (f"{kept} April 2029", f"{kept} request of Members")


def test_a_word_is_cut_where_a_struck_and_an_inserted_one_stand_together():
    """No line holds a blank at its end, as in justified text: the word is whole elsewhere in the document."""
    page = Page()
    table(page)
    page.text(330 + PADDING, TOP + LEADING, "Ongoing", SIZE)
    say(page, ("Ongoin", "strike", RED))
    say(page, ("g", "strike", RED), ("June 2029", "insert", RED), top=TOP + LEADING)
    assert cell(page) == ("June 2029", "Ongoing")


@pytest.mark.parametrize(
    ("struck", "added", "kept"),
    [("Member", "April", ""), ("2029", "Ongoing", "by "), ("Council)", "Until", "(PC and ")],
    ids=["word", "year", "bracket"],
)
def test_a_word_is_cut_before_its_last_letter_beside_another(struck: str, added: str, kept: str):
    """So a word processor breaks a struck word, whatever room there is, where what was inserted beside it has none."""
    page = Page()
    table(page)
    say(page, (kept, "", BLACK), (struck[:-1], "strike", RED))
    say(page, (struck[-1], "strike", RED), (added, "insert", RED), (" to be agreed by all of them", "", BLACK), top=TOP + LEADING)
    rest = " to be agreed by all of them"
    assert cell(page) == (f"{kept}{added}{rest}", f"{kept}{struck}{rest}")


def test_a_number_is_cut_beside_its_change():
    page = Page()
    table(page)
    say(page, ("22", "", BLACK))
    say(page, ("9", "", BLACK), ("78", "strike", RED), ("92", "insert", RED), (".1", "", BLACK), top=TOP + LEADING)
    assert cell(page) == ("22992.1", "22978.1")


def test_a_blank_beside_an_inserted_word_may_not_be_printed():
    """In a justified line no blank is printed: `dry` and `ports` are two words, though `the` stands right beside the second."""
    page = Page()
    table(page)
    say(page, ("all that ask for it, ", "", BLACK), ("dry", "insert", RED))
    say(page, ("ports", "insert", RED), ("the others", "strike", RED), (" to trade", "", BLACK), top=TOP + LEADING)
    assert cell(page) == ("all that ask for it, dry ports to trade", "all that ask for it, the others to trade")


def test_a_struck_row_is_no_row_and_the_document_says_what_it_was():
    page = Page()
    table(page, 3)
    page.text(50 + PADDING, TOP, "one", SIZE)
    say(page, ("first", "", BLACK))
    say(page, ("gone", "strike", RED), top=175, x=50 + PADDING)
    say(page, ("text", "strike", RED), top=175)
    (document,) = read(page).documents
    assert [row.cells["Key"].text for row in document.rows] == ["one", "two"]
    (flag,) = [flag for flag in document.flags if flag.code is FlagCode.STRUCK_ROW]
    assert "gone | text" in flag.detail


def test_a_struck_row_that_a_page_break_cuts_is_one_struck_row():
    """The rest of it must not become a struck part of the row above, which nobody changed."""
    first, second = Page(), Page()
    table(first, 3)
    first.text(50 + PADDING, TOP, "one", SIZE)
    say(first, ("first", "", BLACK))
    say(first, ("gone", "strike", RED), top=175, x=50 + PADDING)
    say(first, ("The words of", "strike", RED), top=175)
    for x0, x1 in pairwise(XS):
        second.box(x0, 60, x1, 85)
        second.box(x0, 85, x1, 110)
    say(second, ("a draft.", "strike", RED), top=63)
    for x, text in ((50, "three"), (110, "third"), (330, "more")):
        second.text(x + PADDING, 88, text, SIZE)
    (document,) = read(first, second).documents
    assert [(row.cells["Key"].text, row.cells["T"].text, row.cells["T"].before) for row in document.rows] == [
        ("one", "first", None),
        ("two", "same", None),
        ("three", "third", None),
    ]
    (flag,) = [flag for flag in document.flags if flag.code is FlagCode.STRUCK_ROW]
    assert "gone | The words of a draft." in flag.detail


def test_a_struck_text_that_a_page_break_cuts_goes_on_below():
    """What stands below goes on the struck text, though the accepted cell ends empty above the break."""
    first, second = Page(), Page()
    table(first)
    first.text(50 + PADDING, TOP, "one", SIZE)
    say(first, ("first", "", BLACK))
    say(first, ("Sent to all Members of the", "strike", RED), top=140)
    for x0, x1 in pairwise(XS):
        second.box(x0, 60, x1, 85)
    say(second, ("working group.", "strike", RED), (" Closed.", "insert", RED), top=63)
    (document,) = read(first, second).documents
    assert [row.cells["T"].text for row in document.rows] == ["first", "same Closed."]
    assert document.rows[1].cells["T"].before == "same Sent to all Members of the working group."


def test_a_row_struck_below_a_merged_cell_that_stays_is_no_row():
    """The merged cell begins in the struck row, and holds for the next one, which stays."""
    page = Page()
    for top, bottom in ((60, 85), (85, 110), (110, 135)):
        page.box(XS[1], top, XS[2], bottom)
        page.box(XS[2], top, XS[3], bottom)
    page.box(XS[0], 60, XS[1], 85)
    page.box(XS[0], 85, XS[1], 135)
    for x, top, text in ((50, 63, "Key"), (110, 63, "T"), (330, 63, "Notes"), (50, 88, "both"), (110, 113, "kept"), (330, 113, "too")):
        page.text(x + PADDING, top, text, SIZE)
    say(page, ("gone", "strike", RED), top=88)
    say(page, ("as well", "strike", RED), top=88, x=330 + PADDING)
    (document,) = read(page).documents
    assert [[cell.text for cell in row.cells.values()] for row in document.rows] == [["both", "kept", "too"]]
    (flag,) = [flag for flag in document.flags if flag.code is FlagCode.STRUCK_ROW]
    assert flag.detail.endswith("| gone | as well")


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("all that was decide", "d"),
        ("see https://example.org/a/bo", "rder-posts/9.pdf"),
        ("https://example.org/9.aspx?", "db=web"),
    ],
    ids=["consonant", "address", "query"],
)
def test_a_page_break_cuts_inside_a_word(above: str, below: str):
    """The rest of a word on the next page is told by what it is, where the line above had room."""
    first, second = Page(), Page()
    table(first)
    first.text(50 + PADDING, TOP, "one", SIZE)
    say(first, ("first", "", BLACK))
    first.text(LEFT, 150, above, SIZE)
    for x0, x1 in pairwise(XS):
        second.box(x0, 60, x1, 85)
    second.text(LEFT, 63, below, SIZE)
    (document,) = read(first, second).documents
    assert document.rows[-1].cells["T"].text.split(maxsplit=1)[1] == above + below


def test_a_paragraph_struck_between_tables_says_nothing():
    page = Page()
    table(page)
    say(page, ("A heading that was taken out", "strike", RED), top=230)
    assert cell_after(page) == "plain"


def cell_after(page: Page) -> str:
    page.text(50 + PADDING, TOP, "one", SIZE)
    say(page, ("plain", "", BLACK))
    (document,) = read(page).documents
    return document.rows[0].cells["T"].text


def test_a_strikeout_annotation_strikes():
    page = Page()
    table(page)
    say(page, ("May 2026 and June 2026", "", BLACK))
    start = LEFT + width("May 2026", SIZE)
    page.annotate("StrikeOut", start, TOP - 2, start + width(" and June 2026", SIZE), TOP + 8)
    assert cell(page) == ("May 2026", "May 2026 and June 2026")


@pytest.mark.parametrize("kind", ["Underline", "Highlight", "Squiggly"])
def test_other_annotations_of_text_change_nothing(kind: str):
    page = Page()
    table(page)
    say(page, ("May 2026", "", BLACK))
    page.annotate("StrikeOut", 600, TOP + 20, 700, TOP + 30)  # over blank paper
    page.annotate(kind, LEFT, TOP - 2, LEFT + width("May 2026", SIZE), TOP + 8)
    assert cell(page) == ("May 2026", None)
