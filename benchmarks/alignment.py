"""Where each word of a damaged programme belongs, by its truth: the words are told off against the rows, in print order."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from extract.decoder.tokens import Gap, Token
from extract.layout import Layout
from extract.profile import Scope

READINGS = 60  # kept side by side
STRAY = 6.0  # cost of a word that no row prints
MISSING = 4.0  # cost of a cell of which words are missing
PASSED = 12.0  # cost of a row that is not printed
AGAIN = 1.0  # cost of a merged cell that is printed again
FURTHEST = 3  # rows that may be passed at once
TYPES = {"advanced": ("a", "advanced"), "maintenance": ("m", "maintenance")}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the truth puts a word: the row by its index, and the column."""

    row: int
    column: int


class State(NamedTuple):
    """A reading so far: the row, the column of the last word, and how many letters of each cell have been read."""

    row: int
    column: int
    read: tuple[int, ...]


Path = tuple[Spot | None, "Path | None"]


def key(text: str) -> str:
    """A text as it compares: without blanks and hyphens, in small letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if not letter.isspace() and unicodedata.category(letter) != "Pd")


def align(words: Sequence[Token], rows: Sequence[Mapping[str, Any]], layout: Layout) -> list[Spot | None]:
    """The place of each word of one table; None for a word that no row prints."""
    told = _Telling(rows, layout)
    beam: dict[State, tuple[float, Path | None]] = {State(-1, -1, told.nothing): (0.0, None)}
    gap = Gap.WORD
    for word in words:
        text, gap = key(word.text), max(gap, word.gap)
        nexts: dict[State, tuple[float, Path | None]] = {}
        for state, (cost, path) in beam.items():
            for after, more, spot in told.steps(state, gap, text):
                known = nexts.get(after)
                if known is None or cost + more < known[0]:
                    nexts[after] = (cost + more, (spot, path))
        gap = Gap.WORD if text else gap
        beam = dict(sorted(nexts.items(), key=lambda item: item[1][0])[:READINGS])
    ended = ((cost + told.left(state), path) for state, (cost, path) in beam.items())
    link = min(ended, key=lambda item: item[0])[1]
    spots: list[Spot | None] = []
    while link is not None:
        spots.append(link[0])
        link = link[1]
    return _with_signs(words, spots[::-1])


def _with_signs(words: Sequence[Token], spots: list[Spot | None]) -> list[Spot | None]:
    """The places with those of dashes and bullets: with the word after them where they begin a line, else with the word before."""
    for i in range(len(words) - 1, -1, -1):
        if not key(words[i].text) and words[i].gap is not Gap.WORD and i + 1 < len(words):
            spots[i] = spots[i + 1]
    for i in range(1, len(words)):
        if not key(words[i].text) and words[i].gap is Gap.WORD:
            spots[i] = spots[i - 1]
    return spots


class _Telling:
    """The rows of one table as letters, and the steps that a word may take through them."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], layout: Layout):
        self.columns = layout.columns
        self.merging = [column.merge is not Scope.NONE for column in layout.columns]
        self.cells = [[_printed(row, column.field) for column in layout.columns] for row in rows]
        self.nothing = (0,) * len(layout.columns)

    def steps(self, state: State, gap: Gap, text: str) -> Iterator[tuple[State, float, Spot | None]]:
        """Every step that a word may take after a gap, its cost, and where it puts the word."""
        yield state, STRAY if text else 0.0, None
        if not text:
            return
        if state.row >= 0:
            yield from self._in_row(state.row, state, gap, text)
        if gap is Gap.WORD:
            return
        for row in range(state.row + 1, min(state.row + 1 + FURTHEST, len(self.cells))):
            start = State(row, -1, self._carried(state, row))
            cost = (self.left(state) if state.row >= 0 else 0.0) + PASSED * (row - state.row - 1)
            for after, more, spot in self._in_row(row, start, gap, text):
                yield after, cost + more, spot

    def _in_row(self, row: int, state: State, gap: Gap, text: str) -> Iterator[tuple[State, float, Spot | None]]:
        for column, ways in enumerate(self.cells[row]):
            read = state.read[column]
            if column == state.column or column > state.column or gap is Gap.PAGE:
                length = _taken(ways, read, text)
                cost = 0.0 if column == state.column or not read or gap is Gap.PAGE else 0.1
                if not length and read and column != state.column and self.merging[column]:
                    read, cost, length = 0, AGAIN, _taken(ways, 0, text)
                if length:
                    now = (*state.read[:column], read + length, *state.read[column + 1 :])
                    yield State(row, column, now), cost, Spot(row, column)

    def _carried(self, state: State, row: int) -> tuple[int, ...]:
        """What of a row's merged cells has been read in the row before."""
        if state.row < 0:
            return self.nothing
        old, new = self.cells[state.row], self.cells[row]
        return tuple(read if self.merging[i] and old[i] == new[i] else 0 for i, read in enumerate(state.read))

    def left(self, state: State) -> float:
        """What it costs to end the row of a reading: its cells that were not read to the end."""
        if state.row < 0:
            return 0.0
        return sum(MISSING for ways, read in zip(self.cells[state.row], state.read, strict=True) if all(len(way) > read for way in ways))


def _taken(ways: Sequence[str], read: int, text: str) -> int:
    """How many letters more of a cell a word takes; 0 where the cell does not go on with it."""
    if any(way.startswith(text, read) for way in ways):
        return len(text)
    if text.endswith(".") and any(way.startswith(text[:-1], read) and len(way) == read + len(text) - 1 for way in ways):
        return len(text)
    return 0


def _printed(row: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """The ways in which a cell may be printed; none where it is empty."""
    value = row.get(field)
    if field == "task_type":
        return TYPES.get(value or "", ())
    if field == "strategic_codes":
        return (key("".join(value)), key(",".join(value))) if value else ()
    text = key(str(value or ""))
    if text and field.endswith("number"):
        return text, f"{text}."
    return (text,) if text else ()
