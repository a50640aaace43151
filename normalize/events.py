"""Events: who did what, and when, as the sentences of a progress text tell it.

A sentence becomes a row of items (bodies, dates, verb forms, other words). Each verb form is judged by what stands before
it: done or to come, active ("The PTC endorsed") or passive ("was endorsed by the PTC"). An active verb takes its actors
from before it, a passive one from after it. What is only planned, denied or conditional is no event.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from normalize.event_items import Item, items_of, parts_of, small_words, times_of
from normalize.language import sentences
from schemas.row import Event

_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?")
_FIRST = -1


@dataclass(frozen=True, slots=True)
class _Actor:
    bodies: tuple[str, ...]
    date: str | None = None


@dataclass(slots=True)
class _Sentence:
    """The items of a sentence, and what has been read of it from the left."""

    raw: str
    items: list[Item]
    antecedent: _Actor | None  # what "it" stands for
    opener: int | None = None  # the place of the date that the sentence begins with
    voice: str | None = None  # of the last verb: active, passive; None where it told nothing
    subject: _Actor | None = None  # of the last active verb
    is_finite: bool = False  # whether any verb stood so far
    first_subject: _Actor | None = None  # the bodies before the first verb
    events: list[Event] = field(default_factory=list)

    def word(self, at: int) -> str:
        """The word or mark at a place; empty for anything else."""
        return self.items[at].text if 0 <= at < len(self.items) and self.items[at].kind in ("word", "mark") else ""

    def kind(self, at: int) -> str:
        """The kind of the item at a place; empty outside the sentence."""
        return self.items[at].kind if 0 <= at < len(self.items) else ""


def parse_events(progress: str | None) -> tuple[Event, ...]:
    """Read what a progress text reports as done, in printed order.

    `bodies` are those who acted. Where a passive names no actor, but the body before which it was done ("presented to the
    PTC", "discussed at the PTC"), it is that body. Two bodies with dates of their own are two events, and so are two dates.
    """
    return _events(progress) if progress else ()


@lru_cache(maxsize=4096)
def _events(progress: str) -> tuple[Event, ...]:
    events: list[Event] = []
    antecedent: _Actor | None = None
    for raw in sentences(progress):
        for part in parts_of(raw):
            sentence = _Sentence(raw, items_of(part), antecedent)
            _read(sentence)
            events += sentence.events
            antecedent = sentence.subject
    return tuple(dict.fromkeys(events))


# --- one sentence -----------------------------------------------------------------------------------------------------


def _read(s: _Sentence) -> None:
    s.opener = _opening_date(s)
    verbs_of_time = small_words("passive") | small_words("perfect") | small_words("undone")
    for at, item in enumerate(s.items):
        is_auxiliary = item.kind == "word" and item.text in verbs_of_time
        if not s.is_finite and (is_auxiliary or item.kind == "verb"):
            s.first_subject = _subject(s, _skip_adverbs(s, at - 1) + 1)
        if item.kind == "verb":
            s.voice = _voice(s, at)
            if s.voice == "active":
                _read_active(s, at)
            elif s.voice == "passive":
                _read_passive(s, at)
        s.is_finite = s.is_finite or is_auxiliary or item.kind == "verb"


def _opening_date(s: _Sentence) -> int | None:
    """The place of the date in `In October 2021, …`, `At its meeting in Spring 2020, …`, `12/2014, …`."""
    at = 0
    skipped = small_words("times") | small_words("places") | small_words("meetings")
    while s.kind(at) == "word" and (_is_filler(s, at) or s.word(at) in skipped):
        at += 1
    return at if s.kind(at) == "date" and s.kind(at + 1) != "body" else None


def _scene(s: _Sentence, at: int) -> str | None:
    """The date that the sentence, or the clause of a verb, begins with: as long as no other date came between."""
    last = max((i for i in range(at) if s.kind(i) == "date"), default=None)
    if last is None:
        return None
    is_head = (
        s.kind(last + 1) == "mark" and s.word(last - 1) in small_words("times") and (_is_link(s, last - 2) or s.kind(last - 2) == "mark")
    )
    return s.items[last].text if last == s.opener or is_head else None


def _voice(s: _Sentence, at: int) -> str | None:
    """How the verb form at a place is meant; None where it tells nothing that happened."""
    before = _skip_adverbs(s, at - 1)
    word, after = s.word(before), s.word(at + 1)
    if word in small_words("undone") or _is_conditional(s, at):
        return None
    if word in small_words("passive"):
        return "passive"
    if word in small_words("perfect"):
        return "active" if _subject(s, before) else None
    if s.is_finite and _is_link(s, before):
        return _coordinated(s, at, before)
    if _subject(s, before + 1) and after not in small_words("agents"):
        return "active"
    is_headline = before < 0 or (after in small_words("headline") and not s.is_finite)
    return "passive" if is_headline or after in small_words("agents") else None


def _coordinated(s: _Sentence, at: int, link: int) -> str | None:
    """A form after "and" is meant as the one before it, but a passive one needs a preposition or the end after it."""
    after = s.word(at + 1)
    may_be_passive = after in small_words("after_passive") or s.kind(at + 1) in ("", "mark", "verb", "date") or after.endswith("ly")
    voice = s.voice
    if voice is None and not may_be_passive and s.first_subject and not any(s.word(i) in small_words("relatives") for i in range(link)):
        s.subject = s.first_subject  # "The PTC has been updated … and provided guidance"
        return "active"
    if voice is None and s.word(link - 1).endswith("ed") and s.word(_skip_adverbs(s, link - 2)) in small_words("passive"):
        voice = "passive"  # "were consolidated and submitted"
    return voice if voice == "active" or may_be_passive else None


def _is_link(s: _Sentence, at: int) -> bool:
    return s.word(at) in ("and", "or", "but", ",")


def _is_conditional(s: _Sentence, at: int) -> bool:
    """Whether the clause of the verb begins with "once", "if" and the like, or denies what it tells of ("No concerns were")."""
    for back in range(at - 1, _FIRST, -1):
        if s.kind(back) in ("verb", "mark"):
            return False
        if s.word(back) in small_words("conditional"):
            return True
    return False


def _read_active(s: _Sentence, at: int) -> None:
    before = _skip_adverbs(s, at - 1)
    end = before if s.word(before) in small_words("perfect") else before + 1
    subject = _subject(s, end) or s.subject
    if subject is None:
        return
    s.subject = subject
    date = subject.date or _scene(s, at) or _closing_date(s, at)
    _tell(s, at, subject.bodies, date)


def _subject(s: _Sentence, end: int) -> _Actor | None:
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
    bodies, last = _bodies_back(s, at)
    if not bodies:
        return None
    at = _skip_session(s, last)
    if s.kind(at) == "date":
        date = date or s.items[at].text  # "The October 2019 PTC"
        at = _skip_session(s, at - 1)
    return _Actor(bodies, date) if is_relative or _begins_clause(s, at, last) else None


def _begins_clause(s: _Sentence, at: int, last: int) -> bool:
    """Whether the words between `at` and a body right after `last` begin a clause, so that the body is its subject."""
    word = s.word(at)
    if at < 0 or s.kind(at) == "mark" or word in small_words("heads"):
        return True
    if word in small_words("prepositions"):
        # "In spring 2020 the PTC", "at its 4th meeting the WGPM": the preposition belongs to the time
        has_time = any(s.kind(i) == "date" or s.word(i) in small_words("meetings") for i in range(at + 1, last + 1))
        return has_time and s.word(last) in small_words("determiners")
    return at < last and s.kind(at) == "word"


def _skip_session(s: _Sentence, at: int) -> int:
    """Step back over articles, ordinals, and "session of"."""
    while _is_filler(s, at) or s.word(at) in small_words("meetings") or (s.word(at) == "of" and s.word(at - 1) in small_words("meetings")):
        at -= 1
    return at


def _bodies_back(s: _Sentence, at: int) -> tuple[tuple[str, ...], int]:
    """The list of bodies that ends at a place, and the place before it."""
    bodies: list[str] = []
    while s.kind(at) == "body":
        bodies.insert(0, s.items[at].text)
        at -= 1
        back = at
        while _is_filler(s, back):
            back -= 1
        if s.word(back) in ("and", ",", "or") and s.kind(back - 1) == "body":
            at = back - 1
    return tuple(dict.fromkeys(bodies)), at


def _closing_date(s: _Sentence, at: int) -> str | None:
    """The date that ends what an active verb tells: "… in October 2021", "… at its October 2019 meeting"."""
    end = at + 1
    while end < len(s.items) and s.kind(end) != "verb" and s.word(end) not in (";", ":"):
        end += 1
    if all(s.word(i) in small_words("lists") | {","} for i in range(at + 1, end)) and end < len(s.items):
        return _closing_date(s, end)
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


@dataclass(slots=True)
class _Group:
    preposition: str
    bodies: list[str]
    date: str | None = None


def _read_passive(s: _Sentence, at: int) -> None:
    before = _skip_adverbs(s, at - 1)
    is_main = s.word(before) in small_words("passive")
    meeting = _met(s, at) if s.items[at].text == "hold" else ()
    end = before - 1 if s.word(before) == "been" else before
    is_pronoun = s.word(_skip_adverbs(s, end - 1)) in small_words("pronouns")  # what was done to "it" is no body
    patient = _subject(s, end) if is_main and not is_pronoun else None
    is_done_to_body = patient and not meeting and s.items[at].text not in small_words("done_to_bodies")
    tail = None if is_done_to_body else _tail(s, at)
    if tail is None:
        s.voice = None
        return
    groups, date = tail
    if s.is_finite and not is_main and not _is_link(s, before) and not (date or any(group.date for group in groups)):
        return  # "use cases provided by Members" says in passing what somebody does
    if not any(group.date for group in groups):
        date = date or _scene(s, at)
    for group in groups or [_Group("", list(meeting))]:
        _tell(s, at, tuple(dict.fromkeys(group.bodies)), group.date or date)


def _met(s: _Sentence, at: int) -> tuple[str, ...]:
    """The bodies of the meeting that was held."""
    clause = []
    for back in range(at - 1, _FIRST, -1):
        if s.kind(back) in ("verb", "mark"):
            break
        clause.append(s.items[back])
    if not any(item.text in small_words("meetings") for item in clause):
        return ()
    return tuple(dict.fromkeys(item.text for item in reversed(clause) if item.kind == "body"))


def _tail(s: _Sentence, at: int) -> tuple[list[_Group], str | None] | None:
    """What follows a passive verb: groups of bodies with a preposition and a date, and a date without bodies.

    None where the actor is somebody the vocabulary does not know.
    """
    groups: list[_Group] = []
    date: str | None = None
    i = at + 1
    while True:
        start, i = i, _skip_links(s, i)
        preposition = s.word(i) if s.word(i) in small_words("agents") | small_words("places") | small_words("times") else None
        target = _target(s, i + 1) if preposition else _bare_target(s, i, is_list=start < i and bool(groups))
        if target is None:
            break
        i = target + 1
        found = s.items[target]
        if found.kind == "body":
            _add_body(s, groups, preposition, target)
        elif groups:
            groups[-1].date = groups[-1].date or found.text
        else:
            date = date or found.text
    if preposition in small_words("agents"):
        return None
    if not groups and date is None and s.kind(i) == "verb":  # "was discussed and approved by the PTC": the actor of both
        groups, date = _tail(s, i) or ([], None)
        return [group for group in groups if group.preposition in small_words("agents")], None
    actors = [group for group in groups if group.preposition != "to"]
    if not any(group.preposition in small_words("agents") for group in groups):
        return groups, date
    return actors, date or next((group.date for group in groups if group.preposition == "to"), None)


def _bare_target(s: _Sentence, at: int, *, is_list: bool) -> int | None:
    """A date with "between" in it or in brackets, or the next body of a list; a body before a verb begins a clause of its own."""
    if s.kind(at) == "date" and (not is_list or s.kind(at - 1) == "body" or s.word(at - 1) in small_words("meetings")):
        return at
    target = _target(s, at) if is_list and s.word(at - 1) in ("and", ",", "the") else None
    if target is None or s.kind(target) != "body":
        return None
    after = _skip_links(s, target + 1)
    is_verb = s.kind(after) == "verb" or s.word(after) in small_words("passive") | small_words("perfect") | small_words("undone")
    begins = is_verb and s.is_finite  # "the report presented to the PTC and Council was" has its main verb still to come
    has_and = "and" in (s.word(at - 1), s.word(at - 2)) or "and" in (s.word(target + 1), s.word(target + 2))
    return target if has_and and not begins else None


def _add_body(s: _Sentence, groups: list[_Group], preposition: str | None, at: int) -> None:
    """A preposition, or a date of its own, begins a new group."""
    date = _premodifier(s, at)
    if preposition or date or groups[-1].date:
        groups.append(_Group(preposition or groups[-1].preposition, [s.items[at].text], date))
    else:
        groups[-1].bodies.append(s.items[at].text)


def _skip_links(s: _Sentence, at: int) -> int:
    """Step over commas, "and", adverbs, and the word for a meeting after its body."""
    while (
        s.word(at) in small_words("lists") | small_words("adverbs") | small_words("meetings") | small_words("parentheses") | {","}
        or s.word(at).endswith("ly")
        or (s.kind(at) == "word" and s.word(at) == "the" and s.word(at - 1) in ("and", ","))
    ):
        at += 1
    return at


def _target(s: _Sentence, at: int) -> int | None:
    """The body or date that a preposition leads to, over articles, ordinals and the word for a meeting."""
    start = at
    while (
        _is_filler(s, at)
        or s.word(at) in small_words("meetings")
        or (at > start and s.word(at) in ("of", "in") and s.word(at - 1) in small_words("meetings"))
    ):
        at += 1
    if s.kind(at) == "date":
        after = at + 1
        while _is_filler(s, after):
            after += 1
        return after if s.kind(after) == "body" else at
    return at if s.kind(at) == "body" else None


def _premodifier(s: _Sentence, at: int) -> str | None:
    """The date in "the October 2020 PTC"."""
    at -= 1
    while _is_filler(s, at):
        at -= 1
    return s.items[at].text if s.kind(at) == "date" else None


def _skip_adverbs(s: _Sentence, at: int) -> int:
    while s.word(at) in small_words("adverbs") or s.word(at).endswith("ly"):
        at -= 1
    return at


def _is_filler(s: _Sentence, at: int) -> bool:
    """Articles, ordinals and the like, that may stand between a preposition and a body."""
    word = s.word(at)
    return word in small_words("determiners") or bool(_NUMBER.fullmatch(word))


# --- records ----------------------------------------------------------------------------------------------------------


def _tell(s: _Sentence, at: int, bodies: tuple[str, ...], date: str | None) -> None:
    if not bodies and date is None:
        return  # neither who nor when: no event to speak of
    for edtf, earliest, latest in times_of(s.items, date):
        action = s.items[at].text
        s.events.append(Event(raw=s.raw, bodies=bodies, action=action, edtf=edtf, earliest=earliest, latest=latest))
