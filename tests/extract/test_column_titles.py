"""Titles of columns without rules: where they stand beside their figures, what a caption above them is, and how they are cut."""

from itertools import pairwise

import pytest
from pdf_writer import Page, width, write

from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import from_bytes
from schemas.errors import NoTableError

SIZE, LEADING = 8.0, 12.0
XS = (50.0, 250.0, 310.0, 520.0, 700.0)  # left sides of the columns, and the right side of the last one
TEXTS = ("Kiosks", "Scales at the gate", "Ship stores and their seals", "Tank storage", "Lists of keepers")


def rows_of(count):
    """Rows of two texts and two figures."""
    return [
        (
            f"{TEXTS[n % 5]} {n + 40}",
            f"{n * 37 % 91}.5",
            f"counted in round {n * 7 % 13}" + " and again" * (n % 3),
            f"+{n * 53 % 89}.{n % 10}",
        )
        for n in range(count)
    ]


def table(page, top, titles, rows):
    """Titles set left, texts set left and figures set right, the blanks between words as the text says."""
    for left, title in zip(XS, titles, strict=False):
        page.text(left + 2, top, title, SIZE)
    for number, row in enumerate(rows, 1):
        for column, ((left, right), text) in enumerate(zip(pairwise(XS), row, strict=True)):
            x = right - 4 - width(text, SIZE) if column % 2 else left + 2
            page.text(x, top + number * LEADING, text, SIZE)


def conversion_of(page):
    (conversion,) = convert_source(from_bytes("made-up.pdf", write([page])), bundled()).conversions
    return conversion


def test_a_title_far_from_its_figures_is_theirs():
    page, rows = Page(), rows_of(30)
    table(page, 60, ("Station", "Revenue", "Source", "Seizures"), rows)
    conversion = conversion_of(page)
    assert list(conversion.rows[0].cells) == ["Station", "Revenue", "Source", "Seizures"]
    assert [tuple(row.cells.values()) for row in conversion.rows] == rows


def test_a_title_of_several_words_parts_no_column_of_figures():
    page, rows = Page(), rows_of(30)
    table(page, 60, ("Station", "Rate (%)", "Source", "Share of all (%)"), rows)
    conversion = conversion_of(page)
    assert list(conversion.rows[0].cells) == ["Station", "Rate (%)", "Source", "Share of all (%)"]
    assert [tuple(row.cells.values()) for row in conversion.rows] == rows


def test_a_short_line_above_the_titles_is_a_caption():
    page, rows = Page(), rows_of(30)
    page.text(XS[0], 30, "Amounts are round and in thousands.", SIZE)
    page.text(XS[0], 42, "What was found on ships that called at more than one port is counted where they came in first.", SIZE)
    table(page, 60, ("Station", "Revenue", "Source", "Seizures"), rows)
    conversion = conversion_of(page)
    assert list(conversion.rows[0].cells) == ["Station", "Revenue", "Source", "Seizures"]
    assert [tuple(row.cells.values()) for row in conversion.rows] == rows


def test_two_columns_are_a_table_where_the_strip_between_them_is_sure():
    page, rows = Page(), [(f"{TEXTS[n % 5]} {n}", f"+{n * 53 % 89}.{n % 10}") for n in range(12)]
    for number, (name, kilos) in enumerate([("Station", "Seizures"), *rows]):
        page.text(XS[0], 60 + LEADING * number, name, SIZE)
        page.text(XS[2] - width(kilos, SIZE), 60 + LEADING * number, kilos, SIZE)
    conversion = conversion_of(page)
    assert list(conversion.rows[0].cells) == ["Station", "Seizures"]
    assert [tuple(row.cells.values()) for row in conversion.rows] == rows


def test_a_title_wider_than_its_texts_is_theirs_in_a_table_of_two_columns():
    page, rows = Page(), [(f"{TEXTS[n % 5]} {n}", f"0.{n * 53 % 89:04}") for n in range(8)]
    page.text(XS[0], 60, "Station", SIZE)
    page.text(XS[1] - 14, 60, "Proportion of all", SIZE)
    for number, (name, share) in enumerate(rows, 1):
        page.text(XS[0], 60 + LEADING * number, name, SIZE)
        page.text(XS[1], 60 + LEADING * number, share, SIZE)
    conversion = conversion_of(page)
    assert list(conversion.rows[0].cells) == ["Station", "Proportion of all"]
    assert [tuple(row.cells.values()) for row in conversion.rows] == rows


def test_running_text_in_two_columns_is_no_table():
    page, left, right = Page(), "Keepers of scales and kiosks count again what", "came in on ships that nobody had seen before"
    for number in range(24):
        page.text(XS[0], 60 + LEADING * number, left[number % 7 :].lstrip(), SIZE)
        page.text(XS[1], 60 + LEADING * number, right[number % 5 :].lstrip(), SIZE)
    with pytest.raises(NoTableError):
        conversion_of(page)


def test_sentences_above_two_titles_are_a_caption():
    page, rows = Page(), [(f"{TEXTS[n % 5]} {n}", f"+{n * 53 % 89}.{n % 10}") for n in range(30)]
    page.text(XS[0], 24, "Gates that opened this year are left out.", SIZE)
    page.text(XS[0], 36, "A dash stands for what nobody reported.", SIZE)
    page.text(XS[0] + 2, 48, "Station", SIZE)
    page.text(XS[2] + 2, 48, "Seizures", SIZE)
    for number, (name, kilos) in enumerate(rows):
        page.text(XS[0] + 2, 60 + LEADING * number, name, SIZE)
        page.text(XS[3] - width(kilos, SIZE), 60 + LEADING * number, kilos, SIZE)
    for number in range(len(rows) + 1):
        page.rule(XS[0], 58 + LEADING * number, XS[3], 58 + LEADING * number)
    conversion = conversion_of(page)
    assert list(conversion.rows[0].cells) == ["Station", "Seizures"]
    assert [tuple(row.cells.values()) for row in conversion.rows] == rows


def test_titles_that_stand_close_are_two():
    page, rows = Page(), rows_of(30)
    close = XS[2] - 4 - width("Licence No", SIZE)
    table(page, 60, ("Station", "", "Source", "Seizures"), rows)
    page.text(close + 2, 60, "Licence No", SIZE)  # ends five points before the next one
    assert list(conversion_of(page).rows[0].cells) == ["Station", "Licence No", "Source", "Seizures"]
