"""How wide the columns are: at first as tables usually are, then from a reading of the lines.

A line that goes on is no longer than its column, and longer with the next line's first word: the width is what most lines agree on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import log

from extract.decoder.ems import BLANK
from extract.decoder.line_costs import Mode, Width
from extract.decoder.line_steps import Reading
from extract.decoder.printed_lines import PrintedLine
from extract.decoder.tokens import Gap
from extract.layout import topics_and_tasks
from extract.profile import Column
from schemas.raw import ColumnKind, Recogniser

FEWEST = 5  # lines that must show a width
PRIOR = 0.7  # lines that speak for the width expected
SLACK = 0.02  # share of a width by which letters may be printed narrower or wider
TOO_LONG = 2  # times as loud as a word that would have found room
SPARES = (0.45, 0.2, 0.06)  # by pass: what a line may miss a width by, as a share; at first it is only usual
LIKE = 0.15  # by what share the columns of one table may differ from those of the text's other tables
USUAL = {  # parts of a page's width
    ColumnKind.NUMBER: 0.045,
    ColumnKind.CODES: 0.085,
    ColumnKind.TASK_TYPE: 0.09,
    ColumnKind.TIMELINE: 0.11,
    ColumnKind.BODIES: 0.12,
    ColumnKind.TEXT: 0.165,
    ColumnKind.PROSE: 0.19,
}
HEAD = 0.125  # of a topic's column, beside that of its tasks
LETTER = 0.06  # of a type's that is a letter
TYPE, FEWEST_TYPES = 4, 3  # letters of a type's word, or of its first part, and how many show that types are words

Bounds = tuple[list[float], list[float]]
"""Of a column's lines: how wide each is, and, of those that go on, how wide each would be with the word that follows."""


def usual_widths(columns: Sequence[Column], page: float, has_letters: bool = False) -> list[Width]:
    """The widths that such columns usually have on a page so many ems wide, where types are letters or else words."""
    parts = [USUAL[column.kind] for column in columns]
    for i in topics_and_tasks(columns)[:-1]:
        parts[i] = HEAD
    if has_letters:
        parts = [LETTER if column.kind is ColumnKind.TASK_TYPE else part for column, part in zip(columns, parts, strict=True)]
    return [Width(page * part / sum(parts), SPARES[0]) for part in parts]


def types_are_letters(lines: Sequence[PrintedLine], types: Recogniser) -> bool:
    """Whether hardly a word of the lines is a type, or the beginning of one: then types are letters."""
    words = {word.text for line in lines for word in line.words}
    known = {word for word in words if len(word) >= TYPE and word[0].isupper() and types.score(word) > 0}
    return sum(word.text in known for line in lines for word in line.words) < FEWEST_TYPES


def bounds(lines: Sequence[PrintedLine], readings: Sequence[Reading], columns: int) -> list[list[Bounds]]:
    """What the lines on each page show of each column's width."""
    found: list[list[Bounds]] = [[([], []) for _ in range(columns)] for _ in range(max((line.leaf for line in lines), default=-1) + 1)]
    for at, (reading, line) in enumerate(zip(readings, lines, strict=True)):
        above = readings[at - 1] if at and line.gap is Gap.LINE else None
        for run in reading.runs:
            cell = reading.cells[run.column]
            assert cell is not None
            held, reached = found[line.leaf][run.column]
            held.append(cell.width)
            before = above.cells[run.column] if above is not None and above.holds(run.column) else None
            word = line.words[run.start]
            if run.mode is Mode.GOES_ON and before is not None and not word.is_bullet:
                reached.append(before.width + BLANK + word.width)
    return found


def shown_widths(shown: Sequence[Bounds], otherwise: Sequence[Width], spare: float) -> list[Width]:
    """The widths that lines show, with what a line may miss them by; where too few lines do, the other ones."""
    triples = zip(shown, otherwise, strict=True)
    return [
        Width(_agreed(sorted(held), sorted(reached), other), spare) if len(reached) >= FEWEST else other
        for (held, reached), other in triples
    ]


def _agreed(held: Sequence[float], reached: Sequence[float], usual: Width) -> float:
    """The width that most lines allow; a line that is too long speaks louder than a word that would have found room."""

    def agree(width: float) -> float:
        fits = TOO_LONG * bisect_right(held, width * (1 + SLACK)) + len(reached) - bisect_left(reached, width)
        return fits - PRIOR * (log(width / usual.ems) / max(usual.spare, LIKE)) ** 2

    return max(dict.fromkeys(held), key=agree)


def pooled(each: Sequence[Sequence[Bounds]]) -> list[Bounds]:
    """What several pages of the same columns show together."""
    return [([x for one in column for x in one[0]], [x for one in column for x in one[1]]) for column in zip(*each, strict=True)]
