"""What the words in and beside a grid tell of it: a table, the lines of a chart, or rules that part only some columns of a table."""

from collections.abc import Sequence
from enum import Enum

import numpy as np

from extract.pdf.column_rules import rules_rows
from extract.pdf.content import Floats
from extract.pdf.grid import Grid
from extract.pdf.lines import Line

SPARSE = 0.6  # share of a grid's cells with a text, below which words beside its rows are the scale of a chart
BARE = 0.25  # below which it needs no words beside it, if most of its rows hold none at all
FEWEST_BARE = 4  # rows of a grid that is known by its empty rows
BESIDE_ROWS = 0.5  # share of a chart's rows that have words beside them
LEVEL = 0.15  # of the character height: words of one row stand on one line, to this
LINED_UP = 0.8  # share of a grid's lines that words beside it go on, from which these are cells of the same table
TALL = 6  # lines of a cell that are many
OPEN = 0.3  # share of a grid's lines in cells that hold rows and columns, from which the grid is a frame around them
FEWEST_LEVEL = 3  # lines that go on beside a grid; fewer may be level by chance


class Kind(Enum):
    """What a grid is."""

    TABLE = "table"
    CHART = "chart"
    PART = "part"  # of a table whose other columns stand beside it, without rules


def kind_of(grid: Grid, cells: Sequence[Sequence[Line]], beside: Sequence[Line], fewest: int = FEWEST_LEVEL) -> Kind:
    """What a grid is.

    Args:
        grid: The grid.
        cells: The printed lines of each of its cells, by region.
        beside: The printed lines to its left and right, of any height; no notes in the margin.
        fewest: Lines that must go on beside it before it is part of a table.
    """
    level = [line for line in beside if grid.ys[0] < line.middle < grid.ys[-1]]
    texts = {number: lines for number in np.unique(grid.region).tolist() if (lines := cells[number])}
    if _is_chart(grid, texts, level):
        return Kind.CHART
    if is_open(list(texts.values())):
        return Kind.PART
    return Kind.PART if level and _goes_on_beside(grid, [line for lines in texts.values() for line in lines], level, fewest) else Kind.TABLE


def is_open(cells: Sequence[Sequence[Line]]) -> bool:
    """Whether cells are frames around rows and columns that no rule parts: most of their many lines hold several texts side by side."""
    tall = [[line.parted for line in lines] for lines in cells if len(lines) >= TALL]
    open_cells = [parted for parted in tall if sum(parted) >= LINED_UP * len(parted)]
    return bool(open_cells) and sum(map(len, open_cells)) >= OPEN * sum(map(len, cells))


def _is_chart(grid: Grid, texts: dict[int, Sequence[Line]], beside: Sequence[Line]) -> bool:
    """Whether most cells are empty and the rows have the numbers of a scale beside them, or hold no words at all."""
    filled = len(texts) / len(np.unique(grid.region))
    if filled >= SPARSE:
        return False
    rows = len(grid.region)
    if len(np.unique(np.searchsorted(grid.ys, [line.middle for line in beside]))) >= BESIDE_ROWS * rows:
        return True
    printed = sum(bool(texts.keys() & set(row)) for row in grid.region.tolist())
    return filled < BARE and rows >= FEWEST_BARE and 2 * printed <= rows


def _goes_on_beside(grid: Grid, inside: Sequence[Line], beside: Sequence[Line], fewest: int) -> bool:
    """Whether the lines of a grid go on beside it; where it rules no rows, a few that do are enough."""
    if not inside:
        return False
    own, others = _levels(inside), _levels(beside)
    nearest = np.abs(own[:, None] - others[None, :]).min(axis=1)
    lined_up = int((nearest <= LEVEL * inside[0].height).sum())
    if not rules_rows(grid):
        return lined_up >= fewest
    return lined_up >= max(fewest, LINED_UP * len(own)) and len(others) <= len(own) / LINED_UP


def _levels(lines: Sequence[Line]) -> Floats:
    """The distinct heights in points on which one or more lines stand, each by its middle."""
    middles = np.sort([line.middle for line in lines])
    return middles[np.diff(middles, prepend=-np.inf) > LEVEL * lines[0].height]
