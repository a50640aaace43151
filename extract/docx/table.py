"""A table of a DOCX becomes numbered regions of a grid, as a ruled page does."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from lxml import etree

from extract.docx.numbering import Numbering
from extract.docx.package import W
from extract.docx.text import Span, State, after, before, block_spans, row_state
from extract.lattice import Regions, extents, piece_rows
from schemas.place import Place
from schemas.raw import Merge, PieceCell, PieceRow, TablePiece

MOST_COLUMNS = 1000  # of a grid; Word itself stops at 63, and a file may claim any number
MOST_DIGITS = 10  # of such a number


@dataclass(frozen=True, slots=True)
class _Cell:
    """One stored cell: where it begins, how wide it is, and whether it goes on the one above."""

    column: int
    wide: int
    continues: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[_Cell, ...]
    is_header: bool
    state: State


def table_piece(table: etree._Element, numbering: Numbering) -> TablePiece | None:
    """The whole table as one piece, with the columns its rows use; None where it has no cell."""
    rows = [_row(row, state, numbering) for row, state in _stored_rows(table, State.SAME)]
    width = max((cell.column + cell.wide for row in rows for cell in row.cells), default=0)
    if not width:
        return None
    regions, owners = _regions(rows, width)
    used = sorted({0}.union(*(set((np.flatnonzero(np.diff(row)) + 1).tolist()) for row in regions)))
    regions = regions[:, used]

    def cell(r: int, c: int, tall: int, wide: int) -> PieceCell:
        spans = owners.get(int(regions[r, c]), ())
        text, old = after(spans), before(spans)
        return PieceCell(text=text, place=Place(), merge=Merge.EMPTY, colspan=wide, before=old if old != text else None)

    pieces = piece_rows(regions, extents(regions), cell, lambda r: Place())
    headed = [
        PieceRow(cells=piece.cells, place=piece.place, is_header=row.is_header)
        for piece, row in zip(pieces, rows, strict=True)
        if row.state is State.SAME or any(cell.text or cell.before or cell.merge is Merge.COVERED for cell in piece.cells)
    ]  # without rows that one editor inserted and another deleted
    return TablePiece(rows=tuple(headed), place=Place(), breaks=False)


def _stored_rows(parent: etree._Element, state: State) -> Iterator[tuple[etree._Element, State]]:
    """The rows of a table, also those in content controls, with what the tracked changes make of each."""
    for child in parent:
        if child.tag == f"{W}tr":
            yield child, row_state(child)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _stored_rows(child, state)


def _cell_state(properties: etree._Element | None) -> State:
    """What the tracked changes make of a cell by itself (17.13.5.1 and 17.13.5.2)."""
    if properties is None:
        return State.SAME
    if properties.find(f"{W}cellDel") is not None:
        return State.REMOVED
    return State.ADDED if properties.find(f"{W}cellIns") is not None else State.SAME


def _row(row: etree._Element, state: State, numbering: Numbering) -> _Row:
    properties = row.find(f"{W}trPr")
    column = _count(properties, "gridBefore", 0)
    cells = []
    for stored in _stored_cells(row):
        spec = stored.find(f"{W}tcPr")
        wide = max(_count(spec, "gridSpan", 1), 1)
        merge = spec.find(f"{W}vMerge") if spec is not None else None
        continues = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        spans = tuple(block_spans(stored, numbering, _cell_state(spec).within(state)))
        cells.append(_Cell(column, wide, continues, spans))
        column += wide
    header = properties.find(f"{W}tblHeader") if properties is not None else None
    return _Row(tuple(cells), header is not None and header.get(f"{W}val", "true") not in ("0", "false", "off"), state)


def _stored_cells(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _stored_cells(child)


def _count(properties: etree._Element | None, name: str, default: int) -> int:
    value = properties.find(f"{W}{name}") if properties is not None else None
    number = value.get(f"{W}val") if value is not None else None
    return min(int(number), MOST_COLUMNS) if number and number.isdecimal() and len(number) < MOST_DIGITS else default


def _regions(rows: list[_Row], width: int) -> tuple[Regions, dict[int, tuple[Span, ...]]]:
    """Number the printed cells, and the text of each. What a row does not store is an empty cell."""
    regions = np.full((len(rows), width), -1, dtype=np.int64)
    owners: dict[int, tuple[Span, ...]] = {}
    count = 0
    for r, row in enumerate(rows):
        for cell in row.cells:
            above = int(regions[r - 1, cell.column]) if r and cell.continues else -1
            same = above >= 0 and bool((regions[r - 1, cell.column : cell.column + cell.wide] == above).all())
            regions[r, cell.column : cell.column + cell.wide] = above if same else count
            owners[above if same else count] = owners.get(above, ()) + cell.spans if same else cell.spans
            count += not same
        for c in np.flatnonzero(regions[r] < 0).tolist():
            regions[r, c] = count
            count += 1
    return regions, owners
