"""The rows of a page whose columns a scan reads one after the other: which lines of each column stand in the same row.

How many rows, tasks and topics begin on the page, the ways to cut its columns tell together (`band_cuts.py`). Of the layouts with such
numbers the best one is taken: by lines that several columns share, by how tall the rows are, for below a cell that is shorter than its
row a blank line is left, and by how much a page holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import combinations, islice, pairwise
from operator import itemgetter

from extract.decoder.band_cuts import MOST_ROWS, SURE_MARGIN, Column, Piece, gap_above
from extract.decoder.line_costs import LineCosts
from extract.decoder.tokens import Gap

SHAPES, BEHIND = 8, 5.0  # tried, and nats behind the likeliest up to which they are
LAYOUTS = 500  # of one shape that are tried
COMPARED = 60  # layouts that the best is compared with
PLACINGS = 100  # of a column's cells
FILLED = {Gap.LINE: 1.0, Gap.PARAGRAPH: -0.7, Gap.PAGE: 0.0}  # nats for what stands below a cell that is as tall as its row
SHORT = {Gap.LINE: -0.5, Gap.PARAGRAPH: 0.1, Gap.PAGE: 0.0}  # or shorter
FIRST_REST = -2.0  # for a page to begin with a row of the task on the page before
OPENS_TASK = -0.2  # for a row to open a task in a topic that stands above
OVER = -0.5  # for each line by which a page is taller than it can be
ROOM = 60  # lines of a page
TORN_LINE = -6.0  # for words of one printed line to stand in two rows
UNEVEN = -0.5  # for a line by which they stand apart in one row, up to `MOST_UNEVEN`
MOST_UNEVEN = 4

Row = tuple[tuple[int, int] | None, ...]
"""By column the pieces of a row's cell, from the first up to the second; None where it has none of its own."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """One row of a page; whether it opens, or is the rest of the one on the page before.

    `margins` are by how many nats, by column, the best layout of the page costs more in which the cell is another.
    """

    opens: bool
    cells: Row
    margins: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """How many rows, tasks and topics begin on a page."""

    rows: int
    tasks: int
    heads: int


def page_rows(own: Sequence[Sequence[Piece]], costs: LineCosts, is_first: bool) -> list[PageRow]:
    """The rows of a page, given what stands in each column; nothing goes on there if it is the table's first."""
    columns = [Column(c, each, costs, is_first) for c, each in enumerate(own)]
    page = _Page(columns, costs)
    laid = nlargest(COMPARED, (layout for shape in page.shapes() for layout in page.layouts(shape)), key=itemgetter(0))
    best = laid[0]
    margins = [list(each) for each in best[2]]
    owners = _owners(best[1])
    for gain, rows, _ in laid[1:]:
        for row, column in _differing(best[1], rows):
            owner = owners[row][column]
            margins[owner][column] = min(margins[owner][column], best[0] - gain)
    return [replace(row, margins=tuple(own)) for row, own in zip(best[1], margins, strict=True)]


def _owners(rows: Sequence[PageRow]) -> list[list[int]]:
    """By row and column the row that opens the cell which stands there, or the row itself where none does."""
    found: list[list[int]] = []
    for at, row in enumerate(rows):
        found.append([at if cell is not None or not found or not rows[at].opens else found[-1][c] for c, cell in enumerate(row.cells)])
    return found


def _differing(rows: Sequence[PageRow], others: Sequence[PageRow]) -> Iterator[tuple[int, int]]:
    """The cells, by row and column, that no row of another layout has beside the same cells."""
    there = {(key, c, others[owner].cells[c]) for key, owners in _keyed(others) for c, owner in enumerate(owners)}
    for at, (key, owners) in enumerate(_keyed(rows)):
        for c, owner in enumerate(owners):
            if (key, c, rows[owner].cells[c]) not in there:
                yield at, c


def _keyed(rows: Sequence[PageRow]) -> Iterator[tuple[object, list[int]]]:
    """For each row the cell that tells it from others, the rightmost but for prose, and the rows that open its cells."""
    for row, owners in zip(rows, _owners(rows), strict=True):
        yield next(((c, cell) for c, cell in reversed(list(enumerate(row.cells[:-1]))) if cell is not None), None), owners


Layout = tuple[float, list[PageRow], list[list[float]]]
"""What a layout of a page gives, its rows, and by row and column the margins within it."""


