"""From ruling lines to cells: segments → joined rules → grids → which cells are one.

After the lattice of pdfplumber and camelot (A. Nurminen, "Algorithmic extraction of data in tables in PDF documents",
2013, section 4.2), with two changes: a grid that lacks outer rules is closed at the ends of the rules that cross it, and
a cell is split only by a rule that runs along its whole side, so that merged cells show as they are printed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

import numpy as np

from extract.lattice import extents
from extract.pdf.content import Bools, Floats, Ints

SNAP = 1.5  # points; rules nearer than this to each other are one
GAP = 4.5  # points; dashes of one rule stand no further apart
SHORTEST = 6.0  # points; a shorter rule is a mark, not a side of a cell
NARROWEST = 3.5  # points; boundaries nearer than this are one: double rules, and the bars that mark changes in the margin
TOUCH = 3.0  # points; a rule that ends this near to another touches it
OVERHANG = 8.0  # points; rules that run on further than this beyond the last crossing leave a side open
FEWEST_ALONE = 3  # upright rules that make a table without any level one
COVERS = 0.6  # share of a cell's side that a rule must cover to split it


@dataclass(frozen=True, slots=True)
class Rule:
    """A joined rule: its position across, and its extent along, in points."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Grid:
    """One table's grid: `xs` and `ys` are the column and row boundaries; `region[r, c]` numbers the printed cell.

    `open_top` and `open_bottom` say that the upright rules run on beyond the last level one: the page break cut a row.
    """

    xs: Floats
    ys: Floats
    region: Ints
    open_top: bool
    open_bottom: bool

    @cached_property
    def extents(self) -> list[list[int]]:
        """First and next row, first and next column of each printed cell, by its number."""
        return extents(self.region)


def refined(bounds: Floats, cuts: Sequence[float]) -> tuple[Floats, Ints]:
    """The boundaries with more of them, in points, and for each part between two of them which part it was cut from."""
    finer: Floats = np.sort(np.r_[bounds, cuts])
    return finer, np.searchsorted(bounds, (finer[:-1] + finer[1:]) / 2) - 1


def parted(region: Ints, origin: Ints, apart: Bools) -> Ints:
    """The regions of rows of which row i was cut from row `origin[i]`: those that are set `apart`, by number, are one in each part.

    Columns are parted likewise, the regions transposed.
    """
    found = region[origin].copy()
    for i in np.flatnonzero(origin[1:] == origin[:-1]) + 1:
        found[i] += np.where(apart[found[i]], int(found.max()) + 1, 0)
    return found


def grids(rules: Floats) -> list[Grid]:
    """The grids of a page from its segments (shape (n, 4)), in reading order."""
    if not len(rules):
        return []
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    level = _join(rules[(width >= height) & (height <= GAP)], 1, 0)
    found = [_grid(levels, uprights) for levels, uprights in _torn_joined(_connected(level, upright_rules(rules)))]
    return sorted((grid for grid in found if grid is not None), key=lambda grid: (grid.ys[0], grid.xs[0]))


def upright_rules(rules: Floats) -> list[Rule]:
    """The joined upright rules of a page from its segments (shape (n, 4))."""
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    return _join(rules[(width < height) & (width <= GAP)], 0, 1)


def _join(segments: Floats, across: int, along: int) -> list[Rule]:
    """Segments in one line and near each other become one rule. `across` and `along` are the coordinates' columns."""
    if not len(segments):
        return []
    at = (segments[:, across] + segments[:, across + 2]) / 2
    order = np.argsort(at, kind="stable")
    positions, spans = at[order].tolist(), segments[order][:, [along, along + 2]].tolist()
    ends = [i for i, (before, position) in enumerate(pairwise(positions), 1) if position - before > SNAP]
    rules: list[Rule] = []
    for first, last in pairwise([0, *ends, len(positions)]):
        position = median(positions[first:last])
        rules += [Rule(position, start, end) for start, end in _stretches(sorted(spans[first:last])) if end - start >= SHORTEST]
    return rules


def _stretches(spans: Sequence[Sequence[float]]) -> Iterator[tuple[float, float]]:
    """Spans in order of their starts, those that no wide gap parts made one."""
    start, end = spans[0]
    for a, b in spans[1:]:
        if a - end > GAP:
            yield start, end
            start, end = a, b
        end = max(end, b)
    yield start, end


