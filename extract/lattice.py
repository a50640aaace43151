"""From numbered regions of a grid to the rows of a table piece: which cells are merged, and with which."""

from collections.abc import Callable, Sequence

import numpy as np

from schemas.place import Place
from schemas.raw import Merge, PieceCell, PieceRow

Regions = np.ndarray[tuple[int, int], np.dtype[np.int64]]  # [r, c]: the number of the printed cell that covers it


def extents(regions: Regions) -> list[list[int]]:
    """First and next row, first and next column of each printed cell, by its number."""
    flat = regions.ravel()
    order = np.argsort(flat, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(flat[order]) > 0])
    rows, columns = np.divmod(order, regions.shape[1])
    found = np.zeros((int(flat.max()) + 1, 4), dtype=np.int64)
    sides = [end.reduceat(of, starts) + 1 * (end is np.maximum) for of in (rows, columns) for end in (np.minimum, np.maximum)]
    found[flat[order[starts]]] = np.column_stack(sides)
    return found.tolist()


def piece_rows(
    regions: Regions, sides: Sequence[Sequence[int]], cell: Callable[[int, int, int, int], PieceCell], place: Callable[[int], Place]
) -> list[PieceRow]:
    """The rows of a piece.

    Args:
        regions: The printed cells, each a rectangle of the grid.
        sides: Their extents.
        cell: Gives the cell whose top left corner is row r and column c, so many rows tall and columns wide.
        place: Gives the place of row r.
    """
    numbers = regions.tolist()
    rows = []
    for r, row in enumerate(numbers):
        whole = place(r)
        cells = []
        for c, number in enumerate(row):
            if r > 0 and numbers[r - 1][c] == number:
                cells.append(PieceCell(text="", place=whole, merge=Merge.COVERED))
            elif c > 0 and row[c - 1] == number:
                cells.append(PieceCell(text="", place=whole, merge=Merge.EMPTY))
            else:
                top, below, left, right = sides[number]
                cells.append(cell(r, c, below - top, right - left))
        rows.append(PieceRow(cells=tuple(cells), place=whole))
    return rows
