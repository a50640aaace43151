"""Tables that rule groups of columns and leave the columns in them to the eye, and cells of several numbers, which look much like them."""

from collections.abc import Sequence
from itertools import pairwise

from pdf_writer import Page, width, write

from extract.readers import choose
from extract.source import from_bytes
from schemas.raw import TablePiece

XS = (50.0, 130.0, 250.0, 370.0)
SIZE, STEP, PADDING = 8.0, 14.0, 4.0
BOATS = (
    ("Harbour", ("1,204", "998"), ("31", "7")),
    ("Islands", ("18", "1,310"), ("244", "1,020")),
    ("Airport", ("507", "61"), ("9", "3")),
    ("Old town", ("96", "85"), ("1,115", "640")),
)


def texts(page: Page) -> list[list[str]]:
    source = from_bytes("made-up.pdf", write([page]))
    (table,) = [each for each in choose(source).read(source) if isinstance(each, TablePiece)]
    return [[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows]


def frame(page: Page, rows: int) -> None:
    """A header row two lines high and the rows below it."""
    tops = [60.0, 60 + 2 * STEP, *(60 + STEP * (number + 3) for number in range(rows))]
    for x0, x1 in pairwise(XS):
        for top, bottom in pairwise(tops):
            page.box(x0, top, x1, bottom)


def line(page: Page, number: int, first: str, groups: Sequence[Sequence[str]], ends: Sequence[float] = (50.0, 110.0)) -> None:
    """One printed line, its texts set right at points from the left side of their group."""
    top = 63 + STEP * number
    page.text(XS[0] + PADDING, top, first, SIZE)
    for x0, group in zip(XS[1:], groups, strict=False):
        for end, text in zip(ends, group, strict=False):
            page.text(x0 + end - width(text, SIZE), top, text, SIZE)


def test_figures_side_by_side_are_columns_below_the_title_of_their_group():
    page = Page()
    frame(page, len(BOATS))
    for x0, title in zip(XS[1:], ("Departures a week", "Boats kept for spare"), strict=False):
        page.text(x0 + 16, 63, title, SIZE)
    line(page, 1, "Pier", (("Summer", "Winter"), ("Summer", "Winter")))
    for number, (pier, *groups) in enumerate(BOATS, 2):
        line(page, number, pier, groups)
    _, header, *rows = texts(page)
    assert header[-4:] == ["Summer", "Winter", "Summer", "Winter"]
    assert rows == [[pier, *first, *second] for pier, first, second in BOATS]


def test_blanks_inside_numbers_part_no_columns():
    page = Page()
    frame(page, 4)
    line(page, 1, "Pier", (("Summer",), ("Winter",)), (60.0,))
    rows = [
        ("Harbour", "11 204", "12 998"),
        ("Islands", "18 018", "10 310"),
        ("Airport", "15 507", "90 061"),
        ("Old town", "96 511", "85 410"),
    ]
    for number, (pier, *figures) in enumerate(rows, 2):
        line(page, number, pier, [(figure,) for figure in figures], (60.0,))
    assert texts(page)[1:] == [list(row) for row in rows]


def test_years_that_a_cell_lists_stay_in_it():
    page = Page()
    frame(page, 4)
    line(page, 1, "Pier", (("Years",), ("Boats",)), (60.0,))
    rows = [("Harbour", "2018 2019", "4"), ("Islands", "2019 2021", "2"), ("Airport", "2020 2021", "7"), ("Old town", "2018 2022", "1")]
    for number, (pier, *cells) in enumerate(rows, 2):
        line(page, number, pier, [(cell,) for cell in cells], (60.0,))
    assert texts(page)[1:] == [list(row) for row in rows]
