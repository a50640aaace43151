"""The dynamic programme: each word of a table goes to a column and a row, at the least cost over the whole table.

Words are taken in print order. A word stays in the cell of the word before it, or moves right in its row, or back to a
column of its row that an earlier line left open, or it opens a row. A beam keeps the best readings of the words so far
(Lowerre, The HARPY speech recognition system, 1976); readings that stand in the same cell are one from there on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter

from extract.decoder.costs import Cell, Cells, Costs, turned
from extract.decoder.tokens import Gap, Token

BEAM = 14  # readings kept
BEHIND = 11.0  # nats behind the best at which a reading is dropped


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
    first: int  # column of the first word of its line; -1 where an empty cell comes first
    last: int  # last column of the row that is filled; in a row that a page's end has cut, one beyond all
    before: "Reading | None"
    rival: "Reading | None" = None  # the best other reading of the words before that led to the same cell
    lead: float = 0.0  # nats by which it is beaten


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a word belongs, by how many nats the best reading that puts it elsewhere costs more, and in which column that puts it."""

    row: int
    column: int
    margin: float
    rival: int = -1


# A step to one more word: what it gives in all, the reading that takes it, the column, and the cells of the row as the
# reading leaves them: None where it stays in its cell, no cells where the word opens a row.
Step = tuple[float, Reading, int, Cells | None]
NEW_ROW: Cells = ()
NEVER = float("-inf")


class Steps:
    """The best step to each cell, of those that come near the best of all, and the best one that it beats."""

    def __init__(self) -> None:
        self.best = NEVER
        self.to: dict[tuple[int, int, int], Step] = {}
        self.beaten: dict[tuple[int, int, int], Step] = {}

    def offer(self, step: Step, row_start: int, cell_start: int) -> None:
        """Keep the step if none better leads to the same cell."""
        score = step[0]
        if score <= self.best - BEHIND:
            return
        key = (step[2], row_start, cell_start)
        known = self.to.get(key)
        if known is None or score > known[0]:
            self.to[key] = step
            self.best = max(self.best, score)
            loser = known
        else:
            loser = step
        rival = self.beaten.get(key)
        if loser is not None and (rival is None or loser[0] > rival[0]):
            self.beaten[key] = loser

    def kept(self) -> list[tuple[Step, Step | None]]:
        """The steps that a beam holds, the best first, each with the one that it beats."""
        near = ((step, self.beaten.get(key)) for key, step in self.to.items() if step[0] > self.best - BEHIND)
        return nlargest(BEAM, near, key=lambda each: each[0][0])


def decode(words: Sequence[Token], costs: Costs) -> list[Placed]:
    """The row and column of each word."""
    if not words:
        return []
    beams = _beams(words, costs)
    return _placed(beams, [_total(reading, costs) for reading in beams[-1]])


def best_score(words: Sequence[Token], costs: Costs) -> float:
    """What the best reading of the words gives in all, in nats."""
    if not words:
        return 0.0
    return max(_total(reading, costs) for reading in _beams(words, costs)[-1])


def _beams(words: Sequence[Token], costs: Costs) -> list[list[Reading]]:
    """The best readings up to each word."""
    beams: list[list[Reading]] = []
    beam = [Reading(0.0, -1, -1, -1, -1, (None,) * costs.columns, "", -1, -1, None)]
    for at, word in enumerate(words):
        beam = [_taken(step, rival, word, at, costs) for step, rival in _steps(beam, word, at, costs).kept()]
        beams.append(beam)
    return beams


def _total(reading: Reading, costs: Costs) -> float:
    """What a reading of all words gives."""
    return reading.score + costs.end(reading.column, reading.cells)


def _steps(beam: Sequence[Reading], word: Token, at: int, costs: Costs) -> Steps:
    """Every way to read one more word that comes near the best.

    Of readings that end a row here, only the best of each number can win, and beats the next.
    """
    steps = Steps()
    ended: dict[str, list[tuple[float, Reading]]] = {}
    may_end = costs.may_end(word)
    if beam[0].before is None:
        ended[""], beam = [(0.0, beam[0])], []
    for reading in beam:
        cell = reading.cells[reading.column]
        assert cell is not None
        stay = costs.stay(reading.column, cell, word, reading.first)
        if stay is not None and not (may_end and costs.is_hopeless(reading.column, cell)):
            steps.offer((reading.score + stay, reading, reading.column, None), reading.row_start, reading.cell_start)
    stuck = not steps.to  # none can go on its cell: whatever the word's place on the page says, one is left
    for reading in beam:
        cell = reading.cells[reading.column]
        assert cell is not None
        if not (stuck or costs.may_leave(cell, word)):
            continue
        leave = _leave_last if reading.column == reading.last and word.gap is not Gap.PAGE else _leave_cut
        score = leave(steps, reading, cell, word, at, costs)
        if may_end and score is not None:
            ended.setdefault(reading.number, []).append((score, reading))
    for number, readings in ended.items():
        for score, reading in nlargest(2, readings, key=itemgetter(0)):
            for column, gain in enumerate(costs.opening(word, number).rows):
                steps.offer((score + gain, reading, column, NEW_ROW), at, at)
    return steps


