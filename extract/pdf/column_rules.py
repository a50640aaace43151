"""Tables that rule their columns and no row: what their upright rules tell of the columns."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extract.pdf.content import Floats, PageContent, Segment
from extract.pdf.grid import Grid, Rule, upright_rules

STRIP = 2.0  # points beside an outermost rule that are taken for the cell there


def rules_rows(grid: Grid) -> bool:
    """Whether a level rule closes the grid somewhere; one without any holds all rows of a table, or part of one."""
    return not (grid.open_top and grid.open_bottom and len(grid.ys) == 2)


def with_column_cells(content: PageContent) -> PageContent:
    """The page with what its upright rules part laid behind the lines, as cells that are filled with colour would be."""
    x, y = (content.boxes[:, :2] + content.boxes[:, 2:]).T / 2
    rules = [rule for rule in upright_rules(content.rules) if _stands_between(rule, x, y)]
    if not rules:
        return content
    cells = list(_cells(rules))
    return replace(content, areas=np.vstack([content.areas, np.array(cells).reshape(-1, 4)]))


def _stands_between(rule: Rule, x: Floats, y: Floats) -> bool:
    """Whether letters stand on both sides of an upright rule: it is no side of a table, and no bar beside changed lines."""
    beside = x[(rule.start < y) & (y < rule.end)]
    return bool((beside < rule.at).any() and (beside > rule.at).any())


def _cells(rules: Sequence[Rule]) -> Iterator[Segment]:
    """The cells between upright rules, and a strip beside the outermost ones: further out there may be several columns."""
    heights = sorted({height for rule in rules for height in (rule.start, rule.end)})
    for top, bottom in pairwise(heights):
        sides = sorted(rule.at for rule in rules if rule.start <= top and bottom <= rule.end)
        if sides:
            yield from ((x0, top, x1, bottom) for x0, x1 in pairwise([sides[0] - STRIP, *sides, sides[-1] + STRIP]))
