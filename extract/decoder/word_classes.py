"""What one printed word looks like: the class by which it speaks for a column."""

import re

from extract.joins import FUNCTION_WORD
from schemas.raw import ColumnKind, Recognisers

LEAST_PART = 0.5  # score of a recogniser from which a word looks like part of its kind
PAST = frozenset(["was", "were", "has", "have", "had", "been", "will", "is", "are", "be"])
CLASSES = (
    *("timeline", "bodies", "task_type", "codes"),
    *("number", "figures", "function", "past", "participle", "lower", "title", "capitals", "sign"),
)
NUMBER = re.compile(r"\(?\d{1,3}\.?\)?")
LETTERS = re.compile(r"[^\W\d_]+")
ORDER = (ColumnKind.TIMELINE, ColumnKind.BODIES, ColumnKind.TASK_TYPE, ColumnKind.CODES)


def word_class(text: str, recognisers: Recognisers, least_part: float = LEAST_PART) -> str:
    """One of `CLASSES`; `least_part` is the score of a recogniser from which a word looks like part of its kind."""
    for kind in ORDER:
        if kind in recognisers and recognisers[kind].score_part(text) >= least_part:
            return kind.value
    if NUMBER.fullmatch(text):
        return "number"
    if any(letter.isdigit() for letter in text):
        return "figures"
    letters = letters_of(text)
    if not letters:
        return "sign"
    if letters.casefold() in PAST:
        return "past"
    if FUNCTION_WORD.search(letters):
        return "function"
    if letters.islower():
        return "participle" if letters.endswith("ed") and len(letters) > 3 else "lower"
    return "capitals" if letters.isupper() and len(letters) > 1 else "title"


def letters_of(text: str) -> str:
    """The letters of a word alone."""
    return "".join(LETTERS.findall(text))
