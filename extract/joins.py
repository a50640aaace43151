"""Is the first row after a break a new row or the rest of the last one? Evidence from every column, added as log-odds.

A naive Bayes decision: each column contributes the logarithm of how much likelier what it shows is for the rest of a
row than for a new row. Above 0 the row goes on; near 0 the decision is close, and is flagged.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.raw import ColumnKind, PieceCell, PieceRow, Recognisers

CLOSE = 1.5  # nats; a decision nearer to 0 than this is held up to a person
REST_EMPTY = 0.6  # share of a row's columns that are empty in the piece that a break carries over
RESTS = 0.7  # nats of a text that goes on in a merging column
REST_BARE = 0.6  # share of carried-over pieces that print nothing in the merging columns
RATE_LIMIT = 0.03
NEW_NUMBER = -8.0  # a printed number of its own opens a row
FILLED_FROM_NOTHING = -3.0  # a cell cannot go on where the row above printed nothing
LOWER_START, CLOSING_START, OPEN_BRACKET, COMMA_END, FUNCTION_WORD_END = 3.5, 4.0, 3.0, 2.5, 2.0
SENTENCE_ENDED = {ColumnKind.PROSE: -1.0, ColumnKind.TEXT: -2.0}
SENTENCE_OPEN = {ColumnKind.PROSE: 1.2, ColumnKind.TEXT: -1.9}  # a capital after a text that no full stop ends
NO_ROOM = 0.8  # nats: a line that ran full goes on, or ends there by chance
HAD_ROOM = {  # nats by kind: cells that hold several paragraphs break lines that had room
    ColumnKind.TEXT: -2.0,
    ColumnKind.PROSE: -0.7,
    ColumnKind.BODIES: -1.0,
    ColumnKind.CODES: -0.5,
    ColumnKind.TIMELINE: -0.5,
}
SLACK = 2.5  # points: a blank, and what the measure of a column may be off
GOES_ON = 1.9  # nats for a cell of a new row to be the rest of the merged cell above

TERMINAL = re.compile(r"[.!?:][\"'”’»)\]]*$")
FUNCTION_WORDS = (  # English and French words that a text does not end with
    "a an the of to in on by at as or and for its with from into is be no not if than that "
    "de la le les et du des en un une que qui sur par au aux ou"
)
FUNCTION_WORD = re.compile(rf"(?:^|\s)(?:{'|'.join(FUNCTION_WORDS.split())})$", re.IGNORECASE)
BULLET = re.compile(r"^[-•*–]\s")


def joins_text(before: str, after: str, kind: ColumnKind = ColumnKind.TEXT) -> float:
    """Log-odds that running text goes on: how the first part ends, how the second begins."""
    first, last = after[:1], before.rstrip()[-1:]
    if not first or not last or BULLET.match(after):
        return 0.0
    if first in ",;.)]»”":
        return CLOSING_START
    if _open_brackets(before) > 0:
        return OPEN_BRACKET + (LOWER_START if first.islower() else 0.0)
    if TERMINAL.search(before):
        return SENTENCE_ENDED.get(kind, -2.0) if not first.islower() else LOWER_START / 2
    if first.islower():
        return LOWER_START
    if last in ",-–/&":
        return COMMA_END
    if FUNCTION_WORD.search(before):
        return FUNCTION_WORD_END
    return SENTENCE_OPEN.get(kind, 0.0)


def _open_brackets(text: str) -> int:
    return text.count("(") - text.count(")")


def joins(kind: ColumnKind, before: str, after: str, recognisers: Recognisers) -> float:
    """Log-odds that `after` goes on the cell `before` of that kind."""
    if kind in recognisers:
        return recognisers[kind].joins(before, after)
    return joins_text(before, after, kind)


@dataclass(frozen=True, slots=True)
class FillRates:
    """How often each column is filled in rows that surely are new: those inside a page."""

    filled: tuple[int, ...]
    bare: int  # rows whose merging columns are all empty: one more line of the task above
    rows: int
    merging: tuple[int, ...]  # the columns whose cells merge downward

    def rate(self, column: int) -> float:
        """Share of new rows whose cell in this column is filled."""
        return _smoothed(self.filled[column], self.rows, 0.6)

    @property
    def bare_rate(self) -> float:
        """Share of new rows that print nothing in the merging columns."""
        return _smoothed(self.bare, self.rows, 0.15)


def _smoothed(count: int, rows: int, prior: float, weight: float = 2.0) -> float:
    """A share, with a prior in place of rows not seen, kept off 0 and 1: no column is filled surely or never."""
    return min(max((count + prior * weight) / (rows + weight), RATE_LIMIT), 1 - RATE_LIMIT)


def fill_rates(rows: Sequence[PieceRow], columns: int, merging: Sequence[int] = ()) -> FillRates:
    """Count the filled cells of rows that stand inside a page."""
    texts = [[cell.text for cell in row.cells][:columns] for row in rows]
    filled = tuple(sum(bool(row[column]) for row in texts if column < len(row)) for column in range(columns))
    bare = sum(not any(row[column] for column in merging if column < len(row)) for row in texts) if merging else 0
    return FillRates(filled, bare, len(rows), tuple(merging))


@dataclass(frozen=True, slots=True)
class Above:
    """A cell of the row above: its text so far, and the points left free at the end of its last line, where known."""

    text: str
    room: float | None = None
    before: str | None = None  # before the tracked changes, where there are any

    @property
    def shown(self) -> str:
        """What the page shows of it: its text, or the struck words where nothing else is left."""
        return self.text or self.before or ""


NOTHING = Above("")


def continuation(
    above: Mapping[int, Above], row: PieceRow, kinds: Sequence[ColumnKind], rates: FillRates, recognisers: Recognisers
) -> float:
    """Log-odds that the row is the rest of the one above, whose cells `above` holds by column.

    Columns count as independent, but for the merging ones: they are empty together, and what goes on there may be the
    rest of a merged cell beside a new row. So a row that opens nothing in them is one more line of the task above, as
    rare as such lines are, and each text that goes on there adds little.
    """
    found = {
        column: _column_evidence(above.get(column, NOTHING), cell, kind, recognisers)
        for column, (cell, kind) in enumerate(zip(row.cells, kinds, strict=False))
        if shown(cell)
    }
    merging = {column: value for column, value in found.items() if column in rates.merging}
    own = sum(value for column, value in found.items() if column not in rates.merging)
    if any(value <= 0 for value in merging.values()):
        return emptiness(row, rates, opens=True) + own + sum(min(value, RESTS) for value in merging.values())
    return emptiness(row, rates, opens=False) + own + RESTS * len(merging)


def emptiness(row: PieceRow, rates: FillRates, *, opens: bool | None = None) -> float:
    """What the row's filled and empty cells tell by themselves: the rest of a row fills few columns.

    `opens` says whether the row opens a cell in a merging column; None, that any text there does.
    """
    if opens is None:
        opens = any(shown(row.cells[column]) for column in rates.merging)
    bare = bool(rates.merging) and not opens
    total = math.log(REST_BARE / rates.bare_rate) if bare else 0.0
    for column in range(min(len(row.cells), len(rates.filled))):
        if bare and column in rates.merging:
            continue
        rate = rates.rate(column)
        total += math.log((1 - REST_EMPTY) / rate) if shown(row.cells[column]) else math.log(REST_EMPTY / (1 - rate))
    return total


def _column_evidence(above: Above, cell: PieceCell, kind: ColumnKind, recognisers: Recognisers) -> float:
    if kind is ColumnKind.NUMBER:
        return NEW_NUMBER
    if not above.shown:
        return FILLED_FROM_NOTHING
    found = joins(kind, above.shown, shown(cell), recognisers)
    if above.before and cell.before:  # the break may stand inside a struck text
        found = max(found, joins(kind, above.before, cell.before, recognisers))
    return found + wrapping(kind, above.room, cell)


def wrapping(kind: ColumnKind, room: float | None, cell: PieceCell) -> float:
    """What the line break tells: a word that had room on the line above was not put below by the width of the column.

    The item of a list begins a line in any case.
    """
    if room is None or cell.first_word is None or BULLET.match(shown(cell)):
        return 0.0
    return HAD_ROOM.get(kind, 0.0) if cell.first_word + SLACK <= room else NO_ROOM


def shown(cell: PieceCell) -> str:
    """What the page shows of a cell: its text, or the struck words where nothing else is left."""
    return cell.text or cell.before or ""
