"""Brackets and blanks that an OCR loses beside times."""

import pytest

from normalize.time_marks import with_marks


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("December 2028 December 2027 (Council", "December 2028 December 2027 (Council)"),
        ("2028 Autumn 2025 Council", "2028 Autumn 2025 (Council)"),
        ("November 2028 CBC)", "November 2028 (CBC)"),
        ("June 2029 PTC and Council", "June 2029 (PTC and Council)"),
        ("May 2026 PTC June 2026 (Council)", "May 2026 (PTC) June 2026 (Council)"),
        ("November 2028)", "November 2028"),
        ("FY2027/ 2028", "FY 2027/2028"),
    ],
)
def test_lost_marks_are_put_back(read: str, printed: str) -> None:
    assert with_marks(read) == printed


@pytest.mark.parametrize(
    "printed",
    [
        "Spring 2022 (PTC)",
        "PTC (May 2027) Council (June 2028)",
        "PTC and Council",
        "By June 2018 PTC to decide",
        "Spring 2022 PTC/PC session",
    ],
)
def test_what_lacks_no_mark_or_is_no_time_stays(printed: str) -> None:
    assert with_marks(printed) == printed
