"""Columns of a table without rules: the strips of paper that no line of the table crosses, over all its pages."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from extract.pdf.content import Bools, Floats, Ints, PageContent
from extract.pdf.flow import NOWHERE, returns
from extract.pdf.lines import Line, join_words, line_pieces, raise_marks, same_line
from extract.pdf.strips import AGAIN, BULLET, EXACT, SPANNED, SPANNERS, TITLED, Strip, Words, strips
from extract.templates import repeat_key

WORD_GAP = 0.13  # of the character height: a wider gap parts two words
LEVEL = 0.3  # of the character height: words off by more stand in different lines, as those of two cells centred in a row do
CELL_GAP = 0.75  # of the character height: a wider gap parts two cells of one line
COLUMNAR = 2  # stretches of words in a line that make it a line of a table
COLUMNS = 3  # of a table, at least; two where the strip between them is sure
FEWEST_LINES = 3  # lines of a table by which its columns can be told
CLEAR = 3.0  # points of white paper that part the texts of two columns
SHORT = 3  # words of a text in a cell, on average of a line, beyond which it may be a line of running text set in columns
SURE = 0.7  # log-odds a line of a strip that is the only one of a table
SHORT_SIDE = 4  # words of the texts on one side of it, on average
NEARBY = 4.0  # points between the places at which the columns of two parts of a table begin
ALIGNED = 2.0  # points from its column's left side within which a text begins there
INDENT = 25.0  # points by which a list in a cell may be set in
SIDE = 12.0  # points from the texts of the outer columns within which the table's sides lie
GAP = 0.75  # of the character height: blank paper above a line that is more than the distance of paragraphs
FURNITURE_PAGES = 3  # pages that repeat a line in one place
FOOT = 2  # last lines of a page, among which its number is
FIGURE = re.compile(r"[(+−–$€£-]*\d[\d.,()%*–-]*|[-–—.*]+")  # as a column of figures holds it
CAPTION = 2  # lines at an end of a table that may run across its columns
FILLED = 0.05  # of the character height: how much wider than a blank the gap may be that it fills
RARE, MOST = 0.3, 0.7  # share of titles among the lines of a column; of figures among those below
LEADER = re.compile(r"(?:\.\s*){5,}")  # dots that lead the eye from a text to a figure
PAGE_NUMBER = re.compile(r"[^\W\d_]{0,5}\W*([IVXLC]+\s?/\s?)?\d{1,4}(\s?/\s?\d{1,4})?\.?")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line of a page: its words from left to right."""

    words: tuple[Line, ...]
    fills: tuple[tuple[float, float], ...] = ()  # left and right sides of the filled cells behind it, from left to right
    again: bool = False  # other places of the document print the same titles
    typed: tuple[bool, ...] = ()  # by word: no more than a blank that the content holds parts it from the word before
    returns: tuple[float, ...] = ()  # by word: where in a line below its text goes on

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
    def sides(self) -> tuple[float, ...]:
        """Where the filled cells behind it meet."""
        return tuple((x1 + x0) / 2 for (_, x1), (x0, _) in pairwise(self.fills) if abs(x0 - x1) <= ALIGNED)

    @property
    def is_title(self) -> bool:
        """Whether it may print the titles of columns: three stretches or more, each with a capital, and no number."""
        return self.capitals >= COLUMNS

    @property
    def capitals(self) -> int:
        """How many stretches it has, each with a capital, if it holds no number; else none."""
        if any(letter.isdecimal() for letter in self.text):
            return 0
        return self.stretches if all(word.text[0].isupper() for word in self.firsts) else 0

    def may_title(self, columns: int) -> bool:
        """Whether it may print the titles of so many columns; a table of two has no more than two."""
        return self.capitals >= min(COLUMNS, columns)

    @property
    def title_words(self) -> tuple[str, ...]:
        """Its words as they compare with those of other titles: letters alone, without marks of footnotes."""
        return tuple("".join(filter(str.isalpha, word.text)).casefold() for word in self.words)

    @property
    def firsts(self) -> list[Line]:
        """The first word of each stretch of words; wide gaps part them."""
        return [self.words[0], *(right for left, right in pairwise(self.words) if right.x0 - left.x1 > CELL_GAP * left.height)]

    @property
    def stretches(self) -> int:
        """How many stretches of words wide gaps part."""
        return len(self.firsts)


