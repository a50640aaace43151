"""Which columns of a text print bullets before their cells, as a reading of its lines shows.

A document sets bullets by column: before its indicators, say, and never before its topics. What one reading shows of that tells the next
one where a cell can begin.
"""

from collections.abc import Iterable, Sequence
from math import log

from extract.decoder.line_costs import Bullets, Mode
from extract.decoder.line_steps import Reading
from extract.decoder.printed_lines import PrintedLine

PRIOR = 16.0  # cells that speak for the rate of all columns together: an OCR loses bullets by the page
FEWEST = 8  # cells that must have begun


def counts(lines: Sequence[PrintedLine], readings: Sequence[Reading], columns: int) -> list[tuple[int, int]]:
    """By column how many cells begin, and how many of them with a bullet."""
    begun, marked = [0] * columns, [0] * columns
    for line, reading in zip(lines, readings, strict=True):
        for run in reading.runs:
            if run.mode is Mode.OPENS:
                begun[run.column] += 1
                marked[run.column] += line.words[run.start].is_bullet
    return list(zip(begun, marked, strict=True))


def shown_bullets(each: Iterable[Sequence[tuple[int, int]]]) -> tuple[Bullets, ...]:
    """What the counts of several tables of the same columns say; nothing where too few cells have begun."""
    sums = [tuple(map(sum, zip(*own, strict=True))) for own in zip(*each, strict=True)]
    begun, marked = (sum(part) for part in zip(*sums, strict=True)) if sums else (0, 0)
    if begun < FEWEST:
        return ()
    usual = (marked + 1) / (begun + 2)
    rates = [(with_one + PRIOR * usual) / (cells + PRIOR) for cells, with_one in sums]
    return tuple(Bullets(log(rate / usual), log((1 - rate) / (1 - usual))) for rate in rates)
