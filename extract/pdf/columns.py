"""Columns of a table without rules: the strips of paper that no line of the table crosses, over all its pages."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

import numpy as np

from extract.pdf.content import Floats, Ints, PageContent
from extract.pdf.lines import Line, join_words, line_pieces, raise_marks, same_line
from extract.templates import repeat_key

WORD_GAP = 0.13  # of the character height: a wider gap parts two words
LEVEL = 0.3  # of the character height: words off by more stand in different lines, as those of two cells centred in a row do
CELL_GAP = 0.75  # of the character height: a wider gap parts two cells of one line
COLUMNAR = 3  # stretches of words in a line that make it a line of a table
FEWEST_LINES = 3  # lines of a table by which its columns can be told
TALLEST_HEADER = 6  # printed lines
CHANCE = 0.3  # share of a table's columns that chance may have added
SAME = 0.95  # share of the columns of two blocks, each with a header, that both together show if they are one table
ALIKE = 0.8  # share of a table's columns that a part of it uses
LIKE_SIZED = 3  # times as many lines of a known table as those put to it: else they would not count
HELD = 0.9  # share of a block's lines that lie in the columns of its table
NEAR = 12  # lines above and below a heading that show the columns it runs over
CROSSED = 0.01  # share of a table's lines that may cross a strip between two columns
NARROWEST, WIDE = 1.0, 6.0  # points; a strip narrower than the second must be proved by texts that begin at it
PROOF, REACH = 3.0, 25.0  # how many times as often words begin there as in the so many points right of it
TOUCH = 0.75  # points taken off each side of a word: the text of a full column touches the next one's
ALIGNED = 2.0  # points from its column's left side within which a text begins there
INDENT = 25.0  # points by which a list in a cell may be set in
SIDE = 12.0  # points from the texts of the outer columns within which the table's sides lie
IN_LINE = 0.4  # share of a column's texts that stand in one line with each other
GAP = 0.75  # of the character height: blank paper above a line that is more than the distance of paragraphs
FURNITURE_PAGES = 3  # pages that repeat a line in one place
PAGE_NUMBER = re.compile(r"[^\W\d_]{0,5}\W*([IVXLC]+\s?/\s?)?\d{1,4}(\s?/\s?\d{1,4})?\.?")


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
    return [TextLine(tuple(line)) for line in same_line(line_pieces(letters, content.boxes[printed], WORD_GAP, kept), LEVEL)]


def furniture(pages: Sequence[Sequence[TextLine]]) -> frozenset[tuple[str, int]]:
    """What several pages print in one place: text with its numbers masked, and height on the page in points.

    A number at the foot of the page needs two pages only.
    """
    seen = Counter(key for lines in pages for key in {furniture_place(line) for line in lines})
    feet = Counter(furniture_place(lines[-1]) for lines in pages if lines and PAGE_NUMBER.fullmatch(lines[-1].text))
    repeated = {key for key, count in seen.items() if count >= FURNITURE_PAGES}
    return frozenset(repeated | {key for key, count in feet.items() if count >= min(FURNITURE_PAGES - 1, len(pages))})


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


@dataclass(slots=True)
class _Form:
    """A form of table: its columns, and the lines by which they are told."""

    columns: Columns
    lines: list[TextLine]
    headers: list[TextLine]

    @classmethod
    def of(cls, lines: Sequence[TextLine], headers: Sequence[TextLine]) -> "_Form | None":
        """The form of some lines; None where they show no columns."""
        columns = find_columns(lines)
        if columns is None:
            return None
        return cls(_headed(columns, headers, lines), list(lines), list(headers))


def _header_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    """The first lines of a block, as far as they print no number: what may be its header."""
    return list(takewhile(lambda line: not any(letter.isdigit() for letter in line.text), lines[:TALLEST_HEADER]))


def _headed(columns: Columns, headers: Sequence[TextLine], lines: Sequence[TextLine]) -> Columns:
    """The columns of a table with a header: a strip that parts none of its words is white by chance."""
    owners = {columns.of(word) for line in headers for word in line.words}
    unheaded = [column for column in range(1, len(columns.starts)) if column not in owners]
    if len(owners) < COLUMNAR or not unheaded or len(unheaded) > CHANCE * len(columns.starts):
        return columns
    return _measured(tuple(edge for number, edge in enumerate(columns.edges) if number not in unheaded), lines)


def all_columns(pages: Sequence[Sequence[TextLine]]) -> list[Columns]:
    """The columns of every form of table on pages of one size.

    Each block of lines is either a part of a table already known or of another. The longest blocks are looked at first:
    the more lines, the surer the columns. What chance white strips add to a short block goes when it is put to its like.
    """
    left = min((word.x0 for page in pages for line in page for word in line.words), default=0.0)
    tables = [[line for line in block if line.stretches >= COLUMNAR] for page in pages for block in blocks(page, left)]
    forms: list[_Form] = []
    for lines in sorted(tables, key=len, reverse=True):
        own = _Form.of(lines, _header_lines(lines))
        if own is not None:
            _add(forms, own)
    merged: list[_Form] = []
    for form in forms:
        _add(merged, _Form.of(form.lines, form.headers) or form)
    return [(_Form.of(form.lines, form.headers) or form).columns for form in merged]


def _add(forms: list[_Form], new: _Form) -> None:
    """Put the lines to the form they share the columns of, or the form to the others."""
    for form in forms:
        if _is_part(form, new):
            form.lines += new.lines
            form.headers += new.headers
            return
    forms.append(new)


def _is_part(form: _Form, new: _Form) -> bool:
    """Whether lines belong to a form: its columns hold them, or both together show the columns of each."""
    counts = sorted((len(form.columns.starts), len(new.columns.starts)))
    if counts[1] == len(form.columns.starts) and _holds(form.columns, new.lines):
        return True
    together = _Form.of([*form.lines[: LIKE_SIZED * len(new.lines)], *new.lines], [*form.headers, *new.headers])
    # what has no header goes on a table that has one; and a strip more, where all others are the same, is chance
    share = ALIKE if not form.headers or not new.headers or _begin_alike(form.columns, new.columns) else SAME
    return together is not None and len(together.columns.starts) >= max(counts[0], share * counts[1])


def _begin_alike(one: Columns, other: Columns) -> bool:
    """Whether one of two forms has one column more, and all others begin in the same places."""
    few, many = sorted((one.starts, other.starts), key=len)
    return len(many) - len(few) == 1 and all(any(abs(a - b) <= ALIGNED for b in many) for a in few)


def _holds(columns: Columns, lines: Sequence[TextLine]) -> bool:
    """Whether lines belong to a table of these columns, and use most of them."""
    inside = sum(in_table(line, columns) for line in lines)
    used = {columns.of(word) for line in lines for word in line.words}
    return inside >= HELD * len(lines) and len(used) >= ALIKE * len(columns.starts)


def blocks(lines: Sequence[TextLine], left: float) -> list[list[TextLine]]:
    """The lines between headings: a heading is one stretch from the left side over several columns, and a block of its own."""
    found: list[list[TextLine]] = [[]]
    for number, line in enumerate(lines):
        if line.stretches == 1 and line.words[0].x0 <= left + SIDE / 2 and _runs_over(line, lines, number):
            found += [[line], []]
        else:
            found[-1].append(line)
    return [block for block in found if block]


def _runs_over(line: TextLine, lines: Sequence[TextLine], number: int) -> bool:
    """Whether a line reaches beyond the first column of the lines near it."""
    near = [each for each in lines[max(number - NEAR, 0) : number + NEAR + 1] if each.stretches >= COLUMNAR]
    seconds = [right.x0 for each in near for left, right in pairwise(each.words) if right.x0 - left.x1 > CELL_GAP * left.height]
    return not seconds or line.words[-1].x1 > min(seconds)


def best_columns(block: Sequence[TextLine], known: Sequence[Columns]) -> Columns | None:
    """The columns that hold most of a block's lines, and part them into the most cells."""
    return max(known, key=lambda columns: sum(_cells(line, columns) for line in block), default=None)