def text_lines(content: PageContent, states: Ints | None = None) -> list[TextLine]:
    """The printed lines of a page from top to bottom, word by word; `states` says what tracked changes make of each letter."""
    text = raise_marks(content.text, content.boxes)
    printed = np.array([not letter.isspace() for letter in text], dtype=bool)
    for leader in LEADER.finditer(text):
        printed[leader.start() : leader.end()] = False
    letters = "".join(letter for letter, kept in zip(text, printed.tolist(), strict=True) if kept)
    changed = states[printed] if states is not None else None
    lines = same_line(line_pieces(letters, content.boxes[printed], WORD_GAP, changed), LEVEL)
    typed = _typed(text, content.boxes)[printed]
    return [
        TextLine(tuple(line), _fills(line, content.areas), typed=tuple(typed[[word.start for word in line]].tolist()), returns=below)
        for line, below in zip(lines, returns(lines), strict=True)
    ]


def _typed(text: str, boxes: Floats) -> Bools:
    """For each character whether no more than a blank that the content holds parts it from the one before."""
    typed = np.zeros(len(text), dtype=bool)
    blanks = np.array([at for at, letter in enumerate(text) if letter == " " and 0 < at < len(text) - 1], dtype=np.int64)
    gap, width = boxes[blanks + 1, 0] - boxes[blanks - 1, 2], boxes[blanks, 2] - boxes[blanks, 0]
    height = boxes[blanks + 1, 3] - boxes[blanks + 1, 1]
    typed[blanks + 1] = (gap >= 0) & (gap <= width + FILLED * height)
    return typed


def show_table(lines: Sequence[TextLine]) -> bool:
    """Whether some lines, one below the other, hold short texts side by side, as those of a table do and those of set columns do not."""
    run = 0
    for line in lines:
        if line.stretches >= COLUMNS and len(line.words) <= SHORT * line.stretches:
            run += 1
        elif line.stretches >= COLUMNAR:
            run = 0
        if run >= FEWEST_LINES:
            return True
    return False


def with_repeated_titles(pages: Sequence[Sequence[TextLine]]) -> list[list[TextLine]]:
    """The lines of all pages, those noted that print the titles of columns which other tables have too."""
    seen = Counter(line.title_words for lines in pages for line in lines if line.is_title)
    return [[replace(line, again=True) if line.is_title and seen[line.title_words] > 1 else line for line in lines] for lines in pages]


def _fills(line: Sequence[Line], areas: Floats) -> tuple[tuple[float, float], ...]:
    """The left and right sides of the filled areas behind a line, each once."""
    middle = line[0].middle
    behind = areas[(areas[:, 1] < middle) & (areas[:, 3] > middle)]
    return tuple(sorted({(round(x0, 1), round(x1, 1)) for x0, x1 in behind[:, [0, 2]].tolist()}))


def furniture(pages: Sequence[Sequence[TextLine]]) -> frozenset[tuple[str, int]]:
    """What several pages print in one place: text with its numbers masked, and height on the page in points.

    At the foot of the page a number needs two pages only, or to be the page's own, and a line of one stretch two pages.
    """
    seen = Counter(key for lines in pages for key in {furniture_place(line) for line in lines})
    numbers = [
        (line, page) for page, lines in enumerate(pages, 1) for line in lines[-min(FOOT, len(pages)) :] if PAGE_NUMBER.fullmatch(line.text)
    ]
    lasts = [lines[-1] for lines in pages if lines and lines[-1].stretches == 1 and any(map(str.isalpha, lines[-1].text))]
    feet = Counter(furniture_place(line) for line, _ in numbers)
    repeats = Counter(map(furniture_place, lasts))
    repeated = {key for key, count in seen.items() if count >= FURNITURE_PAGES}
    own = {furniture_place(line) for line, page in numbers if _is_number_of(line.text, page)}
    twice = {key for key, count in repeats.items() if count >= FURNITURE_PAGES - 1}
    return frozenset(repeated | own | twice | {key for key, count in feet.items() if count >= min(FURNITURE_PAGES - 1, len(pages))})


