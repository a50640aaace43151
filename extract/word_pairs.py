"""Pairs of words in English at large: how much oftener two stand together than chance would have it.

The counts are those of the two files that symspellpy brings, some 83,000 words and 242,000 pairs of them, all in small letters: few names
of several words are among the pairs.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import log

WORDS, PAIRS = "frequency_dictionary_en_82_765.txt", "frequency_bigramdictionary_en_243_342.txt"


def pair_information(first: str, second: str) -> float:
    """The pointwise mutual information of two words in small letters, in nats (Church and Hanks, Computational Linguistics 16, 1990).

    It is up to a constant, as only the commonest pairs were counted, and 0 where a word is unknown. A pair that was not counted stands at
    most as often as the rarest that was; it is 0 or less.
    """
    known, counts = _counts(WORDS), _counts(PAIRS)
    if first not in known or second not in known:
        return 0.0
    share, rarest = _scale()
    by_chance = known[first] * known[second] * share
    count = counts.get(f"{first} {second}")
    return log(count / by_chance) if count else min(log(rarest / by_chance), 0.0)


@cache
def _counts(name: str) -> Mapping[str, int]:
    """How often each word, or pair, was counted. The files take a quarter of a second and 70 MB, where the first pair needs them."""
    lines = files("symspellpy").joinpath(name).read_text(encoding="utf-8-sig").splitlines()
    return {text: int(count) for text, _, count in (line.rpartition(" ") for line in lines)}


@cache
def _scale() -> tuple[float, int]:
    """What makes the product of two words' counts that of their pair by chance, and the least count of a pair."""
    pairs = _counts(PAIRS).values()
    return sum(pairs) / sum(_counts(WORDS).values()) ** 2, min(pairs)
