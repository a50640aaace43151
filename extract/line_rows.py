"""Printed lines become rows where no rule shows the rows' ends: a new row begins where the columns begin anew together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extract.joins import FillRates, emptiness, fill_rates, joins, wrapping
from extract.layout import Layout, printed, profile_header
from extract.profile import Profile
from schemas.place import Place
from schemas.raw import ColumnKind, Fragment, PieceCell, PieceRow, Recognisers, TablePiece

TALLEST_HEADER = 8  # printed lines
BEGINS = -4.0  # nats for the row above going on, where blank paper stands above a text
OPENED = -6.0  # where a text stands in a column in which the row above printed nothing
NUMBERED = -8.0
CLOSE_LINE = 2.0  # nats; a line decided nearer to 0 than this is held up to a person
SURE = 3  # columns that begin together by which a line surely opens a row


def header_candidates(piece: TablePiece) -> Iterator[tuple[str, ...]]:
    """What the header of a piece of printed lines may say: its first lines joined, more and more of them."""
    for count in range(1, min(TALLEST_HEADER, len(piece.rows)) + 1):
        yield printed(_joined(piece.rows[:count]))


def group_lines(fragments: Sequence[Fragment], profile: Profile | None, recognisers: Recognisers) -> list[Fragment]:
    """The fragments with each piece of printed lines turned into a piece of rows."""
    rates = _rates(fragments, profile)
    grouped: list[Fragment] = []
    layout: Layout | None = None
    for fragment in fragments:
        if not isinstance(fragment, TablePiece) or not fragment.by_lines:
            grouped.append(fragment)
            continue
        count, layout = _header(fragment, profile, layout)
        header = [_joined(fragment.rows[:count])] if count else []
        rows = _rows(fragment.rows[count:], layout, rates, recognisers)
        grouped.append(replace(fragment, rows=tuple([*header, *rows]), by_lines=False))
    return grouped


def _rates(fragments: Sequence[Fragment], profile: Profile | None) -> dict[int, FillRates]:
    """How often each column is filled in the lines that surely open a row, by the number of columns."""
    sure: dict[int, list[PieceRow]] = {}
    layouts: dict[int, Layout] = {}
    layout: Layout | None = None
    for piece in (each for each in fragments if isinstance(each, TablePiece) and each.by_lines):
        count, layout = _header(piece, profile, layout)
        for line in piece.rows[count:]:
            if _is_sure(line, layout):
                sure.setdefault(len(line.cells), []).append(line)
                if layout is not None:
                    layouts[len(line.cells)] = layout
    return {n: fill_rates(lines, n, layouts[n].merging if n in layouts else ()) for n, lines in sure.items()}


def _is_sure(line: PieceRow, layout: Layout | None) -> bool:
    numbered = layout is not None and len(layout.columns) == len(line.cells) and layout.kinds[0] is ColumnKind.NUMBER
    return line.opens or (numbered and bool(line.cells[0].text)) or sum(cell.starts for cell in line.cells) >= SURE


def _header(piece: TablePiece, profile: Profile | None, known: Layout | None) -> tuple[int, Layout | None]:
    """How many of the first lines are header, and the layout from there on."""
    if profile is None:
        return 0, known
    for count in range(min(TALLEST_HEADER, len(piece.rows)), 0, -1):
        layout = profile_header(profile, _joined(piece.rows[:count]))
        if layout is not None and not any(cell.starts for row in piece.rows[1:count] for cell in row.cells):
            return count, layout
    return 0, known


def _rows(lines: Sequence[PieceRow], layout: Layout | None, rates: Mapping[int, FillRates], recognisers: Recognisers) -> list[PieceRow]:
    rows: list[PieceRow] = []
    for line in lines:
        known = rates.get(len(line.cells)) or fill_rates([], len(line.cells))
        score = emptiness(line, known) + _goes_on(rows[-1], line, layout, recognisers) if rows and not line.opens else None
        doubt = f"a printed line was close to the other decision, score {score:+.1f}" if score and abs(score) < CLOSE_LINE else ""
        if score is not None and score > 0:
            rows[-1] = replace(_joined([rows[-1], line]), doubt=rows[-1].doubt or doubt)
        else:
            rows[-1:] = [replace(row, doubt=row.doubt or doubt) for row in rows[-1:]]
            rows.append(replace(line, doubt=doubt))
    return rows


def _goes_on(row: PieceRow, line: PieceRow, layout: Layout | None, recognisers: Recognisers) -> float:
    """Log-odds that the texts of a printed line belong to the cells of the row above it."""
    kinds = layout.kinds if layout and len(layout.columns) == len(line.cells) else (ColumnKind.TEXT,) * len(line.cells)
    total = 0.0
    for above, cell, kind in zip(row.cells, line.cells, kinds, strict=True):
        if not cell.text:
            continue
        if kind is ColumnKind.NUMBER:
            total += NUMBERED
        elif not above.text:
            total += OPENED
        elif cell.starts:
            total += BEGINS
        else:
            total += joins(kind, above.text, cell.text, recognisers) + wrapping(kind, above.room, cell.first_word)
    return total


def _joined(rows: Sequence[PieceRow]) -> PieceRow:
    """Several lines as one row: the texts of each column joined, the boxes around them."""
    cells = [_join_cells([row.cells[column] for row in rows]) for column in range(len(rows[0].cells))]
    return PieceRow(cells=tuple(cells), place=_around([row.place for row in rows]), opens=rows[0].opens)


def _join_cells(cells: Sequence[PieceCell]) -> PieceCell:
    filled = [cell for cell in cells if cell.text or cell.before]
    text = _glued(cell.text for cell in filled)
    old = (
        None
        if all(cell.before is None for cell in filled)
        else _glued(cell.text if cell.before is None else cell.before for cell in filled)
    )
    place = _around([cell.place for cell in filled or cells[:1]])
    if not filled:
        return PieceCell(text="", place=place)
    return PieceCell(text=text, place=place, first_word=filled[0].first_word, room=filled[-1].room, before=old)


def _glued(parts: Iterable[str]) -> str:
    """Parts joined by blanks, but for a word that goes on after a hyphen or a slash."""
    text = ""
    for part in (part for part in parts if part):
        glued = text.endswith(("-", "/")) and text[-2:-1].strip() and part[:1].isalnum()
        text += ("" if glued or not text else " ") + part
    return text


def _around(places: Sequence[Place]) -> Place:
    boxes = [place.box for place in places if place.box is not None]
    if not boxes:
        return places[0]
    box = replace(
        boxes[0],
        x0=min(box.x0 for box in boxes),
        top=min(box.top for box in boxes),
        x1=max(box.x1 for box in boxes),
        bottom=max(box.bottom for box in boxes),
    )
    return replace(places[0], box=box)
