"""What each step of a reading costs, in nats: gains are positive."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extract.decoder.tokens import Gap, Token
from extract.decoder.wording import Wording
from extract.layout import Layout
from extract.profile import Scope
from schemas.raw import ColumnKind, Recognisers

NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*\s?\.?")
PART_OF_NUMBER = re.compile(r"[\d.]+")
CLOSING = re.compile(r"^[,;.:)\]»”’/&-]")
OPEN_END = re.compile(
    r"(?:[,(/&–-]|\b(?:a|an|the|of|to|in|on|by|at|as|or|and|for|its|with|from|into|de|la|le|les|et|du|des|en|un|une|sur|par|au|aux))$", re.I
)
SENTENCE_END = re.compile(r"[.!?;:][\"'”’»)\]]*$")
BULLET = re.compile(r"^[-•*«¢+–]$")
LEAST_KNOWN = 0.8  # score of a recogniser from which a text looks like its kind
MOST_WORDS = 8  # words of a cell beyond which it cannot be less of its kind
LONGEST_KIND = 45  # characters up to which a text is tried as another kind

Cells = tuple["Cell | None", ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell under construction."""

    text: str
    line: int  # line of its last word
    band: int  # line in which it was entered last
    length: int  # characters of its last line
    scored: float = 0.0  # what its text has been given so far

    @classmethod
    def opened(cls, word: Token) -> "Cell":
        """A cell that begins with the word."""
        return cls(word.text, word.line, word.line, len(word.text))

    def plus(self, word: Token) -> "Cell":
        """The cell with one more word."""
        length = self.length + 1 + len(word.text) if word.line == self.line else len(word.text)
        band = self.band if word.gap is not Gap.PAGE else word.line
        return Cell(f"{self.text} {word.text}", word.line, band, length, self.scored)


