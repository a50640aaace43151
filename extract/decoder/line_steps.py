"""The steps of a reading of printed lines: what a line, and a run of it in a column, give after the lines above."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.decoder.line_costs import Cell, LineCosts, Mode, is_open
from extract.decoder.printed_lines import PrintedLine, Word
from extract.decoder.tokens import Gap
from schemas.raw import ColumnKind

Cells = tuple[Cell | None, ...]


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
    shown: tuple[object, ...] = ()  # by column what tells how its cell goes on: readings that hold and show the same are one from there on
    rivals: list["Reading"] = field(default_factory=list)  # those that went on as this one does, and cost more

    def holds(self, column: int) -> bool:
        """Whether the last line has words in the column."""
        return column in self.held


def line_base(reading: Reading, line: PrintedLine, opens: bool, costs: LineCosts) -> float:
    """What a line gives before any of its runs: that it opens a row, and that every column is left empty."""
    w = costs.weights
    gap = line.gap.name.lower()
    gain = 0.0
    if opens:
        gain += w[f"row_{gap}"]
        if line.gap is Gap.LINE and costs.is_narrow(line):
            gain += w["row_narrow"]
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
    if not reading.holds(column) or costs.kinds[column] is ColumnKind.CODES:
        return 0.0
    cell = reading.cells[column]
    return w["stops"] + (w["stops_open"] if cell is not None and is_open(cell.text) else 0.0)


def line_jump(reading: Reading, column: int, gap: Gap, opens: bool, costs: LineCosts) -> float:
    """For a line after a gap to begin in a column, seen from where the line above ended."""
    w = costs.weights
    if gap is Gap.LINE or not reading.runs:
        return 0.0
    last = reading.runs[-1].column
    name = "row" if opens else gap.name.lower()
    cell = reading.cells[last]
    unended = w["leaves_unended"] if (opens or column != last) and cell is not None and costs.is_unended(last, cell) else 0.0
    if column == last:
        return w[f"{name}_same"] + unended
    if column == last + 1:
        return w[f"{name}_next"] + unended
    if column > last:
        over = sum(costs.required[c] and not opens and reading.cells[c] is None for c in range(last + 1, column))
        return w[f"{name}_right"] + w["over_required"] * over + unended
    return w[f"{name}_among" if reading.holds(column) else f"{name}_left"] + unended


def run_starts(
    reading: Reading, column: int, words: Sequence[Word], start: int, mode: Mode, gap: Gap, opens: bool, costs: LineCosts
) -> float | None:
    """For a run of the column to begin with the words, in place of an empty column; None where it cannot."""
    base = mode_gain(reading, column, start == 0, mode, gap, opens, costs)
    if base is None:
        return None
    cell = reading.cells[column]
    if mode is Mode.OPENS or cell is None:
        return base + costs.begins(column, words)
    return base + costs.goes_on(column, cell, words, gap)


def mode_gain(reading: Reading, column: int, leads: bool, mode: Mode, gap: Gap, opens: bool, costs: LineCosts) -> float | None:
    """What `run_starts` gives whatever the words are; `leads` where the run is the first of its line."""
    gain = (_opened if mode is Mode.OPENS else _gone_on)(reading, column, leads, gap, opens, costs)
    if gain is None:
        return None
    jump = line_jump(reading, column, gap, opens, costs) if leads else 0.0
    return gain + jump - absent(reading, column, gap, opens, costs)


def _opened(reading: Reading, column: int, leads: bool, gap: Gap, opens: bool, costs: LineCosts) -> float | None:
    w, cell = costs.weights, reading.cells[column]
    if opens:
        merging, kind = costs.merging[column], costs.kinds[column].value
        return w[f"first_merging_{kind}" if merging else f"first_{kind}"] if leads else 0.0
    if cell is not None and cell.row == reading.row:
        return None
    name = f"late_{gap.name.lower()}"
    return w[name if leads else f"{name}_beside"] + costs.late(column, reading.cells, reading.row)


def _gone_on(reading: Reading, column: int, leads: bool, gap: Gap, opens: bool, costs: LineCosts) -> float | None:
    w, cell = costs.weights, reading.cells[column]
    own = cell is not None and cell.row == reading.row
    if cell is None or (not costs.merging[column] and (opens or not own)):
        return None
    if opens:
        return w["above_goes_on" if reading.holds(column) else "above_again"]
    if not reading.holds(column):
        apart = gap is Gap.LINE and costs.kinds[column] is ColumnKind.CODES  # each code a paragraph: its lines fall between the others'
        return w["again_codes" if apart else f"again_{gap.name.lower()}"]
    return 0.0 if own else w["above_line"]
