"""What of a scan's lines is none of its table, and whether its tracked changes are flattened: told by its times."""

import pytest

from extract.decoder.line_tables import (
    ReadCell,
    ReadRow,
    Strip,
    _piece_row,
    ends_inside,
    ocr_tables,
    opened,
    shows_changes,
    without_noise,
)
from extract.decoder.printed_lines import printed_lines
from extract.decoder.regions import Region, Role
from extract.decoder.tokens import DumpLine, Run
from extract.profile import bundled
from normalize.recognisers import recognisers
from schemas.raw import ColumnKind

PROFILE = next(profile for profile in bundled() if profile.name == "ptc_activities")
TIMED = "Ports * Weigh the trucks * Advanced « PTC * Trucks weighed * Annually: Ten trucks were weighed."


@pytest.mark.parametrize(
    "times",
    [
        ["October 20278", "OngoingMay 2026"],
        ["Contineous- activit September 2026", "Every-ewe- 2029"],
        ["20272028", "2026June 2027", "Annually"],
    ],
)
def test_times_that_nobody_prints_show_changes(times: list[str]) -> None:
    assert shows_changes(times)


@pytest.mark.parametrize(
    "times",
    [
        ["Annually", "June 2026 (Coun cil)", "2029)"],
        ["Autumn2025 (PTC)", "Septembe 2027", "May and January 2026"],  # of one scan without changes
        ["2026-2027", "mid-2027", "January - March 2026"],
    ],
)
def test_misread_times_show_none(times: list[str]) -> None:
    assert not shows_changes(times)


def test_of_short_blocks_a_code_is_kept_and_what_an_ornament_leaves_is_not() -> None:
    table = next(profile for profile in bundled() if profile.name == "ptc").table[0]
    printed = ["Ports of call", "", "LD2", "", "KKK", "", "x%", "", "PTC", "", "MRAs", "", "Keep the list"]
    run = Run(mixed=False, lines=[DumpLine(i, text) for i, text in enumerate(printed, 1)])
    kept, noise = without_noise(list(printed_lines([run])), table)
    assert [line.text for line in kept] == ["Ports of call", "LD2", "PTC", "MRAs", "Keep the list"]
    assert [line.text for line in noise] == ["KKK", "x%"]


@pytest.mark.parametrize(
    ("firsts", "unordered"),
    [
        ([1, 1, 1], set()),
        ([1, 4, 9], set()),
        ([None, 4, 4], set()),
        ([5, 1, 9], {0, 1}),
        ([1, 5, 2], {1, 2}),
        ([5, None, 1], {0, 2}),
    ],
)
def test_a_cell_that_begins_above_one_to_its_left_is_out_of_order(firsts: list[int | None], unordered: set[int]) -> None:
    lines = {number: next(iter(printed_lines([Run(mixed=False, lines=[DumpLine(number, "Ports")])]))) for number in firsts if number}
    cells = [ReadCell([Strip(lines[number], lines[number].words)] if number else [], "Ports" if number else "", 0.0) for number in firsts]
    assert ReadRow(cells, 0.0).unordered == unordered


def test_cells_out_of_order_are_in_doubt_however_likely_they_are_right() -> None:
    table = opened(Region(Role.TABLE, table=PROFILE.table[0]), 60.0, recognisers())
    numbers = [5, 1, 1, 1, 1, 1, 1]
    lines = [next(iter(printed_lines([Run(mixed=False, lines=[DumpLine(number, "Ports")])]))) for number in numbers]
    row = ReadRow([ReadCell([Strip(line, line.words)], "Ports", 9.0) for line in lines], 9.0)
    assert [bool(cell.doubt) for cell in _piece_row(row, [0.0] * len(numbers), table, False).cells] == [True] * len(numbers)


@pytest.mark.parametrize(
    ("text", "kind", "inside"),
    [
        ("PTC, Audit Committee,", ColumnKind.BODIES, True),
        ("PTC, Audit Committee", ColumnKind.BODIES, False),
        ("WCO-UPU /", ColumnKind.BODIES, True),
        ("June 2027 and", ColumnKind.TIMELINE, True),
        ("June 2027 (Council", ColumnKind.TIMELINE, True),
        ("June 2027 (Council)", ColumnKind.TIMELINE, False),
        ("Weigh the trucks of", ColumnKind.TEXT, True),
        ("Weigh the trucks, the ships;", ColumnKind.TEXT, False),
        ("Weigh the trucks", ColumnKind.TEXT, False),
        ("", ColumnKind.BODIES, False),
    ],
)
def test_a_cell_that_ends_where_none_does(text: str, kind: ColumnKind, inside: bool) -> None:
    assert ends_inside(text, kind) is inside


def test_a_cell_that_ends_inside_is_in_doubt_however_likely_it_is_right() -> None:
    table = opened(Region(Role.TABLE, table=PROFILE.table[0]), 60.0, recognisers())
    (line,) = printed_lines([Run(mixed=False, lines=[DumpLine(1, "Ports")])])
    row = ReadRow([ReadCell([Strip(line, line.words)], text, 9.0) for text in ["Ports", *["PTC,"] * 6]], 9.0)
    cells = _piece_row(row, [0.0] * 7, table, False).cells
    assert not cells[0].doubt
    assert all("'PTC,'" in cell.doubt for cell in cells[1:])


def test_a_sign_after_a_time_is_the_scan_s() -> None:
    (table,) = ocr_tables([Region(Role.TABLE, table=PROFILE.table[0], runs=[Run(True, [DumpLine(1, TIMED)])])], 60.0, recognisers())
    ((_, _, _, _, _, time, _),) = [[cell.text for cell in row.cells] for row in table.rows]
    assert time == "Annually"
