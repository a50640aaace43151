"""Cells of a table whose columns only the header rules: they are told apart by what stands in them."""

from dataclasses import replace

import numpy as np

from extract.pdf.content import Bools, Floats, PageContent, Segment, usual_height
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
    region = grid.region.copy()
    for r, below, c, right in spanning:
        inside = printed_inside(content, (grid.xs[c], grid.ys[r], grid.xs[right], grid.ys[below]))
        if are_apart(content.boxes[inside], grid.xs[c : right + 1]):
            count = int(region.max()) + 1
            region[r:below, c:right] = np.arange(count, count + right - c)
    return replace(grid, region=region)


def _spanning(grid: Grid) -> list[tuple[int, int, int, int]]:
    """First and next row, first and next column of each cell over several columns."""
    wide = np.unique(grid.region[:, 1:][grid.region[:, 1:] == grid.region[:, :-1]])
    return [(top, below, left, right) for top, below, left, right in (grid.extents[number] for number in wide.tolist())]


def printed_inside(content: PageContent, sides: Segment) -> Bools:
    """Which characters of a page are printed, by their middles, between the left, upper, right and lower side."""
    middles = (content.boxes[:, :2] + content.boxes[:, 2:]) / 2
    inside: Bools = np.all((middles > sides[:2]) & (middles < sides[2:]), axis=1)
    blanks = [at for at in np.flatnonzero(inside).tolist() if content.text[at].isspace()]
    inside[blanks] = False
    return inside


def are_apart(boxes: Floats, edges: Floats) -> bool:
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
