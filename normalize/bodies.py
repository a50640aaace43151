"""Responsible bodies: names, acronyms and their variants become canonical codes, and every word of a cell is accounted for.

A cell is read as words. Names are found among them by spaCy's phrase matcher, whatever slashes or commas stand between;
words that a narrow column tore ("Commit te e") are put together again; what is left is connectives, or reported.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from normalize.codes import Problems
from normalize.language import Match, Words, fold, longest_matches, phrase_matcher, words_of
from normalize.vocabulary import load
from schemas.flags import FlagCode

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher

_IGNORED = "(ignored)"  # label of phrases that name nobody
_NO_LETTER = re.compile(r"[\W_]+")
_BREAK = re.compile(r"[,;&()\[\]\n•·|]")  # between two words: what follows is another body
_BRACKET = re.compile(r"\s*[(\[]\s*")
_OPEN_END = re.compile(r"(?:[,/&(\[-]|\b(?:and|or|of|on|the|for|et|ou|de|du|la|sur))\s*$", re.IGNORECASE)
_GOES_ON_START = re.compile(r"\s*[a-zà-ÿ(,;/)\]]")
_SHORTEST_BEGINNING = 5  # letters of a name, fewer of which begin too many
_NAME_WORD = 0.5  # what a word counts that stands in names, but not in a whole one

_GOES_ON, _IS_WHOLE, _BEGINS_ANEW = 3.0, -1.5, -3.0
_ITEM_END = re.compile(r"[,;]\s*")


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the vocabulary; `generic` is a phrase for bodies not named, the years are None where unknown."""

    code: str
    name: str
    generic: bool = False
    common: bool = False
    cells_only: bool = False
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A known body in a text: its code, and its characters from `start` up to `end`."""

    code: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def parse_bodies(text: str) -> tuple[tuple[str, ...], Problems]:
    """Read a cell of responsible bodies.

    Returns:
        The canonical codes in printed order, each once, an unknown body as printed; and every unknown body as a problem.
    """
    words = words_of(text)
    matches, unknown = _read(words)
    known = [match for match in matches if match.label != _IGNORED]
    if not known and not unknown and words.spans:
        unknown = [(0, len(words.spans))]  # connectives alone are no body
    strangers = [(start, _printed(words, start, end)) for start, end in unknown]
    listed = sorted([(match.start, match.label) for match in known] + strangers)
    return tuple(dict.fromkeys(code for _, code in listed)), tuple((FlagCode.UNKNOWN_BODY, name) for _, name in strangers)


@lru_cache(maxsize=8192)
def find_bodies(text: str) -> tuple[str, ...]:
    """The known bodies anywhere in a running text, in printed order, each once."""
    return tuple(dict.fromkeys(mention.code for mention in find_mentions(text)))


def find_mentions(text: str) -> tuple[Mention, ...]:
    """The known bodies anywhere in a running text, with their places."""
    words = words_of(text)
    bodies = known_bodies()
    found = []
    for match in longest_matches(words, _lexicon().matchers):
        body = bodies.get(match.label)
        if body and not body.cells_only and not (_is_common(match) and _is_named_before(words, match.start)):
            found.append(Mention(body.code, words.spans[match.start][0], words.spans[match.end - 1][1]))
    return tuple(found)


@cache
def known_bodies() -> dict[str, Body]:
    """The vocabulary: canonical code to body."""
    bodies = {}
    for entry in load("bodies")["body"]:
        fields = {key: value for key, value in entry.items() if key != "names"}
        bodies[entry["code"]] = Body(name=entry["names"][0] if entry["names"] else entry["code"], **fields)
    return bodies


@cache
def acronyms() -> frozenset[str]:
    """Acronyms and proper names that keep their letters where a heading in capitals becomes sentence case."""
    vocabulary = load("bodies")
    forms = [form for entry in vocabulary["body"] for form in (entry["code"], *entry["names"])]
    short = {part for form in forms for part in re.split(r"[\s/]+", form) if sum(c.isupper() for c in part) > 1 and part.isalnum()}
    return frozenset(short | set(vocabulary["words"]["keep_case"]))


@lru_cache(maxsize=8192)
def score_bodies(text: str) -> float:
    """The share of the words that name known bodies, 0 to 1; words that stand in names only count in part."""
    words = words_of(text)
    known, unknown = _read(words)
    named = _count(known)
    lexicon = _lexicon()
    rest = [_squeeze(words.doc[i].text) for start, end in unknown for i in range(start, end)]
    rest = [word for word in rest if word not in lexicon.connectives]
    if not named + len(rest):
        return 0.0
    return (named + _NAME_WORD * sum(word in lexicon.name_words for word in rest)) / (named + len(rest))


def torn_name(text: str) -> int:
    """Where in a text the beginning of a known name stands that the text's end cuts off; its length if it ends with none."""
    words = words_of(text)
    _, unknown = _read(words)
    if not unknown:
        return len(text)
    start = unknown[-1][0]
    spelt = "".join(_squeeze(token.text) for token in words.doc[start:])
    return words.spans[start][0] if len(spelt) >= _SHORTEST_BEGINNING and spelt in _lexicon().beginnings else len(text)


