"""Pages that a scan reads in bands of columns: what stands in each column, and which cells are of one row."""

from dataclasses import replace

import pytest

from extract.decoder.band_columns import read_columns
from extract.decoder.band_cuts import MOST_ROWS, Column, begins, breadth, pieces
from extract.decoder.band_rows import page_rows
from extract.decoder.band_widths import band_widths, fit_widths
from extract.decoder.bands import by_rows, is_banded
from extract.decoder.cut_words import with_whole_words
from extract.decoder.line_tables import OcrTable, ocr_tables, opened
from extract.decoder.printed_lines import PrintedLine, printed_lines
from extract.decoder.regions import Region, Role
from extract.decoder.tokens import DumpLine, Gap, Run
from extract.profile import bundled
from normalize.recognisers import recognisers
from schemas.raw import ColumnKind

TABLES = {profile.name: profile.table[0] for profile in bundled()}
PAGE = 60.0  # ems
TOPICS = "Weighing scales of the\nnorthern border\n\nParking fees"
TASKS = "Review the scales and\nreport on their use\n\nCollect the fees that\nports ask of lorries"
TYPES = "Maintenance\n\nAdvanced"
BODIES = "PTC, SAFE WG\n\nPTC, Council"
INDICATORS = "Progress in the weighing\nof trucks reported\n\nTable of fees published\n\nSurvey of ports finished"
TIMES = "Ongoing\n\nJune 2027\n\nMarch 2028"
PROGRESS = (
    "Completed. The report came\nin May 2026.\n\n"
    "Ongoing. Two ports have\nanswered so far.\n\n"
    "Not started. The survey is to\nbe sent out in autumn."
)
BANDS = [((0,), TOPICS), ((1,), TASKS), ((2,), TYPES), ((3,), BODIES), ((4,), INDICATORS), ((5,), TIMES), ((6,), PROGRESS)]


def runs(*bands: tuple[tuple[int, ...], str]) -> list[Run]:
    """The bands of one page, each with the columns that its header names."""
    found, number = [], 0
    for named, text in bands:
        lines = []
        for line in text.split("\n"):
            number += 1
            lines.append(DumpLine(number, line))
        found.append(Run(True, lines, named=(named,)))
        number += 1
    return found


def region(found: list[Run], profile: str = "ptc_activities") -> Region:
    return Region(Role.TABLE, table=TABLES[profile], runs=found)


def table(*bands: tuple[tuple[int, ...], str]) -> OcrTable:
    return opened(region(runs(*bands)), PAGE, recognisers())


def columns_of(page: OcrTable) -> list[tuple[int, str]]:
    """Each run of a page's lines: its column and its text."""
    found = read_columns(page.lines, page.costs[0]).path()
    return [(run.column, said(line, run.start, run.end)) for line, own in zip(page.lines, found, strict=True) for run in own]


def said(line: PrintedLine, start: int, end: int) -> str:
    return " ".join(word.text for word in line.words[start:end] if not word.is_bullet)


def coded_table(*bands: tuple[tuple[int, ...], str]) -> OcrTable:
    """A table of topic numbers, topics, tasks, codes, types, bodies, indicators, times and progress."""
    return opened(region(runs(*bands), "ptc"), PAGE, recognisers())


def test_a_part_of_the_header_that_names_two_columns_stands_above_both() -> None:
    bands = ((0, 1), "4. Weighing scales\nof the border"), ((2,), "Review the scales and\nreport on their use"), ((5,), "PTC, Council")
    page = coded_table(*bands)
    assert columns_of(page)[:2] == [(0, "4."), (1, "Weighing scales")]


def test_each_band_stands_in_the_column_that_its_header_names() -> None:
    lines = [(named[0], line) for named, text in BANDS for line in text.split("\n") if line]
    assert columns_of(table(*BANDS)) == lines


def test_a_band_of_two_columns_is_parted() -> None:
    both = "Review the scales Maintenance\nof the border\n\nCollect the fees Advanced"
    found = columns_of(table(((0,), TOPICS), ((1, 2), both), ((3,), BODIES)))
    assert [each for each in found if each[0] in (1, 2)] == [
        (1, "Review the scales"),
        (2, "Maintenance"),
        (1, "of the border"),
        (1, "Collect the fees"),
        (2, "Advanced"),
    ]


def test_a_block_goes_on_in_another_column_of_its_band() -> None:
    bodies = "Maintenance PTC, other WCO\ncommittees or working\ngroups\n\nAdvanced PTC, SAFE Working\nGroup, Council"
    found = columns_of(coded_table(((2,), "Review the scales"), ((4, 5), bodies)))
    assert [each for each in found if each[0] in (4, 5)] == [
        (4, "Maintenance"),
        (5, "PTC, other WCO"),
        (5, "committees or working"),
        (5, "groups"),
        (4, "Advanced"),
        (5, "PTC, SAFE Working"),
        (5, "Group, Council"),
    ]


