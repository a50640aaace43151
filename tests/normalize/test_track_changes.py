"""Struck and inserted words in one stream: our own cases, real prints read by OCR, clean cells, and exchanges of every kind."""

import datetime
import random
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shared import FIXTURES, ROOT, SAMPLES, read_json, shared

from normalize.bodies import find_bodies
from normalize.change_words import is_legible
from normalize.timelines import parse_timeline
from normalize.track_changes import is_clean, is_sure, untangle

if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from samples.generator.grammar import Phrases

CASES = tomllib.loads((Path(__file__).parent / "track_changes_cases.toml").read_text(encoding="utf-8"))["case"]
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
PRINTED_RIGHT = 0.73  # of the recorded prints whose change shows; one in ten brings a deadline forward, which the print alone cannot say
GENERATED = 1500


def readings(text: str) -> list[tuple[str, str]]:
    """Before and after, of the best reading and of the second."""
    found = untangle(text)
    return [(one.before, one.after) for one in (found.best, found.second) if one] if found else []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_our_own_cases(case: dict[str, Any]) -> None:
    assert readings(case["text"])[0] == (case["before"], case["after"])


def test_the_shared_truth() -> None:
    for case in read_json(shared("golden/mangled_timelines.json")):
        assert readings(case["ocr"])[0] == (case["before"], case["after"])


def stands_apart(text: str) -> bool:
    return all(is_legible(token) for token in text.split())


# ------------------------------------------------------------------------------------------------------------------ clean cells

REVISED = datetime.date(2018, 3, 1)
CLEAN = (
    "Ongoing until June 2021",
    "June 2020, June 2021 and June 2022 (Council)",
    "Spring 2022 (PTC) June 2022 (Council)",
    "Spring/Autumn 2021",
    "2021/2022",
    "FY2021/2022",
    "12/2013",
    "24-26 June 2019",
    "May and October 2018",
    "Twice a year",
    "As soon as the groups are set up",
)


@pytest.mark.parametrize("text", CLEAN)
def test_a_clean_cell_is_no_change(text: str) -> None:
    assert untangle(text) is None


def test_no_timeline_of_the_samples_is_a_change() -> None:
    texts = {
        row[field]
        for path in SAMPLES.glob("*.golden.json")
        for one in whole(read_json(path))
        for row in one
        if not row["changes"]  # an edit may leave two times side by side
        for field in ("timeline", "start")
    }
    found = {text: untangle(text) for text in texts if text and is_clean(text)}
    assert len(found) > 50
    assert not any(found.values())


def whole(golden: Any) -> list[list[dict[str, Any]]]:
    """The rows of each document of a golden."""
    return [one.get("rows", []) for one in (golden if isinstance(golden, list) else [golden])]


def test_no_timeline_of_the_shared_goldens_is_a_change() -> None:
    for entry in read_json(shared("golden/timelines.json")):
        assert untangle(entry["raw"]) is None


def test_no_generated_timeline_is_a_change() -> None:
    for seed in range(GENERATED):
        text = " ".join(Phrases(random.Random(seed)).say("timeline").split("|"))
        assert untangle(text) is None, text


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Ongoing April 2017", "April 2017", "Ongoing"),
        ("2016 April 2018", "2016", "April 2018"),
        ("April 2017 March 2018", "April 2017", "March 2018"),
        ("October 2018 June 2017", "June 2017", "October 2018"),
    ],
)
def test_of_two_bare_times_that_which_had_passed_is_struck(text: str, before: str, after: str) -> None:
    found = untangle(text, REVISED)
    assert found is not None
    assert (found.before, found.after) == (before, after)
    assert found.is_close
    assert found.second is not None
    assert found.second.after == text


@pytest.mark.parametrize(
    "text",
    [
        "Ongoing October 2018",
        "October 2018 May 2019",
        "June 2017 (PTC) October 2018",
        "April 2017 October 2018 (Council)",
        "April 2016 and 2017 October 2018",
        "Ongoing May October 2018",
        "April 2017 Annual",
    ],
)
def test_two_times_of_which_either_may_stand_stay_as_printed(text: str) -> None:
    found = untangle(text, REVISED)
    assert found is None or not found.changed


def test_two_bare_times_stay_where_nobody_knows_when_the_revision_came() -> None:
    found = untangle("Ongoing April 2017")
    assert found is not None
    assert not found.changed


def test_prose_is_left_alone() -> None:
    assert untangle("The Secretariat will report on this as work goes on") is None
    assert untangle("") is None


