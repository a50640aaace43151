"""From characters to printed lines, and from the lines of a cell to its text."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from extract.cuts import LIKELY_ONE, LIKELY_TWO, MARKS, OPENERS, TOLERANCE, goes_on_address, goes_on_word, stands_close
from extract.lexicon import Lexicon
from extract.pdf.content import Bools, Floats, Ints, usual_height
from extract.pdf.marks import SAME, accepted, first_stands_alone, first_state, last_state, original, with_states

BLANK_GAP = 0.15  # of the character height: a wider gap between two characters is a blank
WIDEST = 3.0  # of the height: a wider gap parts two stretches of text
BULLET = 4  # letters of the longest bullet or number before an item
SAME_LINE = 0.5  # of the height: characters whose middles are nearer belong to one line
NARROW_GAP = 0.1  # of the height, beyond the usual leading: may part paragraphs
PARAGRAPH_GAP = 0.45  # of the height, beyond the usual leading: a new paragraph
BLANK = 0.27  # of the character height: the width of a blank, and what the measure of a cell's text area may be off
SMALL = 0.85  # of the page's usual character height: smaller ones may be marks
LIFT = 0.08  # of the height: how much higher than its neighbour the foot of a mark stands
DIGITS, RAISED = "0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"
NOTE_MARK = re.compile(
    rf"(?<=[^\W\d_][^\W\d_][^\W\d_])[{RAISED}]+|(?<=[^\W\d_][^\W\d_])(?<![kcdm]m|ft|yd|in)[{RAISED}]+|(?<=[.,;:!?)\]”’\"'])[{RAISED}]+"
)
ENDED = re.compile(r"[.!?:;][\"'”’»)\]]*\s*$")
NUMBER_CUT = re.compile(
    r"[-+–−]?\d[\d.,]*[.,]\d*\|\d{1,3}|[-–]\|\d[\d.,]*"
)  # a lone number cut in or before its decimals, or behind its sign
DIGIT_GROUPS = re.compile(r"\d{2,3}(\s+\d{2,3})*\s*")  # of a number that blanks part
LETTER_END = re.compile(r"[^\W_]$|\d[.,]$")

Reading = Callable[[str], str]
"""One reading of a text with signs of tracked changes: `accepted` or `original` of `extract.pdf.marks`."""


class Line(NamedTuple):
    """One printed line: its text and its box in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    ends_blank: bool = False  # a blank is printed at its end, or a raised letter: what follows is another word
    marked: str = ""  # the text with the marks of its tracked changes, where it has any
    parted: bool = False  # white paper, wide enough to part two cells, stands between its words
    letter: float = 0.0  # width of its first letter in points
    word: float = 0.0  # width of its first word in points
    start: int = 0  # place of its first character in the content of the page
    end: int = 0  # place behind its last character there

    @property
    def height(self) -> float:
        """Height of its characters in points; one point where a font claims that they have none."""
        return self.bottom - self.top or 1.0

    @property
    def middle(self) -> float:
        """Half way between its upper and its lower side, in points."""
        return (self.top + self.bottom) / 2


def runs(text: str, boxes: Floats, region: Ints, states: Ints | None = None) -> dict[int, list[Line]]:
    """The printed lines of each region; `region[i]` is the region of character i, `states[i]` what a tracked change makes of it.

    Characters are taken in content order as long as they stay in one line of one region and go right; the pieces are
    then put in order of line and place.
    """
    pieces: dict[int, list[Line]] = {}
    for number, piece in _pieces(text, boxes, region, WIDEST, states):
        pieces.setdefault(number, []).append(piece)
    return {key: _ordered(group) for key, group in pieces.items()}


def line_pieces(text: str, boxes: Floats, split: float, states: Ints | None = None) -> list[Line]:
    """The stretches of text of a page that no gap wider than `split` times the character height cuts."""
    return [piece for _, piece in _pieces(text, boxes, np.zeros(len(boxes), dtype=np.int64), split, states)]


