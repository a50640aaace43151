"""Pages of a scan: running titles that are misread and stand anywhere, dates, page numbers, bullets, and notes in parts."""

from extract.decoder.scanned_pages import read_scan
from extract.decoder.tokens import DumpLine, is_scanned

FRONTS = ("{any} document {reference}", "Work Programme {years}")
DATES = ("{date}",)


def furniture_and_notes(*printed: str) -> tuple[list[str], list[str]]:
    lines = [DumpLine(i, text) for i, text in enumerate(printed, 1)]
    pages = read_scan(lines, FRONTS, DATES)
    return [printed[i] for i in sorted(pages.furniture)], [printed[i] for i in sorted(pages.notes)]


def test_a_running_title_is_furniture_where_a_letter_of_it_is_misread() -> None:
    title, misread = "Annex to document PX1204Ea", "Annex to document PXl2O4Ea"
    furniture, _ = furniture_and_notes(title, "Work Programme 2030-2033", "", "Topic", "", misread, "", "Ports")
    assert furniture == [title, "Work Programme 2030-2033", misread]


def test_the_date_of_a_revision_is_furniture_at_a_page_s_edge_and_no_cell_elsewhere() -> None:
    cells = [text for i in range(12) for text in (f"cell {i}", "")]
    furniture, _ = furniture_and_notes("Work Programme 2030-2033", "", "May 2031", "", *cells, "May 2031", "", *cells)
    assert furniture == ["Work Programme 2030-2033", "May 2031"]


def test_the_date_of_a_running_title_is_furniture_behind_a_speck() -> None:
    cells = [text for i in range(12) for text in (f"cell {i}", "")]
    title = ("Work Programme 2030-2033", "", "")
    pages = [(" Ports", "", *title, date, "Rails", *cells, "last") for date in ("May 2031", "May 2031", "- May 2031")]
    furniture, _ = furniture_and_notes(*(text for page in pages for text in page))
    assert [text for text in furniture if "May" in text] == ["May 2031", "May 2031", "- May 2031"]


def test_a_number_before_a_page_is_furniture() -> None:
    furniture, _ = furniture_and_notes("Work Programme 2030-2033", "", "Ports", "", "I/7.", "", "Work Programme 2030-2033", "", "Ships")
    assert "I/7." in furniture


def test_a_line_right_above_a_running_title_is_furniture_though_its_numeral_is_misread() -> None:
    page = ("Annex IT to", "Work Programme 2030-2033", "", "Ports", "of call", "")
    furniture, _ = furniture_and_notes(*page, *page)
    assert furniture == ["Annex IT to", "Work Programme 2030-2033"] * 2


def test_a_page_number_above_the_date_of_the_next_title_is_furniture() -> None:
    first = ("Work Programme 2030-2033", "", "May 2031", "", *(text for i in range(12) for text in (f"cell {i}", "")))
    furniture, _ = furniture_and_notes(*first, "I/7.", "May 2031", "Work Programme 2030-2033", "", "Ships")
    assert furniture == ["Work Programme 2030-2033", "May 2031", "I/7.", "May 2031", "Work Programme 2030-2033"]


def test_asterisks_are_bullets() -> None:
    assert furniture_and_notes("Work Programme 2030-2033", "", "* Ports", "of call", "", "* Ships") == (["Work Programme 2030-2033"], [])


def test_a_note_whose_mark_stands_by_itself_is_a_note() -> None:
    wide = "The plan tells two kinds of tasks apart, those that keep what there is and those that make something new, as agreed."
    _, notes = furniture_and_notes("Work Programme 2030-2033", "", "Ports", "of call", "", "1", "", wide)
    assert notes == ["1", wide]


def test_a_short_note_is_a_note_and_a_cell_that_begins_with_a_number_is_none() -> None:
    wide = "x" * 110
    _, notes = furniture_and_notes(wide, "", "Ports", "", "1 The list is open; observers may add to it.")
    assert notes == ["1 The list is open; observers may add to it."]
    assert furniture_and_notes(wide, "", "Ports", "", "2 June 2031", "", "three ports")[1] == []


def test_a_title_within_a_marked_page_opens_none() -> None:
    printed = (
        "Ports",
        "of call",
        " Ships",
        "",
        "Annex to document PX1204Ea",
        "",
        "Lorries",
        " Trains",
        "",
        "Work Programme 2030-2033",
        "",
        "Rails",
    )
    lines = [DumpLine(i, text) for i, text in enumerate(printed, 1)]
    assert read_scan(lines, FRONTS, DATES).starts == [0, 2, 7]


