"""Which columns the lines of a page hold that a scan reads band by band, each band a column or a few beside each other.

The lines of a band follow each other down the page, so a line mostly stands in the columns of the line above; the header's parts that
stand above a band name its columns. A beam search over lines gives the words of each to columns; where rows begin it leaves open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from extract.decoder.costs import NUMBER
from extract.decoder.line_beam import CUTS, NEVER, Sheet, cut, runs_of
from extract.decoder.line_costs import Cell, LineCosts, Mode
from extract.decoder.line_steps import Run
from extract.decoder.printed_lines import PrintedLine
from extract.decoder.tokens import Gap

BEAM = 16  # readings kept
TRIED = 3  # times as many are judged by their whole cells
NEW_CELL = -1.0  # nats for a cell to begin where another of its column stands
BESIDE, BESIDE_AGAIN = -3.0, -1.0  # for a column that the line above leaves empty to stand beside another, or one that its band holds
STOPS = -0.7  # for a column to end where its line neighbours go on
SAME, NEXT, RIGHT, LEFT = 0.0, -1.5, -2.5, -6.0  # for a block to begin in the column above, the next one, one farther right, or to the left
ABOVE_HEADER, BESIDE_LATER = -8.0, -1.5  # for a line to begin in a column whose header stands further down, or to have words in it
INSIDE = -4.0  # beyond these, for a line within a block to move
BAND_LINE, BAND_BLOCK = -4.0, -2.0  # for a line within a block, or for a block, to begin in any column that its band holds
NUMBERED, NEXT_NUMBER = -1.0, 3.0  # for a line to begin with the number of a topic, wherever the line above stands, or with the next one
NAMED_BEFORE, FOLLOWS, UNNAMED = (
    -1.0,
    -2.0,
    -4.0,
)  # for a band's word in a column that an earlier part of the header names, one right of those named, or any other


@dataclass(slots=True, eq=False)
class ColumnReading:
    """One way to read the lines so far: what the columns hold, the runs of the last line, and the reading before."""

    score: float
    cells: tuple[Cell | None, ...]
    runs: tuple[Run, ...]
    before: "ColumnReading | None"
    band: frozenset[int] = frozenset()  # the columns of the lines below the last part of a header

    @property
    def held(self) -> frozenset[int]:
        """The columns in which the last line has words."""
        return frozenset(run.column for run in self.runs)

    def path(self) -> list[tuple[Run, ...]]:
        """For each line its runs of words and their columns."""
        found: list[tuple[Run, ...]] = []
        reading: ColumnReading | None = self
        while reading is not None and reading.before is not None:
            found.append(reading.runs)
            reading = reading.before
        return found[::-1]


def read_columns(lines: Sequence[PrintedLine], costs: LineCosts) -> ColumnReading:
    """The best reading of a page's lines.

    A column stands below the header that names it; one that would be empty so may stand beside those of a band above.
    """
    sheets, later = [Sheet(line, costs) for line in lines], _named_later(lines)
    reading = _best(sheets, later, costs)
    empty = frozenset().union(*later) - {run.column for runs in reading.path() for run in runs}
    return _best(sheets, [columns - empty for columns in later], costs) if empty else reading


def _best(sheets: Sequence[Sheet], later: Sequence[frozenset[int]], costs: LineCosts) -> ColumnReading:
    """The best reading, given for each line the columns that stand further down."""
    beam = [ColumnReading(0.0, (None,) * costs.columns, (), None)]
    for at, (sheet, below) in enumerate(zip(sheets, later, strict=True)):
        beam = _step(beam, sheet, at, below, costs)
    return max(beam, key=attrgetter("score"))


def _named_later(lines: Sequence[PrintedLine]) -> list[frozenset[int]]:
    """For each line the columns whose header only stands further down."""
    found: list[frozenset[int]] = []
    named = [frozenset(column for part in line.named for column in part) for line in lines]
    later = frozenset[int]()
    for at in range(len(lines) - 1, -1, -1):
        found.append(later.difference(*named[: at + 1]))
        later |= named[at]
    return found[::-1]


def _step(beam: Sequence[ColumnReading], sheet: Sheet, at: int, later: frozenset[int], costs: LineCosts) -> list[ColumnReading]:
    numbered = bool(costs.numbers) and _is_numbered(sheet.line)
    starts = [[_starts(reading, column, sheet, column in later, numbered, costs) for column in range(costs.columns)] for reading in beam]
    base = np.array([reading.score + (STOPS * len(reading.held) if sheet.line.gap is Gap.LINE else 0.0) for reading in beam])
    totals, back = cut(sheet, np.array([[gains for gains, _ in each] for each in starts]))
    totals = totals + base[:, None]
    after = []
    for flat in np.argsort(totals, axis=None)[::-1][: TRIED * BEAM]:
        way, rank = divmod(int(flat), CUTS)
        if totals[way, rank] == NEVER:
            break
        runs = runs_of(back, way, rank, sheet.size, [modes for _, modes in starts[way]])
        after.append(_taken(float(totals[way, rank]), beam[way], runs, sheet, at, costs))
    found: dict[object, ColumnReading] = {}
    for reading in sorted(after, key=attrgetter("score"), reverse=True):
        found.setdefault((reading.cells, reading.runs), reading)
        if len(found) == BEAM:
            break
    return list(found.values())


def _starts(
    reading: ColumnReading, column: int, sheet: Sheet, is_later: bool, numbered: bool, costs: LineCosts
) -> tuple[list[float], list[Mode]]:
    """For each word of a line, what a run of the column that begins with it gives, and what it does there."""
    cell, line = reading.cells[column], sheet.line
    lead, beside = _lead(reading, column, line), _beside(reading, column, line)
    is_number = numbered and column in costs.numbers
    is_next = is_number and _is_next(line.words[0].text, cell)
    above = None if is_next else cell  # what may go on
    if is_number:
        lead = NEXT_NUMBER if is_next else max(lead, NUMBERED)
    if is_later:
        lead, beside = lead + ABOVE_HEADER, beside + BESIDE_LATER
    back = -STOPS if line.gap is Gap.LINE and column in reading.held else 0.0
    gains, modes = [], []
    opens = sheet.begins(column)
    goes_on = sheet.goes_on(column, above) if above is not None else []
    after_number = 0.0 if numbered and column - 1 in costs.numbers else beside
    moves = [lead, after_number, *[beside] * len(opens)]
    for start, opened in enumerate(opens):
        best, mode = opened + (NEW_CELL if above is not None else 0.0), Mode.OPENS
        if goes_on and goes_on[start] > best:
            best, mode = goes_on[start], Mode.GOES_ON
        gains.append(best + back + moves[start])
        modes.append(mode)
    return gains, modes


def _beside(reading: ColumnReading, column: int, line: PrintedLine) -> float:
    """For a line to go on in a column beside another; the header's part above it may name both."""
    if line.named:
        return 0.0 if column in line.named[-1] else BESIDE
    return 0.0 if column in reading.held else BESIDE_AGAIN if column in reading.band else BESIDE


