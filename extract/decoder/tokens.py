"""The words of a table in a text dump, and what the dump shows between them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise

from schemas.place import Place

WORD = re.compile(r"\S+")
GAP = re.compile(r" +")
OCR_BLANKS = 0.01  # share of the lines that may end with a blank, or are stretched, where an OCR wrote them
STRETCHED = re.compile(r"\S {2,}\S.*\S {2,}\S")  # a scan prints two blanks where it lost a border, but hardly twice in a line
MISREAD = re.compile(r"(?:^|\s)[|¢«+](?=\s|\w)")  # a bullet or a border as a scan reads it
LEAST_MISREAD = 3  # lines
OPENS_PAGE = re.compile(r" \S")
LEAST_OPENED = 3  # pages
BULLET = re.compile(r"[•●▪■◦○‣]")  # as a word processor sets it before each item of a list
MOST_WIDE = 0.1  # share of the gaps between words that may be wide for empty cells


class Gap(IntEnum):
    """What stands before a word."""

    WORD = 0  # blanks
    LINE = 1  # a line end
    PARAGRAPH = 2  # a blank line
    PAGE = 3  # a page break, with whatever the page prints around its table


@dataclass(frozen=True, slots=True)
class DumpLine:
    """One line of a dump: its number in the file, from 1, its text as printed, and its page where that is known."""

    number: int
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the table: what stands before it, with how many blanks more than one, and where.

    A text layer prints a blank for each empty cell: `blanks` are those since the last word, over line ends too, of a dump that keeps
    them. A line that begins a paragraph is set apart; the lines below it are, as a rule, only where they begin at another height or side.
    """

    text: str
    gap: Gap
    blanks: int
    line: int
    page: int | None
    below_start: bool = False  # the line before its own begins a paragraph
    indented: bool = False  # its line begins with a blank, which is an empty cell's
    spaced: bool = False  # a line of blanks alone stands before its own: an empty cell, or an empty paragraph of the cell before
    bullet: bool = False  # a bullet stands before it, which is no part of the text
    bare: bool = True  # no blank stands between it and the end of its line


@dataclass
class Run:
    """Lines of a table without a header between them.

    `mixed` says whether they run through the columns, rather than cell by cell; `sheet` counts the pages of the dump from 0, `named`
    are the columns of each part of the header that stands above on the same page, if nothing stands between, and `words` those of their
    words that name a column by themselves.
    """

    mixed: bool
    lines: list[DumpLine] = field(default_factory=list)
    sheet: int = 0
    named: tuple[tuple[int, ...], ...] = ()
    words: frozenset[str] = frozenset()


def place_of(lines: Sequence[DumpLine]) -> Place:
    """Where lines that follow each other stand."""
    return Place(page=lines[0].page, lines=(lines[0].number, lines[-1].number))


def is_text_layer(lines: Iterable[DumpLine]) -> bool:
    """Whether some lines end with a blank or are stretched by blanks, as in a PDF's own text; an OCR leaves none.

    A PDF's own text is never read line by line.
    """
    filled = [line.text for line in lines if line.text.strip()]
    return sum(text.endswith(" ") or STRETCHED.search(text) is not None for text in filled) > OCR_BLANKS * len(filled)


def is_scanned(lines: Sequence[DumpLine]) -> bool:
    """Whether an OCR wrote the lines: no blanks stand at their ends, and bullets are misread, or a blank opens each page of bare lines."""
    if is_text_layer(lines):
        return False
    misread = sum(MISREAD.search(line.text) is not None for line in lines)
    opened = sum(OPENS_PAGE.match(line.text) is not None and bool(above.text.strip()) for above, line in pairwise(lines))
    return misread >= LEAST_MISREAD or (opened >= LEAST_OPENED and not any("\t" in line.text for line in lines))


def ends_are_kept(lines: Iterable[DumpLine]) -> bool:
    """Whether lines end with the blank that ends a line of a cell, as a text layer has it."""
    filled = [line.text for line in lines if line.text.strip()]
    return 2 * sum(text.endswith(" ") for text in filled) > len(filled)


def keeps_blanks(runs: Sequence[Run]) -> bool:
    """Whether the blanks of empty cells are in the dump; where a line is stretched to both sides, blanks are doubled for nothing."""
    if ends_are_kept(line for run in runs for line in run.lines):
        return True
    gaps = [len(gap) for run in runs for line in run.lines for gap in GAP.findall(line.text.strip())]
    wide = sum(gap > 1 for gap in gaps)
    return 0 < wide <= MOST_WIDE * len(gaps)


def tokens(runs: Sequence[Run]) -> Iterator[Token]:
    """The words of a table in print order."""
    ends = int(ends_are_kept(line for run in runs for line in run.lines))  # blanks that end a line and stand for nothing
    kept = keeps_blanks(runs)
    for run in runs:
        gap, blanks, starts, before, spaced, bullet = Gap.PAGE, 0, True, True, False, False
        for line in run.lines:
            words = list(WORD.finditer(line.text))
            if not words:
                gap = max(gap, Gap.PARAGRAPH)
                blanks += len(line.text)
                spaced |= bool(line.text)
                continue
            before, starts = starts, gap is not Gap.LINE
            indented = words[0].start() > 0 and gap is not Gap.PAGE
            end = 0
            for word in words:
                blanks += word.start() - end - (gap is Gap.WORD)
                if BULLET.fullmatch(word.group()):
                    bullet, end = True, word.end() + (gap is not Gap.WORD)  # the blank after it is its own
                    continue
                printed = blanks if gap is not Gap.PAGE and kept else 0
                bare = word.end() == len(line.text)
                yield Token(word.group(), gap, printed, line.number, line.page, before, indented, spaced, bullet, bare)
                gap, end, blanks, spaced, bullet = Gap.WORD, word.end(), 0, False, False
            gap, blanks = max(gap, Gap.LINE), max(0, len(line.text) - end - ends)
