"""The words that a changed timeline may hold, from the vocabularies of times and bodies, and where they may stand in what OCR read.

A form is a word without its blanks, or two words that share letters where only the rest was exchanged: `20187` is 2018 over
2017, `Junely` June over July. `spot` finds every form that the characters from a place on may be, in one walk over a trie.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import permutations

from normalize.bodies import known_bodies
from normalize.change_noise import Mark, easiest, easiest_extra, easiest_lost, easiest_pairs
from normalize.vocabulary import load

_CATEGORIES = ("month", "season", "ongoing", "activity", "adverb", "condition", "hedge", "bound", "edge", "list", "fiscal")
_LOOSE_CATEGORIES = frozenset({"month", "season", "ongoing", "adverb", "condition"})
_NAMES = frozenset({"month", "season"})
_RIVALS = _NAMES | {"activity"}  # of whose words the first is the usual one
_LONGEST_TAIL = 5  # letters
_SHORTEST_NOISY, _SHORTEST_SURE = 4, 6  # letters: a shorter word must be read as printed; a name of time, any other word
_FIRST_YEAR, _LAST_YEAR = 1998, 2039
_EXCHANGED_YEARS = 5  # a year is not put off further
_SHARED = 2  # letters that two exchanged words share at least
_SIGNS = {"open": "(", "close": ")", "comma": ",;&", "slash": "/"}
_AROUND = "()[].,;:|/&-–—_•*'‘’“”"
_DAYS = 31
_SURE, _DIGIT, _LOOSE = 0.5, 1.0, 1.6  # noise a letter, for a form to be looked at: an abbreviation or a French name, a year, a name
_ALLOWED_ONCE, _ALLOWED_AT_START = 4.0, 4.0  # and in all; words are read worst at their start
_BAND = 2
_LEAST_READ = 0.7  # share of a name's letters that are read at least
_NEXT_BEST = 2.0  # of the ends of one form, those are kept that cost little more than the best
_SIGN_NOISE = 0.7
_FAR = 99.0
_LONGEST = 24


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


@dataclass(slots=True)
class _Node:
    """A place in the trie: the forms that end here, and where each next letter leads."""

    forms: list[Form] = field(default_factory=list)
    allowed: float = 0.0  # the most noise of any form from here on
    next: dict[str, "_Node"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spot:
    """A form that the printed characters up to `end` may be, and the least that this would cost."""

    form: Form
    end: int
    least: float


@lru_cache(maxsize=4096)
def spot(rest: str, upper: bool) -> tuple[Spot, ...]:
    """The forms that the characters at the start of `rest` may be; `upper` where the text is in capitals."""
    row = [0.0]
    for character in rest[:_LONGEST]:
        row.append(row[-1] + easiest_extra(character))
    found: list[Spot] = []
    _walk(_trie(upper), rest[:_LONGEST], row, 0, found)
    return tuple(found)


def _walk(node: _Node, rest: str, above: list[float], depth: int, found: list[Spot]) -> None:
    """Follow the trie down, one row of the edit distance a letter, as long as the cheapest cell is cheap enough.

    Only cells near the diagonal are filled: more letters than `_BAND` in a row are neither lost nor come from nowhere.
    """
    depth += 1
    low = max(0, depth - 1 - _BAND)
    if low >= len(above):
        return
    part = rest[low : depth + _BAND]
    limit = _LOOSE * depth + _ALLOWED_AT_START
    for true, child in node.next.items():
        lost, twos = easiest_lost(true), easiest_pairs(true)
        last = least = above[low] + lost
        row = [_FAR] * low
        row.append(last)
        for j, character in enumerate(part, low):
            last = min(above[j] + easiest(true, character), above[j + 1] + lost, last + easiest_extra(character))
            if twos and j and (two := rest[j - 1 : j + 1]) in twos:
                last = min(last, above[j - 1] + twos[two])
            row.append(last)
            if last < least:
                least = last
        if least > limit or least > child.allowed:
            continue
        for form in child.forms:
            if least <= form.allowed:
                most = min(form.allowed, least + _NEXT_BEST)
                shortest = _LEAST_READ * len(form.letters) if len(form.letters) >= _SHORTEST_NOISY else 1
                found += [Spot(form, end, cost) for end, cost in enumerate(row) if cost <= most and end >= shortest]
        row += [_FAR] * (len(above) - len(row))
        _walk(child, rest, row, depth, found)


@cache
def _trie(upper: bool) -> _Node:
    root = _Node()
    for form in _forms():
        node = root
        for letter in form.letters.upper() if upper else form.letters:
            node = node.next.setdefault(letter, _Node())
            node.allowed = max(node.allowed, form.allowed)
        node.forms.append(form)
    return root


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


def _forms() -> Iterator[Form]:
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
    if size >= (_SHORTEST_NOISY if word.loose > _SURE or word.category in _NAMES else _SHORTEST_SURE):
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
    loose = _LOOSE if category in _LOOSE_CATEGORIES and is_usual else _SURE
    for text in (phrase.title(),) if category in _NAMES else (phrase, phrase[0].upper() + phrase[1:]):
        yield Word(category, text, _squeeze(text), loose, is_usual)


def _bodies() -> Iterator[Word]:
    for body in known_bodies().values():
        if not body.generic:
            yield Word("body", body.code, _squeeze(body.code), _LOOSE)
            yield _word("body", f"{body.code}s" if body.code.isupper() else body.name)


def _word(category: str, text: str) -> Word:
    return Word(category, text, _squeeze(text))


def _squeeze(text: str) -> str:
    return "".join(text.split())
