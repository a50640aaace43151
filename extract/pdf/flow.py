"""The order in which a page's content holds its words: a word processor writes a cell from end to end before it begins the next.

So a text that goes on in the line below, while other words follow on its own line, reaches over no boundary of columns.
"""

from collections.abc import Sequence

from extract.pdf.lines import Line

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
