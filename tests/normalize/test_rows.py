"""Raw rows become rows: ids, parents, sections, merged cells, places and flags. No document is opened here."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_rows import PART_I, boxed, cell, raw

from normalize.rows import normalize_rows
from schemas.flags import Flag, FlagCode
from schemas.place import Box, Place
from schemas.raw import RawRow, Section
from schemas.row import CellSource, RecordKind, Row, Status, TaskType


def typed(*rows: RawRow) -> tuple[Row, ...]:
    return normalize_rows(rows, "PT0712Ea", "II")


def one(row: RawRow) -> Row:
    (only,) = typed(row)
    return only


def codes(row: Row) -> list[tuple[str | None, str]]:
    return [(flag.field, flag.code.value) for flag in row.flags]


# ---------------------------------------------------------------------------------------------------------------- the fields


def test_every_field_is_typed():
    row = one(
        raw(
            topic_number="1 2.",
            topic="Tool\nLending",
            task="Draft a guide\nto lending",
            strategic_codes="SG SO1\nSP1",
            task_type="A",
            responsible_body="PTC,\nCouncil",
            indicator="Guide  published",
            timeline="June 2026\n(PTC)",
            progress="A draft went out.\n\nIt was read.",
        )
    )
    assert (row.document_id, row.annex, row.record_kind) == ("PT0712Ea", "II", RecordKind.TASK)
    assert (row.topic_number, row.topic, row.task) == ("12", "Tool Lending", "Draft a guide\nto lending")
    assert (row.strategic_codes, row.task_type) == (("SG", "SO1", "SP1"), TaskType.ADVANCED)
    assert (row.responsible_body, row.responsible_bodies) == ("PTC, Council", ("PTC", "Council"))
    assert (row.indicator, row.timeline) == ("Guide published", "June 2026 (PTC)")
    assert [(deadline.edtf, deadline.bodies) for deadline in row.deadlines] == [("2026-06", ("PTC",))]
    assert row.progress == "A draft went out.\nIt was read."


def test_what_is_not_printed_is_null_or_empty():
    row = one(raw(topic_number="12.", topic="Tool Lending"))
    assert (row.task, row.indicator, row.timeline, row.progress, row.task_type) == (None,) * 5
    assert (row.strategic_codes, row.responsible_bodies, row.deadlines, row.changes) == ((), (), (), ())
    assert row.cells is None


def test_a_cell_of_blanks_is_null():
    assert one(raw(topic="Tool Lending", indicator=" \n ")).indicator is None


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("strategic_codes", "SG XY9", "unparsed_code"),
        ("task_type", "Q", "unparsed_type"),
        ("timeline", "blue cheese 12 x", "unparsed_timeline"),
    ],
)
def test_what_is_not_understood_is_flagged_on_its_field(field: str, text: str, code: str):
    assert (field, code) in codes(one(raw(topic="Tool Lending", **{field: text})))


def test_flags_of_the_raw_row_and_of_its_cells_stay():
    close = Flag(code=FlagCode.CLOSE_JOIN, detail="near")
    merged = Flag(field="strategic_codes", code=FlagCode.JOINED_MERGED, detail="SP6 goes on SG")
    row = one(raw(flags=(close,), topic="Tool Lending", strategic_codes=cell("SG SP6", flags=(merged,))))
    assert {close, merged} <= set(row.flags)


# ------------------------------------------------------------------------------------------------------------------ sections


def test_a_section_title_in_capitals_is_a_sentence_and_acronyms_stay():
    section = Section(number="II", title="REPORTS  TO THE PTC", codes="PART II - REPORTS TO THE PTC", place=Place(lines=(1, 1)))
    row = one(raw(section=section, topic="Tool Lending"))
    assert (row.section_number, row.section_title, row.section_codes) == ("II", "Reports to the PTC", ())


def test_a_section_title_not_in_capitals_stays():
    section = Section(number="2", title="Secure the Supply Chain", codes="2. Secure the Supply Chain (SP2)", place=Place(lines=(1, 1)))
    row = one(raw(RecordKind.ACTION, section, task_number="1.", task="Draft a guide"))
    assert (row.section_title, row.section_codes) == ("Secure the Supply Chain", ("SP2",))


def test_a_heading_that_lost_its_title_says_so():
    section = Section(number="5.2", codes="3. Tasks to support Strategic Activity 5.2:", place=Place(lines=(1, 1)))
    row = one(raw(section=section, topic="Tool Lending"))
    assert (row.section_number, row.section_title) == ("5.2", None)
    assert [(flag.field, flag.code) for flag in row.flags] == [("section_title", FlagCode.MISSING_CELL)]


def test_an_empty_section_title_is_null():
    assert one(raw(section=Section(number="II", place=Place(lines=(1, 1))), topic="Tool Lending")).section_title is None


def test_a_row_under_no_heading_is_flagged():
    row = one(raw(section=None, topic="Tool Lending"))
    assert row.section_number is None
    assert ("section_number", "unknown_section") in codes(row)


def test_a_row_under_a_heading_is_not():
    assert "unknown_section" not in dict(codes(one(raw(topic="Tool Lending")))).values()


@pytest.mark.parametrize(
    ("progress", "status"), [("Struck out.", Status.DELETED), ("", Status.DELETED), ("Completed in 2025.", Status.COMPLETED)]
)
def test_a_task_of_the_deleted_annex_is_deleted_unless_its_progress_says_otherwise(progress: str, status: Status):
    section = Section(number="deleted", title="DELETED TASKS", place=Place(lines=(1, 1)))
    assert one(raw(section=section, topic="Tool Lending", progress=progress)).status is status


# ------------------------------------------------------------------------------------------------------------ numbers and ids


@pytest.mark.parametrize(
    ("kind", "printed", "parent"),
    [
        (RecordKind.ACTION, "1.1.2.3", "1.1.2"),
        (RecordKind.ACTION, "1.1.2.3.", "1.1.2"),
        (RecordKind.ACTION, "3.", None),
        (RecordKind.SUBTASK, "1.1.2", None),
        (RecordKind.TASK, "1.2", None),
    ],
)
def test_the_parent_of_an_action_is_the_subtask_it_serves(kind: RecordKind, printed: str, parent: str | None):
    assert one(raw(kind, task_number=printed, task="Draft")).parent_task_number == parent


def test_ids_count_the_rows_of_a_topic():
    topic, other = cell("Tool Lending"), cell("Night Shifts")
    rows = typed(
        raw(topic_number="1.", topic=topic),
        raw(topic_number="1.", topic=topic),
        raw(topic_number="2.", topic=other, indicator="Map agreed"),
    )
    assert [row.row_id for row in rows] == ["I-1-1", "I-1-2", "I-2-1"]


def test_topics_without_a_number_are_counted():
    topic, other = cell("Tool Lending"), cell("Night Shifts")
    section = Section(number="deleted", title="DELETED", place=Place(lines=(1, 1)))
    rows = typed(*(raw(section=section, topic=each) for each in (topic, topic, other)))
    assert [row.row_id for row in rows] == ["deleted-t1-1", "deleted-t1-2", "deleted-t2-1"]


def test_a_numbered_task_is_named_by_its_number():
    rows = typed(*(raw(RecordKind.ACTION, task_number=n, task="Draft") for n in ("1.", "2.", "2.", "3.")))
    assert [row.row_id for row in rows] == ["I-1", "I-2", "I-2-2", "I-3"]


def test_generic_rows_are_counted():
    rows = typed(*(raw(RecordKind.ROW, None, columns=("Line",), Line=f"Line {n}") for n in range(3)))
    assert [row.row_id for row in rows] == ["row-1", "row-2", "row-3"]


def test_an_id_does_not_depend_on_the_text_of_the_row():
    one_way = typed(raw(topic_number="1.", topic="Tool Lending", progress="A draft."))
    other = typed(raw(topic_number="1.", topic="Tools", progress="Another."))
    assert [row.row_id for row in one_way] == [row.row_id for row in other]


numbers = st.sampled_from(["1.", "2.", "3.", "1.1", "1.1.1", ""])
sections = st.sampled_from([None, PART_I, Section(number="II", title="OTHERS", place=Place(lines=(9, 9)))])
kinds = st.sampled_from([RecordKind.TASK, RecordKind.ACTION, RecordKind.SUBTASK, RecordKind.INACTIVE_TOPIC])


@given(st.lists(st.tuples(kinds, sections, numbers, numbers, st.booleans()), max_size=12))
def test_ids_are_unique_and_the_same_again(made: list[tuple[RecordKind, Section | None, str, str, bool]]):
    topic = cell("Tool Lending")
    rows = [
        raw(kind, section, topic=topic if same else cell("Other"), **{k: v for k, v in (("topic_number", a), ("task_number", b)) if v})
        for kind, section, a, b, same in made
    ]
    ids = [row.row_id for row in typed(*rows)]
    assert ids == [row.row_id for row in typed(*rows)]
    assert len(set(ids)) == len(ids)


# -------------------------------------------------------------------------------------------------------------- merged cells


def test_a_merged_cell_holds_for_each_of_its_rows():
    shared = {"topic": cell("Tool Lending", 3, 9), "strategic_codes": cell("SG SO1 SP6", 3, 9)}
    first, second = typed(raw(lines=(3,), indicator="Guide", **shared), raw(lines=(9,), indicator="Course", **shared))
    assert first.strategic_codes == second.strategic_codes == ("SG", "SO1", "SP6")
    assert first.topic == second.topic == "Tool Lending"
    assert (first.indicator, second.indicator) == ("Guide", "Course")


# -------------------------------------------------------------------------------------------------------------- generic rows


def test_a_generic_row_has_its_printed_columns_in_print_order():
    row = one(raw(RecordKind.ROW, None, columns=("Line", "Zone / Day", "Fare"), Fare="2.10", Line="Blue  line"))
    assert row.cells == {"Line": "Blue line", "Zone / Day": None, "Fare": "2.10"}
    assert list(row.cells) == ["Line", "Zone / Day", "Fare"]
    assert (row.topic, row.task, row.section_number) == (None, None, None)


def test_a_generic_row_is_under_no_section_and_that_is_no_fault():
    assert one(raw(RecordKind.ROW, None, Line="Blue")).flags == ()


def test_flags_of_cells_stay_on_a_generic_row():
    flag = Flag(field="Line", code=FlagCode.JOINED_MERGED)
    assert one(raw(RecordKind.ROW, None, Line=cell("Blue", flags=(flag,)))).flags == (flag,)


# -------------------------------------------------------------------------------------------------------------------- places


def test_lines_that_touch_are_one_range():
    row = one(raw(lines=(3, 4, 9), topic="Tool Lending"))
    assert row.source.lines == ((3, 4), (9, 9))
    assert row.source.pages == row.source.boxes == ()


def test_each_field_says_where_it_was_read():
    row = one(raw(lines=(3, 9), topic=cell("Tool Lending", 3), progress=cell("A draft went out.", 3, 9)))
    assert row.source.cells == (CellSource(field="topic", lines=((3, 3),)), CellSource(field="progress", lines=((3, 3), (9, 9))))


def test_pages_and_boxes_of_a_cell_that_a_break_cuts():
    row = one(raw(topic=boxed("Tool Lending", 3, 4, 4)))
    (source,) = row.source.cells
    assert source.pages == (3, 4)
    assert source.boxes == tuple(Box(page=page, x0=1.0, top=2.0, x1=3.0, bottom=4.0) for page in (3, 4))


# ---------------------------------------------------------------------------------------------------------- tracked changes


def test_a_tracked_change_has_both_readings_and_the_row_the_later():
    row = one(raw(topic="Tool Lending", timeline=cell("June 2026 (PTC)", before="May 2026 (PTC)")))
    assert row.timeline == "June 2026 (PTC)"
    assert [(change.field, change.before, change.after) for change in row.changes] == [("timeline", "May 2026 (PTC)", "June 2026 (PTC)")]


# ----------------------------------------------------------------------------------------------------------------- boundary


def test_normalize_opens_no_pdf():
    code = (
        "import sys, normalize.document; "
        "sys.exit(any(m.split('.')[0] in {'tablers', 'pdfplumber', 'pypdfium2', 'extract', 'annextract'} for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
