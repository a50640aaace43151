"""Characters that no print holds: what a font without a map or a broken dump left in a cell, and what turns the reading direction."""

import re
from collections.abc import Sequence
from dataclasses import replace

from schemas.flags import Flag, FlagCode
from schemas.raw import RawCell, RawRow

UNREADABLE = "\ufffd"  # the replacement character of Unicode
# controls, surrogates, and the private use area but for F000 to F0FF, where symbol fonts keep bullets and arrows
LOST = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uefff\uf100-\uf8ff\ufffd\ufffe\uffff\U000f0000-\U0010ffff]")
# explicit directions (Unicode Standard Annex 9, section 2): a text may show other than it reads
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def legible(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows without such characters, a flag on every cell that held some; a merged cell stays one object in all its rows."""
    known: dict[int, RawCell] = {}

    def mended(field: str, cell: RawCell) -> RawCell:
        if id(cell) not in known:
            known[id(cell)] = _mended(field, cell)
        return known[id(cell)]

    if not any(_found(cell) for row in rows for cell in row.cells.values()):
        return list(rows)
    return [replace(row, cells={field: mended(field, cell) for field, cell in row.cells.items()}) for row in rows]


def _found(cell: RawCell) -> list[str]:
    printed = cell.text + (cell.before or "")
    return [] if printed.isascii() and printed.isprintable() else LOST.findall(printed) + TURNING.findall(printed)


def _mended(field: str, cell: RawCell) -> RawCell:
    """The cell with a replacement character for each that is lost, and without those that turn the direction."""
    found = _found(cell)
    if not found:
        return cell
    named = ", ".join(dict.fromkeys(f"U+{ord(character):04X}" for character in found))
    flag = Flag(field=field, code=FlagCode.DAMAGED_TEXT, detail=f"{named} stood in it, which no print holds")
    before = None if cell.before is None else _clean(cell.before)
    return replace(cell, text=_clean(cell.text), before=before, flags=(*cell.flags, flag))


def _clean(text: str) -> str:
    return TURNING.sub("", LOST.sub(UNREADABLE, text))
