"""Documents that have ruled tables, and beside them tables without rules, charts, and tables of which some columns are ruled."""

from itertools import pairwise

import pytest
from pdf_writer import Page, width, wrap, write

from extract.pdf.lines import without_marks
from extract.readers import choose
from extract.source import from_bytes
from schemas.raw import Fragment, Paragraph, TablePiece

SIZE, LEADING = 8.0, 14.0
HEADER = ("Harbour", "Ships", "Tonnes", "Crew")
HARBOURS = ("Inner town", "Old quay", "North pier", "Timber dock", "Ferry steps", "Grain wharf", "Lock gate", "Slipway")
ROWS = [(name, str(11 + 7 * n), str(1204 + 331 * n), str(86 + 9 * n)) for n, name in enumerate(HARBOURS)]
STARTS = (60.0, 200.0, 280.0, 360.0)
RIGHTS = (160.0, 240.0, 320.0, 400.0)
TEXT = "The quays were rebuilt after the flood and the ships of the company came back in spring to unload what the town had waited for. "


def read(*pages: Page) -> list[Fragment]:
    source = from_bytes("made-up.pdf", write(list(pages)))
    return list(choose(source).read(source))


def tables(fragments: list[Fragment], page: int) -> list[list[list[str]]]:
    found = [each for each in fragments if isinstance(each, TablePiece) and each.place.page == page]
    return [[[cell.text for cell in row.cells] for row in piece.rows] for piece in found]


def paragraphs(fragments: list[Fragment], page: int) -> str:
    return " ".join(each.text for each in fragments if isinstance(each, Paragraph) and each.place.page == page)


def ruled_page() -> Page:
    """A page with one plain ruled table."""
    page = Page()
    for number, cells in enumerate([HEADER, *ROWS[:3]]):
        top = 60 + 16 * number
        for (x0, x1), cell in zip(pairwise((50, 150, 220, 290, 360)), cells, strict=True):
            page.box(x0, top, x1, top + 16)
            page.text(x0 + 4, top + 3, cell, SIZE)
    return page


def set_rows(page: Page, top: float) -> None:
    """The table without rules: names from the left, figures to the right of their columns."""
    for number, cells in enumerate([HEADER, *ROWS]):
        for column, (start, right, cell) in enumerate(zip(STARTS, RIGHTS, cells, strict=True)):
            page.text(right - width(cell, SIZE) if column else start, top + LEADING * number, cell, SIZE)


def set_columns(page: Page, count: int) -> None:
    """Running text in columns."""
    for column in range(count):
        room = 480 / count - 20
        for number, line in enumerate(wrap(TEXT * 8, room, SIZE)[:40]):
            page.text(50 + column * 480 / count, 60 + 10 * number, line, SIZE)


def test_a_page_without_rules_of_a_document_with_some_has_its_table():
    page = Page()
    set_rows(page, 100)
    found = read(ruled_page(), page)
    assert tables(found, 1) == [[list(HEADER), *map(list, ROWS[:3])]]
    assert tables(found, 2) == [[list(HEADER), *map(list, ROWS)]]


def test_a_table_without_rules_below_a_ruled_one_is_read():
    page = ruled_page()
    page.text(50, 200, "A second table follows, which has no rules.", SIZE)
    set_rows(page, 300)
    ruled, plain = tables(read(page), 1)
    assert ruled == [list(HEADER), *map(list, ROWS[:3])]
    assert plain == [list(HEADER), *map(list, ROWS)]


@pytest.mark.parametrize(("printed", "read_as"), [("Reported on¹", "Reported on"), ("12 km²", "12 km²"), ("5 m³", "5 m³"), ("Fee²", "Fee")])
def test_marks_of_footnotes_are_told_from_powers(printed: str, read_as: str):
    assert without_marks(printed) == read_as


@pytest.mark.parametrize("count", [1, 2, 3])
def test_running_text_set_in_columns_is_no_table(count: int):
    page = Page()
    set_columns(page, count)
    found = read(ruled_page(), page)
    assert not tables(found, 2)
    assert "rebuilt after the flood" in paragraphs(found, 2)


def test_a_list_is_no_table():
    page = Page()
    for number, name in enumerate(HARBOURS):
        page.text(50, 60 + LEADING * number, f"{number + 1}.", SIZE)
        page.text(70, 60 + LEADING * number, f"{name}, and what lies behind it as far as the road", SIZE)
    found = read(ruled_page(), page)
    assert not tables(found, 2)
    assert "Ferry steps" in paragraphs(found, 2)


def test_the_lines_of_a_chart_are_no_table():
    page = ruled_page()
    for number in range(6):
        page.box(100, 300 + 30 * number, 400, 330 + 30 * number)
        page.text(75, 312 + 30 * number, str(600 - 100 * number), SIZE)
    page.text(250, 312, "Ships a year", SIZE)
    found = read(page)
    assert tables(found, 1) == [[list(HEADER), *map(list, ROWS[:3])]]
    assert all(text in paragraphs(found, 1) for text in ("600", "100", "Ships a year"))


