"""The columns of a page that a scan reads one after the other, and the ways to cut each into cells.

Whether a cell begins with a line of its column, a logistic regression tells by the line and the one above (`band_weights.toml`); the best
cut into each number of cells is found by dynamic programming.
"""

import re
import tomllib
from collections.abc import Container, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.decoder.ems import BLANK
from extract.decoder.line_costs import KNOWN_KINDS, SENTENCE_END, Cell, LineCosts
from extract.decoder.line_steps import Run
from extract.decoder.printed_lines import PrintedLine, Word
from extract.decoder.tokens import Gap
from schemas.raw import ColumnKind

NEVER = float("-inf")
MOST_ROWS = 24  # of a page
ENDS, PLAUSIBLE = 6, -4.0  # of a cell that are tried, and the log-odds beyond which a cell may begin with a line
SURE_MARGIN = 12.0  # nats
GOES_ON = {"other": 1.3, "capital": -4.5, "bullet": -4.5}  # nats for a page to begin with the rest of a cell, by how that begins
GOES_ON_PROSE = {"other": 1.4, "capital": -0.3, "bullet": -3.0}  # of prose
MISREAD_CODE = 0.8  # likeness of a code that a scan misread
SLACK = 0.03  # share of a column's width that a line may leave free
EMPTY = {ColumnKind.PROSE: -1.0, ColumnKind.NUMBER: -0.3}  # nats for such a column that a row opens to hold nothing; a scan loses numbers
EMPTY_OTHER = -2.5  # and for any other
STATUS = re.compile(r"(?:\S+ ){0,2}[A-Za-z]{4,}\.(?: |$)")  # a sentence of up to three words
ITEM = "-–—~="  # what begins an item of a list within a cell, rather than a cell


@cache
def _weights() -> dict[str, dict[str, float]]:
    """The fitted weights by column kind, in nats."""
    return tomllib.loads(files("extract.decoder").joinpath("band_weights.toml").read_text(encoding="utf-8"))


Numbers = NDArray[np.float64]


class Piece(NamedTuple):
    """What one line prints of a column: the line, by index, its words, and what stands above them in the column."""

    at: int
    words: tuple[Word, ...]
    gap: Gap


def pieces(lines: Sequence[PrintedLine], runs: Sequence[Sequence[Run]], columns: int) -> list[list[Piece]]:
    """What stands in each column of a page, from the top."""
    found: list[list[Piece]] = [[] for _ in range(columns)]
    gaps = [Gap.PAGE] * columns
    for at, (line, own) in enumerate(zip(lines, runs, strict=True)):
        gaps = [max(gap, line.gap) for gap in gaps]
        for run in own:
            found[run.column].append(Piece(at, line.words[run.start : run.end], gaps[run.column]))
            gaps[run.column] = Gap.WORD
    return found


def begins(column: int, own: Sequence[Piece], costs: LineCosts) -> list[float]:
    """The log-odds that a cell begins with each piece of a column, rather than goes on; of the first that is 0."""
    weights = _weights()[costs.kinds[column].value if costs.kinds[column].value in _weights() else ColumnKind.TEXT.value]
    return [0.0, *(sum(weights.get(name, 0.0) * value for name, value in known.items()) for known in features(column, own, costs))][
        : len(own)
    ]


def features(column: int, own: Sequence[Piece], costs: LineCosts) -> Iterator[dict[str, float]]:
    """What tells of each piece of a column but the first whether a cell begins with it."""
    room = max((breadth(piece.words) for piece in own), default=0.0)
    bulleted = _is_bulleted(own)
    for above, piece in pairwise(own):
        text, before = costs.run_text(piece.words), costs.run_text(above.words)
        width = breadth(above.words)
        cell = Cell(before, 0, 0, 0, width, len(above.words))
        capital = text[:1].isupper() or _is_code(text, costs.kinds[column], costs)
        ended = SENTENCE_END.search(before) is not None
        had_room = width + BLANK + piece.words[0].width <= room * (1 - SLACK)
        yield {
            "always": 1.0,
            "paragraph": float(gap_above(piece) is not Gap.LINE),
            "bullet": float(has_bullet(piece)),
            "item": float(piece.words[0].is_bullet and not has_bullet(piece)),
            "capital": float(capital),
            "ended": float(ended),
            "ended_capital": float(ended and capital),
            "had_room": float(had_room),
            "flow": costs.begins(column, piece.words) - costs.goes_on(column, cell, piece.words, min(gap_above(piece), Gap.PARAGRAPH)),
            "unbulleted": float(bulleted and not has_bullet(piece)),
            "listed": float(before[-1:] in tuple(";:")),
            "status": float(ended and capital and says_status(text)),
        }