def joins_bodies(before: str, after: str) -> float:
    """Log-odds that `after` goes on the bodies cell `before`."""
    if not before.strip() or not after.strip():
        return 0.0
    if _OPEN_END.search(before) or _GOES_ON_START.match(after) or before.count("(") > before.count(")"):
        return _GOES_ON
    first, first_problems = parse_bodies(before)
    second, second_problems = parse_bodies(after)
    joined, joined_problems = parse_bodies(f"{before} {after}")
    if len(joined_problems) < len(first_problems) + len(second_problems) and len(joined) < len(first) + len(second):
        return _GOES_ON  # the cut went through a name
    if not first or not second:
        return 0.0
    if second[0] == first[0]:
        return _BEGINS_ANEW
    beside = parse_bodies(_ITEM_END.split(before)[-1]), parse_bodies(_ITEM_END.split(after)[0])
    return _IS_WHOLE if all(codes and not problems for codes, problems in beside) else 0.0


@dataclass(frozen=True, slots=True)
class _Lexicon:
    matchers: tuple["PhraseMatcher", ...]
    squeezed: dict[str, str]
    beginnings: frozenset[str]
    connectives: frozenset[str]
    name_words: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    vocabulary = load("bodies")
    forms = [(entry["code"], form) for entry in vocabulary["body"] for form in (entry["code"], *entry["names"])]
    forms += [(_IGNORED, phrase) for phrase in vocabulary["words"]["phrases"]]
    single = [(label, form) for label, form in forms if len(words_of(form).spans) == 1]
    longer = [(label, form) for label, form in forms if len(words_of(form).spans) > 1]
    squeezed = {_squeeze(form): label for label, form in forms}
    connectives = frozenset(_squeeze(word) for word in vocabulary["words"]["connectives"])
    return _Lexicon(
        matchers=(phrase_matcher("ORTH", single), phrase_matcher("LOWER", longer)),
        squeezed=squeezed,
        beginnings=frozenset(name[:size] for name in squeezed for size in range(len(name) + 1)),
        connectives=connectives,
        name_words=frozenset(_squeeze(word.text) for _, form in forms for word in words_of(form).doc) - connectives,
    )


def _read(words: Words) -> tuple[list[Match], list[tuple[int, int]]]:
    """The names among the words, and the runs of words that are none."""
    known = longest_matches(words, _lexicon().matchers)
    if _count(known) < len(words.spans):
        known = _mend(words, known)
    covered = _covered(known)
    known = [match for match in known if not (_is_common(match) and _follows_unknown(words, match.start, covered))]
    covered = _covered(known)
    return known, [run for run in _runs(words, covered) if not _is_own_acronym(words, *run, covered)]


