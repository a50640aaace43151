"""Whether one word may follow another in a text: by small words and by the endings of the others, not by what they mean."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from extract.decoder.verbs import verb

SMALL_WORDS = (
    "a an the of to in on by at as or and for its with from into than that which when where who while "
    "is are was were be been being has have had will would may can should must not no any each all both other "
    "this these their it they there how such between under over during after before until"
)
SMALL = frozenset(SMALL_WORDS.split())
ENDINGS = ("ing", "ed", "ly", "s")
SHORTEST = 4  # letters of a word that has an ending
LETTERS = re.compile(r"[^\W\d_]+")
START, END, COMMA = "START", "END", "COMMA"
CLOSING = "\"'”’»)]"


@lru_cache(maxsize=65536)
def tag(word: str) -> str:
    """The tag of a word: itself where it is small, else its ending or its case."""
    if any(letter.isdigit() for letter in word):
        return "digits"
    letters = "".join(LETTERS.findall(word))
    if not letters:
        return "sign"
    if letters.casefold() in SMALL and (letters.islower() or len(letters) == 1):
        return letters.casefold()
    if word[0] == "(":
        return "bracket"
    if letters.isupper() and len(letters) > 1:
        return "capitals"
    case = "lower" if letters[0].islower() else verb(word) or "title"
    if len(letters) >= SHORTEST and case == "lower":
        return next((f"lower_{ending}" for ending in ENDINGS if letters.endswith(ending)), case)
    return case


@lru_cache(maxsize=65536)
def left_tag(word: str) -> str:
    """The tag of a word that another follows: the sign at its end tells more than the word."""
    bare = word.rstrip(CLOSING)
    if bare.endswith((".", ":", "!", "?", ";")):
        return END
    return COMMA if bare.endswith(",") else tag(word)


@cache
def _fitted() -> Mapping[str, Mapping[str, float]]:
    """Log-odds, in nats, of a tag after another, beyond what it has anywhere."""
    return tomllib.loads(files("extract.decoder").joinpath("syntax.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=262144)
def follows(before: str, after: str) -> float:
    """How much likelier the second word follows the first than that it stands there by chance, in nats."""
    return _fitted().get(left_tag(before), {}).get(tag(after), 0.0)


@lru_cache(maxsize=65536)
def ends(word: str) -> float:
    """How much likelier a text ends with the word than after any other, in nats."""
    return _fitted().get(left_tag(word), {}).get(END, 0.0)
