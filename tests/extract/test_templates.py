"""Line templates: dashes, marks of footnotes, blanks and slots."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.templates import match
from schemas.errors import ProfileError

DASHES = "-‐‑‒–—―−"


@pytest.mark.parametrize("dash", DASHES)
@pytest.mark.parametrize("around", ["", " ", "  "])
def test_any_dash_matches_any_other(dash: str, around: str):
    found = match("PART {roman} - {title}", f"PART IV{around}{dash}{around}OLD TOPICS")
    assert found is not None
    assert (found.get("roman"), found.get("title")) == ("IV", "OLD TOPICS")


@pytest.mark.parametrize("mark", ["¹", " ²", "¹²", " ⁴⁵", "⁰"])
def test_the_mark_of_a_footnote_is_no_part_of_the_line(mark: str):
    found = match("PART {roman} - {title}", f"PART I - OLD TOPICS{mark}")
    assert found is not None
    assert found.get("title") == "OLD TOPICS"


def test_blanks_compare_alike():
    assert match("Annex {roman} to", "  Annex \t II   to ")
    assert match("Annex {roman} to", "Annex\u00a0II to")


def test_case_is_no_matter():
    found = match("PART {roman} - {title}", "Part ii – Old topics")
    assert found is not None
    assert found.get("title") == "Old topics"


def test_the_whole_line_must_be_of_that_form():
    assert match("Annex {roman} to", "see Annex II to") is None
    assert match("Annex {roman} to", "Annex II to the report") is None
    assert match("({date})", "(March 2026) and more") is None


@pytest.mark.parametrize(
    ("template", "text", "slots"),
    [
        ("{number}. {title}", "12. Lamp Oil", {"number": "12", "title": "Lamp Oil"}),
        ("Task {number} {title}", "Task 1.1 Lamp Oil", {"number": "1.1", "title": "Lamp Oil"}),
        ("{number}. {title} ({brackets})", "3. Lamp Oil (SP1 and SO2)", {"number": "3", "title": "Lamp Oil", "brackets": "SP1 and SO2"}),
        ("{number}. {title} ({brackets})", "3. Lamp (Oil) (SP1)", {"number": "3", "title": "Lamp (Oil)", "brackets": "SP1"}),
        ("{ordinal} KEY DELIVERABLE {any}", "2nd KEY DELIVERABLE – oil", {"ordinal": "2nd"}),
        ("{ordinal} KEY DELIVERABLE {any}", "1 st KEY DELIVERABLE of all", {"ordinal": "1 st"}),
        ("Doc. {reference}", "Doc. PT0712Ea", {"reference": "PT0712Ea"}),
        ("{any} Work Programme {years}", "Revised PTC Work Programme 2025-2028", {"years": "2025-2028"}),
        ("{any} Work Programme {years}", "PTC Work Programme 2025 – 28", {"years": "2025 – 28"}),
        ("{any} Work Programme {years}", "PTC Work Programme 2025/2026", {"years": "2025/2026"}),
        ("({date})", "(March 2026)", {"date": "March 2026"}),
        ("({date})", "(2026)", {"date": "2026"}),
        ("({span})", "(January 2025 to June 2026)", {"span": "January 2025 to June 2026"}),
        ("({span})", "(janvier 2025 à juin 2026)", {"span": "janvier 2025 à juin 2026"}),
    ],
)
def test_slots_hold_what_is_printed(template: str, text: str, slots: dict[str, str]):
    found = match(template, text)
    assert found is not None
    assert found.slots == slots


@pytest.mark.parametrize(
    ("template", "text"),
    [("Doc. {reference}", "Doc. 712"), ("({date})", "(soon)"), ("PART {roman} - {title}", "PART 4 - OIL"), ("Task {number}", "Task 1.")],
)
def test_slots_refuse_what_is_not_of_their_kind(template: str, text: str):
    assert match(template, text) is None


def test_a_slot_that_a_template_lacks_is_none():
    found = match("Doc. {reference}", "Doc. PT0712Ea")
    assert found is not None
    assert found.get("roman") is None


def test_marks_of_regular_expressions_are_plain_text():
    assert match("No. [{number}]*", "No. [3]*")
    assert match("No. [{number}]*", "Noo 3") is None


def test_an_unknown_slot_is_refused():
    with pytest.raises(ProfileError, match=r"wombat.*roman|unknown slot"):
        match("PART {wombat}", "PART I")


@given(st.lists(st.text(st.sampled_from("abcdeXYZ&,'"), min_size=1, max_size=6), min_size=1, max_size=6).map(" ".join))
def test_a_title_comes_back_as_printed(title: str):
    found = match("PART {roman} - {title}", f"PART I - {title}")
    assert found is not None
    assert found.get("title") == title
