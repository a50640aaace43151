"""What a programme's numbers promise: they run on. Where they do not, a row may be lost or joined."""

from collections.abc import Sequence
from dataclasses import replace

from schemas.flags import Flag, FlagCode
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
