"""How wide the columns are, from a reading of the lines: a line that goes on holds as many words as there was room for."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extract.decoder.ems import BLANK
from extract.decoder.line_beam import Reading
from extract.decoder.line_costs import Mode
from extract.decoder.printed_lines import PrintedLine
from extract.decoder.tokens import Gap

FEWEST = 4  # lines that must show a width
SLACK = 0.02  # share of a width by which letters may be printed narrower or wider


def line_widths(lines: Sequence[PrintedLine], readings: Sequence[Reading], columns: int) -> list[float]:
    """The width of each column in ems; 0 where too few lines show it.

    A line that goes on is no longer than its column, and longer with the next line's first word: the width is what most lines agree on.
    """
    held: list[list[float]] = [[] for _ in range(columns)]
    reached: list[list[float]] = [[] for _ in range(columns)]
    for above, below, line in zip(readings, readings[1:], lines[1:], strict=False):
        if line.gap is not Gap.LINE:
            continue
        for run in below.runs:
            if run.mode is not Mode.GOES_ON or not above.holds(run.column):
                continue
            cell = above.cells[run.column]
            assert cell is not None
            word = line.words[run.start]
            if word.is_bullet:
                continue
            held[run.column].append(cell.width)
            reached[run.column].append(cell.width + BLANK + word.width)
    return [_agreed(sorted(low), sorted(high)) for low, high in zip(held, reached, strict=True)]


def _agreed(held: Sequence[float], reached: Sequence[float]) -> float:
    """The width that most lines allow."""
    if len(held) < FEWEST:
        return 0.0
    allowed = {width: bisect_right(held, width * (1 + SLACK)) + len(reached) - bisect_left(reached, width) for width in held}
    most = max(allowed.values())
    best = [width for width, count in allowed.items() if count == most]
    return best[len(best) // 2]
