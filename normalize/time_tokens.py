"""The words of a timeline: tokens with their place in the text, the vocabulary by category, and a cursor over both."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from normalize.language import fold
from normalize.vocabulary import load

FindBodies = Callable[[str], tuple[str, ...]]

# token kinds that carry meaning: a word among them that is not consumed is reported
SIGNIFICANT = frozenset({"word", "number", "figure", "ordinal", "year", "pair", "month", "day"})
_DATES = frozenset({"year", "pair", "month", "day"})
# categories whose first words may begin a time: where none does, no rule is tried
_OPENERS = (
    *("month", "season", "weekday", "fiscal", "part_letter", "ordinal", "edge", "bound", "ongoing", "adverb", "count"),
    *("every", "qualifier", "both", "which", "clause", "condition", "hedge", "suffix"),
)
# categories that a torn word is mended to, and how short a mended word may be
_MENDED = ("month", "season", "ongoing", "adverb")
_SHORTEST_MENDED = 5
_LONGEST_BODY = 14  # words in a run that may name bodies


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign: `key` is its folded form, `start` and `end` its place in the text."""

    kind: str
    key: str
    start: int
    end: int


@cache
def _lexer() -> re.Pattern[str]:
    year = "(?:19|20)[0-9][0-9]"
    dash = "[-‐‑‒–—]"
    return re.compile(
        rf"(?P<day>(?<!\d)(?:[0-9]{{1,2}}\s?[/.-]\s?[0-9]{{1,2}}\s?[/.-]\s?{year}|{year}-[0-9][0-9]-[0-9][0-9])(?!\d))"
        rf"|(?P<pair>(?<!\d){year}(?:\s?(?:/|{dash})\s?{year}|(?:/|{dash})[0-9][0-9])(?!\d))"
        rf"|(?P<month>(?<!\d)[0-9]{{1,2}}\s?[/.-]\s?{year}(?!\d))"
        r"|(?P<torn>(?<!\d)(?:19|20)[0-9]\s[0-9](?!\d))"
        rf"|(?P<year>(?<!\d){year}(?!\d))"
        r"|(?P<ordinal>(?<!\d)[0-9]{1,3}\s?(?:st|nd|rd|th)\b|(?<!\d)[0-9]{1,3}(?:er|ere|ère|re|e|eme|ème)\b)"
        r"|(?P<number>(?<!\d)[0-9]{1,3}(?!\d))|(?P<figure>\d+)"
        r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
        r"|(?P<open>[(\[{])|(?P<close>[)\]}])"
        rf"|(?P<dash>{dash})|(?P<mark>[,;:/&.\n])|(?P<sign>[^\w\s])",
        re.IGNORECASE,
    )


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a text in order; words of the vocabulary that a blank or a hyphen tears are one token again."""
    tokens: list[Token] = []
    for m in _lexer().finditer(text):
        kind, key = str(m.lastgroup), m.group()
        if kind == "word":
            key = fold_key(key)
        elif kind == "torn":  # "202 1"
            kind, key = "year", "".join(key.split())
        elif kind == "ordinal":
            key = re.sub(r"\D", "", key)
        elif kind in ("dash", "mark"):
            kind, key = "mark", "-" if kind == "dash" else key
        tokens.append(Token(kind, key, m.start(), m.end()))
    return tuple(_mend(tokens))


@lru_cache(maxsize=8192)
def fold_key(word: str) -> str:
    """The word as the vocabulary holds it: no case, no accents, straight apostrophes."""
    return fold(word.replace("’", "'")).casefold()


def _mend(tokens: list[Token]) -> list[Token]:
    """Put together what a narrow column tore: "Decem- ber", "On going". A half that is a word of its own is left alone."""
    mended: list[Token] = []
    for token in tokens:
        before = mended[-1] if mended else None
        hyphen = before is not None and before.key == "-" and len(mended) > 1
        left = mended[-2] if hyphen else before
        if left is not None and left.kind == token.kind == "word" and _torn(left.key, token.key):
            del mended[-2 if hyphen else -1 :]
            token = Token("word", left.key + token.key, left.start, token.end)
        mended.append(token)
    return mended


def _torn(left: str, right: str) -> bool:
    whole = left + right
    return (
        len(whole) >= _SHORTEST_MENDED
        and any(whole in lexicon()[category] for category in _MENDED)
        and not (left in _known_words() and right in _known_words())
    )


@cache
def lexicon() -> dict[str, dict[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    """Category → first word → the phrases that begin with it, the longest first, each with what it stands for."""
    made: dict[str, dict[str, tuple[tuple[tuple[str, ...], str], ...]]] = {}
    for category, values in load("time").items():
        by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for value, phrases in values.items():
            for phrase in phrases:
                words = tuple(t.key for t in _plain_tokens(phrase))
                by_first.setdefault(words[0], []).append((words, value))
        made[category] = {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in by_first.items()}
    return made


def _plain_tokens(phrase: str) -> list[Token]:
    return [Token("word", fold_key(w), 0, 0) for w in re.findall(r"[^\s,]+|,", phrase)]


@cache
def _known_words() -> frozenset[str]:
    return frozenset(w for table in lexicon().values() for phrases in table.values() for words, _ in phrases for w in words)


@cache
def _opening_words() -> frozenset[str]:
    return frozenset(first for category in _OPENERS for first in lexicon()[category])


def opens_time(token: Token) -> bool:
    """Whether a time may begin with this token: a quick no for most words."""
    return token.kind in _DATES or token.kind in ("ordinal", "number") or token.key in _opening_words()


@lru_cache(maxsize=16384)
def _ask(find_bodies: FindBodies, words: str) -> tuple[str, ...]:
    found = find_bodies(words)
    if words.isupper():  # "JUNE 2021 (COUNCIL)"
        return max(found, find_bodies(re.sub(r"[^\W\d_]{5,}", lambda m: m.group().capitalize(), words)), key=len)
    # "subsequent PTCs": the plural of an abbreviation
    return found or (find_bodies(singular) if (singular := re.sub(r"(?<=[A-Z])s\b", "", words)) != words else ())


class Cursor:
    """A place among the tokens of a text. Rules move it forward, and set `pos` back where they do not apply."""

    def __init__(self, text: str, find_bodies: FindBodies) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.pos = 0
        self._find_bodies = find_bodies
        self._no_body_until = 0  # no body begins before this token: a run was asked about already

    @property
    def token(self) -> Token | None:
        """The token at the cursor; None at the end."""
        return self.tokens[self.pos] if self.pos < len(self.tokens) else None

    def kind(self, ahead: int = 0) -> str:
        """The kind of the token at the cursor, or so many further on; empty at the end."""
        at = self.pos + ahead
        return self.tokens[at].kind if at < len(self.tokens) else ""

    def next(self, kind: str) -> Token | None:
        """Step over a token of this kind and return it; None where the cursor stands at another."""
        token = self.token
        if token is None or token.kind != kind:
            return None
        self.pos += 1
        return token

    def take(self, category: str) -> str | None:
        """Step over the longest phrase of this category; what it stands for, or None."""
        token = self.token
        if token is None:
            return None
        for words, value in lexicon()[category].get(token.key, ()):
            end = self._match(words)
            if end is not None:
                self.pos = end
                return value
        return None

    def skip(self, *categories: str) -> None:
        """Step over any words of these categories, and dots after abbreviations."""
        while any(self.take(c) is not None for c in categories):
            pass

    def sign(self, *keys: str) -> bool:
        """Step over one of these signs."""
        token = self.token
        if token is None or token.kind != "mark" or token.key not in keys:
            return False
        self.pos += 1
        return True

    def _match(self, words: tuple[str, ...]) -> int | None:
        at = self.pos
        for count, word in enumerate(words):
            if count and at < len(self.tokens) and self.tokens[at].key == "-" != word:
                at += 1
            if at >= len(self.tokens) or self.tokens[at].key != word:
                return None
            at += 1
        return at

    def may_open(self) -> bool:
        """Whether a time may begin at the cursor."""
        return self.token is not None and opens_time(self.token)

    def is_body(self, first: int, last: int) -> bool:
        """Whether a body is named among the tokens `first` to `last`."""
        return bool(self._bodies_of([first, last]))

    def bodies(self, end: int | None = None) -> tuple[str, ...]:
        """Step over the bodies that begin at the cursor: canonical codes in printed order, empty where none does.

        With `end`, the run must reach to just that token, as in a bracket.
        """
        if end is None:
            if self.pos < self._no_body_until:
                return ()
            run_end = self._run_end()
        else:
            run_end = end
        words = [i for i in range(self.pos, run_end) if self.tokens[i].kind in SIGNIFICANT]
        codes = self._bodies_of(words)
        if not codes:
            self._no_body_until = max(self._no_body_until, run_end) if end is None else self._no_body_until
            return ()
        covered = self._covered(words, codes)
        if covered < len(words):
            if end is not None or not covered:
                return ()
            words = words[:covered]
            codes = self._bodies_of(words)
        self.pos = run_end if end is not None else words[-1] + 1
        return codes

    def _run_end(self) -> int:
        """The end of the run of words from the cursor that might name bodies: up to a bracket or to words of time."""
        at, words, start = self.pos, 0, self.pos
        while at < len(self.tokens) and words < _LONGEST_BODY:
            token = self.tokens[at]
            if token.kind not in ("word", "mark") or token.key in (";", ":", ".", "\n") or (at > start and token.key in _opening_words()):
                break
            words += token.kind == "word"
            at += 1
        return at

    def _bodies_of(self, words: list[int]) -> tuple[str, ...]:
        if not words:
            return ()
        return _ask(self._find_bodies, self.text[self.tokens[words[0]].start : self.tokens[words[-1]].end])

    def _covered(self, words: list[int], codes: tuple[str, ...]) -> int:
        """How many words from the first on belong to bodies: without such a word fewer or other bodies are found."""
        last = 0
        for count, word in enumerate(words):
            token = self.tokens[word]
            if self._is_body_word(words, count, codes):
                last = count + 1
            elif not count or token.key not in lexicon()["neutral"]:
                break
        return last

    def _is_body_word(self, words: list[int], count: int, codes: tuple[str, ...]) -> bool:
        if self._bodies_of([words[count]]):
            return True
        rest = " ".join(self.text[self.tokens[w].start : self.tokens[w].end] for i, w in enumerate(words) if i != count)
        return _ask(self._find_bodies, rest) != codes if rest else True

    def slice(self, first: int, last: int) -> str:
        """The printed words from token `first` to token `last`, both in."""
        return self.text[self.tokens[first].start : self.tokens[last].end]
