"""Cells of a table whose columns only the header rules: they are told apart by what stands in them."""

import numpy as np

from extract.lattice import extents
from extract.pdf.content import Floats, PageContent, usual_height
from extract.pdf.grid import Grid

APART = 0.8  # of the character height: what stands at least so far apart on either side of a column's edge is two cells


def by_columns(grid: Grid, content: PageContent) -> Grid:
    """The grid with each cell cut that spans several columns and holds a text of its own in more than one of them.

    A cell merged over columns holds one text, which crosses their edges or stands in the midst; where blank paper lies
    about every edge and text on both its sides, the rule was left out in print.
    """
    spanning = _spanning(grid)
    if not spanning:
        return grid
    x, y = (content.boxes[:, :2] + content.boxes[:, 2:]).T / 2
    printed = np.array([not letter.isspace() for letter in content.text], dtype=bool)
    region = grid.region.copy()
    for r, below, c, right in spanning:
        inside = printed & (y > grid.ys[r]) & (y < grid.ys[below]) & (x > grid.xs[c]) & (x < grid.xs[right])
        if _are_apart(content.boxes[inside], grid.xs[c : right + 1]):
            count = int(region.max()) + 1
            region[r:below, c:right] = np.arange(count, count + right - c)
    return Grid(grid.xs, grid.ys, region, grid.open_top, grid.open_bottom)


def _spanning(grid: Grid) -> list[tuple[int, int, int, int]]:
    """First and next row, first and next column of each cell over several columns."""
    wide = np.unique(grid.region[:, 1:][grid.region[:, 1:] == grid.region[:, :-1]])
    return [(top, below, left, right) for top, below, left, right in extents(grid.region)[wide].tolist()]


def _are_apart(boxes: Floats, edges: Floats) -> bool:
    """Whether characters stand in most columns between the edges, and none near an edge that has characters on both sides."""
    if len(boxes) < 2:
        return False
    height = usual_height(boxes)
    filled = len(np.unique(np.searchsorted(edges, (boxes[:, 0] + boxes[:, 2]) / 2)))
    for edge in edges[1:-1].tolist():
        left, right = boxes[boxes[:, 0] < edge, 2], boxes[boxes[:, 2] > edge, 0]
        if len(left) and len(right) and right.min() - left.max() < APART * height:
            return False
    return 2 * filled > len(edges) - 1 and filled > 1
