"""Tables without rules, written cell after cell as word processors write them: the order of the content shows what no rule does."""

import random
from itertools import pairwise

import pytest
from pdf_writer import Page, width, wrap, write

from annextract.pipeline import convert_source
from extract.groups import group_columns
from extract.pdf.columns import TextLine, measured
from extract.pdf.flow import NOWHERE, goes_on, is_cell_by_cell, is_inside, returns
from extract.pdf.lines import Line
from extract.pdf.titles import two_levels
from extract.profile import bundled
from extract.source import from_bytes
from schemas.flags import FlagCode
from schemas.place import Place
from schemas.raw import PieceCell, PieceRow

SIZE, LEADING, PADDING = 8.0, 10.0, 3.0
XS = (50.0, 130.0, 290.0, 350.0, 560.0)
HEADER = ("Region", "Goods", "Value", "Remark")
WORDS = [
    "counted",
    "again",
    "after",
    "the",
    "second",
    "quarter",
    "by",
    "those",
    "who",
    "keep",
    "the",
    "books",
    "of",
    "each",
    "port",
    "and",
    "of",
    "every",
    "yard",
    "beside",
    "it",
]


def rows_of(seed):
    """Groups of rows with texts of any length; a group has its name on the first row alone."""
    rng = random.Random(seed)
    rows = []
    for group in range(1, 6):
        for _ in range(rng.randint(2, 4)):
            texts = [" ".join(rng.sample(WORDS, rng.randint(3, 14))).capitalize() for _ in range(2)]
            rows.append((f"The ports and yards of region {group}", texts[0], f"{rng.randint(1, 99)} {rng.randint(100, 999)}", texts[1]))
    return rows


def height(text, left, right):
    return LEADING * len(wrap(text, right - left - 2 * PADDING, SIZE))


def draw(page, left, right, top, text, *, justified):
    """The lines of a cell from its top; of a justified one each but the last reaches the right side. Gives their height."""
    lines = wrap(text, right - left - 2 * PADDING, SIZE)
    for number, line in enumerate(lines):
        y = top + number * LEADING
        gaps = line.count(" ")
        if not justified or number == len(lines) - 1 or not gaps:
            page.text(left + PADDING, y, line, SIZE)
            continue
        room = right - left - 2 * PADDING - width(line.replace(" ", ""), SIZE)
        x = left + PADDING
        for word in line.split():
            page.text(x, y, word, SIZE)
            x += width(word, SIZE) + room / gaps
    return LEADING * len(lines)


def printed(rows, *, justified=False, middle=False):
    """A PDF of one page, its rows without a rule or a gap; `middle` centres each cell in its rows."""
    page = Page()
    top = 60.0
    for (left, right), title in zip(pairwise(XS), HEADER, strict=True):
        draw(page, left, right, top, title, justified=False)
    top += LEADING + 2
    groups = [row[0] for row in rows]
    heights = [
        LEADING * max(len(wrap(t, b - a - 2 * PADDING, SIZE)) for (a, b), t in zip(pairwise(XS[1:]), row[1:], strict=True)) for row in rows
    ]
    for number, row in enumerate(rows):
        own = heights[number]
        span = sum(heights[n] for n, group in enumerate(groups) if group == row[0])
        for column, ((left, right), text) in enumerate(zip(pairwise(XS), row, strict=True)):
            if column == 0 and number and groups[number - 1] == row[0]:
                continue
            free = ((own if column else span) - height(text, left, right)) / 2 if middle else 0.0
            draw(page, left, right, top + max(free, 0.0), text, justified=justified)
        top += own
    return write([page])


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("justified", "middle"), [(False, False), (True, False), (False, True)])
def test_rows_without_a_rule_or_a_gap_come_out_whole(seed, justified, middle):
    rows = rows_of(seed)
    (conversion,) = convert_source(from_bytes("made-up.pdf", printed(rows, justified=justified, middle=middle)), bundled()).conversions
    assert [tuple(row.cells.values()) for row in conversion.rows] == rows


def test_a_name_that_is_filled_down_is_flagged():
    rows = rows_of(1)
    (conversion,) = convert_source(from_bytes("made-up.pdf", printed(rows)), bundled()).conversions
    first = [number == 0 or rows[number - 1][0] != row[0] for number, row in enumerate(rows)]
    assumed = [any(flag.code is FlagCode.ASSUMED_MERGED and flag.field == "Region" for flag in row.flags) for row in conversion.rows]
    assert assumed == [not each for each in first]


