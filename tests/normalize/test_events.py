import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.bodies import known_bodies
from normalize.edtf import bounds
from normalize.events import parse_events
from normalize.language import sentences
from normalize.vocabulary import load

CASES = tomllib.loads((Path(__file__).parent / "events_cases.toml").read_text(encoding="utf-8"))["case"]
ACTIONS, WORDS = load("events")["actions"], load("events")["words"]


def shown(event):
    return f"{' '.join(event.bodies) or '-'} | {event.action} | {event.edtf or '-'}"


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"])
def test_parse_events(case):
    events = parse_events(case["text"])
    assert [shown(event) for event in events] == case["events"]
    for event in events:
        assert event.raw in case["text"]
        assert (event.earliest, event.latest) == (bounds(event.edtf) if event.edtf else (None, None))


def test_nothing_printed_reports_nothing():
    assert parse_events(None) == parse_events("") == ()


def test_sentences_end_where_they_end():
    text = "Paper no. 47 (Art. 7.6) is e.g. long. It ends; the PTC met\nA line. “Quoted.” Held at the PFCWG The next one"
    assert sentences(text) == (
        "Paper no. 47 (Art. 7.6) is e.g. long.",
        "It ends; the PTC met",
        "A line.",
        "“Quoted.”",
        "Held at the PFCWG",
        "The next one",
    )


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("body", ["PTC", "Policy Commission", "WCO-UPU Contact Committee"])
def test_active_and_passive_tell_the_same(action, body):
    for form in ACTIONS[action]:
        if form in ("taken note", "taken stock", "sent out", "took note", "took stock"):
            continue
        active, passive = (
            parse_events(f"The May 2021 {body} {form} the text."),
            parse_events(f"The text was {form} by the {body} in May 2021."),
        )
        assert [shown(e) for e in active] == [shown(e) for e in passive]
        assert active[0].action == action
        for denied in (
            f"The text was not {form} by the {body}.",
            f"The {body} has not {form} it.",
            f"It will be {form} by the {body}.",
            f"It may not yet have been {form} by the {body}.",
            f"The {body} {form} no text in May 2021.",
            f"On the assumption that the {body} {form} the text in May 2021, all was well.",
        ):
            assert parse_events(denied) == (), denied


@pytest.mark.parametrize("body", ["PTC", "Policy Commission", "Members"])
@pytest.mark.parametrize("action", sorted(set(ACTIONS) - set(WORDS["done_at_meetings"])))
def test_those_to_whom_it_was_done_did_not_act(action, body):
    for form in ACTIONS[action]:
        for place in ("to", "at"):
            told = parse_events(f"The text was {form} {place} the {body} in May 2021.")
            assert [shown(event) for event in told] == [f"- | {action} | 2021-05"]


@pytest.mark.parametrize("action", WORDS["done_at_meetings"])
def test_those_at_whose_meeting_it_was_done_did(action):
    for form in ACTIONS[action]:
        assert [shown(e) for e in parse_events(f"The text was {form} at the 2nd PTC in May 2021.")] == [f"PTC | {action} | 2021-05"]
        assert [shown(e) for e in parse_events(f"The text was {form} to the 2nd PTC in May 2021.")] == [f"- | {action} | 2021-05"]


@given(st.lists(st.sampled_from([
    "the", "PTC", "Council", "and", "by", "to", "in", "May 2021", "October", "was", "has", "been", "endorsed", "took note", "of",
    "at", "its", "meeting", ",", "which", "it", "will", "be", "no", "not", "however", "(", ")", "between", "presented", ".", "The",
    "whose", "meeting", "held", "published", "that", "assumption", "if", "adoption", "prior", "provided", "with", "2nd", "should",
]), max_size=25))  # fmt: skip
def test_any_sentence_gives_an_answer(words):
    for event in parse_events(" ".join(words)):
        assert event.action in ACTIONS
        assert set(event.bodies) <= set(known_bodies())
        assert event.bodies or event.edtf or event.earliest is None


@given(st.text())
def test_any_text_gives_an_answer(text):
    parse_events(text)
