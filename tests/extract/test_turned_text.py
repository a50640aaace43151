"""Pages that a viewer turns, and cells whose text runs upward."""

from itertools import pairwise

import pytest
from pdf_writer import Page, write

from extract.readers import choose
from extract.source import from_bytes
from schemas.raw import Fragment, Paragraph, TablePiece

XS = (50, 150, 260, 330)


def fragments(page: Page) -> list[Fragment]:
    source = from_bytes("made-up.pdf", write([page]))
    return list(choose(source).read(source))


def printed(turns: int) -> Page:
    """A page that looks the same however it lies in the file."""
    page = Page(turns=turns)
    page.text(50, 30, "Fares by line")
    for top, row in ((60, ("Line", "Zone", "Fare")), (84, ("Blue line", "A 1", "2.10")), (108, ("Red line", "", "3.40"))):
        for (x0, x1), text in zip(pairwise(XS), row, strict=True):
            page.box(x0, top, x1, top + 24)
            page.text(x0 + 4, top + 4, text)
    return page


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_page_reads_as_it_looks(turns: int):
    title, table = fragments(printed(0))
    same_title, same_table = fragments(printed(turns))
    assert isinstance(title, Paragraph)
    assert isinstance(same_title, Paragraph)
    assert isinstance(table, TablePiece)
    assert isinstance(same_table, TablePiece)
    assert same_title.text == title.text == "Fares by line"
    for row, same in zip(table.rows, same_table.rows, strict=True):
        assert [cell.text for cell in same.cells] == [cell.text for cell in row.cells]
        for one, other in zip(row.cells, same.cells, strict=True):
            assert one.place.box is not None
            assert other.place.box is not None
            assert (other.place.box.x0, other.place.box.top) == pytest.approx((one.place.box.x0, one.place.box.top), abs=0.2)


def test_header_words_that_run_upward_are_words():
    page = Page()
    heads = ("Registered voters", "Votes cast", "Turnout in per cent")
    for (x0, x1), head, figure in zip(pairwise(XS), heads, ("963", "439", "45.6"), strict=True):
        page.box(x0, 60, x1, 160)
        page.text(x0 + 8, 155, head, up=True)
        page.box(x0, 160, x1, 184)
        page.text(x0 + 8, 164, figure)
    page.text(20, 155, "Ward by ward", up=True)
    page.text(50, 200, "A note below the table says more of the figures above it.")
    found = fragments(page)
    (table,) = [each for each in found if isinstance(each, TablePiece)]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [list(heads), ["963", "439", "45.6"]]
    (beside,) = [each for each in found if isinstance(each, Paragraph) and each.text == "Ward by ward"]
    assert beside.place.box is not None
    assert (beside.place.box.x0, beside.place.box.bottom) == pytest.approx((20, 155), abs=4)
    assert beside.place.box.top < 120
