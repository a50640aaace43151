"""Raw rows become rows: every field typed, every doubt a flag."""

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

from normalize.bodies import acronyms
from normalize.codes import find_codes
from normalize.expect import number_flags, section_flags
from normalize.fields import changed, parse_field
from normalize.flattened import is_scanned, read_time
from normalize.legible import legible
from normalize.lost_numbers import with_lost_numbers
from normalize.text import one_line, paragraphs, sentence_case
from schemas.flags import Flag, FlagCode
from schemas.place import Box, Place
from schemas.raw import RawRow, Section
from schemas.row import CellSource, Change, RecordKind, Row, Source, Status

DELETED = "deleted"  # the section of deleted tasks


def normalize_rows(rows: Sequence[RawRow], document_id: str, annex: str | None, revised: datetime.date | None = None) -> tuple[Row, ...]:
    """The rows of one document, typed; row ids are unique in it. `revised` is the first day of the printed date of its revision."""
    ids = _RowIds()
    typed = []
    numbered = with_lost_numbers(legible(rows))
    for raw, doubts in zip(numbered, section_flags(numbered), strict=True):
        values, flags = _values(raw, revised)
        typed.append(
            Row(
                row_id=ids.next(values, raw),
                document_id=document_id,
                annex=annex,
                record_kind=raw.record_kind,
                source=_source(raw),
                flags=(*raw.flags, *doubts, *flags),
                **values,
            )
        )
    return number_flags(typed)


def _values(raw: RawRow, revised: datetime.date | None) -> tuple[dict[str, Any], tuple[Flag, ...]]:
    values: dict[str, Any] = _section(raw.section)
    if raw.record_kind is RecordKind.ROW:
        values["cells"] = {name: paragraphs(raw.cells[name].text) if name in raw.cells else None for name in raw.columns}
        old = {name: cell for name, cell in raw.cells.items() if cell.before is not None}
        changes = [Change(field=name, before=paragraphs(cell.before or ""), after=paragraphs(cell.text)) for name, cell in old.items()]
        values["changes"] = tuple(change for change in changes if change.before != change.after)
        return values, tuple(flag for cell in raw.cells.values() for flag in cell.flags)
    flags: list[Flag] = []
    changes = []
    for field, cell in raw.cells.items():
        flags += cell.flags
        if cell.before is not None and (change := changed(field, cell.before, cell.text)):
            changes.append(change)
        text = cell.text
        if is_scanned(field, cell):
            text, change, doubts = read_time(field, cell, revised)
            changes += [change] if change else []
            flags += doubts
        if text:
            parsed, doubts = parse_field(field, text)
            values |= parsed
            flags += doubts
    if raw.section is not None and raw.section.number == DELETED and values.get("status", Status.UNKNOWN) is Status.UNKNOWN:
        values["status"] = Status.DELETED
    if raw.section is None:
        flags.append(
            Flag(field="section_number", code=FlagCode.UNKNOWN_SECTION, detail="it stands under no heading that the profile knows")
        )
    elif not raw.section.title and raw.section.codes.rstrip().endswith(":"):
        flags.append(Flag(field="section_title", code=FlagCode.MISSING_CELL, detail=f"nothing follows {raw.section.codes.strip()!r}"))
    values["parent_task_number"] = _parent(values.get("task_number"), raw.record_kind)
    values["changes"] = tuple(changes)
    return values, tuple(flags)


def _section(section: Section | None) -> dict[str, Any]:
    if section is None:
        return {}
    title = one_line(section.title)
    return {
        "section_number": section.number,
        "section_title": sentence_case(title, acronyms()) if title else None,
        "section_codes": find_codes(section.codes),
    }


def _parent(task_number: str | None, kind: RecordKind) -> str | None:
    """The sub-task that an action serves, by its number: `1.1.2` for `1.1.2.3`."""
    if kind is not RecordKind.ACTION or task_number is None or "." not in task_number:
        return None
    return task_number.rpartition(".")[0]


class _RowIds:
    """Row ids of section, topic or task number, and count: the same from run to run, unique in a document."""

    def __init__(self) -> None:
        self.topics: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()
        self.topic: object = None

    def next(self, values: dict[str, Any], raw: RawRow) -> str:
        """The id of the next row in print order."""
        section = values.get("section_number") or "0"
        if values.get("task_number"):
            return self._unique(f"{section}-{values['task_number']}")
        topic = raw.cells.get("topic")
        if topic is None and raw.record_kind is RecordKind.ROW:
            return self._numbered("row")
        if topic is not self.topic:
            self.topic = topic
            self.topics[section] += 1
        return self._numbered(f"{section}-{values.get('topic_number') or f't{self.topics[section]}'}")

    def _numbered(self, stem: str) -> str:
        self.rows[stem] += 1
        return f"{stem}-{self.rows[stem]}"

    def _unique(self, stem: str) -> str:
        self.rows[stem] += 1
        return stem if self.rows[stem] == 1 else f"{stem}-{self.rows[stem]}"


def _source(raw: RawRow) -> Source:
    cells = tuple(CellSource(field=name, **_spots(cell.places)) for name, cell in raw.cells.items())
    return Source(**_spots(raw.places), cells=cells)


def _spots(places: Sequence[Place]) -> dict[str, Any]:
    pages = tuple(dict.fromkeys(place.page for place in places if place.page is not None))
    boxes: tuple[Box, ...] = tuple(dict.fromkeys(place.box for place in places if place.box is not None))
    return {"pages": pages, "lines": _merged(sorted({place.lines for place in places if place.lines is not None})), "boxes": boxes}


def _merged(ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Line ranges that touch made one."""
    merged: list[tuple[int, int]] = []
    for first, last in ranges:
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)
