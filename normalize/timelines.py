"""Timelines: when a task is due, in the words of a cell. This page is what the stages use.

    parse_timeline   "Spring 2022 (PTC) June 2022 (Council)" → two deadlines, each with its body
    score_timeline   how much of a text the grammar understands, for a reader that must tell columns apart
    times_side_by_side   what no cell holds, for the same reader
    joins_timeline   whether a text at the top of a page goes on the cell that the page before left open

The grammar is in `time_phrases` and `time_dates`, how bodies belong to times in `time_reading`, the words in `time.toml`.
"""

import re
from functools import cache, lru_cache

from normalize.codes import Problems
from normalize.edtf import bounds
from normalize.time_reading import Found, Reading, read, side_by_side
from normalize.time_tokens import SIGNIFICANT, FindBodies, lexicon
from normalize.vocabulary import load
from schemas.row import Deadline, DeadlineKind

# log-odds that a text goes on a timeline cell
JOIN_OPEN_BRACKET = 4.0  # the cell ends in an open bracket
JOIN_MENDS = 3.0  # words that neither half explains are explained by the whole: "June" + "2022 (Council)"
JOIN_GOES_ON = 2.5  # the text begins with a small letter, or the cell ends with a comma or "and"
JOIN_LATER_OTHER = 0.8  # a later date of another body: "April 2020 (PTC)" + "June 2020 (Council)"
JOIN_RHYTHM_DATE = 0.8  # a rhythm of one body, then dates of another
JOIN_SAME_TIME_OTHER = 0.3  # the same date for another body
JOIN_LATER_SAME = 0.2  # a later date of the same body
JOIN_UNEVEN = -0.5  # one date has a body and the other none
JOIN_BARE_DATES = -1.0  # dates without bodies are mostly cells of their own
JOIN_BACKWARD = -1.5  # dates within a cell do not go back
JOIN_RESTART = -0.8  # the first body of the cell again, after others
JOIN_RHYTHM_ALONE = -1.5  # a rhythm without a body, then a date
JOIN_OTHER_KIND = -2.0  # a date and then a rhythm or a condition
JOIN_WHOLE = -3.0  # "Ongoing" is whole by itself


@lru_cache(maxsize=8192)
def parse_timeline(text: str, *, find_bodies: FindBodies) -> tuple[tuple[Deadline, ...], Problems]:
    """Read a timeline or start cell.

    Args:
        text: the cell's text, lines joined by one blank.
        find_bodies: canonical codes of the bodies that some words name, in printed order.

    Returns:
        The deadlines in printed order, each with its slice of the text; and (code, printed words) of what was
        not understood or read only after a repair. Words that are in no deadline are in a problem, connectives apart.
    """
    reading = read(text, find_bodies)
    return tuple(_deadline(reading, found) for found in reading.found), tuple(reading.problems)


def _deadline(reading: Reading, found: Found) -> Deadline:
    item = found.item
    earliest, latest = bounds(item.edtf) if item.edtf else (None, None)
    return Deadline(
        raw=reading.cursor.slice(found.first, found.last),
        kind=item.kind,
        edtf=item.edtf,
        earliest=earliest,
        latest=latest,
        bodies=found.bodies,
        recurrence=item.recurrence,
        qualifier=item.qualifier,
    )


@lru_cache(maxsize=8192)
def score_timeline(text: str, find_bodies: FindBodies | None = None) -> float:
    """How much of the text is a timeline, 0 to 1: the share of its words that the grammar understands.

    A connective is understood where the words on both sides of it are. Without `find_bodies`, abbreviations in capitals
    and words such as Council pass for bodies.
    """
    reading = read(text, find_bodies or body_shapes)
    if not reading.found:
        return 0.0
    neutral = lexicon()["neutral"]
    # each word as a letter: used, connective, or not understood
    words = "".join(
        "u" if i in reading.used else "c" if t.key in neutral else "n" for i, t in enumerate(reading.cursor.tokens) if t.kind in SIGNIFICANT
    )
    understood = len(_not_understood().sub("", words))
    on_trust = sum(found.item.on_trust for found in reading.found)
    return max(0, understood - on_trust) / len(words)


