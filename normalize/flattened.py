"""Times that an OCR read: misread letters are put right, and of a change in one stream the field takes what stands after it.

Both are flagged with what was printed. Only times are untangled: their grammar is strict enough to tell two readings apart. Running
text stays as printed.
"""

import datetime
import re
from dataclasses import replace

from normalize.text import one_line
from normalize.time_marks import with_marks
from normalize.track_changes import Reading, Untangled, is_sure, mend, untangle
from schemas.flags import Flag, FlagCode
from schemas.raw import RawCell
from schemas.row import Change

FIELDS = frozenset({"timeline", "start"})
_TOGETHER = re.compile(r"[a-z][A-Z][a-z]{2}|\d{4}(?:\d{4}|[A-Z][a-z]{2})")  # words or years with no blank between


def is_scanned(field: str, cell: RawCell) -> bool:
    """Whether an OCR may have misread letters of the cell, or run words together, that can be put right."""
    return (cell.scanned or cell.flattened) and field in FIELDS


def read_time(field: str, cell: RawCell, revised: datetime.date | None) -> tuple[str, Change | None, tuple[Flag, ...]]:
    """A scanned cell's text as it was printed, after its change if it has one; the change; and a flag with the printed form.

    The text stays as it is where nothing was found.

    Args:
        field: `timeline` or `start`.
        cell: as read. Where its text is not known to show changes, only a sure one of words that run together is taken.
        revised: the first day of the revision that shows the change.
    """
    printed = one_line(cell.text) or ""
    mended = None if cell.flattened else mend(printed)
    if mended is not None:
        return _marked(field, printed, with_marks(mended), cell.text)
    found = untangle(printed, revised) if cell.flattened or _TOGETHER.search(printed) else None
    if found is None or not (cell.flattened or is_sure(found)):
        return _marked(field, printed, with_marks(printed), cell.text)
    found = replace(found, best=replace(found.best, before=with_marks(found.before), after=with_marks(found.after)))
    code = FlagCode.UNTANGLED_CHANGE if found.changed else FlagCode.REPAIRED_TIMELINE
    change = Change(field=field, before=found.before, after=found.after) if found.changed else None
    return found.after, change, (Flag(field=field, code=code, detail=_detail(printed, found)),)


def _marked(field: str, printed: str, found: str, text: str) -> tuple[str, None, tuple[Flag, ...]]:
    if found == printed:
        return text, None, ()
    return found, None, (Flag(field=field, code=FlagCode.REPAIRED_TIMELINE, detail=f'"{printed}" read as "{found}"'),)


def _detail(printed: str, found: Untangled) -> str:
    said = f'"{printed}" read as {_quoted(found.best)}'
    return f"{said}; or as {_quoted(found.second)}" if found.second and found.is_close else said


def _quoted(reading: Reading) -> str:
    if reading.before == reading.after:
        return f'"{reading.after}"'
    return f'"{reading.after}", before it "{reading.before}"'
