"""What one printed word looks like: the class by which it speaks for a column."""

import re

from extract.joins import FUNCTION_WORD
from schemas.raw import ColumnKind, Recognisers

LEAST_PART, LEAST_NAME = 0.6, 0.3  # scores of a recogniser from which a word looks like part of its kind, and may stand in its names
PAST_WORDS = "was were has have had been will is are be"
PAST = frozenset(PAST_WORDS.split())
BULLET = "bullet"
CLASSES = (
    *("timeline", "bodies", "task_type", "codes", "name"),
    *("number", "figures", "function", "past", "participle", "lower", "short", "title", "capitals", "sign", BULLET),
)
NUMBER = re.compile(r"\(?\d{1,3}\.?\)?")
LETTERS = re.compile(r"[^\W\d_]+")
SHORT = 3  # letters of what may be the end of a torn word
ORDER = (ColumnKind.TIMELINE, ColumnKind.BODIES, ColumnKind.TASK_TYPE, ColumnKind.CODES)


def word_class(text: str, recognisers: Recognisers) -> str:
    """One of `CLASSES`; which words are bullets, their line tells."""
    for kind in ORDER:
        if kind in recognisers and recognisers[kind].score_part(text) >= LEAST_PART:
            return kind.value
    if NUMBER.fullmatch(text):
        return "number"
    if ColumnKind.BODIES in recognisers and recognisers[ColumnKind.BODIES].score_part(text) >= LEAST_NAME:
        return "name"
    return "figures" if any(letter.isdigit() for letter in text) else _letter_class("".join(LETTERS.findall(text)))


def _letter_class(letters: str) -> str:
    """The class of a word of no kind."""
    if not letters:
        return "sign"
    if letters.casefold() in PAST:
        return "past"
    if FUNCTION_WORD.search(letters):
        return "function"
    if not letters.islower():
        return "capitals" if letters.isupper() and len(letters) > 1 else "title"
    if len(letters) <= SHORT:
        return "short"
    return "participle" if letters.endswith("ed") else "lower"
