"""Pages of a document without ruled tables: its columns by the strips that stay white, its rows line by line."""

from collections.abc import Iterator, Sequence

from extract.pdf.columns import GAP, Columns, TextLine, find_columns, furniture, furniture_place, in_table, text_lines
from extract.pdf.content import PageContent
from extract.pdf.lines import Line, first_word_width
from schemas.place import Box, Place
from schemas.raw import Fragment, Paragraph, PieceCell, PieceRow, TablePiece

LONG_RULE = 0.5  # of the table's width: a level rule at least so long parts two rows


def fragments(pages: Sequence[PageContent]) -> Iterator[Fragment]:
    """The fragments of all pages; the rows of a table piece are its printed lines."""
    lines = [text_lines(page) for page in pages]
    repeated = furniture(lines)
    columns: dict[tuple[int, int], Columns | None] = {}
    for size in {_size(page) for page in pages}:
        of_size = [each for page, own in zip(pages, lines, strict=True) if _size(page) == size for each in own]
        columns[size] = find_columns([line for line in of_size if furniture_place(line) not in repeated])
    for page, own in zip(pages, lines, strict=True):
        yield from _page(page, own, repeated, columns[_size(page)])


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
        place = _place(page, min(p.x0 for p in line.pieces), line.top, max(p.x1 for p in line.pieces), line.bottom)
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
    for piece in line.pieces:
        texts[columns.of(piece) or 0].append(piece)
    cells = []
    for column, own in enumerate(texts):
        left, right = columns.edges[column], columns.edges[column + 1]
        place = _place(page, left, line.top, right, line.bottom)
        text = " ".join(piece.text.strip() for piece in own)
        starts = bool(own) and own[0].top - bottoms[column] > GAP * own[0].height
        first, room = (first_word_width(own[0]), columns.limits[column] - own[-1].x1) if own else (None, None)
        cells.append(PieceCell(text=text, place=place, starts=starts, first_word=first, room=room))
        bottoms[column] = max((piece.bottom for piece in own), default=bottoms[column])
    place = _place(page, columns.edges[0], line.top, columns.edges[-1], line.bottom)
    return PieceRow(cells=tuple(cells), place=place, opens=above is not None and _ruled(page, above, line, columns))


def _ruled(page: PageContent, above: TextLine, line: TextLine, columns: Columns) -> bool:
    """Whether a level rule runs through the table between two lines."""
    width = columns.edges[-1] - columns.edges[0]
    return any(
        x1 - x0 >= LONG_RULE * width and above.top < (top + bottom) / 2 < line.bottom and bottom - top < GAP * (line.bottom - line.top)
        for x0, top, x1, bottom in page.rules.tolist()
    )


def _place(page: PageContent, x0: float, top: float, x1: float, bottom: float) -> Place:
    x0, top, x1, bottom = (round(side, 2) for side in page.shown(x0, top, x1, bottom))
    return Place(page=page.number, box=Box(page=page.number, x0=x0, top=top, x1=x1, bottom=bottom))
