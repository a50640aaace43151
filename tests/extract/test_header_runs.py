"""Headers as a scan prints them: words joined, cut, misread, and parted by borders."""

import pytest

from extract.decoder.header_parts import find_parts
from extract.decoder.header_runs import find_headers
from extract.decoder.printed_lines import printed_lines
from extract.decoder.regions import Role, regions
from extract.decoder.tokens import DumpLine
from extract.profile import Profile, bundled

HEADER = "Topic Tasks Type of task Responsible body Performance Indicators Timeline Progress"
SCAN = ["¢ one", "« two", "+ three"]  # bullets as only a scan has them


@pytest.fixture(scope="module")
def profile() -> Profile:
    return next(profile for profile in bundled() if profile.name == "ptc_activities")


def spans(profile: Profile, *printed: str) -> list[tuple[int, int]]:
    lines = [DumpLine(i, text) for i, text in enumerate(printed, 1)]
    return [(run.start, run.end) for run in find_headers(lines, profile)]


@pytest.mark.parametrize(
    "header",
    [
        ("Topic Task Type of task'ResponsiblePerformance Timeline Progress made", "bodies?” Indicators"),
        ("Topics Tasks Type of |Respons|Performance Timelines Progress made", "task? ible Indicator"),
        ("Topic Task Type of Respon Timeline Progress Indicator", "task sib le bodies s"),
        ("Topic Task Type of Responsi Performanc Timeline Progress", "task' ble bodies e Indicators made"),
        ("|Topic ‘Task lType of |Responsible IPerformance iTimeline Progress", "task' bodies Indicators made"),  # borders as letters
        ("Topic Task Type of Respon Indicators Timeline Progress", "task' dy sible bodies made"),  # `dy` is nothing
        ("Topics Tasks Type|ResponPerformance | Timeline Progress", "of task sible Indicators bodies"),  # one cut, one whole
        ("Topic Tasks Type of Respons_Indicato | Timelin | Progres", "task ible rs es s"),  # both cut
        ("Topic Tasks ype of Responsibdype Indicators Timeline Progress", "task bodies"),  # a letter taken by a border, one misread
    ],
)
def test_a_header_is_found_whose_words_are_joined_cut_or_parted(profile: Profile, header: tuple[str, str]) -> None:
    assert spans(profile, *SCAN, *header, "Ports of call") == [(3, 5)]


def test_a_misread_header_is_found_by_one_of_another_page(profile: Profile) -> None:
    misread = "|Topic T4sks Tyqe of t@sk Resp0nsjble bcdy Perf0rmance lndicat0rs Timel1ne Prcgress"
    assert spans(profile, *SCAN, misread) == []
    assert spans(profile, *SCAN, HEADER, "Ports of call", "", misread, "made", "Ships") == [(3, 4), (6, 8)]


def test_a_part_of_a_header_is_no_misread_one(profile: Profile) -> None:
    part = "Type of task Responsible body Performance Indicators"  # 0.82 like the header that lacks its last two columns
    assert spans(profile, *SCAN, HEADER.removesuffix("Timeline Progress"), "", "Ports of call", "", part, "", "Ships") == [(3, 4)]


def test_a_line_with_a_year_is_not_the_rest_of_a_header(profile: Profile) -> None:
    assert spans(profile, *SCAN, HEADER, "made", "2031. In") == [(3, 5)]


def test_short_words_of_a_cell_are_not_the_rest_of_a_header(profile: Profile) -> None:
    assert spans(profile, *SCAN, HEADER, "“My WTO DM", "Ports of call") == [(3, 4)]


def test_text_of_a_cell_is_no_header(profile: Profile) -> None:
    assert spans(profile, *SCAN, "Topic", "Tasks are listed by type of task and by responsible body", "progress") == []


def test_a_text_layer_joins_no_words(profile: Profile) -> None:
    assert spans(profile, "Topic Task Type of taskResponsible Performance ", "body Indicators Timeline Progress ") == []


def parts(profile: Profile, *printed: str) -> list[tuple[int, int]]:
    lines = [DumpLine(i, text) for i, text in enumerate((*SCAN, HEADER, "", *printed), 1)]
    return [(run.start - 5, run.end - 5) for run in find_parts(lines, find_headers(lines, profile), set())]


def test_names_of_single_columns_above_their_blocks_are_parts_of_a_header(profile: Profile) -> None:
    printed = ("Topics Task", "Ports of call", "", "Type of", "task", "", "Advanced", "", "Timeline |", "", "Ongoing")
    assert parts(profile, *printed) == [(0, 1), (3, 5), (8, 9)]


@pytest.mark.parametrize(
    "printed",
    [
        ("Progress in ports", "of call"),  # other words
        ("progress",),  # a word in the middle of a sentence
        ("Timeline", "of the ports"),  # one word with text right below
        ("Ports", "Timeline"),
    ],
)
def test_words_of_a_header_in_a_cell_are_no_part_of_one(profile: Profile, printed: tuple[str, ...]) -> None:
    assert parts(profile, *printed) == []