def test_a_date_far_from_its_title_is_furniture_on_the_pages_that_print_it() -> None:
    page = (" Ports", "", "Work Programme 2030-2033", "", *(f"cell {i}" for i in range(12)), "", "May 2031", "Progress", "", "Reported")
    furniture, _ = furniture_and_notes(*page, *page, *page)
    assert furniture == ["Work Programme 2030-2033", "May 2031"] * 3


def test_a_date_that_each_page_prints_twice_is_furniture_and_one_more_is_a_cell() -> None:
    page = (" Ports", "", "May 2031", "", "Work Programme 2030-2033", "", *(f"cell {i}" for i in range(12)), "", "May 2031", "Progress")
    furniture, _ = furniture_and_notes(*page, *page, *page, "", "May 2031", "(Council)")
    assert furniture == ["May 2031", "Work Programme 2030-2033", "May 2031"] * 2 + ["May 2031", "Work Programme 2030-2033"]


def test_a_page_number_between_blocks_is_furniture_where_it_goes_with_the_pages() -> None:
    pages = [(f" Ports {number}", "", "7", "", f"{number}.", "", "Ships", "", "of call") for number in (4, 5, 6)]
    furniture, _ = furniture_and_notes(*(line for page in pages for line in page))
    assert furniture == ["4.", "5.", "6."]


def test_the_number_of_an_annex_and_a_page_is_furniture_as_a_scan_misreads_it() -> None:
    printed = [text for number in ("IV/1.", "TI/2.", "W/3.", "VI4.", "vis.") for text in (" Ports of call", "Ships and lorries", number)]
    furniture, _ = furniture_and_notes(*printed, " Ports", "MI", "Ships", "it.", " Rails", "Council")
    assert furniture == ["IV/1.", "TI/2.", "W/3.", "VI4.", "vis."]


def test_a_misread_page_number_between_blocks_is_furniture_where_it_goes_with_the_pages() -> None:
    pages = [(f" Ports {number}", "", "7", "", f"TI{number}.", "", "Ships", "", "of call") for number in (4, 5, 6)]
    furniture, _ = furniture_and_notes(*(line for page in pages for line in page), " Ports", "", "TI1.", "", "Ships")
    assert furniture == ["TI4.", "TI5.", "TI6."]


def test_page_numbers_behind_their_annex_s_are_furniture_wherever_most_pages_have_one_that_looks_so() -> None:
    cells = [text for i in range(12) for text in (f"cell {i}", "")]
    title = ("Work Programme 2030-2033", "", "")
    pages = [(" Ports", "", *title, "Ships", number, "of call", "", *cells) for number in ("W/1.", "Il/s.", "11/3.", "III/4.")]
    furniture, _ = furniture_and_notes(*(text for page in pages for text in page))
    assert [text for text in furniture if "/" in text] == ["W/1.", "Il/s.", "11/3.", "III/4."]
    few = [(" Ports", "", *title, "Ships", number, "of call", "", *cells) for number in ("a", "Il/s.", "b", "c")]
    furniture, _ = furniture_and_notes(*(text for page in few for text in page))
    assert "Il/s." not in furniture


def test_notes_in_the_middle_of_a_page_fill_its_width() -> None:
    note = "1 The list is open; the heads of laboratories may propose additions to it."
    cells = tuple(f"cell {i}" for i in range(12))
    _, notes = furniture_and_notes(" Work Programme 2030-2033", "", *cells, "", note, "", *cells, "", "2 ports", "of call", "", *cells)
    assert notes == [note]


def test_pages_of_bare_lines_that_a_blank_opens_are_a_scan_without_bullets() -> None:
    pages = [DumpLine(i, text) for i, text in enumerate(("Ports", " Ships", "of", " Lorries", "and", " Trains", "run"), 1)]
    assert is_scanned(pages)
    assert not is_scanned([DumpLine(line.number, line.text.replace("and", "a\tb")) for line in pages])
    assert not is_scanned(pages[:3])


def test_a_scan_may_print_two_blanks_where_it_lost_a_border() -> None:
    def is_read_as_scan(lost: str) -> bool:
        return is_scanned([DumpLine(i, text) for i, text in enumerate([*["| cell"] * 97, *[lost] * 3], 1)])

    assert is_read_as_scan("a lost  border")
    assert not is_read_as_scan("a  line  stretched")
    assert not is_read_as_scan("the end of a line ")


