"""Status: what a progress text says of the work.

Sources in the order of their weight; the first that speaks decides:

1. the first words of the text ("Completed. …"), then the first words of its other sentences and plain statements anywhere
   in it, the statuses in the order of status.toml;
2. its habits: what is done "regularly" or "for each financial year", or has been done "since 2018", is ongoing;
3. the tense of its verbs: work done with steps to come is ongoing, only steps to come is planned, work done without a word
   on its end is unknown;
4. for a text that says nothing plain, or none at all, the section the row stands in: a row among the deleted tasks is deleted.
   That is for `normalize.rows`, which knows the section; a deleted task whose text says "No progress" is `no_progress`.

What must, should or is meant to be done ("shall", "is encouraged", "aims to") announces nothing, and neither does what another
programme will do in place of this work.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from normalize.language import Match, Words, longest_matches, phrase_matcher, words_of
from normalize.vocabulary import load
from schemas.row import Status

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher

_SENTENCE_END = re.compile(r"[.!?;:\n]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PAST, _PERFECT, _FUTURE = "past", "perfect", "future"
_NEAR = 3  # words from "since" to its year, and from "each" to its occasion


def parse_status(progress: str | None) -> Status:
    """Say what a progress text says of the work; `unknown` where it says nothing plain.

    The first words outweigh all others ("Completed. … will be presented" is completed).
    """
    if not progress or not progress.strip():
        return Status.UNKNOWN
    words = words_of(progress)
    said = {}
    for match in longest_matches(words, [_leads()]):
        if match.start == 0:
            return Status(match.label)
        if _SENTENCE_END.search(words.gap(match.start - 1)):
            said[match.label] = True
    said |= {match.label: True for match in longest_matches(words, [_statements()])}
    for entry in load("status")["status"]:
        if entry["status"] in said:
            return Status(entry["status"])
    tenses = _tenses_of(words)
    return Status.ONGOING if _has_habit(words, tenses) else _by_tense(tenses)


def _tenses_of(words: Words) -> list[Match]:
    """The verbs that tell a tense. A longer phrase covers the verb in it, so that "was no" is not "was"."""
    cancels = load("status")["tense"]["cancels"]
    return [m for m in longest_matches(words, [_tenses()]) if m.label != _PAST or _word_before(words, m.start) not in cancels]


def _word_before(words: Words, at: int) -> str:
    """The word before a place, adverbs in -ly apart; empty before the first."""
    at -= 1
    while at >= 0 and words.doc[at].lower_.endswith("ly"):
        at -= 1
    return words.doc[at].lower_ if at >= 0 else ""


def _by_tense(tenses: list[Match]) -> Status:
    """What was done and what is to come."""
    said = {match.label for match in tenses}
    if _FUTURE not in said:
        return Status.UNKNOWN
    return Status.ONGOING if said & {_PAST, _PERFECT} else Status.PLANNED


def _has_habit(words: Words, tenses: list[Match]) -> bool:
    """Whether a sentence in the present or the perfect tells of a habit; "was regularly discussed" may be over."""
    phrases = longest_matches(words, [_habits()])
    auxiliaries = load("status")["habit"]["auxiliaries"]
    if any(_word_before(words, phrase.start) in auxiliaries for phrase in phrases):
        return True  # "are regularly informed", whatever else the sentence tells
    for first, end in _sentences(words):
        labels = {match.start: match.label for match in tenses if first <= match.start < end}
        if _lasts_since(words, first, end, is_perfect=_PERFECT in labels.values()):
            return True
        said = {phrase.end for phrase in phrases if first <= phrase.start < end}
        if not said and not any(_is_each(words, at, end) for at in range(first, end)):
            continue
        # "reports regularly presented" has no past
        is_over = any(label in (_PAST, _FUTURE) for start, label in labels.items() if start not in said)
        if not is_over and not _is_bare_past(words, first, end, said):
            return True
    return False


def _is_bare_past(words: Words, first: int, end: int, habitual: set[int]) -> bool:
    """Whether a sentence without a verb of the present holds a word in -ed: "shared at every meeting"."""
    said = [words.doc[at].lower_ for at in range(first, end)]
    if any(word in load("status")["habit"]["present"] for word in said):
        return False
    return any(word.endswith("ed") and first + at not in habitual for at, word in enumerate(said))


def _sentences(words: Words) -> Iterator[tuple[int, int]]:
    """The words of each sentence, from the first up to the end."""
    first = 0
    for at in range(1, len(words.spans)):
        if _SENTENCE_END.search(words.gap(at - 1)):
            yield first, at
            first = at
    yield first, len(words.spans)


def _is_each(words: Words, at: int, end: int) -> bool:
    """Whether "each" or "every" stands at a place, and an occasion such as "financial year" soon after it."""
    habit = load("status")["habit"]
    if words.doc[at].lower_ not in habit["each"]:
        return False
    return any(words.doc[i].lower_ in habit["occasions"] for i in range(at + 1, min(at + 1 + _NEAR, end)))


def _lasts_since(words: Words, first: int, end: int, *, is_perfect: bool) -> bool:
    """Whether something has been so since a year or a beginning: a time, and no reason, that soon follows "since"."""
    habit = load("status")["habit"]
    said = [words.doc[at].lower_ for at in range(first, end)]
    after = next((said[at + 1 : at + 1 + _NEAR] for at, word in enumerate(said) if word in habit["since"]), [])
    if not any(_YEAR.fullmatch(word) or word in habit["beginnings"] for word in after):
        return False
    is_perfect = is_perfect or any(word in habit["perfect"] for word in said)
    return is_perfect and not any(word in habit["stops"] for word in said)


@cache
def _leads() -> "PhraseMatcher":
    return phrase_matcher("LOWER", [(entry["status"], phrase) for entry in load("status")["status"] for phrase in entry["leads"]])


@cache
def _statements() -> "PhraseMatcher":
    return phrase_matcher("LOWER", [(entry["status"], phrase) for entry in load("status")["status"] for phrase in entry["statements"]])


@cache
def _habits() -> "PhraseMatcher":
    return phrase_matcher("LOWER", [("habit", phrase) for phrase in load("status")["habit"]["phrases"]])


@cache
def _tenses() -> "PhraseMatcher":
    tense = load("status")["tense"]
    labels = [label for label in tense if label != "cancels"]
    return phrase_matcher("LOWER", [(label, phrase) for label in labels for phrase in tense[label]])
