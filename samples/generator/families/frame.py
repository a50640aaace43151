"""What families share: dates, references, the notes of a document, introductions."""

import random
from dataclasses import dataclass, field

from samples.generator.chance import Content
from samples.generator.model import Block, block

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
ROMAN = ("II", "III", "IV", "V")
LETTERS = "PCTESN"


@dataclass
class Notes:
    """The footnotes of a document, numbered as they are called."""

    content: Content
    share: float
    texts: dict[str, str] = field(default_factory=dict)

    def call(self) -> str | None:
        """The number of a new note, or None where none is called."""
        if self.content.rng.random() >= self.share:
            return None
        number = str(len(self.texts) + 1)
        self.texts[number] = self.content.phrases.fresh("note")
        return number


@dataclass(frozen=True)
class Front:
    """When and under what reference a document came out."""

    reference: str | None
    annex: str | None
    month: int | None
    year: int
    first: int
    last: int

    @property
    def date(self) -> str | None:
        """The date of the revision as printed."""
        return f"{MONTHS[self.month]} {self.year}" if self.month is not None else None

    @property
    def revised(self) -> str | None:
        """The date of the revision as EDTF."""
        return f"{self.year}-{self.month + 1:02}" if self.month is not None else None


def front(rng: random.Random) -> Front:
    """Chooses reference, annex, date and years."""
    first = rng.randint(2022, 2028)
    reference = f"P{rng.choice(LETTERS)}{rng.randint(1000, 9999)}E{rng.choice(('a', '1', 'b'))}" if rng.random() < 0.8 else None
    annex = rng.choice(ROMAN) if rng.random() < 0.8 else None
    month = rng.randrange(12) if rng.random() < 0.85 else None
    return Front(reference, annex, month, first + rng.randint(0, 2), first, first + 3)


def introduction(content: Content, most: int = 5) -> list[Block]:
    """A few paragraphs in front of the tables."""
    chosen = content.rng.randint(0, most)
    if not chosen:
        return []
    texts = [" ".join(content.phrases.fresh("introduction") for _ in range(content.rng.randint(1, 3))) for _ in range(min(chosen, 2))]
    return [block("Introduction", "subheading"), *map(block, texts)]
