"""A truth as it is printed: headings, and tables of cells whose text is cut into lines. Merged cells are printed once."""

import random
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from samples.generator.families import activities, ecp, ptc, tfawg

Truth = dict[str, Any]
Cell = tuple[str, ...]
"""The lines of a cell: one without characters where it is empty, none where it is merged with the one above."""

COLUMNS = ("topic_number", "topic", "task_number", "task", "strategic_codes", "task_type", "responsible_body", "related_programme")
COLUMNS += ("objective", "indicator", "start", "timeline", "progress")
WIDTHS = {"topic_number": 4, "task_number": 7, "strategic_codes": 5, "task_type": 12, "topic": 18, "task": 24, "progress": 30}
USUAL_WIDTH = 17  # characters
PER_TOPIC = ("topic_number", "topic")
PER_TASK = ("task", "strategic_codes", "task_type", "responsible_body")
HEADERS = dict(zip(ptc.FIELDS, ptc.HEADERS, strict=True)) | {"task_number": ("No", "No.")}
HEADERS |= {"related_programme": ecp.HEADERS[3], "objective": tfawg.SUBTASK_HEADERS[3], "start": tfawg.SUBTASK_HEADERS[4]}
TYPES = ({"advanced": "A", "maintenance": "M"}, {"advanced": "Advanced", "maintenance": "Maintenance"})
STRUCK_FIRST = 0.8  # the share of changes that print what was struck ahead of what was added


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed. Each row has a cell a column."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


def printed(truth: Truth, rng: random.Random, tracked: bool) -> Iterator[str | Table]:
    """Lines and tables in print order. With `tracked`, a changed timeline holds both readings."""
    document = truth["document"]
    yield document["title"]
    widths = {field: max(4, round(WIDTHS.get(field, USUAL_WIDTH) * rng.uniform(0.7, 1.3))) for field in COLUMNS}
    style = _Style(widths, rng.choice(TYPES), tracked, rng)
    for (_, kind, _), group in groupby(truth["rows"], lambda row: (row["section_number"], row["record_kind"], _group(row))):
        rows = list(group)
        yield from _headings(rows[0])
        if kind == "inactive_topic":
            yield from (f"- {row['topic']}" for row in rows)
        else:
            yield style.table(rows)


def _group(row: Truth) -> str | None:
    """The topic where it is a heading and no column."""
    return row["topic_number"] if row["record_kind"] == "subtask" or row["parent_task_number"] else None


def _headings(row: Truth) -> Iterator[str]:
    number, title = row["section_number"], row["section_title"]
    if row["record_kind"] == "inactive_topic" or number in {*["I", "II", "III", "IV"], "deleted"}:
        yield f"ANNEX - {title.upper()}" if number == "deleted" else f"PART {number} - {title.upper()}"
    elif number in activities.ACTIVITIES:
        yield f"Tasks to support Strategic Activity {number}: {title}"
    elif row["topic_number"] and _group(row):
        yield from (f"Task {row['topic_number']} {row['topic']}",) if row["record_kind"] == "subtask" else ("ACTIONS",)
    else:
        codes = "".join(f" (Strategic Process {code[2:]} - {code})" for code in row["section_codes"])
        yield f"{number}. {title}{codes}"


@dataclass(frozen=True, slots=True)
class _Style:
    """How the tables of one document are printed."""

    widths: dict[str, int]
    types: dict[str, str]
    tracked: bool
    rng: random.Random

    def table(self, rows: list[Truth]) -> Table:
        """The table of rows that stand under one heading."""
        heading = PER_TOPIC if _group(rows[0]) else ()
        fields = [field for field in COLUMNS if field not in heading and any(row[field] for row in rows)]
        header = tuple(self._lines(field, self.rng.choice(HEADERS[field])) for field in fields)
        above: Truth | None = None
        body = []
        for row in rows:
            body.append(tuple(() if self._merged(field, row, above) else self._cell(field, row) for field in fields))
            above = row
        return Table(header, tuple(body))

    @staticmethod
    def _merged(field: str, row: Truth, above: Truth | None) -> bool:
        if above is None or any(row[one] != above[one] for one in PER_TOPIC) or field not in PER_TOPIC + PER_TASK:
            return False
        return field in PER_TOPIC or (row["task_number"] is None and all(row[one] == above[one] for one in ("task", field)))

    def _cell(self, field: str, row: Truth) -> Cell:
        value = row[field]
        if field == "strategic_codes":
            return tuple(value) or ("",)
        changes = [change for change in row["changes"] if change["field"] == field] if self.tracked and field == "timeline" else []
        if changes:
            value = flattened(changes[0]["before"] or "", changes[0]["after"] or "", self.rng)
        elif field == "task_type":
            value = self.types.get(value)
        return tuple(line for part in (value or "").split("\n") for line in self._lines(field, part))

    def _lines(self, field: str, text: str) -> Cell:
        return tuple(textwrap.wrap(text, self.widths[field])) or ("",)


def flattened(before: str, after: str, rng: random.Random) -> str:
    """Both readings in one run of characters: what they share stands once, struck and added stand side by side."""
    head = tail = 0
    if rng.random() < 0.6:
        while head < min(len(before), len(after)) and before[head] == after[head]:
            head += 1
        while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
            tail += 1
    struck, added = before[head : len(before) - tail], after[head : len(after) - tail]
    first, second = (struck, added) if rng.random() < STRUCK_FIRST else (added, struck)
    return before[:head] + first + second + before[len(before) - tail :]
