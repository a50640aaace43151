"""Columns of figures that no rule parts: a table may rule its groups of columns and leave the columns to the eye.

What tells them from the words of one cell is that line by line figures alone stand side by side, in places of their own.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extract.pdf.columns import FIGURE, text_lines, words_of
from extract.pdf.content import PageContent
from extract.pdf.grid import SNAP, Grid, parted, refined
from extract.pdf.lines import Line
from extract.pdf.spans import are_apart, by_columns, printed_inside
from extract.pdf.strips import NARROW_GAP, strips

FEWEST = 3  # lines of figures side by side
MOST = 0.7  # share of such lines among those of a column that begin with a figure

Lines = Sequence[Sequence[Line]]  # the printed lines of each region


def with_unruled_columns(grid: Grid, lines: Lines, content: PageContent) -> Grid:
    """The grid with a boundary between any two columns of figures that no rule parts; the same grid where there are none."""
    cuts = [x for column, own in enumerate(_by_column(grid, lines)) if _are_several(own) for x in _cuts(grid, column, content)]
    if not cuts:
        return grid
    xs, origin = refined(grid.xs, cuts)
    figures = np.array([bool(own) and all(_is_row(line.text) for line in own) for own in lines], dtype=bool)
    finer = replace(grid, xs=xs, region=parted(grid.region.T, origin, figures).T)
    return by_columns(_with_two_levels(by_columns(finer, content), lines, content), content)


def _by_column(grid: Grid, lines: Lines) -> list[list[Line]]:
    """The lines of the cells of each column that lie in no other."""
    columns: list[list[Line]] = [[] for _ in grid.xs[1:]]
    for own, (_, _, left, right) in zip(lines, grid.extents, strict=False):
        if right - left == 1:
            columns[left] += own
    return columns


def _are_several(lines: Sequence[Line]) -> bool:
    """Whether the lines of a column hold figures side by side."""
    begun = [line.text for line in lines if line.text[:1].isdigit()]
    return len(begun) >= FEWEST and sum(map(_is_row, begun)) >= max(FEWEST, MOST * len(begun))


def _is_row(text: str) -> bool:
    """Whether a line is two figures or more."""
    return " " in text and all(FIGURE.fullmatch(word) for word in text.split())


def _cuts(grid: Grid, column: int, content: PageContent) -> list[float]:
    """Where the figures of a column part, in points."""
    inside = printed_inside(content, (grid.xs[column], grid.ys[0], grid.xs[column + 1], grid.ys[-1]))
    rows = [line for line in text_lines(content.only(inside)) if _is_row(line.text)]
    if len(rows) < FEWEST:
        return []
    words = words_of(rows)
    return [strip.boundary for strip in strips(words) if strip.odds > 0 and strip.right - strip.left >= NARROW_GAP * words.height]


def _with_two_levels(grid: Grid, lines: Lines, content: PageContent) -> Grid:
    """The grid with each title over several columns parted from those of the columns, where one cell holds both."""
    lower: dict[int, float] = {}  # by region, the height that parts the two
    for number, (top, below, left, right) in enumerate(grid.extents[: len(lines)]):
        own = lines[number]
        if len(own) < 2 or below - top > 1 or right - left < 2:
            continue
        y = (own[-2].bottom + own[-1].top) / 2
        if are_apart(content.boxes[printed_inside(content, (grid.xs[left], y, grid.xs[right], grid.ys[below]))], grid.xs[left : right + 1]):
            lower[number] = next((each for each in lower.values() if abs(each - y) < SNAP), y)
    ys, origin = refined(grid.ys, sorted(set(lower.values())))
    region = grid.region[origin]
    for number, y in lower.items():
        region[(region == number) & (ys[:-1, None] >= y)] = int(region.max()) + 1
    return replace(grid, ys=ys, region=region)
