"""Titles of columns in two levels, above a table without rules: a title over several columns, and below it one for each of these.

The order of the content tells the levels apart: all of the first one, from left to right, and then the second one. Which
columns a title of the first level spans is what the second level leaves to it, as its own place shows best.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise

import numpy as np

from extract.pdf.columns import FIGURE, Columns, TextLine
from extract.pdf.lines import Line
from extract.pdf.strips import NARROW_GAP

TALLEST = 8  # printed lines of two levels of titles, at most
FEWEST = 2  # titles of the second level
LONGEST = 6  # words of one of them; a text of more is the rest of a row under a header of other columns


@dataclass(slots=True)
class Stretch:
    """Words of one printed line that are one text, and the columns it lies in, from 0."""

    words: tuple[Line, ...]
    line: int
    first: int
    last: int

    @property
    def x0(self) -> float:
        """Left side in points."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right side in points."""
        return self.words[-1].x1

    @property
    def place(self) -> tuple[int, int]:
        """Where the content holds it."""
        return self.words[0].start, self.words[-1].end


@dataclass(slots=True)
class Title:
    """The title of a column, or of several: its printed lines, and the columns it spans, from 0."""

    stretches: list[Stretch]
    first: int
    last: int

    @property
    def x0(self) -> float:
        """Left side in points."""
        return min(stretch.x0 for stretch in self.stretches)

    @property
    def x1(self) -> float:
        """Right side in points."""
        return max(stretch.x1 for stretch in self.stretches)

    @property
    def line(self) -> int:
        """The first printed line it stands in."""
        return self.stretches[0].line


@dataclass(frozen=True, slots=True)
class Levels:
    """Two levels of titles, and how many printed lines they take."""

    upper: list[Title]
    lower: list[Title]
    lines: int


def two_levels(lines: Sequence[TextLine], columns: Columns) -> Levels | None:
    """The titles with which a table begins, if they stand in two levels."""
    stretches = sorted(
        (each for n, line in enumerate(lines[:TALLEST]) for each in _stretches(line, n, columns)), key=lambda each: each.place
    )
    rows = _rows(_titles(stretches))
    if len(rows) < 2:
        return None
    upper, lower = rows[:2]
    if not _are_levels(upper, lower, len(columns.starts)) or not _spread(upper, lower, columns) or not _stand_below(upper, lower):
        return None
    count = 1 + max(stretch.line for title in (*upper, *lower) for stretch in title.stretches)
    own = {id(stretch) for title in (*upper, *lower) for stretch in title.stretches}
    alone = all(id(stretch) in own for stretch in stretches if stretch.line < count)
    return Levels(upper, lower, count) if alone else None


def _stretches(line: TextLine, number: int, columns: Columns) -> Iterator[Stretch]:
    """The texts of a printed line: words one after the other in the content, in one column or with no more than a blank between."""
    words: list[Line] = []
    room = 0.0 if any(line.typed) else NARROW_GAP  # of the character height, that may be a blank which the content does not hold
    for word, typed in zip(line.words, line.typed, strict=True):
        if words:
            near = columns.of(word) == columns.of(words[-1]) or word.x0 - words[-1].x1 < room * word.height
            if not typed and not (word.start == words[-1].end and near):
                yield _stretch(words, number, columns)
                words = []
        words.append(word)
    yield _stretch(words, number, columns)


def _stretch(words: Sequence[Line], line: int, columns: Columns) -> Stretch:
    owners = np.searchsorted(columns.edges[1:-1], [(word.x0 + word.x1) / 2 for word in words])
    return Stretch(tuple(words), line, int(owners.min()), int(owners.max()))


def _titles(stretches: Sequence[Stretch]) -> list[Title]:
    """The texts in the order of the content; one that goes on in the next line is one title."""
    titles: list[Title] = []
    for number, stretch in enumerate(stretches):
        above = titles[-1] if titles else None
        if above is not None and _goes_on(titles, stretches[number:]):
            above.stretches.append(stretch)
            above.first, above.last = min(above.first, stretch.first), max(above.last, stretch.last)
        else:
            titles.append(Title([stretch], stretch.first, stretch.last))
    return titles