# ------------------------------------------------------------------------------------------------------------- what a print shows


def test_prints_read_by_ocr() -> None:
    """Cells of real prints, changes shown, as tesseract read them: none made for the costs, which were fitted on others."""
    cells = read_json(FIXTURES / "tracked_cells.json")
    edited = [cell for cell in cells if cell["before"] != cell["after"] and not is_clean(cell["ocr"]) and not stands_apart(cell["ocr"])]
    right = [cell for cell in edited if (cell["before"], cell["after"]) in readings(cell["ocr"])[:1]]
    assert len(right) >= PRINTED_RIGHT * len(edited)
    clean = [untangle(cell["ocr"]) for cell in cells if cell["before"] == cell["after"]]
    assert not any(found.changed for found in clean if found)


@given(st.sampled_from(MONTHS), st.integers(2015, 2027), st.booleans())
def test_a_year_put_off_by_its_last_digit(month: str, year: int, new_first: bool) -> None:
    old, new = str(year), str(year + 1)
    assume(old[:3] == new[:3])
    digits = new[3] + old[3] if new_first else old[3] + new[3]
    assert readings(f"{month} {old[:3]}{digits}")[0] == (f"{month} {old}", f"{month} {new}")


LEGIBLE_APART = ("Ongoing December 2026", "2027 Ongoing.", "March 2026 October 2027", "January June 2026", "Annually 2026.")


@pytest.mark.parametrize("text", LEGIBLE_APART)
def test_legible_words_that_stand_apart_are_no_change(text: str) -> None:
    """Two cells that were read together print the same."""
    found = untangle(text)
    assert found is None or (found.before == found.after == text and found.second is not None)


@pytest.mark.parametrize(
    "text", ["April 2028 Februa ry 2029 (Council)", "Continuou s Winter 2025 (Council)", "January 2027 Autumn 2028 (Counci"]
)
def test_a_time_of_another_body_is_a_second_one(text: str) -> None:
    found = untangle(text)
    assert found is not None
    assert not found.changed
    assert found.after.split()[-1].startswith("(Council")


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("2026Until April 2029", "2026", "Until April 2029"),
        ("Annual ¥February 2025", "Annual", "February 2025"),
    ],
)
def test_words_that_run_together_are_not_clean(text: str, before: str, after: str) -> None:
    assert readings(text)[0] == (before, after)


def test_the_change_that_legible_words_may_be_is_named() -> None:
    found = untangle("Ongoing December 2026")
    assert found is not None and found.second is not None and found.is_close
    assert {found.second.before, found.second.after} == {"Ongoing", "December 2026"}


def test_words_of_another_cell_do_not_hide_digits_exchanged_within_a_year() -> None:
    assert readings("October 20267 Guidelines the")[0] == ("October 2026 Guidelines the", "October 2027 Guidelines the")


@given(st.sampled_from(MONTHS), st.sampled_from(MONTHS), st.integers(2015, 2027))
def test_a_date_put_off_as_a_whole(old: str, new: str, year: int) -> None:
    before, after = f"{old} {year}", f"{new} {year + 1}"
    assert (before, after) in readings(f"{before}{after}")
    apart = readings(f"{before} {after}")  # then the print stays, and one change is named, in whichever order is likelier
    assert {before, after} in [set(pair) for pair in apart]


@given(st.sampled_from(MONTHS), st.integers(2015, 2020), st.booleans())
def test_a_date_for_an_open_end_is_among_the_two_readings(month: str, year: int, opened: bool) -> None:
    before, after = (f"{month} {year}", "Ongoing") if opened else ("Ongoing", f"{month} {year}")
    assert (before, after) in readings(f"{before}{after}")


@given(st.text(alphabet="JuneOctobrgi 0123478(),|-+", max_size=24))
def test_both_readings_of_any_text_are_timelines(text: str) -> None:
    for before, after in readings(text):
        for reading in {before, after}:
            assert reading == " ".join(text.split()) or parse_timeline(reading, find_bodies=find_bodies)[0]


# --------------------------------------------------------------------------------------------------------------- which of two


def test_a_misread_word_is_a_repair_and_no_change() -> None:
    found = untangle("Octobef 2026")
    assert found is not None
    assert not found.changed
    assert found.after == "October 2026"


def test_the_misread_word_is_the_struck_one() -> None:
    assert readings("OctoberMareh 2026")[0] == ("March 2026", "October 2026")
    assert readings("OeteberMarch 2026")[0] == ("October 2026", "March 2026")