def _leave_last(steps: Steps, reading: Reading, cell: Cell, word: Token, at: int, costs: Costs) -> float | None:
    """Offer the steps to the columns right of the last one filled; what the reading gives with its row ended, None where too little.

    Judging a cell's text is dear, so it is left out where even the best of texts would bring the reading nowhere.
    """
    column = reading.column
    opening = costs.opening(word, reading.number)
    ways = costs.ways(column, word, cell.band == cell.line)
    row = ways.end + opening.most_row if costs.may_end(word) else NEVER
    if reading.score + max(ways.most + opening.most_cell, row) + costs.ceiling[column] - cell.scored <= steps.best - BEHIND:
        return None
    left, change = costs.leave(column, cell, word)
    score = reading.score + change
    cells = _with(reading.cells, column, left)
    for other, gain in enumerate(ways.right, column + 1):
        steps.offer((score + gain + opening.cells[other], reading, other, cells), reading.row_start, at)
    steps.best = max(steps.best, score + row)  # of the row that will be opened
    return score + ways.end


def _leave_cut(steps: Steps, reading: Reading, cell: Cell, word: Token, at: int, costs: Costs) -> float | None:
    """As `_leave_last`, of a row that a page's end has cut: its columns are gone through again."""
    column = reading.column
    cells = turned(reading.cells) if word.gap is Gap.PAGE else reading.cells
    opening = costs.opening(word, reading.number)
    moves = [
        (other, move)
        for other in range(0 if costs.may_go_back(word) else column + 1, costs.columns)
        if other != column and (move := costs.move(column, other, cells, word, opening.cells)) is not None
    ]
    end = costs.end_row(column, reading.cells, word) if costs.may_end(word) else NEVER
    most = max([move for _, move in moves] + [end + opening.most_row])
    if reading.score + most + costs.ceiling[column] - cell.scored <= steps.best - BEHIND:
        return None
    left, change = costs.leave(column, cell, word)
    score = reading.score + change
    here = cells[column]
    assert here is not None
    cells = _with(cells, column, here._replace(scored=left.scored))
    for other, move in moves:
        steps.offer((score + move, reading, other, cells), reading.row_start, at)
    steps.best = max(steps.best, score + end + opening.most_row)
    return score + end


def _taken(step: Step, beaten: Step | None, word: Token, at: int, costs: Costs) -> Reading:
    """The reading after a step."""
    score, before, column, cells = step
    rival, lead = (None, 0.0) if beaten is None else (beaten[1], score - beaten[0])
    number = word.text if cells is not None and costs.is_number(column) else before.number
    first = before.first if word.gap is Gap.WORD else -1 if word.indented else column
    if cells == NEW_ROW:
        own = _with((None,) * costs.columns, column, Cell.opened(word))
        return Reading(score, column, before.row + 1, at, at, own, number, first, column, before, rival, lead)
    own = cells if cells is not None else turned(before.cells) if word.gap is Gap.PAGE else before.cells
    there = own[column]
    own = _with(own, column, there.plus(word, cells is not None) if there is not None else Cell.opened(word))
    cell_start = before.cell_start if cells is None else at
    last = max(column, before.last) if word.gap is not Gap.PAGE else costs.columns
    return Reading(score, column, before.row, before.row_start, cell_start, own, number, first, last, before, rival, lead)


def _with(cells: Cells, column: int, cell: Cell) -> Cells:
    return (*cells[:column], cell, *cells[column + 1 :])


def _placed(beams: Sequence[Sequence[Reading]], totals: Sequence[float]) -> list[Placed]:
    path: list[Reading] = []
    reading: Reading | None = beams[-1][totals.index(max(totals))]
    while reading is not None and reading.before is not None:
        path.append(reading)
        reading = reading.before
    path.reverse()
    margins = _margins(path, beams, totals)
    return [Placed(each.row, each.column, *margin) for each, margin in zip(path, margins, strict=True)]


def _margins(path: Sequence[Reading], beams: Sequence[Sequence[Reading]], totals: Sequence[float]) -> list[tuple[float, int]]:
    """By how many nats the best reading of all words that puts a word elsewhere is behind, and in which column it puts it.

    These are the max-marginals of the lattice that the beams are, from its end back (Hagenauer and Hoeher, A Viterbi algorithm
    with soft-decision outputs, 1989). A reading that fell out of the beam could at best have done from there on what the best did.
    """
    best = max(totals)
    behind = {id(reading): best - total for reading, total in zip(beams[-1], totals, strict=True)}
    margins: list[tuple[float, int]] = []
    for at in range(len(beams) - 1, -1, -1):
        own = path[at]
        elsewhere = [
            (behind[id(reading)], reading.column)
            for reading in beams[at]
            if (reading.column, reading.row_start) != (own.column, own.row_start)
        ]
        margins.append(min(elsewhere, default=(float("inf"), -1)))
        if at:
            behind = _behind_before(beams[at], behind, beams[at - 1])
    return margins[::-1]


def _behind_before(beam: Sequence[Reading], behind: Mapping[int, float], earlier: Sequence[Reading]) -> dict[int, float]:
    """By how many nats the best reading of all words that begins with each reading of the words but one is behind the best of all."""
    fallen = float("inf")
    found: dict[int, float] = {}
    for reading in beam:
        own = behind[id(reading)]
        for before, lead in ((reading.before, 0.0), (reading.rival, reading.lead)):
            if before is not None:
                found[id(before)] = min(found.get(id(before), float("inf")), own + lead)
    return {id(reading): found.get(id(reading), fallen) for reading in earlier}
