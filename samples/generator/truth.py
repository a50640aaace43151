"""What a document means: the data model's rows, read off the very cells that are printed."""

from collections.abc import Iterator
from typing import Any

from samples.generator.model import STRUCK, Cell, Programme, Table, Truth
from samples.sample_builder.model import FIELDS

PARAGRAPHS_KEPT = frozenset({"task", "progress", "indicator", "objective"})
LISTS = ("section_codes", "strategic_codes")
TYPES = {"A": "advanced", "M": "maintenance", "Advanced": "advanced", "Maintenance": "maintenance"}
NUMBERS = ("topic_number", "task_number")


def truth(programme: Programme) -> Truth:
    """The document record and all rows; rows that are struck as a whole stand apart, under `deleted_rows`."""
    rows: list[Truth] = []
    deleted: list[Truth] = []
    for part in programme.blocks:
        if isinstance(part, Table):
            for y, (row, values) in enumerate(zip(part.rows, table_rows(part), strict=True)):
                if row.mark in STRUCK:
                    deleted.append(values)
                else:
                    rows.append(values | {"changes": list(_changes(part, y))})
        elif part.truth is not None:
            rows.append(_record(part.truth) | {"changes": []})
    result: Truth = {"document": programme.document, "rows": rows}
    return result | {"deleted_rows": deleted} if deleted else result


def table_rows(table: Table) -> Iterator[Truth]:
    """One record a printed row, merged cells repeated on every row they reach."""
    for y in range(len(table.rows)):
        read = Cell.rejected if table.rows[y].mark in STRUCK else Cell.accepted
        texts = {name: read(one, _joint(table, name)) if one else None for name, one in _covering(table, y)}
        if table.name == "row":
            yield _record(table.common | {"record_kind": "row", "cells": texts})
        else:
            yield _record(table.common | {name: _value(name, text) for name, text in texts.items()} | _parent(table, texts))


def _record(values: Truth) -> Truth:
    record: Truth = {name: [] if name in LISTS else None for name in FIELDS}
    return record | values


def _covering(table: Table, y: int) -> Iterator[tuple[str, Cell | None]]:
    """Each column's field with the cell that covers it in row y."""
    for x, name in enumerate(table.fields):
        above = y
        while above > 0 and table.rows[above].cells[x] is None:
            above -= 1
        yield name, table.rows[above].cells[x]


def _changes(table: Table, y: int) -> Iterator[dict[str, Any]]:
    """The changes of row y; that of a merged cell stands on every row it reaches."""
    for name, one in _covering(table, y):
        if one is None:
            continue
        joint = _joint(table, name)
        before, after = (_number(name, text) for text in (one.rejected(joint), one.accepted(joint)))
        if after != before:
            yield {"field": name, "before": before, "after": after}


def _joint(table: Table, name: str) -> str:
    return "\n" if table.name != "row" and name in PARAGRAPHS_KEPT else " "


def _value(name: str, text: str | None) -> Any:
    if name == "strategic_codes":
        return list(dict.fromkeys((text or "").split()))
    if name == "task_type":
        return TYPES.get(text or "")
    return _number(name, text)


def _number(name: str, text: str | None) -> str | None:
    """A number without its full stop; any other text as it is."""
    return text.rstrip(".") if name in NUMBERS and text else text


def _parent(table: Table, texts: dict[str, str | None]) -> Truth:
    number = texts.get("task_number")
    if table.common.get("record_kind") != "action" or number is None or number.count(".") < 3:
        return {}
    return {"parent_task_number": number.rpartition(".")[0]}