def _pieces(text: str, boxes: Floats, region: Ints, split: float, states: Ints | None) -> Iterator[tuple[int, Line]]:
    """Stretches of characters, each with the number of its region."""
    if not len(boxes):
        return
    new, blank = _breaks(boxes, region, split)
    starts = np.flatnonzero(new)
    ends = np.r_[starts[1:], len(new)]
    x0, top, x1, bottom = boxes.T
    low_sides = np.minimum.reduceat(x0, starts), np.minimum.reduceat(top, starts)
    high_sides = np.maximum.reduceat(x1, starts), np.maximum.reduceat(bottom, starts)
    small = (bottom - top)[ends - 1] < SMALL * (high_sides[1] - low_sides[1])
    changed = np.zeros(len(starts), dtype=bool) if states is None else np.logical_or.reduceat(states != SAME, starts)
    gaps = np.flatnonzero(blank)
    inner = np.searchsorted(gaps, starts + 1), np.searchsorted(gaps, ends)
    found = (starts, ends, region[starts], *low_sides, *high_sides, small, changed, *inner)
    blanks, begins_at, ends_at = gaps.tolist(), x0.tolist(), x1.tolist()
    for a, b, number, left, high, right, low, is_small, is_changed, first, last in zip(*(each.tolist() for each in found), strict=True):
        piece = _spaced(text, a, b, blanks[first:last])
        if piece.strip():
            marked = _marked(text, states, a, b, blanks[first:last]) if is_changed and states is not None else ""
            begin, end = _first_word(text, a, b, blanks[first:last])
            letter, word = ends_at[begin] - begins_at[begin], ends_at[end - 1] - begins_at[begin]
            ends_blank = is_small or piece[-1].isspace() or piece[-1] in RAISED
            yield number, Line(piece, left, high, right, low, ends_blank, marked, letter=letter, word=word, start=a, end=b)


def _first_word(text: str, start: int, end: int, gaps: Sequence[int]) -> tuple[int, int]:
    """Where the first word of a stretch begins and ends."""
    begin = start
    while text[begin].isspace():
        begin += 1
    limit = next((gap for gap in gaps if gap > begin), end)
    blank = text.find(" ", begin, limit)
    return begin, limit if blank < 0 else blank


def _breaks(boxes: Floats, region: Ints, split: float) -> tuple[Bools, Bools]:
    """For each character: does it begin a new run, and does a gap as wide as a blank stand before it inside its run?"""
    x0, top, x1, bottom = boxes.T
    height = np.maximum(bottom - top, 0.1)
    middle = (top + bottom) / 2
    gap = x0[1:] - x1[:-1]
    size = np.maximum(height[1:], height[:-1])
    new = (region[1:] != region[:-1]) | (np.abs(np.diff(middle)) > SAME_LINE * size) | (gap < -2 * size) | (gap > split * size)
    return np.r_[True, new], np.r_[False, (gap > BLANK_GAP * size) & ~new]


def _spaced(text: str, start: int, end: int, gaps: Sequence[int]) -> str:
    """The text from `start` to `end` with a blank at each gap."""
    return " ".join([text[a:b] for a, b in pairwise([start, *gaps, end])]) if gaps else text[start:end]


def _marked(text: str, states: Ints, start: int, end: int, gaps: Sequence[int]) -> str:
    """The same with the signs of tracked changes."""
    letters = with_states(text, states, start, end)
    for gap in gaps:
        letters[gap - start] = " " + letters[gap - start]
    return "".join(letters)


def _ordered(pieces: list[Line]) -> list[Line]:
    """Pieces in one line are joined left to right; lines go from top to bottom."""
    return [_join_pieces(line) for line in same_line(pieces)]


def same_line(pieces: Sequence[Line], level: float = SAME_LINE) -> list[list[Line]]:
    """The pieces of each printed line from left to right, lines from top to bottom.

    `level` says by how much of the character height the middles of two of a size may differ; a small one's, by SAME_LINE.
    """
    if len(pieces) == 1:
        return [list(pieces)]
    lines: list[list[Line]] = []
    first = tallest = at = 0.0  # of the line so far: the heights of its first piece and of its tallest, and the middle of that one
    for piece in sorted(pieces, key=attrgetter("middle")):
        middle, height = piece.middle, piece.height
        tall = max(first, height)
        within = level if min(first, height) >= SMALL * tall else SAME_LINE
        if lines and abs(middle - at) <= within * tall:
            lines[-1].append(piece)
            if height > tallest:
                tallest, at = height, middle
        else:
            lines.append([piece])
            first, tallest, at = height, height, middle
    return [sorted(line, key=lambda piece: piece.x0) if len(line) > 1 else line for line in lines]


def _join_pieces(pieces: list[Line]) -> Line:
    if len(pieces) == 1:
        text = " ".join(pieces[0].text.split())
        return pieces[0]._replace(text=text) if text != pieces[0].text else pieces[0]
    text, marked, word, parted = pieces[0].text, pieces[0].marked or pieces[0].text, pieces[0].word, False
    for left, right in pairwise(pieces):
        parted = parted or (len(text) > BULLET and right.x0 - left.x1 > WIDEST * max(left.height, right.height))
        blank = " " if right.x0 - left.x1 > BLANK_GAP * max(left.height, right.height) else ""
        if " " not in text + blank:  # the first word goes on
            word = right.x0 + right.word - pieces[0].x0
        text, marked = text + blank + right.text, marked + blank + (right.marked or right.text)
    text = " ".join(text.split())
    marked = marked if any(piece.marked for piece in pieces) else ""
    top, bottom = min(piece.top for piece in pieces), max(piece.bottom for piece in pieces)
    end, last = max(piece.x1 for piece in pieces), pieces[-1]
    first = pieces[0]
    return Line(text, first.x0, top, end, bottom, last.ends_blank, marked, parted, first.letter, word, first.start, last.end)