def _connected(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that touch each other: each is one table."""
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(level):
        for j, v in enumerate(upright, len(level)):
            if h.start - TOUCH <= v.at <= h.end + TOUCH and v.start - TOUCH <= h.at <= v.end + TOUCH:
                parent[root(j)] = root(i)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i in range(len(parent)):
        levels, uprights = groups.setdefault(root(i), ([], []))
        levels.append(level[i]) if i < len(level) else uprights.append(upright[i - len(level)])
    return list(groups.values())


Group = tuple[list[Rule], list[Rule]]  # level and upright rules


def _torn_joined(groups: list[Group]) -> list[Group]:
    """The groups with those made one that an open page break has torn apart.

    Where no rule closes a row at a break, a column without a level rule on its page touches the others nowhere. What
    shows that they are one table is that the upright rules of all end at the same heights, and no others stand between them.
    """
    upright = [v for group in groups for v in group[1]]
    joined: list[Group] = []
    for group in sorted((group for group in groups if group[1]), key=lambda group: min(v.at for v in group[1])):
        mate = next((other for other in joined if _is_torn(other, group) and not _parted(other, group, upright)), None)
        if mate is None:
            joined.append((list(group[0]), list(group[1])))
        else:
            mate[0].extend(group[0])
            mate[1].extend(group[1])
    return joined


def _is_torn(one: Group, other: Group) -> bool:
    """Whether two groups of rules are parts of one table that is open where they end."""
    (top, bottom), (other_top, other_bottom) = _extent(one), _extent(other)
    if abs(top - other_top) > OVERHANG or abs(bottom - other_bottom) > OVERHANG:
        return False
    return any(_is_open(group) for group in (one, other))


def _parted(one: Group, other: Group, upright: Sequence[Rule]) -> bool:
    """Whether an upright rule stands between a group and another one to its right."""
    (top, bottom), left, right = _extent(one), max(v.at for v in one[1]), min(v.at for v in other[1])
    return any(left < v.at < right and v.start < bottom and top < v.end for v in upright)


def _extent(group: Group) -> tuple[float, float]:
    return min(v.start for v in group[1]), max(v.end for v in group[1])


def _is_open(group: Group) -> bool:
    """Whether no level rule closes the upright ones at one of their ends."""
    top, bottom = _extent(group)
    heights = [h.at for h in group[0]]
    return not heights or min(heights) - top > OVERHANG or bottom - max(heights) > OVERHANG


def _grid(level: list[Rule], upright: list[Rule]) -> Grid | None:
    """The grid of one group of rules; None where it has not at least two columns, or two rows."""
    if not upright or (not level and len(upright) < FEWEST_ALONE):
        return None
    top, bottom = min(v.start for v in upright), max(v.end for v in upright)
    sides = [*(h.start for h in level), *(h.end for h in level)] or [v.at for v in upright]
    left, right = min(sides), max(sides)
    ys, open_top, open_bottom = _boundaries([h.at for h in level], top, bottom)
    xs, _, _ = _boundaries([v.at for v in upright], left, right)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    return Grid(xs, ys, _regions(xs, ys, level, upright), open_top, open_bottom)


def _boundaries(positions: list[float], start: float, end: float) -> tuple[Floats, bool, bool]:
    """Distinct positions in order, closed at the ends of the crossing rules where these run on."""
    unique: list[float] = []
    for position in sorted(positions):
        if not unique or position - unique[-1] > NARROWEST:
            unique.append(position)
    if not unique:
        return np.array([start, end]), True, True
    before, after = unique[0] - start > OVERHANG, end - unique[-1] > OVERHANG
    return np.array([*([start] if before else []), *unique, *([end] if after else [])]), before, after


def _regions(xs: Floats, ys: Floats, level: list[Rule], upright: list[Rule]) -> Ints:
    """Number the printed cells: neighbours without a rule between are one, and every region is a rectangle."""
    rows, columns = len(ys) - 1, len(xs) - 1
    ruled_above = _covered(ys[:-1], xs, level).tolist()  # [r][c]: a rule runs along the top of the cell
    ruled_left = _covered(xs[:-1], ys, upright).T.tolist()
    region = [[-1] * columns for _ in range(rows)]
    count = 0
    for r in range(rows):
        for c in range(columns):
            if region[r][c] >= 0:
                continue
            right = c + 1
            while right < columns and region[r][right] < 0 and not ruled_left[r][right]:
                right += 1
            below = r + 1
            while below < rows and not any(ruled_above[below][c:right]) and not any(ruled_left[below][c + 1 : right]):
                below += 1
            for row in region[r:below]:
                row[c:right] = [count] * (right - c)
            count += 1
    return np.array(region, dtype=np.int64)


def _covered(positions: Floats, ends: Floats, rules: list[Rule]) -> Bools:
    """[i, k]: does a rule at `positions[i]` cover the stretch from `ends[k]` to `ends[k + 1]`?"""
    covered = np.zeros((len(positions), len(ends) - 1))
    if rules:
        at, start, end = np.array([(rule.at, rule.start, rule.end) for rule in rules]).T[:, :, None]
        away = np.abs(positions - at)
        nearest = away.argmin(axis=1)
        own = away.min(axis=1) <= NARROWEST
        overlap = np.clip(np.minimum(ends[1:], end) - np.maximum(ends[:-1], start), 0, None)
        np.add.at(covered, nearest[own], overlap[own])
    return covered >= COVERS * np.diff(ends)
