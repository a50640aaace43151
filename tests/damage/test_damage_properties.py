"""Whatever a dump without coordinates has been through: no word is lost, each cell says its lines, and no clean cell becomes a change."""

import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import from_bytes
from schemas.errors import NoTableError

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.append(ROOT)

from samples.damage.rows import damage  # noqa: E402
from samples.generator.build import Request, make  # noqa: E402

FAMILIES = ("activities", "draft", "ptc")
OWN = ("indicator", "timeline", "progress")  # what no row shares with another
CORE = ("task", *OWN)
WHOLE = 0.9  # share of the rows without a flag that are as they were printed

few = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
blocks, scans = settings(few, max_examples=25), settings(few, max_examples=5)
families, seeds, noises = st.sampled_from(FAMILIES), st.integers(0, 9999), st.sampled_from((0.0, 1.0, 3.0))


def squeezed(text):
    """The text without blanks and hyphens, which a narrow cell puts in and takes away."""
    return "".join((text or "").split()).replace("-", "")


def read(dump):
    """What is read of a dump; None where so much is damaged that no table is told."""
    try:
        return convert_source(from_bytes("dump.txt", dump.encode()), bundled())
    except NoTableError:
        return None


def holds(dump, result):
    """No word is lost or doubled, and each row names the lines that its own cells were read from."""
    assert result.words.unaccounted == 0
    lines = dump.split("\n")
    for row in result.conversions[0].rows:
        assert row.source.lines
        printed = "".join(squeezed(line) for first, last in row.source.lines for line in lines[first - 1 : last])
        left = Counter(printed)
        for field in OWN:
            assert not Counter(squeezed(getattr(row, field))) - left, (row.row_id, field)


@blocks
@given(families, seeds, noises)
def test_of_blocks_no_word_is_lost_and_none_is_a_change(family, seed, noise):
    dump = damage(make(Request(seed, family, rows=8)).truth(), "block", seed, noise)
    result = read(dump)
    assert result is not None
    holds(dump, result)
    assert not any(row.changes for row in result.conversions[0].rows)


@scans
@given(families, seeds, noises)
def test_of_a_scan_no_word_is_lost_and_none_is_a_change(family, seed, noise):
    dump = damage(make(Request(seed, family, rows=5)).truth(), "ocr", seed, noise)
    result = read(dump)
    if result is not None:
        assert result.words.unaccounted == 0
        assert not any(row.changes for row in result.conversions[0].rows)


@pytest.mark.parametrize("family", FAMILIES)
def test_rows_of_blocks_that_no_flag_doubts_are_whole(family):
    whole = unflagged = 0
    for seed in range(800, 804):
        truth = make(Request(seed, family, rows=10)).truth()
        result = read(damage(truth, "block", seed, 0.0))
        assert result is not None
        printed = {tuple(squeezed(row[field]) for field in CORE) for row in truth["rows"]}
        sure = [row for row in result.conversions[0].rows if not row.flags]
        unflagged += len(sure)
        whole += sum(tuple(squeezed(getattr(row, field)) for field in CORE) in printed for row in sure)
    assert unflagged >= 10
    assert whole >= WHOLE * unflagged
