"""The work programme of the Permanent Technical Committee: parts, topics, tasks, rows, in nine columns."""

from collections.abc import Iterator
from typing import Any

from sample_builder.model import Block, Cell, Cells, Paragraph, Row, Table, Truth, paragraphs, truth_row

FIELDS = ("topic_number", "topic", "task", "strategic_codes", "task_type", "responsible_body", "indicator", "timeline", "progress")
NOTED_COLUMNS = (3, 4, 5)
TYPES = {"A": "advanced", "M": "maintenance"}
Source = dict[str, Any]


def blocks(source: Source) -> Iterator[Block]:
    """What the programme prints, in order."""
    yield from (Paragraph(text, "lead") for text in source["print"]["lead"])
    yield from paragraphs(source["print"]["introduction"])
    yield Paragraph("*\n* *", "stars")
    for section in source["section"]:
        note = str(section["heading_note"]) if "heading_note" in section else None
        yield Paragraph(section["heading"], "heading", note, section.get("new_page", False))
        if "topic" in section:
            yield Table(FIELDS, (_header(source, section),), tuple(_table_rows(section)))
        yield from (Paragraph(f"{n}. {topic}", "item") for n, topic in enumerate(section.get("inactive", ()), 1))
        if "inactive" in section and note:
            yield Paragraph(source["notes"][note], "note", note)
    yield Paragraph("*\n* *", "stars")


def rows(source: Source) -> Iterator[Truth]:
    """What the programme means: one record a printed row."""
    for section in source["section"]:
        common = {"section_number": section["number"], "section_title": section["title"]}
        for number, topic in enumerate(section.get("inactive", ()), 1):
            yield truth_row(**common, record_kind="inactive_topic", topic_number=str(number), topic=topic)
        for topic in section.get("topic", ()):
            common |= {"record_kind": "task", "topic_number": topic.get("number"), "topic": topic["topic"]}
            yield from _topic_rows(topic, common)


def _topic_rows(topic: Source, common: dict[str, Any]) -> Iterator[Truth]:
    codes = ""
    for task in topic["task"]:
        codes = task.get("codes", codes)
        body = task["bodies"]
        for row in task["row"]:
            body = row.get("bodies", body)
            yield truth_row(
                **common,
                task=task["task"],
                strategic_codes=codes.split(),
                task_type=TYPES.get(task["type"]),
                responsible_body=body,
                indicator=row["indicator"],
                timeline=row["timeline"],
                progress=row["progress"],
            )


def _header(source: Source, section: Source) -> Cells:
    notes = dict(zip(NOTED_COLUMNS, map(str, section["column_notes"]), strict=False))
    titles = [section.get("number_column", source["print"]["columns"][0]), *source["print"]["columns"][1:]]
    return tuple(Cell(title, note=notes.get(column)) for column, title in enumerate(titles))


def _table_rows(section: Source) -> Iterator[Row]:
    for place, topic in enumerate(section["topic"], 1):
        number = f"{topic['number']}." if "number" in topic else ""
        size = sum(len(task["row"]) for task in topic["task"])
        opening: tuple[Cell | None, Cell | None] = (Cell(number, size), Cell(topic["topic"], size))
        for n, task in enumerate(topic["task"]):
            for m, row in enumerate(task["row"]):
                cells = (*_task_cells(topic, n, m), *(Cell(row[field]) for field in ("indicator", "timeline", "progress")))
                yield Row(f"{section['number']}/{place}/{n + 1}/{m + 1}", (*opening, *cells))
                opening = (None, None)


def _task_cells(topic: Source, n: int, m: int) -> Cells:
    """Task, codes, type and bodies of row m of task n; None where the cell above reaches down."""
    task = topic["task"][n]
    if m:
        return None, None, None, _bodies_cell(task, m)
    return Cell(task["task"], len(task["row"])), _codes_cell(topic, n), Cell(task["type"], len(task["row"])), _bodies_cell(task, 0)


def _codes_cell(topic: Source, n: int) -> Cell | None:
    first, *rest = topic["task"][n:]
    if "codes" not in first:
        return None
    size = len(first["row"])
    for task in rest:
        if "codes" in task:
            break
        size += len(task["row"])
    return Cell(first["codes"], size)


def _bodies_cell(task: Source, m: int) -> Cell | None:
    text = task["bodies"] if m == 0 else task["row"][m].get("bodies")
    if text is None:
        return None
    size = 1
    for row in task["row"][m + 1 :]:
        if "bodies" in row:
            break
        size += 1
    return Cell(text, size)
