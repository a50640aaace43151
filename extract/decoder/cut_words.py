"""Words that a narrow column cut at its line ends, made whole where the column's kind, or English, knows them: "No", "ve", "mber"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from extract.vocabulary import are_parts, is_word
from schemas.raw import Recogniser

MOST_PARTS = 5  # lines over which one word may run
SURE = 0.5  # how much a whole word must look like part of its kind
ENGLISH = 0.6  # how much of any word at large is understood
LAST_LETTERS, FIRST_LETTERS = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")


def with_whole_words(lines: Sequence[str], recogniser: Recogniser) -> str:
    """The lines of a cell as one text: a word runs over line ends where more letters are understood that way.

    Args:
        lines: what each prints, in order.
        recogniser: of the column's kind.
    """
    words = [(word, at) for at, line in enumerate(lines) for word in line.split()]
    best: list[tuple[float, int]] = [(0.0, 0)]  # up to each word: the letters understood, and where its last word begins
    for end in range(1, len(words) + 1):
        tried = []
        for start in range(end - 1, max(-1, end - 1 - MOST_PARTS), -1):
            if start < end - 1 and not _runs_on(words[start], words[start + 1]):
                break
            parts = [text for text, _ in words[start:end]]
            known = _understood("".join(parts), recogniser)
            if start < end - 1 and not _is_one_word(parts, known, recogniser):
                continue
            tried.append((best[start][0] + known * sum(map(str.isalnum, "".join(parts))), start))
        best.append(max(tried))
    found: list[str] = []
    end = len(words)
    while end:
        start = best[end][1]
        found.append("".join(text for text, _ in words[start:end]))
        end = start
    return " ".join(reversed(found))


@lru_cache(maxsize=65536)
def is_cut(above: str, below: str) -> bool:
    """Whether the words that end a line and begin the next are hardly two: `Informatio` and `n`, `information/upd` and `ate`."""
    end, start = LAST_LETTERS.search(above), FIRST_LETTERS.match(below)
    return end is not None and start is not None and are_parts(end[0].casefold(), start[0].casefold())


def _understood(text: str, recogniser: Recogniser) -> float:
    """How much of a word is understood, 0 to 1: as part of the column's kind, or as a word of English."""
    return max(recogniser.score_part(text), ENGLISH * _is_english(text))


def _is_english(text: str) -> bool:
    """Whether a text's letters are a word; of no letters they are none."""
    return is_word("".join(filter(str.isalpha, text)).casefold())


def _is_one_word(parts: Sequence[str], known: float, recogniser: Recogniser) -> bool:
    """Whether parts may be one word of which so much is `known`: two words by themselves are one where the kind is sure ("On", "going")."""
    if known <= SURE or any(_understood(part, recogniser) > known for part in parts):
        return False
    return known == 1 or not all(map(_is_english, parts))


def _runs_on(word: tuple[str, int], after: tuple[str, int]) -> bool:
    """Whether a word may run on with the one after it: over a line end, with letters or with digits on both sides."""
    last, first = word[0][-1], after[0][0]
    alike = (last.isalpha() and first.islower()) or (last.isdigit() and first.isdigit())
    return word[1] != after[1] and alike
