"""What each step of a reading of printed lines gives, in nats: lines that run through the columns, and blocks of one cell alike.

The cells of a row begin on one line, and each fills the lines below without a gap; so a column that a line has left stays left
until a row begins, or a blank line parts two blocks. Widths are in ems (`extract/decoder/ems.py`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise, zip_longest
from typing import NamedTuple

from extract.decoder.costs import NUMBER
from extract.decoder.cut_words import is_cut
from extract.decoder.ems import BLANK
from extract.decoder.line_classes import BULLET, VERBS, word_class
from extract.decoder.phrases import Phrases
from extract.decoder.printed_lines import PrintedLine, Word, joined
from extract.decoder.syntax import ends, follows
from extract.decoder.tokens import Gap
from extract.decoder.wording import Wording, fitted_lines
from extract.joins import FUNCTION_WORD
from extract.layout import Layout, topics_and_tasks
from extract.profile import Scope
from schemas.raw import ColumnKind, Recognisers

Emissions = Mapping[str, Mapping[str, float]]

OPEN_END = re.compile(r"[,(/&–-]$")
SENTENCE_END = re.compile(r"[.!?;:][\"'”’»)\]]*$")
FULL_STOP = re.compile(r"[a-z]{3}[.!?][\"'”’»)\]]*$")
CLOSING = re.compile(r"^[,;.:)\]»”’]")
MOST_OVER, MOST_ROOM = 1.0, 0.6  # shares of a column's width beyond which a run cannot stand there, and free room tells no more
LONGEST_END = 12  # characters of a text's end that tell whether it goes on
NARROW = 1.1  # of the widest column's width, within which a block may be one cell
SHORTEST_SENTENCE = 6  # blanks in it
ARTICLE = "A"  # or the letter of a type
MOST_WORDS = 8  # of a cell, beyond which it cannot be less of its kind
JOINED_BY = {ColumnKind.TASK_TYPE: "flow_type", ColumnKind.CODES: "flow_codes"}  # weights of what the kind says of a cell that goes on
KNOWN_KINDS = (ColumnKind.TIMELINE, ColumnKind.BODIES, ColumnKind.TASK_TYPE, ColumnKind.CODES, ColumnKind.NUMBER)


class Mode(IntEnum):
    """What a run does in its column."""

    OPENS = 0  # a cell begins
    GOES_ON = 1  # the row's cell goes on, or the merged cell of a row above


class Width(NamedTuple):
    """How wide a column is, in ems, and by what share a line may be longer, or a word miss the room that it has."""

    ems: float
    spare: float


class Bullets(NamedTuple):
    """What it gives for a cell of a column to begin with a bullet, and without one, in nats."""

    there: float
    missing: float


class Cell(NamedTuple):
    """A cell under construction: its text, and where its last run stands."""

    text: str
    row: int  # the row that it was opened by
    first: int  # index of the line it began in
    last: int  # index of the line of its last run
    width: float  # ems of that run
    words: int  # of that run


def in_brackets(text: str) -> bool:
    """Whether a text ends inside brackets."""
    return text.count("(") > text.count(")")


def is_open(text: str) -> bool:
    """Whether a text cannot end here."""
    tail = text[-LONGEST_END:]
    return OPEN_END.search(tail) is not None or FUNCTION_WORD.search(tail) is not None or in_brackets(text)


@dataclass
class LineCosts:
    """The costs of one table: its columns, what their words look like, and how wide they are."""

    layout: Layout
    recognisers: Recognisers
    weights: Mapping[str, float]
    emissions: Mapping[str, Emissions]  # by field, by `first` or `later` word of a cell, by word class
    widths: Sequence[Width]
    wording: Wording = field(default_factory=fitted_lines)
    phrases: Phrases = field(default_factory=Phrases)
    bullets: Sequence[Bullets] = ()  # by column, once a reading has shown them
    classes: dict[str, str] = field(default_factory=dict)
    wordings: dict[tuple[int, str], float] = field(default_factory=dict)
    values: dict[tuple[int, str], float] = field(default_factory=dict)
    ends_of_texts: dict[tuple[bool, str], object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        specs = self.layout.columns
        self.columns = len(specs)
        self.merging = [spec.merge is not Scope.NONE for spec in specs]
        self.owned = {
            i for i, spec in enumerate(specs) if spec.merge is Scope.TASK or (spec.merge is Scope.TOPIC and spec.kind is ColumnKind.CODES)
        }
        above = topics_and_tasks(specs)
        self.owner = above[-1] if above and self.owned else None  # the column of tasks
        self.heads = above[:-1]
        self.numbers = {i for i, spec in enumerate(specs) if spec.kind is ColumnKind.NUMBER and i + 1 in self.heads}
        self.required = [spec.required for spec in specs]
        self.kinds = [spec.kind for spec in specs]
        self.tables = [self._table(spec.field, spec.kind) for spec in specs]

    def _table(self, name: str, kind: ColumnKind) -> Emissions:
        """The emissions of a field; of one that was not fitted, those of any field."""
        return self.emissions.get(name) or self.emissions.get(kind.value) or self.emissions["any"]

    def class_of(self, word: Word, after: Word | None = None) -> str:
        """The class of a word, given the one after it: the letter of a type before a word in small letters is an article."""
        if word.is_bullet:
            return BULLET
        if word.text == ARTICLE and after is not None and after.text[0].islower():
            return "function"
        known = self.classes.get(word.text)
        if known is None:
            known = self.classes[word.text] = word_class(word.text, self.recognisers)
        return known

    def is_narrow(self, line: PrintedLine) -> bool:
        """Whether the block of a line is no wider than one column."""
        return line.widest <= NARROW * max(width.ems for width in self.widths)

    # -- a line by itself ---------------------------------------------------------------------------------------------

    def cuts(self, line: PrintedLine) -> list[float]:
        """For each word but the first, that another column's run begins with it."""
        w, words = self.weights, line.words
        narrow = w["cut_narrow"] if self.is_narrow(line) else 0.0
        found = [0.0]
        for before, word in pairwise(words):
            gain = w["cut"]
            if word.bordered:
                gain += w["cut_bordered"]
            if word.blanks:
                gain += w["cut_blanks"]
            if word.is_bullet:
                gain += w["cut_bullet"]
            elif before.is_bullet:
                gain += w["cut_after_bullet"]
            if word.glued:
                gain += w["cut_glued"]
            if not word.is_bullet and not before.is_bullet:
                gain += self._seam(before.text, word.text)
                gain += w["cut_phrase"] * self.phrases.likes(before.text, word.text, 2)
            found.append(gain + narrow)
        return found

    def _seam(self, before: str, after: str) -> float:
        """What two words say of a cut between them."""
        w = self.weights
        gain = 0.0
        if SENTENCE_END.search(before):
            gain += w["cut_sentence"]
        elif OPEN_END.search(before):
            gain += w["cut_open"]
        elif FUNCTION_WORD.search(before):
            gain += w["cut_function"]
        if after[0].isupper():
            gain += w["cut_capital"]
        elif after[0].islower():
            gain += w["cut_lower"]
        if CLOSING.match(after):
            gain += w["cut_closing"]
        return gain

    def looks(self, line: PrintedLine, column: int) -> list[float]:
        """What the words up to each, from none to all, give as later words of the column's cells."""
        table, w = self.tables[column]["later"], self.weights[self._emission(column)]
        found = [0.0]
        for word, after in zip_longest(line.words, line.words[1:]):
            found.append(found[-1] + w * table[self.class_of(word, after)])
        return found

    def _emission(self, column: int) -> str:
        """The weight of what a word's class says of a column: much of one whose words are of a kind, little of running text."""
        return "emission_known" if self.kinds[column] in KNOWN_KINDS else "emission"

    def follows(self, line: PrintedLine) -> list[float]:
        """What the words up to each, from none to all, give as a text that goes on from word to word."""
        w = self.weights["follows"]
        found = [0.0]
        for i, word in enumerate(line.words):
            before = line.words[i - 1] if i else None
            parted = before is None or before.is_bullet or word.is_bullet or word.glued
            found.append(found[-1] + (0.0 if parted or before is None else w * follows(before.text, word.text)))
        return found

    def is_text(self, column: int) -> bool:
        """Whether a column holds words that follow each other as in a sentence."""
        return self.kinds[column] in (ColumnKind.TEXT, ColumnKind.PROSE, ColumnKind.BODIES)

    def over(self, column: int, width: float) -> float:
        """By what part of the column's width a run of so many ems is wider than it may be; 0 where it is not."""
        room, spare = self.widths[column]
        return max(width / room - 1 - spare, 0.0)

    def too_wide(self, over: float) -> float:
        """For a run that is wider than its column by this part."""
        return self.weights["too_wide"] * 10 * over

    # -- a run after what its column holds ----------------------------------------------------------------------------

    def begins(self, column: int, words: Sequence[Word]) -> float:
        """For a cell of the column to open with the words, of which the first few tell."""
        w, later = self.weights, self.weights[self._emission(column)]
        gain = 0.0
        first, after = next(((word, after) for word, after in zip_longest(words, words[1:]) if not word.is_bullet), (None, None))
        tables = self.tables[column]
        if words[0].is_bullet:
            gain += w["open_bullet"] + w["emission_first"] * tables["first"][BULLET] - later * tables["later"][BULLET]
        if self.bullets:
            gain += self.bullets[column].there if words[0].is_bullet else self.bullets[column].missing
        if first is None:
            return gain + w["open_nothing"]
        name = self.class_of(first, after)
        gain += w["verb_first" if name in VERBS else "emission_first"] * tables["first"][name] - later * tables["later"][name]
        if CLOSING.match(first.text):
            gain += w["open_closing"]
        return gain

    def goes_on(self, column: int, cell: Cell, words: Sequence[Word], gap: Gap) -> float:
        """For the words to go on a cell."""
        w = self.weights
        first = next((word for word in words if not word.is_bullet), None)
        if first is None:
            return w["flow_nothing"]
        gain = w["flow_bullet"] if words[0].is_bullet else 0.0
        kind = self.kinds[column]
        if kind in JOINED_BY:
            gain += w[JOINED_BY[kind]] * self.recognisers[kind].joins(cell.text, first.text) if kind in self.recognisers else 0.0
        elif kind not in KNOWN_KINDS and not words[0].is_bullet:
            gain += self._flow(cell.text, first.text)
            if kind is ColumnKind.TEXT and FULL_STOP.search(cell.text):
                gain += w["text_after_sentence"]
            if gap is Gap.PARAGRAPH:
                gain += self._new_block(cell.text, first.text)
        if gap is not Gap.PAGE and not words[0].is_bullet and self.is_text(column) and is_cut(cell.text.rpartition(" ")[2], first.text):
            gain += w["cut_word"]
        if gap in (Gap.LINE, Gap.PARAGRAPH) and not words[0].is_bullet:
            gain += self._had_room(column, cell, first, gap)
        return gain

    def end(self, column: int, text: str) -> object:
        """What of a cell's text tells how it goes on: of running text its end, of any other the whole."""
        key = (self.kinds[column] in (ColumnKind.TEXT, ColumnKind.PROSE), text)
        found = self.ends_of_texts.get(key)
        if found is None:
            is_long = text.count(" ") >= SHORTEST_SENTENCE
            found = (text.rpartition(" ")[2], in_brackets(text), is_long) if key[0] else text
            self.ends_of_texts[key] = found
        return found

    def _flow(self, before: str, after: str) -> float:
        w = self.weights
        if CLOSING.match(after):
            return w["flow_closing"]
        last = before.rpartition(" ")[2]
        gain = w["follows_on"] * follows(last, after) + w["flow_phrase"] * self.phrases.likes(last, after, 1)
        if in_brackets(before):
            gain += w["flow_open"]
        elif SENTENCE_END.search(before):
            gain += w["flow_ended"]
        if after[0].islower():
            gain += w["flow_lower"]
        elif after[0].isupper():
            gain += w["flow_capital"]
        return gain

    def _new_block(self, before: str, after: str) -> float:
        """For a text to go on in another block."""
        if after[0].islower():
            return self.weights["block_lower"]
        if SENTENCE_END.search(before):
            return self.weights["block_after_sentence"]
        return self.weights["block_capital" if after[0].isupper() else "block_other"]

    def _had_room(self, column: int, cell: Cell, first: Word, gap: Gap) -> float:
        """The word would have found room at the end of the cell's last line, if that is not the end of a paragraph; or it would not."""
        room, spare = self.widths[column]
        left = (room - cell.width - BLANK - first.width) / room
        if left <= 0:
            return self.weights["filled" if gap is Gap.LINE else "filled_block"]
        if left <= spare:
            return 0.0
        ended = SENTENCE_END.search(cell.text) is not None
        name = "had_room_block" if gap is Gap.PARAGRAPH else "had_room_ended" if ended else "had_room"
        return self.weights[name] * 10 * min(left - spare, MOST_ROOM)

    def is_unended(self, column: int, cell: Cell) -> bool:
        """Whether the sentences of a cell of prose go on."""
        return self.kinds[column] is ColumnKind.PROSE and cell.text.count(" ") >= SHORTEST_SENTENCE and not SENTENCE_END.search(cell.text)

    def worded(self, column: int, before: str, after: str) -> float:
        """What a cell's text gives in a column of running text, beyond what it gave before the last run."""
        if self.kinds[column] not in (ColumnKind.TEXT, ColumnKind.PROSE):
            return 0.0
        return self.weights["wording"] * (self._wording(column, after) - self._wording(column, before))

    def _wording(self, column: int, text: str) -> float:
        if not text:
            return 0.0
        key = (column, text)
        known = self.wordings.get(key)
        if known is None:
            known = self.wordings[key] = self.wording.gain(self.layout.columns[column].field, text)
        return known

    def lacks(self, opened: Sequence[int]) -> float:
        """For a line to open a row in these columns: some cell begins with it, and what belongs to a task with the task."""
        if not opened:
            return self.weights["row_of_nothing"]
        alone = self.owner is not None and self.owner not in opened and any(column in self.owned for column in opened)
        return self.weights["row_lacks"] if alone else 0.0

    def late(self, column: int, cells: Sequence["Cell | None"], row: int) -> float:
        """For a cell to open after the first line of its row, as `lacks`; and none opens below one to its right."""
        is_own = [cell is not None and cell.row == row for cell in cells]
        if any(is_own[column + 1 :]):
            return self.weights["late_left"]
        has_task = self.owner is not None and is_own[self.owner]
        return self.weights["late_lacks"] if column in self.owned and not has_task else 0.0

    def stale(self, column: int, cells: Sequence["Cell | None"]) -> float:
        """For a cell to go on that was open before the task, or the topic, that stands beside it now."""
        if self.owner is None or column not in (self.owner, *self.owned):
            return 0.0
        own, above = cells[column], [*self.heads, self.owner] if column != self.owner else self.heads
        rows = [cell.row for c in above if (cell := cells[c]) is not None]
        return self.weights["stale"] if own is not None and any(row > own.row for row in rows) else 0.0

    # -- whole cells and rows -----------------------------------------------------------------------------------------

    def value(self, column: int, text: str) -> float:
        """What a cell gives that holds the text, and may go on: a value cut off at its end gives nothing yet."""
        key = (column, text)
        value = self.values.get(key)
        if value is None:
            value = self.values[key] = self._value(column, self._whole(column, text))
        return value

    def left(self, column: int, text: str) -> float:
        """What it gives beyond `value` that a cell goes no further than the text."""
        whole = self._whole(column, text)
        return self._value(column, text) - self.value(column, whole) if whole != text else 0.0

    def _whole(self, column: int, text: str) -> str:
        """A cell's text without a value that its end cuts off."""
        recogniser = self.recognisers.get(self.kinds[column])
        return text[: recogniser.torn(text)].strip() if recogniser and recogniser.torn else text

    def _value(self, column: int, text: str) -> float:
        w, kind = self.weights, self.kinds[column]
        is_number = kind is ColumnKind.NUMBER
        if is_number or kind in self.recognisers:
            score = float(NUMBER.fullmatch(text) is not None) if is_number else self.recognisers[kind].score(text)
            words = min(text.count(" ") + 1, MOST_WORDS) if text else 0
            return w[f"{kind.value}_whole"] * score + w[f"{kind.value}_broken"] * (1 - score) * words
        return (w["torn"] if is_open(text) else 0.0) + w["ends"] * ends(text.rpartition(" ")[2])

    def row_ends(self, cells: Sequence["Cell | None"], row: int) -> float:
        """For a row to end with these cells."""
        w, gain = self.weights, self._grammar({column for column, cell in enumerate(cells) if cell is not None and cell.row == row})
        empty = (column for column, cell in enumerate(cells) if cell is None and not self.merging[column])
        return gain + sum(w["row_required" if self.required[column] else "row_empty"] for column in empty)

    def _grammar(self, opened: set[int]) -> float:
        """What a row says by the columns it opened: a topic comes with a task, a task with its type and bodies."""
        w, gain = self.weights, 0.0
        if self.owner is None:
            return 0.0
        for column in self.owned:
            if self.owner in opened and column not in opened:
                gain += w["task_without"] if self.required[column] else 0.0
            elif column in opened and self.owner not in opened:
                gain += w["owned_alone"]
        for column in self.numbers & opened:
            gain += w["number_alone"] if column + 1 not in opened else 0.0
        return gain + sum(w["head_alone"] for column in self.heads if column in opened and self.owner not in opened)

    def run_text(self, words: Sequence[Word]) -> str:
        """The words of a run as one text."""
        return joined(words)