def test_titles_in_two_levels_are_the_names_of_the_columns():
    xs = (50.0, 150.0, 230.0, 310.0, 390.0, 470.0)
    page = Page()
    page.text(xs[0], 60, "Station", SIZE)
    page.text(xs[1] + 70, 60, "Volume of the goods declared", SIZE)  # over three columns, across two boundaries
    page.text(xs[4], 60, "Reported", SIZE)
    for left, title in zip(xs[1:4], ("road", "rail", "2026"), strict=True):
        page.text(left, 70, title, SIZE)
    rows = [(f"Station {n}", f"{n * 37}.5", f"{n * 91}", f"{n * 1201}", f"2026-0{n % 9 + 1}-11") for n in range(1, 15)]
    for number, row in enumerate(rows):
        for left, text in zip(xs, row, strict=False):
            page.text(left, 84 + LEADING * number, text, SIZE)
    (conversion,) = convert_source(from_bytes("made-up.pdf", write([page])), bundled()).conversions
    over = "Volume of the goods declared"
    assert list(conversion.rows[0].cells) == ["Station", f"{over} / road", f"{over} / rail", f"{over} / 2026", "Reported"]
    assert [tuple(row.cells.values()) for row in conversion.rows] == rows


def words(top, *placed):
    """Words of one printed line, each with its left side and its place in the content."""
    return [Line(text, x, top, x + 5.0 * len(text), top + 8.0, start=start, end=start + len(text)) for text, x, start in placed]


def test_a_text_that_goes_on_below_shows_where():
    upper, lower = words(10, ("SG", 50, 0), ("SO1", 80, 2), ("A", 120, 12)), words(20, ("SP1", 50, 5), ("LD2", 80, 8))
    assert returns([upper, lower]) == [(NOWHERE, 50, NOWHERE), (NOWHERE, NOWHERE)]
    assert goes_on((upper[1], upper), (lower[0], lower)) is True
    assert goes_on((upper[2], upper), (lower[1], lower)) is None  # the content goes back there
    assert is_inside(TextLine(tuple(lower)), [TextLine(tuple(upper))])


def test_a_content_in_lines_tells_nothing_of_cells():
    upper, lower = words(10, ("one", 50, 0), ("two", 100, 3)), words(20, ("three", 50, 6), ("four", 100, 11))
    told = [goes_on((above, upper), (below, lower)) for above, below in zip(upper, lower, strict=True)]
    assert told == [False, False]
    assert not is_cell_by_cell(told * 100)
    assert returns([upper, lower]) == [(NOWHERE, NOWHERE), (NOWHERE, NOWHERE)]


def test_a_title_of_two_lines_makes_no_second_level():
    lines = [
        TextLine(tuple(words(10, ("Name", 50, 0), ("Unit", 100, 4), ("Value", 150, 17))), typed=(False,) * 3),
        TextLine(tuple(words(20, ("of", 100, 8), ("measure", 111, 10))), typed=(False, True)),
        TextLine(tuple(words(30, ("a", 50, 22), ("kg", 100, 23), ("4", 150, 25))), typed=(False,) * 3),
    ]
    assert two_levels(lines, measured((48.0, 98.0, 148.0, 180.0), lines)) is None


def test_a_title_of_the_second_level_may_take_two_lines():
    lines = [
        TextLine(tuple(words(10, ("Name", 50, 0), ("Change", 100, 4), ("declared", 135, 10))), typed=(False, False, True)),
        TextLine(tuple(words(20, ("202", 100, 18), ("mean", 150, 22))), typed=(False,) * 2),
        TextLine(tuple(words(30, ("5", 100, 21))), typed=(False,)),
        TextLine(tuple(words(40, ("a", 50, 26), ("12", 100, 27), ("4", 150, 29))), typed=(False,) * 3),
    ]
    levels = two_levels(lines, measured((48.0, 98.0, 148.0, 180.0), lines))
    assert levels is not None
    assert [(title.first, title.last) for title in levels.upper] == [(0, 0), (1, 2)]
    assert [[stretch.words[0].text for stretch in title.stretches] for title in levels.lower] == [["202", "5"], ["mean"]]


@pytest.mark.parametrize(
    ("filled", "found"),
    [
        (["111", "011", "011", "111", "011"], (0,)),
        (["1111", "0111", "0011", "1111", "0011"], (0, 1)),
        (["111", "100", "111", "111"], ()),  # a heading among the rows
        (["111", "011", "001", "111", "101"], ()),  # cells that happen to be empty
        (["111", "110", "110"], ()),
    ],
)
def test_names_of_groups_stand_above_rows_that_are_full_but_for_them(filled, found):
    place = Place(page=1)
    rows = [PieceRow(cells=tuple(PieceCell(text=each.strip("0"), place=place) for each in row), place=place) for row in filled]
    assert group_columns(rows) == found


def test_titles_name_no_group():
    place = Place(page=1)

    def row(filled, *, is_header=False):
        cells = (PieceCell(text=each.strip("0"), place=place) for each in filled)
        return PieceRow(cells=tuple(cells), place=place, is_header=is_header)

    rows = [row(filled) for filled in ("11111", "01111", "00111", "11111", "00111")]
    assert group_columns([row("00011", is_header=True), *rows]) == (0, 1)
