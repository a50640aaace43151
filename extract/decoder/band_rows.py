"""The rows of a page whose columns a scan reads one after the other: which lines of each column stand in the same row.

A beam search lays out the page row by row: whether a topic, a task or neither opens with a row, and up to which line each of its cells
goes. What tells: where cells begin by themselves and what they hold (`band_cuts.py`), words of several columns on one line, and heights,
for below a cell that is shorter than its row a blank line is left. A reading is judged with the most that the lines still to be laid out
can give in any number of rows, less what it tears by leaving them for a row further down.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from extract.decoder.band_cuts import MOST_ROWS, NEVER, SURE_MARGIN, Column, Piece, gap_above
from extract.decoder.line_costs import LineCosts
from extract.decoder.tokens import Gap

BEAM = 60  # readings kept
ALIKE = 3  # of them, of those that hold the same lines
ABREAST = 10  # of them, of those that hold as many lines of tasks: who holds few still hopes for much
COMPARED = 60  # layouts that the best is compared with
FILLED = {Gap.LINE: 1.0, Gap.PARAGRAPH: -0.7, Gap.PAGE: 0.0}  # nats for what stands below a cell that is as tall as its row
SHORT = {Gap.LINE: -0.5, Gap.PARAGRAPH: 0.1, Gap.PAGE: 0.0}  # or shorter
OPENS = (-1.2, -1.6, -0.7)  # nats for a row to open neither task nor topic, a task in the topic above, or both, as made ones do
TORN_LINE = -6.0  # for words of one printed line to stand in two rows
UNEVEN = -0.5  # for a line by which they stand apart in one row, up to `MOST_UNEVEN`
MOST_UNEVEN = 4

T = TypeVar("T")
Numbers = NDArray[np.float64]
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


def page_rows(own: Sequence[Sequence[Piece]], costs: LineCosts, is_first: bool) -> list[PageRow]:
    """The rows of a page, given what stands in each column; nothing goes on there if it is the table's first."""
    laid = _Page([Column(c, each, costs, is_first) for c, each in enumerate(own)], costs).layouts()
    best, *others = ((layout.score, list(layout.rows())) for layout in laid[:COMPARED])
    margins = [[SURE_MARGIN] * costs.columns for _ in best[1]]
    owners = _owners(best[1])
    for score, rows in others:
        for row, column in _differing(best[1], rows):
            owner = owners[row][column]
            margins[owner][column] = min(margins[owner][column], best[0] - score)
    return [replace(row, margins=tuple(each)) for row, each in zip(best[1], margins, strict=True)]


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


class Layout(NamedTuple):
    """One way to lay out a page so far.

    `at` are by column the piece after the last that stands in a row; `held` the pieces of the last cell, and `tops` the lines above it;
    `top` are those above the row, `row` counts the rows, of which 0 is the rest of one on the page before.
    """

    score: float
    at: tuple[int, ...]
    held: tuple[tuple[int, int], ...]
    tops: tuple[int, ...]
    top: int = 0
    row: int = 0
    cells: Row = ()
    above: "Layout | None" = None

    def bottom(self, column: int) -> int:
        """The lines of the page down to the end of a column's last cell."""
        first, after = self.held[column]
        return self.tops[column] + after - first

    def above_row(self) -> tuple[int, ...]:
        """As `at`, without the last row."""
        return tuple(at if cell is None else cell[0] for cell, at in zip(self.cells or (None,) * len(self.at), self.at, strict=True))

    def rows(self) -> list[PageRow]:
        """The rows laid out, from the top."""
        rows = [] if self.above is None else self.above.rows()
        return [*rows, PageRow(self.row > 0, self.cells)] if any(self.cells) else rows


