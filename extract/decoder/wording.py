"""What the texts of a field look like: how long they are, how they begin and end. Fitted numbers, no words of any document."""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

PARTICIPLE_LAST = re.compile(r"\w{2,}ed\b[\w\s()]{0,20}\.?$")
PAST = re.compile(r"\b(?:was|were|has|have|had|been|will|is|are)\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
SECOND = re.compile(r"^\S+ (?:a|an|the|and|of|to|on|with|for|in)\b", re.I)
MOST_TITLE = 30  # words that tell whether a text is printed as a title
TEXTS, WORDS, LINE_TEXTS = "wording.toml", "block_emissions.toml", "line_wording.toml"
LONGEST = 500  # words
LONGEST_END = 40  # characters in which a last participle stands


def features(text: str) -> dict[str, bool]:
    """What a text shows, whatever it says."""
    return {
        "lower": text[:1].islower(),
        "capital": text[:1].isupper(),
        "digit": text[:1].isdigit(),
        "full_stop": text.rstrip().endswith("."),
        "sentences": ". " in text.strip(". "),
        "participle": bool(PARTICIPLE_LAST.search(text[-LONGEST_END:])),
        "past": bool(PAST.search(text)),
        "year": bool(YEAR.search(text)),
        "second": bool(SECOND.search(text)),
        "titles": _title_share(text) > 0.6,
    }


def _title_share(text: str) -> float:
    words = [word for word in text.split(maxsplit=MOST_TITLE)[:MOST_TITLE] if word[:1].isalpha()]
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


@dataclass(frozen=True)
class Wording:
    """Naive Bayes of a text's field against all fields together; and of its words, one by one, by their class."""

    fields: Mapping[str, Mapping[str, float]]
    words: Mapping[str, Mapping[str, Mapping[str, float]]]

    def word(self, field: str, first: bool, name: str) -> float:
        """Log-odds, in nats, that a word of a class begins a cell of the field or stands later in one; 0 for an unknown field."""
        mine = self.words.get(field)
        return mine["first" if first else "later"][name] if mine else 0.0

    def gain(self, field: str, text: str) -> float:
        """Log-odds, in nats, that a text is one of the field; 0 for a field that was not fitted."""
        mine, any_field = self.fields.get(field), self.fields.get("any")
        if mine is None or any_field is None:
            return 0.0
        length = math.log(len(text.split()))
        total = _normal(length, mine) - _normal(length, any_field)
        for name, shown in features(text).items():
            p, q = mine[name], any_field[name]
            total += math.log(p / q) if shown else math.log((1 - p) / (1 - q))
        return total

    def most(self, field: str) -> float:
        """The most that `gain` may be, in nats, whatever the text."""
        mine, any_field = self.fields.get(field), self.fields.get("any")
        if mine is None or any_field is None:
            return 0.0
        lengths = (math.log(words) for words in range(1, LONGEST))
        total = max(_normal(length, mine) - _normal(length, any_field) for length in lengths)
        pairs = ((mine[name], any_field[name]) for name in features(""))
        return total + sum(max(math.log(p / q), math.log((1 - p) / (1 - q))) for p, q in pairs)


def _normal(x: float, numbers: Mapping[str, float]) -> float:
    """Logarithm of a normal density."""
    sd = numbers["length_sd"]
    return -0.5 * ((x - numbers["length"]) / sd) ** 2 - math.log(sd)


@cache
def fitted() -> Wording:
    """The wording that the decoder of blocks was fitted with, and the doubts of scanned cells."""
    return Wording(numbers(TEXTS), numbers(WORDS))


@cache
def fitted_lines() -> Wording:
    """The wording that the text of an OCR is read by: texts of real documents, whose topics, say, have more capitals."""
    return Wording(numbers(LINE_TEXTS), {})


def numbers(name: str) -> dict[str, Any]:
    """The numbers of one of the decoder's files."""
    return tomllib.loads(files("extract.decoder").joinpath(name).read_text(encoding="utf-8"))
