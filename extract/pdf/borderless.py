"""Pages of a document without ruled tables: its columns by the strips that stay white, its rows line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extract.pdf import ruled
from extract.pdf.columns import ALIGNED, GAP, Columns, TextLine, find_columns, furniture, furniture_place, in_table, text_lines
from extract.pdf.content import Floats, PageContent
from extract.pdf.lines import Line, without_marks
from schemas.place import Box, Place
from schemas.raw import Fragment, Paragraph, PieceCell, PieceRow, TablePiece

LONG_RULE = 15.0  # points; a shorter level rule parts no rows
CLOSE_LINES = 0.8  # of the line height: lines of one table are no further apart
RULED = 0.7  # share of the lines that begin several columns anew, from which all rows are taken to be ruled
TOGETHER, FEWEST = 3, 3  # columns that begin together; rules between lines, fewer than which prove nothing


def fragments(pages: Sequence[PageContent]) -> Iterator[Fragment]:
    """The fragments of all pages; the rows of a table piece are its printed lines."""
    lines = [text_lines(page) for page in pages]
    repeated = furniture(lines)
    columns: dict[tuple[int, int], Columns | None] = {}
    for size in {_size(page) for page in pages}:
        of_size = [each for page, own in zip(pages, lines, strict=True) if _size(page) == size for each in own]
        columns[size] = find_columns([line for line in of_size if furniture_place(line) not in repeated])
    found = [list(_page(page, own, repeated, columns[_size(page)])) for page, own in zip(pages, lines, strict=True)]
    if _rows_are_ruled([each for own in found for each in own if isinstance(each, TablePiece)]):
        closed = [_with_uprights(page, columns[_size(page)], own) for page, own in zip(pages, lines, strict=True)]
        yield from ruled.fragments([ruled.RuledPage(page) for page in closed])
        return
    for each in found:
        yield from each


def _rows_are_ruled(pieces: Sequence[TablePiece]) -> bool:
    """Whether level rules part the rows: then a line at which several columns begin anew has one above it."""
    inner = [row for piece in pieces for row in piece.rows[1:]]
    begin = [row for row in inner if row.opens or sum(cell.starts for cell in row.cells) >= TOGETHER]
    opened = sum(row.opens for row in begin)
    return opened >= FEWEST and opened >= RULED * len(begin)


def _row_rules(page: PageContent, columns: Columns | None) -> Floats:
    """The level rules of a page that run from one column boundary to another."""
    rules = page.rules
    if columns is None or not len(rules):
        return np.empty((0, 4))
    long = rules[:, 2] - rules[:, 0] > 4 * (rules[:, 3] - rules[:, 1]) + LONG_RULE
    bounded = [columns.is_boundary(x0) and columns.is_boundary(x1) for x0, x1 in rules[:, [0, 2]].tolist()]
    found: Floats = rules[long & np.array(bounded, dtype=bool)]
    return found


def _with_uprights(page: PageContent, columns: Columns | None, lines: Sequence[TextLine]) -> PageContent:
    """The page with upright rules drawn in at the column boundaries, wherever its level rules enclose lines of the table."""
    levels = _row_rules(page, columns)
    if columns is None or not len(levels):
        return page
    heights = _closed(sorted({float(y) for y in (levels[:, 1] + levels[:, 3]) / 2}), lines, columns)
    outside = [(line.top + line.bottom) / 2 for line in lines if not in_table(line, columns)]
    sides = _sides(columns, levels)
    drawn = [
        (edge, upper, edge, lower) for upper, lower in pairwise(heights) if not any(upper < y < lower for y in outside) for edge in sides
    ]
    rules = np.vstack([page.rules, np.array(drawn).reshape(-1, 4)])
    return replace(page, rules=rules, colours=np.vstack([page.colours, np.zeros((len(drawn), 3), dtype=np.int64)]))


def _closed(heights: list[float], lines: Sequence[TextLine], columns: Columns) -> list[float]:
    """The heights of the level rules, with the ends of the table where no rule closes it: it goes as far as its lines do."""
    top, bottom = heights[0], heights[-1]
    for line in reversed([line for line in lines if line.bottom <= heights[0] + ALIGNED]):
        if not in_table(line, columns) or top - line.bottom > CLOSE_LINES * (line.bottom - line.top):
            break
        top = line.top
    for line in (line for line in lines if line.top >= heights[-1] - ALIGNED):
        if not in_table(line, columns) or line.top - bottom > CLOSE_LINES * (line.bottom - line.top):
            break
        bottom = line.bottom
    return [*([top] if top < heights[0] else []), *heights, *([bottom] if bottom > heights[-1] else [])]


def _sides(columns: Columns, levels: Floats) -> list[float]:
    """The column boundaries, put where the ends of the level rules show them best."""
    ends = levels[:, [0, 2]].ravel()
    gaps = [(-np.inf, columns.starts[0]), *zip(columns.limits, columns.starts[1:], strict=False), (columns.limits[-1], np.inf)]
    sides = []
    for edge, (left, right) in zip(columns.edges, gaps, strict=True):
        own = ends[(ends >= left - ALIGNED) & (ends <= right + ALIGNED)]
        sides.append(float(np.median(own)) if len(own) else edge)
    return sides


def _size(page: PageContent) -> tuple[int, int]:
    """Pages of one size and turn share their columns."""
    return round(page.width), round(page.height)


def _page(
    page: PageContent, lines: Sequence[TextLine], repeated: frozenset[tuple[str, int]], columns: Columns | None
) -> Iterator[Fragment]:
    table: list[TextLine] = []
    for line in lines:
        is_furniture = furniture_place(line) in repeated
        if columns is not None and not is_furniture and in_table(line, columns):
            table.append(line)
            continue
        if table and columns is not None:
            yield _piece(page, table, columns)
            table = []
        place = _place(page, min(w.x0 for w in line.words), line.top, max(w.x1 for w in line.words), line.bottom)
        yield Paragraph(text=line.text, place=place, role="furniture" if is_furniture else None)
    if table and columns is not None:
        yield _piece(page, table, columns)


def _piece(page: PageContent, lines: Sequence[TextLine], columns: Columns) -> TablePiece:
    bottoms = [0.0] * (len(columns.edges) - 1)  # where the text of each column ends so far
    rows = []
    above = None
    for line in lines:
        rows.append(_row(page, line, columns, bottoms, above))
        above = line
    place = _place(page, columns.edges[0], lines[0].top, columns.edges[-1], lines[-1].bottom)
    return TablePiece(rows=tuple(rows), place=place, by_lines=True)


def _row(page: PageContent, line: TextLine, columns: Columns, bottoms: list[float], above: TextLine | None) -> PieceRow:
    """One printed line as a row; notes in `bottoms` where each column's text ends now."""
    texts: list[list[Line]] = [[] for _ in bottoms]
    for word in line.words:
        texts[columns.of(word) or 0].append(word)
    cells = []
    for column, own in enumerate(texts):
        left, right = columns.edges[column], columns.edges[column + 1]
        place = _place(page, left, line.top, right, line.bottom)
        text = without_marks(" ".join(word.text for word in own))
        starts = bool(own) and own[0].top - bottoms[column] > GAP * own[0].height
        first, room = (own[0].x1 - own[0].x0, columns.limits[column] - own[-1].x1) if own else (None, None)
        cells.append(PieceCell(text=text, place=place, starts=starts, first_word=first, room=room))
        bottoms[column] = max((word.bottom for word in own), default=bottoms[column])
    place = _place(page, columns.edges[0], line.top, columns.edges[-1], line.bottom)
    return PieceRow(cells=tuple(cells), place=place, opens=above is not None and _ruled(page, above, line, columns))


def _ruled(page: PageContent, above: TextLine, line: TextLine, columns: Columns) -> bool:
    """Whether a level rule runs through the table between two lines."""
    return any(above.top < (top + bottom) / 2 < line.bottom for _, top, _, bottom in _row_rules(page, columns).tolist())


def _place(page: PageContent, x0: float, top: float, x1: float, bottom: float) -> Place:
    x0, top, x1, bottom = (round(side, 2) for side in page.shown(x0, top, x1, bottom))
    return Place(page=page.number, box=Box(page=page.number, x0=x0, top=top, x1=x1, bottom=bottom))
