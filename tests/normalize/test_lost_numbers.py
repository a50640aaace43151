"""Numbers of topics that a scan lost: named where the others leave one for each, and nowhere else."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from raw_rows import PART_I, cell, raw

from normalize.lost_numbers import with_lost_numbers
from normalize.rows import normalize_rows
from schemas.flags import FlagCode
from schemas.raw import RawRow, Section

PART_II = Section(number="II", title="PART", place=PART_I.place)


def topic(number: str | None, rows: int = 1, *, scanned: bool = True, part: Section = PART_I, line: int = 1) -> list[RawRow]:
    """The rows of one topic, which are merged cells of all of them; without a number where a scan lost it."""
    cells = {"topic": replace(cell("Ferry traffic", line), scanned=scanned)}
    if number is not None:
        cells["topic_number"] = replace(cell(number, line), scanned=scanned)
    return [raw(section=part, task=f"Draft {i}", **cells) for i in range(rows)]


def numbers(*topics: list[RawRow]) -> list[str | None]:
    """By row the number of its topic."""
    rows = with_lost_numbers([row for each in topics for row in each])
    return [row.cells["topic_number"].text if "topic_number" in row.cells else None for row in rows]


def test_topics_between_two_numbers_have_the_numbers_between_them() -> None:
    found = numbers(topic("3."), topic(None, 2), topic(None), topic("6."))
    assert found == ["3.", "4.", "4.", "5.", "6."]


def test_numbers_that_leave_more_or_fewer_than_stand_there_tell_nothing() -> None:
    assert numbers(topic("3."), topic(None), topic("6.")) == ["3.", None, "6."]
    assert numbers(topic("3."), topic(None), topic("4.")) == ["3.", None, "4."]


def test_a_part_begins_at_one_or_goes_on_the_part_above() -> None:
    assert numbers(topic(None), topic("2.")) == ["1.", "2."]
    assert numbers(topic("1."), topic(None, part=PART_II), topic("3.", part=PART_II)) == ["1.", "2.", "3."]
    assert numbers(topic("4."), topic(None, part=PART_II), topic("2.", part=PART_II)) == ["4.", "1.", "2."]
    assert numbers(topic(None), topic("3.")) == [None, "3."]


def test_what_stands_below_the_last_number_is_left() -> None:
    assert numbers(topic("1."), topic(None)) == ["1.", None]


def test_below_a_number_that_was_misread_nothing_is_told_before_the_next() -> None:
    assert numbers(topic("i2."), topic(None), topic("2."), topic(None), topic("4.")) == ["i2.", None, "2.", "3.", "4."]


def test_only_a_scan_loses_numbers() -> None:
    assert numbers(topic("1."), topic(None, scanned=False), topic("3.")) == ["1.", None, "3."]


def test_rows_without_a_topic_are_not_counted_as_one() -> None:
    assert numbers(topic("1."), [raw(task="Draft")], topic("3.")) == ["1.", None, "3."]


def named(number: str | None, name: str, *, scanned: bool = True) -> list[tuple[str | None, str]]:
    """By row the number and the name of a topic of two rows, read so."""
    cells = {"topic": replace(cell(name), scanned=scanned)} | ({"topic_number": replace(cell(number), scanned=scanned)} if number else {})
    rows = with_lost_numbers([raw(task=f"Draft {i}", **cells) for i in range(2)])
    assert rows[0].cells["topic"] is rows[1].cells["topic"]
    return [(row.cells["topic_number"].text if "topic_number" in row.cells else None, row.cells["topic"].text) for row in rows]


def test_what_a_scan_read_before_a_name_is_the_topics_number() -> None:
    assert named(None, "5: Ferry traffic") == [("5.", "Ferry traffic")] * 2
    assert named("5.", "5: Ferry traffic") == [("5.", "Ferry traffic")] * 2


def test_a_name_keeps_the_number_that_is_its_own() -> None:
    assert named("7.", "6. Ferry traffic") == [("7.", "6. Ferry traffic")] * 2
    assert named(None, "5: Ferry traffic", scanned=False) == [(None, "5: Ferry traffic")] * 2
    assert named("i7.", "6. Ferry traffic") == [("i7.", "6. Ferry traffic")] * 2
    assert named(None, "24 hours at a border") == [(None, "24 hours at a border")] * 2


def test_a_number_that_was_lost_is_flagged_and_says_where_its_topic_stands() -> None:
    rows = normalize_rows([*topic("1.", line=5), *topic(None, 2, line=9), *topic("3.", line=12)], "D", None)
    assert [row.topic_number for row in rows] == ["1", "2", "2", "3"]
    assert [row.row_id for row in rows] == ["I-1-1", "I-2-1", "I-2-2", "I-3-1"]
    assert all([flag.code for flag in row.flags if flag.field == "topic_number"] == [FlagCode.REPAIRED_NUMBER] for row in rows[1:3])
    assert [cell.lines for cell in rows[1].source.cells if cell.field == "topic_number"] == [((9, 9),)]


@given(st.lists(st.integers(1, 3), min_size=2, max_size=8), st.sets(st.integers(0, 7)))
def test_a_number_is_never_other_than_the_one_that_was_lost(rows: list[int], lost: set[int]) -> None:
    printed = [None if at in lost and at < len(rows) - 1 else f"{at + 1}." for at in range(len(rows))]
    found = numbers(*(topic(number, count) for number, count in zip(printed, rows, strict=True)))
    assert found == [f"{at + 1}." for at, count in enumerate(rows) for _ in range(count)]
