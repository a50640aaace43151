"""Headings that an OCR misread: what a profile's templates say of them is put right, so that they open their sections.

Misread are their words, their Roman numerals (`PART |`, `PART Ill`), and the mark of a footnote after them, of which a quote is left.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from extract.decoder.tokens import DumpLine
from extract.profile import Profile
from extract.templates import SLOTS, compile_template, first_match, plain

SLOT = re.compile(r"\{\w+\}")
WORD = re.compile(r"[^\W\d_]+")
NUMBERED = re.compile(r"(\d+(?:\.\d+)*)\s*[:;.,]?\s+(?=\S)")  # a number, and the sign after it or what is left of it
SAME_WORD = 0.8  # likeness from which a misread word is the template's
SHORTEST = 5  # letters; a shorter word must be read as printed
FEWEST = 2  # words by which a template is known
READ_AS_ROMAN = r"(?-i:[IVXivx|l1!\]]+)"
STROKES = str.maketrans(dict.fromkeys("|il1!]", "I") | {"v": "V", "x": "X"})  # what an upright stroke is read as, and small for capital
NUMERAL = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
MARK = re.compile(r"(?<=\w)[‘’“”'\"®°*^]+$")


def with_headings(lines: Sequence[DumpLine], profile: Profile) -> list[DumpLine]:
    """The lines; those that are headings or name the annex, but for what is misread, as they should read."""
    templates = tuple(dict.fromkeys(heading.template for heading in profile.heading))
    numbered = tuple(template for template in (*templates, *profile.front.annex) if "{roman}" in template)
    fixed = [(template, WORD.findall(SLOT.sub(" ", template))) for template in templates]
    known = [(template, words) for template, words in fixed if len(words) >= FEWEST]
    return [replace(line, text=_unmarked(_repaired(_with_numeral(line.text, numbered), known), templates)) for line in lines]


def _with_numeral(text: str, templates: Sequence[str]) -> str:
    """The text with its Roman numeral as it should read, if it is of one of these forms but for that."""
    read, indent = plain(text), text[: len(text) - len(text.lstrip())]  # which tells where a page begins
    for template in templates:
        found = _misread(template).fullmatch(read)
        if found is not None and NUMERAL.fullmatch(numeral := found["roman"].translate(STROKES)):
            return indent + read[: found.start("roman")] + numeral + read[found.end("roman") :]
    return text


@cache
def _misread(template: str) -> re.Pattern[str]:
    """The pattern of a template whose Roman numeral a scan may have misread."""
    return re.compile(compile_template(template).pattern.replace(SLOTS["roman"], READ_AS_ROMAN), re.IGNORECASE)


def _unmarked(text: str, templates: tuple[str, ...]) -> str:
    """A heading without what is left of a footnote's mark after it; a quote that closes one opened before stays."""
    found = MARK.search(text)
    if found is None or any(sign in text[: found.start()] for sign in "‘“\"'") or first_match(templates, text) is None:
        return text
    return text[: found.start()]


def _repaired(text: str, templates: Sequence[tuple[str, Sequence[str]]]) -> str:
    for template, words in templates:
        if first_match((template,), text):
            return text
        found = _with_words(text, words)
        if found is None:
            continue
        if first_match((template,), found):
            return found
        if "{number}:" in template:
            found = NUMBERED.sub(r"\1: ", found[(end := _end(found, words)) :], count=1).join((found[:end], ""))
        if first_match((template,), found):
            return found
    return text


def _with_words(text: str, words: Sequence[str]) -> str | None:
    """The text with the words in it, one after the other, as they should read; None where one is not there."""
    printed = list(WORD.finditer(text))
    for start in range(len(printed) - len(words) + 1):
        run = printed[start : start + len(words)]
        if all(_is_read_as(word, found.group()) for word, found in zip(words, run, strict=True)):
            gaps = [text[a.end() : b.start()] for a, b in pairwise(run)] + [""]
            return text[: run[0].start()] + "".join(word + gap for word, gap in zip(words, gaps, strict=True)) + text[run[-1].end() :]
    return None


def _end(text: str, words: Sequence[str]) -> int:
    """Where the last of the words ends."""
    return text.find(words[-1], text.find(words[0])) + len(words[-1])


def _is_read_as(word: str, printed: str) -> bool:
    if word.casefold() == printed.casefold():
        return True
    return len(word) >= SHORTEST and Levenshtein.normalized_similarity(word.casefold(), printed.casefold()) >= SAME_WORD
