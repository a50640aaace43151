"""Raw rows as extract would hand them over, made by hand."""

from schemas.flags import Flag
from schemas.place import Box, Place
from schemas.raw import RawCell, RawRow, Section
from schemas.row import RecordKind

PART_I = Section(number="I", title="ACTIVE TOPICS AND TASKS", codes="PART I - ACTIVE TOPICS AND TASKS", place=Place(lines=(1, 1)))


def cell(text: str, *lines: int, flags: tuple[Flag, ...] = (), before: str | None = None) -> RawCell:
    """A cell that stands on these lines."""
    return RawCell(text=text, places=tuple(Place(lines=(line, line)) for line in lines or (1,)), flags=flags, before=before)


def boxed(text: str, *pages: int) -> RawCell:
    """A cell with a box on each of these pages."""
    return RawCell(text=text, places=tuple(Place(page=p, box=Box(page=p, x0=1.0, top=2.0, x1=3.0, bottom=4.0)) for p in pages))


def raw(
    kind: RecordKind = RecordKind.TASK,
    section: Section | None = PART_I,
    lines: tuple[int, ...] = (1,),
    flags: tuple[Flag, ...] = (),
    columns: tuple[str, ...] = (),
    **cells: str | RawCell,
) -> RawRow:
    """A raw row of these cells."""
    return RawRow(
        record_kind=kind,
        columns=columns or tuple(cells),
        cells={field: text if isinstance(text, RawCell) else cell(text, *lines) for field, text in cells.items()},
        places=tuple(Place(lines=(line, line)) for line in lines),
        section=section,
        flags=flags,
    )
