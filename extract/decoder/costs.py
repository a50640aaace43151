"""What each step of a reading costs, in nats: gains are positive."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from extract.decoder.ems import BLANK, ems
from extract.decoder.tokens import Gap, Token
from extract.decoder.word_classes import word_class
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
STOPPED = re.compile(r"[^\W\d_]{3}\.$")  # as a sentence ends, and neither a number nor a short form
SENTENCE_END = re.compile(r"[.!?;:][\"'”’»)\]]*$")
BULLET = re.compile(r"^[-•*«¢+–]$")
LEAST_KNOWN = 0.8  # score of a recogniser from which a text looks like its kind
MOST_WORDS = 8  # words of a cell beyond which it cannot be less of its kind
LONGEST_KIND = 45  # characters up to which a text is tried as another kind
HOPELESS = -30.0  # nats; a codes cell whose text is worth less is not filled on
MOST_STRANGE = 24  # words of a cell of another known kind after which enough must be of its kind
LEAST_OWN = 0.4  # share of them
MOST_IDLE = 3  # blanks that count where no cell is empty
LONGEST_END = 8  # characters of a text's end that tell whether it goes on

NARROWER, WIDER = 0.97, 1.03  # of a column's width: where a line has room for one more word, and where it had none
DOWN = {Gap.WORD: 0.0, Gap.LINE: 1.0, Gap.PARAGRAPH: 1.6, Gap.PAGE: 1.0}  # lines
UNEVEN = 1.5  # lines by which cells that a page's end cuts may differ,
SPACED = 0.25  # and share of their height: how much room parts their paragraphs is not known

Cells = tuple["Cell | None", ...]


class Cell(NamedTuple):
    """A cell under construction."""

    text: str
    line: int  # line of its last word
    band: int  # line in which it was entered last
    length: float  # ems of its last line
    height: float  # lines on this page, with what is left free between paragraphs; 0 where it has none yet
    full: bool = False  # it may go on here: it reached as far down as any cell of its row on the page before
    scored: float = 0.0  # what its text has been given so far

    @classmethod
    def opened(cls, word: Token) -> "Cell":
        """A cell that begins with the word."""
        return cls(word.text, word.line, word.line, ems(word.text), 1.0)

    def plus(self, word: Token, entered: bool = False) -> "Cell":
        """The cell with one more word; `entered` where the last one was another cell's."""
        length = ems(word.text) + (self.length + BLANK if word.line == self.line else 0.0)
        band = word.line if entered or word.gap is Gap.PAGE else self.band
        height = 1.0 if word.gap is Gap.PAGE or not self.height else self.height + DOWN[word.gap]
        return Cell(f"{self.text} {word.text}", word.line, band, length, height, self.full, self.scored)


def turned(cells: Cells) -> Cells:
    """The cells of a row that goes on at a new page: only those that reach as far down as any may be cut."""
    tallest = max((cell.height for cell in cells if cell is not None), default=0.0)
    least = max((1 - SPACED) * tallest - UNEVEN, 1.0)
    return tuple(cell and cell._replace(height=0.0, full=cell.height >= least) for cell in cells)


def asks_for_more(text: str) -> bool:
    """Whether a text cannot end here: a bracket is open, or a comma or a small word asks for more."""
    return text.count("(") > text.count(")") or OPEN_END.search(text[-LONGEST_END:]) is not None


class Opening(NamedTuple):
    """What a word gives as the first of a cell in each column, and as the first of a row; and the most of each."""

    cells: Sequence[float]
    rows: Sequence[float]
    most_cell: float
    most_row: float


class Ways(NamedTuple):
    """What it gives to leave a cell: for each column right of it, and to end the row; and the most of the first."""

    right: Sequence[float]
    end: float
    most: float


class Setting(StrEnum):
    """How the cells of a row stand beside one another."""

    TOP = "top"  # all begin at the same height, so that the next column goes on the line of a cell of one line
    CENTER = "center"  # each is as high above the middle as below


