"""The dynamic programme over printed lines: each line is cut into runs, one a column from left to right, and goes on the row or opens one.

Within a line the best cuts are found by dynamic programming over its words and columns; between lines a beam keeps the best readings
(Lowerre, The HARPY speech recognition system, 1976). Readings whose columns hold the same are one from there on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from extract.decoder.ems import BLANK
from extract.decoder.line_costs import MOST_OVER, Cell, LineCosts, Mode
from extract.decoder.line_steps import Reading, Run, line_base, line_jump, mode_gain
from extract.decoder.printed_lines import PrintedLine, Word

BEAM = 96  # readings kept
TRIED = 2.5  # times as many are judged by the words of their cells, too
BEHIND = 8.0  # nats behind the best at which a reading is dropped
CUTS = 10  # ways to cut a line that each reading keeps
DELAY = 12  # lines after which a reading has had its chance: the margin of a decision is measured there
ELSEWHERE = -6.0  # nats for a row or a cell to begin elsewhere than a page shows
NEVER = float("-inf")

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]


class Sheet:
    """A line with all that does not depend on the reading: what each run gives by itself."""

    def __init__(self, line: PrintedLine, costs: LineCosts) -> None:
        self.line, self.costs = line, costs
        self._begins: dict[int, list[float]] = {}
        self._goes_on: dict[object, list[float]] = {}
        self._texts: dict[tuple[int, int], str] = {}
        self._starts: dict[object, int] = {}
        self.gains: list[list[float]] = []  # of all starts of runs that readings have asked for
        self.modes: list[list[Mode]] = []
        self.others: list[list[float]] = []  # what the run gives in the other mode, beyond that
        self.size = len(line.words)
        self.ends = _edges(line.words)
        self.own = self._own(MOST_OVER)  # by column, first word, and word after the last
        if not _can_be_cut(self.own):
            self.own = self._own(-NEVER)

    def _own(self, most_over: float) -> Numbers:
        """What each run gives by itself; one of several words, by more than a part wider than its column, is none."""
        line, costs = self.line, self.costs
        own = np.full((costs.columns, self.size, self.size + 1), NEVER)
        cuts, follows = costs.cuts(line), costs.follows(line)
        for column in range(costs.columns) if line.spot is None else (line.spot.column,):
            looks, flow = costs.looks(line, column), follows if costs.is_text(column) else [0.0] * (self.size + 1)
            for start in range(self.size if line.spot is None else 1):
                for end in range(start + 1 if line.spot is None else self.size, self.size + 1):
                    over = costs.over(column, self.width(start, end))
                    if over > most_over and end - start > 1 and line.spot is None:
                        break
                    gain = cuts[start] + looks[end] - looks[start] + flow[end] - flow[start + 1]
                    own[column, start, end] = gain + costs.too_wide(over)
        return own

    def width(self, start: int, end: int) -> float:
        """The width of a run of words in ems."""
        return self.ends[end] - self.ends[start] - (0.0 if self.line.words[start].glued else BLANK)

    def begins(self, column: int) -> list[float]:
        """For a cell of the column to begin with each word."""
        if column not in self._begins:
            self._begins[column] = [self.costs.begins(column, self.line.words[start:]) for start in range(self.size)]
        return self._begins[column]

    def goes_on(self, column: int, cell: Cell) -> list[float]:
        """For a cell of the column to go on with each word."""
        key = (column, self.costs.end(column, cell.text), cell.width)
        if key not in self._goes_on:
            gap = self.line.gap
            self._goes_on[key] = [self.costs.goes_on(column, cell, self.line.words[start:], gap) for start in range(self.size)]
        return self._goes_on[key]

    def text(self, start: int, end: int) -> str:
        """A run of words as one text."""
        key = (start, end)
        if key not in self._texts:
            self._texts[key] = self.costs.run_text(self.line.words[start:end])
        return self._texts[key]

    def starts(self, reading: Reading, column: int, opens: bool) -> int:
        """Where `gains` and `modes` hold, for each word of the line, what a run of the column that begins with it gives, and what it does.

        Readings that agree on what that hangs on share them.
        """
        costs, cell = self.costs, reading.cells[column]
        own = cell is not None and cell.row == reading.row
        jump = line_jump(reading, column, self.line.gap, opens, costs)
        late = 0.0 if opens or own else costs.late(column, reading.cells, reading.row)
        key = (column, opens, reading.holds(column), jump, late, reading.shown[column])
        found = self._starts.get(key)
        if found is None:
            found = self._starts[key] = len(self.gains)
            self._start(reading, column, opens)
        return found

    def _start(self, reading: Reading, column: int, opens: bool) -> None:
        """Add what runs of a column give to `gains`, `modes` and `others`."""
        gains, modes, others = [NEVER] * self.size, [Mode.OPENS] * self.size, [NEVER] * self.size
        cell, gap, spot = reading.cells[column], self.line.gap, self.line.spot
        for mode in Mode:
            lead = mode_gain(reading, column, True, mode, gap, opens, self.costs)
            rest = mode_gain(reading, column, False, mode, gap, opens, self.costs)
            if lead is None or rest is None:
                continue
            elsewhere = _elsewhere(spot.opens_cell if spot else None, mode is Mode.OPENS)
            words = self.begins(column) if mode is Mode.OPENS or cell is None else self.goes_on(column, cell)
            for start, gain in enumerate(words):
                total = gain + (rest if start else lead) + elsewhere
                if total > gains[start]:
                    gains[start], modes[start], others[start] = total, mode, gains[start] - total
                else:
                    others[start] = total - gains[start]
        self.gains.append(gains)
        self.modes.append(modes)
        self.others.append(others)


def _can_be_cut(own: Numbers) -> bool:
    """Whether runs of ascending columns can hold all words, by what each gives (shape: columns, words, words + 1)."""
    reached = np.zeros(own.shape[2], dtype=bool)
    reached[0] = True
    for runs in own > NEVER:
        reached = reached | (runs & reached[:-1, None]).any(axis=0)
    return bool(reached[-1])


def _edges(words: Sequence[Word]) -> list[float]:
    """The right edge of each word of a line in ems, and 0 before the first."""
    found = [0.0]
    for word in words:
        found.append(found[-1] + (0.0 if word.glued else BLANK) + word.width)
    return found


@dataclass(frozen=True, slots=True)
class Margins:
    """By how many nats the best other reading costs more: one with other words in each column, and one with other rows."""

    columns: Sequence[float]
    row: float


def decode_lines(lines: Sequence[PrintedLine], costs: Sequence[LineCosts], width: int = BEAM) -> list[tuple[Reading, Margins]]:
    """The reading of each line, and how sure it is.

    Args:
        lines: of one table.
        costs: for each line those of its page; pages may differ in the widths of their columns.
        width: of the beam, in readings.
    """
    if not lines:
        return []
    columns = costs[0].columns
    beam = [Reading(0.0, -1, -1, (None,) * columns, (), None, shown=(None,) * columns)]
    beams = []
    for at, (line, own) in enumerate(zip(lines, costs, strict=True)):
        beam = _step(beam, Sheet(line, own), at, own, width)
        beams.append(beam)
    last = max(beam, key=lambda reading: reading.score + costs[-1].row_ends(reading.cells, reading.row))
    path: list[Reading] = []
    reading: Reading | None = last
    while reading is not None and reading.before is not None:
        path.append(reading)
        reading = reading.before
    path.reverse()
    return list(zip(path, _margins(path, beams, columns), strict=True))


def _margins(path: Sequence[Reading], beams: Sequence[Sequence[Reading]], columns: int) -> list[Margins]:
    """How far behind the best reading those stood that read a line otherwise: some lines later, or where the two became one."""
    by_column, by_row = [[-NEVER] * columns for _ in path], [-NEVER] * len(path)
    for then, own in enumerate(path):
        is_last = then == len(path) - 1
        late = ((other, steps, pair) for other in beams[then] for steps, pair in islice(_apart(own, other), DELAY + 1))
        lost = ((rival, steps, pair) for rival in own.rivals for steps, pair in _apart(own, rival))
        shown = chain(lost, (each for each in late if is_last or each[1] == DELAY))
        for other, steps, (mine, there) in shown:
            at, behind = then - steps, own.score - other.score
            for column in _read_otherwise(mine, there):
                by_column[at][column] = min(by_column[at][column], behind)
            if (there.row_start == at) != (mine.row_start == at):
                by_row[at] = min(by_row[at], behind)
    return [Margins(each, row) for each, row in zip(by_column, by_row, strict=True)]


def _apart(mine: Reading | None, there: Reading | None) -> Iterator[tuple[int, tuple[Reading, Reading]]]:
    """Two readings line by line from the last one up, until they are one; each pair with how many lines below it stand."""
    steps = 0
    while mine is not None and there is not None and mine is not there:
        yield steps, (mine, there)
        mine, there, steps = mine.before, there.before, steps + 1


def _read_otherwise(mine: Reading, there: Reading) -> set[int]:
    """The columns to which two readings give other words of their last line."""
    return {column for column, _, _ in {run[:3] for run in mine.runs} ^ {run[:3] for run in there.runs}}


def _step(beam: Sequence[Reading], sheet: Sheet, at: int, costs: LineCosts, width: int) -> list[Reading]:
    """The readings after one more line."""
    ways = [(reading, opens) for reading in beam for opens in (False, True) if opens or reading.before is not None]
    spot = sheet.line.spot
    starts = [[sheet.starts(reading, column, opens) for column in range(costs.columns)] for reading, opens in ways]
    base = np.array(
        [
            reading.score + line_base(reading, sheet.line, opens, costs) + _elsewhere(spot.opens_row if spot else None, opens)
            for reading, opens in ways
        ]
    )
    totals, back = cut(sheet, np.array(sheet.gains)[starts])
    totals = totals + base[:, None]
    floor = totals.max() - BEHIND
    after_line = []
    for flat in np.argsort(totals, axis=None)[::-1][: int(TRIED * width)]:
        way, rank = divmod(int(flat), CUTS)
        if totals[way, rank] < floor:
            break
        reading, opens = ways[way]
        likeliest = runs_of(back, way, rank, sheet.size, [sheet.modes[at] for at in starts[way]])
        for runs, less in _in_other_modes(likeliest, [sheet.others[at] for at in starts[way]]):
            if totals[way, rank] + less >= floor:
                after_line.append(taken(float(totals[way, rank]) + less, reading, opens, runs, sheet, at, costs))
    found: dict[tuple[object, ...], Reading] = {}
    for after in sorted(after_line, key=attrgetter("score"), reverse=True):
        after.shown = tuple(_shown(after, column, costs) for column in range(costs.columns))
        kept = found.setdefault((after.held, *after.shown), after)
        if kept is not after:
            kept.rivals.append(after)
        if len(found) == width:
            break
    return list(found.values())


def _shown(reading: Reading, column: int, costs: LineCosts) -> tuple[object, ...] | None:
    """What of a column's cell tells how it goes on."""
    cell = reading.cells[column]
    return (cell.row == reading.row, costs.end(column, cell.text), cell.width) if cell is not None else None