def test_a_name_whose_end_is_lost_in_the_next_is_read(profile: Profile) -> None:
    assert spans(profile, *SCAN, "Topic Tasks Type of task’ ResponsibIPerformance", "e body’ Indicator", "Ports of call") == [(3, 5)]


@pytest.mark.parametrize(
    ("printed", "part"),
    [
        (("Responsi", "ble body*", "", "PTC"), (0, 2)),  # over two lines, with the mark of a note
        (("Timelin", "", "e", "", "Ongoing"), (0, 3)),  # in two blocks
        (("Timelin", "es", "ng", "until May"), (0, 2)),  # the cell's text right below
        (("Timeli", "nes", "April", "2031"), (0, 2)),  # whose first letters are like another name
        (("Progress made", "Reported to the PTC"), (0, 1)),
        (("April", "2031", "Progress made", "Not started"), (2, 3)),  # of several words, right below a cell
    ],
)
def test_a_name_that_a_narrow_column_breaks_is_a_part_of_a_header(
    profile: Profile, printed: tuple[str, ...], part: tuple[int, int]
) -> None:
    assert parts(profile, *printed) == [part]


def test_a_part_of_a_header_knows_its_columns(profile: Profile) -> None:
    printed = ("Type of Responsible", "task bodies", "", "Advanced", "", "Performanc", "Indicators", "", "Map of ports")
    lines = [DumpLine(i, text) for i, text in enumerate((*SCAN, HEADER, "", *printed), 1)]
    assert [run.columns for run in find_parts(lines, find_headers(lines, profile), set())] == [(2, 3), (4,)]


def test_the_ends_of_names_may_stand_in_a_part_of_their_own(profile: Profile) -> None:
    printed = ("Responsib Performance Indicators", "", "le bodies’", "", "Map of ports")
    lines = [DumpLine(i, text) for i, text in enumerate((*SCAN, HEADER, "", *printed), 1)]
    found = find_parts(lines, find_headers(lines, profile), set())
    assert [(run.start - 5, run.end - 5, run.columns) for run in found] == [(0, 1, (3, 4)), (2, 3, ())]


def test_a_word_that_ends_a_name_names_no_other_column(profile: Profile) -> None:
    printed = ("Task", "", "Type of", "", "task’", "", "« Advanced")
    lines = [DumpLine(i, text) for i, text in enumerate((*SCAN, HEADER, "", *printed), 1)]
    assert [run.columns for run in find_parts(lines, find_headers(lines, profile), set())] == [(1,), (2,), ()]


def test_a_part_of_a_header_may_stand_below_a_running_title(profile: Profile) -> None:
    lines = [DumpLine(i, text) for i, text in enumerate((*SCAN, HEADER, "", "Ports", "", "June 2031", "Timeline", "", "Ongoing"), 1)]
    assert [run.columns for run in find_parts(lines, find_headers(lines, profile), {7})] == [(5,)]


PARTED = ("Topics Task", "Ports of call", "", "Type of task", "Advanced", "", "Responsible body", "PTC", "", "Performance", "Indicators")


@pytest.mark.parametrize("rest", [(), ("", "Timelines", "", "Ongoing"), ("", "Topics Task", "", "Ports")])
def test_a_header_that_only_stands_in_parts_is_found_by_its_first(profile: Profile, rest: tuple[str, ...]) -> None:
    assert spans(profile, *SCAN, "", *PARTED, *rest) == [(4, 5)]


def test_a_header_in_parts_is_found_on_a_page_other_than_that_of_a_whole_one(profile: Profile) -> None:
    below = ("", "Ports of call", " Annex to the report", "", *PARTED)
    assert spans(profile, *SCAN, "", HEADER, *below) == [(4, 5), (9, 10)]
    assert spans(profile, *SCAN, "", HEADER, "", "Ports of call", "", *PARTED) == [(4, 5)]


def test_parts_that_name_too_few_columns_are_no_header(profile: Profile) -> None:
    assert spans(profile, *SCAN, "", "Topics Task", "Ports of call", "", "Timelines", "", "Ongoing") == []
    assert spans(profile, *SCAN, "", *PARTED[:5], " Annex to the report", "", *PARTED[6:]) == []


@pytest.mark.parametrize(
    ("printed", "part"),
    [
        (("Typ Responsible Performance", "eof body Indicators", "task", "", "Map of ports"), (0, 3)),  # "Type" ends before "of"
        (("of plastic waste", "Type of Responsible Performance", "task body Indicators", "", "Map of ports"), (1, 3)),
    ],
)
def test_a_part_of_several_columns_whose_words_run_together(profile: Profile, printed: tuple[str, ...], part: tuple[int, int]) -> None:
    assert parts(profile, *printed) == [part]


@pytest.mark.parametrize("printed", [("of plastic waste", "Tasks Timeline"), ("of plastic waste", "tasks, timelines, topics")])
def test_right_below_text_few_words_of_a_header_are_no_part_of_one(profile: Profile, printed: tuple[str, ...]) -> None:
    assert parts(profile, *printed) == []


