"""Headings whose form says little: they open a section only right above what they open."""

import pytest
from stitching import extracted

HEAD = "No.\tTopic\tTask\tWCO Strategic Plan\tType of task\tResponsible body\tIndicator\tTimeline\tProgress"
TITLE = "Draft PTC Work Programme 2027-2030"


def task(number: int, topic: str) -> str:
    """One line of a table."""
    return f"{number}.\t{topic}\tCompare the {topic.lower()}\tSP1 LD2\tA\tPTC\tA table\tJune 2028\t"


def sections(*blocks: str) -> list[tuple[str, str | None, str | None]]:
    """Each row's topic with its section's number and title."""
    rows = extracted("\n\n".join([TITLE, *blocks]) + "\n", "ptc_draft").documents[0].rows
    return [(row.cells["topic"].text, row.section and row.section.number, row.section and row.section.title) for row in rows]


def test_a_line_of_any_form_right_above_a_table_opens_a_section():
    found = sections("Land borders first", f"{HEAD}\n{task(1, 'Scales')}", "Harbours and their cranes", f"{HEAD}\n{task(2, 'Cranes')}")
    assert found == [("Scales", "I", "Land borders first"), ("Cranes", "II", "Harbours and their cranes")]


def test_a_line_above_other_text_opens_none():
    found = sections("Land borders first", f"{HEAD}\n{task(1, 'Scales')}", "Cranes were weighed by night", "and by day.", task(2, "Cranes"))
    assert [(topic, number) for topic, number, _ in found] == [("Scales", "I"), ("Cranes", "I")]


@pytest.mark.parametrize("text", ["Cranes stand still.", "Cranes: a list", "cranes by night"])
def test_a_sentence_is_no_heading(text: str):
    found = sections("Land borders first", f"{HEAD}\n{task(1, 'Scales')}", text, f"{HEAD}\n{task(2, 'Cranes')}")
    assert [number for _, number, _ in found] == ["I", "I"]


def test_a_list_of_inactive_topics_is_opened_by_a_heading_in_small_letters():
    found = sections("Land borders first", f"{HEAD}\n{task(1, 'Scales')}", "Inactive subjects", "- Wooden scales\n\n- Paper seals")
    assert found == [
        ("Scales", "I", "Land borders first"),
        ("Wooden scales", "II", "Inactive subjects"),
        ("Paper seals", "II", "Inactive subjects"),
    ]


def test_a_heading_whose_form_says_much_is_the_stronger_sign_of_a_family():
    rows = [f"{HEAD}\n{task(i, topic)}" for i, topic in enumerate(("Scales", "Cranes", "Carts"), 1)]
    text = "\n\n".join([TITLE, "PART I - Land borders", rows[0], "Harbours and their cranes", rows[1], "Roads and their carts", rows[2]])
    assert extracted(text + "\n", "ptc").documents[0].rows[0].section.title == "Land borders"
