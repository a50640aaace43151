"""The sentence that events are read from: its items, what has been read of it so far, and steps over the small words."""

import re
from dataclasses import dataclass, field
from functools import cache

from normalize.event_items import Item, small_words
from schemas.row import Event

_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?")
LINKS = frozenset({"and", "or", "but", ","})


@dataclass(frozen=True, slots=True)
class Actor:
    """Bodies that stand as a subject, and the date that belongs to them: "The October 2019 PTC"."""

    bodies: tuple[str, ...]
    date: str | None = None


@dataclass(slots=True)
class Sentence:
    """The items of a sentence, and what has been read of it from the left."""

    raw: str
    items: list[Item]
    antecedent: Actor | None  # what "it" stands for
    opener: int | None = None  # the place of the date that the sentence begins with
    voice: str | None = None  # of the last verb: active, passive; None where it told nothing
    subject: Actor | None = None  # of the last active verb
    is_finite: bool = False  # whether any verb stood so far
    first_subject: Actor | None = None  # the bodies before the first verb
    unreal: set[int] = field(default_factory=set)  # the places of verbs that are only supposed
    events: list[Event] = field(default_factory=list)

    def word(self, at: int) -> str:
        """The word or mark at a place; empty for anything else."""
        return self.items[at].text if 0 <= at < len(self.items) and self.items[at].kind in ("word", "mark") else ""

    def kind(self, at: int) -> str:
        """The kind of the item at a place; empty outside the sentence."""
        return self.items[at].kind if 0 <= at < len(self.items) else ""

    def has_word(self, name: str, start: int = 0) -> bool:
        """Whether one of the small words of a kind stands at a place or after it."""
        return any(self.word(at) in small_words(name) for at in range(start, len(self.items)))


# --- steps ------------------------------------------------------------------------------------------------------------


@cache
def auxiliaries() -> frozenset[str]:
    """The words that stand before a verb form in its own clause."""
    return small_words("passive") | small_words("perfect") | small_words("undone")


def is_filler(s: Sentence, at: int) -> bool:
    """Articles, ordinals and the like, that may stand between a preposition and a body."""
    word = s.word(at)
    return word in small_words("determiners") or bool(_NUMBER.fullmatch(word))


def is_session(s: Sentence, at: int) -> bool:
    """Whether a word tells one meeting from the others: "the 77th IMSC", "the Sessions of the PTC"."""
    return s.word(at) in small_words("meetings") or bool(_NUMBER.fullmatch(s.word(at)))


def is_adverb(s: Sentence, at: int) -> bool:
    """Whether a word may stand between an auxiliary and its verb form."""
    return s.word(at) in small_words("adverbs") or s.word(at).endswith("ly")


def skip_adverbs(s: Sentence, at: int) -> int:
    """Step back over adverbs."""
    while is_adverb(s, at):
        at -= 1
    return at


def skip_links(s: Sentence, at: int) -> int:
    """Step over commas, "and", adverbs, and the word for a meeting after its body."""
    while s.word(at) in _between() or is_adverb(s, at) or (s.word(at) == "the" and s.word(at - 1) in ("and", ",")):
        at += 1
    return at


@cache
def _between() -> frozenset[str]:
    return small_words("lists") | small_words("meetings") | small_words("parentheses") | {","}


def target(s: Sentence, at: int) -> int | None:
    """The body or date that a preposition leads to, over articles, ordinals and the word for a meeting."""
    start = at
    while (
        is_filler(s, at)
        or s.word(at) in small_words("meetings")
        or (at > start and s.word(at) in ("of", "in") and s.word(at - 1) in small_words("meetings"))
    ):
        at += 1
    if s.kind(at) == "date":
        after = at + 1
        while is_filler(s, after):
            after += 1
        return after if s.kind(after) == "body" else at
    return at if s.kind(at) == "body" else None


# --- subjects ---------------------------------------------------------------------------------------------------------


def subject_before(s: Sentence, end: int) -> Actor | None:
    """The bodies that stand as the subject right before the place `end`, with the date that belongs to them."""
    at = end - 1
    while s.kind(at) == "mark" or s.word(at) in small_words("parentheses"):
        at -= 1
    if s.word(at) in small_words("pronouns"):
        return s.antecedent
    is_relative = s.word(at) in small_words("relatives")
    while is_relative and (s.word(at) in small_words("relatives") or s.kind(at) == "mark"):
        at -= 1
    date = None
    if s.kind(at) == "date" and s.word(at - 1) in small_words("times"):
        date, at = s.items[at].text, at - 2  # "The PTC in November 2018 examined"
    if s.word(at) in small_words("meetings"):
        at -= 1
    bodies, last = bodies_back(s, at)
    if not bodies:
        return None
    at = _skip_session(s, last)
    if s.kind(at) == "date":
        date = date or s.items[at].text  # "The October 2019 PTC"
        at = _skip_session(s, at - 1)
    return Actor(bodies, date) if is_relative or _begins_clause(s, at, last) else None


