"""Rows that tracked changes take out: nothing of their own is left, though a cell merged with rows that stay may begin in them."""

from collections.abc import Sequence
from dataclasses import replace

from schemas.raw import Merge, PieceCell, PieceRow


def is_struck(row: PieceRow) -> bool:
    """Whether tracked changes leave nothing of a row."""
    return any(cell.before for cell in row.cells) and not any(cell.text for cell in row.cells)


def own_apart(rows: Sequence[PieceRow]) -> list[PieceRow]:
    """The rows of a piece with each struck one rid of the cells that stay: these begin in the row below, with which they are merged."""
    rows = list(rows)
    for i in range(len(rows) - 1):
        if len(rows[i].cells) == len(rows[i + 1].cells):
            rows[i], rows[i + 1] = _apart(rows[i], rows[i + 1])
    return rows


def _apart(row: PieceRow, below: PieceRow) -> tuple[PieceRow, PieceRow]:
    """A row and the next one, after what is merged with the next has moved there, where nothing else of the first is left."""
    shared = [bool(cell.text) and under.merge is Merge.COVERED for cell, under in zip(row.cells, below.cells, strict=True)]
    own = [cell for cell, is_shared in zip(row.cells, shared, strict=True) if not is_shared]
    if not any(shared) or not is_struck(replace(row, cells=tuple(own))):
        return row, below
    empty = PieceCell(text="", place=row.place, merge=Merge.EMPTY)
    moved = [cell if is_shared else under for cell, under, is_shared in zip(row.cells, below.cells, shared, strict=True)]
    kept = [empty if is_shared else cell for cell, is_shared in zip(row.cells, shared, strict=True)]
    return replace(row, cells=tuple(kept)), replace(below, cells=tuple(moved))