def join_words(words: Sequence[Line]) -> Line:
    """The words of one printed line, from left to right, with blanks between."""
    text = " ".join(word.text for word in words)
    marked = " ".join(word.marked or word.text for word in words) if any(word.marked for word in words) else ""
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    first, last = words[0], words[-1]
    return Line(text, first.x0, top, last.x1, bottom, last.ends_blank, marked, False, first.letter, first.word, first.start, last.end)


def raise_marks(text: str, boxes: Floats) -> str:
    """The text with the digits that are set small and high, as marks of footnotes are, in their raised form.

    `without_marks` leaves out those that end a word; after a digit or a unit they are powers.
    """
    height = boxes[:, 3] - boxes[:, 1]
    usual = usual_height(boxes)
    small = np.flatnonzero(height < SMALL * usual)
    letters: list[str] | None = None
    for i in small.tolist():
        if i == 0 or text[i] not in DIGITS:
            continue
        if letters is None:
            letters = list(text)
        raised = letters[i - 1] in RAISED or (
            boxes[i, 3] < boxes[i - 1, 3] - LIFT * height[i - 1] and abs(boxes[i, 0] - boxes[i - 1, 2]) < height[i - 1]
        )
        if raised:
            letters[i] = RAISED[int(text[i])]
    return text if letters is None else "".join(letters)


def without_marks(text: str) -> str:
    """The text of a cell without the marks of footnotes."""
    return text if text.isascii() else NOTE_MARK.sub("", text)


@dataclass(frozen=True, slots=True)
class Tally:
    """What cells tell of a document, counted: what those of several pages tell is what each page's tell, added up."""

    words: Counter[str] = field(default_factory=Counter)  # as printed
    ends: Counter[bool] = field(default_factory=Counter)  # of lines: does a blank mark the break?
    steps: Counter[float] = field(default_factory=Counter)  # from line to line, in parts of their height

    @classmethod
    def of(cls, cells: Iterable[Sequence[Line]]) -> "Tally":
        """What these cells tell."""
        tally = cls()
        tally.count(cells)
        return tally

    def count(self, cells: Iterable[Sequence[Line]]) -> None:
        """Count the words that no break can have cut: those inside a line, and those at a break that a blank marks."""
        words: list[str] = []
        ends: list[bool] = []
        steps: list[float] = []
        for lines in cells:
            steps += [round((below.bottom - above.bottom) / above.height, 2) for above, below in pairwise(lines)]
            ends += [line.ends_blank for line in lines[:-1]]
            open_start = False  # the first word of a cell is whole
            for line in lines:
                open_end = not line.ends_blank and line is not lines[-1]  # so is the last
                for text in {reading(line.marked) for reading in (accepted, original)} if line.marked else (line.text,):
                    tokens = text.split()
                    words += tokens[open_start : len(tokens) - open_end]
                open_start = open_end and " " not in line.text.strip()
        self.words.update(words)
        self.ends.update(ends)
        self.steps.update(steps)

    def add(self, other: "Tally") -> None:
        """Add what cells further on tell."""
        self.words.update(other.words)
        self.ends.update(other.ends)
        self.steps.update(other.steps)

    def lexicon(self) -> Lexicon:
        """The lexicon of the document; what its lines are set at is what most of them are, the first of several as frequent."""
        words: Counter[str] = Counter()
        for word, count in self.words.items():
            words[word.casefold().strip(MARKS)] += count
        leading = self.steps.most_common(1)[0][0] if self.steps else 1.0
        return Lexicon(words, leading, self.ends[True] > self.ends[False])


def cell_text(lines: Sequence[Line], left: float, right: float, lexicon: Lexicon, reading: Reading | None = None) -> str:
    """The text of a cell from its lines: joined by blanks, paragraphs by line feeds, broken words made whole.

    `left` and `right` are the sides of the cell's text area in points; `reading` takes one reading of tracked changes.
    """
    text, glue, above, blank = "", "", None, False
    for line in lines:
        if above is not None:
            glue = "\n" if glue == "\n" or _is_paragraph(above, line, lexicon.leading) else " "
        part = reading(line.marked) if reading and line.marked else line.text
        if part.strip():
            if above is not None and glue == " " and text and not text[-1].isspace() and not part[0].isspace():
                glue = _glue(text, part, above, line, (left, right), lexicon)
            text = text.rstrip() + (glue if text else "") + part.lstrip()
            glue, blank = "", line.ends_blank
        elif (part or blank) and text and not text[-1].isspace():
            text += " "
        above = line
    return text.strip()


