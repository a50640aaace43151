"""Rows of printed lines: told by where the texts of their cells stand, whatever the alignment."""

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


def test_a_text_in_the_middle_of_several_rows_holds_for_them() -> None:
    rows = [Band(top, top + 20) for top in (0, 20, 40, 60, 80)]
    assert spans(rows, [Band(25, 35), Band(75, 85)]) == [0, 3]


def test_rows_above_the_first_text_belong_to_the_page_before() -> None:
    rows = [Band(top, top + 20) for top in (0, 20, 40)]
    assert spans(rows, [Band(35, 45)]) == [1]
