"""Timelines: our own cases, the shared truth, the whole calendar in both languages, and properties of any text."""

import calendar
import datetime
import json
import re
import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize import edtf
from normalize.bodies import find_bodies
from normalize.time_tokens import fold_key, lexicon
from normalize.timelines import joins_timeline, parse_timeline, score_timeline, times_side_by_side
from normalize.vocabulary import load
from schemas.flags import FlagCode
from schemas.row import DeadlineKind

HERE = Path(__file__).parent
GOLDEN = HERE.parents[2] / "shared" / "golden" / "timelines.json"
CASES = tomllib.loads((HERE / "timeline_cases.toml").read_text(encoding="utf-8"))["case"]


def parse(text: str) -> tuple[Any, Any]:
    return parse_timeline(text, find_bodies=find_bodies)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_our_own_cases(case: dict[str, Any]) -> None:
    deadlines, problems = parse(case["text"])
    expected = [
        {"raw": case["text"], "edtf": None, "bodies": [], "recurrence": None, "qualifier": None} | deadline
        for deadline in case["deadlines"]
    ]
    got = [{k: v for k, v in d.items() if k not in ("earliest", "latest")} for d in json.loads(msgspec.json.encode(deadlines))]
    assert got == expected
    assert [list(p) for p in problems] == case.get("problems", [])


def test_every_deadline_has_the_bounds_of_its_edtf() -> None:
    for case in CASES:
        for deadline in parse(case["text"])[0]:
            bounds = edtf.bounds(deadline.edtf) if deadline.edtf else (None, None)
            assert (deadline.earliest, deadline.latest) == bounds


@pytest.mark.skipif(not GOLDEN.exists(), reason="the shared goldens stand beside the repository only where it is made")
def test_the_shared_truth() -> None:
    for entry in json.loads(GOLDEN.read_text(encoding="utf-8")):
        deadlines, problems = parse(entry["raw"])
        assert json.loads(msgspec.json.encode(deadlines)) == entry["deadlines"]
        assert problems == ()
        assert score_timeline(entry["raw"]) == 1.0


@pytest.mark.parametrize(("year", "month"), list(product((2019, 2020), range(1, 13))))
def test_every_month_in_every_spelling(year: int, month: int) -> None:
    for word in load("time")["month"][str(month)]:
        for printed in (word, word.capitalize(), word.upper(), fold_key(word), f"{word}."):
            ((deadline,), problems) = parse(f"{printed} {year}")
            assert (deadline.edtf, problems) == (f"{year}-{month:02}", ())
            assert deadline.earliest == datetime.date(year, month, 1)
            assert deadline.latest == datetime.date(year, month, calendar.monthrange(year, month)[1])


SEASONS = {21: ((2020, 3, 1), (2020, 5, 31)), 22: ((2020, 6, 1), (2020, 8, 31)), 23: ((2020, 9, 1), (2020, 11, 30))}


@pytest.mark.parametrize("season", range(21, 25))
def test_every_season_in_every_spelling(season: int) -> None:
    first, last = SEASONS.get(season, ((2020, 12, 1), (2021, 2, 28)))
    for word in load("time")["season"][str(season)]:
        for printed in (word, word.capitalize(), word.upper(), fold_key(word)):
            ((deadline,), problems) = parse(f"{printed} 2020 (PTC)")
            assert (deadline.edtf, deadline.bodies, problems) == (f"2020-{season}", ("PTC",), ())
            assert (deadline.earliest, deadline.latest) == (datetime.date(*first), datetime.date(*last))


def test_every_adverb_and_every_word_for_what_goes_on() -> None:
    for recurrence, words in load("time")["adverb"].items():
        for word in words:
            ((deadline,), problems) = parse(word.capitalize())
            assert (deadline.kind, deadline.recurrence) == (DeadlineKind.RECURRING, None if recurrence == "none" else recurrence)
            assert problems == ()
    for word in load("time")["ongoing"]["1"]:
        ((deadline,), problems) = parse(word)
        assert (deadline.kind, problems) == (DeadlineKind.ONGOING, ())


@pytest.mark.parametrize(
    ("date", "earliest", "latest"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019-24", "2019-12-01", "2020-02-29"),
        ("2021-07/2022-06", "2021-07-01", "2022-06-30"),
        ("../2021-06", None, "2021-06-30"),
        ("2021-23/..", "2021-09-01", None),
    ],
)
def test_bounds(date: str, earliest: str | None, latest: str | None) -> None:
    assert tuple(day and day.isoformat() for day in edtf.bounds(date)) == (earliest, latest)