def test_a_date_is_the_running_one_whatever_is_read_of_its_brackets() -> None:
    cells = [text for i in range(12) for text in (f"cell {i}", "")]
    dates = ("(May 2031)", "May 2031)", "{May 2031)", "[May 2031", "May 2031")
    pages = [(" Work Programme 2030-2033", "", date, "", *cells, "last") for date in dates]
    lines = [DumpLine(i, text) for i, text in enumerate((text for page in pages for text in page), 1)]
    furniture = read_scan(lines, FRONTS, ("({date})",)).furniture
    assert [lines[i].text for i in sorted(furniture) if "May" in lines[i].text] == list(dates[:-1])


def test_a_time_at_a_page_s_edge_is_a_cell_where_no_title_has_it() -> None:
    page = (" Work Programme 2030-2033", "", "May 2031", "", *(text for i in range(12) for text in (f"cell {i}", "")))
    furniture, _ = furniture_and_notes(*page, "2032", "", "last", *page, "last", *page, "last", *page, "last", *page, "last")
    assert "2032" not in furniture
    assert furniture.count("May 2031") == 5


def test_a_page_number_above_a_date_at_the_foot_is_furniture() -> None:
    cells = [text for i in range(12) for text in (f"cell {i}", "")]
    pages = [(" Work Programme 2030-2033", "", "May 2031", "", *cells, f"IV/{number}.", "May 2031") for number in (1, 2, 3)]
    furniture, _ = furniture_and_notes(*(text for page in pages for text in page))
    assert furniture == [text for n in (1, 2, 3) for text in (" Work Programme 2030-2033", "May 2031", f"IV/{n}.", "May 2031")]


def test_a_page_number_below_a_cell_is_furniture() -> None:
    pages = [(" Work Programme 2030-2033", "", "Ports", f"IV/{number}.", "", "Ships", "", "last") for number in (1, 2, 3)]
    furniture, _ = furniture_and_notes(*(text for page in pages for text in page))
    assert [text for text in furniture if "/" in text] == ["IV/1.", "IV/2.", "IV/3."]


def test_a_row_that_begins_with_its_number_is_no_note() -> None:
    wide = "2 Ports of call | Keep the list of ports and of the ships that call there | A PTC | A list of ports | May 2031 | Ongoing"
    assert furniture_and_notes("Work Programme 2030-2033", "", "Ports", "", wide)[1] == []
    assert furniture_and_notes("Work Programme 2030-2033", "", "Ports", "", wide, "", "Ships")[1] == []
    assert furniture_and_notes("Work Programme 2030-2033", "", "Ports", "", wide.replace(" |", ","), "", "Ships")[1] != []


def test_a_date_in_brackets_is_the_running_one_wherever_a_block_begins_with_it() -> None:
    cells = [text for i in range(12) for text in (f"cell {i}", "")]
    page = (
        " Work Programme 2030-2033",
        "",
        "(May 2031)",
        "",
        *cells,
        "(May 2031)",
        "Progress",
        "",
        "PTC",
        "(May 2031)",
        "",
        *cells,
        "last",
    )
    lines = [DumpLine(i, text) for i, text in enumerate(page * 3, 1)]
    furniture = read_scan(lines, FRONTS, ("({date})",)).furniture
    assert [lines[i - 1].text for i in sorted(furniture) if lines[i].text == "(May 2031)"] == ["", ""] * 3  # and none below `PTC`


def test_a_running_date_right_above_titles_is_furniture() -> None:
    cells = [text for i in range(12) for text in (f"cell {i}", "")]
    page = (" Work Programme 2030-2033", "", "Ports", "", *cells, "May 2031", "")
    furniture, _ = furniture_and_notes(*page, *page, *page[:-2], "2032", "", *page[:4])
    assert [text for text in furniture if "Work" not in text] == ["May 2031", "May 2031"]


def test_a_topic_s_number_on_the_page_of_that_number_is_a_cell() -> None:
    pages = [
        (" Work Programme 2030-2033", "", f"{topic}.", "", "Ports", "", f"IV/{n}.", "", "Ships", "", "last")
        for n, topic in ((1, 4), (2, 2), (3, 5))
    ]
    furniture, _ = furniture_and_notes(*(text for page in pages for text in page))
    assert [text for text in furniture if text[-1] == "."] == ["IV/1.", "IV/2.", "IV/3."]