def test_the_number_of_a_topic_begins_a_line_of_its_own_column() -> None:
    tasks = "3. Weighing Review the scales\nscales and report\n4. Ferries Collect the fees\n5. Lorries Count the lorries"
    found = columns_of(coded_table(((0, 1, 2), tasks), ((5,), BODIES)))
    assert [text for column, text in found if column == 0] == ["3.", "4.", "5."]
    assert {(1, "Ferries"), (2, "Collect the fees")} <= set(found)


def test_numbers_that_follow_each_other_part_topics_that_no_blank_line_parts() -> None:
    found = columns_of(coded_table(((0, 1), "7. Staff rotation\n(CCB)\n8. Works of art\n(LBK)"), ((2,), TASKS)))
    assert [text for column, text in found if column == 0] == ["7.", "8."]
    assert (1, "Works of art") in found


def test_a_column_stands_above_its_header_where_nothing_stands_below() -> None:
    above = "Report on scales\nof the border\n\nJune 2027\n\nReport on fees\nin ports\n\nMay 2028"
    found = columns_of(table(((4,), above), ((5,), "In progress. The survey is to be\nsent out to all ports in autumn.")))
    assert [text for column, text in found if column == 5] == ["June 2027", "May 2028"]


def test_a_column_whose_header_was_not_read_follows_the_one_before() -> None:
    found = columns_of(table(((0,), TOPICS), ((1,), TASKS), ((2,), f"{TYPES}\n\n{BODIES}")))
    assert [text for column, text in found if column == 3] == ["PTC, SAFE WG", "PTC, Council"]


def leaves(*bands: tuple[tuple[int, ...], str]) -> set[int]:
    """The pages of the table that the bands of one sheet are lines of."""
    return {line.leaf for line in printed_lines(runs(*bands))}


def test_what_stands_below_parts_of_a_header_that_name_other_columns_is_one_page() -> None:
    whole = tuple(range(7))
    assert leaves(*BANDS) == {0}
    assert leaves((whole[:6], TASKS), ((6,), PROGRESS)) == {0}
    assert leaves((whole, TASKS), (whole, TYPES)) == {0, 1}


def test_a_page_whose_header_is_parted_is_read_in_bands() -> None:
    most = "Weighing scales Review them Maintenance PTC Progress in it Ongoing"
    parted, plain = table((tuple(range(6)), most), ((6,), PROGRESS)), table((tuple(range(7)), most))
    assert is_banded(parted.lines, parted.costs[0])
    assert not is_banded(plain.lines, plain.costs[0])


def test_types_and_bodies_that_follow_their_like_show_bands_without_a_header() -> None:
    down = table(((), "\n\n".join((TOPICS, TASKS, TYPES, BODIES))))
    along = table(((), "\n\n".join(("Weighing scales", "Maintenance", "PTC", "Parking fees", "Advanced", "PTC, Council"))))
    assert is_banded(down.lines, down.costs[0])
    assert not is_banded(along.lines, along.costs[0])


@pytest.mark.parametrize("is_banded_above", [True, False])
def test_a_page_without_a_header_is_read_as_the_one_before(is_banded_above: bool) -> None:
    first = runs(*BANDS) if is_banded_above else runs((tuple(range(7)), "Scales Review them Maintenance PTC Progress in it Ongoing"))
    above = [replace(run, sheet=0) for run in first]
    lines = [DumpLine(90 + i, line) for i, line in enumerate(["Survey of ferries", "", "July 2028", "", "Not started."])]
    page = opened(region([*above, Run(True, lines, sheet=1)]), PAGE, recognisers())
    found = [line for line in by_rows(page.lines, page.costs) if line.number >= 90]
    assert len(found) == 3
    assert all((line.spot is not None) is is_banded_above for line in found)


def test_bands_without_a_header_show_by_two_columns_of_several_cells_though_a_third_has_one() -> None:
    down = table(((), "\n\n".join((TOPICS, TASKS, TYPES, BODIES, "Ongoing"))))
    assert is_banded(down.lines, down.costs[0])


def test_a_page_whose_lines_run_through_its_columns_is_not_read_as_the_banded_one_before() -> None:
    above = [replace(run, sheet=0) for run in runs(*BANDS)]
    through = (
        "Weighing scales of the northern border Review the scales and report Maintenance PTC, SAFE WG Progress in the weighing Ongoing"
    )
    lines = [DumpLine(90, through), DumpLine(91, "Two ports have answered so far")]
    page = opened(region([*above, Run(True, lines, sheet=1)]), PAGE, recognisers())
    assert [line.spot for line in by_rows(page.lines, page.costs) if line.number >= 90] == [None, None]


