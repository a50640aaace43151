"""Whether one word may follow another in a text: by the pair in English at large, by small words and by the endings of the others.

The pair alone says nothing of words that nobody counted together; the tags say a little of any (Brown et al., Class-based n-gram models
of natural language, Computational Linguistics 18, 1992). What each weighs, `benchmarks/fit_syntax.py` fits.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from extract.decoder.verbs import verb
from extract.decoder.wording import YEAR, numbers
from extract.word_pairs import pair_information

GROUPS = (  # small words before and behind which much the same stands
    *("the", "of", "to", "as", "for", "into", "than", "not", "other", "their", "there", "how", "such", "per"),
    *("a an", "in on at", "by with from", "or and", "so but", "due new", "that which who", "when where while if because"),
    *("is are was were", "be been being", "has have had", "will would may can could should must", "all both", "one two three several"),
    *("no any each every some this these those", "his her our your my its", "it he she we you they i", "first second next last"),
    "between under over during after before until through against via within without upon among about",
    *("also only further own same however", "more most many very up out off then"),
)
SMALL = {word: group.split()[0] for group in GROUPS for word in group.split()}
ENDINGS = (
    *("ion", "ment", "ing", "ed", "ly", "ity", "ness", "ance", "ence", "al"),
    *("ive", "able", "ous", "er", "or", "y", "s", "e"),
)
SHORTEST, STEM = 5, 2  # letters of a word that has an ending, and before it
LETTERS = re.compile(r"[^\W\d_]+")
END, COMMA = "END", "COMMA"
OPENING, CLOSING = '([“"', "\"'”’»)]"
AROUND = "“”\"'‘’().,;:!?*«»|"  # signs beside a word


@lru_cache(maxsize=65536)
def tag(word: str) -> str:
    """The tag of a word: its group where it is small, its sort where it is no plain word or a capitalised verb, else case and ending."""
    if any(letter.isdigit() for letter in word):
        return "year" if YEAR.search(word) else "digits"
    letters = "".join(LETTERS.findall(word))
    if not letters:
        return "sign"
    small = letters.casefold()
    is_capitals = letters.isupper() and len(letters) > 1
    if small in SMALL and not is_capitals:
        return SMALL[small]
    if word[0] == "(":
        return "bracket"
    if is_capitals:
        return "capitals"
    if verb(word) == "verb":
        return "verb"
    case = "title" if letters[0].isupper() else "lower"
    ending = next((end for end in ENDINGS if small.endswith(end) and len(small) >= max(SHORTEST, len(end) + STEM)), None)
    return f"{case}_{ending}" if ending else case


@lru_cache(maxsize=65536)
def left_tag(word: str) -> str:
    """The tag of a word that another follows: the sign at its end tells more than the word."""
    bare = word.rstrip(CLOSING)
    if bare.endswith((".", ":", "!", "?", ";")):
        return END
    return COMMA if bare.endswith(",") else tag(word)


def tags_follow(before: str, after: str) -> float:
    """Log-odds, in nats, of the second word's tag after the first's, beyond what it has anywhere."""
    return _after(before).get(tag(after), 0.0)


def pairs_follow(before: str, after: str) -> float:
    """What the two words say as a pair, in nats.

    It is 0 where a comma, the end of a sentence or an opening sign parts them, where capitals may stand for other words ("IT"), and after a
    letter before a capital, which may be that of a task's type.
    """
    is_letter = len(before) == 1 and after[0].isupper()
    if is_letter or after[0] in OPENING or left_tag(before) in (END, COMMA, "capitals") or tag(after) == "capitals":
        return 0.0
    first, second = (word.replace("’", "'").strip(AROUND).casefold() for word in (before, after))
    return pair_information(first, second)


@lru_cache(maxsize=262144)
def follows(before: str, after: str) -> float:
    """How much likelier the second word follows the first than that it stands there by chance, in nats, up to a constant."""
    weights = _fitted()["weights"]
    return float(weights["tags"] * tags_follow(before, after) + weights["pairs"] * pairs_follow(before, after))


@lru_cache(maxsize=65536)
def ends(word: str) -> float:
    """How much likelier a text ends with the word than after any other, in nats."""
    return _after(word).get(END, 0.0)


def _after(word: str) -> Mapping[str, float]:
    found: Mapping[str, float] = _fitted()["after"].get(left_tag(word), {})
    return found


@cache
def _fitted() -> Mapping[str, Any]:
    return numbers("syntax.toml")
