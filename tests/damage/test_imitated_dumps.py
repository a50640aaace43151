"""Imitated dumps: the same from run to run, and every word of the truth is in them."""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.append(ROOT)

from samples.damage.printed import flattened  # noqa: E402
from samples.damage.rows import damage  # noqa: E402
from samples.generator.build import Request, make  # noqa: E402

KINDS = ("block", "ocr")
FAMILIES = ("ptc", "draft", "activities", "ecp", "tfawg")
TEXTS = ("topic", "task", "responsible_body", "related_programme", "objective", "indicator", "progress")
UNCUT = 8  # characters: longer words may be cut by the edge of a narrow cell and the end of a page at once
by_kind = pytest.mark.parametrize("kind", KINDS)
by_family = pytest.mark.parametrize("family", FAMILIES)


def words(truth: dict) -> set[str]:
    """The uncut words of the tables' texts."""
    rows = [row for row in truth["rows"] if row["record_kind"] != "inactive_topic"]
    return {word for row in rows for field in TEXTS for word in re.split(r"[\s-]", row[field] or "") if len(word) <= UNCUT}


def is_within(part: str, text: str) -> bool:
    """Whether the part's characters stand in the text in that order, with others in between."""
    rest = iter(text)
    return all(char in rest for char in part)


@by_kind
@by_family
def test_without_noise_every_word_is_in_the_dump(kind: str, family: str) -> None:
    for seed in range(700, 706):
        truth = make(Request(seed, family, rows=20)).truth()
        dump = " ".join(damage(truth, kind, seed, noise=0).split())
        missing = [word for word in words(truth) if word not in dump]
        assert not missing


@by_kind
def test_a_seed_gives_the_same_dump_and_another_seed_another(kind: str) -> None:
    truth = make(Request(7, "activities", rows=12)).truth()
    assert damage(truth, kind, 1) == damage(truth, kind, 1) != damage(truth, kind, 2)


def test_in_a_block_dump_a_cell_of_several_lines_is_a_block_and_an_empty_cell_leaves_a_blank() -> None:
    truth = make(Request(703, "draft", rows=12)).truth()
    dump = damage(truth, "block", 703, noise=0)
    assert re.search(r"(?m)^SO?\w \n(?:(?:SO|SP|LD|ORG)\d \n)+\n", dump)
    assert all(line.endswith(" ") for line in dump.split("\n") if line)


def test_an_ocr_dump_mixes_the_columns_of_some_pages_line_by_line() -> None:
    truth = make(Request(704, "activities", rows=40)).truth()
    first = next(row for row in truth["rows"] if len(row["task"]) > 60 and row["indicator"])
    opening = f"{' '.join(first['task'].split()[:2])} "
    lines = [line for seed in range(8) for line in damage(truth, "ocr", seed, noise=0).split("\n") if opening in line]
    mixed = [line for line in lines if first["indicator"].split()[0] in line]
    assert mixed and len(mixed) < len(lines)


def test_noise_misreads_bullets_and_borders() -> None:
    truth = make(Request(705, "activities", rows=30)).truth()
    noisy = "".join(damage(truth, "ocr", seed) for seed in range(4))
    clean = "".join(damage(truth, "ocr", seed, noise=0) for seed in range(4))
    assert " | " in noisy and "¢ " in noisy
    assert " | " not in clean and "¢ " not in clean


def test_only_an_ocr_dump_shows_what_was_struck() -> None:
    truth = make(Request(706, "activities", True, rows=40, changed=("timeline",))).truth()
    changed = [row for row in truth["rows"] if row["changes"]]
    assert changed and {change["field"] for row in changed for change in row["changes"]} == {"timeline"}
    plain = [row | {"changes": []} for row in truth["rows"]]
    accepted = truth | {"rows": plain}
    assert damage(truth, "block", 1) == damage(accepted, "block", 1)
    assert damage(truth, "ocr", 1, noise=0) != damage(accepted, "ocr", 1, noise=0)


@given(st.text("JunelyMay 20178", max_size=14), st.text("JunelyMay 20189", max_size=14), st.randoms(use_true_random=False))
def test_a_flattened_change_holds_both_readings(before: str, after: str, rng) -> None:
    both = flattened(before, after, rng)
    assert is_within(before, both) and is_within(after, both)
    assert len(both) <= len(before) + len(after)
    assert len(both) >= max(len(before), len(after))
