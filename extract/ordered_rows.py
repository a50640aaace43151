"""Printed lines cut into rows by the order of their content: row by row, and in each row cell by cell from left to right.

A word processor writes tables so. The order then shows the rows whatever the page leaves open: where the next text stands
in a column that the row has passed, another row begins. A merged cell comes with the first row that it spans.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.row_cuts import OVERLAP, Sheet
from schemas.raw import PieceCell, PieceRow

LONE = 9.0  # nats against a row that begins with the column in which the row above it ends; the first one may hold headings
GROUPING = 3  # first columns that may hold the names of groups of rows, at most
NOTHING = -float("inf")


@dataclass(slots=True)
class Text:
    """The printed lines of one cell."""

    column: int
    lines: list[int]  # from 0
    doubt: float  # nats by which its first line was told from the rest of the text above; infinite where the order tells it


@dataclass(slots=True)
class OrderedRow:
    """The texts of one row from left to right."""

    texts: Sequence[Text]


def ordered_rows(lines: Sequence[PieceRow], page: Sheet, merging: Sequence[int]) -> list[OrderedRow] | None:
    """The rows of a piece of printed lines by the order of their content; None where that is unknown or contradicts the page."""
    texts = _texts(lines, page)
    if texts is None:
        return None
    runs: list[list[Text]] = []
    for text in texts:
        if not runs or text.column <= runs[-1][-1].column:
            runs.append([])
        runs[-1].append(text)
    rows = [row for run in runs for row in _parted(run, page, merging)]
    bands = [band for row in rows if (band := _band(row, page, merging))]
    falls = all(below[0] >= above[1] - OVERLAP for above, below in pairwise(bands))
    return rows if falls and not _crosses_rule(rows, page, merging) else None


def ordered_groups(lines: Sequence[PieceRow], page: Sheet) -> list[OrderedRow] | None:
    """The same where no profile says which columns merge: as few of the first ones as the page bears out."""
    found = (ordered_rows(lines, page, range(count)) for count in range(min(GROUPING, len(page.filled[0]) - 1 if len(lines) else 0) + 1))
    return next((rows for rows in found if rows is not None), None)


def _texts(lines: Sequence[PieceRow], page: Sheet) -> list[Text] | None:
    """The texts of the cells in the order of the content; None where that is unknown."""
    cells = [(cell, i, column) for i, line in enumerate(lines) for column, cell in enumerate(line.cells) if cell.text or cell.before]
    if any(cell.order is None for cell, _, _ in cells):
        return None
    texts: list[Text] = []
    for cell, i, column in sorted(cells, key=lambda each: each[0].order or (0, 0)):
        same = texts and texts[-1].column == column and i > texts[-1].lines[-1]
        told = _goes_on(cell, column, float(page.odds[i, column]), opens=bool(page.opens[i])) if same else NOTHING
        if told > 0:
            texts[-1].lines.append(i)
            texts[-1].doubt = min(texts[-1].doubt, told)
        else:
            texts.append(Text(column, [i], -told))
    return texts


def _goes_on(cell: PieceCell, column: int, odds: float, *, opens: bool) -> float:
    """Log-odds that a line is of the cell above it in its column, where the content prints nothing between the two."""
    if cell.goes_on is not None:
        return -NOTHING if cell.goes_on else NOTHING
    if opens or not column:
        return NOTHING if opens or cell.starts else odds
    return odds + LONE


def _parted(run: Sequence[Text], page: Sheet, merging: Sequence[int]) -> list[OrderedRow]:
    """Texts from left to right as one row, or as two where the second ones all stand below the first ones."""
    for count in range(1, len(run)):
        upper, lower = OrderedRow(run[:count]), OrderedRow(run[count:])
        above, below = _band(upper, page, merging), _band(lower, page, merging)
        if above is not None and below is not None and below[0] >= above[1] - OVERLAP:
            return [upper, *_parted(run[count:], page, merging)]
    return [OrderedRow(run)]


def _band(row: OrderedRow, page: Sheet, merging: Sequence[int]) -> tuple[float, float] | None:
    """Upper and lower side of the texts of a row that belong to it alone, in character heights; None if there are none."""
    own = [(page.top[i, text.column], page.bottom[i, text.column]) for text in row.texts if text.column not in merging for i in text.lines]
    return (float(min(top for top, _ in own)), float(max(bottom for _, bottom in own))) if own else None


def _crosses_rule(rows: Sequence[OrderedRow], page: Sheet, merging: Sequence[int]) -> bool:
    """Whether a row has texts on both sides of a rule that parts rows."""
    for row in rows:
        own = [i for text in row.texts if text.column not in merging for i in text.lines]
        if own and page.opens[min(own) + 1 : max(own) + 1].any():
            return True
    return False
