"""Columns of a table without rules: the strips of paper that no line of the table crosses, over all its pages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extract.pdf.content import Floats, Ints, PageContent
from extract.pdf.lines import Line, line_pieces, raise_marks, same_line
from extract.templates import repeat_key

WORD_GAP = 0.13  # of the character height: a wider gap parts two words
CELL_GAP = 0.75  # of the character height: a wider gap parts two cells of one line
COLUMNAR = 3  # stretches of words in a line that make it a line of a table
FEWEST_LINES = 3  # lines of a table by which its columns can be told
ALIKE = 0.7  # columns found for the stretches that most lines show; fewer mean that tables of several forms are mixed
CROSSED = 0.01  # share of a table's lines that may cross a strip between two columns
NARROWEST, WIDE = 1.0, 6.0  # points; a strip narrower than the second must be proved by texts that begin at it
PROOF, REACH = 3.0, 25.0  # how many times as often words begin there as in the so many points right of it
TOUCH = 0.75  # points taken off each side of a word: the text of a full column touches the next one's
ALIGNED = 2.0  # points from its column's left side within which a text begins there
INDENT = 25.0  # points by which a list in a cell may be set in
SIDE = 12.0  # points from the texts of the outer columns within which the table's sides lie
GAP = 0.75  # of the character height: blank paper above a line that is more than the distance of paragraphs
FURNITURE_PAGES = 3  # pages that repeat a line in one place


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line of a page: its words from left to right."""

    words: tuple[Line, ...]

    @property
    def top(self) -> float:
        """Upper side in points."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Lower side in points."""
        return max(word.bottom for word in self.words)

    @property
    def text(self) -> str:
        """The words joined by blanks."""
        return " ".join(word.text for word in self.words)

    @property
    def stretches(self) -> int:
        """How many stretches of words wide gaps part."""
        return 1 + sum(right.x0 - left.x1 > CELL_GAP * left.height for left, right in pairwise(self.words))


def text_lines(content: PageContent, states: Ints | None = None) -> list[TextLine]:
    """The printed lines of a page from top to bottom, word by word; `states` says what tracked changes make of each letter."""
    text = raise_marks(content.text, content.boxes)
    printed = np.array([not letter.isspace() for letter in text], dtype=bool)
    letters = "".join(letter for letter in text if not letter.isspace())
    kept = states[printed] if states is not None else None
    return [TextLine(tuple(line)) for line in same_line(line_pieces(letters, content.boxes[printed], WORD_GAP, kept))]


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

    def of(self, word: Line) -> int | None:
        """The column that holds a word; None where it crosses a boundary."""
        column = int(np.searchsorted(self.edges[1:-1], (word.x0 + word.x1) / 2))
        inside = word.x0 >= self.edges[column] - ALIGNED and word.x1 <= self.edges[column + 1] + ALIGNED
        return column if inside else None

    def is_boundary(self, x: float) -> bool:
        """Whether a place lies between the texts of two columns, or at a side of the table."""
        if min(abs(x - self.edges[0]), abs(x - self.edges[-1])) <= SIDE:
            return True
        return any(end - ALIGNED <= x <= start + ALIGNED for end, start in zip(self.limits, self.starts[1:], strict=False))

    def begins(self, word: Line, column: int, indent: float = 0.0) -> bool:
        """Whether a word stands where the text of the column begins, or up to an indent right of it."""
        left = self.limits[column - 1] if column else self.edges[0]
        return left - ALIGNED <= word.x0 <= self.starts[column] + ALIGNED + indent


def all_columns(pages: Sequence[Sequence[TextLine]]) -> list[Columns]:
    """The columns of every form of table on pages of one size: of one form, or of several that differ in their columns."""
    lines = [line for page in pages for line in page]
    whole = find_columns(lines)
    wide = sorted(line.stretches for line in lines if line.stretches >= COLUMNAR)
    if whole is not None and len(whole.edges) - 1 >= ALIKE * wide[int(0.9 * (len(wide) - 1))]:
        return [whole]
    left = min((word.x0 for line in lines for word in line.words), default=0.0)
    groups: list[tuple[Columns, list[TextLine]]] = []
    for block in (block for page in pages for block in blocks(page, left)):
        own = find_columns(block)
        if own is None:
            continue
        alike = next((lines for known, lines in groups if _alike(known, own)), None)
        if alike is None:
            groups.append((own, list(block)))
        else:
            alike += block
    return [find_columns(lines) or known for known, lines in groups]


