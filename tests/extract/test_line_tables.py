"""Whether a scan's text has its tracked changes flattened: told by its times."""

import pytest

from extract.decoder.line_tables import shows_changes


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