def _is_number_of(text: str, page: int) -> bool:
    """Whether a line is the number of a page and nothing else."""
    return PAGE_NUMBER.fullmatch(text) is not None and re.findall(r"\d+", text)[:1] == [str(page)]


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
        left = self.edges[column] - ALIGNED
        if column:  # a title may begin further left than the figures below it
            left = min(left, self.limits[column - 1] + CELL_GAP * word.height)
        inside = word.x0 >= left and word.x1 <= self.edges[column + 1] + ALIGNED
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

    def gaps(self, parts: Sequence[Sequence["TextLine"]]) -> tuple[float, ...]:
        """The least room, in points, that parts of a document leave between a column's texts and where the next one's begin."""
        least = [np.inf] * (len(self.starts) - 1)
        for lines in parts:
            own, begins = measured(self.edges, lines), self._begins(lines)
            for number, (limit, edge, start) in enumerate(zip(own.limits, self.edges[1:], begins[1:], strict=False)):
                if start is not None and limit != edge:
                    least[number] = min(least[number], start - limit)
        return tuple(least)

    def fitted(self, lines: Sequence["TextLine"], gaps: Sequence[float]) -> "Columns":
        """The columns with starts and limits as one part of the document shows them; its widths may differ by a few points."""
        begins = self._begins(lines)
        starts = tuple(start if own is None else own for start, own in zip(self.starts, begins, strict=True))
        following = zip(self.limits, begins[1:], gaps, strict=False)
        limits = [start - gap if start is not None and 0 <= gap < np.inf else limit for limit, start, gap in following]
        return Columns(self.edges, starts, (*limits, self.limits[-1]))

    def _begins(self, lines: Sequence["TextLine"]) -> list[float | None]:
        """Where the text of each column begins on most of these lines, in half points; None where too few of them show it."""
        firsts: list[Counter[float]] = [Counter() for _ in self.starts]
        for line in lines:
            before = None
            for word in line.words:
                column = self.of(word)
                if column is not None and column != before and abs(word.x0 - self.starts[column]) <= NEARBY:
                    firsts[column][round(word.x0 * 2) / 2] += 1
                before = column
        return [max(counts, key=counts.__getitem__) if counts.total() > 1 else None for counts in firsts]


def columns_and_odds(lines: Sequence[TextLine]) -> tuple[Columns | None, float]:
    """The columns of the table that lines belong to, and the log-odds that speak for them; None where there is none."""
    table = [line for line in lines if line.stretches >= COLUMNAR]
    if len(table) < FEWEST_LINES:
        return None, 0.0
    table, columns, odds = _without_captions(table)
    more = [line for line in lines if columns and line.stretches < COLUMNAR and _is_cell_text(line, columns)]
    return _parted([*table, *more]) if more else (columns, odds)


def _without_captions(table: Sequence[TextLine]) -> tuple[list[TextLine], Columns | None, float]:
    """The lines of a table with the columns they show, less those at its ends that run across: a caption, a note, a page number."""
    kept = list(table)
    columns, odds = _parted(kept)
    for end, but_end in ((0, slice(1, None)), (-1, slice(-1))):
        for _ in range(CAPTION):
            fewer = kept[but_end]
            other, surer = _parted(fewer) if len(fewer) >= FEWEST_LINES else (None, 0.0)
            if surer <= odds or (columns and other and _are_titles(kept[end], columns, other)):
                break
            titled = _below_titles(kept[end], other, kept) if columns is None and other and end == 0 else None
            if titled:
                return kept, titled, surer
            kept, columns, odds = fewer, other, surer
    return kept, columns, odds


def _are_titles(line: TextLine, columns: Columns, without: Columns) -> bool:
    """Whether a line prints the titles of columns: one for each, or they are as many as are found without it.

    Titles set left above figures set right leave less white paper, and the columns are surer without them.
    """
    titles = len(line.words) - sum(line.typed)
    return line.may_title(len(columns.starts)) and len(columns.starts) in (titles, len(without.starts))


def _below_titles(line: TextLine, columns: Columns, lines: Sequence[TextLine]) -> Columns | None:
    """The columns that lines show below a line of their titles, wider than these texts, which it hides; None if it titles other ones."""
    if not line.may_title(len(columns.starts)) or line.stretches != len(columns.starts):
        return None
    inner = tuple(min(edge, word.x0 - ALIGNED) for edge, word in zip(columns.edges[1:-1], line.firsts[1:], strict=True))
    apart = all(limit <= edge for limit, edge in zip(columns.limits, inner, strict=False))
    sides = min(columns.edges[0], line.words[0].x0 - ALIGNED), max(columns.edges[-1], line.words[-1].x1 + ALIGNED)
    return measured((sides[0], *inner, sides[1]), lines) if apart else None


