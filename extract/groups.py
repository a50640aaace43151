"""Columns that print the name of a group of rows once, on the first of them, in tables that no profile knows."""

from collections.abc import Sequence

from schemas.raw import PieceRow

FEWEST = 2  # rows without a name of their own
SHARE = 0.2  # of the rows, at least, that go without
FULL = 0.9  # share of them that fill the column behind, as rows of their own do
OPENED = 0.9  # share of the names of an outer group that stand beside one of an inner group


def group_columns(rows: Sequence[PieceRow]) -> tuple[int, ...]:
    """The first columns of a table that hold names of groups, from 0; a name stands above rows that are full but for it."""
    filled = [[bool(cell.text) for cell in row.cells] for row in rows if not row.is_header]
    whole = [row for row in filled if sum(row) > 1]  # a line by itself is a heading among the rows
    found: list[int] = []
    for column in range(len(filled[0]) - 1 if filled else 0):
        inner = [row for row in whole if not row[column]]
        if len(inner) < max(FEWEST, SHARE * len(whole)) or not _opens_groups(whole, found, column):
            break
        found.append(column)
    behind = len(found)
    while found and sum(row[behind] for row in whole if not row[found[-1]]) < FULL * sum(not row[found[-1]] for row in whole):
        behind = found.pop()  # a column that is often empty, not one of names
    return tuple(found)


def _opens_groups(rows: Sequence[Sequence[bool]], outer: Sequence[int], column: int) -> bool:
    """Whether each name of the outer group stands beside one of this column."""
    names = [row[column] for row in rows if outer and row[outer[-1]]]
    return sum(names) >= OPENED * len(names)
