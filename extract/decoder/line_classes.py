"""What one printed word of a mixed line looks like: the classes of blocks, and those that tell one torn piece from another."""

import re

from extract.decoder import word_classes
from extract.decoder.verbs import verb
from extract.vocabulary import is_word
from schemas.raw import ColumnKind, Recognisers

LEAST_PART, LEAST_HINT, LEAST_NAME = 0.6, 0.3, 0.3  # scores from which a word is of a kind, hints at a time, or is in a name
BULLET, VERBS = "bullet", ("verb", "deed")
CLASSES = (
    *word_classes.CLASSES,
    *("name", "short", *VERBS, BULLET),
    *("time_first", "time_later", "in_brackets", "abbreviation", "ended", "ordinal"),
)
SURE = {*(kind.value for kind in word_classes.ORDER), "number"}  # classes that no name takes a word from
SHORT = 3  # letters of what may be the end of a torn word
ENDED = re.compile(r"(?:[a-z]{3}[.!?]|\d{4}\.)[\"'”’»)\]]*$")  # a sentence
PART_OF_NAME = re.compile(r"\([A-Z][a-z]|[a-z]{1,4}\)\W*$")  # where one in brackets begins or ends
ABBREVIATION = re.compile(r"\([A-Z]{2,}\)\W*$")
ORDINAL = re.compile(r"\d{1,2}\.")  # the number of a topic
AROUND = ".,;:“”\"'"  # signs beside a word


def word_class(text: str, recognisers: Recognisers) -> str:
    """One of `CLASSES`; which words are bullets, their line tells."""
    found, time = word_classes.word_class(text, recognisers, LEAST_PART), _score(text, ColumnKind.TIMELINE, recognisers)
    if found == ColumnKind.TIMELINE and time < 1 and is_word(text.strip(AROUND).casefold()):
        found, time = "title" if text[0].isupper() else "lower", 0.0  # a word like one of a time: "River"
    if ENDED.search(text):
        return "ended"
    if _is_in_brackets(text, found):
        return "in_brackets"
    if found == "capitals" and ABBREVIATION.match(text):
        return "abbreviation"
    if ORDINAL.fullmatch(text):
        return "ordinal"
    if found in SURE:
        return found
    if time >= LEAST_HINT:
        return "time_first" if word_classes.letters_of(text)[0].isupper() else "time_later"
    if len(text) > 1 and _score(text, ColumnKind.BODIES, recognisers) >= LEAST_NAME:
        return "name"
    if found == "title":
        return verb(text) or found
    return "short" if found == "lower" and len(word_classes.letters_of(text)) <= SHORT else found


def _score(text: str, kind: ColumnKind, recognisers: Recognisers) -> float:
    return recognisers[kind].score_part(text) if kind in recognisers else 0.0


def _is_in_brackets(text: str, found: str) -> bool:
    """Whether a word is a body in brackets, or what a column's edge left of one: "(Council)", "(Coun", "cil)"; "(Endorsed" is prose."""
    if found == ColumnKind.BODIES:
        return text[0] == "(" or ("(" in text) != (")" in text)
    return PART_OF_NAME.match(text) is not None and not is_word(word_classes.letters_of(text).casefold())
