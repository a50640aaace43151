"""Plain text of a cell: blanks made one, numbers without their dot, a heading in sentence case."""

import re
from collections.abc import Collection

WORD = re.compile(r"\w+")
RAISED = re.compile(r"(?<=\d) (?=(?:st|nd|rd|th)\b)")
ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})(?<=.)\d*")  # as parts and annexes are numbered, up to 39


def one_line(text: str) -> str | None:
    """The text on one line, lines joined by one blank; None where nothing is left."""
    return _tidy(text) or None


def paragraphs(text: str) -> str | None:
    """The text with its paragraphs joined by one line feed; None where nothing is left."""
    return "\n".join(line for line in map(_tidy, text.split("\n")) if line) or None


def _tidy(text: str) -> str:
    """Runs of blanks made one, and the blank away that a dump puts before the raised letters of an ordinal: `14 th`."""
    return RAISED.sub("", " ".join(text.split()))


def number(text: str) -> str | None:
    """A printed number without blanks and closing dot, or what a scan reads it as: `1 0.` is `10`; None where nothing is left."""
    return "".join(text.split()).rstrip(".,:;") or None


def sentence_case(text: str, keep: Collection[str]) -> str:
    """A heading in capitals as a sentence; words in `keep` (names, acronyms) are written as there, Roman numerals stay."""
    if not text.isupper():
        return text
    kept = {word.upper(): word for word in keep}

    def part(found: re.Match[str]) -> str:
        printed = found.group()
        if printed in kept or ROMAN.fullmatch(printed):
            return kept.get(printed, printed)
        return printed.capitalize() if found.start() == 0 else printed.lower()

    return WORD.sub(part, text)
