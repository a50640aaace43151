"""The printed lines of a page that an OCR has read: their words, and what parts them."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from extract.decoder.ems import BLANK, ems
from extract.decoder.tokens import Gap, Run

LONGEST = 60  # words of a printed line, at most, and of two that are fused
BLANKS = re.compile(r"(\s*)(\S+)")
BORDERS = "|¦{}[]_"  # what a rule between two columns is read as
INNER_BORDER = re.compile(r"[|¦]+|[\\\]}](?=[*«»¢•+]$)")
BULLET = re.compile(r"[-•*«»¢+–—=~.°]{1,2}$")  # as a scan reads it
LETTER_BULLET = re.compile(r"[eo]$")  # before a word that begins an item
FUSED = re.compile(
    r"(?:(?<=[0-9,.;)])|(?<=\w[a-z]))(?=[A-Z][a-z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})|(?<=[a-z,;])(?=[A-Z]{2})"
)  # two words without a blank


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a printed line, its borders off; what the line shows between it and the word before."""

    text: str
    width: float  # ems
    token: int  # which of the line's words, by blanks, it is part of; from 0
    bordered: bool = False  # a rule stands between
    blanks: int = 0  # more than one
    glued: bool = False  # nothing does
    is_bullet: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the words of a line stand, as their page shows: in which column, whether a row opens with them, and whether a cell does.

    By `margin` nats the best layout of the page costs more in which their cell is another.
    """

    column: int
    opens_row: bool
    opens_cell: bool | None  # None where the page does not show it
    margin: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a dump: its number in the file, from 1, its page where known, what stands above it, and its words.

    `leaf` counts the pages on which the table stands, from 0; `widest` is the widest line of its block, in ems; `named` are the columns
    of the parts of the header right above.
    """

    number: int
    page: int | None
    leaf: int
    gap: Gap
    words: tuple[Word, ...]
    widest: float = 0.0
    named: tuple[tuple[int, ...], ...] = ()
    spot: Spot | None = None

    @property
    def text(self) -> str:
        """The words as one text."""
        return joined(self.words)


def joined(words: Sequence[Word]) -> str:
    """Words of one line as one text, bullets left out."""
    text = ""
    for word in words:
        if not word.is_bullet:
            text += word.text if word.glued or not text else f" {word.text}"
    return text


def printed_lines(runs: Sequence[Run]) -> Iterator[PrintedLine]:
    """The lines of a table that hold a word, in print order.

    What stands below a part of the header goes on the page of that above, where the two name other columns, or one of them by other words:
    they are bands of one page.
    """
    leaf, sheet = -1, None
    above: Set[int] = frozenset()
    named_by: Set[str] = frozenset()
    for run in runs:
        here = {column for part in run.named for column in part}
        is_other = above.isdisjoint(here) or (bool(run.words) and named_by.isdisjoint(run.words))
        goes_on = run.sheet == sheet and (not here or (bool(above) and is_other))
        gap, named = Gap.PARAGRAPH if goes_on else Gap.PAGE, run.named
        leaf, sheet = leaf + (not goes_on), run.sheet
        above, named_by = (above | here, named_by | run.words) if goes_on else (here, run.words)
        for filled, group in groupby(run.lines, key=lambda line: bool(line.text.strip())):
            block = [(line, words) for line in group for words in _parts(tuple(_words(line.text)))] if filled else []
            widest = max((_width(words) for _, words in block), default=0.0)
            for line, words in block:
                yield PrintedLine(line.number, line.page, leaf, gap, words, widest, named)
                gap, named = Gap.LINE, ()
            gap = max(gap, Gap.PARAGRAPH) if not filled else gap


def _parts(words: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """The words of a line; of one that no page holds, as many at a time as a page may."""
    for start in range(0, len(words), LONGEST):
        yield words[start : start + LONGEST]


def _width(words: Sequence[Word]) -> float:
    return sum(word.width + (0.0 if word.glued else BLANK) for word in words) - BLANK


def _words(line: str) -> Iterator[Word]:
    bordered, blanks = False, 0
    found_words = list(BLANKS.finditer(line.strip()))
    for at, found in enumerate(found_words):
        blanks += max(0, len(found[1]) - 1)
        token = found[2]
        bare = token.strip(BORDERS)
        if not bare:
            bordered = True
            continue
        bordered = bordered or token[0] in BORDERS
        glued = False
        after = found_words[at + 1][2].lstrip(BORDERS) if at + 1 < len(found_words) else ""
        for side in INNER_BORDER.split(bare):
            own = side.strip(BORDERS)
            is_bullet = BULLET.match(own) is not None or (LETTER_BULLET.match(own) is not None and own == bare and after[:1].isupper())
            for part in FUSED.split(own):
                if part:
                    yield Word(part, ems(part), at, bordered, blanks, glued, is_bullet and part == own)
                    bordered, blanks, glued = False, 0, True
            bordered, glued = True, False
        bordered = token[-1] in BORDERS
