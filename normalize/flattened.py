"""Cells whose tracked changes were flattened into one stream: the field takes what stands after the change, and says so.

Only times are untangled: their grammar is strict enough to tell two readings apart. Running text stays as printed.
"""

import datetime

from normalize.text import one_line
from normalize.track_changes import Reading, Untangled, untangle
from schemas.flags import Flag, FlagCode
from schemas.raw import RawCell
from schemas.row import Change

FIELDS = frozenset({"timeline", "start"})


def is_flattened(field: str, cell: RawCell) -> bool:
    """Whether the cell may hold struck and inserted words that can be told apart."""
    return cell.flattened and field in FIELDS


def untangled(field: str, text: str, revised: datetime.date | None) -> tuple[str, Change | None, tuple[Flag, ...]]:
    """The cell's text after its change, the change, and a flag with the printed form; the text as it is where nothing was found.

    Args:
        field: `timeline` or `start`.
        text: the cell as printed.
        revised: the first day of the revision that shows the change.
    """
    printed = one_line(text) or ""
    found = untangle(printed, revised)
    if found is None:
        return text, None, ()
    code = FlagCode.UNTANGLED_CHANGE if found.changed else FlagCode.REPAIRED_TIMELINE
    change = Change(field=field, before=found.before, after=found.after) if found.changed else None
    return found.after, change, (Flag(field=field, code=code, detail=_detail(printed, found)),)


def _detail(printed: str, found: Untangled) -> str:
    said = f'"{printed}" read as {_quoted(found.best)}'
    return f"{said}; or as {_quoted(found.second)}" if found.second and found.is_close else said


def _quoted(reading: Reading) -> str:
    if reading.before == reading.after:
        return f'"{reading.after}"'
    return f'"{reading.after}", before it "{reading.before}"'