def _beside(stretches: Sequence[Stretch]) -> Stretch | None:
    """The text that the content goes on with to the right of the first one, in its line; what goes on that one below is passed by."""
    first = stretches[0]
    for above, stretch in pairwise(stretches):
        if stretch.place[0] != above.place[1]:
            return None
        if stretch.line == first.line:
            return stretch if stretch.first > first.last else None
        if stretch.x0 >= first.x1 or stretch.x1 <= first.x0:
            return None
    return None


def _goes_on(titles: Sequence[Title], following: Sequence[Stretch]) -> bool:
    """Whether the first of the texts that follow goes on the last title: it stands below, and does not begin a row of titles."""
    above, stretch = titles[-1], following[0]
    follows = stretch.place[0] == above.stretches[-1].place[1] and stretch.line > above.stretches[-1].line
    if not follows or stretch.x0 >= above.x1 or stretch.x1 <= above.x0:
        return False
    if above.last > stretch.last:  # it stands over several columns
        return _beside(following) is None
    return _beside(following[:2]) is None or any(title.line == stretch.line for title in titles[:-1])


def _rows(titles: Sequence[Title]) -> list[list[Title]]:
    """The texts row by row: each row begins left of where the one before ends."""
    rows: list[list[Title]] = []
    for title in titles:
        if not rows or title.first <= rows[-1][-1].last:
            rows.append([])
        rows[-1].append(title)
    return rows


def _are_levels(upper: Sequence[Title], lower: Sequence[Title], columns: int) -> bool:
    """Whether two rows of texts together title all columns, and the lower one only such as the upper one does not title singly."""
    single = all(title.first == title.last for title in lower)
    titled = {column for title in (*upper, *lower) for column in range(title.first, title.last + 1)}
    words = not any(FIGURE.fullmatch(word.text) for title in upper for stretch in title.stretches for word in stretch.words)
    short = all(sum(len(stretch.words) for stretch in title.stretches) <= LONGEST for title in lower)
    return single and words and short and FEWEST <= len(lower) < columns and titled == set(range(columns))


def _stand_below(upper: Sequence[Title], lower: Sequence[Title]) -> bool:
    """Whether the upper level begins the table, and each title of the lower one stands below that over it."""
    over = [(one, other) for one in upper for other in lower if one.first <= other.first <= one.last]
    return min(title.line for title in upper) == 0 and all(other.line > one.stretches[-1].line for one, other in over)


def _spread(upper: Sequence[Title], lower: Sequence[Title], columns: Columns) -> bool:
    """Give each title of the upper level the columns it spans; false where they do not go up."""
    below = [title.first for title in lower]
    for _, run in groupby(enumerate(below), key=lambda each: each[1] - each[0]):
        own = [column for _, column in run]
        titles = [title for title in upper if title.last >= own[0] and title.first <= own[-1]]
        if not titles or len(titles) >= len(own):
            return False
        cuts = min(combinations(range(1, len(own)), len(titles) - 1), key=lambda inner: _off(titles, own, inner, columns))
        for title, (first, end) in zip(titles, pairwise((0, *cuts, len(own))), strict=True):
            title.first, title.last = own[first], own[end - 1]
    return True


def _off(titles: Sequence[Title], own: Sequence[int], cuts: Sequence[int], columns: Columns) -> float:
    """How far off titles stand from the middles, or from the starts, of the columns that each would span, in points."""
    middles = starts = 0.0
    for title, (first, end) in zip(titles, pairwise((0, *cuts, len(own))), strict=True):
        left, right = columns.edges[own[first]], columns.edges[own[end - 1] + 1]
        middles += abs((title.x0 + title.x1) / 2 - (left + right) / 2)
        starts += abs(title.x0 - columns.starts[own[first]])
    return min(middles, starts)
