"""The dynamic programme: each word of a table goes to a column and a row, at the least cost over the whole table.

Words are taken in print order. A word stays in the cell of the word before it, or moves right in its row, or back to a
column of its row that an earlier line left open, or it opens a row. A beam keeps the best readings of the words so far
(Lowerre, The HARPY speech recognition system, 1976); readings that stand in the same cell are one from there on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

from extract.decoder.costs import Cell, Cells, Costs
from extract.decoder.tokens import Gap, Token

BEAM = 12  # readings kept
BEHIND = 10.0  # nats behind the best at which a reading is dropped
DELAY = 40  # words after which a reading has had its chance: the margin of a decision is measured there


@dataclass(slots=True, eq=False)
class Reading:
    """One way to read the words so far: the column and row of the last one, the cells of its row, and the reading before."""

    score: float
    column: int
    row: int
    row_start: int  # word that opened the row
    cell_start: int  # word at which the reading came to its cell last
    cells: Cells
    number: str  # the last number of the number column
    before: "Reading | None"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a word belongs, and by how many nats the best reading that puts it elsewhere costs more."""

    row: int
    column: int
    margin: float


def decode(words: Sequence[Token], costs: Costs) -> list[Placed]:
    """The row and column of each word."""
    if not words:
        return []
    beams: list[list[Reading]] = []
    beam = [Reading(0.0, -1, -1, -1, -1, (None,) * costs.columns, "", None)]
    for at, word in enumerate(words):
        found: dict[tuple[int, int, int], Reading] = {}
        for successor in _successors(beam, word, at, costs):
            key = (successor.column, successor.row_start, successor.cell_start)
            known = found.get(key)
            if known is None or successor.score > known.score:
                found[key] = successor
        best = max(reading.score for reading in found.values())
        beam = nlargest(BEAM, (r for r in found.values() if r.score > best - BEHIND), key=lambda r: r.score)
        beams.append(beam)
    last = max(beam, key=lambda reading: reading.score + costs.end(reading.column, reading.cells))
    return _placed(last, beams)


def _successors(beam: Sequence[Reading], word: Token, at: int, costs: Costs) -> Iterator[Reading]:
    """Every way to read one more word. All readings that end a row here go on alike: only the best of each number can win."""
    ended: dict[str, tuple[float, Reading]] = {}
    for reading in beam:
        if reading.before is None:
            ended[""] = (0.0, reading)
            continue
        cell = reading.cells[reading.column]
        assert cell is not None
        stay = costs.stay(reading.column, cell, word)
        if stay is not None:
            cells = _with(reading.cells, reading.column, cell.plus(word))
            yield _moved(reading, stay, reading.column, cells, reading.cell_start, reading.number)
        if not costs.may_leave(cell, word):
            continue
        left, change = costs.leave(reading.column, cell, word)
        cells = _with(reading.cells, reading.column, left)
        yield from _moves(reading, change, cells, word, at, costs)
        if word.gap is not Gap.WORD:
            score = reading.score + change + costs.end_row(cells)
            if reading.number not in ended or score > ended[reading.number][0]:
                ended[reading.number] = (score, reading)
    for score, reading in ended.values():
        for column in range(costs.columns):
            yield _new_row(reading, score, column, word, at, costs)


def _moves(reading: Reading, change: float, cells: Cells, word: Token, at: int, costs: Costs) -> Iterator[Reading]:
    """The word in another column of the row; `cells` are those that the reading leaves."""
    for column in range(0 if costs.may_go_back(word) else reading.column + 1, costs.columns):
        move = costs.move(reading.column, column, cells, word, reading.number) if column != reading.column else None
        if move is None:
            continue
        there = cells[column]
        now = there.plus(word) if there is not None else Cell.opened(word)
        number = word.text if costs.is_number(column) else reading.number
        yield _moved(reading, change + move, column, _with(cells, column, now), at, number)


def _moved(reading: Reading, gain: float, column: int, cells: Cells, cell_start: int, number: str) -> Reading:
    return Reading(reading.score + gain, column, reading.row, reading.row_start, cell_start, cells, number, reading)


def _new_row(reading: Reading, score: float, column: int, word: Token, at: int, costs: Costs) -> Reading:
    score += costs.open_row(column, word, reading.number)
    cells = _with((None,) * costs.columns, column, Cell.opened(word))
    number = word.text if costs.is_number(column) else reading.number
    return Reading(score, column, reading.row + 1, at, at, cells, number, reading)


def _with(cells: Cells, column: int, cell: Cell) -> Cells:
    return (*cells[:column], cell, *cells[column + 1 :])


def _placed(last: Reading, beams: Sequence[Sequence[Reading]]) -> list[Placed]:
    path: list[Reading] = []
    reading: Reading | None = last
    while reading is not None and reading.before is not None:
        path.append(reading)
        reading = reading.before
    path.reverse()
    edges = {i for i in range(len(path)) if i == 0 or path[i].cell_start == i or i + 1 == len(path) or path[i + 1].cell_start == i + 1}
    margins = {i: _margin(path, i, beams) for i in edges}
    return [Placed(each.row, each.column, margins.get(i, float("inf"))) for i, each in enumerate(path)]


def _margin(path: Sequence[Reading], at: int, beams: Sequence[Sequence[Reading]]) -> float:
    """How far behind the best reading stood, some words later, that puts the word elsewhere."""
    then = min(at + DELAY, len(path) - 1)
    own = path[then].score
    best = float("-inf")
    for other in beams[then]:
        if other.score <= best:
            continue
        there: Reading | None = other
        for _ in range(then - at):
            assert there is not None
            there = there.before
        assert there is not None
        if there.column != path[at].column or there.row_start != path[at].row_start:
            best = other.score
    return own - best