@dataclass
class Costs:
    """The costs of one table: its layout, what its columns look like, and how its pages print it."""

    layout: Layout
    recognisers: Recognisers
    weights: Mapping[str, float]
    wording: Wording
    setting: Setting = Setting.TOP
    kept: bool = True  # the dump keeps the blanks that stand for empty cells
    widths: Sequence[float] = ()  # ems that a line of each column holds; empty where unknown
    fill: Sequence[float] = ()  # log-odds of each column to be filled in a row; empty where unknown
    numbered: float = 0.5  # share of the topics that have a number
    bulleted: Sequence[tuple[float, float]] = ()  # log-odds of each column's cells to begin bare, and with a bullet; empty where unknown
    known: dict[tuple[int, str], float] = field(default_factory=dict)
    looks: dict[str, tuple[list[float], list[float]]] = field(default_factory=dict)
    openings: dict[tuple[str, str, bool], "Opening"] = field(default_factory=dict)
    left: dict[tuple[int, Gap, bool, bool, bool, int], "Ways"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        w, specs = self.weights, self.layout.columns
        self.columns = len(specs)
        self.kinds = [spec.kind for spec in specs]
        self.numbers = [kind is ColumnKind.NUMBER for kind in self.kinds]
        self._stay = {gap: [self._gap(f"stay_{gap.name}", place) for place in ("start", "same", "other")] for gap in Gap}
        cases = [[f"{height}_{line}" for line in ("run", "start")] for height in ("more", "one")]
        self._right, self._row = (
            {gap: [[self._gap(f"{step}_{gap.name}", case) for case in each] for each in cases] for gap in Gap} for step in ("right", "row")
        )
        self._anew = [w[f"stay_paragraph_{kind.value}"] for kind in self.kinds]
        self.merging = [spec.merge is not Scope.NONE for spec in specs]
        required = zip(self.merging, (spec.required for spec in specs), strict=True)
        names = ["merging" if merging else "required" if needed else "other" for merging, needed in required]
        marks = "kept" if self.kept else "lost"
        self._passed = [w[f"skip_{name}_{marks}"] for name in names]
        self._above = [w["merged"] if merging else passed for merging, passed in zip(self.merging, self._passed, strict=True)]

    def _gap(self, step: str, case: str) -> float:
        """The weight of a step over a gap: inside a line and over a page's end the case is of no matter."""
        step = step.lower()
        if step.endswith("_page"):
            return self.weights[step]
        if step.endswith("_word"):
            case = case.split("_")[0] if step.startswith("right") else ""
        name = f"{self.setting}_{step}_{case}".rstrip("_")
        return 0.0 if step == "row_word" else self.weights[name]

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

    def stay(self, column: int, cell: Cell, word: Token, first: int) -> float | None:
        """For a word to go on the cell of the word before it, on whose line the column `first` came first."""
        kind = self.kinds[column]
        gain = self._stay[word.gap][0 if word.below_start else 1 if column == first else 2]
        if word.blanks and self.kept:
            gain += self.weights["idle"] * min(word.blanks, MOST_IDLE)
        if word.gap > Gap.LINE:
            gain += self._anew[column]
        if kind is ColumnKind.NUMBER:
            broken = word.text.startswith(".") or cell.text.endswith(".") or word.text.endswith(".")
            return gain if broken and word.gap is Gap.LINE and PART_OF_NUMBER.fullmatch(word.text) else None
        if kind is ColumnKind.TASK_TYPE and len(cell.text) <= 1:
            return None
        if word.bullet:
            gain += self.weights["bullet_inside" if word.gap is Gap.WORD else "bullet_below"] + self._marked(column, True)
        elif word.gap is not Gap.WORD and kind is not ColumnKind.CODES:
            gain += self._flow(cell.text, word.text)
        return gain + self._look(word.text)[1][column] + self._fit(column, cell, word)

    def _look(self, text: str) -> tuple[list[float], list[float]]:
        """What a word by itself gives in each column: where it begins a cell, and where it does not."""
        known = self.looks.get(text)
        if known is None:
            name = word_class(text, self.recognisers)
            first, later = (
                [self.weights[weight] * self.wording.word(spec.field, begins, name) for spec in self.layout.columns]
                for weight, begins in (("emission_first", True), ("emission", False))
            )
            known = self.looks[text] = first, later
        return known

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
        after = cell.length + BLANK + ems(word.text)
        if word.gap is Gap.WORD:
            return self.weights["too_wide"] * max(0.0, after - WIDER * width) / width
        if word.gap is Gap.LINE:
            return self.weights["had_room"] * max(0.0, NARROWER * width - after) / width
        return 0.0

    def may_leave(self, cell: Cell, word: Token) -> bool:
        """Whether another cell may begin here: inside a line only beside a cell of that one line, or where cells are centred."""
        if word.gap is Gap.LINE and not word.below_start:
            return self.setting is Setting.CENTER  # only a line of the same column is not set apart, or one at half a line's height
        if word.gap is not Gap.WORD or cell.band == word.line or word.bullet or (word.blanks > 0 and self.kept):
            return True
        return self.setting is Setting.CENTER and not word.text[0].islower()

    def may_end(self, word: Token) -> bool:
        """Whether a row may begin with the word: not inside a line."""
        return word.gap is not Gap.WORD

    def may_go_back(self, word: Token) -> bool:
        """Whether the row's columns begin again from the left: at each page."""
        return word.gap is Gap.PAGE

    def leave(self, column: int, cell: Cell, word: Token) -> tuple[Cell, float]:
        """The cell as it stands when the reading leaves it for the word, and what its text gives."""
        value = self._value(column, cell.text)
        if word.gap is not Gap.PAGE and self._is_open(cell.text):
            return cell._replace(scored=value), value - cell.scored + self.weights["torn"]
        return cell._replace(scored=value), value - cell.scored

    def _is_open(self, text: str) -> bool:
        """As `asks_for_more`, kept for each text."""
        key = (-1, text)
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = float(asks_for_more(text))
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
            return w["number"] if NUMBER.fullmatch(text.replace(" ", "")) else w["no_number"]
        if spec.kind in self.recognisers:
            recogniser, name = self.recognisers[spec.kind], spec.kind.value
            score = recogniser.score(text)
            gain = w["beside"] * recogniser.beside(text) if recogniser.beside else 0.0
            gain += w[f"{name}_gain"] * score + w[f"{name}_loss"] * (1 - score) * min(text.count(" ") + 1, MOST_WORDS)
            return gain + w["stopped"] * (STOPPED.search(text) is not None)
        gain = w["wording"] * self.wording.gain(spec.field, text)
        if NUMBER.fullmatch(text):
            return gain + w["looks_like_number"]
        likeness, kind = max((self._likeness(kind, text), kind.value) for kind in self.recognisers)
        return gain + w[f"looks_like_{kind}"] * likeness

    def _likeness(self, kind: ColumnKind, text: str) -> float:
        if len(text) > LONGEST_KIND or STOPPED.search(text):
            return 0.0
        score = self.recognisers[kind].score(text)
        return score if score >= LEAST_KNOWN else 0.0

    def opens(self, word: Token, number: str) -> list[float]:
        """For a cell of each column to begin with the word, after the last number of the number column."""
        fill = [self.weights["fill"] * each for each in self.fill] if self.fill else [0.0] * self.columns
        look = self._look(word.text)[0]
        marked = [self._marked(column, word.bullet) for column in range(self.columns)]
        begins = (self._begins(kind, word, number) for kind in self.kinds)
        return [sum(each) for each in zip(fill, look, marked, begins, strict=True)]

    def _marked(self, column: int, bullet: bool) -> float:
        """For a paragraph of a column to begin with a bullet, or without one."""
        return self.weights["bullet"] * self.bulleted[column][bullet] if self.bulleted else 0.0

    def opening(self, word: Token, number: str) -> "Opening":
        """What a word gives in each column as the first of a cell, and of a row."""
        key = word.text, number if word.text[0].isdigit() else "", word.bullet
        known = self.openings.get(key)
        if known is None:
            opens = self.opens(word, number)
            rows = [self.open_row(column, opens) for column in range(self.columns)]
            known = self.openings[key] = Opening(opens, rows, max(opens), max(rows))
        return known

    def ways(self, column: int, word: Token, one: bool) -> "Ways":
        """What it gives to leave the last filled column of a row for a word, the cell there being of one line or more."""
        key = column, word.gap, one, word.below_start, word.spaced, word.blanks if self.kept else 0
        known = self.left.get(key)
        if known is None:
            step = self._to_right(word, one)
            right = [step + self._skipped(range(column + 1, other), word) for other in range(column + 1, self.columns)]
            end = self._skipped(range(column + 1, self.columns), word) + self.weights["row"] + self._row[word.gap][one][word.below_start]
            known = self.left[key] = Ways(right, end, max(right, default=float("-inf")))
        return known

    def _begins(self, kind: ColumnKind, word: Token, number: str) -> float:
        text = word.text
        if kind is ColumnKind.NUMBER:
            return self._sequence(number, text)
        if word.bullet or BULLET.match(text):
            return 0.0
        if text[0].islower() and kind is not ColumnKind.CODES and kind is not ColumnKind.TASK_TYPE:
            return self.weights["open_lower"]
        if CLOSING.match(text):
            return self.weights["open_closing"]
        return self.weights["open_bracket"] if text[0] == "(" else 0.0

    def move(self, column: int, other: int, cells: Cells, word: Token, opens: Sequence[float]) -> float | None:
        """For a word to go to another column of the row: right, or on a new page back to what the last one left open."""
        there, cell = cells[other], cells[column]
        assert cell is not None
        if not self._may_enter(other, cells, word):
            return None
        gain = self._to_right(word, cell.band == cell.line) if other > column else self.weights["back_page"]
        if there is None:
            gain += opens[other]
            if self.has_number(other) and cells[other - 1] is None:
                gain += self.weights["unnumbered"] * self.numbered
        elif self.numbers[other] or (self.kinds[other] is ColumnKind.TASK_TYPE and len(there.text) <= 1):
            return None
        else:
            gain += self.weights["go_on" if there.full else "go_on_short"]
            gain += (0.0 if word.bullet else self._flow(there.text, word.text)) + self._look(word.text)[1][other]
            if word.gap is Gap.WORD:  # where a line goes on, its own cell may go on as well
                gain -= self._flow(cell.text, word.text)
        if other > column:
            gain += self._skipped([each for each in range(column + 1, other) if cells[each] is None], word)
        return gain

    def _may_enter(self, column: int, cells: Cells, word: Token) -> bool:
        """Whether a column may get the word where a page's end has cut the row. Cells that begin side by side are cut side by side."""
        there = cells[column]
        if there is not None:
            return self.setting is Setting.CENTER or there.full
        cut = word.gap is Gap.PAGE or any(cell is not None and not cell.height for cell in cells)
        return not cut or self.setting is Setting.CENTER or self.merging[column]

    def _to_right(self, word: Token, one: bool) -> float:
        """For a word to begin another cell of the row, after a cell of one line or more; an empty paragraph may be one of them."""
        return self._right[word.gap][one and not (word.spaced and self.kept)][word.below_start]

    def _skipped(self, columns: Sequence[int], word: Token | None) -> float:
        """For columns to be empty before a word, by the blanks that stand for empty cells."""
        gain = sum(self._passed[each] for each in columns)
        if self.kept and word is not None and word.gap is not Gap.PAGE:
            shown = min(len(columns), word.blanks)
            gain += self.weights["empty"] * shown + self.weights["idle"] * min(word.blanks - shown, MOST_IDLE)
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

    def end_row(self, column: int, cells: Cells, word: Token | None) -> float:
        """For a row to end with these cells, the last word in this column, before a word that opens the next."""
        last = max((i for i, cell in enumerate(cells) if cell is not None), default=-1)
        gain = self._skipped(range(last + 1, self.columns), word) + self.weights["row"]
        cell = cells[column]
        if word is not None and cell is not None:
            gain += self._row[word.gap][cell.band == cell.line][word.below_start]
        torn = sum(each is not None and self._is_cut(each, each is cell, word) for each in cells)
        return gain + torn * self.weights["torn"]

    def _is_cut(self, cell: Cell, own: bool, word: Token | None) -> bool:
        """Whether a cell of a row that ends was to go on over a page's end, and has not."""
        ends_page = word is not None and word.gap is Gap.PAGE
        return (ends_page or not (own or cell.height)) and self._is_open(cell.text)

    def end(self, column: int, cells: Cells) -> float:
        """For a table to end in this column of a row with these cells."""
        cell = cells[column]
        assert cell is not None
        return self._value(column, cell.text) - cell.scored + self.end_row(column, cells, None)

    def open_row(self, column: int, opens: Sequence[float]) -> float:
        """For a row to begin in a column: the columns before it are merged with those above, or empty."""
        gain = opens[column] + sum(self._above[:column]) + self.weights[f"row_at_{self.kinds[column].value}"]
        return gain + self.weights["unnumbered"] * self.numbered if self.has_number(column) else gain

    def has_number(self, column: int) -> bool:
        """Whether the column before is the number of what stands in this one."""
        return column > 0 and self.numbers[column - 1] and self.merging[column - 1] and self.merging[column]
