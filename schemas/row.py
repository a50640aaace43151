"""The rows that a conversion yields: one printed line of a programme table, typed. Field order is the order of the files."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from schemas.flags import Flag
from schemas.place import Box


class RecordKind(StrEnum):
    """What a row is."""

    TASK = "task"
    SUBTASK = "subtask"
    ACTION = "action"
    INACTIVE_TOPIC = "inactive_topic"
    ROW = "row"


class TaskType(StrEnum):
    """The two types of task."""

    ADVANCED = "advanced"
    MAINTENANCE = "maintenance"


class Status(StrEnum):
    """What the progress text says of the work."""

    COMPLETED = "completed"
    PARTIALLY_COMPLETED = "partially_completed"
    ONGOING = "ongoing"
    PLANNED = "planned"
    NO_PROGRESS = "no_progress"
    DELETED = "deleted"
    UNKNOWN = "unknown"


class DeadlineKind(StrEnum):
    """What kind of time a phrase names."""

    DATE = "date"
    ONGOING = "ongoing"
    RECURRING = "recurring"
    EVENT = "event"
    CONDITION = "condition"


class Qualifier(StrEnum):
    """How firmly a recurrence is meant."""

    USUALLY = "usually"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One point, span or rhythm of time that a timeline cell names."""

    raw: Annotated[str, Meta(description="The words it was read from.")]
    kind: Annotated[DeadlineKind, Meta(description="What kind of time the words name.")]
    edtf: Annotated[str | None, Meta(description="ISO 8601-2 (EDTF level 1); null where the words name no date.")] = None
    earliest: Annotated[datetime.date | None, Meta(description="First day that the edtf admits; null at an open end.")] = None
    latest: Annotated[datetime.date | None, Meta(description="Last day that the edtf admits; null at an open end.")] = None
    bodies: Annotated[tuple[str, ...], Meta(description="Canonical codes of the bodies named for it.")] = ()
    recurrence: Annotated[str | None, Meta(description="ISO 8601 duration between occurrences; null where unsaid.")] = None
    qualifier: Annotated[Qualifier | None, Meta(description="usually, at_least or null.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that the progress text reports: who did what, and when."""

    raw: Annotated[str, Meta(description="The sentence it was read from.")]
    bodies: Annotated[tuple[str, ...], Meta(description="Canonical codes of those who acted.")] = ()
    action: Annotated[str, Meta(description="The verb in its base form: endorse, approve, take note.")]
    edtf: Annotated[str | None, Meta(description="When, as EDTF; null where unsaid.")] = None
    earliest: Annotated[datetime.date | None, Meta(description="First day that the edtf admits.")] = None
    latest: Annotated[datetime.date | None, Meta(description="Last day that the edtf admits.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One tracked change: the row's own field holds `after`."""

    field: Annotated[str, Meta(description="The field that was changed.")]
    before: Annotated[str | None, Meta(description="The struck reading; null where the text is new.")] = None
    after: Annotated[str | None, Meta(description="The accepted reading; null where the text was struck.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSource:
    """Where one field's text was read; a merged cell that a page break cuts has several places."""

    field: Annotated[str, Meta(description="The field that was read there.")]
    pages: Annotated[tuple[int, ...], Meta(description="Pages, from 1.")] = ()
    lines: Annotated[tuple[tuple[int, int], ...], Meta(description="Line ranges of a text, from 1, both ends in.")] = ()
    boxes: Annotated[tuple[Box, ...], Meta(description="Boxes in points from the page's top left corner.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a row was read. What does not apply is empty."""

    pages: Annotated[tuple[int, ...], Meta(description="Pages, from 1.")] = ()
    lines: Annotated[tuple[tuple[int, int], ...], Meta(description="Line ranges of a text, from 1, both ends in.")] = ()
    boxes: Annotated[tuple[Box, ...], Meta(description="Boxes in points from the page's top left corner.")] = ()
    cells: Annotated[tuple[CellSource, ...], Meta(description="The same, field by field.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The smallest printed line of a table that has its own indicator, timeline or progress."""

    row_id: Annotated[str, Meta(description="Stable and unique within a document, the same from run to run.")]
    document_id: Annotated[str, Meta(description="The document's printed reference.")]
    annex: Annotated[str | None, Meta(description="Annex of the document, as a Roman numeral.")] = None
    section_number: Annotated[str | None, Meta(description="Number of the part, activity, process or deliverable.")] = None
    section_title: Annotated[str | None, Meta(description="Its heading, without number and bracketed reference.")] = None
    section_codes: Annotated[tuple[str, ...], Meta(description="The codes that the heading names.")] = ()
    record_kind: Annotated[RecordKind, Meta(description="What the row is.")]
    cells: Annotated[dict[str, str | None] | None, Meta(description="For a `row`: printed header to text, in print order.")] = None
    topic_number: Annotated[str | None, Meta(description="Printed number of the topic.")] = None
    topic: Annotated[str | None, Meta(description="The topic or task group.")] = None
    task_number: Annotated[str | None, Meta(description="Printed number of the task or action.")] = None
    task: Annotated[str | None, Meta(description="The task, sub-task or action.")] = None
    parent_task_number: Annotated[str | None, Meta(description="For an action, the sub-task it serves.")] = None
    objective: Annotated[str | None, Meta(description="The objective of a sub-task.")] = None
    related_programme: Annotated[str | None, Meta(description="Relevant work programme or action plan.")] = None
    strategic_codes: Annotated[tuple[str, ...], Meta(description="Codes of the strategic plan in printed order.")] = ()
    task_type: Annotated[TaskType | None, Meta(description="Advanced or maintenance.")] = None
    responsible_body: Annotated[str | None, Meta(description="The cell's text.")] = None
    responsible_bodies: Annotated[tuple[str, ...], Meta(description="Canonical codes of the bodies named.")] = ()
    indicator: Annotated[str | None, Meta(description="Performance indicator.")] = None
    start: Annotated[str | None, Meta(description="Raw text of a start column.")] = None
    timeline: Annotated[str | None, Meta(description="Raw text of the timeline cell.")] = None
    deadlines: Annotated[tuple[Deadline, ...], Meta(description="What the timeline cell names.")] = ()
    start_deadlines: Annotated[tuple[Deadline, ...], Meta(description="What the start cell names.")] = ()
    progress: Annotated[str | None, Meta(description="Progress, comments or updates; paragraphs joined by a line feed.")] = None
    status: Annotated[Status, Meta(description="What the progress text says.")] = Status.UNKNOWN
    events: Annotated[tuple[Event, ...], Meta(description="What the progress text reports: who did what, when.")] = ()
    changes: Annotated[tuple[Change, ...], Meta(description="Tracked changes.")] = ()
    source: Annotated[Source, Meta(description="Where the row was read.")] = Source()
    flags: Annotated[tuple[Flag, ...], Meta(description="What a person should look at.")] = ()
