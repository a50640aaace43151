"""The work programme of the TFAWG: key deliverables, tasks with a table of sub-tasks, and a table of the year's actions."""

from collections.abc import Iterator
from typing import Any

from sample_builder.model import Block, Cell, Cells, Paragraph, Row, Table, Truth, paragraphs, truth_row

SUBTASK_FIELDS = ("task_number", "task", "strategic_codes", "objective", "start", "timeline", "progress")
ACTION_FIELDS = ("task_number", "task", "responsible_body", "indicator", "timeline", "progress")
CODES_COLUMN = 2
SOURCE_KEYS = {"task_number": "number", "strategic_codes": "codes", "responsible_body": "body"}
Source = dict[str, Any]


def blocks(source: Source) -> Iterator[Block]:
    """What the programme prints, in order."""
    yield from (Paragraph(text, "lead") for text in source["print"]["lead"])
    yield from paragraphs(source["print"]["introduction"])
    yield Paragraph("*\n\n* *", "stars")
    for deliverable in source["deliverable"]:
        yield Paragraph(deliverable["heading"], "heading")
        yield from paragraphs([deliverable["title"], *deliverable.get("points", ())])
        for task in deliverable["task"]:
            yield Table(SUBTASK_FIELDS, _subtask_header(source, task), _rows(task["subtask"], SUBTASK_FIELDS))
            yield Paragraph(task["actions"], "heading")
            header = tuple(map(Cell, source["print"]["action_columns"]))
            yield Table(ACTION_FIELDS, (header,), _rows(task["action"], ACTION_FIELDS))


def rows(source: Source) -> Iterator[Truth]:
    """What the programme means: a record each sub-task, then a record each action, task by task."""
    for deliverable in source["deliverable"]:
        for task in deliverable["task"]:
            common = {
                "section_number": deliverable["number"],
                "section_title": deliverable["title"],
                "topic_number": task["number"],
                "topic": task["title"],
            }
            for subtask in task["subtask"]:
                values = {field: subtask[SOURCE_KEYS.get(field, field)] for field in SUBTASK_FIELDS}
                yield truth_row(**common, record_kind="subtask", **values | {"strategic_codes": subtask["codes"].split()})
            for action in task["action"]:
                values = {field: action[SOURCE_KEYS.get(field, field)] for field in ACTION_FIELDS}
                parent = action["number"].rpartition(".")[0]
                yield truth_row(**common, record_kind="action", parent_task_number=parent, **values)


def _subtask_header(source: Source, task: Source) -> tuple[Cells, ...]:
    titles = list(source["print"]["subtask_columns"])
    titles[CODES_COLUMN] = task.get("codes_column", titles[CODES_COLUMN])
    caption = Cell(f"Task {task['number']} {task['title']}".strip(), columns=len(titles))
    return (caption, *[None] * (len(titles) - 1)), tuple(map(Cell, titles))


def _rows(entries: list[Source], fields: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(Row(entry["number"], tuple(Cell(entry[SOURCE_KEYS.get(field, field)]) for field in fields)) for entry in entries)