def _parted(lines: Sequence[TextLine]) -> tuple[Columns | None, float]:
    """The columns that strips of white paper part."""
    inner = [strip for strip in strips(words_of(lines)) if strip.odds > 0]
    if not inner or (len(inner) < COLUMNS - 1 and not _are_two(inner[0], lines)):
        return None, 0.0
    left, right = min(line.words[0].x0 for line in lines), max(line.words[-1].x1 for line in lines)
    edges = (left - ALIGNED, *(strip.boundary for strip in inner), right + ALIGNED)
    while any(beside := _beside_figures(edges, lines)):  # a title of several words is put to its figures from the last one on
        inner = [strip for strip, drop in zip(inner, beside, strict=True) if not drop]
        edges = (edges[0], *(strip.boundary for strip in inner), edges[-1])
    return measured(_beside_titles(edges, lines), lines), sum(strip.odds for strip in inner)


def _are_two(strip: Strip, lines: Sequence[TextLine]) -> bool:
    """Whether a strip alone parts a table: line for line it is sure, and short texts stand on one side, as they do not in running text."""
    behind = [sum(word.x0 > strip.left for word in line.words) for line in lines]
    before = [len(line.words) - count for line, count in zip(lines, behind, strict=True)]
    return strip.odds >= SURE * len(lines) and any(sum(side) <= SHORT_SIDE * sum(map(bool, side)) for side in (before, behind))


def _beside_figures(edges: Sequence[float], lines: Sequence[TextLine]) -> list[bool]:
    """For each inner boundary whether it only parts the title of a column, set left, from its figures, set right.

    No line fills both sides of it with two texts then: few of them the left one, and many the right one, with figures.
    """
    filled, figures, goes_on = (np.zeros((len(lines), len(edges) - 1), dtype=bool) for _ in range(3))
    for number, line in enumerate(lines):
        owners = _owners(edges, line.words)
        filled[number, owners] = True
        figures[number, owners[[FIGURE.fullmatch(word.text) is not None for word in line.words]]] = True
        typed = np.array(line.typed[1:] or (False,) * (len(owners) - 1), dtype=bool)
        goes_on[number, owners[1:][(owners[1:] > owners[:-1]) & typed]] = True
    found: list[bool] = []
    for titles, own in pairwise(range(len(edges) - 1)):
        few, many = filled[:, titles].sum(), filled[:, own].sum()
        apart = few and not (filled[:, titles] & filled[:, own] & ~goes_on[:, own]).any()
        found.append(bool(apart and few <= RARE * many and figures[:, own].sum() >= MOST * many))
    return found


def _beside_titles(edges: tuple[float, ...], lines: Sequence[TextLine]) -> tuple[float, ...]:
    """The boundaries, each moved before the title of its right column where that stands left of it, above figures that are set right.

    A line of titles shows it: two titles in the left column, none in the right one, and no text below the second of them.
    """
    moved = list(edges)
    count = len(edges) - 1
    titles = {line.title_words: line for line in lines if line.may_title(count)}  # each once: a long document repeats them on every page
    below = [(word.x0, word.x1) for line in lines if not line.may_title(count) for word in line.words] if titles else []
    x0, x1 = np.array(below).reshape(-1, 2).T
    for title in titles.values():
        firsts = title.firsts[1:]
        owners = _owners(edges, title.words)
        for word, column in zip(firsts, _owners(edges, firsts).tolist(), strict=True):
            if column + 2 == len(edges) or column + 1 in owners:
                continue
            if not ((x0 > edges[column]) & (x0 < edges[column + 1]) & (x1 > word.x0 - CLEAR)).any():
                moved[column + 1] = word.x0 - ALIGNED
    return tuple(moved)


def _is_cell_text(line: TextLine, columns: Columns) -> bool:
    """Whether a line of one stretch begins where the texts of a column do; one from the left side may be a heading that runs over it."""
    first, last = columns.of(line.words[0]), columns.of(line.words[-1])
    if first == 0 and last != 0:
        return False
    return any(abs(line.words[0].x0 - start) <= EXACT for start in columns.starts)


