"""Columns that score low are held against those that camelot sees; where the two differ, the rows are flagged."""

import pytest
from pdf_writer import Page, write

from annextract.pipeline import convert_source
from extract.pdf.second_opinion import SeenTable, asker
from extract.profile import bundled
from extract.source import from_bytes
from schemas.flags import FlagCode

HEADING = "Table 2. Seals and the keepers of their lists at each gate of the port, in the second half of the year"
SIZE, LEADING, TOP, ROWS = 8.0, 12.0, 60.0, 10
NARROW, WIDE = (50, 180, 300, 430), (50, 150, 230, 290, 390, 500)
TEXTS = ("Kiosks", "Scales at the gate", "Ship stores and their seals", "Tank storage", "Lists of keepers")


def rows(page, top, lefts, count=ROWS, every=1):
    """Rows of texts and figures by turns, of the third column one in `every`."""
    for n in range(count):
        for column, left in enumerate(lefts):
            if column != 2 or n % every == 0:
                page.text(left, top + LEADING * n, f"{n * 7}.{n % 10}" if column % 2 else TEXTS[(n + column) % 5], SIZE)


def two_tables(gap):
    """Two tables of different columns on a page, so many points between them, in which the heading of the second stands."""
    page, second = Page(), TOP + LEADING * ROWS + gap
    rows(page, TOP, NARROW)
    page.text(50, second - LEADING, HEADING, SIZE)
    rows(page, second, WIDE)
    return page


def doubted(page):
    """For each row whether its columns are flagged."""
    (conversion,) = convert_source(from_bytes("made-up.pdf", write([page])), bundled()).conversions
    return [any(flag.code is FlagCode.CLOSE_COLUMN and flag.field is None for flag in row.flags) for row in conversion.rows]


def test_columns_that_camelot_sees_too_are_sure():
    assert not any(doubted(two_tables(30)))


def test_columns_that_camelot_does_not_see_are_flagged_in_every_row():
    flags = doubted(two_tables(14))  # it takes two tables so close for one
    assert len(flags) == 2 * (ROWS - 1)
    assert all(flags)


def test_a_column_that_few_rows_fill_and_camelot_sees_is_sure():
    page = Page()
    rows(page, TOP, NARROW, 24, every=6)
    assert not any(doubted(page))


def test_tables_are_measured_up_from_the_foot_of_the_page():
    page = Page()
    rows(page, TOP, NARROW, 24)
    (table,) = asker(from_bytes("made-up.pdf", write([page])))([1])[1]
    assert isinstance(table, SeenTable)
    assert table.top + page.height == pytest.approx(TOP, abs=SIZE)
    assert table.bottom + page.height == pytest.approx(TOP + 24 * LEADING, abs=SIZE)
    assert len(table.boundaries) == 3


def test_a_page_that_camelot_cannot_read_has_no_second_opinion():
    page = Page()
    rows(page, TOP, NARROW)
    assert asker(from_bytes("made-up.pdf", write([page])))([7]) == {}


def test_nothing_that_a_damaged_page_says_is_logged(caplog, recwarn):
    page = Page()
    rows(page, TOP, NARROW)
    page.operations.append("[ (Ms Somebody) ] ] > (tel. 123")
    asker(from_bytes("made-up.pdf", write([page])))([1])
    assert not caplog.records and not recwarn.list
