"""Rows that no rule parts: a table may rule its columns and leave its rows, or those of its first column, to the eye.

What tells them from one row of wrapped texts is that no line was full: a word processor breaks a line only where the next
word has no room, so lines that end short of it, side by side in the columns, were set as rows.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

import numpy as np

from extract.pdf.grid import Grid, parted, refined
from extract.pdf.lines import BLANK, Line

FEWEST, FEWEST_FIRST = 3, 4  # lines side by side that are rows; in a table's first row, whose header may hold lines set one by one
FEWEST_TALL = 4  # rows of which a cell without rules beside them holds a line each
FILLED, OF_FIGURES = 0.75, 0.6  # share of the places, lines by cells, that hold a text; where several of the cells hold figures alone
LEVEL = 0.4  # of the character height: lines nearer than this stand side by side
FREE = 0.5  # share of the line ends at which the next word had room; in a wrapped text it has at the ends of paragraphs alone
ALIGNED = 1.0  # points by which the ends of lines that are aligned may differ
PADDING = 1.5  # points of a cell's sides that its text keeps clear of, at least

LEADS = re.compile(r"(?:\.\s?){4,}$")  # dots behind a text lead the eye to the next column

Lines = Sequence[Sequence[Line]]  # the printed lines of each region


@dataclass(frozen=True, slots=True)
class _Cell:
    """A printed cell: its sides, in points, and its lines."""

    left: float
    right: float
    lines: Sequence[Line]

    @property
    def is_figures(self) -> bool:
        """Whether it holds several lines without a letter."""
        return len(self.lines) > 1 and not any(character.isalpha() for line in self.lines for character in line.text)

    @property
    def is_free(self) -> bool:
        """Whether these lines are no wrapped text: figures, or the next word had room at half of the line ends."""
        if self.is_figures:
            return True
        width = self.right - self.left - 2 * self._padding
        taken = (
            0.0 if LEADS.search(above.text) else above.x1 - above.x0 + BLANK * above.height + line.word
            for above, line in pairwise(self.lines)
        )
        return sum(each <= width for each in taken) >= FREE * (len(self.lines) - 1)

    @property
    def _padding(self) -> float:
        """How far off the cell's sides its text keeps, in points: as the side shows on which its lines are aligned."""
        lefts, rights = [line.x0 - self.left for line in self.lines], [self.right - line.x1 for line in self.lines]
        aligned = [min(side) for side in (lefts, rights) if max(side) - min(side) < ALIGNED]
        return max(min(aligned, default=PADDING), PADDING)


def with_unruled_rows(grid: Grid, lines: Lines) -> Grid:
    """The grid with a boundary between any two lines that are rows of their own; the same grid where there are none."""
    cut = _without_tall(grid, lines)
    heights = [y for r, cells in enumerate(_cells_by_row(cut, lines)) for y in _heights(cells, FEWEST if r else FEWEST_FIRST)]
    if not heights:
        return cut
    ys, origin = refined(cut.ys, heights)
    alone = np.array([below - top == 1 for top, below, _, _ in cut.extents], dtype=bool)
    return replace(cut, ys=ys, region=parted(cut.region, origin, alone))


def _cells_by_row(grid: Grid, lines: Lines) -> list[list[_Cell]]:
    """The cells of each row that hold a text and lie in no other row; those cut off a tall cell hold one line and count for nothing."""
    cells: list[list[_Cell]] = [[] for _ in grid.region]
    for own, (top, below, left, right) in zip(lines, grid.extents, strict=False):
        if own and below - top == 1:
            cells[top].append(_Cell(float(grid.xs[left]), float(grid.xs[right]), own))
    return cells


def _heights(cells: Sequence[_Cell], fewest: int) -> list[float]:
    """The heights between the lines of a row, in points, if each line is a row of its own; else none."""
    if len(cells) < 2 or sum(len(cell.lines) >= fewest for cell in cells) < 2:
        return []
    count = sum(len(cell.lines) for cell in cells)
    least = OF_FIGURES if sum(cell.is_figures for cell in cells) > 1 else FILLED
    if count < least * len(cells) * max(len(cell.lines) for cell in cells):
        return []
    levels: list[list[Line]] = []
    for line in sorted((line for cell in cells for line in cell.lines), key=attrgetter("middle")):
        if levels and line.middle - levels[-1][0].middle <= LEVEL * line.height:
            levels[-1].append(line)
        else:
            levels.append([line])
    if len(levels) < fewest or count < least * len(cells) * len(levels) or not all(cell.is_free for cell in cells):
        return []
    return [(above[0].middle + below[0].middle) / 2 for above, below in pairwise(levels)]


def _without_tall(grid: Grid, lines: Lines) -> Grid:
    """The grid, each cell cut that lies beside several rows and holds a line of its own for every one of them."""
    region = grid.region
    for own, (top, below, left, right) in zip(lines, grid.extents, strict=True):
        if len(own) != below - top or len(own) < FEWEST_TALL:
            continue
        beside = np.searchsorted(grid.ys, [line.middle for line in own]) - 1
        if (beside == np.arange(top, below)).all() and _Cell(float(grid.xs[left]), float(grid.xs[right]), own).is_free:
            region = region.copy() if region is grid.region else region
            region[top:below, left:right] = int(region.max()) + 1 + np.arange(len(own))[:, None]
    return grid if region is grid.region else replace(grid, region=region)
