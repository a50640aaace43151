"""Level rules that part the rows of a table whose columns no rule shows: which they are, and the table as a ruled one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extract.pdf.columns import ALIGNED, SIDE, Columns, TextLine, by_column
from extract.pdf.content import Floats, PageContent
from extract.pdf.grid import SNAP
from extract.pdf.titles import Title, two_levels

LONG_RULE = 15.0  # points; a shorter level rule parts no rows
REACH = 12.0  # points above and below its lines within which the rules of a table lie
WIDE = 0.4  # share of a table's width through which the rules between its rows run; narrower ones stand under single cells
WHOLE = 0.9  # share of a table's width from which a rule runs through all of it
TITLE_WORDS = 4  # words of a column's titles, on average; rows of a table say more
FEWEST = 3  # lines that fill a column, fewer than which prove nothing

Run = tuple[Columns | None, list[TextLine]]  # lines one below the other that lie in the columns, or in no table


def rules_reach_all(page: PageContent, columns: Columns | None, lines: Sequence[TextLine]) -> bool:
    """Whether the level rules between the lines of a table run over each of its columns that is filled there, now and then at least."""
    levels = row_rules(page, columns)
    if columns is None or not len(levels):
        return True
    inner = levels[(levels[:, 1] > lines[0].top) & (levels[:, 3] < lines[-1].bottom)]
    filled, ruled = Counter[int](), set[int]()
    for above, line in pairwise(lines):
        parted = ((inner[:, 1] > above.top) & (inner[:, 3] < line.bottom)).any()
        for column, own in enumerate(by_column(line, columns)):
            if own is not None:
                filled[column] += bool(parted)
                middle = (own.x0 + own.x1) / 2
                if column not in ruled and ((inner[:, 0] < middle) & (inner[:, 2] > middle)).any():
                    ruled.add(column)
    return all(column in ruled for column, count in filled.items() if count >= FEWEST)


def row_rules(page: PageContent, columns: Columns | None) -> Floats:
    """The level rules of a page that run from one column boundary to another, or to a side, however far off its texts that is."""
    rules = page.rules
    if columns is None or not len(rules):
        return np.empty((0, 4))
    long = rules[:, 2] - rules[:, 0] > 4 * (rules[:, 3] - rules[:, 1]) + LONG_RULE
    ends = rules[:, [0, 2]]
    outside = (ends <= columns.starts[0] + ALIGNED) | (ends >= columns.limits[-1] - ALIGNED)
    bounded = np.array([[columns.is_boundary(x) for x in pair] for pair in ends.tolist()], dtype=bool)
    return _wide(rules[long & (bounded | outside).all(axis=1)], columns)


def _wide(rules: Floats, columns: Columns) -> Floats:
    """The level rules that, each with those at its height, run through enough of a table to part its rows."""
    width = columns.limits[-1] - columns.starts[0]
    heights = (rules[:, 1] + rules[:, 3]) / 2
    level = np.abs(heights[:, None] - heights[None, :]) <= SNAP
    spans: Floats = level @ (rules[:, 2] - rules[:, 0])
    found: Floats = rules[spans >= WIDE * width]
    return found


def with_uprights(page: PageContent, unmarked: PageContent, runs: Sequence[Run]) -> PageContent:
    """The page with upright rules drawn in at the column boundaries, wherever its level rules enclose lines of a table.

    `unmarked` is the page without the rules that strike or underline letters.
    """
    drawn: list[tuple[float, float, float, float]] = []
    for columns, lines in runs:
        levels = row_rules(unmarked, columns)
        near = (levels[:, 1] >= lines[0].top - REACH) & (levels[:, 3] <= lines[-1].bottom + REACH)
        levels = levels[near]
        if columns is None or not len(levels):
            continue
        heights = _closed(sorted({float(y) for y in (levels[:, 1] + levels[:, 3]) / 2}), lines)
        sides = _sides(columns, levels)
        titled = _foot_of_titles(levels, lines, sides)
        begins = _below_titles(unmarked, lines, columns)
        for upper, lower in pairwise(heights):
            merged = _title_spans(levels, lower, sides, [line for line in lines if upper < _level(line) < lower]) if lower < titled else []
            whole = [(n, side) for n, side in enumerate(sides) if not any(left < side < right for left, right in merged)]
            drawn += [(side, max(upper, begins.get(n, upper)), side, lower) for n, side in whole if begins.get(n, upper) < lower]
    rules = np.vstack([page.rules, np.array(drawn).reshape(-1, 4)])
    return replace(page, rules=rules, colours=np.vstack([page.colours, np.zeros((len(drawn), 3), dtype=np.int64)]))


def _below_titles(page: PageContent, lines: Sequence[TextLine], columns: Columns) -> dict[int, float]:
    """Where the sides of columns begin that a title over several columns has above them: side, from 0, to height in points."""
    found = two_levels(lines, columns)
    heights: dict[int, float] = {}
    for title in found.upper if found else ():
        inner = range(title.first + 1, title.last + 1)
        if inner:
            heights |= dict.fromkeys(inner, _foot(page, lines, title))
    return heights


def _foot(page: PageContent, lines: Sequence[TextLine], title: Title) -> float:
    """The height of the level rule below a title, in points; half way to the next line where there is none."""
    last = max(stretch.line for stretch in title.stretches)
    bottom, below = lines[last].bottom, lines[last + 1].top
    over = page.rules[(page.rules[:, 0] < title.x0) & (page.rules[:, 2] > title.x1)]
    between = over[(over[:, 3] > bottom - SNAP) & (over[:, 1] < lines[last + 1].bottom)]
    return float(between[0, [1, 3]].mean()) if len(between) else (bottom + below) / 2


def _foot_of_titles(levels: Floats, lines: Sequence[TextLine], sides: Sequence[float]) -> float:
    """The height of the first level rule below lines of a table that runs through all of it: the titles of its columns end there.

    It is 0 where the lines above it are no titles of all columns.
    """
    whole = levels[levels[:, 2] - levels[:, 0] >= WHOLE * (sides[-1] - sides[0]), 1]
    foot = float(min(whole[whole > _level(lines[0])], default=0.0))
    words = [word for line in lines if _level(line) < foot for word in line.words]
    titled = {int(np.searchsorted(sides, (word.x0 + word.x1) / 2)) for word in words}
    begins = all(word.text[0].isupper() for word in lines[0].words[:1])
    return foot if begins and titled >= set(range(1, len(sides))) and len(words) <= TITLE_WORDS * len(sides) else 0.0


def _title_spans(levels: Floats, height: float, sides: Sequence[float], above: Sequence[TextLine]) -> list[tuple[float, float]]:
    """Left and right side of each title that is printed once over several columns: the level rule below it runs over these alone."""
    spans: list[tuple[float, float]] = []
    for left, _, right, _ in levels[np.abs((levels[:, 1] + levels[:, 3]) / 2 - height) <= SNAP].tolist():
        own = [side for side in sides if left - ALIGNED <= side <= right + ALIGNED]
        begun = [word.x0 for line in above for word in line.words if left <= word.x0 <= right]
        firsts = sorted({int(np.searchsorted(own, x0)) - 1 for x0 in begun})
        if len(own) > 2 and (firsts[:1] == [0] or len(firsts) == 1):
            spans += [(own[a], own[b]) for a, b in pairwise([0, *firsts[1:], len(own) - 1])]
    return spans


def _level(line: TextLine) -> float:
    return (line.top + line.bottom) / 2


def _closed(heights: list[float], lines: Sequence[TextLine]) -> list[float]:
    """The heights of the level rules, with the ends of the table where no rule closes it: it goes as far as its lines do."""
    above = [lines[0].top] if lines[0].top < heights[0] - REACH / 2 else []
    below = [lines[-1].bottom] if lines[-1].bottom > heights[-1] + REACH / 2 else []
    return [*above, *heights, *below]


def _sides(columns: Columns, levels: Floats) -> list[float]:
    """The column boundaries, put where the ends of the level rules show them best.

    Rules that begin further left than a side stands off its texts begin at a column without any.
    """
    ends = levels[:, [0, 2]].ravel()
    gaps = [(-np.inf, columns.starts[0]), *zip(columns.limits, columns.starts[1:], strict=False), (columns.limits[-1], np.inf)]
    sides = []
    for edge, (left, right) in zip(columns.edges, gaps, strict=True):
        own = ends[(ends >= max(left - ALIGNED, columns.edges[0] - SIDE)) & (ends <= right + ALIGNED)]
        sides.append(float(np.median(own)) if len(own) else edge)
    return sides
