"""The numbered paragraphs of the minutes: one chain of numbers that grow, among all the lines that begin with a number."""

import re
from collections.abc import Sequence

from extract.report.pages import Line

NUMBERED = re.compile(r"\s*(?P<number>\d{1,4})\.\s+\S")
SKIPPED = 3  # numbers that a dump may have lost in a row


def number_of(line: Line) -> int | None:
    """The number that a line begins with, as a paragraph's does."""
    found = None if line.furniture else NUMBERED.match(line.text)
    return int(found["number"]) if found else None


def chain(lines: Sequence[Line]) -> list[int]:
    """The lines, by index, that open the numbered paragraphs: the longest chain of numbers that grow, by one but where some are lost.

    Lists inside a paragraph, and those of an agenda, are numbered too: they make shorter chains.
    """
    opened = [(i, number) for i, line in enumerate(lines) if (number := number_of(line)) is not None]
    best: list[tuple[float, int | None]] = []  # for each line: the worth of the best chain that ends there, and the line before it
    latest: dict[int, int] = {}  # for each number: the line that ends the best chain so far
    for at, (_, number) in enumerate(opened):
        steps = range(1, SKIPPED + 2)
        before = [(best[latest[number - step]][0] - step + 1, latest[number - step]) for step in steps if number - step in latest]
        worth, previous = max(before, default=(0.0, None))
        best.append((worth + 1.0, previous))
        if number not in latest or best[at][0] > best[latest[number]][0]:
            latest[number] = at
    found: list[int] = []
    at_end: int | None = max(range(len(opened)), key=lambda at: best[at][0], default=None)
    while at_end is not None:
        found.append(opened[at_end][0])
        at_end = best[at_end][1]
    return found[::-1]