@dataclass
class Costs:
    """The costs of one table: its layout, what its columns look like, and how its pages print it."""

    layout: Layout
    recognisers: Recognisers
    weights: Mapping[str, float]
    wording: Wording
    widths: Sequence[float] = ()  # characters that a line of each column holds; empty where unknown
    fill: Sequence[float] = ()  # log-odds of each column to be filled in a row; empty where unknown
    known: dict[tuple[int, str], float] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return len(self.layout.columns)

    def is_number(self, column: int) -> bool:
        """Whether the column holds the numbers of topics or tasks."""
        return self.layout.columns[column].kind is ColumnKind.NUMBER

    def stay(self, column: int, cell: Cell, word: Token) -> float | None:
        """For a word to go on the cell of the word before it."""
        kind = self.layout.columns[column].kind
        w = self.weights
        gain = w[f"{_mode(word)}stay_{word.gap.name.lower()}"]
        if word.gap is Gap.WORD:
            gain += w["stay_blanks"] * min(word.blanks, 3)
        elif word.gap is not Gap.LINE:
            gain += w[f"stay_paragraph_{kind.value}"]
        if kind is ColumnKind.NUMBER:
            return gain if PART_OF_NUMBER.fullmatch(word.text) and word.text.startswith(".") else None
        if kind is ColumnKind.TASK_TYPE and len(cell.text) <= 1:
            return None
        if word.gap is not Gap.WORD:
            gain += self._flow(kind, cell.text, word.text) if kind not in (ColumnKind.CODES,) else 0.0
        return gain + self._fit(column, cell, word)

    def _flow(self, kind: ColumnKind, before: str, after: str) -> float:
        """How much a text goes on: a bracket or a phrase is open, or the word begins small."""
        w = self.weights
        if CLOSING.match(after):
            return w["flow_closing"]
        gain = 0.0
        if before.count("(") > before.count(")"):
            gain += w["flow_bracket"]
        if OPEN_END.search(before):
            gain += w["flow_open"]
        elif SENTENCE_END.search(before):
            gain += w["flow_ended"]
        if after[0].islower():
            gain += w["flow_lower"]
        elif not BULLET.match(after):
            gain += w["flow_capital"]
        return gain

    def _fit(self, column: int, cell: Cell, word: Token) -> float:
        """What the column's width says of a word that goes on a line, or stands on the next."""
        width = self.widths[column] if self.widths else 0.0
        if not width:
            return 0.0
        after = cell.length + 1 + len(word.text)
        if word.gap is Gap.WORD:
            return self.weights["too_wide"] * max(0.0, after - 1.1 * width - 1.0) / width
        if word.gap is Gap.LINE:
            return self.weights["had_room"] * max(0.0, 0.9 * width - 1.0 - after) / width
        return 0.0

    def may_leave(self, cell: Cell, word: Token) -> bool:
        """Whether another cell may begin here: inside a line only beside a cell of that one line."""
        return word.gap is not Gap.WORD or word.mixed or cell.band == word.line

    def may_go_back(self, word: Token) -> bool:
        """Whether the row's columns begin again from the left: at each page, and in mixed columns at each line."""
        return word.gap is Gap.PAGE or (word.mixed and word.gap is not Gap.WORD)

    def leave(self, column: int, cell: Cell, word: Token) -> tuple[Cell, float]:
        """The cell as it stands when the reading leaves it for the word, and what its text gives."""
        value = self._value(column, cell.text)
        if word.gap is not Gap.PAGE and not word.mixed and self._is_open(cell.text):
            return replace(cell, scored=value), value - cell.scored + self.weights["torn"]
        return replace(cell, scored=value), value - cell.scored

    def _is_open(self, text: str) -> bool:
        """Whether a text cannot end here: a bracket is open, or a comma or a small word asks for more."""
        key = (-1, text)
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = float(text.count("(") > text.count(")") or OPEN_END.search(text) is not None)
        return known > 0

    def _value(self, column: int, text: str) -> float:
        key = (column, text)
        value = self.known.get(key)
        if value is None:
            value = self.known[key] = self._judge(column, text)
        return value

    def _judge(self, column: int, text: str) -> float:
        """How well a whole text fits its column."""
        spec = self.layout.columns[column]
        w = self.weights
        if spec.kind is ColumnKind.NUMBER:
            return w["number"] if NUMBER.fullmatch(text) else w["no_number"]
        if spec.kind in self.recognisers:
            score = self.recognisers[spec.kind].score(text)
            name = spec.kind.value
            return w[f"{name}_gain"] * score + w[f"{name}_loss"] * (1 - score) * min(text.count(" ") + 1, MOST_WORDS)
        gain = w["wording"] * self.wording.gain(spec.field, text)
        if NUMBER.fullmatch(text):
            return gain + w["looks_like_number"]
        likeness, kind = max((self._likeness(kind, text), kind.value) for kind in self.recognisers)
        return gain + w[f"looks_like_{kind}"] * likeness

    def _likeness(self, kind: ColumnKind, text: str) -> float:
        if len(text) > LONGEST_KIND:
            return 0.0
        score = self.recognisers[kind].score(text)
        return score if score >= LEAST_KNOWN else 0.0

    def move(self, column: int, other: int, cells: Cells, word: Token, number: str) -> float | None:
        """For a word to go to another column of the row: right, or back to what an earlier line left open."""
        w = self.weights
        there = cells[other]
        gain = w[f"{_mode(word)}{'right' if other > column else 'back'}_{word.gap.name.lower()}"]
        if there is not None:
            kind = self.layout.columns[other].kind
            if kind is ColumnKind.NUMBER:
                return None
            gain += w["go_on"] + self._flow(kind, there.text, word.text)
            if self.widths and self.widths[other] and word.gap is not Gap.PAGE:
                after = there.length + 1 + len(word.text)
                gain += w["had_room"] * max(0.0, 0.9 * self.widths[other] - 1.0 - after) / self.widths[other]
        else:
            gain += self._open(other, word, number)
        if other > column:
            passed = range(column + 1, other)
            gain += sum(self._passed(each) for each in passed if cells[each] is None)
            if word.gap is Gap.WORD:
                gain += w["right_blanks"] * min(word.blanks, 3)
        return gain

    def _passed(self, column: int) -> float:
        """For a column to be passed over in a row."""
        spec = self.layout.columns[column]
        return self.weights["skip_merging" if spec.merge is not Scope.NONE else "skip_required" if spec.required else "skip"]

    def _open(self, column: int, word: Token, number: str) -> float:
        """For a cell to begin with the word."""
        gain = self.weights["fill"] * self.fill[column] if self.fill else 0.0
        return gain + self._begins(column, word, number)

    def _begins(self, column: int, word: Token, number: str) -> float:
        spec = self.layout.columns[column]
        if spec.kind is ColumnKind.NUMBER:
            return self._sequence(number, word.text)
        if spec.kind not in (ColumnKind.CODES, ColumnKind.TASK_TYPE) and word.text[0].islower():
            return self.weights["open_lower"]
        if CLOSING.match(word.text) and not BULLET.match(word.text):
            return self.weights["open_closing"]
        if word.text[0] == "(":
            return self.weights["open_bracket"]
        return 0.0

    def _sequence(self, before: str, after: str) -> float:
        """For a number to follow the last one."""
        if not NUMBER.fullmatch(after):
            return self.weights["no_number"]
        old, new = ([int(part) for part in re.findall(r"\d+", text)] for text in (before, after))
        if not old or not new:
            return 0.0
        runs_on = new in (
            ([*old[:-1], old[-1] + 1]),
            ([*old, 1]),
            *([*old[:i], old[i] + 1] for i in range(len(old))),
            *([*old[:i], old[i] + 1, 1] for i in range(len(old))),
        )
        return self.weights["runs_on"] if runs_on else self.weights["breaks_off"]

    def end_row(self, cells: Cells) -> float:
        """For a row to end with these cells."""
        w = self.weights
        last = max((i for i, cell in enumerate(cells) if cell is not None), default=-1)
        return sum(self._passed(each) for each in range(last + 1, self.columns)) + w["row"]

    def end(self, column: int, cells: Cells) -> float:
        """For a table to end in this column of a row with these cells."""
        cell = cells[column]
        assert cell is not None
        return self._value(column, cell.text) - cell.scored + self.end_row(cells)

    def open_row(self, column: int, word: Token, number: str) -> float:
        """For a row to begin with the word: the columns before it are merged with those above, or empty."""
        w = self.weights
        gain = w[f"{_mode(word)}row_{word.gap.name.lower()}"] + self._open(column, word, number)
        for each in range(column):
            merges = self.layout.columns[each].merge is not Scope.NONE
            gain += w["merged"] if merges else self._passed(each)
        return gain


def _mode(word: Token) -> str:
    """How the weights of the steps are called on the word's page."""
    return "mixed_" if word.mixed else ""