def _cells(line: TextLine, columns: Columns) -> int:
    """How many cells a line has under some columns; none where it does not lie in them."""
    return len({columns.of(word) for word in line.words}) if in_table(line, columns) else 0


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
    inner = []
    for (a, b), (following, _) in pairwise([*strips, (right, right)]):
        wide = b - a >= WIDE and _is_aligned(b, following, table)
        if left < a and b < right and (wide or _is_proved(b, starts)):
            inner.append((a + b) / 2)
    edges = (left - ALIGNED, *inner, right + ALIGNED)
    return _measured(edges, table) if inner else None


def _is_aligned(side: float, following: float, lines: Sequence[TextLine]) -> bool:
    """Whether the texts between two strips stand in line: by where they begin, or by where they end, as numbers do."""
    own = [[word for word in line.words if side - ALIGNED <= word.x0 < following] for line in lines]
    texts = [(words[0].x0, words[-1].x1) for words in own if words]
    return any(_most([text[end] for text in texts]) >= IN_LINE * len(texts) for end in (0, 1))


def _most(places: Sequence[float]) -> int:
    """How many of some places lie within a step of one place."""
    counts = Counter(round(place / ALIGNED) for place in places)
    return max((count + counts[place + 1] for place, count in list(counts.items())), default=0)


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


def by_column(line: TextLine, columns: Columns) -> list[Line | None]:
    """What a printed line says in each column."""
    words: list[list[Line]] = [[] for _ in columns.starts]
    for word in line.words:
        words[columns.of(word) or 0].append(word)
    return [join_words(own) if own else None for own in words]


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