class _Page:
    """The columns of a page by how often a row opens them: with each topic, with each task, or always."""

    def __init__(self, columns: Sequence[Column], costs: LineCosts) -> None:
        self.columns, self.costs = columns, costs
        tasked = costs.owner is not None
        self.heads = [c for c in costs.heads] if tasked else []
        self.tasks = sorted({costs.owner, *costs.owned}) if costs.owner is not None else []
        self.leaves = [c for c in range(costs.columns) if c not in (*self.heads, *self.tasks)]
        self.beside = self._beside()

    def _beside(self) -> list[list[tuple[int, int, int]]]:
        """By column the pieces that share a line with one of a column to the left: each with that column and its piece there."""
        at = [{piece.at: i for i, piece in enumerate(each.own)} for each in self.columns]
        return [
            [(i, other, at[other][line]) for line, i in own.items() for other in range(column) if line in at[other]]
            for column, own in enumerate(at)
        ]

    def shapes(self) -> list[Shape]:
        """The likeliest shapes, as far as the columns tell by themselves."""
        most = min(MOST_ROWS, max(len(each.cuts) - 1 for each in self.columns))
        gains: dict[Shape, float] = {}
        by_rows = [
            [sum(self.columns[c].best(n) for c in group) for n in range(most + 1)] for group in (self.leaves, self.tasks, self.heads)
        ]
        for rows in range(most + 1):
            for tasks in range(min(rows, most) + 1) if self.tasks else (0,):
                for heads in range(tasks + 1) if self.heads else (0,):
                    opening = (tasks - heads) * OPENS_TASK
                    gains[Shape(rows, tasks, heads)] = by_rows[0][rows] + by_rows[1][tasks] + by_rows[2][heads] + opening
        top = max(gains.values())
        likely = nlargest(SHAPES, gains, key=gains.__getitem__)
        self.gains = gains
        return [shape for shape in likely if gains[shape] > top - BEHIND]

    def layouts(self, shape: Shape) -> Iterator[Layout]:
        """The ways to lay out a shape, and what each gives."""
        tried = 0
        for tasks in combinations(range(shape.rows), shape.tasks):
            for heads in combinations(tasks, shape.heads):
                tried += 1
                if tried > LAYOUTS:
                    return
                first_rest = FIRST_REST if shape.rows and self.tasks and 0 not in tasks else 0.0
                gain, rows, margins = self._laid(shape, tasks, heads)
                yield self.gains[shape] + first_rest + gain, rows, margins

    def _laid(self, shape: Shape, tasks: Sequence[int], heads: Sequence[int]) -> Layout:
        """The rows where tasks and topics begin in these, and what their heights and shared lines give."""
        size = self.costs.columns
        cells: list[dict[int, tuple[int, int]]] = [{} for _ in range(shape.rows + 1)]  # the rest of the page before, and the rows
        margins = [[SURE_MARGIN] * size for _ in cells]
        total = 0.0
        slots = {c: heads for c in self.heads} | {c: tasks for c in self.tasks} | {c: range(shape.rows) for c in self.leaves}
        for c in range(size):
            cut = self.columns[c].cut(len(slots[c]))
            spans = list(pairwise((0, *cut.ends)))
            if cut.goes_on:
                cells[0][c] = spans.pop(0)
            (gain, placed), behind = self._placed(c, spans, slots[c], cells)
            total += gain
            for slot in slots[c]:
                margins[slot + 1][c] = behind
            for slot, span in zip(placed, spans, strict=True):
                cells[slot + 1][c] = span
                margins[slot + 1][c] = min(behind, self.columns[c].margin(*span))
        total += self._heights(cells, set(tasks), set(heads))
        rows = [PageRow(i > 0, tuple(own.get(c) for c in range(size))) for i, own in enumerate(cells) if own]
        return total, rows, [each for each, own in zip(margins, cells, strict=True) if own]

    def _placed(
        self, column: int, spans: Sequence[tuple[int, int]], slots: Sequence[int], cells: Sequence[Mapping[int, tuple[int, int]]]
    ) -> tuple[tuple[float, tuple[int, ...]], float]:
        """The rows of a column's cells, some of which may stay empty, what the lines shared with other columns say, and how surely."""
        ways = islice(combinations(slots, len(spans)), PLACINGS)
        tried = ((sum(self._level(column, span, cells[slot + 1]) for slot, span in zip(way, spans, strict=True)), way) for way in ways)
        best, *others = nlargest(2, tried)
        return best, best[0] - others[0][0] if others else SURE_MARGIN

    def _level(self, column: int, span: tuple[int, int], row: Mapping[int, tuple[int, int]]) -> float:
        """What the lines say that a cell shares with those to its left in the row: words of one line stand at one height."""
        total = 0.0
        for i, other, j in self.beside[column]:
            if not span[0] <= i < span[1]:
                continue
            there = row.get(other)
            if there is None and self.costs.merging[other]:
                continue
            if there is None or not there[0] <= j < there[1]:
                total += TORN_LINE
            else:
                total += UNEVEN * min(MOST_UNEVEN, abs((i - span[0]) - (j - there[0])))
        return total

    def _heights(self, cells: Sequence[Mapping[int, tuple[int, int]]], tasks: set[int], heads: set[int]) -> float:
        """What blank lines say of the heights: below a cell that is shorter than its row one is likelier; and a page has an end."""
        ends = [0] * self.costs.columns
        total = 0.0
        for i, own in enumerate(cells):
            row = i - 1
            scope = self.leaves + (self.tasks if row in tasks else []) + (self.heads if row in heads else [])
            top = max((ends[c] for c in scope), default=0) if i else 0
            for c, (start, end) in own.items():
                if start:
                    total += (FILLED if ends[c] >= top else SHORT)[gap_above(self.columns[c].own[start])]
                ends[c] = top + end - start
        return total + OVER * max(0, max(ends) - ROOM)
