"""The balance of words: every printed word ends in exactly one place."""

import re
from collections import Counter
from dataclasses import dataclass, field

WORD = re.compile(r"\w+")


def count_words(text: str) -> int:
    """Runs of letters and digits in a text: blanks, punctuation and joins do not change their number."""
    return len(WORD.findall(text))


@dataclass
class Balance:
    """Words by the kind of place they ended in and by page; a text dump is page None."""

    counts: Counter[tuple[str, int | None]] = field(default_factory=Counter)

    def add(self, kind: str, page: int | None, text: str) -> None:
        """Count the words of a text under `cells`, `headings`, `notes` or `furniture`."""
        if text:
            self.counts[kind, page] += count_words(text)

    def total(self, kind: str) -> int:
        """Words of one kind on all pages."""
        return sum(count for (name, _), count in self.counts.items() if name == kind)

    def page_totals(self) -> Counter[int | None]:
        """Words of all kinds, page by page."""
        totals: Counter[int | None] = Counter()
        for (_, page), count in self.counts.items():
            totals[page] += count
        return totals