def _lead(reading: ColumnReading, column: int, line: PrintedLine) -> float:
    """For a line to begin in a column: where a part of the header stands above, it says more than the line before."""
    named = [part for part in line.named if part]
    if named:
        if column in named[-1]:
            return 0.0
        if any(column in part for part in named):
            return NAMED_BEFORE
        return FOLLOWS if column > max(max(part) for part in named) else UNNAMED
    if not reading.runs or column in reading.held:
        return SAME
    first, last = min(reading.held), max(reading.held)
    gain = LEFT if column < first else NEXT if column == last + 1 else RIGHT
    gain += INSIDE if line.gap is Gap.LINE else 0.0
    if column in reading.band:
        return max(gain, BAND_LINE if line.gap is Gap.LINE else BAND_BLOCK)
    return gain


def _is_numbered(line: PrintedLine) -> bool:
    """Whether a line begins with what may be the number of a topic."""
    return not line.words[0].is_bullet and NUMBER.fullmatch(line.words[0].text) is not None


def _is_next(number: str, above: Cell | None) -> bool:
    """Whether a topic's number is by one more than the last one above."""
    last = above.text.split()[-1] if above is not None and above.text else ""
    return NUMBER.fullmatch(last) is not None and int(number.split(".")[0]) == int(last.split(".")[0]) + 1


def _taken(score: float, reading: ColumnReading, runs: tuple[Run, ...], sheet: Sheet, at: int, costs: LineCosts) -> ColumnReading:
    cells = list(reading.cells)
    for run in runs:
        text, cell = sheet.text(run.start, run.end), cells[run.column]
        before = "" if run.mode is Mode.OPENS or cell is None else cell.text
        whole = f"{before} {text}".strip()
        first = at if cell is None or not before else cell.first
        cells[run.column] = Cell(whole, 0, first, at, sheet.width(run.start, run.end), run.end - run.start)
        gain = costs.value(run.column, whole) - (costs.value(run.column, before) if before else 0.0)
        score += gain + costs.worded(run.column, before, whole)
    band = frozenset(run.column for run in runs)
    return ColumnReading(score, tuple(cells), runs, reading, band if sheet.line.named else band | reading.band)