def _elsewhere(shown: bool | None, opens: bool) -> float:
    """For a row or a cell to open, or not to, against what the page shows."""
    return 0.0 if shown is None or shown == opens else ELSEWHERE


def cut(sheet: Sheet, starts: Numbers) -> tuple[Numbers, list[Indices]]:
    """The best ways to cut the line into runs of ascending columns, for each way to read what stands above it.

    Args:
        sheet: the line.
        starts: what a run gives by way, column and first word.

    Returns:
        The totals by way and rank, and for each column by way, rank and word where the best cuts up to that word come from.
    """
    count, columns, size = starts.shape
    best = np.full((count, CUTS, size + 1), NEVER)
    best[:, 0, 0] = 0.0
    back = []
    for column in range(columns):
        tried = best[:, :, :size, None] + starts[:, column][:, None, :, None] + sheet.own[column][None, None]
        tried = np.concatenate([best, tried.reshape(count, CUTS * size, size + 1)], axis=1)
        chosen = np.argpartition(tried, -CUTS, axis=1)[:, -CUTS:]
        best = np.take_along_axis(tried, chosen, axis=1)
        back.append(chosen)
    return best[:, :, size], back


def runs_of(back: Sequence[Indices], way: int, rank: int, size: int, modes: Sequence[Sequence[Mode]]) -> tuple[Run, ...]:
    """The runs of one way to cut a line of `size` words; `modes` are by column what a run does that begins with each word."""
    runs = []
    end = size
    for column in range(len(back) - 1, -1, -1):
        chosen = int(back[column][way, rank, end])
        if chosen < CUTS:
            rank = chosen
            continue
        rank, start = divmod(chosen - CUTS, size)
        runs.append(Run(column, start, end, modes[column][start]))
        end = start
    return tuple(reversed(runs))


