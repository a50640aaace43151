"""What follows a passive verb: who did it, at whose meeting, to whom, and when.

A tail is a row of phrases: "by the PTC in May 2021", "to the Council", "at the 3rd meeting in May 2019". Those after "by"
acted. A body at whose meeting something was discussed or approved acted too; a meeting at which something was presented, and
a body to which it was, did not: only their dates count.
"""

from dataclasses import dataclass, field

from normalize.bodies import known_bodies
from normalize.event_items import small_words
from normalize.event_sentence import Sentence, auxiliaries, is_filler, is_session, skip_links, target


@dataclass(slots=True)
class Phrase:
    """A preposition, the bodies it leads to, and their date; without bodies, a meeting that some other phrase names."""

    preposition: str
    bodies: list[str]
    date: str | None = None
    is_session: bool = False  # it names a meeting: "at the 2nd meeting"
    is_linked: bool = False  # after "and" or a comma


@dataclass(slots=True)
class Tail:
    """The phrases after a verb, a date that belongs to none of them, and the place after all."""

    phrases: list[Phrase] = field(default_factory=list)
    date: str | None = None
    end: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """Who acted, when, and whether a body is named at all, be it the one that something was presented to."""

    bodies: tuple[str, ...]
    date: str | None
    is_known: bool


def acts_of(tail: Tail, action: str) -> list[Act]:
    """What the phrases of a tail tell of a verb: an act of each body, or group of bodies, with a date of its own."""
    meets = action in small_words("done_at_meetings")
    has_agent = any(phrase.preposition in small_words("agents") for phrase in tail.phrases)
    acting: list[Phrase] = []
    others: list[Phrase] = []
    for phrase in tail.phrases:
        is_own_meeting = meets and phrase.preposition != "to" and (phrase.is_linked or not has_agent)
        if phrase.bodies and (phrase.preposition in small_words("agents") or is_own_meeting):
            acting.append(phrase)
        elif acting and not acting[-1].date and phrase.preposition != "to":
            acting[-1].date = phrase.date  # "by the Secretariat at the May 2021 PTC"
        else:
            others.append(phrase)
    if acting:
        late = tail.date or next((phrase.date for phrase in others if phrase.date), None)
        is_dated = any(phrase.date for phrase in acting)
        return [Act(tuple(dict.fromkeys(p.bodies)), p.date or (None if is_dated else late), True) for p in acting]
    dated = [Act((), phrase.date, True) for phrase in others if phrase.date]
    is_known = any(not known_bodies()[body].generic for phrase in others for body in phrase.bodies)
    return dated or [Act((), tail.date, is_known)]


def tail_of(s: Sentence, at: int) -> Tail | None:
    """Read the tail of the verb at a place; None where the actor is somebody the vocabulary does not know."""
    tail = Tail()
    i = at + 1
    while True:
        start, i = i, skip_links(s, i)
        preposition = s.word(i) if any(s.word(i) in small_words(kind) for kind in ("agents", "places", "times")) else ""
        first = i + 1 if preposition else i
        is_list = start < i and bool(tail.phrases)
        found = target(s, first) if preposition else _bare_target(s, i, is_list=is_list)
        if found is None:
            break
        if preposition == "of" and s.kind(found) == "body" and not _name_meetings(s, tail, found):
            break
        if preposition != "of":
            _add(s, tail, Phrase(preposition, [], is_session=_has_session(s, first, found), is_linked=start < i), found)
        i = found + 1
    if preposition in small_words("agents"):
        return None
    tail.end = i
    if not tail.phrases and tail.date is None and s.kind(i) == "verb":  # "was discussed and approved by the PTC": the actor of both
        later = tail_of(s, i) or Tail()
        return Tail([phrase for phrase in later.phrases if phrase.preposition in small_words("agents")], end=i)
    return tail


def _add(s: Sentence, tail: Tail, phrase: Phrase, at: int) -> None:
    """Add what a phrase leads to: a body, or a date for the phrase before it, or for the verb."""
    previous = tail.phrases[-1] if tail.phrases else None
    found = s.items[at]
    if found.kind == "body":
        date = _premodifier(s, at)
        if phrase.preposition or date or previous is None or previous.date:
            phrase.preposition = phrase.preposition or (previous.preposition if previous else "")
            phrase.bodies, phrase.date = [found.text], date
            tail.phrases.append(phrase)
        else:
            previous.bodies.append(found.text)
    elif phrase.is_session and previous is None:
        phrase.date = found.text
        tail.phrases.append(phrase)
    elif phrase.is_session and previous and previous.date and phrase.is_linked and _ends_list(s, at + 1):
        # "at the 3rd meeting in May 2019 and the 4th meeting in June 2020 of the DMPT"
        tail.phrases.append(Phrase(previous.preposition, list(previous.bodies), found.text, is_session=True, is_linked=True))
    elif previous is not None:
        previous.date = previous.date or found.text
    else:
        tail.date = tail.date or found.text


def _name_meetings(s: Sentence, tail: Tail, at: int) -> bool:
    """Give a body to the meetings that were named without one: "… of the DMPT"; whether there were any."""
    nameless = [phrase for phrase in tail.phrases if phrase.is_session and not phrase.bodies]
    for phrase in nameless:
        phrase.bodies = [s.items[at].text]
    return bool(nameless)


def _has_session(s: Sentence, start: int, end: int) -> bool:
    return any(is_session(s, at) for at in [*range(start, end), end + 1])


def _bare_target(s: Sentence, at: int, *, is_list: bool) -> int | None:
    """A date with "between" in it or in brackets, the next meeting or body of a list; a body before a verb begins a clause."""
    if s.kind(at) == "date" and (not is_list or s.kind(at - 1) == "body" or s.word(at - 1) in small_words("meetings")):
        return at
    found = target(s, at) if is_list and s.word(at - 1) in ("and", ",", "the") else None
    if found is None:
        return None
    has_and = "and" in (s.word(at - 1), s.word(at - 2)) or "and" in (s.word(found + 1), s.word(found + 2))
    if s.kind(found) == "date":  # "and the 4th meeting in June 2020"
        is_meeting = any(s.word(i) in small_words("meetings") for i in range(at, found))
        return found if is_meeting and has_and and _ends_list(s, found + 1) else None
    begins = s.is_finite and _is_verb(s, skip_links(s, found + 1))
    # "the report presented to the PTC and Council was" has its main verb still to come
    return found if has_and and not begins else None


def _ends_list(s: Sentence, at: int) -> bool:
    """Whether a list of meetings ends, or goes on, at a place: no clause begins there."""
    return s.kind(at) == "" or s.word(at) in ("of", "and", ";")


def _is_verb(s: Sentence, at: int) -> bool:
    return s.kind(at) == "verb" or s.word(at) in auxiliaries()


def _premodifier(s: Sentence, at: int) -> str | None:
    """The date in "the October 2020 PTC"."""
    at -= 1
    while is_filler(s, at):
        at -= 1
    return s.items[at].text if s.kind(at) == "date" else None
