"""Whether one printed word is part of a time, however badly it was read: what a text without columns is cut by."""

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from normalize.language import fold
from normalize.vocabulary import load

_NAMES = ("month", "season")  # begin with a capital, or stand inside a stream of changes
_WORDS = ("ongoing", "adverb")
_SHORTEST_NOISY = 5  # letters; a shorter word must be read as printed
_LIKE = 79.0  # likeness in per cent from which a stream of letters holds a word of time
_YEAR = re.compile(r"\D{0,2}(?:(?:19|20)\d\d|\d{4,8}|(?:19|20)\d\d[/-]\d{2,4})\D{0,2}")
_YEAR_IN_STREAM = re.compile(r"\d{4}|20[^\W_]?\W?\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_SIGNS = re.compile(r"[^\w]+")
_SURE, _LIKELY, _HINT = 1.0, 0.8, 0.4


@lru_cache(maxsize=16384)
def score_time_word(word: str) -> float:
    """1 for a word or year of a time, less for what may be one misread or two in one stream, and least for a hint at one, else 0."""
    if _YEAR.fullmatch(word):
        return _SURE
    letters = "".join(_LETTERS.findall(fold(word)))
    key = letters.casefold()
    if key in _lower() or (key in _capital() and letters[:1].isupper()):
        return _SURE
    streamed = _SIGNS.sub("", fold(word)).casefold()
    if _YEAR_IN_STREAM.match(word):
        return _LIKELY
    if key in _hints("first" if letters[:1].isupper() else "later"):
        return _HINT
    if len(streamed) < _SHORTEST_NOISY or word[:1].islower():
        return 0.0
    close = process.extractOne(streamed, _long(), scorer=fuzz.partial_ratio if len(streamed) > 8 else fuzz.ratio, score_cutoff=_LIKE)
    return _LIKELY if close else 0.0


def _vocabulary(categories: tuple[str, ...]) -> frozenset[str]:
    times = load("time")
    return frozenset(fold(word).casefold() for name in categories for words in times[name].values() for word in words if " " not in word)


@cache
def _hints(place: str) -> frozenset[str]:
    return frozenset("".join(_LETTERS.findall(fold(word))).casefold() for word in load("time_hints")[place])


@cache
def _lower() -> frozenset[str]:
    return _vocabulary(_WORDS)


@cache
def _capital() -> frozenset[str]:
    return _vocabulary(_NAMES)


@cache
def _long() -> tuple[str, ...]:
    return tuple(sorted(word for word in _lower() | _capital() if len(word) >= _SHORTEST_NOISY))