class Column:
    """One column of a page: what stands in it, where its cells may begin, and what they give.

    `most` is, by the first piece that is left and the number of rows that may open it, the most that what is left can give.
    """

    def __init__(self, column: int, own: Sequence[Piece], costs: LineCosts, is_first: bool) -> None:
        self.column, self.own, self.costs, self.is_first = column, own, costs, is_first
        self.kind = costs.kinds[column]
        self.empty = EMPTY.get(self.kind, EMPTY_OTHER)
        self.likely = begins(column, own, costs)
        self.goes_on = self._goes_on()
        self.values: dict[tuple[int, int], float] = {}
        self.most = self._most()

    def _most(self) -> Numbers:
        size = len(self.own)
        most = np.full((size + 1, MOST_ROWS + 2), NEVER)
        most[size] = self.empty * np.arange(MOST_ROWS + 2)
        for start in range(size - 1, -1, -1):
            ways = [most[end] + self.value(start, end) for end in range(start + 1, size + 1)]
            most[start, 1:] = self.likely[start] + np.max(ways, axis=0)[:-1]
            for rows in range(1, MOST_ROWS + 2):
                most[start, rows] = max(most[start, rows], most[start, rows - 1] + self.empty)
        return most

    def value(self, start: int, end: int, is_rest: bool = False) -> float:
        """What a cell of these pieces gives by what it holds; of the rest of one, nothing is known."""
        if is_rest or self.kind not in KNOWN_KINDS:
            return 0.0
        known = self.values.get((start, end))
        if known is None:
            text = " ".join(self.costs.run_text(piece.words) for piece in self.own[start:end])
            known = self.values[start, end] = self.costs.value(self.column, text)
        return known

    def ends(self, start: int, lines: Container[int]) -> list[int]:
        """The pieces before which a cell that begins with one may end: the next ones that may begin another, and the last.

        Any piece may on one of `lines`, where a cell of another column begins.
        """
        may_begin = (end for end in range(start + 1, len(self.own)) if self.likely[end] > PLAUSIBLE or self.own[end].at in lines)
        return [*islice(may_begin, ENDS), len(self.own)]

    def _goes_on(self) -> float:
        """For the first piece to go on a cell of the page before, rather than to begin one."""
        if self.is_first or not self.own:
            return NEVER
        first = next((word.text for word in self.own[0].words if not word.is_bullet), "")
        gains = GOES_ON_PROSE if self.kind is ColumnKind.PROSE else GOES_ON
        return gains["bullet" if has_bullet(self.own[0]) else "capital" if first[:1].isupper() else "other"]


def _is_code(text: str, kind: ColumnKind, costs: LineCosts) -> bool:
    """Whether codes stand in a column of codes, misread ones too: `sol` is `SO1`."""
    return kind is ColumnKind.CODES and kind in costs.recognisers and costs.recognisers[kind].score(text) >= MISREAD_CODE


def has_bullet(piece: Piece) -> bool:
    """Whether a bullet stands before a piece, other than a dash."""
    return piece.words[0].is_bullet and piece.words[0].text not in ITEM


def says_status(text: str) -> bool:
    """Whether a text begins with how far a task is, as a cell of progress does: in a sentence of few words, or before it says more."""
    return STATUS.match(text) is not None or _leads().match(text) is not None


@cache
def _leads() -> re.Pattern[str]:
    """The words that say a status where they begin a text, and any participle there: "Postponed to June"."""
    leads = tomllib.loads(files("extract.decoder").joinpath("leads.toml").read_text(encoding="utf-8"))["leads"]
    return re.compile(rf"(?i:{'|'.join(map(re.escape, leads))})\b|[A-Z][a-z]+ed\b")


def _is_bulleted(own: Sequence[Piece]) -> bool:
    """Whether bullets stand before most cells of a column, as its blocks show."""
    firsts = [has_bullet(piece) for piece in own if piece.gap is not Gap.LINE]
    return 2 * sum(firsts) > len(firsts) and sum(map(has_bullet, own)) > 1


def gap_above(piece: Piece) -> Gap:
    """What stands above a piece in its column: the end of a line at least."""
    return max(Gap.LINE, piece.gap)


def breadth(words: Sequence[Word]) -> float:
    """The width of words of one line in ems."""
    return sum(word.width for word in words) + BLANK * (len(words) - 1)
