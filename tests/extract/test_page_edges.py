"""What a dump shows of each page around its tables: its first line, furniture at its edges, notes at its foot."""

import pytest

from extract.decoder.page_edges import Pages, read_pages
from extract.decoder.tokens import DumpLine

FRONTS = ("Doc. {reference}", "Annex {roman} to", "{any} Action Plan {any}")


def read(*printed: str) -> Pages:
    """The pages of a dump of these lines."""
    return read_pages([DumpLine(i, text) for i, text in enumerate(printed, 1)], FRONTS)


def test_a_page_begins_with_a_line_that_is_set_off_and_joined_to_the_one_before():
    assert read(" No Action ", "", "1 Weigh ", "", " PTC ", " goods ", "", "2 Measure ").starts == [0, 5]


def test_a_page_begins_under_an_empty_cell():
    assert read(" No Action ", "", "June 2027 ", "", " ", " goods ").starts == [0, 5]


def test_blanks_that_set_off_notes_begin_no_page():
    assert read(" No Action ", "", " " * 48, " All of it is open. ").starts == [0]


def test_a_running_title_at_the_foot_is_furniture():
    pages = read(" No Action ", "", "1 Weigh ", "", "II/1. ", "Annex II to ", "Doc. PC0001E1 ", " goods ", "", "2 Measure ")
    assert pages.furniture == {4, 5, 6}


def test_a_cell_that_names_a_plan_is_no_running_title():
    pages = read(" No Action ", "", "1 Weigh ", "", "Scales Action Plan 2027 ", "", "Doc. PC0001E1 ", " goods ", "", "2 Measure ")
    assert pages.furniture == {6}


def test_titles_above_a_header_are_furniture_on_later_pages():
    pages = read(" No Action ", "", "1 Weigh ", "", " ", " Annex II to ", "Doc. PC0001E1 ", "", "Draft Action Plan 2027 ", "", "2 Measure ")
    assert pages.furniture == {5, 6, 8}


@pytest.mark.parametrize("mark", ["1", "*"])
def test_a_line_after_a_mark_that_the_page_prints_is_a_note(mark: str):
    pages = read(f" No Responsible body{mark} ", "", "1 Weigh ", "", "PTC ", "", f"{mark} In the order of their sessions. ")
    assert pages.notes == {6}


def test_a_row_at_the_foot_is_no_note_without_its_mark():
    assert read(" No Action ", "", "15 Weigh ", "", "PTC ", "", "16 Measure the goods of SP16 ").notes == set()


def test_notes_go_on_below_full_lines_only():
    wide = "1 " + "long " * 20
    pages = read(" No Action1 ", "", "1 Weigh ", "", wide, "and on. ", "2 Another. ")
    assert pages.notes == {4, 5, 6}


def test_a_note_may_be_the_first_line_of_its_page():
    pages = read(
        " No Action ",
        "",
        "1 Weigh ",
        "",
        "II/2. ",
        " * All of it is open. ",
        "2. Goods that ships carry from one port to another ",
        "",
        "2 Measure ",
    )
    assert pages.starts == [0, 5]
    assert pages.notes == {5}
