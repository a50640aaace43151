"""Words in which a task is told: verbs in their base form, as they open a sentence that says what to do."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

FIRST_LETTERS = re.compile(r"[A-Z][a-z]+")


@cache
def _verbs() -> dict[str, frozenset[str]]:
    known = tomllib.loads(files("extract.decoder").joinpath("verbs.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in known.items()}


def verb(word: str) -> Literal["verb", "deed"] | None:
    """Whether a word with a capital is a verb, or one that is a noun as often; of two that a stroke joins, the first."""
    found = FIRST_LETTERS.search(word)
    if found is None:
        return None
    known, base = _verbs(), found[0].casefold()
    return "verb" if base in known["verbs"] else "deed" if base in known["also_nouns"] else None
