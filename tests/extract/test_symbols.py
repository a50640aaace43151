"""Bullets whose font makes them taller than the lines they stand in."""

import pytest
from pdf_writer import ASCENT, Page, write

from extract.readers import choose
from extract.source import from_bytes
from schemas.raw import TablePiece

SIZE, LEADING = 8.0, 9.6
ITEMS = ("\x95 Review the tools of the", "working group", "\x95 Report to the committee", "\x95 Close the first phase")
TEXT = "• Review the tools of the working group • Report to the committee • Close the first phase"


def cells_of(page: Page) -> list[list[str]]:
    source = from_bytes("made-up.pdf", write([page]))
    (table,) = [each for each in choose(source).read(source) if isinstance(each, TablePiece)]
    return [[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows]


def listed(bullet: float) -> Page:
    """Two rows, the first cell of each a list whose bullets are so many points tall and stand on the base line of their items."""
    page = Page()
    for top in (60.0, 108.0):
        page.box(50, top, 200, top + 48)
        page.box(200, top, 300, top + 48)
        page.text(204, top + 3, "Spring 2026", SIZE)
        for number, item in enumerate(ITEMS):
            base = top + 3 + number * LEADING + ASCENT * SIZE
            if item.startswith("\x95"):
                page.text(54, base - ASCENT * bullet, "•", bullet)
            page.text(66, base - ASCENT * SIZE, item.lstrip("\x95 "), SIZE)
    return page


@pytest.mark.parametrize("bullet", [SIZE, 2 * SIZE, 3 * SIZE])
def test_a_tall_bullet_stands_in_the_line_of_its_item(bullet: float):
    assert cells_of(listed(bullet)) == [[TEXT, "Spring 2026"]] * 2


def test_the_letters_of_a_heading_stay_tall():
    page = Page()
    page.box(50, 60, 200, 90)
    page.box(200, 60, 300, 90)
    page.text(54, 64, "Fares", 3 * SIZE)
    page.text(204, 64, "Zone", SIZE)
    page.box(50, 90, 200, 110)
    page.box(200, 90, 300, 110)
    page.text(54, 93, "Blue line of the town", SIZE)
    page.text(204, 93, "A 1", SIZE)
    assert cells_of(page) == [["Fares", "Zone"], ["Blue line of the town", "A 1"]]
