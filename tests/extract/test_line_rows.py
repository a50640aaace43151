"""Rows of printed lines: told by where the texts of their cells stand, whatever the alignment."""

from dataclasses import replace

import pytest

from extract.line_rows import group_lines
from extract.merged_spans import Band, spans
from schemas.place import Box, Place
from schemas.raw import PieceCell, PieceRow, TablePiece

HEIGHT, STEP = 10.0, 11.5  # points: of a line, and from line to line
CELLS = [  # number of lines in each column of each row
    (1, 3, 5),
    (1, 2, 1),
    (1, 4, 2),
    (1, 1, 3),
    (1, 2, 6),
    (1, 3, 2),
    (1, 5, 4),
    (1, 2, 3),
]


def _text(row: int, column: int, line: int, count: int) -> str:
    """A line of a cell: the first has a capital, the last a full stop."""
    return f"{'line' if line else 'Cell'} {line} of {row}/{column}{'.' if line == count - 1 else ''}"


def _lines(align: str) -> list[PieceRow]:
    """The printed lines of a table whose cells are so aligned, rows right below each other."""
    placed: list[tuple[float, int, str]] = []
    top = 0.0
    for row, counts in enumerate(CELLS):
        tallest = max(counts)
        for column, count in enumerate(counts):
            free = (tallest - count) * STEP * {"top": 0.0, "middle": 0.5, "bottom": 1.0}[align]
            placed += [(top + free + i * STEP, column, _text(row, column, i, count)) for i in range(count)]
        top += tallest * STEP + 1.0
    rows = []
    for height in sorted({round(one[0], 2) for one in placed}):
        here = {column: text for y, column, text in placed if round(y, 2) == height}
        place = Place(page=1, box=Box(page=1, x0=0, top=height, x1=300, bottom=height + HEIGHT))
        cells = [PieceCell(text=here.get(c, ""), place=place, span=(height, height + HEIGHT) if c in here else None) for c in range(3)]
        rows.append(PieceRow(cells=tuple(cells), place=place))
    return rows


@pytest.mark.parametrize("align", ["top", "middle", "bottom"])
def test_each_alignment_gives_the_same_rows(align: str) -> None:
    lines = _lines(align)
    piece = TablePiece(rows=tuple(lines), place=lines[0].place, by_lines=True)
    (found,) = group_lines([piece], None, {})
    assert isinstance(found, TablePiece)
    wanted = [tuple(" ".join(_text(r, c, i, n) for i in range(n)) for c, n in enumerate(counts)) for r, counts in enumerate(CELLS)]
    assert [tuple(cell.text for cell in row.cells) for row in found.rows] == wanted


def test_what_the_ends_of_a_cell_show_outlives_its_lines() -> None:
    """A page may cut a word of the cell, as it may of one whose sides are ruled."""
    lines = _lines("top")[:1]
    first, *rest = lines[0].cells
    cut = replace(first, text="Decem", first_letter=6.0, room=2.0, open_word=True)
    piece = TablePiece(rows=(replace(lines[0], cells=(cut, *rest)),), place=lines[0].place, by_lines=True)
    (found,) = group_lines([piece], None, {})
    assert isinstance(found, TablePiece)
    cell = found.rows[0].cells[0]
    assert (cell.first_letter, cell.room, cell.open_word) == (6.0, 2.0, True)


def test_lines_of_a_cell_that_blank_paper_parts_are_doubted() -> None:
    lines = _lines("top")[:5]
    second = [
        replace(cell, text="", span=None) if number in (1, 2) else cell for number, line in enumerate(lines) for cell in line.cells[2:]
    ]
    rows = [replace(line, cells=(*line.cells[:2], cell)) for line, cell in zip(lines, second, strict=True)]
    piece = TablePiece(rows=tuple(rows), place=lines[0].place, by_lines=True)
    (found,) = group_lines([piece], None, {})
    assert isinstance(found, TablePiece)
    assert [bool(cell.doubt) for cell in found.rows[0].cells] == [False, False, True]


def test_a_text_in_the_middle_of_several_rows_holds_for_them() -> None:
    rows = [Band(top, top + 20) for top in (0, 20, 40, 60, 80)]
    assert spans(rows, [Band(25, 35), Band(75, 85)]) == [0, 3]


def test_rows_above_the_first_text_belong_to_the_page_before() -> None:
    rows = [Band(top, top + 20) for top in (0, 20, 40)]
    assert spans(rows, [Band(35, 45)]) == [1]
