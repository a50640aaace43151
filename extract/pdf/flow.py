"""The order in which a page's content holds its words: a word processor writes a cell from end to end before it begins the next.

So a text that goes on in the line below, while other words follow on its own line, reaches over no boundary of columns.
"""

from collections.abc import Sequence
from typing import Protocol

from extract.pdf.lines import Line


class Words(Protocol):
    """A printed line of words."""

    @property
    def words(self) -> Sequence[Line]:
        """They, from left to right."""


CellLine = tuple[Line, Sequence[Line]]  # what a printed line says in a column, and all words of that line

FEWEST, SHARE = 3, 0.002  # texts that go on below among other words, and their share of those that might, which prove the order
CLOSE = 1.0  # of the character height: blank paper between a line and the one that it goes on in, at most
NOWHERE = float("inf")


def returns(lines: Sequence[Sequence[Line]]) -> list[tuple[float, ...]]:
    """By line and word, the left side, in points, of the word below that its text goes on with; `NOWHERE` where it shows none."""
    at = {word.start: (row, word) for row, line in enumerate(lines) for word in line}
    found = []
    for row, line in enumerate(lines):
        below = [at.get(word.end, (row, word)) for word in line[:-1]]  # what ends a line may go on in any cell of the next row
        own = [nxt.x0 if to > row and _is_below(word, nxt) else NOWHERE for word, (to, nxt) in zip(line, below, strict=False)]
        found.append((*own, NOWHERE))
    return found


def _is_below(above: Line, word: Line) -> bool:
    return word.x0 < above.x1 and word.top - above.bottom <= CLOSE * above.height


def goes_on(above: CellLine, below: CellLine) -> bool | None:
    """Whether the content goes on from a cell's line with the one below it in its column.

    None where that tells nothing: a line that the content leaves at its end for the start of the next one, or goes back to.
    """
    (upper, upper_line), (lower, lower_line) = above, below
    if lower.start == upper.end:
        return True if upper.end != upper_line[-1].end or lower.start != lower_line[0].start else None
    return False if lower.start > upper.end else None


def is_inside(line: Words, lines: Sequence[Words]) -> bool:
    """Whether the content holds a line's words among those of others, or some of these among its own."""
    own = {word.start for word in line.words}
    others = [word.start for each in lines for word in each.words if word.start not in own]
    if not others:
        return False
    return (min(others) < min(own) and max(own) < max(others)) or any(min(own) < other < max(own) for other in others)


def leads(line: Words, lines: Sequence[Words]) -> bool:
    """Whether the content goes on from the end of a line with the first of some others' words."""
    return max(word.end for word in line.words) == min(word.start for each in lines for word in each.words)


def is_cell_by_cell(found: Sequence[bool | None]) -> bool:
    """Whether a document's content holds its tables cell by cell, by what `goes_on` says of lines close below each other.

    A content that goes line by line never goes on below before its line has ended.
    """
    told = [each for each in found if each is not None]
    return sum(told) >= max(FEWEST, SHARE * len(told))
