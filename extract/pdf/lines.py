"""From characters to printed lines, and from the lines of a cell to its text."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from extract.pdf.content import Floats

BLANK_GAP = 0.23  # of the character height: a wider gap between two characters is a blank
SAME_LINE = 0.5  # of the height: characters whose middles are nearer belong to one line
PARAGRAPH_GAP = 0.45  # of the height, beyond the usual leading: a new paragraph
FULL = 0.7  # of the height: a line that ends nearer than this to the cell's right side was broken by it
TOKEN = re.compile(r"\S+")
YEAR = re.compile(r"(19|20)\d\d")
LETTER_END = re.compile(r"[^\W_]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text and its box in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> float:
        """Height of its characters in points."""
        return self.bottom - self.top


def runs(text: str, boxes: Floats, region: np.ndarray[tuple[int], np.dtype[np.int64]]) -> dict[int, list[Line]]:
    """The printed lines of each region; `region[i]` is the region of character i.

    Characters are taken in content order as long as they stay in one line of one region and go right; the pieces are
    then put in order of line and place.
    """
    if not len(boxes):
        return {}
    x0, top, x1, bottom = boxes.T
    height = np.maximum(bottom - top, 0.1)
    middle = (top + bottom) / 2
    gap = x0[1:] - x1[:-1]
    size = np.maximum(height[1:], height[:-1])
    new = (region[1:] != region[:-1]) | (np.abs(np.diff(middle)) > SAME_LINE * size) | (gap < -2 * size) | (gap > 3 * size)
    starts = np.r_[0, np.flatnonzero(new) + 1]
    ends = np.r_[starts[1:], len(text)]
    blank = np.r_[False, (gap > BLANK_GAP * size) & ~new]
    tops, bottoms = np.minimum.reduceat(top, starts), np.maximum.reduceat(bottom, starts)
    lefts, rights = np.minimum.reduceat(x0, starts), np.maximum.reduceat(x1, starts)
    gaps_at = np.flatnonzero(blank)
    pieces: dict[int, list[Line]] = {}
    for k, (a, b) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        inner = gaps_at[np.searchsorted(gaps_at, a) : np.searchsorted(gaps_at, b)].tolist()
        piece = _spaced(text, a, b, inner) if inner else text[a:b]
        if piece.strip():
            line = Line(piece, float(lefts[k]), float(tops[k]), float(rights[k]), float(bottoms[k]))
            pieces.setdefault(int(region[a]), []).append(line)
    return {key: _ordered(group) for key, group in pieces.items()}


def _spaced(text: str, start: int, end: int, gaps: Sequence[int]) -> str:
    cuts = [start, *gaps, end]
    return " ".join(text[a:b] for a, b in itertools.pairwise(cuts))


def _ordered(pieces: list[Line]) -> list[Line]:
    """Pieces in one line are joined left to right; lines go from top to bottom."""
    lines: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda line: (line.top + line.bottom) / 2):
        middle = (piece.top + piece.bottom) / 2
        if lines and abs(middle - _middle(lines[-1])) <= SAME_LINE * max(piece.height, lines[-1][0].height):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_join_pieces(sorted(line, key=lambda piece: piece.x0)) for line in lines]


def _middle(line: Sequence[Line]) -> float:
    tallest = max(line, key=lambda piece: piece.height)
    return (tallest.top + tallest.bottom) / 2


def _join_pieces(pieces: list[Line]) -> Line:
    text = pieces[0].text
    for left, right in itertools.pairwise(pieces):
        text += (" " if right.x0 - left.x1 > BLANK_GAP * max(left.height, right.height) else "") + right.text
    top, bottom = min(piece.top for piece in pieces), max(piece.bottom for piece in pieces)
    return Line(" ".join(text.split()), pieces[0].x0, top, max(piece.x1 for piece in pieces), bottom)


@dataclass(frozen=True)
class Lexicon:
    """The words that a document prints whole: they tell a word broken by a narrow cell from two words."""

    words: Counter[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Lexicon":
        """The words that stand inside a line, which no break can have cut."""
        words: Counter[str] = Counter()
        for text in texts:
            words.update(token.casefold() for token in TOKEN.findall(text)[1:-1])
        return cls(words)

    def prefers_whole(self, first: str, second: str) -> bool:
        """Whether the two parts are likelier one word than two.

        They are where the whole is printed elsewhere; they are not where the second part is, or where the cut would
        change from small letters to capitals or digits, which inside a word is rare.
        """
        if self.words[(first + second).casefold()]:
            return True
        if first[-1].isdigit() and second[0].isdigit():
            return not (YEAR.fullmatch(first) and YEAR.match(second))
        if self.words[second.casefold()] or self.words[second.casefold().rstrip(",.;:)")]:
            return False
        return (first[-1].islower() and second[0].islower()) or (first[-1].isupper() and second[0].isupper())


def cell_text(lines: Sequence[Line], right: float, lexicon: Lexicon) -> str:
    """The text of a cell from its lines: joined by blanks, paragraphs by line feeds, broken words made whole.

    `right` is the right side of the cell's text area in points.
    """
    if not lines:
        return ""
    text = lines[0].text.strip()
    leading = _leading(lines)
    for above, line in itertools.pairwise(lines):
        text += _glue(above, line, right, leading, lexicon) + line.text.strip()
    return text


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance from line to line in points."""
    steps = sorted(below.top - above.top for above, below in itertools.pairwise(lines))
    return steps[len(steps) // 4] if steps else 0.0


def _glue(above: Line, line: Line, right: float, leading: float, lexicon: Lexicon) -> str:
    """What stands between two lines of a cell: a line feed, a blank, or nothing inside a word."""
    if line.top - above.top > leading + PARAGRAPH_GAP * above.height:
        return "\n"
    first, second = TOKEN.findall(above.text)[-1:], TOKEN.findall(line.text)[:1]
    if not first or not second:
        return " "
    if first[0].endswith(("-", "/")) and len(first[0]) > 1 and second[0][0].isalnum():
        return ""
    alone = first[0] == above.text.strip()  # a word is broken inside only where it fills a line by itself
    full = right - above.x1 < FULL * above.height
    if alone and full and LETTER_END.search(first[0]) and lexicon.prefers_whole(first[0], second[0]):
        return ""
    return " "
