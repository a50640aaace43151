"""Two tables printed edge to edge share one grid: cut it where the columns of the rows change."""

import itertools

import numpy as np

from extract.pdf.grid import Grid

LIKE = 0.34  # share of common column boundaries below which two rows belong to different tables


def bands(grid: Grid) -> list[Grid]:
    """The grid cut into tables, each with the columns its own rows use. A row across all columns opens the next table."""
    splits = [frozenset(c for c, ends in enumerate(row, 1) if ends) for row in (np.diff(grid.region) != 0).tolist()]  # where cells end
    cuts = [0]
    current: frozenset[int] = frozenset()
    spanning = None  # first of the rows across all columns that stand right above
    for r, split in enumerate(splits):
        if not split:
            spanning = r if spanning is None else spanning
            continue
        if current and _differs(current, split) and not _bridged(grid, start := r if spanning is None else spanning):
            cuts.append(start)
            current = split
        current, spanning = current | split, None
    edges = [*cuts, len(splits)]
    return [_crop(grid, a, b, frozenset().union(*splits[a:b])) for a, b in itertools.pairwise(edges)]


def _differs(table: frozenset[int], row: frozenset[int]) -> bool:
    """Whether a row's boundaries are no selection of the table's, nor the other way round, and have little in common."""
    if row <= table or table <= row:
        return False
    return len(table & row) < LIKE * len(table | row)


def _bridged(grid: Grid, r: int) -> bool:
    """Whether a merged cell spans the boundary above row r: then it is one table."""
    return r > 0 and bool((grid.region[r] == grid.region[r - 1]).any())


def _crop(grid: Grid, first: int, last: int, splits: frozenset[int]) -> Grid:
    """Rows `first` to `last` (not in) with the columns they use, which end at `splits`; regions are numbered anew."""
    used = [0, *sorted(splits), len(grid.xs) - 1]
    if last - first == len(grid.ys) - 1 and len(used) == len(grid.xs):
        return grid
    _, region = np.unique(grid.region[first:last][:, used[:-1]], return_inverse=True)
    region = region.reshape(last - first, len(used) - 1).astype(np.int64)
    ys = grid.ys[first : last + 1]
    return Grid(grid.xs[used], ys, region, grid.open_top and first == 0, grid.open_bottom and last == len(grid.ys) - 1)
