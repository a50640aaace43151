"""Events: who did what, and when, as the sentences of a progress text tell it.

A sentence becomes a row of items (bodies, dates, verb forms, other words). Each verb form is judged by what stands before
it: done or to come, active ("The PTC endorsed") or passive ("was endorsed by the PTC"). An active verb takes its actors
from before it, a passive one from after it. What is only planned, denied, supposed or conditional is no event.

    event_items      a part of a sentence as items
    event_sentence   the sentence, its subjects, and the dates that frame it
    event_voice      how a verb form is meant
    event_tails      what follows a passive verb
"""

from functools import lru_cache

from normalize.event_items import actions_of_nouns, items_of, parts_of, small_words, times_of
from normalize.event_sentence import (
    LINKS,
    Actor,
    Sentence,
    auxiliaries,
    bodies_that_met,
    closing_date,
    is_filler,
    opening_date,
    scene,
    skip_adverbs,
    subject_before,
)
from normalize.event_tails import Act, Tail, acts_of, tail_of
from normalize.event_voice import voice_of
from normalize.language import sentences
from schemas.row import Event


def parse_events(progress: str | None) -> tuple[Event, ...]:
    """Read what a progress text reports as done, in printed order.

    `bodies` are those who acted: the subject of an active verb, who stands after "by", and the body at whose meeting
    something was discussed or decided. A body to which or at which something was presented did not act: where only it is
    named, there are no bodies. Two bodies with dates of their own are two events, and so are two dates.
    """
    return _events(progress) if progress else ()


@lru_cache(maxsize=4096)
def _events(progress: str) -> tuple[Event, ...]:
    events: list[Event] = []
    antecedent: Actor | None = None
    for raw in sentences(progress):
        for part in parts_of(raw):
            sentence = Sentence(raw, items_of(part), antecedent)
            _read(sentence)
            events += sentence.events
            antecedent = sentence.subject
    return tuple(dict.fromkeys(events))


def _read(s: Sentence) -> None:
    s.opener = opening_date(s)
    for at, item in enumerate(s.items):
        is_auxiliary = item.kind == "word" and item.text in auxiliaries()
        if item.kind == "word" and item.text in actions_of_nouns():
            _read_noun(s, at)
        if item.kind != "verb" and not is_auxiliary:
            continue
        if not s.is_finite:
            s.first_subject = subject_before(s, skip_adverbs(s, at - 1) + 1)
        voice = voice_of(s, at) if item.kind == "verb" else None
        if voice == "reduced":
            _read_passive(s, at)  # in passing: the sentence goes on as before
            continue
        if item.kind == "verb":
            s.voice = voice
        if voice == "active":
            _read_active(s, at)
        elif voice == "passive" and not _read_passive(s, at):
            s.voice = None
        s.is_finite = True


def _read_active(s: Sentence, at: int) -> None:
    before = skip_adverbs(s, at - 1)
    end = before if s.word(before) in small_words("perfect") else before + 1
    subject = subject_before(s, end) or s.subject
    if subject is None:
        return
    s.subject = subject
    date = subject.date or scene(s, at) or closing_date(s, at)
    _tell(s, s.items[at].text, Act(subject.bodies, date, is_known=True))


# --- the passive ------------------------------------------------------------------------------------------------------


def _read_passive(s: Sentence, at: int) -> bool:
    """Tell what was done; False where the actor is not known, so that a verb that goes on this one is not judged by it."""
    action = s.items[at].text
    before = skip_adverbs(s, at - 1)
    is_main = s.word(before) in small_words("passive")
    meeting = bodies_that_met(s, at) if action == "hold" else ()
    if is_main and not meeting and _is_done_to_body(s, before) and action not in small_words("done_to_bodies"):
        _tell_given(s, at)
        return False
    tail = tail_of(s, at)
    if tail is None:
        return False
    acts = acts_of(tail, action)
    if not any(act.date for act in acts):
        date = _copula_date(s, tail) if not is_main else scene(s, at)
        if not is_main and date is None and _is_in_passing(s, at, before):
            return True
        acts = [Act(act.bodies, date or scene(s, at), act.is_known) for act in acts]
    for act in acts:
        _tell(s, action, Act(act.bodies or meeting, act.date, act.is_known))
    return True


def _is_done_to_body(s: Sentence, auxiliary: int) -> bool:
    """Whether a body is the subject: "The PTC was"; what was done to "it" is no body."""
    end = auxiliary - 1 if s.word(auxiliary) == "been" else auxiliary
    is_pronoun = s.word(skip_adverbs(s, end - 1)) in small_words("pronouns")
    return not is_pronoun and subject_before(s, end) is not None


def _is_in_passing(s: Sentence, at: int, before: int) -> bool:
    """Whether a participle without a date says what somebody does: "cases provided by Members", "the text supported by it will"."""
    if s.is_finite or s.events:
        return s.word(before) not in LINKS
    will_go_on = any(s.word(i) in small_words("undone") and s.word(i) != "to" for i in range(at, len(s.items)))
    return before >= 0 and s.word(before) != "as" and will_go_on


def _copula_date(s: Sentence, tail: Tail) -> str | None:
    """The date in "the last report presented to the PTC was in 2021"."""
    is_copula = s.word(tail.end) in ("was", "were") and s.word(tail.end + 1) in small_words("times")
    return s.items[tail.end + 2].text if is_copula and s.kind(tail.end + 2) == "date" else None


def _tell_given(s: Sentence, at: int) -> None:
    """Tell of "The PTC was provided with updates in May 2021": the subject did not act, and who did is not said."""
    if s.items[at].text not in small_words("given") or s.word(at + 1) != "with" or s.has_word("agents", at):
        return
    if date := scene(s, at) or closing_date(s, at):
        _tell(s, s.items[at].text, Act((), date, is_known=True))


def _read_noun(s: Sentence, at: int) -> None:
    """Tell of "prior to its adoption by the June 2021 Council", where nothing in the sentence is still to come."""
    back = at - 1
    while is_filler(s, back):
        back -= 1
    is_fact = s.word(back) in small_words("facts") or (s.word(back) == "to" and s.word(back - 1) in small_words("facts_to"))
    if not is_fact or s.word(at + 1) not in small_words("agents") or s.has_word("to_come"):
        return
    tail = tail_of(s, at)
    action = actions_of_nouns()[s.word(at)]
    for act in acts_of(tail, action) if tail else ():
        if act.bodies and act.date:
            _tell(s, action, act)


# --- records ----------------------------------------------------------------------------------------------------------


def _tell(s: Sentence, action: str, act: Act) -> None:
    if act.date is None and not act.bodies and not act.is_known:
        return  # neither who nor when, nor to or before whom: no event to speak of
    for edtf, earliest, latest in times_of(s.items, act.date):
        s.events.append(Event(raw=s.raw, bodies=act.bodies, action=action, edtf=edtf, earliest=earliest, latest=latest))
