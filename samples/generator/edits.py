"""Edits that leave both readings: characters struck and added within a paragraph, and paragraphs as a whole."""

import random
import re
from dataclasses import replace

from samples.generator.grammar import Phrases
from samples.generator.model import Cell, Para, Span, spans

YEAR = re.compile(r"\b20\d\d\b")
YEARS = re.compile(r"\b20\d\d[/-]20\d\d\b")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December|Spring|Summer|Autumn|Fall|Winter"
DATE = re.compile(rf"(?:\b({MONTHS})(?: (?=20\d\d\b)|\b))?(\b20\d\d\b)?")
LATER = ("March", "June", "October", "Spring", "Autumn")
NUMBER = re.compile(r"\d+")
WORD = re.compile(r"[^\s]+")
OTHER_WORDS = ("quality", "few", "tool", "things", "domain", "place")
Edit = tuple[int, int, str]
"""From here to there, this instead."""


def substitute(para: Para, edits: list[Edit], added_first: bool = False) -> Para:
    """The paragraph with each edit struck and added; edits are apart from each other and do not overlap."""
    pieces = list(para.spans)
    for start, end, new in sorted(edits, reverse=True):
        pieces = _one(pieces, start, end, new, added_first)
    return replace(para, spans=tuple(pieces))


def _one(pieces: list[Span], start: int, end: int, new: str, added_first: bool) -> list[Span]:
    before, rest = _split(pieces, start)
    struck, after = _split(rest, end - start)
    style = (struck or before or after)[-1 if before and not struck else 0].style
    added = [Span(new, "" if style == "sup" else style, "ins")] if new else []
    gone = [replace(span, mark="del") for span in struck]
    return [*before, *(added + gone if added_first else gone + added), *after]


def _split(pieces: list[Span], at: int) -> tuple[list[Span], list[Span]]:
    """The spans before and after an offset; one that holds it is cut in two."""
    left: list[Span] = []
    for n, span in enumerate(pieces):
        if at < len(span.text):
            cut = [replace(span, text=span.text[:at])] if at else []
            return left + cut, [replace(span, text=span.text[at:]), *pieces[n + 1 :]]
        left.append(span)
        at -= len(span.text)
    return left, []


def whole(para: Para, mark: str) -> Para:
    """The paragraph changed from end to end."""
    return replace(para, spans=tuple(replace(span, mark=mark) for span in para.spans), mark=mark)


def whole_cell(cell: Cell, mark: str) -> Cell:
    """A cell whose whole text came or went."""
    return replace(cell, paras=tuple(whole(para, mark) for para in cell.paras))


def least(before: str, after: str, start: int, rng: random.Random) -> Edit:
    """The edit of one word for another: all of it, or only the characters that differ, as word processors may store either."""
    if rng.random() < 0.5:
        return start, start + len(before), after
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return start + head, start + len(before) - tail, after[head : len(after) - tail]


def dates(para: Para, rng: random.Random) -> Para:
    """Some of a paragraph's dates put off: the year, the month or season, or both at once as one phrase."""
    text = para.text()
    by = rng.choice((1, 1, 1, 2))
    edits: list[Edit] = [least(y[0], str(int(y[0]) + by), y.start(), rng) for both in YEARS.finditer(text) for y in _years(text, both)]
    for found in () if edits else DATE.finditer(text):
        month, year = found.groups()
        new_month = rng.choice([one for one in LATER if one != month]) if month and rng.random() < 0.3 else month
        new_year = str(int(year) + rng.choice((1, 1, 1, 2, -1))) if year and rng.random() < 0.75 else year
        if rng.random() < 0.3 and (month, year) != (new_month, new_year):
            new = " ".join(part for part in (new_month, new_year) if part)
            edits.append((found.start(), found.end(), new))
            continue
        if month != new_month:
            edits.append((found.start(1), found.end(1), new_month))
        if year != new_year:
            edits.append(least(year, new_year, found.start(2), rng))
    return substitute(para, edits, rng.random() < 0.2)


def _years(text: str, both: re.Match[str]) -> list[re.Match[str]]:
    return [found for at in (both.start(), both.start() + 5) if (found := YEAR.match(text, at))]


def words(para: Para, rng: random.Random, phrases: Phrases) -> Para:
    """One to three edits of words: replaced, struck, added, or a character or two within one."""
    found = list(WORD.finditer(para.text()))
    edits: list[Edit] = []
    count = rng.choice((1, 1, 2, 3))
    slots = list(range(1, max(1, len(found) - 5), 6))
    for n in sorted(rng.sample(slots, min(count, len(slots)))):
        edits.append(_word_edit(found, n, rng, phrases))
    return substitute(para, edits, rng.random() < 0.2) if edits else substitute(para, [_end(para, phrases)])


def _word_edit(found: list[re.Match[str]], n: int, rng: random.Random, phrases: Phrases) -> Edit:
    word, kind = found[n], rng.choice(("replace", "replace", "strike", "add", "inner"))
    last = found[n + rng.randint(0, 3)]
    plain = phrases.say(rng.choice(OTHER_WORDS)).replace("^", "")
    if kind == "strike":
        return word.start(), found[n + 1].start(), ""
    if kind == "add":
        return word.start(), word.start(), f"{plain} "
    if kind == "inner":
        digits = NUMBER.search(word[0])
        if digits:
            return least(digits[0], str(int(digits[0]) + rng.randint(1, 30)), word.start() + digits.start(), rng)
        return (word.end(), word.end(), "s") if word[0].isalpha() else (word.start(), word.end(), plain)
    return word.start(), last.end(), plain


def _end(para: Para, phrases: Phrases) -> Edit:
    size = len(para.text())
    return size, size, " " + phrases.say("place")


def added_sentence(para: Para, phrases: Phrases, rule: str) -> Para:
    """A sentence added at the end."""
    new = tuple(replace(span, mark="ins") for span in spans(" " + phrases.fresh(rule)))
    return replace(para, spans=para.spans + new)
