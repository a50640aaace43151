"""The dynamic programme over printed lines: each line is cut into runs, one a column from left to right, and goes on the row or opens one.

Within a line the best cuts are found by dynamic programming over its words and columns; between lines a beam keeps the best readings
(Lowerre, The HARPY speech recognition system, 1976). Readings whose columns hold the same are one from there on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extract.decoder.ems import BLANK
from extract.decoder.line_costs import Cell, LineCosts, Mode
from extract.decoder.printed_lines import PrintedLine, Word
from extract.decoder.tokens import Gap

BEAM = 16  # readings kept
TRIED = 40  # that are judged by the words of their cells, too
BEHIND = 14.0  # nats behind the best at which a reading is dropped
CUTS = 3  # ways to cut a line that each reading keeps
DELAY = 12  # lines after which a reading has had its chance: the margin of a decision is measured there
NEVER = float("-inf")

Cells = tuple[Cell | None, ...]
Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]


class Run(NamedTuple):
    """Words of a line in one column: from `start` up to `end`, and whether a cell opens with them."""

    column: int
    start: int
    end: int
    mode: Mode


@dataclass(slots=True, eq=False)
class Reading:
    """One way to read the lines so far: the row, what its columns hold, the runs of the last line, and the reading before."""

    score: float
    row: int
    row_start: int  # index of the line that opened the row
    cells: Cells
    runs: tuple[Run, ...]
    before: "Reading | None"
    held: frozenset[int] = frozenset()  # the columns in which the last line has words

    def holds(self, column: int) -> bool:
        """Whether the last line has words in the column."""
        return column in self.held


class Sheet:
    """A line with all that does not depend on the reading: what each run gives by itself."""

    def __init__(self, line: PrintedLine, costs: LineCosts) -> None:
        self.line = line
        self.size = len(line.words)
        self.ends = edges(line.words)
        cuts, follows = costs.cuts(line), costs.follows(line)
        self.own = np.full((costs.columns, self.size, self.size + 1), NEVER)  # by column, first word, and word after the last
        for column in range(costs.columns):
            looks, flow = costs.looks(line, column), follows if costs.is_text(column) else [0.0] * (self.size + 1)
            for start in range(self.size):
                for end in range(start + 1, self.size + 1):
                    wide = costs.too_wide(column, run_width(line.words, self.ends, start, end))
                    if wide is None:
                        break
                    self.own[column, start, end] = cuts[start] + looks[end] - looks[start] + flow[end] - flow[start + 1] + wide


def edges(words: Sequence[Word]) -> list[float]:
    """The right edge of each word of a line in ems, and 0 before the first."""
    found = [0.0]
    for word in words:
        found.append(found[-1] + (0.0 if word.glued else BLANK) + word.width)
    return found


def run_width(words: Sequence[Word], ends: Sequence[float], start: int, end: int) -> float:
    """The width in ems of a run of words."""
    return ends[end] - ends[start] - (0.0 if words[start].glued else BLANK)


@dataclass(frozen=True, slots=True)
class Margins:
    """By how many nats the best other reading costs more: one with other words in each column, and one with other rows."""

    columns: Sequence[float]
    row: float


def decode_lines(lines: Sequence[PrintedLine], costs: LineCosts) -> list[tuple[Reading, Margins]]:
    """The reading of each line, and how sure it is."""
    if not lines:
        return []
    beam = [Reading(0.0, -1, -1, (None,) * costs.columns, (), None)]
    beams = []
    for at, line in enumerate(lines):
        beam = _step(beam, Sheet(line, costs), at, costs)
        beams.append(beam)
    last = max(beam, key=lambda reading: reading.score + costs.row_ends(reading.cells, reading.row))
    path: list[Reading] = []
    reading: Reading | None = last
    while reading is not None and reading.before is not None:
        path.append(reading)
        reading = reading.before
    path.reverse()
    return [(each, _margins(path, at, beams, costs.columns)) for at, each in enumerate(path)]


def _margins(path: Sequence[Reading], at: int, beams: Sequence[Sequence[Reading]], columns: int) -> Margins:
    """How far behind the best reading stood, some lines later, those that read the line otherwise."""
    then = min(at + DELAY, len(path) - 1)
    own, mine = path[then].score, path[at]
    by_column, row = [-NEVER] * columns, -NEVER
    for other in beams[then]:
        there = _back(other, then - at)
        if there is mine:
            continue
        behind = own - other.score
        for run in {(run.column, run.start, run.end) for run in there.runs} ^ {(run.column, run.start, run.end) for run in mine.runs}:
            by_column[run[0]] = min(by_column[run[0]], behind)
        if (there.row_start == at) != (mine.row_start == at):
            row = min(row, behind)
    return Margins(by_column, row)


def _back(reading: Reading, steps: int) -> Reading:
    for _ in range(steps):
        assert reading.before is not None
        reading = reading.before
    return reading


def _step(beam: Sequence[Reading], sheet: Sheet, at: int, costs: LineCosts) -> list[Reading]:
    """The readings after one more line."""
    memo: dict[tuple[object, ...], Starts] = {}
    ways = [(reading, opens) for reading in beam for opens in (False, True) if opens or reading.before is not None]
    starts = [_starts(reading, sheet, opens, costs, memo) for reading, opens in ways]
    base = np.array([reading.score + line_base(reading, sheet.line, opens, costs) for reading, opens in ways])
    totals, back = _cut(sheet, np.array([[gains for gains, _ in each] for each in starts]))
    totals = totals + base[:, None]
    floor = totals.max() - BEHIND
    if floor == NEVER:
        raise ValueError(f"line {sheet.line.number} fits no column")
    taken = []
    for flat in np.argsort(totals, axis=None)[::-1][:TRIED]:
        way, rank = divmod(int(flat), CUTS)
        if totals[way, rank] < floor:
            break
        reading, opens = ways[way]
        runs = _runs(back, way, rank, sheet.size, starts[way])
        taken.append(_taken(float(totals[way, rank]), reading, opens, runs, sheet, at, costs))
    found: dict[tuple[object, ...], Reading] = {}
    for after in sorted(taken, key=attrgetter("score"), reverse=True):
        found.setdefault((after.row_start, after.cells, after.held), after)
        if len(found) == BEAM:
            break
    return list(found.values())


Starts = tuple[list[float], list[Mode]]
"""For each word of a line, what a run of a column that begins with it gives beyond the run itself, and what it does there."""


def _starts(reading: Reading, sheet: Sheet, opens: bool, costs: LineCosts, memo: dict[tuple[object, ...], Starts]) -> list[Starts]:
    """The starts of each column; readings that hold the same there share them."""
    found = []
    for column, cell in enumerate(reading.cells):
        jump = line_jump(reading, column, sheet.line.gap, opens, costs)
        key = (column, cell, reading.holds(column), opens, cell is not None and cell.row == reading.row, jump)
        known = memo.get(key)
        if known is None:
            best = [_best(reading, column, start, sheet, opens, costs) for start in range(sheet.size)]
            known = memo[key] = ([gain for gain, _ in best], [mode for _, mode in best])
        found.append(known)
    return found


def _best(reading: Reading, column: int, start: int, sheet: Sheet, opens: bool, costs: LineCosts) -> tuple[float, Mode]:
    words = sheet.line.words[start:]
    modes = [(gain, mode) for mode in Mode if (gain := run_starts(reading, column, words, start, mode, sheet.line.gap, opens, costs)) is not None]
    return max(modes, key=itemgetter(0), default=(NEVER, Mode.OPENS))


def _cut(sheet: Sheet, starts: Numbers) -> tuple[Numbers, list[Indices]]:
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


def _runs(back: Sequence[Indices], way: int, rank: int, size: int, starts: Sequence[Starts]) -> tuple[Run, ...]:
    """The runs of one way to cut a line of `size` words."""
    runs = []
    end = size
    for column in range(len(back) - 1, -1, -1):
        chosen = int(back[column][way, rank, end])
        if chosen < CUTS:
            rank = chosen
            continue
        rank, start = divmod(chosen - CUTS, size)
        runs.append(Run(column, start, end, starts[column][1][start]))
        end = start
    return tuple(reversed(runs))


def line_base(reading: Reading, line: PrintedLine, opens: bool, costs: LineCosts) -> float:
    """What a line gives before any of its runs: that it opens a row, and that every column is left empty."""
    w = costs.weights
    gap = line.gap.name.lower()
    gain = 0.0
    if opens:
        gain += w[f"row_{gap}"]
        if reading.before is not None:
            gain += costs.row_ends(reading.cells, reading.row)
    for column in range(costs.columns):
        gain += absent(reading, column, line.gap, opens, costs)
    return gain


def absent(reading: Reading, column: int, gap: Gap, opens: bool, costs: LineCosts) -> float:
    """For a line to leave a column empty."""
    w = costs.weights
    if gap is not Gap.LINE:
        return 0.0
    if opens:
        return w["row_leaves_merging" if costs.merging[column] else "row_leaves"]
    if not reading.holds(column):
        return 0.0
    cell = reading.cells[column]
    return w["stops"] + (w["stops_open"] if cell is not None and costs.is_open(cell.text) else 0.0)


def line_jump(reading: Reading, column: int, gap: Gap, opens: bool, costs: LineCosts) -> float:
    """For a line after a gap to begin in a column, seen from where the line above ended."""
    w = costs.weights
    if gap is Gap.LINE or not reading.runs:
        return 0.0
    last = reading.runs[-1].column
    name = "row" if opens else gap.name.lower()
    if column == last:
        return w[f"{name}_same"]
    if column == last + 1:
        return w[f"{name}_next"]
    if column > last:
        over = sum(costs.required[c] and not opens and reading.cells[c] is None for c in range(last + 1, column))
        return w[f"{name}_right"] + w["over_required"] * over
    return w[f"{name}_among" if reading.holds(column) else f"{name}_left"]


def run_starts(
    reading: Reading, column: int, words: Sequence[object], start: int, mode: Mode, gap: Gap, opens: bool, costs: LineCosts
) -> float | None:
    """For a run of the column to begin with the words, in place of an empty column; None where it cannot."""
    w = costs.weights
    cell = reading.cells[column]
    gain = -absent(reading, column, gap, opens, costs)
    if start == 0:
        gain += line_jump(reading, column, gap, opens, costs)
        if opens and mode is Mode.OPENS:
            gain += w["first_merging_" + costs.kinds[column].value if costs.merging[column] else "first_" + costs.kinds[column].value]
    own = cell is not None and cell.row == reading.row
    name = gap.name.lower()
    held = reading.holds(column)
    if mode is Mode.OPENS:
        if not opens and own:
            return None
        if opens and cell is not None and costs.merging[column]:
            gain += costs.closed(column, cell)
        if not opens:
            gain += w[f"late_{name}"] if start == 0 else w[f"late_{name}_beside"]
        return gain + costs.begins(column, words)  # type: ignore[arg-type]
    if cell is None or (not costs.merging[column] and (opens or not own)):
        return None
    if opens:
        gain += w["above_goes_on"] if held else w["above_again"]
    elif not held:
        gain += w[f"again_{name}"]
    elif not own:
        gain += w["above_line"]
    return gain + costs.goes_on(column, cell, words, gap)  # type: ignore[arg-type]


def _taken(score: float, reading: Reading, opens: bool, runs: tuple[Run, ...], sheet: Sheet, at: int, costs: LineCosts) -> Reading:
    """The reading after the line."""
    row = reading.row + opens
    if opens:
        score += costs.lacks([run.column for run in runs if run.mode is Mode.OPENS])
    kept = [cell if not opens or costs.merging[column] else None for column, cell in enumerate(reading.cells)]
    for run in runs:
        words = sheet.line.words[run.start : run.end]
        width = run_width(sheet.line.words, sheet.ends, run.start, run.end)
        text = costs.run_text(words)
        cell = kept[run.column]
        if run.mode is Mode.OPENS or cell is None:
            kept[run.column] = Cell(text, row, at, at, width, len(words))
            score += costs.worded(run.column, "", text)
        else:
            whole = f"{cell.text} {text}".strip()
            kept[run.column] = Cell(whole, cell.row, cell.first, at, width, len(words))
            score += costs.worded(run.column, cell.text, whole)
    return Reading(score, row, at if opens else reading.row_start, tuple(kept), runs, reading, frozenset(run.column for run in runs))
