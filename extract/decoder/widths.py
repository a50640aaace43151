"""What a first reading shows of the columns: how wide a line of each is, how often it is filled, and how often marked."""

import math
from collections.abc import Sequence

from extract.decoder.beam import Placed
from extract.decoder.ems import BLANK, ems
from extract.decoder.tokens import Token

RATE_LIMIT = 0.03  # no column is filled always or never
SHARE = 0.95  # of a column's lines are no longer than its width; the rest may be misread


def widths(words: Sequence[Token], placed: Sequence[Placed], columns: int) -> list[float]:
    """The width of each column in ems; 0 where no line of it was read."""
    lengths: list[list[float]] = [[] for _ in range(columns)]
    open_line: tuple[int, int, int] | None = None
    for word, put in zip(words, placed, strict=True):
        line = (put.row, put.column, word.line)
        if line == open_line:
            lengths[put.column][-1] += BLANK + ems(word.text)
        else:
            lengths[put.column].append(ems(word.text))
        open_line = line
    return [sorted(each)[int(SHARE * (len(each) - 1))] if each else 0.0 for each in lengths]


def fill(placed: Sequence[Placed], columns: int) -> list[float]:
    """The log-odds, in nats, of each column to be filled in a row."""
    rows = len({put.row for put in placed})
    cells = {(put.row, put.column) for put in placed}
    rates = [min(max(sum(c == column for _, c in cells) / max(rows, 1), RATE_LIMIT), 1 - RATE_LIMIT) for column in range(columns)]
    return [math.log(rate / (1 - rate)) for rate in rates]


def bulleted(words: Sequence[Token], placed: Sequence[Placed], columns: int) -> list[tuple[float, float]]:
    """For each column the log-odds, in nats, of its cells against all to begin without a bullet, and with one."""
    cells, marked = [0] * columns, [0] * columns
    last: tuple[int, int] | None = None
    for word, put in zip(words, placed, strict=True):
        if (put.row, put.column) != last:
            cells[put.column] += 1
            marked[put.column] += word.bullet
        last = put.row, put.column
    usual = (sum(marked) + 1) / (sum(cells) + 2)
    rates = [(hits + usual) / (count + 1) for hits, count in zip(marked, cells, strict=True)]
    rates = [min(max(rate, RATE_LIMIT), 1 - RATE_LIMIT) for rate in rates]
    return [(math.log((1 - rate) / (1 - usual)), math.log(rate / usual)) for rate in rates] if any(marked) else []


def numbered(placed: Sequence[Placed], column: int) -> float:
    """The share of a column's cells beside which the column before is filled too."""
    cells = {(put.row, put.column) for put in placed}
    rows = [row for row, each in cells if each == column]
    return sum((row, column - 1) in cells for row in rows) / len(rows) if rows else 0.0
