"""Some mutations of every kind of input, and those that once failed: each ends in an outcome. `benchmarks/fuzz.py` runs thousands."""

import pytest

from benchmarks.fuzz import GOOD, attempt

SEEDS = range(500_000, 500_012)
ONCE_FAILED = [
    ("tab", 7045),  # a raised digit in a number
    ("tab", 519),  # a report whose first numeral stands before any agenda item
    ("docx", 43),  # a name in the archive that is no UTF-8
    ("timeline", 2407),  # "June 2027d-term": a letter grown together with a year was lost
    ("timeline", 2819),
    ("pdf", 200),  # letters of no height
    ("pdf", 6034),  # most of them
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", ["docx", "tab", "block", "timeline"])
def test_any_input_ends_in_an_outcome(kind: str, seed: int):
    outcome, said = attempt(kind, seed)
    assert outcome in GOOD, said


@pytest.mark.parametrize(("kind", "seed"), ONCE_FAILED)
def test_what_once_failed_no_longer_does(kind: str, seed: int):
    outcome, said = attempt(kind, seed)
    assert outcome in GOOD, said
