"""Columns of a table without rules: the strips of paper that no line of the table crosses, over all its pages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from extract.pdf.content import PageContent
from extract.pdf.lines import Line, line_pieces, same_line
from extract.templates import repeat_key

SPLIT = 0.75  # of the character height: a wider gap parts two cells of one line
COLUMNAR = 3  # pieces in a line that make it a line of a table
FEWEST_LINES = 3  # lines of a table by which its columns can be told
CROSSED = 0.01  # share of a table's lines that may cross a strip between two columns
NARROWEST = 2.5  # points; a narrower strip is the space between two words
ALIGNED = 2.5  # points from its column's left side within which a lone piece belongs to the table
GAP = 0.75  # of the character height: blank paper above a line that is more than the distance of paragraphs
FURNITURE_PAGES = 3  # pages that repeat a line in one place


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line of a page: its pieces from left to right."""

    pieces: tuple[Line, ...]

    @property
    def top(self) -> float:
        """Upper side in points."""
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        """Lower side in points."""
        return max(piece.bottom for piece in self.pieces)

    @property
    def text(self) -> str:
        """The pieces joined by blanks."""
        return " ".join(piece.text.strip() for piece in self.pieces)


def text_lines(content: PageContent) -> list[TextLine]:
    """The printed lines of a page from top to bottom, cut where a gap is wider than those between words."""
    return [TextLine(tuple(line)) for line in same_line(line_pieces(content.text, content.boxes, SPLIT))]


def furniture(pages: Iterable[Sequence[TextLine]]) -> frozenset[tuple[str, int]]:
    """What several pages print in one place: text with its numbers masked, and height on the page in points."""
    seen = Counter(key for lines in pages for key in {furniture_place(line) for line in lines})
    return frozenset(key for key, count in seen.items() if count >= FURNITURE_PAGES)


def furniture_place(line: TextLine) -> tuple[str, int]:
    """What tells a line of furniture from others: its text with numbers masked, and its height on the page."""
    return repeat_key(line.text), round(line.top)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: their boundaries, and where the text of each usually begins, in points."""

    edges: tuple[float, ...]  # left side, inner boundaries, right side
    starts: tuple[float, ...]
    limits: tuple[float, ...]  # how far right the text of each reaches

    def of(self, piece: Line) -> int | None:
        """The column that holds a piece; None where it crosses a boundary."""
        column = int(np.searchsorted(self.edges[1:-1], (piece.x0 + piece.x1) / 2))
        inside = piece.x0 >= self.edges[column] - ALIGNED and piece.x1 <= self.edges[column + 1] + ALIGNED
        return column if inside else None


def find_columns(lines: Sequence[TextLine]) -> Columns | None:
    """The columns of the table that most of these lines belong to; None where there is none."""
    table = [line for line in lines if len(line.pieces) >= COLUMNAR]
    if len(table) < FEWEST_LINES:
        return None
    pieces = [piece for line in table for piece in line.pieces]
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    covered = np.zeros(int((right - left) * 2) + 2)  # half points
    for piece in pieces:
        covered[int((piece.x0 - left) * 2) : int((piece.x1 - left) * 2) + 1] += 1
    free = np.flatnonzero(np.diff(np.r_[0, covered <= max(CROSSED * len(table), 0), 0]))
    strips = [(a / 2 + left, b / 2 + left) for a, b in free.reshape(-1, 2).tolist() if (b - a) / 2 >= NARROWEST]
    inner = [(a + b) / 2 for a, b in strips if a > left and b < right]
    edges = (left - ALIGNED, *inner, right + ALIGNED)
    return _measured(edges, pieces) if inner else None


def _measured(edges: tuple[float, ...], pieces: Sequence[Line]) -> Columns:
    """The columns with what their texts measure; an empty column begins and ends at its boundaries."""
    columns: list[list[Line]] = [[] for _ in edges[1:]]
    for piece in pieces:
        columns[int(np.searchsorted(edges[1:-1], (piece.x0 + piece.x1) / 2))].append(piece)
    starts = tuple(median(p.x0 for p in own) if own else edge for own, edge in zip(columns, edges, strict=False))
    limits = tuple(max((p.x1 for p in own), default=edge) for own, edge in zip(columns, edges[1:], strict=True))
    return Columns(edges, starts, limits)


def in_table(line: TextLine, columns: Columns) -> bool:
    """Whether a line belongs to the table: each piece in one column, and a lone piece where its column's text begins."""
    placed = [columns.of(piece) for piece in line.pieces]
    if any(column is None for column in placed):
        return False
    if len(placed) > 1:
        return True
    return abs(line.pieces[0].x0 - columns.starts[placed[0] or 0]) <= ALIGNED