class _Page:
    """The columns of a page by how often a row opens them: with each topic, with each task, or always."""

    def __init__(self, columns: Sequence[Column], costs: LineCosts) -> None:
        self.columns, self.costs = columns, costs
        self.heads = sorted({*costs.numbers, *costs.heads}) if costs.owner is not None else []
        self.tasks = sorted({costs.owner, *costs.owned}) if costs.owner is not None else []
        self.leaves = [c for c in range(costs.columns) if c not in (*self.heads, *self.tasks)]
        self.ways = [self.leaves]
        if self.tasks:
            self.ways.append(sorted((*self.tasks, *self.leaves)))
        if self.heads:
            self.ways.append(list(range(costs.columns)))
        self.size = tuple(len(column.own) for column in columns)
        self.beside = self._beside()
        self.torn = self._torn()
        self.begun = {piece.at for each in columns for piece, likely in zip(each.own[1:], each.likely[1:], strict=True) if likely > 0}
        self.floor = NEVER  # what a layout must be able to give to be compared with the best

    def _beside(self) -> list[dict[int, list[tuple[int, int]]]]:
        """By column, for each of its pieces, those of columns to the left on the same line: the column and its piece."""
        at = [{piece.at: i for i, piece in enumerate(each.own)} for each in self.columns]
        return [
            {i: [(other, at[other][line]) for other in range(column) if line in at[other]] for line, i in own.items()}
            for column, own in enumerate(at)
        ]

    def _torn(self) -> list[tuple[int, int, Numbers]]:
        """Each two columns that share lines, and by how many pieces of both are in the rows above what the torn lines cost.

        A layout that leaves behind the right half of a line pays only when that is laid out; without this it would look good until then.
        """
        found: dict[tuple[int, int], Numbers] = {}
        for right, lines in enumerate(self.beside):
            for i, others in lines.items():
                for left, j in others:
                    torn = found.setdefault((left, right), np.zeros((self.size[left] + 1, self.size[right] + 1)))
                    torn[j + 1 :, : i + 1] += TORN_LINE
        return [(left, right, torn) for (left, right), torn in found.items()]

    def layouts(self) -> list[Layout]:
        """The best layouts of the whole page, the best first."""
        nothing = (0,) * self.costs.columns
        blank = Layout(0.0, nothing, ((0, 0),) * self.costs.columns, nothing)
        beam = self._kept([blank, *self._row([blank], range(self.costs.columns), 0)], (), MOST_ROWS)
        done: list[Layout] = []
        for count in range(1, MOST_ROWS + 1):
            done += [layout for layout in beam if layout.at == self.size]
            beam = [layout for layout in beam if layout.at != self.size]
            self.floor = max((layout.score for layout in done), default=NEVER) - SURE_MARGIN
            beam = self._kept([each for way in self.ways for each in self._row(beam, way, count)], (), MOST_ROWS - count)
        return sorted([*done, *beam], key=attrgetter("score"), reverse=True)

    def _row(self, beam: Sequence[Layout], opened: Sequence[int], count: int) -> list[Layout]:
        """The layouts with one row more, which opens these columns; of row 0 its cells are the rest of those on the page before."""
        ways = [self._opening(layout, opened, count) for layout in beam]
        for i, column in enumerate(opened):
            ways = self._kept([each for layout in ways for each in self._cell(layout, column)], opened[i + 1 :], MOST_ROWS - count)
        return [layout for layout in ways if any(layout.cells)]

    def _opening(self, layout: Layout, opened: Sequence[int], count: int) -> Layout:
        """A layout with a row that holds nothing yet."""
        top = max(layout.bottom(c) for c in opened) if count else 0
        opens = 0 if self.costs.owner not in opened else 1 if self.heads and self.heads[0] not in opened else 2
        score = layout.score + (OPENS[opens] if count and self.tasks else 0.0)
        empty, above = (None,) * self.costs.columns, layout if layout.cells else None
        return layout._replace(score=score, top=top, row=count, cells=empty, above=above)

    def _cell(self, layout: Layout, column: int) -> Iterator[Layout]:
        """The layouts in which a column has no cell in the row, or one up to a line that may be its last."""
        own, start = self.columns[column], layout.at[column]
        is_rest = layout.row == 0
        yield layout._replace(score=layout.score + (0.0 if is_rest else own.empty))
        if start == len(own.own) or (is_rest and own.is_first):
            return
        above = self._above(layout, column, start) + (own.goes_on if is_rest else own.likely[start])
        for end in own.ends(start, self.begun):
            gain = above + own.value(start, end, is_rest) + self._level(layout, column, start, end)
            yield layout._replace(
                score=layout.score + gain,
                at=_put(layout.at, column, end),
                held=_put(layout.held, column, (start, end)),
                tops=_put(layout.tops, column, layout.top),
                cells=_put(layout.cells, column, (start, end)),
            )

    def _above(self, layout: Layout, column: int, start: int) -> float:
        """What stands above a cell says of the height of the one before: below one shorter than its row a blank line is likelier."""
        if not start:
            return 0.0
        return (FILLED if layout.bottom(column) >= layout.top else SHORT)[gap_above(self.columns[column].own[start])]

    def _level(self, layout: Layout, column: int, start: int, end: int) -> float:
        """What the lines say that a cell shares with those to its left: words of one line stand at one height."""
        total = 0.0
        for i in range(start, end):
            for other, j in self.beside[column].get(i, ()):
                first, after = layout.held[other]
                if not first <= j < after:
                    total += TORN_LINE
                else:
                    total += UNEVEN * min(MOST_UNEVEN, abs(layout.top + i - start - layout.tops[other] - j + first))
        return total

    def _kept(self, layouts: Sequence[Layout], unread: Sequence[int], rows: int) -> list[Layout]:
        """The likeliest layouts by what they give and the most that the rest can in so many rows; unread columns may fill this one too."""
        if not layouts:
            return []
        totals = np.array([layout.score for layout in layouts]) + self._still(layouts, unread, rows)
        found: list[Layout] = []
        alike, abreast = Counter[object](), Counter[int]()
        tasks = self.costs.owner or 0
        for i in np.argsort(-totals, kind="stable"):
            if totals[i] <= self.floor:
                break
            layout = layouts[i]
            key, held = (layout.at, layout.cells if unread else None), layout.at[tasks]
            if alike[key] == ALIKE or abreast[held] == ABREAST:
                continue
            alike[key] += 1
            abreast[held] += 1
            found.append(layout)
            if len(found) == BEAM:
                break
        return found

    def _still(self, layouts: Sequence[Layout], unread: Sequence[int], rows: int) -> Numbers:
        """The most that the pieces not yet laid out can give in up to so many rows, less for those left behind on lines of rows above."""
        at, above = np.array([layout.at for layout in layouts]), np.array([layout.above_row() for layout in layouts])

        def group(columns: Sequence[int]) -> Numbers:
            total = np.zeros((len(at), rows + 1))
            for c in columns:
                first = int(c in unread)
                total += self.columns[c].most[at[:, c], first : first + rows + 1]
            return total

        heads = np.maximum.accumulate(group(self.heads), axis=1)
        tasks = np.maximum.accumulate(group(self.tasks) + heads, axis=1)
        found: Numbers = (group(self.leaves) + tasks).max(axis=1)
        for left, right, torn in self.torn:
            found += torn[(above if right in unread else at)[:, left], at[:, right]]
        return found


def _put(values: tuple[T, ...], at: int, value: T) -> tuple[T, ...]:
    return (*values[:at], value, *values[at + 1 :])
