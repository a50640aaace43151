"""The words that a changed timeline may hold, from the vocabularies of times and bodies, each as it may be printed.

A form is a word without its blanks, or two words that share letters where only the rest was exchanged: `20187` is 2018 over
2017, `Junely` June over July. Where forms may stand, `change_spots.py` finds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import permutations

from normalize.bodies import known_bodies
from normalize.change_noise import Mark
from normalize.vocabulary import load

_CATEGORIES = ("month", "season", "ongoing", "activity", "adverb", "condition", "hedge", "bound", "edge", "list", "fiscal")
_LOOSE_CATEGORIES = frozenset({"month", "season", "ongoing", "adverb", "condition"})
_NAMES = frozenset({"month", "season"})
_RIVALS = _NAMES | {"activity"}  # of whose words the first is the usual one
_LONGEST_TAIL = 5  # letters
SHORTEST_NOISY, _SHORTEST_SURE = 4, 6  # letters: a shorter word must be read as printed; a name of time, any other word
_FIRST_YEAR, _LAST_YEAR = 1998, 2039
_EXCHANGED_YEARS = 5  # a year is not put off further
_SHARED = 2  # letters that two exchanged words share at least
_SIGNS = {"open": "(", "close": ")", "comma": ",;&", "slash": "/"}
_AROUND = "()[].,;:|/&-–—_•*'‘’“”"
_DAYS = 31
_SURE, _DIGIT, LOOSE = 0.5, 1.0, 1.6  # noise a letter, for a form to be looked at: an abbreviation or a French name, a year, a name
_ALLOWED_ONCE = 4.0  # and in all
_SIGN_NOISE = 0.7


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a phrase of the vocabulary: what it is, as it is written, and its characters without blanks."""

    category: str
    text: str
    letters: str
    loose: float = _SURE  # noise allowed a letter
    is_usual: bool = True  # False: an abbreviation, or a French name


@dataclass(frozen=True, slots=True)
class Form:
    """What may be printed in one go: one word, or two over each other, `head` and `tail` shared."""

    letters: str
    first: Word
    second: Word | None = None
    head: int = 0
    tail: int = 0
    allowed: float = _SIGN_NOISE  # the most noise at which the form is looked at

    def runs(self, marks: tuple[Mark, ...]) -> tuple[tuple[str, Mark], ...]:
        """The letters cut by mark: of one word, all of one mark; of two, what they share is plain."""
        if self.second is None:
            return ((self.letters, marks[0]),)
        end = len(self.letters) - self.tail
        middle = self.head + len(self.first.letters) - self.head - self.tail
        parts = [(self.letters[: self.head], Mark.PLAIN), (self.letters[self.head : middle], marks[0])]
        parts += [(self.letters[middle:end], marks[1]), (self.letters[end:], Mark.PLAIN)]
        return tuple((text, mark) for text, mark in parts if text)


def is_legible(token: str) -> bool:
    """Whether a token is, letter by letter, a word of the vocabulary, a year or a day, signs around it apart."""
    word = token.strip(_AROUND)
    return not word or word in _legible()


@cache
def _legible() -> frozenset[str]:
    return frozenset(part for word in _words() for text in (word.text, word.text.lower(), word.text.upper()) for part in text.split())


@cache
def tails() -> dict[str, Word]:
    """The last letters by which alone a usual time without a date is known, each with its word."""
    usual = [_word(category, text.title()) for category, texts in load("track_changes")["undated"].items() for text in texts]
    owners: dict[str, list[Word]] = {}
    for word in usual:
        for size in range(1, min(_LONGEST_TAIL, len(word.letters) - 1) + 1):
            owners.setdefault(word.letters[-size:], []).append(word)
    return {tail: words[0] for tail, words in owners.items() if len(words) == 1}


def forms() -> Iterator[Form]:
    """All that may be printed in one go."""
    words = list(_words())
    for word in words:
        yield Form(word.letters, word, allowed=_noise_allowed(word, len(word.letters)))
    months = [word for word in words if word.category in _NAMES and word.is_usual]
    years = [word for word in words if word.category == "year"]
    for one, other in permutations(months, 2):
        yield from _over(one, other)
    for one, other in permutations(years, 2):
        if abs(int(one.text) - int(other.text)) <= _EXCHANGED_YEARS:
            yield from _over(one, other)


def _over(one: Word, other: Word) -> Iterator[Form]:
    """The two words where only the letters in which they differ were exchanged."""
    a, b = one.letters, other.letters
    shortest = min(len(a), len(b))
    head = next((n for n in range(shortest) if a[n] != b[n]), shortest)
    tail = next((n for n in range(shortest - head) if a[-1 - n] != b[-1 - n]), shortest - head)
    if head + tail >= _SHARED and head + tail < shortest:
        letters = a[: len(a) - tail] + b[head:]
        yield Form(letters, one, other, head, tail, _noise_allowed(one, len(letters)))


def _noise_allowed(word: Word, size: int) -> float:
    if size >= (SHORTEST_NOISY if word.loose > _SURE or word.category in _NAMES else _SHORTEST_SURE):
        return word.loose * size + _ALLOWED_ONCE
    return word.loose * size if word.category == "body" else _SIGN_NOISE


def _words() -> Iterator[Word]:
    for category in _CATEGORIES:
        for phrases in load("time")[category].values():
            for phrase in phrases:
                yield from _phrase(category, phrase, is_first=phrase is phrases[0])
    for year in range(_FIRST_YEAR, _LAST_YEAR + 1):
        yield Word("year", str(year), str(year), _DIGIT)
    for day in range(1, _DAYS + 1):
        yield _word("day", str(day))
    for category, signs in _SIGNS.items():
        for sign in signs:
            yield _word(category, sign)
    yield from _bodies()


def _phrase(category: str, phrase: str, *, is_first: bool) -> Iterator[Word]:
    """A phrase of time: a name with its capitals, another as it stands within a text and at its start."""
    is_usual = is_first or category not in _RIVALS
    loose = LOOSE if category in _LOOSE_CATEGORIES and is_usual else _SURE
    for text in (phrase.title(),) if category in _NAMES else (phrase, phrase[0].upper() + phrase[1:]):
        yield Word(category, text, _squeeze(text), loose, is_usual)


def _bodies() -> Iterator[Word]:
    for body in known_bodies().values():
        if not body.generic:
            yield Word("body", body.code, _squeeze(body.code), LOOSE)
            yield _word("body", f"{body.code}s" if body.code.isupper() else body.name)


def _word(category: str, text: str) -> Word:
    return Word(category, text, _squeeze(text))


def _squeeze(text: str) -> str:
    return "".join(text.split())
