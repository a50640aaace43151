"""Which words a text prints beside each other more often than by chance: its own phrases, which a cut between columns would break."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import log

from extract.decoder.printed_lines import PrintedLine

MOST = 4.0  # nats
SIGNS = ".,;:()[]“”‘’\"'"


@dataclass
class Phrases:
    """How often each word, and each pair of neighbours on a line, stands in a text."""

    words: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    @cached_property
    def total(self) -> int:
        """How many words there are."""
        return self.words.total()

    def likes(self, before: str, after: str, least: int) -> float:
        """Pointwise mutual information of two words in nats, from 0 up to `MOST`; 0 where fewer than `least` lines print them so."""
        pair = _key(before), _key(after)
        count = self.pairs[pair]
        if count < least:
            return 0.0
        return max(0.0, min(MOST, log(count * self.total / (self.words[pair[0]] * self.words[pair[1]]))))


def phrases(lines: Iterable[PrintedLine], seen: Iterable[str] = ()) -> Phrases:
    """The phrases of a text's tables, and of cells seen before in another document."""
    found = Phrases()
    for text in seen:
        keys = [_key(word) for word in text.split()]
        found.words.update(keys)
        found.pairs.update(pairwise(keys))
    for line in lines:
        keys = [_key(word.text) for word in line.words if not word.is_bullet]
        found.words.update(keys)
        found.pairs.update(pairwise(keys))
    return found


def _key(word: str) -> str:
    return word.strip(SIGNS).casefold()