def _alike(known: Columns, own: Columns) -> bool:
    """Whether two tables have the same columns: as many, and each begins in the same place."""
    if len(known.edges) != len(own.edges):
        return False
    return all(abs(a - b) <= SIDE for a, b in zip(known.starts, own.starts, strict=True))


def blocks(lines: Sequence[TextLine], left: float) -> list[list[TextLine]]:
    """The lines between headings: a heading is one stretch of words that begins at the left side, and a block of its own."""
    found: list[list[TextLine]] = [[]]
    for line in lines:
        if line.stretches == 1 and line.words[0].x0 <= left + SIDE / 2:
            found += [[line], []]
        else:
            found[-1].append(line)
    return [block for block in found if block]


def best_columns(block: Sequence[TextLine], known: Sequence[Columns]) -> Columns | None:
    """The columns that hold most of a block's lines."""
    return max(known, key=lambda columns: sum(in_table(line, columns) for line in block), default=None)


def find_columns(lines: Sequence[TextLine]) -> Columns | None:
    """The columns of the table that most of these lines belong to; None where there is none."""
    table = [line for line in lines if line.stretches >= COLUMNAR]
    if len(table) < FEWEST_LINES:
        return None
    words = [word for line in table for word in line.words]
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    covered = np.zeros(int((right - left) * 2) + 2)  # half points
    for word in words:
        covered[int((word.x0 + TOUCH - left) * 2) : int((word.x1 - TOUCH - left) * 2) + 1] += 1
    free = np.flatnonzero(np.diff(np.r_[0, covered <= CROSSED * len(table), 0]))
    strips = [(a / 2 + left, b / 2 + left) for a, b in free.reshape(-1, 2).tolist() if (b - a) / 2 >= NARROWEST]
    starts = np.array([word.x0 for word in words])
    inner = [(a + b) / 2 for a, b in strips if left < a and b < right and (b - a >= WIDE or _is_proved(b, starts))]
    edges = (left - ALIGNED, *inner, right + ALIGNED)
    return _measured(edges, table) if inner else None


def _is_proved(side: float, starts: Floats) -> bool:
    """Whether words begin at the side of a strip far more often than right of it, as they do where a column begins."""
    at = int(((starts >= side - 1 - TOUCH) & (starts <= side + ALIGNED)).sum())
    right = int(((starts > side + ALIGNED) & (starts <= side + REACH)).sum())
    return at >= FEWEST_LINES and at * (REACH - ALIGNED) >= PROOF * right * (1 + TOUCH + ALIGNED)


def _measured(edges: tuple[float, ...], lines: Sequence[TextLine]) -> Columns:
    """The columns with what their texts measure; an empty column begins and ends at its boundaries."""
    firsts: list[Counter[int]] = [Counter() for _ in edges[1:]]
    limits = list(edges[1:])
    for line in lines:
        owners = np.searchsorted(edges[1:-1], [(word.x0 + word.x1) / 2 for word in line.words]).tolist()
        for word, owner, before in zip(line.words, owners, [None, *owners], strict=False):
            if owner != before:
                firsts[owner][round(word.x0)] += 1
            limits[owner] = word.x1 if limits[owner] == edges[owner + 1] else max(limits[owner], word.x1)
    starts = tuple(float(counts.most_common(1)[0][0]) if counts else edge for counts, edge in zip(firsts, edges, strict=False))
    return Columns(edges, starts, tuple(limits))


def in_table(line: TextLine, columns: Columns) -> bool:
    """Whether a line belongs to the table.

    Each of its words lies in one column. Where no wide gap parts the words of two columns, the second begins where its
    column's text does; and so does the first word of a line that fills one column alone.
    """
    placed = [columns.of(word) for word in line.words]
    spans = len(set(placed)) > 1
    if any(column is None for column in placed) or (spans and placed[0] == 0 and line.stretches == 1):
        return False  # it crosses a boundary, or runs on from the left side like a heading
    for (left, a), (right, b) in pairwise(zip(line.words, placed, strict=True)):
        if a != b and right.x0 - left.x1 <= CELL_GAP * left.height and not columns.begins(right, b or 0):
            return False
    return spans or columns.begins(line.words[0], placed[0] or 0, INDENT)
