"""The words of a damaged table told off against its truth."""

from typing import Any

from benchmarks.alignment import Spot, align
from extract.decoder.tokens import DumpLine, Run, tokens
from extract.layout import Layout
from extract.profile import bundled

TABLE = next(profile for profile in bundled() if profile.name == "ptc_draft").table[0]
LAYOUT = Layout(TABLE.record_kind, TABLE.column)
NUMBER, TOPIC, TASK, CODES, TYPE, BODIES, INDICATOR, TIMELINE, PROGRESS = range(9)
FIRST: dict[str, Any] = {
    "topic_number": "1",
    "topic": "Scales",
    "task": "Weigh all goods",
    "strategic_codes": ["SP1", "LD2"],
    "task_type": "advanced",
    "responsible_body": "PTC",
    "timeline": "June 2027",
}
SECOND = FIRST | {"task": "Read the self-made scales", "timeline": "Ongoing"}


def told(*pages: str) -> list[tuple[str, int | None, int | None]]:
    """Each word of the pages with its row and column."""
    runs = [Run(False, [DumpLine(i, line) for i, line in enumerate(page.split("\n"), 1)]) for page in pages]
    words = list(tokens(runs))
    spots: list[Spot | None] = align(words, [FIRST, SECOND], LAYOUT)
    return [(word.text, spot and spot.row, spot and spot.column) for word, spot in zip(words, spots, strict=True)]


def test_words_go_to_their_cells_and_merged_cells_are_printed_once():
    assert told("1. Scales Weigh all\ngoods\n\nSP1\n\nLD2\n\nA PTC  June\n2027\n\nRead the self-\nmade scales\n\nOngoing") == [
        ("1.", 0, NUMBER),
        ("Scales", 0, TOPIC),
        *((word, 0, TASK) for word in ("Weigh", "all", "goods")),
        ("SP1", 0, CODES),
        ("LD2", 0, CODES),
        ("A", 0, TYPE),
        ("PTC", 0, BODIES),
        ("June", 0, TIMELINE),
        ("2027", 0, TIMELINE),
        *((word, 1, TASK) for word in ("Read", "the", "self-", "made", "scales")),
        ("Ongoing", 1, TIMELINE),
    ]


def test_a_row_goes_on_at_the_next_page():
    found = told("1. Scales Weigh\n\nSP1\n\nA PTC June", "all goods\n\nLD2\n\n2027")
    assert [spot for spot in found if spot[0] in ("all", "LD2", "2027")] == [("all", 0, TASK), ("LD2", 0, CODES), ("2027", 0, TIMELINE)]


def test_a_word_that_no_row_prints_has_no_place():
    found = told("1. Scales Weigh all goods\n\nSP1\n\nLD2\n\nA PTC June 2027\n\nFurniture\n\nRead the self-made scales")
    assert ("Furniture", None, None) in found
    assert ("scales", 1, TASK) in found
