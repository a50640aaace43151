"""The words that a document prints whole: they tell a word that a narrow cell or the end of a page has cut from two words."""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from extract.cuts import LIKELY_ONE, LIKELY_TWO, MARKS, VOWELS, joint

LONGEST_CHANCE = 5  # letters of a word that two parts may make by chance
SUFFIX = 3  # letters from which the end of a word tells something
JOINT, UNSEEN = 2, 0.5  # letters on either side of the joint of two parts; what a group of letters counts that is not seen
PRIOR = 3.0  # nats for what the length of two parts says of them


@dataclass(frozen=True)
class Lexicon:
    """The words that a document prints whole: they tell a word broken by a narrow cell from two words."""

    words: Counter[str]
    leading: float = 1.0  # distance from line to line that most lines keep, in parts of their height
    prints_blanks: bool = False  # the text holds the blanks at which its lines are broken, as long as they fit

    def joint(self, first: str, second: str, *, blank_fits: bool, open_end: bool = False) -> str:
        """What stands between two parts that may be one word: nothing, a blank, or a mark that leaves it open.

        They are one word where the whole is printed elsewhere, or where a blank would have been printed; else hardly,
        and least where one of the parts is a word of its own. With an open end, the second part may be cut as well.
        """
        whole = (first + second).casefold().strip(MARKS)
        if self.words[whole] or (open_end and any(word.startswith(whole) for word in self.words)):
            return ""
        glue = joint(first, second)
        if glue not in (LIKELY_ONE, LIKELY_TWO):
            return glue
        if self.prints_blanks and blank_fits and first[-1].islower() and not (self._knows(first) and self._knows(second)):
            return ""
        if self._knows(first) or (self._knows(second) and self._can_end(first)):
            return LIKELY_TWO
        left, right = first.casefold().strip(MARKS), second.casefold().strip(MARKS)
        if min(len(left), len(right)) < SUFFIX:
            return glue
        odds = self._ends_words(right) or self._cohesion(left, right) + (PRIOR if glue == LIKELY_ONE else -PRIOR)
        return LIKELY_ONE if odds > 0 else LIKELY_TWO

    def _cohesion(self, first: str, second: str) -> float:
        """Log-odds that two parts are one word, by the letters at the joint: how often words hold them, and end and begin with them."""
        inside, ends, starts = self._groups
        one = (inside[first[-JOINT:] + second[:JOINT]] + UNSEEN) / max(inside.total(), 1)
        two = (ends[first[-JOINT:]] + UNSEEN) / max(ends.total(), 1) * (starts[second[:JOINT]] + UNSEEN) / max(starts.total(), 1)
        return math.log(one / two)

    @cached_property
    def _groups(self) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """The groups of letters that the document's words hold, end with and begin with."""
        words = [word for word in self.words if word.isalpha()]
        inside = Counter(word[i : i + 2 * JOINT] for word in words for i in range(len(word) - 2 * JOINT + 1))
        return inside, Counter(word[-JOINT:] for word in words), Counter(word[:JOINT] for word in words)

    def mends(self, first: str, second: str) -> bool:
        """Whether two parts are a word of the document together, and none alone."""
        whole = (first + second).casefold().strip(MARKS)
        return len(whole) > LONGEST_CHANCE and bool(self.words[whole]) and not self._knows(first) and not self._knows(second)

    def _knows(self, part: str) -> bool:
        """Whether a part is a word of the document; a lone consonant is none, whatever stands in a formula or a list."""
        word = part.casefold().strip(MARKS)
        return bool(self.words[word]) and (len(word) > 1 or word in VOWELS)

    def _can_end(self, part: str) -> bool:
        """Whether a word of the document ends as a part does."""
        ending = part.casefold().strip(MARKS)[-SUFFIX:]
        return any(word.endswith(ending) for word in self.words)

    def _ends_words(self, part: str) -> int:
        """How many more of the document's words end with a part than begin with it."""
        return sum(word.endswith(part) - word.startswith(part) for word in self.words)
