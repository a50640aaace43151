"""Columns of text without rules, told by where words begin."""

import random

import pytest

from extract.pdf.columns import Columns, TextLine, by_column, columns_and_odds, in_table, measured, running_on
from extract.pdf.lines import Line

HEIGHT = 10.0
LETTER = 5.0
LEFT = (50.0, 90.0, 250.0, 400.0)  # where the texts of the columns begin


def printed(number, *texts):
    """A printed line with a text in each column, an empty one where there is none."""
    top = 20.0 + 12.0 * number
    words = []
    for left, text in zip(LEFT, texts, strict=True):
        x = left
        for word in text.split():
            words.append(Line(word, x, top, x + LETTER * len(word), top + HEIGHT))
            x += LETTER * (len(word) + 0.5)
    return TextLine(tuple(words))


def prose(rng, letters):
    text = ""
    while len(text) < letters:
        text += "x" * rng.randint(2, 9) + " "
    return text.strip()[: letters - 1]


@pytest.fixture
def table():
    rng = random.Random(7)
    lines = [printed(0, "No.", "Task", "Body", "Time")]
    return lines + [printed(n, f"{n}." if n % 3 == 1 else "", prose(rng, 29), prose(rng, 27), "2025") for n in range(1, 16)]


def test_columns_begin_where_their_words_do(table):
    columns, odds = columns_and_odds(table)
    assert columns is not None and odds > 0
    assert columns.starts == LEFT


def test_a_boundary_stands_clear_of_the_longest_text_before_it(table):
    long = printed(
        16, "", "x" * 12, "Customs and port officers agree", "2026"
    )  # reaches over the boundary, and ends 5 points before the text
    columns = measured((48.0, 86.0, 246.0, 388.0, 430.0), [*table, long])
    assert columns.edges == (48.0, 86.0, 246.0, 397.5, 430.0)
    assert in_table(long, columns)


def test_a_column_that_few_lines_fill_is_one(table):
    sparse = [table[0], *(line for line in table[1:] if not line.text[0].isdigit()), table[1], table[4]]
    columns, _ = columns_and_odds(sparse)
    assert columns is not None and columns.starts[:2] == LEFT[:2]


def test_the_room_behind_bullets_parts_no_columns(table):
    listed = [printed(n, "", "- " + "item " * 3 if n % 2 else "  item goes on", "text", "2025") for n in range(16, 30)]
    columns, _ = columns_and_odds([*table, *listed])
    assert columns is not None and len(columns.starts) == len(LEFT)


def test_a_dash_at_the_end_of_a_column_of_figures_is_no_bullet():
    def word(text, x0, top):
        return Line(text, x0, top, x0 + LETTER * len(text), top + HEIGHT)

    lines = []
    for n in range(16):
        top = 20.0 + 36.0 * n
        beside = [word("x" * (2 + n * 7 % 11), 10.0, top + 12), word("y" * (2 + n % 13), 80.0, top + 12), word(f"LX-{n}", 216.0, top + 12)]
        if n in (5, 9):
            figure = word("-", 195.0, top + 12) if n == 5 else word("12.5", 180.0, top + 12)
            lines.append([*beside[:2], figure, beside[2]])
        else:  # figures of two lines stand beside no text of the next column
            lines += [[word("+68", 185.0, top)], beside, [word("7.8", 185.0, top + 24)]]
    columns, _ = columns_and_odds([TextLine(tuple(words)) for words in lines])
    assert columns is not None and columns.starts[-1] == 216.0


def test_one_text_over_several_columns_is_not_cut(table):
    columns, _ = columns_and_odds(table)
    words = [Line(text, x, 260.0, x + LETTER * len(text), 270.0) for text, x in (("8.", 50.0), ("Reference", 62.0), ("lists", 110.0))]
    heading = TextLine(tuple(words), typed=(False, True, True))
    assert running_on([*table, heading], columns) == {len(table)}
    assert [line and line.text for line in by_column(heading, columns, runs_on=True)] == ["8. Reference lists", None, None, None]
    typed = [TextLine(line.words, typed=(False, *[True] * (len(line.words) - 1))) for line in table]  # a producer that writes lines
    assert not running_on([*typed, heading], columns)


def test_a_line_of_many_texts_may_stand_a_few_points_off_the_columns():
    def line(*texts):
        return TextLine(tuple(Line(text, x, 400.0, x + LETTER * len(text), 410.0) for text, x in texts))

    columns = Columns(edges=(48.0, 86.0, 226.0, 388.0, 430.0), starts=(50.0, 90.0, 228.0, 400.0), limits=(60.0, 224.0, 380.0, 428.0))
    full, off = ("x" * 27, 90.0), ("PTC", 231.5)  # 6.5 points behind the end of the text before, 3.5 right of the column's start
    assert in_table(line(("2.", 50.0), full, off, ("2026", 400.0)), columns)
    assert not in_table(line(full, off), columns)  # may be one text that runs on


def test_words_that_lie_on_no_page_part_no_columns(table):
    far = Line("x", 9e7, 250.0, 9e7 + LETTER, 260.0)
    assert columns_and_odds([*table[:8], TextLine((*table[1].words, far)), *table[8:]]) == (None, 0.0)


def test_prose_has_no_columns():
    rng = random.Random(3)
    lines = [printed(n, prose(rng, 90), "", "", "") for n in range(20)]
    assert columns_and_odds(lines)[0] is None
