"""What a programme's numbers promise: they run on. Where they do not, a row may be lost or joined, or a heading."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import attrgetter

from schemas.flags import Flag, FlagCode
from schemas.raw import RawRow, Section
from schemas.row import Row


def number_flags(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with a flag on each number that does not follow the one before it.

    Numbers count per kind of row and per parent (`1.1.2` for `1.1.2.3`); a new section may begin again at 1.
    """
    last: dict[tuple[str, str], tuple[int, str | None]] = {}
    checked = []
    for row in rows:
        for field in ("topic_number", "task_number"):
            flag = _check(row, field, last)
            row = replace(row, flags=(*row.flags, flag)) if flag else row
        checked.append(row)
    return tuple(checked)


def section_flags(rows: Sequence[RawRow]) -> tuple[tuple[Flag, ...], ...]:
    """For each row the flags of its section: where the headings skip a number below it, the row may stand under one that is lost."""
    gaps: dict[Section, Flag] = {}
    for (section, _), (after, _) in pairwise(groupby(rows, key=attrgetter("section"))):
        if section is None or after is None or section.count is None or after.count is None:
            continue
        if after.above == section.count < after.count - 1:
            said = f"heading {section.count} is followed by {after.count}; this may stand under one between that is lost"
            gaps[section] = Flag(field="section_number", code=FlagCode.NUMBER_GAP, detail=said)
    return tuple((gaps[row.section],) if row.section in gaps else () for row in rows)


def _check(row: Row, field: str, last: dict[tuple[str, str], tuple[int, str | None]]) -> Flag | None:
    text: str | None = getattr(row, field)
    parent, _, own = (text or "").rpartition(".")
    if not own.isdecimal():
        return None
    count, key = int(own), (f"{row.record_kind}.{field}", parent)
    before, section = last.get(key, (0, row.section_number))
    last[key] = count, row.section_number
    fresh = section != row.section_number and count == 1
    repeated = field == "topic_number" and count == before  # a topic's number holds for all its rows
    if count == before + 1 or fresh or repeated or (before == 0 and field == "topic_number" and parent):
        return None
    expected = f"{parent}.{before + 1}" if parent else str(before + 1)
    return Flag(field=field, code=FlagCode.NUMBER_GAP, detail=f"{text} stands where {expected} was expected")