@pytest.mark.parametrize("date", ["", "..", "../..", "2021-13", "2021-25", "2021-02-30", "21", "2021-6", "２０２１", "2022/2021", "spring"])
def test_what_is_no_edtf(date: str) -> None:
    with pytest.raises(ValueError):
        edtf.bounds(date)


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [
        ("Depends on the agenda, but usually", "once a year (PTC) June 2023, June 2024 and June 2025 (Council)", 2, 9),
        ("Usually twice a year (PTC) June 2023, June 2024 and June", "2025 (Council)", 2, 9),
        ("Spring", "2022 (PTC)", 2, 9),
        ("Ongoing activity,", "depending on Members' requests", 2, 9),
        ("December 2020 (PC", "and Council)", 2, 9),
        ("Anything (at all", "goes on here", 2, 9),
        ("Ongoing", "annual", 2, 9),
        ("Continuous", "activity", 2, 9),
        ("14 th TFAWG", "meeting", 2, 9),
        ("Ongoing until", "June 2021 when the work is done", 2, 9),
        ("April 2020 (PTC)", "December 2020 (Council)", 0.5, 1),
        ("Usually twice a year (PTC)", "June 2023 (Council)", 0.5, 1),
        ("April 2020 (PTC)", "December 2020 (PTC)", 0, 0.3),
        ("June 2020 (PC)", "June 2020 (Council)", 0, 0.5),
        ("Spring 2022 (PTC)", "December 2019 (PC) December 2020 (PC)", -2.4, -1),
        ("June 2020", "June 2021", -2.4, -1),
        ("2021/2022", "2021/2022", -2.4, -1),
        ("Ongoing", "Autumn 2021 (PTC)", -9, -2.5),
        ("Ongoing", "Ongoing", -9, -2.5),
        ("Periodically", "Periodically", -9, -2.5),
        ("Guidelines", "Members", 0, 0),
        ("", "Ongoing", 0, 0),
    ],
)
def test_joins(before: str, after: str, low: float, high: float) -> None:
    assert low <= joins_timeline(before, after) <= high


@pytest.mark.parametrize(
    ("text", "count"),
    [("5/2020 Annually, usually in September", 1), ("May 2019 (PTC) June 2019 (Council)", 0), ("May 2019; Ongoing", 0), ("May 2019", 0)],
)
def test_times_that_no_cell_prints_side_by_side_are_counted(text: str, count: int) -> None:
    assert times_side_by_side(text) == count


def test_prose_scores_low_and_a_timeline_high() -> None:
    assert score_timeline("Ongoing activity, depending on needs") == 1.0
    assert score_timeline("The delegates discussed the draft and asked the Secretariat for another one by June 2021") < 0.5
    assert score_timeline("Spring 2029 (PTC); June 2029 (Coun cil)") == 1.0  # a narrow column has cut the word
    assert score_timeline("Guidance on Transit") == score_timeline("") == score_timeline("PTC, CBC, PC, Council") == 0.0


DATES = st.one_of(
    st.builds("{} {}".format, st.sampled_from(["Spring", "Fall", "June", "October", "décembre"]), st.integers(1990, 2040)),
    st.builds("{:02}/{}".format, st.integers(1, 12), st.integers(1990, 2040)),
    st.sampled_from(["2021", "FY 2021/2022", "once a year", "Ongoing", "As soon as they are set up", "at least every two years"]),
)
BODIES = st.lists(st.sampled_from(["PTC", "Council", "PC", "CBC"]), min_size=1, max_size=3, unique=True)


@settings(deadline=None)
@given(st.lists(st.tuples(DATES, BODIES), min_size=1, max_size=5))
def test_phrases_with_bodies_stay_apart(parts: list[tuple[str, list[str]]]) -> None:
    printed = [f"{time} ({' and '.join(bodies)})" for time, bodies in parts]
    deadlines, problems = parse(" ".join(printed))
    assert [d.raw for d in deadlines] == printed
    assert [list(d.bodies) for d in deadlines] == [bodies for _, bodies in parts]
    assert problems == ()


WORDS = sorted({" ".join(words) for table in lexicon().values() for found in table.values() for words, _ in found})
SOUP = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["2021", "2021/2022", "22/02/2017", "14", "14 th", "20187", "PTC", "Council", "xyzzy", "(", ")", "(PTC)"]),
    st.sampled_from([",", ";", "-", "/", ".", "\n", "and", "Members'", "20 21", "٢٠٢١"]),
)


@settings(max_examples=300, deadline=None)  # the first text loads spaCy, the first day dateparser
@given(st.lists(SOUP, max_size=14).map(" ".join))
def test_no_word_is_dropped(text: str) -> None:
    deadlines, problems = parse(text)
    said = " ".join([d.raw for d in deadlines] + [words for _, words in problems])
    for word in re.findall(r"\w+", text):
        assert word in said or fold_key(word) in _connectives(), (word, text)
    for deadline in deadlines:
        assert deadline.raw in text
    assert 0.0 <= score_timeline(text) <= 1.0


def _connectives() -> set[str]:
    return {part for phrase in lexicon()["neutral"] for part in re.findall(r"\w+", phrase)} | {"as", "well", "l", "d"}


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=20))
def test_any_text_is_read(text: str, rest: str) -> None:
    deadlines, problems = parse(text)
    assert all(d.raw in text for d in deadlines)
    assert all(isinstance(code, FlagCode) and words for code, words in problems)
    assert isinstance(joins_timeline(text, rest), float)


@pytest.mark.parametrize("grown", ["2027a", "2027the", "d2027", "2027et"])
def test_a_connective_grown_together_with_a_number_is_reported(grown: str) -> None:
    _, problems = parse(f"June 2026, {grown}")
    assert grown.strip("0123456789") in "".join(words for _, words in problems)


@settings(deadline=None)
@given(DATES, st.sampled_from(["xyzzy", "20187", "Guidelines", "qux quux"]))
def test_leftover_words_are_reported(date: str, words: str) -> None:
    deadlines, problems = parse(f"{date} (PTC), {words}")
    assert [d.raw for d in deadlines] == [f"{date} (PTC)"]
    assert problems == ((FlagCode.UNPARSED_TIMELINE, words),)
