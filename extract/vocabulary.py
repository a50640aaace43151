"""Words of English at large: they tell a word that a narrow cell cut from two words where the document does not print it whole.

The counts are those of pyspellchecker, from subtitles and Wikipedia.
"""

from collections.abc import Mapping
from functools import cache

RARE, RARE_SHORT = 200, 100_000  # counts below which a word is held for a scrap of text; of two or three letters there are many scraps
SHORT = 3  # letters
COUNTED = 1_650_000_000  # words of the texts, about
SURE = 10_000  # times that a word is to be likelier than its parts would stand side by side by chance
SURE_ANYWHERE = 100_000  # the same where no narrow column says that a word was cut: `work ing` is one word, `web site` may be two
SHORTEST = 5  # letters of such a word


@cache
def _counts() -> Mapping[str, int]:
    """How often each word stands in the texts that were counted. Read from a file of half a megabyte, where the first cut needs it."""
    from spellchecker import SpellChecker

    counts: Mapping[str, int] = SpellChecker(language="en").word_frequency.dictionary
    return counts


def is_word(text: str) -> bool:
    """Whether a text in small letters is a word that is not rare."""
    return _counts().get(text, 0) >= (RARE_SHORT if len(text) <= SHORT else RARE)


def are_one_word(first: str, second: str) -> bool | None:
    """Whether two parts are one word; None where neither reading is words, or both are and the one word is not by far likelier."""
    whole, apart = is_word(first + second), is_word(first) and is_word(second)
    if whole != apart:
        return whole
    return True if whole and _is_likelier(first, second, SURE) else None


def are_parts(first: str, second: str) -> bool:
    """Whether two parts in small letters are of one word, wherever they stand: it is of some length, and they are hardly two words."""
    whole = first + second
    return len(whole) >= SHORTEST and is_word(whole) and _is_likelier(first, second, SURE_ANYWHERE)


def _is_likelier(first: str, second: str, times: int) -> bool:
    """Whether the one word is so many times likelier than its parts side by side by chance."""
    counts = _counts()
    return counts[first + second] * COUNTED > times * counts.get(first, 0) * counts.get(second, 0)