def _begins_clause(s: Sentence, at: int, last: int) -> bool:
    """Whether the words between `at` and a body right after `last` begin a clause, so that the body is its subject."""
    word = s.word(at)
    if at < 0 or s.kind(at) == "mark" or word in small_words("heads"):
        return True
    if word in small_words("prepositions"):
        # "In spring 2020 the PTC", "at its 4th meeting the WGPM": the preposition belongs to the time
        has_time = any(s.kind(i) == "date" or s.word(i) in small_words("meetings") for i in range(at + 1, last + 1))
        return has_time and s.word(last) in small_words("determiners")
    return at < last and s.kind(at) == "word"


def _skip_session(s: Sentence, at: int) -> int:
    """Step back over articles, ordinals, and "session of"."""
    while is_filler(s, at) or s.word(at) in small_words("meetings") or (s.word(at) == "of" and s.word(at - 1) in small_words("meetings")):
        at -= 1
    return at


def bodies_back(s: Sentence, at: int) -> tuple[tuple[str, ...], int]:
    """The list of bodies that ends at a place, and the place before it."""
    bodies: list[str] = []
    while s.kind(at) == "body":
        bodies.insert(0, s.items[at].text)
        at -= 1
        back = at
        while is_filler(s, back):
            back -= 1
        if s.word(back) in ("and", ",", "or") and s.kind(back - 1) == "body":
            at = back - 1
    return tuple(dict.fromkeys(bodies)), at


def bodies_that_met(s: Sentence, at: int) -> tuple[str, ...]:
    """The bodies of the meeting that was held: "the meeting of the PTC was", "the TFAWG, whose last meeting was"."""
    clause = []
    start = at - 1
    while s.word(start) in auxiliaries() or is_adverb(s, start):
        start -= 1
    for back in range(start, -1, -1):
        if s.word(back) == "whose":
            clause += [Item("body", code, 0, 0) for code in reversed(bodies_back(s, back - 1 - (s.kind(back - 1) == "mark"))[0])]
        if s.kind(back) in ("verb", "mark") or s.word(back) == "whose" or s.word(back) in auxiliaries():
            break
        clause.append(s.items[back])
    if not any(item.text in small_words("meetings") for item in clause):
        return ()
    return tuple(dict.fromkeys(item.text for item in reversed(clause) if item.kind == "body"))


# --- dates ------------------------------------------------------------------------------------------------------------


def opening_date(s: Sentence) -> int | None:
    """The place of the date in `In October 2021, …`, `At its meeting in Spring 2020, …`, `12/2014, …`."""
    at = 0
    while _is_scenery(s, at):
        at += 1
    return at if s.kind(at) == "date" and s.kind(at + 1) != "body" else None


def scene(s: Sentence, at: int) -> str | None:
    """The date that the sentence, or the clause of a verb, begins with: as long as no other date came between."""
    last = max((i for i in range(at) if s.kind(i) == "date"), default=None)
    if last is None:
        return None
    back = last - 1
    while _is_scenery(s, back):
        back -= 1
    is_head = s.word(last - 1) in small_words("times") and s.kind(last + 1) == "mark" and s.word(back) in LINKS
    return s.items[last].text if last == s.opener or is_head else None


def _is_scenery(s: Sentence, at: int) -> bool:
    return is_filler(s, at) or s.word(at) in _scenery()


@cache
def _scenery() -> frozenset[str]:
    return small_words("times") | small_words("places") | small_words("meetings")


def closing_date(s: Sentence, at: int) -> str | None:
    """The date that ends what an active verb tells: "… in October 2021", "… at its October 2019 meeting"."""
    end = at + 1
    while end < len(s.items) and s.kind(end) != "verb" and s.word(end) not in (";", ":"):
        end += 1
    if all(s.word(i) in small_words("lists") | {","} for i in range(at + 1, end)) and end < len(s.items):
        return closing_date(s, end)
    found = None
    for i in range(at + 1, end):
        if s.kind(i) != "date":
            continue
        before, after = s.word(i - 1), s.word(i + 1)
        if before in small_words("determiners") and after in small_words("meetings"):
            found = s.items[i].text
        is_closed = i + 1 == end or s.kind(i + 1) == "mark" or after in small_words("lists")
        if before in small_words("times") and is_closed and not s.word(i - 2).endswith("ed"):
            found = s.items[i].text
    return found
