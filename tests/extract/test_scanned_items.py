"""Lists of a scan: items whose numbers are lost, read by themselves, or as signs that are none."""

import pytest

from annextract.pipeline import convert_source
from extract.decoder.scanned_items import scanned_items
from extract.decoder.tokens import DumpLine
from extract.profile import bundled
from extract.source import from_bytes
from schemas.flags import FlagCode

WIDE = 60  # characters of a page's longest line


def items(*printed: str) -> list[tuple[str, str]]:
    """Each item's number, if it has one, and its text."""
    found = scanned_items([DumpLine(i, text) for i, text in enumerate(printed, 1)], WIDE)
    listed = {each.place: each for each in found.values() if each.role != "furniture"}
    return [(each.number, each.text) for each in listed.values()]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (("1. Carts", "2. Sledges"), [("", "1. Carts"), ("", "2. Sledges")]),
        ((". Carts", "", ". Sledges", "3. Skis"), [("1", "Carts"), ("2", "Sledges"), ("", "3. Skis")]),
        (("oO AON DUN", "", ". Carts", "A. Sledges", "S, Skis"), [("1", "Carts"), ("2", "Sledges"), ("3", "Skis")]),
        (("2, Sledges", ". Carts"), [("", "2. Sledges"), ("1", "Carts")]),
        ((". Carts and", "sledges", ". Skis"), [("1", "Carts and sledges"), ("2", "Skis")]),
        ((". Skis", "", "aN FW", "", "1.", "", "Carts"), [("2", "Skis"), ("1", "Carts")]),  # the lone number's own lost its full stop too
        (("1", "2", "", ". Carts", "", ". Sledges", "", "Responsible", "body"), [("1", "Carts"), ("2", "Sledges")]),
        ((". Carts", "5. Skis"), [("", "Carts"), ("", "5. Skis")]),  # it may be any from 1 to 4
    ],
)
def test_an_item_has_the_number_that_is_printed_or_that_is_left(printed: tuple[str, ...], read: list[tuple[str, str]]) -> None:
    assert items(*printed) == read


@pytest.mark.parametrize(
    "printed", [("Carts", "Sledges"), ("12 The list is open.",), ("1.", "", "Carts may be added to the list."), ("oO AON", "WN")]
)
def test_text_without_a_number_of_its_own_or_one_by_itself_is_no_item(printed: tuple[str, ...]) -> None:
    assert items(*printed) == []


def test_an_item_goes_on_below_a_line_that_fills_the_page_and_no_farther_than_a_blank_line() -> None:
    full = "Carts, handcarts and sledges that stand at all the borders"
    assert items(f". {full}", "Of The North", "", "Then a note") == [("1", f"{full} Of The North")]


SCAN = """ Work Programme 2031-2034
(May 2033)
PART | - Tasks of the ports
N° Topic Task WCO Strategic Type Responsible Performance Timeline Comments
Plan body Indicators
1. | Ports | Count the cranes of ten ports | SO1 | M | PTC | Table of cranes | Ongoing | Two ports have answered.
2. | Rails | Print the map of rails | SO3 | M | PTC | Map of rails printed | Ongoing | Printed.
3. | Roads | Draw a map of all roads | SO1 | A | PTC | Map of roads drawn | July 2033 | Not started.
TI/1.
 PART lil - Inactive tasks

1.

N

oN DO RW

. Sledges

. Skis
(May 2033)

Carts

5. Boats
"""


def test_the_items_of_a_scanned_list_are_rows_and_their_lost_numbers_are_flagged() -> None:
    conversion = convert_source(from_bytes("made-up.txt", SCAN.encode()), bundled()).conversions[0]
    rows = [row for row in conversion.rows if row.section_number == "III"]
    assert [(row.topic_number, row.topic) for row in rows] == [(None, "Sledges"), (None, "Skis"), (None, "Carts"), ("5", "Boats")]
    lost = [[(flag.field, flag.detail) for flag in row.flags if flag.code is FlagCode.REPAIRED_NUMBER] for row in rows]
    assert lost == [[("topic_number", "a scan lost it; the other items leave more than one")]] * 3 + [[]]
    assert all(row.source.lines for row in rows)
