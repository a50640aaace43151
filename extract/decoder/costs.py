"""What each step of a reading costs, in nats: gains are positive."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

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
HOPELESS = -30.0  # nats; a codes cell whose text is worth less is not filled on
MOST_STRANGE = 24  # words of a cell of another known kind after which enough must be of its kind
LEAST_OWN = 0.4  # share of them
LONGEST_END = 8  # characters of a text's end that tell whether it goes on

Cells = tuple["Cell | None", ...]


class Cell(NamedTuple):
    """A cell under construction."""

    text: str
    line: int  # line of its last word
    band: int  # line in which it was entered last
    length: int  # characters of its last line
    scored: float = 0.0  # what its text has been given so far

    @classmethod
    def opened(cls, word: Token) -> "Cell":
        """A cell that begins with the word."""
        return cls("" if word.is_bullet else word.text, word.line, word.line, len(word.text))

    def plus(self, word: Token) -> "Cell":
        """The cell with one more word."""
        length = self.length + 1 + len(word.text) if word.line == self.line else len(word.text)
        band = self.band if word.gap is not Gap.PAGE else word.line
        text = self.text if word.is_bullet else f"{self.text} {word.text}" if self.text else word.text
        return Cell(text, word.line, band, length, self.scored)


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

    def __post_init__(self) -> None:
        w, specs = self.weights, self.layout.columns
        self.columns = len(specs)
        self.kinds = [spec.kind for spec in specs]
        self.numbers = [kind is ColumnKind.NUMBER for kind in self.kinds]
        self._stay, self._right, self._back = ({gap: _by_mode(w, step, gap) for gap in Gap} for step in ("stay", "right", "back"))
        self._row: dict[Gap, tuple[float, float]] = {gap: _by_mode(w, "row", gap) for gap in Gap if gap is not Gap.WORD}
        self._anew = [w[f"stay_paragraph_{kind.value}"] for kind in self.kinds]
        merges = [spec.merge is not Scope.NONE for spec in specs]
        self._passed = [
            w["skip_merging" if merging else "skip_required" if spec.required else "skip"]
            for merging, spec in zip(merges, specs, strict=True)
        ]
        self._above = [w["merged"] if merging else passed for merging, passed in zip(merges, self._passed, strict=True)]

    @cached_property
    def ceiling(self) -> list[float]:
        """The most that a text can give in each column."""
        w, found = self.weights, []
        for spec in self.layout.columns:
            if spec.kind is ColumnKind.NUMBER:
                most = w["number"]
            elif spec.kind in self.recognisers:
                most = w[f"{spec.kind.value}_gain"]
            else:
                most = w["wording"] * self.wording.most(spec.field)
            found.append(most + max(0.0, w["torn"]))
        return found

    def is_number(self, column: int) -> bool:
        """Whether the column holds the numbers of topics or tasks."""
        return self.numbers[column]

    def stay(self, column: int, cell: Cell, word: Token) -> float | None:
        """For a word to go on the cell of the word before it."""
        kind = self.kinds[column]
        gain = self._stay[word.gap][word.mixed]
        if word.gap is Gap.WORD:
            gain += self.weights["stay_blanks"] * min(word.blanks, 3)
            if word.marked:
                gain += self.weights["stay_marked"]
        elif word.gap is not Gap.LINE:
            gain += self._anew[column]
        if kind is ColumnKind.NUMBER:
            return gain if PART_OF_NUMBER.fullmatch(word.text) and word.text.startswith(".") else None
        if kind is ColumnKind.TASK_TYPE and len(cell.text) <= 1:
            return None
        if word.gap is not Gap.WORD and kind is not ColumnKind.CODES:
            gain += self._flow(cell.text, word.text)
        return gain + self._fit(column, cell, word)

    def is_hopeless(self, column: int, cell: Cell) -> bool:
        """Whether no good reading can come of a cell: too many of its words are not of its kind."""
        kind = self.kinds[column]
        if kind is ColumnKind.CODES:
            return self._value(column, cell.text) < HOPELESS
        return kind in self.recognisers and cell.text.count(" ") >= MOST_STRANGE and self.recognisers[kind].score(cell.text) < LEAST_OWN

    def _flow(self, before: str, after: str) -> float:
        """How much a text goes on: a bracket or a phrase is open, or the word begins small."""
        w = self.weights
        if CLOSING.match(after):
            return w["flow_closing"]
        gain = 0.0
        if before.count("(") > before.count(")"):
            gain += w["flow_bracket"]
        end = before[-LONGEST_END:]
        if OPEN_END.search(end):
            gain += w["flow_open"]
        elif SENTENCE_END.search(end):
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
        return word.gap is not Gap.WORD or (word.cut if word.mixed else cell.band == word.line)

    def may_end(self, word: Token) -> bool:
        """Whether a row may begin with the word: not inside a line."""
        return word.gap is not Gap.WORD

    def may_go_back(self, word: Token) -> bool:
        """Whether the row's columns begin again from the left: at each page, and in mixed columns at each line."""
        return word.gap is Gap.PAGE or (word.mixed and word.gap is not Gap.WORD)

    def leave(self, column: int, cell: Cell, word: Token) -> tuple[Cell, float]:
        """The cell as it stands when the reading leaves it for the word, and what its text gives."""
        value = self._value(column, cell.text) if cell.text else 0.0
        if word.gap is not Gap.PAGE and not word.mixed and self._is_open(cell.text):
            return cell._replace(scored=value), value - cell.scored + self.weights["torn"]
        return cell._replace(scored=value), value - cell.scored

    def _is_open(self, text: str) -> bool:
        """Whether a text cannot end here: a bracket is open, or a comma or a small word asks for more."""
        key = (-1, text)
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = float(text.count("(") > text.count(")") or OPEN_END.search(text[-LONGEST_END:]) is not None)
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

    def opens(self, word: Token, number: str) -> list[float]:
        """For a cell of each column to begin with the word, after the last number of the number column."""
        fill = [self.weights["fill"] * each for each in self.fill] if self.fill else [0.0] * self.columns
        return [gain + self._begins(kind, word.text, number) for gain, kind in zip(fill, self.kinds, strict=True)]

    def _begins(self, kind: ColumnKind, text: str, number: str) -> float:
        if kind is ColumnKind.NUMBER:
            return self._sequence(number, text)
        if BULLET.match(text):
            return 0.0
        if text[0].islower() and kind is not ColumnKind.CODES and kind is not ColumnKind.TASK_TYPE:
            return self.weights["open_lower"]
        if CLOSING.match(text):
            return self.weights["open_closing"]
        return self.weights["open_bracket"] if text[0] == "(" else 0.0

    def move(self, column: int, other: int, cells: Cells, word: Token, opens: Sequence[float]) -> float | None:
        """For a word to go to another column of the row: right, or back to what an earlier line left open."""
        there = cells[other]
        gain = (self._right if other > column else self._back)[word.gap][word.mixed]
        if there is None:
            gain += opens[other]
        elif self.numbers[other]:
            return None
        else:
            gain += self.weights["go_on"] + self._flow(there.text, word.text)
            width = self.widths[other] if self.widths and word.gap is not Gap.PAGE else 0.0
            if width:
                after = there.length + 1 + len(word.text)
                gain += self.weights["had_room"] * max(0.0, 0.9 * width - 1.0 - after) / width
        if other > column:
            for each in range(column + 1, other):
                if cells[each] is None:
                    gain += self._passed[each]
            if word.gap is Gap.WORD:
                gain += self.weights["right_blanks"] * min(word.blanks, 3)
        return gain

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
        last = max((i for i, cell in enumerate(cells) if cell is not None), default=-1)
        return sum(self._passed[last + 1 :]) + self.weights["row"]

    def end(self, column: int, cells: Cells) -> float:
        """For a table to end in this column of a row with these cells."""
        cell = cells[column]
        assert cell is not None
        return (self._value(column, cell.text) if cell.text else 0.0) - cell.scored + self.end_row(cells)

    def open_row(self, column: int, word: Token, opens: Sequence[float]) -> float:
        """For a row to begin with the word: the columns before it are merged with those above, or empty."""
        return self._row[word.gap][word.mixed] + opens[column] + sum(self._above[:column])


def _by_mode(weights: Mapping[str, float], step: str, gap: Gap) -> tuple[float, float]:
    """The weight of a step over a gap: where cells are printed one by one, and where lines run through the columns."""
    name = f"{step}_{gap.name.lower()}"
    return weights[name], weights[f"mixed_{name}"]
