"""Times that an OCR read: misread letters are put right, and of a change in one stream the field takes what stands after it.

Both are flagged with what was printed. Only times are untangled: their grammar is strict enough to tell two readings apart. Running
text stays as printed.
"""

import datetime

from normalize.text import one_line
from normalize.track_changes import Reading, Untangled, mend, untangle
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


def is_scanned(field: str, cell: RawCell) -> bool:
    """Whether an OCR may have misread letters of the cell that can be put right."""
    return cell.scanned and field in FIELDS


def mended(field: str, text: str) -> tuple[str, tuple[Flag, ...]]:
    """The cell's text with the letters put right that an OCR misread, and a flag with the printed form; the text as it is where none was.

    Args:
        field: `timeline` or `start`.
        text: the cell as an OCR read it.
    """
    printed = one_line(text) or ""
    found = mend(printed)
    if found is None:
        return text, ()
    return found, (Flag(field=field, code=FlagCode.REPAIRED_TIMELINE, detail=f'"{printed}" read as "{found}"'),)


def _detail(printed: str, found: Untangled) -> str:
    said = f'"{printed}" read as {_quoted(found.best)}'
    return f"{said}; or as {_quoted(found.second)}" if found.second and found.is_close else said


def _quoted(reading: Reading) -> str:
    if reading.before == reading.after:
        return f'"{reading.after}"'
    return f'"{reading.after}", before it "{reading.before}"'
