"""The items of a sentence that events are read from: bodies, dates, verb forms, marks, and all other words."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from normalize.bodies import find_mentions
from normalize.language import longest_matches, phrase_matcher, words_of
from normalize.timelines import parse_timeline
from normalize.vocabulary import load

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher

_BLANKED = re.compile(r"https?://\S+|“[^”]*”|\"[^\"]*\"|«[^»]*»")
_BRACKET = re.compile(r"\(([^()]*)\)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ITEM = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*|[,;:]")
_MARKS = ",;:"

When = tuple[str | None, datetime.date | None, datetime.date | None]
_NO_TIME: When = (None, None, None)


@dataclass(frozen=True, slots=True)
class Item:
    """A body (text: its code), a date (the phrase), a verb form (the action), a mark, or a word in lower case."""

    kind: str
    text: str
    start: int
    end: int


def parts_of(raw: str) -> Iterator[str]:
    """The sentence without quotes, addresses and brackets; and each bracket that begins with a verb as a part of its own."""
    text = _BLANKED.sub(lambda m: " " * len(m.group()), raw)
    yield _BRACKET.sub(_blank_bracket, text)
    for bracket in _BRACKET.finditer(text):
        if bracket.group(1).split(" ")[0].casefold() in _forms():
            yield bracket.group(1)


def _blank_bracket(bracket: re.Match[str]) -> str:
    """Blanks for a bracket, but for a date: "by the PTC (May 2021)"."""
    inside = bracket.group(1)
    return f" {inside} " if _dates().fullmatch(inside) and not inside.isdigit() else " " * len(bracket.group())


def items_of(text: str) -> list[Item]:
    """The items of a part of a sentence, in printed order."""
    items = [Item("date", m.group(), m.start(), m.end()) for m in _dates().finditer(text) if _is_date(text, m)]
    taken = {at for item in items for at in range(item.start, item.end)}
    words = words_of(text)
    verbs = [(match.label, words.spans[match.start][0], words.spans[match.end - 1][1]) for match in longest_matches(words, [_verbs()])]
    found = [("body", m.code, m.start, m.end) for m in find_mentions(text)] + [("verb", *verb) for verb in verbs]
    for kind, label, start, end in found:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            items.append(Item(kind, label, start, end))
    for word in _ITEM.finditer(text):
        if taken.isdisjoint(range(word.start(), word.end())):
            kind = "mark" if word.group() in _MARKS else "word"
            items.append(Item(kind, word.group().casefold(), word.start(), word.end()))
    return sorted(items, key=lambda item: item.start)


def _is_date(text: str, match: re.Match[str]) -> bool:
    """A lone year only after a word of time ("in 2021", not "Scan 2021"), a month without a year only with a capital."""
    phrase = match.group().removeprefix("between ")
    if _YEAR.fullmatch(phrase) or (not re.search(r"[^\W\d]", phrase) and "/" not in phrase):
        before = text[: match.start()].split()
        return bool(before) and before[-1].casefold() in small_words("times")
    return bool(_YEAR.search(phrase)) or phrase[0].isupper()


def times_of(items: list[Item], date: str | None) -> tuple[When, ...]:
    """The times that a phrase names; a month without a year takes the year of the next date of the sentence."""
    if date is None:
        return (_NO_TIME,)
    if not _YEAR.search(date):
        later = [item.text for item in items if item.kind == "date"]
        years = [year.group() for text in later[later.index(date) :] if (year := _YEAR.search(text))]
        if not years:
            return (_NO_TIME,)
        date = f"{date} {years[0]}"
    return _read_times(date) or (_NO_TIME,)


@lru_cache(maxsize=4096)
def _read_times(date: str) -> tuple[When, ...]:
    deadlines, _ = parse_timeline(date, find_bodies=_nobody)
    return tuple((d.edtf, d.earliest, d.latest) for d in deadlines if d.edtf)


def _nobody(_text: str) -> tuple[str, ...]:
    return ()


@cache
def small_words(name: str) -> frozenset[str]:
    """The small words of one kind, such as `prepositions`."""
    return frozenset(load("events")["words"][name])


@cache
def actions_of_nouns() -> dict[str, str]:
    """The nouns that stand for a verb, such as "adoption", with its base form."""
    return {noun: action for action, nouns in load("events")["nouns"].items() for noun in nouns}


@cache
def _forms() -> frozenset[str]:
    return frozenset(form for forms in load("events")["actions"].values() for form in forms)


@cache
def _verbs() -> "PhraseMatcher":
    return phrase_matcher("LOWER", [(action, form) for action, forms in load("events")["actions"].items() for form in forms])


@cache
def _dates() -> re.Pattern[str]:
    """Where a date may stand; what it means is read by `normalize.timelines`."""
    time = load("time")
    names = sorted({name for kind in ("month", "season") for forms in time[kind].values() for name in forms}, key=len, reverse=True)
    name = rf"(?:{'|'.join(map(re.escape, names))})\b\.?"
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    one = rf"(?:(?:{day}\s*(?:[-–]|to|and)\s*)?{day}\s+)?{name}(?:\s+(?:19|20)\d\d\b)?|(?:\d{{1,2}}/){{1,2}}(?:19|20)\d\d\b|(?:19|20)\d\d\b"
    return re.compile(rf"\b(?:between\s+)?(?:{one})(?:(?:\s*,\s*|\s+(?:and|to|&)\s+|\s*[-–]\s*)(?:{one}))*", re.IGNORECASE)
