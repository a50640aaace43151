"""The columns of a page that a scan reads one after the other, and the ways to cut each into cells.

Whether a cell begins with a line of its column, a logistic regression tells by the line and the one above (`band_weights.toml`); the best
cut into each number of cells is found by dynamic programming.
"""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from extract.decoder.ems import BLANK
from extract.decoder.line_costs import SENTENCE_END, Cell, LineCosts
from extract.decoder.line_steps import Run
from extract.decoder.printed_lines import PrintedLine, Word
from extract.decoder.tokens import Gap
from schemas.raw import ColumnKind

NEVER = float("-inf")
MOST_ROWS = 12  # of a page
SURE_MARGIN = 12.0  # nats
GOES_ON = {"other": 2.0, "capital": -1.5, "bullet": -3.0}  # nats for a page to begin with the rest of a cell, by how that begins
SLACK = 0.03  # share of a column's width that a line may leave free
EMPTY_PROSE, EMPTY_OTHER = -1.0, -3.5  # nats for a column of prose that a row opens to hold nothing, and any other
ITEM = "-–—~="  # what begins an item of a list within a cell, rather than a cell


@cache
def _weights() -> dict[str, dict[str, float]]:
    """The fitted weights by column kind, in nats."""
    return tomllib.loads(files("extract.decoder").joinpath("band_weights.toml").read_text(encoding="utf-8"))


class Piece(NamedTuple):
    """What one line prints of a column: the line, by index, its words, and what stands above them in the column."""

    at: int
    words: tuple[Word, ...]
    gap: Gap


def pieces(lines: Sequence[PrintedLine], runs: Sequence[Sequence[Run]], columns: int) -> list[list[Piece]]:
    """What stands in each column of a page, from the top."""
    found: list[list[Piece]] = [[] for _ in range(columns)]
    gaps = [Gap.PAGE] * columns
    for at, (line, own) in enumerate(zip(lines, runs, strict=True)):
        gaps = [max(gap, line.gap) for gap in gaps]
        for run in own:
            found[run.column].append(Piece(at, line.words[run.start : run.end], gaps[run.column]))
            gaps[run.column] = Gap.WORD
    return found


def begins(column: int, own: Sequence[Piece], costs: LineCosts) -> list[float]:
    """The log-odds that a cell begins with each piece of a column, rather than goes on; of the first that is 0."""
    weights = _weights()[costs.kinds[column].value if costs.kinds[column].value in _weights() else ColumnKind.TEXT.value]
    return [0.0, *(sum(weights.get(name, 0.0) * value for name, value in known.items()) for known in features(column, own, costs))][
        : len(own)
    ]


def features(column: int, own: Sequence[Piece], costs: LineCosts) -> Iterator[dict[str, float]]:
    """What tells of each piece of a column but the first whether a cell begins with it."""
    room = max((breadth(piece.words) for piece in own), default=0.0)
    bulleted = _is_bulleted(own)
    for above, piece in pairwise(own):
        text, before = costs.run_text(piece.words), costs.run_text(above.words)
        width = breadth(above.words)
        cell = Cell(before, 0, 0, 0, width, len(above.words))
        capital, ended = text[:1].isupper(), SENTENCE_END.search(before) is not None
        had_room = width + BLANK + piece.words[0].width <= room * (1 - SLACK)
        yield {
            "always": 1.0,
            "paragraph": float(gap_above(piece) is not Gap.LINE),
            "bullet": float(has_bullet(piece)),
            "item": float(piece.words[0].is_bullet and not has_bullet(piece)),
            "capital": float(capital),
            "ended": float(ended),
            "ended_capital": float(ended and capital),
            "had_room": float(had_room),
            "flow": costs.begins(column, piece.words) - costs.goes_on(column, cell, piece.words, min(gap_above(piece), Gap.PARAGRAPH)),
            "unbulleted": float(bulleted and not has_bullet(piece)),
            "listed": float(before[-1:] in tuple(";:")),
        }


