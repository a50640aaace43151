"""Strips of white paper between the words of a table's lines: which of them part two columns, by log-odds.

Each line tells something about each strip. The words of a column begin, or end, at one place to a fraction of a point,
while the blanks inside a text fall anywhere; a wide gap parts two cells; a word across the strip speaks against it; and
so does what hangs below a bullet. Cells that are filled with colour end between two columns.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extract.pdf.content import Bools, Floats, Ints

TOUCH = 0.75  # points taken off each side of a word: the text of a full column touches the next one's
WIDEST = 14_400.0  # points; no page is wider (ISO 32000-1, annex C.2)
NARROWEST = 1.0  # points; a narrower strip parts no columns
CROSSED = 0.01  # share of a table's lines that may cross a strip between two columns
SPANNERS, SPANNED = 2, 0.05  # titles over several columns that may cross it, of a table that is long beside them
HEAD = 4  # first lines of a table, among which such titles are
HEAD_OF_TITLES = 8  # first lines of a table, among which those of its titles are
OF_FIGURES = 0.5  # share of figures among the words of a table of figures
BLANK_STRIP = 1.2  # of the character height: a narrower strip may be a blank that some lines of titles share
EXACT = 0.4  # points within which the texts of a column begin, or end
MARGIN = 4.0  # points between a boundary and the texts that begin, or end, beside it
REACH = 3.0  # points beside a strip within which the texts of the columns begin and end
WIDE_GAP, NARROW_GAP = 0.75, 0.45  # of the character height: wider gaps part cells; those between two figures already part them if so wide
BULLET = re.compile(r"[-–—•●○▪■◦*·]|\(?([0-9]{1,2}|[a-z]|[ivx]+)[.)]", re.IGNORECASE)
NEAR = 3.0  # of the character height: within which a bullet stands before its text
BULLETS = 0.5  # share of bullets among the texts near a strip, from which it is the room behind them

# log-odds that a strip parts two columns, by what one line shows there
BEGINS = 3.3  # the next word begins where the column does: against the chance that a blank ends there
TITLED, AGAIN = 5.0, 9.5  # and it is the title of a column; a line of titles that is printed above other tables too
ENDS = 2.0  # the last word ends where the column does, and a wide gap follows
WIDE = 1.2  # a wide gap alone
FIRST = 1.5  # the first word of a line begins there
CROSSES = -4.4  # a word, or a text that goes on in the line below
RETURNING = 0.3  # share of the words behind a strip, up to the next one, whose texts go on below before it: which rules it out
TYPED = -4.4  # a blank alone parts the words beside it, one that the content holds
FILLED, COVERED = 6.0, -4.0  # the boundary of two filled cells stands there; a filled cell goes over it
BOUNDARY = 9.0  # what a strip must bring: among the places of a page, many are white by chance


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a table's lines as numbers, one entry a word, from left to right in each line."""

    x0: Floats
    x1: Floats
    line: Ints
    bullet: Bools
    height: float  # usual height of a character in points
    figures: Bools  # it holds digits and no letters
    titles: Floats  # by line: the log-odds that a wide gap parts two titles of columns; 0 where it prints none
    sides: tuple[Floats, ...] = ()  # by line: where filled cells behind it meet
    fills: tuple[Floats, ...] = ()  # by line: shape (cells, 2), the left and right sides of the filled cells behind it
    typed: Bools | None = None  # by word: no more than a blank that the content holds parts it from the word before
    returns: Floats | None = None  # by word: left side of the word in a line below that its text goes on with; infinite for none

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return int(self.line[-1]) + 1 if len(self.line) else 0


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip of white paper in points, and the log-odds, less what chance asks for, that it parts two columns."""

    left: float
    right: float
    odds: float
    boundary: float  # where it parts the columns


def strips(words: Words) -> list[Strip]:
    """The strips between the outer sides of the words, each with its log-odds; none where the words lie on no page."""
    if not len(words.x0):
        return []
    left, right = float(words.x0.min()), float(words.x1.max())
    if right - left > WIDEST:
        return []
    size = int((right - left) * 2) + 3  # half points
    covered = _covered(words.x0, words.x1, left, size)
    body = words.line >= HEAD
    white = (covered <= min(SPANNERS, SPANNED * words.lines)) & (_covered(words.x0[body], words.x1[body], left, size) == 0)
    free = np.flatnonzero(np.diff(np.r_[0, white | (covered <= CROSSED * words.lines), 0]))
    found = [part for a, b in (free / 2 + left).reshape(-1, 2).tolist() for part in _parts(a, b, words)]
    inner = [(a, b) for a, b in found if left < a and b < right and b - a >= NARROWEST]
    inner = _without_returns(_without_blanks_of_titles(inner, words), right, words)
    wide = [(a, b) for a, b in inner if b - a >= WIDE_GAP * words.height]  # a narrow one may be a blank that a few lines share
    filled = _filled(wide, left, right, words)
    return [_strip(a, b, max(x0 for x0, _ in filled if x0 <= a), min(x1 for _, x1 in filled if x1 >= b), words) for a, b in inner]


def _without_returns(found: list[tuple[float, float]], right: float, words: Words) -> list[tuple[float, float]]:
    """The strips less those that texts go on across: in a line below, they stand before it again."""
    if words.returns is None or not found:
        return found
    middles = (words.x0 + words.x1) / 2
    kept = []
    for (left, begin), end in zip(found, (*(left for left, _ in found[1:]), right + TOUCH), strict=True):
        behind = (middles > begin) & (middles < end)
        if (words.returns[behind] < left).sum() <= RETURNING * behind.sum():
            kept.append((left, begin))
    return kept


def _filled(wide: list[tuple[float, float]], left: float, right: float, words: Words) -> list[tuple[float, float]]:
    """Left and right sides of the texts between wide strips, but for what is hardly ever filled beside figures: the title of these."""
    sides = list(zip((left, *(end for _, end in wide)), (*(start for start, _ in wide), right), strict=True))
    middles = (words.x0 + words.x1) / 2
    inside = [(middles > a) & (middles < b) for a, b in sides]
    fewest = max(SPANNERS, SPANNED * words.lines)
    beside = (own.sum() <= fewest and words.figures[after].sum() > OF_FIGURES * after.sum() for own, after in pairwise(inside))
    return [side for number, (side, few) in enumerate(zip(sides, (*beside, False), strict=True)) if number == 0 or not few]


def _without_blanks_of_titles(found: list[tuple[float, float]], words: Words) -> list[tuple[float, float]]:
    """The strips of a table of figures less the narrow ones that only words of its first lines part from a wider one.

    The titles of such a table are wider than its figures, and those of several lines share blanks.
    """
    below = words.line >= HEAD_OF_TITLES
    body = ((words.x0 + words.x1) / 2)[below]
    kept = list(found)
    if words.lines < 2 * HEAD_OF_TITLES or words.figures[below].sum() < OF_FIGURES * len(body):
        return kept
    for one, other in pairwise(found):
        narrow, wide = sorted((one, other), key=lambda strip: strip[1] - strip[0])
        blank = narrow[1] - narrow[0] < BLANK_STRIP * words.height and wide[1] - wide[0] >= 2 * (narrow[1] - narrow[0])
        if blank and not ((body > one[1] - TOUCH) & (body < other[0] + TOUCH)).any() and _is_blank(narrow, words) and narrow in kept:
            kept.remove(narrow)
    return kept


def _is_blank(strip: tuple[float, float], words: Words) -> bool:
    """Whether a line goes on within a strip with no more than a blank between its words."""
    same = words.line[1:] == words.line[:-1]
    over = same & (words.x1[:-1] < strip[1]) & (words.x0[1:] > strip[0])
    return bool((over & (words.x0[1:] - words.x1[:-1] < NARROW_GAP * words.height)).any())


def _covered(x0: Floats, x1: Floats, left: float, size: int) -> Ints:
    """How many words cover each half point from a place on, TOUCH taken off their sides."""
    steps = np.zeros(size + 1, dtype=np.int64)
    np.add.at(steps, np.maximum((x0 + TOUCH - left) * 2, 0).astype(np.int64), 1)
    np.add.at(steps, np.maximum((x1 - TOUCH - left) * 2, 0).astype(np.int64) + 1, -1)
    covered: Ints = np.cumsum(steps)[:size]
    return covered


def _parts(left: float, right: float, words: Words) -> list[tuple[float, float]]:
    """A strip that few words cross, cut at those that lie within it: a column that is hardly ever filled.

    Words that go on a text which begins outside of it fill no column of their own.
    """
    inside = (words.x0 > left - TOUCH) & (words.x1 < right + TOUCH)
    if words.returns is not None:
        inside &= words.returns >= left
    if words.typed is not None:
        for word in np.flatnonzero(inside & words.typed).tolist():
            inside[word] = inside[word - 1]
    parts, at = [], left
    for x0, x1 in sorted(zip(words.x0[inside].tolist(), words.x1[inside].tolist(), strict=True)):
        parts.append((at, x0 + TOUCH))
        at = max(at, x1 - TOUCH)
    return [*parts, (at, right)]


def _strip(left: float, right: float, low: float, high: float, words: Words) -> Strip:
    """A strip with its log-odds, less what chance asks for; the next strips end at `low` and begin at `high`."""
    middle = (left + right) / 2
    crosses = (words.x0 < left) & (words.x1 > right)
    returning = 0 if words.returns is None else int(((words.returns < left) & (words.x1 > right)).sum())
    before = np.flatnonzero((words.x0 + words.x1) / 2 <= middle)
    after = np.flatnonzero((words.x0 + words.x1) / 2 > middle)
    last, first = np.full(words.lines, -1), np.full(words.lines, -1)
    last[words.line[before]] = before  # the later entry of a line stays
    first[words.line[after[::-1]]] = after[::-1]
    start = _common(words.x0[first[first >= 0]], right - REACH, right + REACH)
    end = _common(words.x1[last[last >= 0]], left - REACH, left + REACH)
    lone = first[(last < 0) & (first >= 0)]
    both = (last >= 0) & (first >= 0)
    last, first = last[both], first[both]
    gap = words.x0[first] - words.x1[last]
    figures = words.figures[last] & words.figures[first]
    near, wide = gap < NEAR * words.height, gap > np.where(figures, NARROW_GAP, WIDE_GAP) * words.height
    inside = np.r_[False, words.line[1:] == words.line[:-1]]  # something stands left of the word
    column = words.x0[(words.x0 > low - REACH) & (words.x0 < left)]
    leftmost = words.x0[last] <= column.min(initial=np.inf) + REACH  # a dash at the end of a column of figures is no bullet
    hangs = words.bullet[last] & inside[last] & near & leftmost
    if hangs.any() and hangs.sum() >= BULLETS * near.sum():
        return Strip(left, right, -BOUNDARY, middle)
    beside = wide & (words.x0[first] < high) & (words.x1[last] > low)
    begins = np.abs(words.x0[first] - start) <= EXACT
    ends = np.abs(words.x1[last] - end) <= EXACT
    told = np.where(begins, BEGINS, np.where(beside, np.where(ends, ENDS, WIDE), 0.0))
    again = _again(words.x0[last], words.x1[last]) & ~wide & ~figures
    titles = words.titles[words.line[last]]
    told = np.where((titles > 0) & wide & begins, titles, told)
    if words.typed is not None:
        told = np.where(words.typed[first], TYPED, told)
        again &= ~words.typed[first]
    if words.returns is not None:
        told = np.where(words.returns[first] < left, 0.0, told)
    total = float(told[~hangs & ~again].sum())
    total += FIRST * float((np.abs(words.x0[lone] - start) <= EXACT).sum())
    total += CROSSES * float(crosses.sum() + returning)
    boundary = _beside_words(_boundary(left, right, begins, ends & wide, words), left, right, words)
    return Strip(left, right, total + _fill_odds(left, right, words) - BOUNDARY, boundary)


def _boundary(left: float, right: float, begins: Bools, ends: Bools, words: Words) -> float:
    """Where a strip parts two columns: between filled cells, or beside the texts that stand in line."""
    sides = np.concatenate(words.sides) if words.sides else np.empty(0)
    inside = sides[(sides >= left - REACH) & (sides <= right + REACH)]
    if len(inside):
        return float(np.median(inside))
    room = min((right - left) / 2, MARGIN)
    if begins.sum() >= ends.sum() and 2 * begins.sum() >= len(begins):
        return right - room
    return left + room if 2 * ends.sum() >= len(ends) else (left + right) / 2


def _beside_words(boundary: float, left: float, right: float, words: Words) -> float:
    """The boundary, moved within its strip to a side of the few words that cross it, if it leaves all words whole there."""
    cut = (words.x0 < boundary) & (words.x1 > boundary)
    if not cut.any():
        return boundary
    places = [float(words.x0[cut].min()) - TOUCH, float(words.x1[cut].max()) + TOUCH]
    free = [x for x in places if left <= x <= right and not ((words.x0 < x) & (words.x1 > x)).any()]
    return min(free, key=lambda x: abs(x - boundary), default=boundary)


def _fill_odds(left: float, right: float, words: Words) -> float:
    """What the filled cells behind the lines tell."""
    total = 0.0
    for sides, cells in zip(words.sides, words.fills, strict=True):
        if ((sides >= left - REACH) & (sides <= right + REACH)).any():
            total += FILLED
        elif len(sides) and ((cells[:, 0] < left - REACH) & (cells[:, 1] > right + REACH)).any():
            total += COVERED
    return total


def _again(x0: Floats, x1: Floats) -> Bools:
    """Which words stand where one before them does: the same word again, behind which the same text goes on."""
    places = np.round(np.column_stack([x0, x1]) / EXACT)
    again = np.ones(len(x0), dtype=bool)
    again[np.unique(places, axis=0, return_index=True)[1]] = False
    return again


def _common(places: Floats, low: float, high: float) -> float:
    """The place within bounds that most of some places share; infinite where there is none."""
    inside = np.sort(places[(places >= low) & (places <= high)])
    if not len(inside):
        return float("inf")
    counts = np.searchsorted(inside, inside + EXACT, side="right") - np.arange(len(inside))
    at = int(counts.argmax())
    return float(np.median(inside[at : at + int(counts[at])]))