def _mend(words: Words, known: list[Match]) -> list[Match]:
    """Add names that only show when blanks are taken out: torn words, and acronyms in the wrong case.

    A torn name may swallow a shorter one: "WCO/IATA/ICA O API/PNR CC" holds "API/PNR CC".
    """
    parts = [_squeeze(token.text) for token in words.doc]
    covered = _covered(known)
    inside = {i for match in known for i in range(match.start + 1, match.end)}
    mended: list[Match] = []
    at = 0
    while at < len(parts):
        ends = [(end, label) for end, label in _names_from(parts, at) if not covered.issuperset(range(at, end))]
        end, label = next(((end, label) for end, label in reversed(ends) if at not in inside and end not in inside), (at + 1, ""))
        if label:
            mended.append(Match(label, at, end))
        at = end
    taken = _covered(mended)
    return sorted([match for match in known if match.start not in taken] + mended, key=lambda match: match.start)


def _names_from(parts: list[str], start: int) -> Iterator[tuple[int, str]]:
    """Every end, the nearest first, up to which the words from `start` spell a name, and whose name it is."""
    lexicon = _lexicon()
    spelt = ""
    for end in range(start + 1, len(parts) + 1):
        spelt += parts[end - 1]
        if spelt not in lexicon.beginnings:
            return
        if label := lexicon.squeezed.get(spelt):
            yield end, label


def _covered(matches: list[Match]) -> set[int]:
    return {i for match in matches for i in range(match.start, match.end)}


def _count(matches: list[Match]) -> int:
    return sum(match.end - match.start for match in matches)


def _runs(words: Words, covered: set[int]) -> Iterator[tuple[int, int]]:
    """Runs of words that no name covers, cut at commas and the like, without connectives at their ends."""
    count = len(words.spans)
    at = 0
    while at < count:
        end = at + 1
        if at not in covered:
            while end < count and end not in covered and not _is_cut(words, at, end):
                end += 1
            start, stop = _trim(words, at, end)
            if start < stop:
                yield start, stop
        at = end


def _is_cut(words: Words, start: int, at: int) -> bool:
    """Whether a new body begins with the word `at`; a name's own acronym in brackets goes on with it."""
    return bool(_BREAK.search(words.gap(at - 1))) and not _is_own_acronym(words, at, at + 1, set(), start)


def _is_own_acronym(words: Words, at: int, end: int, covered: set[int], start: int | None = None) -> bool:
    """Whether the word `at` stands in brackets and abbreviates the words before it."""
    acronym = words.doc[at].text
    if at == 0 or end != at + 1 or not acronym.isupper() or not _BRACKET.fullmatch(words.gap(at - 1)):
        return False
    if start is None:
        start = at
        while start > 0 and start - 1 in covered and not (start < at and _BREAK.search(words.gap(start - 1))):
            start -= 1
    letters = iter("".join(words.doc[i].text[0] for i in range(start, at)).upper())
    return at - start > 1 and all(letter in letters for letter in acronym)


def _trim(words: Words, start: int, end: int) -> tuple[int, int]:
    connectives = _lexicon().connectives
    while start < end and _squeeze(words.doc[start].text) in connectives:
        start += 1
    while start < end and _squeeze(words.doc[end - 1].text) in connectives:
        end -= 1
    return start, end


def _is_common(match: Match) -> bool:
    """Whether a match is one common noun that may be the end of a longer, unknown name."""
    body = known_bodies().get(match.label)
    return match.end - match.start == 1 and body is not None and body.common


def _follows_unknown(words: Words, at: int, covered: set[int]) -> bool:
    """Whether an unknown word stands right before the word `at`: both are one unknown name."""
    if at == 0 or at - 1 in covered or words.gap(at - 1).strip():
        return False
    return _squeeze(words.doc[at - 1].text) not in _lexicon().connectives


def _is_named_before(words: Words, at: int) -> bool:
    """Whether, in running text, a capitalized word right before the word `at` makes it another body's name."""
    if at == 0 or words.gap(at - 1).strip():
        return False
    word = words.doc[at - 1].text
    return word[0].isupper() and _squeeze(word) not in _lexicon().connectives and word not in acronyms()


def _printed(words: Words, start: int, end: int) -> str:
    """An unknown body as printed, the bracket of its acronym closed."""
    printed = words.printed(start, end)
    return f"{printed})" if printed.count("(") > printed.count(")") else printed


def _squeeze(text: str) -> str:
    return _NO_LETTER.sub("", fold(text)).casefold()