def test_two_readings_close_in_cost_are_both_there() -> None:
    found = untangle("OngoingApril 2026")
    assert found is not None and found.second is not None
    assert found.is_close
    assert {found.before, found.second.before} == {"April 2026", "Ongoing"}


def test_a_deadline_is_hardly_put_before_the_revision() -> None:
    early, late = (untangle("OngeingApril 2026", revised) for revised in (datetime.date(2025, 3, 1), datetime.date(2028, 3, 1)))
    assert early is not None and late is not None
    assert (early.before, early.after) == ("Ongoing", "April 2026")
    assert late.best.cost > early.best.cost + 1.0


def test_years_far_from_the_revision_are_misread() -> None:
    (near, far) = (untangle("March 2034Ongoing", revised) for revised in (datetime.date(2029, 3, 1), None))
    assert near is not None and far is not None
    assert (near.before, far.before) == ("March 2031", "March 2034")


@pytest.mark.parametrize(
    ("printed", "before", "after"),
    [
        ("gNovember 2029", "Ongoing", "November 2029"),
        ("sApril 2026", "Continuous", "April 2026"),
        ("eusJune 2026", "Continuous", "June 2026"),
    ],
)
def test_the_last_letters_of_a_struck_word_tell_which_it_was(printed: str, before: str, after: str) -> None:
    assert readings(printed)[0] == (before, after)


def test_last_letters_that_end_two_usual_words_name_none() -> None:
    found = untangle("yWinter 2025")
    assert found is not None
    assert (found.after, found.changed) == ("Winter 2025", False)


@pytest.mark.parametrize(
    ("printed", "after", "changed"),
    [
        ("Apri aos Continuous activity", "Continuous activity", False),
        ("September 2025 nny", "September 2025", False),
        ("October 2025Gentinueus 7591", "October 2025", True),
        ("0 December 2026From. November 2027", "From November 2027", True),
        ("OctoberAprit 20287 w", "October 2028", True),
    ],
)
def test_rests_at_the_edges_that_say_nothing_are_left_out(printed: str, after: str, changed: bool) -> None:
    found = untangle(printed)
    assert found is not None
    assert (found.after, found.changed) == (after, changed)


@pytest.mark.parametrize("printed", ["October 202", "202"])
def test_a_year_that_lost_a_digit_is_no_other_year(printed: str) -> None:
    assert untangle(printed) is None


@pytest.mark.parametrize(
    ("printed", "before", "after"),
    [
        ("BverysyemeonthsJanuary 2026", "Bverysyemeonths", "January 2026"),
        ("AS-SOGHas- tRese-Grengs are-set upNovember 2025", "AS-SOGHas- tRese-Grengs are-set up", "November 2025"),
        ("AS-SOGHas- tRese-Grengs are-set- November 2025", "AS-SOGHas- tRese-Grengs are-set-", "November 2025"),
        ("February 2029Whkern-", "Whkern-", "February 2029"),
        ("Fal2025- PFO) Ongoing until February 2027 Fume 2026-", "Fal2025- PFO) Fume 2026-", "Ongoing until February 2027"),
    ],
)
def test_a_time_beside_struck_words_that_are_lost_stands_for_them(printed: str, before: str, after: str) -> None:
    found = untangle(printed)
    assert found is not None
    assert (found.before, found.after) == (before, after)
    assert not is_sure(found)


@pytest.mark.parametrize("printed", ["the reports of North America", "Reports of portsOngoing matters", "Octobf June 2026 heard"])
def test_no_time_is_put_in_where_no_line_shows_or_what_stands_behind_is_none(printed: str) -> None:
    found = untangle(printed)
    assert found is None or not found.changed


def test_four_dates_with_their_bodies_are_read_as_one_cell() -> None:
    found = untangle("October 20252026 (PTC) December 20257 (Council) May 2026 (PTC) June 2026 (Council)")
    assert found is not None
    assert found.before == "October 2025 (PTC) December 2025 (Council) May 2026 (PTC) June 2026 (Council)"
    assert found.after == "October 2026 (PTC) December 2027 (Council) May 2026 (PTC) June 2026 (Council)"


def test_an_english_word_is_likelier_than_its_french_sister() -> None:
    found = untangle("Ongeing- aetivit Autumn 2028")
    assert found is not None
    assert found.before == "Ongoing activity"