@pytest.mark.parametrize("scale", [0.5, 1.0])
def test_columns_are_as_wide_as_the_page_reads_best(scale: float) -> None:
    bare = "\n\n".join(text for _, text in BANDS)
    page = table(((), bare))
    narrow = [width._replace(ems=width.ems * scale) for width in page.costs[0].widths]
    ((fitted, path),) = fit_widths([page.lines], [replace(page.costs[0], widths=narrow)])
    room, spare = fitted.widths[6]
    assert room * (1 + spare) >= max(breadth(line.words) for line in page.lines if "autumn" in line.text)
    assert all(len(own) == 1 for line, own in zip(page.lines, path, strict=True) if "scales" in line.text)


def test_no_page_has_no_widths() -> None:
    assert list(fit_widths([], [])) == []


def test_a_misread_code_begins_a_cell_where_a_block_does() -> None:
    coded = next(profile for profile in bundled() if profile.name == "ptc").table[0]
    page = opened(Region(Role.TABLE, table=coded, runs=runs(((3,), "SO2\nSP8\n\nsol\nSP4"))), PAGE, recognisers())
    own = pieces(page.lines, read_columns(page.lines, page.costs[0]).path(), 9)[3]
    likely = begins(3, own, page.costs[0])
    assert likely[2] > max(likely[1], likely[3])


def test_cells_of_a_page_become_rows() -> None:
    (read,) = ocr_tables([region(runs(*BANDS))], PAGE, recognisers())
    cells = [[cell.text for cell in row.cells] for row in read.rows]
    assert [row[5] for row in cells] == ["Ongoing", "June 2027", "March 2028"]
    assert [row[4] for row in cells] == [" ".join(text.split()) for text in INDICATORS.split("\n\n")]
    assert [row[6] for row in cells] == [" ".join(text.split()) for text in PROGRESS.split("\n\n")]
    tasks = [row for row in cells if row[1]]
    assert [(row[0], row[1], row[2]) for row in tasks] == [
        ("Weighing scales of the northern border", "Review the scales and report on their use", "Maintenance"),
        ("Parking fees", "Collect the fees that ports ask of lorries", "Advanced"),
    ]


def test_a_sign_in_a_time_is_a_scan_s_but_between_digits() -> None:
    times = TIMES.replace("June 2027", "June 20+7").replace("March 2028", "March* 2028")
    bands = [(named, times if named == (5,) else text) for named, text in BANDS]
    (read,) = ocr_tables([region(runs(*bands))], PAGE, recognisers())
    assert [row.cells[5].text for row in read.rows] == ["Ongoing", "June 20+7", "March 2028"]


def test_cells_keep_the_lines_where_they_stand() -> None:
    (read,) = ocr_tables([region(runs(*BANDS))], PAGE, recognisers())
    line = next(line.number for run in runs(*BANDS) for line in run.lines if line.text == "June 2027")
    assert read.rows[1].cells[5].place.lines == (line, line)


def test_every_word_of_a_page_is_kept() -> None:
    page = table(*BANDS)
    kept = sorted(word.text for line in by_rows(page.lines, page.costs) for word in line.words)
    assert kept == sorted(word.text for line in page.lines for word in line.words)


def test_which_rows_a_task_covers_is_less_sure_than_its_cells() -> None:
    page = table(*BANDS)
    own = pieces(page.lines, read_columns(page.lines, page.costs[0]).path(), 7)
    rows = page_rows(own, page.costs[0], is_first=True)
    assert min(row.margins[2] for row in rows) < min(row.margins[5] for row in rows)


def test_what_is_left_of_a_column_gives_most_in_as_many_rows_as_it_has_cells() -> None:
    page = table(*BANDS)
    own = pieces(page.lines, read_columns(page.lines, page.costs[0]).path(), 7)[5]
    column = Column(5, own, page.costs[0], is_first=True)
    assert column.most[0].argmax() == 3
    assert column.most[1].argmax() == 2
    assert column.most[3].argmax() == 0


def test_words_of_one_line_stand_in_one_row() -> None:
    both = "Progress in the weighing Ongoing\nof trucks reported\n\nTable of fees June 2027\n\nSurvey of ports March 2028"
    alone = "Reported to the PTC.\n\nTwo ports have answered.\n\nThe survey was sent out."
    page = table(*BANDS[:4], ((4, 5), both), ((6,), alone))
    own = pieces(page.lines, read_columns(page.lines, page.costs[0]).path(), 7)
    rows = page_rows(own, page.costs[0], is_first=True)
    starts = [tuple(own[c][cell[0]].at for c in (4, 5) if (cell := row.cells[c]) is not None) for row in rows]
    assert [first == second for first, second in starts] == [True] * 3


