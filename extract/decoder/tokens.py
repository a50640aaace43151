"""The words of a table in a text dump, and what the dump shows between them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

WORD = re.compile(r"\S+")


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
    """A word of the table: what stands before it, with how many blanks more than one, and where."""

    text: str
    gap: Gap
    blanks: int
    line: int
    page: int | None
    mixed: bool = False  # the lines of its page run through the columns
    cut: bool = True  # in such a line: the word may be another column's than the word before
    marked: bool = False  # in such a line: a sign, blank paper or its kind parts it from the word before
    is_bullet: bool = False  # in such a line: a bullet as a scan reads it, no word of the text


@dataclass
class Run:
    """What one page shows of a table; `mixed` where its printed lines run through the columns, rather than cell by cell."""

    mixed: bool
    lines: list[DumpLine] = field(default_factory=list)


def tokens(runs: Iterable[Run]) -> Iterator[Token]:
    """The words of a table in print order."""
    for run in runs:
        gap = Gap.PAGE
        for line in run.lines:
            words = list(WORD.finditer(line.text))
            if not words:
                gap = max(gap, Gap.PARAGRAPH)
                continue
            end = 0
            for word in words:
                blanks = word.start() - end - (gap is Gap.WORD)
                yield Token(word.group(), gap, blanks, line.number, line.page, run.mixed)
                gap, end = Gap.WORD, word.end()
            gap = Gap.LINE