@lru_cache(maxsize=8192)
def times_side_by_side(text: str) -> int:
    """How often two times stand in a text with nothing between them, as none is printed in one cell but by a tracked change."""
    return sum(1 for _ in side_by_side(read(text, body_shapes)))


@cache
def _not_understood() -> re.Pattern[str]:
    return re.compile("c*n[cn]*")


@lru_cache(maxsize=8192)
def joins_timeline(before: str, after: str, find_bodies: FindBodies | None = None) -> float:
    """Log-odds (natural) that `after` goes on the timeline cell `before`, rather than being a cell of its own.

    Positive speaks for joining; 0 where neither text says. The numbers are the JOIN_ constants of this module.
    """
    finder = find_bodies or body_shapes
    if not before.strip() or not after.strip():
        return 0.0
    left, right = read(before, finder), read(after, finder)
    if any(t.kind == "open" and i not in left.pairs for i, t in enumerate(left.cursor.tokens)):
        return JOIN_OPEN_BRACKET
    both = read(f"{before} {after}", finder)
    if _unexplained(both) < _unexplained(left) + _unexplained(right):
        return JOIN_MENDS
    if left.found and not right.found and not _unexplained(both):
        return JOIN_MENDS  # "14th TFAWG" + "meeting"
    if not left.found or not right.found:
        return 0.0
    if _goes_on(left, right):
        return JOIN_GOES_ON
    return _follows(left.found, right.found) + _restarts(left.found, right.found)


def _unexplained(reading: Reading) -> int:
    words = [i for i, t in enumerate(reading.cursor.tokens) if t.kind in SIGNIFICANT and t.key not in lexicon()["neutral"]]
    return sum(i not in reading.used for i in words)


def _goes_on(left: Reading, right: Reading) -> bool:
    tail, head = left.cursor.tokens[-1], right.cursor.tokens[0]
    connects = tail.key == "," or tail.key in lexicon()["list"] or tail.key in lexicon()["article"]
    return connects or right.cursor.text[head.start].islower()


def _follows(left: list[Found], right: list[Found]) -> float:
    last, first = left[-1], right[0]
    if last.item.kind is DeadlineKind.DATE is first.item.kind:
        return _date_follows_date(last, first)
    if last.item.kind is DeadlineKind.RECURRING and first.item.kind is DeadlineKind.DATE:
        other = bool(last.bodies) and bool(first.bodies) and set(last.bodies).isdisjoint(first.bodies)
        return JOIN_RHYTHM_DATE if other else JOIN_RHYTHM_ALONE
    return JOIN_OTHER_KIND if last.item.kind is DeadlineKind.DATE else JOIN_WHOLE


def _restarts(left: list[Found], right: list[Found]) -> float:
    """Cells name the bodies in the order in which they meet: one that begins as the cell above began is likelier its own."""
    begun = right[0].bodies and right[0].bodies == left[0].bodies and right[0].bodies != left[-1].bodies
    return JOIN_RESTART if begun else 0.0


def _date_follows_date(last: Found, first: Found) -> float:
    order = _start(first) - _start(last)
    same = set(last.bodies) == set(first.bodies)
    if order < 0 or (order == 0 and same):
        return JOIN_BACKWARD
    if not last.bodies or not first.bodies:
        return JOIN_BARE_DATES if same else JOIN_UNEVEN
    if order == 0:
        return JOIN_SAME_TIME_OTHER
    return JOIN_LATER_SAME if same else JOIN_LATER_OTHER


def _start(found: Found) -> int:
    """The day a date begins, or where its start is open ends, as a number that orders dates."""
    day = next((day for day in bounds(found.item.edtf or "..") if day), None)
    return day.toordinal() if day else 0


def body_shapes(text: str) -> tuple[str, ...]:
    """Words that look like bodies, for those who have no vocabulary of bodies at hand."""
    return tuple(_shapes().findall(text))


@cache
def _shapes() -> re.Pattern[str]:
    nouns = "|".join(" ?".join(noun) for noun in load("time")["body_shape"]["nouns"])  # a narrow column may have cut it: "(Coun cil)"
    return re.compile(rf"\b(?:[A-Z]\w+ ){{0,3}}(?:{nouns})\b|\b[A-Z]{{2}}\w*")
