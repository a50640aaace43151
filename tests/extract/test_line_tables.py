"""What of a scan's lines is none of its table, and whether its tracked changes are flattened: told by its times."""

import pytest

from extract.decoder.line_tables import shows_changes, without_noise
from extract.decoder.printed_lines import printed_lines
from extract.decoder.tokens import DumpLine, Run
from extract.profile import bundled


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
