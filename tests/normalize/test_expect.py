"""Numbers run on; where they do not, the row says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_rows import cell, raw

from normalize.expect import number_flags
from normalize.rows import normalize_rows
from schemas.flags import FlagCode
from schemas.place import Place
from schemas.raw import Section
from schemas.row import RecordKind, Row

PARTS = {number: Section(number=number, title="PART", place=Place(lines=(1, 1))) for number in ("I", "II")}


def gaps(rows: tuple[Row, ...]) -> list[tuple[int, str | None, str]]:
    """The flagged rows: their position, the field, and what is said."""
    return [(i, flag.field, flag.detail) for i, row in enumerate(rows) for flag in row.flags if flag.code is FlagCode.NUMBER_GAP]


def topics(*numbers: str, part: str = "I") -> list[Row]:
    return list(normalize_rows([raw(section=PARTS[part], topic_number=n, topic=cell(f"Topic {n}")) for n in numbers], "D", None))


def tasks(*numbers: str, kind: RecordKind = RecordKind.ACTION, part: str = "I") -> list[Row]:
    return list(normalize_rows([raw(kind, PARTS[part], task_number=n, task="Draft") for n in numbers], "D", None))


def flagged(*parts: list[Row]) -> list[int]:
    """The positions of the rows with a gap, flags of the parts by themselves left aside."""
    rows = [Row(**{**_fields(row), "flags": ()}) for part in parts for row in part]
    return [i for i, _, _ in gaps(number_flags(rows))]


def _fields(row: Row) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("row_id", "document_id", "section_number", "record_kind", "topic_number", "task_number")}


def test_numbers_that_run_on_are_not_flagged():
    assert flagged(topics("1.", "2.", "3.")) == []


def test_a_topic_may_have_several_rows():
    assert flagged(topics("1.", "1.", "2.", "2.", "2.", "3.")) == []


def test_a_gap_is_flagged_once_and_says_what_was_expected():
    rows = normalize_rows([raw(topic_number=n, topic=cell(n)) for n in ("1.", "2.", "4.", "5.")], "D", None)
    assert gaps(rows) == [(2, "topic_number", "4 stands where 3 was expected")]


@pytest.mark.parametrize("numbers", [("2.",), ("1.", "3."), ("1.", "2.", "1."), ("1.", "2.", "3.", "7.")])
def test_what_does_not_run_on_is_flagged(numbers: tuple[str, ...]):
    assert len(flagged(topics(*numbers))) == 1


def test_a_task_number_does_not_repeat():
    assert flagged(tasks("1.", "2.", "2.", "3.")) == [2]


def test_a_new_section_may_begin_again_or_go_on():
    assert flagged(topics("1.", "2."), topics("1.", "2.", part="II")) == []
    assert flagged(topics("1.", "2."), topics("3.", "4.", part="II")) == []
    assert flagged(topics("1.", "2."), topics("7.", part="II")) == [2]


def test_each_parent_counts_by_itself():
    assert flagged(tasks("1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.1.3", kind=RecordKind.SUBTASK)) == []
    assert flagged(tasks("1.1.1", "1.1.3", "1.2.1", kind=RecordKind.SUBTASK)) == [1]


def test_each_kind_of_row_counts_by_itself():
    assert flagged(tasks("1", "2", kind=RecordKind.SUBTASK), tasks("1", "2", kind=RecordKind.ACTION)) == []


@pytest.mark.parametrize("number", ["", "II", "a", "1.a", "–"])
def test_what_is_no_number_is_not_counted(number: str):
    assert flagged(topics("1.", number, "2.")) == []


def test_rows_without_numbers_are_left_as_they_are():
    rows = normalize_rows([raw(topic=cell("Tool Lending")), raw(RecordKind.ROW, None, Line="Blue")], "D", None)
    assert gaps(rows) == []


def test_other_flags_stay_and_rows_keep_their_order():
    rows = normalize_rows([raw(section=None, topic_number=n, topic=cell(n)) for n in ("1.", "3.")], "D", None)
    assert [row.topic_number for row in rows] == ["1", "3"]
    assert [flag.code for flag in rows[1].flags] == [FlagCode.UNKNOWN_SECTION, FlagCode.NUMBER_GAP]


def section(number: str, count: int | None, above: int | None) -> Section:
    return Section(number=number, title="PORTS", place=Place(lines=(1, 1)), count=count, above=above)


@pytest.mark.parametrize(
    ("sections", "doubted"),
    [
        ([section("5.1", 5, 4), section("5.2", 6, 5)], []),
        ([section("5.1", 5, 4), section("5.3", 7, 5)], [0, 1]),
        ([section("5.1", 5, 4), section("5.3", 7, 6)], []),  # section 6 has a heading, and no rows
        ([section("5.1", None, 4), section("5.3", 7, None)], []),
        ([section("1.1", 5, 4), section("1.1", 1, 5)], []),  # another annex begins
        ([section("1.1", 1, None), section("1.3", 3, 1), section("1.5", 5, 3)], [0, 1, 2, 3]),
    ],
)
def test_rows_that_may_stand_under_a_lost_heading_are_doubted(sections: list[Section], doubted: list[int]):
    rows = normalize_rows([raw(section=each, topic=cell("Ports")) for each in sections for _ in range(2)], "D", None)
    found = gaps(rows)
    assert [i for i, _, _ in found] == doubted
    assert {field for _, field, _ in found} <= {"section_number"}


@given(st.lists(st.integers(1, 3), min_size=1, max_size=10), st.data())
def test_a_lost_topic_is_always_found(sizes: list[int], data: st.DataObject):
    """Leaving a topic out of a programme that runs on flags the row after it, and no other."""
    numbers = [n for n, size in enumerate(sizes, 1) for _ in range(size)]
    lost = data.draw(st.integers(1, len(sizes)))
    kept = [n for n in numbers if n != lost]
    after = [i for i, n in enumerate(kept) if n == lost + 1][:1]
    assert flagged(topics(*(f"{n}." for n in kept))) == after
