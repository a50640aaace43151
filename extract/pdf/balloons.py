"""Balloons: notes in the margin beside a table, in which word processors print what was deleted, formatted and commented."""

import re
import tomllib
from functools import cache
from pathlib import Path

VOCABULARY = Path(__file__).with_name("balloons.toml")


def begins_balloon(text: str) -> bool:
    """Whether a line begins a balloon."""
    return bool(_labels("taken_out", "others").match(text))


def takes_out(text: str) -> bool:
    """Whether a balloon holds words that were taken out of the text and stand nowhere else."""
    return bool(_labels("taken_out").match(text))


@cache
def _labels(*kinds: str) -> re.Pattern[str]:
    vocabulary = tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))
    words = "|".join(re.escape(word) for kind in kinds for word in vocabulary[kind])
    return re.compile(rf"(?:{words})(?:\s*\[[^\]]*\])?[^:]{{0,20}}:")