def _in_other_modes(runs: tuple[Run, ...], others: Sequence[Sequence[float]]) -> Iterator[tuple[tuple[Run, ...], float]]:
    """The runs as given, and with each in its other mode that may be of a new cell as well as of the one above; and what they give less.

    Which of the two it is, the whole cells tell.
    """
    yield runs, 0.0
    for i, run in enumerate(runs):
        less = others[run.column][run.start]
        if less > NEVER:
            yield (*runs[:i], run._replace(mode=Mode(1 - run.mode)), *runs[i + 1 :]), less


def taken(score: float, reading: Reading, opens: bool, runs: tuple[Run, ...], sheet: Sheet, at: int, costs: LineCosts) -> Reading:
    """The reading after the line, the reading before and its runs as given."""
    row = reading.row + opens
    if len(runs) > 1 and len(reading.runs) == 1 and not opens:
        score += costs.weights["mixes"]
    if opens:
        score += costs.lacks([run.column for run in runs if run.mode is Mode.OPENS])
    kept = [cell if not opens or costs.merging[column] else None for column, cell in enumerate(reading.cells)]
    for run in runs:
        width, text = sheet.width(run.start, run.end), sheet.text(run.start, run.end)
        cell = kept[run.column]
        if run.mode is Mode.OPENS or cell is None:
            kept[run.column] = Cell(text, row, at, at, width, run.end - run.start)
            score += costs.worded(run.column, "", text) + costs.value(run.column, text)
        else:
            whole = f"{cell.text} {text}".strip()
            kept[run.column] = Cell(whole, cell.row, cell.first, at, width, run.end - run.start)
            score += costs.worded(run.column, cell.text, whole) + costs.value(run.column, whole) - costs.value(run.column, cell.text)
    on = {run.column for run in runs if run.mode is Mode.GOES_ON}
    score += sum(costs.left(column, cell.text) for column in reading.held - on if (cell := reading.cells[column]) is not None)
    score += sum(costs.stale(run.column, kept) for run in runs if run.mode is Mode.GOES_ON)
    return Reading(score, row, at if opens else reading.row_start, tuple(kept), runs, reading, frozenset(run.column for run in runs))