def test_a_document_with_charts_and_no_ruled_table_has_its_table_alone():
    chart, page = Page(), Page()
    for number in range(6):
        chart.box(100, 300 + 30 * number, 400, 330 + 30 * number)
        chart.text(75, 312 + 30 * number, str(600 - 100 * number), SIZE)
    chart.text(250, 312, "Ships a year", SIZE)
    set_rows(page, 100)
    page.text(50, 260, "A note below the table runs over its columns, as notes do that are longer than any of its cells is wide.", SIZE)
    page.text(STARTS[0], 290, "Figure 2", SIZE)
    found = read(chart, page)
    assert not tables(found, 1)
    assert tables(found, 2) == [[list(HEADER), *map(list, ROWS)]]
    assert "Figure 2" in paragraphs(found, 2)


def test_a_table_with_empty_cells_is_no_chart():
    page = Page()
    for number, name in enumerate(HARBOURS):
        for x0, x1 in pairwise((50, 150, 220, 290, 360)):
            page.box(x0, 60 + 16 * number, x1, 76 + 16 * number)
        page.text(54, 63 + 16 * number, name, SIZE)
    assert tables(read(page), 1) == [[[name, "", "", ""] for name in HARBOURS]]


def test_rules_about_the_last_columns_are_not_the_whole_table():
    page = Page()
    set_rows(page, 100)
    for number in range(len(ROWS)):
        for x0, x1 in ((260, 330), (330, 410)):
            page.box(x0, 100 + LEADING * (number + 1) - 3, x1, 100 + LEADING * (number + 2) - 3)
    assert tables(read(page), 1) == [[list(HEADER), *map(list, ROWS)]]


def test_text_beside_a_ruled_table_leaves_it_as_it_is():
    page = ruled_page()
    for number, line in enumerate(wrap(TEXT * 3, 150, SIZE)):
        page.text(400, 60 + 11.3 * number, line, SIZE)
    found = read(page)
    assert tables(found, 1) == [[list(HEADER), *map(list, ROWS[:3])]]
    assert "rebuilt after the flood" in paragraphs(found, 1)


def test_a_title_over_several_columns_of_a_table_that_rules_its_rows_alone():
    page = Page()
    sides = (50.0, 410.0)
    page.rule(sides[0], 90, sides[1], 90)
    page.text(60, 96, "Harbour", SIZE)
    page.text(180, 96, "Traffic", SIZE)
    page.rule(172, 106, sides[1], 106)
    for column, title in enumerate(HEADER[1:], 1):
        page.text(STARTS[column] - 20, 109, title, SIZE)
    for number, cells in enumerate(ROWS):
        page.rule(sides[0], 119 + LEADING * number, sides[1], 119 + LEADING * number)
        for column, cell in enumerate(cells):
            page.text(STARTS[column] - (20 if column else 0), 122 + LEADING * number, cell, SIZE)
    page.rule(sides[0], 119 + LEADING * len(ROWS), sides[1], 119 + LEADING * len(ROWS))
    (piece,) = [each for each in read(page) if isinstance(each, TablePiece)]
    assert [(cell.text, cell.colspan) for cell in piece.rows[0].cells if cell.text] == [("Harbour", 1), ("Traffic", 3)]
    assert [[cell.text for cell in row.cells] for row in piece.rows[2:]] == [list(row) for row in ROWS]


def test_two_figures_in_one_ruled_cell_are_held_up_to_a_person():
    page = Page()
    for number in range(3):
        page.box(50, 60 + 16 * number, 150, 76 + 16 * number)
        page.box(150, 60 + 16 * number, 260, 76 + 16 * number)
        page.text(54, 63 + 16 * number, HARBOURS[number], SIZE)
        page.text(154, 63 + 16 * number, f"{number + 1},087,948", SIZE)
        page.text(204, 63 + 16 * number, f"{number + 2},022,490" if number else "", SIZE)
    (piece,) = [each for each in read(page) if isinstance(each, TablePiece)]
    assert [bool(row.cells[1].doubt) for row in piece.rows] == [False, True, True]
    assert not any(row.cells[0].doubt for row in piece.rows)


def test_figures_below_one_another_in_one_ruled_cell_are_held_up_to_a_person():
    page = Page()
    page.box(50, 60, 150, 140)
    page.box(150, 60, 260, 140)
    for number, line in enumerate(wrap(TEXT, 90, SIZE)[:5]):
        page.text(54, 63 + 10 * number, line, SIZE)
    for number in range(4):
        page.text(154, 63 + 13 * number, f"{number + 1}.{number}", SIZE)
    page.box(50, 140, 150, 156)
    page.box(150, 140, 260, 156)
    page.text(54, 143, "All", SIZE)
    page.text(154, 143, "10.6", SIZE)
    (piece,) = [each for each in read(page) if isinstance(each, TablePiece)]
    assert [bool(cell.doubt) for row in piece.rows for cell in row.cells] == [False, True, False, False]