def _is_paragraph(above: Line, line: Line, leading: float) -> bool:
    """Whether a line begins a paragraph: by its distance; a small one tells where the line above ended a sentence or an item."""
    extra = (line.bottom - above.bottom) / above.height - leading
    return extra > PARAGRAPH_GAP or (extra > NARROW_GAP and bool(ENDED.search(above.text)))


def cut_part(cut: str, above: Line, line: Line, between: str) -> str:
    """What stands before a line of the word that it goes on, and may itself be only a part of: `cut` stood before the line above."""
    return cut + above.text.split()[-1] if between in ("", LIKELY_ONE) and " " not in line.text.strip() else ""


def glue(cut: str, above: Line, line: Line, left: float, right: float, lexicon: Lexicon) -> str:
    """What stands between two lines of a cell: a line feed, a blank, or nothing inside a word, of which `cut` came before."""
    if _is_paragraph(above, line, lexicon.leading):
        return "\n"
    if not above.text.strip() or not line.text.strip():
        return " "
    return _glue(cut + above.text, line.text, above, line, (left, right), lexicon)


def _glue(text: str, part: str, above: Line, line: Line, sides: tuple[float, float], lexicon: Lexicon) -> str:
    """What stands between the text so far and that of the next line: a blank, or nothing inside a word."""
    first, second = _last_word(text), part.split(None, 1)[0]
    if stands_close(first, second):
        return ""
    if not above.ends_blank and (_goes_on_stroke(first, second) or goes_on_word(first, second) or goes_on_address(first, second)):
        return ""
    if second[0].isdigit() and not above.ends_blank and NUMBER_CUT.fullmatch(f"{text.strip()}|{part.strip()}"):
        return LIKELY_ONE if first[-1].isdigit() else ""
    blank_fits = sides[1] - above.x1 > BLANK * above.height
    changed = bool(above.marked or line.marked)
    same_state = not changed or last_state(above.marked) == first_state(line.marked)
    unprinted = lexicon.prints_blanks and blank_fits and not above.ends_blank and same_state
    close = (line.bottom - above.bottom) / above.height - lexicon.leading <= NARROW_GAP
    torn = changed and close and _is_torn(first, second, above, line)
    if torn and not second[0].isalpha() and second[0] not in OPENERS:
        return ""
    too_long = above.x1 - above.x0 + line.word > sides[1] - min(above.x0, line.x0)
    parted = not same_state and too_long and first[-1].isdigit() and second[0].isdigit()  # a number beside its change
    inside = (torn or unprinted or parted) and close and second[0].isalnum() and LETTER_END.search(first)
    if not inside and not (too_long and is_full(above, sides[1], line.letter)):  # no more can the column have cut a word
        return "" if not above.ends_blank and lexicon.mends(first, second) else " "
    if first.isdigit() and DIGIT_GROUPS.fullmatch(part) and (line.ends_blank or " " in part.strip()):
        return LIKELY_TWO  # blanks part the number further on
    return lexicon.joint(first, second, blank_fits=blank_fits, open_end=is_full(line, sides[1]))


def _last_word(text: str) -> str:
    """The last word of a text, open cuts read as is likelier."""
    printed = text.rsplit(None, 1)[-1]  # looked at by itself, so that a tall cell takes no longer a line
    return printed.replace(LIKELY_ONE, "").rsplit(LIKELY_TWO, 1)[-1]


def _goes_on_stroke(first: str, second: str) -> bool:
    """Whether a word goes on after its hyphen or slash."""
    return first.endswith(("-", "/")) and len(first) > 1 and second[0].isalnum()


def _is_torn(first: str, second: str, above: Line, line: Line) -> bool:
    """Whether a line begins with the last letter of a struck or inserted word, beside which a text of another state stands.

    To a word processor the two are one word. Where the second has no room, it breaks before the last letter of the first.
    """
    if above.ends_blank or last_state(above.marked) != first_state(line.marked) or not first_stands_alone(line.marked):
        return False
    return first[-1] == above.text.rstrip()[-1:] and second[0] == line.text.lstrip()[:1]  # this reading holds the word


def is_full(line: Line, right: float, letter: float = 0.0) -> bool:
    """Whether a line is one word, or a part of one, that leaves no room for the next letter (of so many points, where known)."""
    return ends_open(line) and right - line.x1 < (letter or 1.2 * (line.x1 - line.x0) / len(line.text.strip())) + TOLERANCE


def ends_open(line: Line) -> bool:
    """Whether a line is one word, or a part of one, after which no blank is printed."""
    text = line.text.strip()
    return bool(text) and " " not in text and not line.ends_blank and bool(LETTER_END.search(text))
