"""Status: what a progress text says of the work, in its first words, elsewhere, or by the tense of its verbs alone."""

import re
from functools import cache
from typing import TYPE_CHECKING

from normalize.language import Words, longest_matches, phrase_matcher, words_of
from normalize.vocabulary import load
from schemas.row import Status

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher

_SENTENCE_END = re.compile(r"[.!?;:\n]")
_PAST, _FUTURE, _DENIED = "past", "future", "denied"


def parse_status(progress: str | None) -> Status:
    """Say what a progress text says of the work; `unknown` where it says nothing plain.

    The first words outweigh all others ("Completed. … will be presented" is completed). Work that has been done and has
    steps to come is ongoing, work that only has steps to come is planned, and work done without a word on the end is unknown.
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
    return _by_tense(words)


def _by_tense(words: Words) -> Status:
    """What was done and what is to come. A longer phrase covers the verb in it, so that "was no" is not "was"."""
    cancels = load("status")["tense"]["cancels"]
    said = set()
    for match in longest_matches(words, [_tenses()]):
        if match.label != _PAST or match.start == 0 or words.doc[match.start - 1].lower_ not in cancels:
            said.add(match.label)
    if _FUTURE not in said:
        return Status.UNKNOWN
    return Status.ONGOING if _PAST in said else Status.PLANNED


@cache
def _leads() -> "PhraseMatcher":
    return phrase_matcher("LOWER", [(entry["status"], phrase) for entry in load("status")["status"] for phrase in entry["leads"]])


@cache
def _statements() -> "PhraseMatcher":
    return phrase_matcher("LOWER", [(entry["status"], phrase) for entry in load("status")["status"] for phrase in entry["statements"]])


@cache
def _tenses() -> "PhraseMatcher":
    tense = load("status")["tense"]
    return phrase_matcher("LOWER", [(label, phrase) for label in (_PAST, _FUTURE, _DENIED) for phrase in tense[label]])