@pytest.mark.parametrize(("again", "pages"), [("Responsible Performance", 1), ("Responsible body Performance", 2)])
def test_parts_of_one_page_may_name_a_column_by_one_word_each(profile: Profile, again: str, pages: int) -> None:
    """A header that is printed again opens a page; the rest of one goes on with it."""
    printed = (" Type of body", "task", "", "PTC", "", again, "Indicators", "", "Map of ports")
    lines = [DumpLine(i, text) for i, text in enumerate((*SCAN, HEADER, "", "Ports of call", *printed), 1)]
    (table,) = (region for region in regions(lines, profile) if region.role is Role.TABLE)
    below = [line.leaf for line in printed_lines(table.runs) if line.text in ("PTC", "Map of ports")]
    assert len(set(below)) == pages


def test_a_cell_that_says_in_progress_is_no_part_of_a_header(profile: Profile) -> None:
    numbered = next(each for each in bundled() if each.name == "ptc")  # its numbers' header is a letter long
    header = "No. Topics Tasks WCO Strategic Plan Type of task Responsible body Indicators Timelines Comments"
    lines = [DumpLine(i, text) for i, text in enumerate((*SCAN, header, "", "Comments", "", "In progress.", "", "Six ports joined."), 1)]
    assert [(run.start, run.end) for run in find_parts(lines, find_headers(lines, numbered), set())] == [(5, 6)]


def test_a_section_heading_ends_with_its_page(profile: Profile) -> None:
    pages = ("Ports", "", "* Ongoi", "ng", " 3. Tasks to support Strategic Activity 5.3: Share what is known", HEADER, "Ships")
    lines = [DumpLine(i, text) for i, text in enumerate((*SCAN, HEADER, *pages), 1)]
    titles = [[line.text for line in region.lines] for region in regions(lines, profile) if region.role is Role.TITLE]
    assert titles == [[" 3. Tasks to support Strategic Activity 5.3: Share what is known"]]


@pytest.mark.parametrize(
    ("heading", "opens"),
    [
        ("3. Tasks to support Strategic Activity 5.3: Share what is known", True),
        ("3. Tasks to support Strategic Activity 5.3:", True),
        ("under Strategic Activity 5.3: the ports share what is known", False),
        ("Strategic Activity 5.3:", False),
    ],
)
def test_a_numbered_heading_needs_no_blank_line_above_nor_a_title(profile: Profile, heading: str, opens: bool) -> None:
    cells = ["Ports", "of call"] if opens else ["Ports"] * 12
    printed = (*SCAN, HEADER, *cells, heading, HEADER, "Ships")
    found = regions([DumpLine(i, text) for i, text in enumerate(printed, 1)], profile)
    titles = [[line.text for line in region.lines] for region in found if region.role is Role.TITLE]
    assert titles == ([[heading]] if opens else [])
    assert any(heading in (line.text for line in run.lines) for region in found for run in region.runs) is not opens


def test_the_rest_of_a_row_below_the_heading_of_the_next_section_is_the_table_s(profile: Profile) -> None:
    heading = " 3. Tasks to support Strategic Activity 5.3: Share what is known, and what is not known yet, of ports of call"

    def told(*below: str) -> list[tuple[Role, list[str]]]:
        printed = (*SCAN, HEADER, "Ports", "of call", heading, "", *below, "", HEADER, "Ships")
        found = regions([DumpLine(i, text) for i, text in enumerate(printed, 1)], profile)
        runs = [(region.role, [line.text for run in region.runs for line in run.lines if line.text]) for region in found]
        return [(role, texts) for role, texts in runs if role is Role.TABLE]

    rest = ("and of the ships", "", "that call there")
    assert told(*rest) == [(Role.TABLE, ["Ports", "of call", "and of the ships", "that call there"]), (Role.TABLE, ["Ships"])]
    prose = ("The Committee says what is known.", "", *rest)
    assert told(*prose) == [(Role.TABLE, ["Ports", "of call"]), (Role.TABLE, ["Ships"])]


@pytest.mark.parametrize(
    ("quote", "is_outside"),
    [
        (["“The ports say what is known of the ships that", "call there, and of their cargo.”"], True),
        (["“The ports say what is known of the ships that call there.”"], True),
        (["The ports say what is known of the ships that", "call there, and of their cargo.”"], False),
        (["“The ports say what is known of the ships that", "call there, and of their cargo."], False),
        (["“The ports say what", "is known”"], False),  # as narrow as a cell
    ],
)
def test_a_quote_as_wide_as_the_page_above_a_header_is_no_row(profile: Profile, quote: list[str], is_outside: bool) -> None:
    header = ["Topic Tasks Type of task Responsible", "body Performance Indicators Timeline Progress"]
    printed = (*SCAN, *header, *["Ports"] * 3, *quote, "", *header, "Ships")
    found = regions([DumpLine(i, text) for i, text in enumerate(printed, 1)], profile)
    rows = [line.text for region in found for run in region.runs for line in run.lines if line.text]
    assert rows == ["Ports"] * 3 + ([] if is_outside else quote) + ["Ships"]