THROUGH = """Share of ports
1. Weighing scales Report yearly on the SG SO2 Advanced TFAWG, that report
of the border scales and on the SP3 PTC signatures of
time they take lorries

Survey of lorries
Review the risk of SP2 SP4 Advanced SAFE WG, finished
lorries that wait at LD1 PTC
the border
2. Parking fees Collect the fees SO3 Maintenance TFAWG, Code of ports
of ports that ports ask ORG1 PTC published"""
BESIDE = """Two ports have answered;
the others will do so
in June.

A survey was planned in
May 2026 and was sent to
all members.

The SAFE WG took note of
the survey."""


def test_no_line_is_torn_where_much_prose_stands_beside_lines_of_several_columns() -> None:
    page = coded_table((tuple(range(7)), THROUGH), ((7,), "June 2027\n\nMarch 2028"), ((8,), BESIDE))
    own = pieces(page.lines, read_columns(page.lines, page.costs[0]).path(), 9)
    rows = page_rows(own, page.costs[0], is_first=False)
    row_of = [(own[c][i].at, at) for at, row in enumerate(rows) for c, cell in enumerate(row.cells[:7]) if cell for i in range(*cell)]
    assert len(rows) == 3
    assert len(set(row_of)) == len({line for line, _ in row_of})


def test_a_page_that_only_goes_on_opens_no_row() -> None:
    page = table(((0,), ""), ((6,), "and were sent to the members\nof the working group in May."))
    own = pieces(page.lines, read_columns(page.lines, page.costs[0]).path(), 7)
    (row,) = page_rows(own, page.costs[0], is_first=False)
    assert not row.opens
    assert row.cells[6] == (0, 2)


def test_a_page_of_more_lines_than_rows_is_laid_out_whole() -> None:
    times = "\n\n".join(f"June {year}" for year in range(1999, 1999 + MOST_ROWS + 6))
    page = table(((4,), "\n\n".join(["Number of ports"] * (MOST_ROWS + 6))), ((5,), times))
    own = pieces(page.lines, read_columns(page.lines, page.costs[0]).path(), 7)
    rows = page_rows(own, page.costs[0], is_first=True)
    assert len(rows) == MOST_ROWS
    assert sorted(i for row in rows if (cell := row.cells[5]) is not None for i in range(*cell)) == list(range(MOST_ROWS + 6))


@pytest.mark.parametrize(("above", "below", "likely"), [("of trucks reported", "Table of fees", True), ("of trucks", "reported in", False)])
def test_a_cell_begins_where_a_block_does(above: str, below: str, likely: bool) -> None:
    page = table(((4,), f"Weighing {above}\n\n{below}" if likely else f"Weighing {above}\n{below}"), ((5,), "Ongoing"))
    own = pieces(page.lines, read_columns(page.lines, page.costs[0]).path(), 7)[4]
    assert (begins(4, own, page.costs[0])[1] > 0) is likely


def test_a_page_of_bands_is_wider_than_its_widest_line() -> None:
    page = table(*BANDS)
    usual = page.costs[0].widths
    narrow = [width._replace(ems=width.ems / 4) for width in usual]
    assert all(shown.ems > width.ems for shown, width in zip(band_widths(page.lines, narrow), narrow, strict=True))
    assert [line.gap for line in page.lines][:1] == [Gap.PAGE]


@pytest.mark.parametrize(
    ("text", "opens"),
    [("Ongoing.", True), ("Not started by ports", True), ("Postponed to June", True), ("The ports have answered", False)],
)
def test_what_says_a_status_opens_a_cell_of_progress(text: str, opens: bool) -> None:
    page = table(((6,), f"Two ports have answered.\n{text}"))
    own = pieces(page.lines, read_columns(page.lines, page.costs[0]).path(), 7)[6]
    assert (begins(6, own, page.costs[0])[1] > 0) is opens


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["No", "ve", "mber", "202", "8"], "November 2028"),
        (["Continu", "ous"], "Continuous"),
        (["Ong", "oing until", "May 2027"], "Ongoing until May 2027"),
        (["January", "and May", "2026"], "January and May 2026"),
        (["Every", "year"], "Every year"),
        (["By the end", "of", "2026"], "By the end of 2026"),
        (["Twice a", "year"], "Twice a year"),
        (["At the", "request of", "Member", "s"], "At the request of Members"),
        (["June 2026", "(Counci", "l)"], "June 2026 (Council)"),
        (["On", "going"], "Ongoing"),
    ],
)
def test_words_of_a_time_that_a_column_cut_are_whole(lines: list[str], text: str) -> None:
    assert with_whole_words(lines, recognisers()[ColumnKind.TIMELINE]) == text
