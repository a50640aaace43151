"""Tables that rule their columns and leave rows to the eye, and rows of wrapped text, which look much like them."""

from itertools import pairwise

from pdf_writer import Page, width, wrap, write

from extract.readers import choose
from extract.source import from_bytes
from schemas.raw import TablePiece

XS = (50.0, 160.0, 220.0, 280.0)
HEADER = ("Fare zone", "Adults", "Children")
FARES = (("Inner town", "2.10", "1.05"), ("Harbour", "3.40", "1.70"), ("Airport and fair", "5.20", "2.60"), ("Islands", "7.00", "3.50"))
SIZE, LEADING, PADDING = 8.0, 9.6, 4.0


def printed(page: Page) -> TablePiece:
    source = from_bytes("made-up.pdf", write([page]))
    (table,) = [each for each in choose(source).read(source) if isinstance(each, TablePiece)]
    return table


def texts(page: Page) -> list[list[str]]:
    return [[" ".join(cell.text.split()) for cell in row.cells] for row in printed(page).rows]


def row(page: Page, top: float, bottom: float, cells: tuple[str, ...]) -> None:
    """A row of ruled cells; line feeds in a cell begin new lines, others are made where a word has no room."""
    for (x0, x1), cell in zip(pairwise(XS), cells, strict=True):
        page.box(x0, top, x1, bottom)
        for number, line in enumerate(wrap(cell, x1 - x0 - 2 * PADDING, SIZE)):
            page.text(x0 + PADDING, top + 3 + number * LEADING, line, SIZE)


def test_lines_side_by_side_are_rows():
    page = Page()
    row(page, 60, 76, HEADER)
    row(page, 76, 130, tuple("\n".join(column) for column in zip(*FARES, strict=True)))
    row(page, 130, 146, ("All zones", "9.90", "4.95"))
    assert texts(page) == [list(HEADER), *map(list, FARES), ["All zones", "9.90", "4.95"]]
    boxes = [line.place.box for line in printed(page).rows]
    assert all(above is not None and below is not None and above.bottom <= below.top + 0.1 for above, below in pairwise(boxes))


def test_dots_that_lead_to_the_figures_make_no_full_line():
    page, room = Page(), XS[1] - XS[0] - 2 * PADDING
    names = [zone + " ." * int((room - width(zone, SIZE)) / width(" .", SIZE)) for zone, *_ in FARES]
    columns = ["\n".join(names), *("\n".join(column) for column in list(zip(*FARES, strict=True))[1:])]
    row(page, 60, 76, HEADER)
    row(page, 76, 130, tuple(columns))
    assert len(texts(page)) == 1 + len(FARES)


def test_a_frame_around_a_table_parts_none_of_its_cells():
    page, rows = Page(), [*FARES, ("Hills", "2.80", "1.40"), ("Fair by boat", "8.80", "4.40"), ("Old town", "1.90", "0.90")]
    page.box(XS[0], 56, XS[-1], 70 + LEADING * len(rows))
    page.rule(XS[0], 70, XS[-1], 70)
    for number, cells in enumerate([HEADER, *rows]):
        for x, cell in zip(XS, cells, strict=False):
            page.text(x + PADDING, 59 + number * LEADING + 4 * bool(number), cell, SIZE)
    assert texts(page) == [list(HEADER), *map(list, rows)]


def test_a_first_column_without_rules_has_the_rows_of_the_others():
    page = Page()
    row(page, 60, 76, HEADER)
    page.box(XS[0], 76, XS[1], 76 + 16 * len(FARES))
    for number, (zone, *fares) in enumerate(FARES):
        page.text(XS[0] + PADDING, 79 + 16 * number, zone, SIZE)
        for (x0, x1), fare in zip(pairwise(XS[1:]), fares, strict=True):
            page.box(x0, 76 + 16 * number, x1, 92 + 16 * number)
            page.text(x0 + PADDING, 79 + 16 * number, fare, SIZE)
    assert texts(page) == [list(HEADER), *map(list, FARES)]


def test_a_row_of_wrapped_texts_stays_one():
    cells = (
        "Passengers change here for the boats to all of the islands",
        "Valid on trams and on buses too",
        "SG\nSO1\nSP6\nLD2",
    )
    page = Page()
    row(page, 60, 76, HEADER)
    row(page, 76, 130, cells)
    assert texts(page) == [list(HEADER), [" ".join(cell.split()) for cell in cells]]


def test_lists_beside_a_wrapped_text_stay_in_its_row():
    cells = ("Boats to all of the islands leave from here in summer, and from the harbour else", "2022\n2023\n2024\n2025", "A\nM\nA\nM")
    page = Page()
    row(page, 60, 76, HEADER)
    row(page, 76, 130, cells)
    assert texts(page) == [list(HEADER), [" ".join(cell.split()) for cell in cells]]


def test_a_cell_that_may_be_two_is_in_doubt():
    page = Page()
    row(page, 60, 76, HEADER)
    row(page, 76, 92, ("Harbour", "3.40", "1.70"))
    row(page, 92, 108, ("", "5.20", "2.60"))
    page.text(XS[0] + PADDING, 95, "Airport", SIZE)
    page.text(XS[0] + 80, 95, "5.90", SIZE)
    doubts = [[bool(cell.doubt) for cell in line.cells] for line in printed(page).rows]
    assert doubts == [[False] * 3, [False] * 3, [True, False, False]]


def test_figures_are_rows_below_headings_that_stand_beside_none():
    page = Page()
    lines = [("In summer", "", ""), *FARES, ("In winter", "", ""), ("Inner town", "2.00", "1.00"), ("Harbour", "3.10", "1.60")]
    row(page, 60, 76, HEADER)
    page.box(XS[0], 76, XS[1], 160)
    for (x0, x1), column in zip(pairwise(XS), zip(*lines, strict=True), strict=True):
        page.box(x0, 76, x1, 160)
        for number, text in enumerate(column):
            page.text(x0 + PADDING, 79 + number * LEADING, text, SIZE)
    assert texts(page) == [list(HEADER), *map(list, lines)]