class Cut(NamedTuple):
    """A way to cut a column into cells.

    What it gives, whether its first cell is the rest of one on the page before, and the piece after the last of each cell.
    """

    gain: float
    goes_on: bool
    ends: tuple[int, ...]


class Column:
    """One column of a page: what stands in it, and the best ways to cut it into cells."""

    def __init__(self, column: int, own: Sequence[Piece], costs: LineCosts, is_first: bool) -> None:
        self.column, self.own, self.costs, self.is_first = column, own, costs, is_first
        self.kind = costs.kinds[column]
        self.empty = EMPTY_PROSE if self.kind is ColumnKind.PROSE else EMPTY_OTHER
        self.likely = begins(column, own, costs)
        self.cuts = self._cuts()

    def _cuts(self) -> list[Cut]:
        """The best cut into each number of cells that begin on the page, from none."""
        size = len(self.own)
        if not size:
            return [Cut(0.0, False, ())]
        most, likely = min(size, MOST_ROWS), [*self.likely, 0.0]
        best: list[list[tuple[float, int]]] = [
            [(NEVER, 0)] * size + [(0.0, 0)]
        ]  # by cells left and first piece: the gain, and where the cell ends
        for left in range(1, most + 2):
            after = best[-1] if left > 1 else [(NEVER, 0)] * size + [(0.0, 0)]
            now = [max((likely[end] + after[end][0], end) for end in range(i + 1, size + 1)) for i in range(size)]
            best.append([*now, (NEVER, 0)])
        rest = self._goes_on()
        found = []
        for cells in range(most + 1):
            fresh = best[cells][0][0] if cells else NEVER
            later = best[cells + 1][0][0] + rest
            goes_on = later > fresh
            found.append(Cut(max(fresh, later), goes_on, self._ends(best, cells + goes_on)))
        return found

    @staticmethod
    def _ends(best: Sequence[Sequence[tuple[float, int]]], cells: int) -> tuple[int, ...]:
        at, found = 0, []
        for left in range(cells, 0, -1):
            at = best[left][at][1]
            found.append(at)
        return tuple(found)

    def _goes_on(self) -> float:
        """For the first piece to go on a cell of the page before, rather than to begin one."""
        if self.is_first:
            return NEVER
        first = next((word.text for word in self.own[0].words if not word.is_bullet), "")
        return GOES_ON["bullet" if has_bullet(self.own[0]) else "capital" if first[:1].isupper() else "other"]

    def margin(self, start: int, end: int) -> float:
        """By how many nats a cell of these pieces is likelier than one that ends or begins elsewhere."""
        edges = [self.likely[at] for at in (start, end) if 0 < at < len(self.own)]
        return max(0.0, min([SURE_MARGIN, *edges, *(-self.likely[at] for at in range(start + 1, end))]))

    def best(self, rows: int) -> float:
        """The most that the column gives when so many rows may hold its cells."""
        return max(cut.gain + (rows - cells) * self.empty for cells, cut in enumerate(self.cuts[: rows + 1]))

    def cut(self, rows: int) -> Cut:
        """The cut that gives it."""
        return max(enumerate(self.cuts[: rows + 1]), key=lambda each: each[1].gain + (rows - each[0]) * self.empty)[1]


def has_bullet(piece: Piece) -> bool:
    """Whether a bullet stands before a piece, other than a dash."""
    return piece.words[0].is_bullet and piece.words[0].text not in ITEM


def _is_bulleted(own: Sequence[Piece]) -> bool:
    """Whether bullets stand before most cells of a column, as its blocks show."""
    firsts = [has_bullet(piece) for piece in own if piece.gap is not Gap.LINE]
    return 2 * sum(firsts) > len(firsts) and sum(map(has_bullet, own)) > 1


def gap_above(piece: Piece) -> Gap:
    """What stands above a piece in its column: the end of a line at least."""
    return max(Gap.LINE, piece.gap)


def breadth(words: Sequence[Word]) -> float:
    """The width of words of one line in ems."""
    return sum(word.width for word in words) + BLANK * (len(words) - 1)
