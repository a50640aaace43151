"""Each field of a row from its raw cell: one function a field, in one table."""

from collections.abc import Callable, Mapping
from typing import Any

from normalize.bodies import find_bodies, parse_bodies
from normalize.codes import parse_codes
from normalize.events import parse_events
from normalize.status import parse_status
from normalize.task_types import parse_task_type
from normalize.text import number, one_line, paragraphs
from normalize.timelines import parse_timeline
from schemas.flags import Flag, FlagCode
from schemas.row import Change

Problems = tuple[tuple[FlagCode, str], ...]
Parsed = tuple[dict[str, Any], Problems]


def _codes(text: str) -> Parsed:
    codes, problems = parse_codes(one_line(text) or "")
    return {"strategic_codes": codes}, problems


def _task_type(text: str) -> Parsed:
    kind, problems = parse_task_type(one_line(text) or "")
    return {"task_type": kind}, problems


def _bodies(text: str) -> Parsed:
    line = one_line(text)
    codes, problems = parse_bodies(line or "")
    return {"responsible_body": line, "responsible_bodies": codes}, problems


def _timeline(text: str) -> Parsed:
    line = one_line(text)
    deadlines, problems = parse_timeline(line or "", find_bodies=find_bodies)
    return {"timeline": line, "deadlines": deadlines}, problems


def _start(text: str) -> Parsed:
    line = one_line(text)
    deadlines, problems = parse_timeline(line or "", find_bodies=find_bodies)
    return {"start": line, "start_deadlines": deadlines}, problems


def _progress(text: str) -> Parsed:
    said = paragraphs(text)
    return {"progress": said, "status": parse_status(said), "events": parse_events(said)}, ()


def _as(field: str, clean: Callable[[str], str | None]) -> Callable[[str], Parsed]:
    return lambda text: ({field: clean(text)}, ())


PARAGRAPHS = frozenset({"task", "objective", "indicator", "progress"})  # the fields that keep their paragraphs
FIELDS: Mapping[str, Callable[[str], Parsed]] = {
    "topic_number": _as("topic_number", number),
    "topic": _as("topic", one_line),
    "task_number": _as("task_number", number),
    "task": _as("task", paragraphs),
    "objective": _as("objective", paragraphs),
    "related_programme": _as("related_programme", one_line),
    "indicator": _as("indicator", paragraphs),
    "strategic_codes": _codes,
    "task_type": _task_type,
    "responsible_body": _bodies,
    "timeline": _timeline,
    "start": _start,
    "progress": _progress,
}


def parse_field(field: str, text: str) -> tuple[dict[str, Any], tuple[Flag, ...]]:
    """The record fields that one raw cell fills, and the flags for what in it was not understood."""
    values, problems = FIELDS[field](text)
    return values, tuple(Flag(field=field, code=code, detail=detail) for code, detail in problems)


def changed(field: str, before: str, after: str) -> Change | None:
    """The tracked change of a field as its own text shows it; None where nothing that counts has changed."""
    clean = paragraphs if field in PARAGRAPHS else number if field.endswith("_number") else one_line
    old, new = clean(before), clean(after)
    return Change(field=field, before=old, after=new) if old != new else None