def words_of(lines: Sequence[TextLine]) -> Words:
    """The words of lines as numbers."""
    words = [word for line in lines for word in line.words]
    return Words(
        x0=np.array([word.x0 for word in words]),
        x1=np.array([word.x1 for word in words]),
        line=np.repeat(np.arange(len(lines)), [len(line.words) for line in lines]),
        bullet=np.array([BULLET.fullmatch(word.text) is not None for word in words], dtype=bool),
        figures=np.array([FIGURE.fullmatch(word.text) is not None for word in words], dtype=bool),
        height=float(np.median([word.height for word in words])),
        titles=np.array([(AGAIN if line.again else TITLED) if line.is_title else 0.0 for line in lines]),
        sides=tuple(np.array(line.sides) for line in lines),
        fills=tuple(np.array(line.fills).reshape(-1, 2) for line in lines),
        typed=np.array([typed for line in lines for typed in line.typed or (False,) * len(line.words)], dtype=bool),
        returns=np.array([below for line in lines for below in line.returns or (NOWHERE,) * len(line.words)]),
    )


def measured(edges: tuple[float, ...], lines: Sequence[TextLine]) -> Columns:
    """The columns with what their texts measure; an empty column begins and ends at its boundaries."""
    firsts: list[Counter[float]] = [Counter() for _ in edges[1:]]
    limits, begins = list(edges[1:]), [np.inf] * len(edges[1:])
    owned = [_owners(edges, line.words).tolist() for line in lines]
    below = {owner for line, owners in zip(lines, owned, strict=True) if not line.is_title for owner in owners}
    for line, owners in zip(lines, owned, strict=True):
        for word, owner, before in zip(line.words, owners, [None, *owners], strict=False):
            if owner != before:
                firsts[owner][round(word.x0 * 2) / 2] += 1
            begins[owner] = min(begins[owner], word.x0)
            if not line.is_title or owner not in below:  # a title may reach further than the texts below it
                limits[owner] = word.x1 if limits[owner] == edges[owner + 1] else max(limits[owner], word.x1)
    starts = tuple(counts.most_common(1)[0][0] if counts else edge for counts, edge in zip(firsts, edges, strict=False))
    between = (
        (limit + start) / 2 if edge < limit < min(start, begin) - CLEAR else edge
        for edge, limit, start, begin in zip(edges[1:-1], limits, starts[1:], begins[1:], strict=False)
    )  # few words may reach over a boundary, and still end before the next column's text
    return Columns((edges[0], *between, edges[-1]), starts, tuple(limits))


def by_column(line: TextLine, columns: Columns, *, runs_on: bool = False) -> list[Line | None]:
    """What a printed line says in each column; one that runs on over several stands in the first of them."""
    words: list[list[Line]] = [[] for _ in columns.starts]
    owners = _owners(columns.edges, line.words).tolist()
    for word, owner in zip(line.words, owners[:1] * len(owners) if runs_on else owners, strict=True):
        words[owner].append(word)
    return [join_words(own) if own else None for own in words]


def running_on(lines: Sequence[TextLine], columns: Columns) -> frozenset[int]:
    """Which lines of a table, from 0, are one text over several columns, by the blanks that the content holds between its words.

    None where a producer writes such blanks between the cells of its lines, as the most of them show.
    """
    across = [
        number
        for number, line in enumerate(lines)
        if any(
            typed and a != b for (a, b), typed in zip(pairwise(_owners(columns.edges, line.words).tolist()), line.typed[1:], strict=False)
        )
    ]
    whole = frozenset(number for number in across if lines[number].stretches == 1 and all(lines[number].typed[1:]))
    return whole if len(across) <= max(SPANNERS, SPANNED * len(lines)) else frozenset()


def _owners(edges: Sequence[float], words: Sequence[Line]) -> Ints:
    """The column that holds the middle of each word."""
    return np.searchsorted(edges[1:-1], [(word.x0 + word.x1) / 2 for word in words])


def in_table(line: TextLine, columns: Columns) -> bool:
    """Whether a line belongs to the table.

    Each of its words lies in one column. Where no wide gap parts the words of two columns, the second begins where its
    column's text does; and so does the first word of a line that fills one column alone.
    """
    placed = [columns.of(word) for word in line.words]
    spans = len(set(placed)) > 1
    if any(column is None for column in placed) or (spans and placed[0] == 0 and line.stretches == 1):
        return False  # it crosses a boundary, or runs on from the left side like a heading
    shifted = NEARBY - ALIGNED if line.stretches >= COLUMNS else 0.0  # columns of one part of a document may be off by that
    for (left, a), (right, b) in pairwise(zip(line.words, placed, strict=True)):
        if a != b and right.x0 - left.x1 <= CELL_GAP * left.height and not columns.begins(right, b or 0, shifted):
            return False
    return spans or columns.begins(line.words[0], placed[0] or 0, INDENT)
