"""The table of a text that an OCR read: its printed lines, decoded, as rows of cells."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from extract.cuts import joint
from extract.decoder.line_beam import BEAM, Margins, decode_lines
from extract.decoder.line_costs import CLOSING, Emissions, LineCosts, Width, is_open
from extract.decoder.line_steps import Reading
from extract.decoder.line_widths import SPARES, Bounds, bounds, pooled, shown_widths, usual_widths
from extract.decoder.phrases import phrases
from extract.decoder.printed_lines import PrintedLine, Word, joined, printed_lines
from extract.decoder.regions import Region
from extract.decoder.tokens import Gap
from extract.headers import header_key
from extract.layout import Layout
from extract.profile import Table
from schemas.errors import NoTableError
from schemas.place import Place
from schemas.raw import ColumnKind, Fragment, Merge, Paragraph, PieceCell, PieceRow, Recognisers, TablePiece

FIRST_BEAM = 8  # readings kept while the widths are not known yet
MOST_CLOSE, HOPELESS = 0.03, 0.75  # share of a text's cells in doubt beyond which all of it is, or nothing is read
CLOSE = 3.0  # nats; a cell whose words another reading puts elsewhere for less is held up to a person
SPARE = 1.2  # ems that a line may leave free beside a word that was cut
STREAM = re.compile(r"\d{5}|[a-z][A-Z]|\d[A-Za-z]{3}|[A-Za-z]{3}\d")  # two words printed over each other, or a year with a digit too many
LEAST_STREAMS = 2  # cells of times that show it, for a table to have its changes flattened
NOISE = re.compile(r"(?![a-z]{1,4}$|\d{1,4}$|[A-Z]{2,4},?$).{1,4}$")  # what is read of a clipped edge, alone in its block


@cache
def _weights() -> dict[str, float]:
    """The fitted weights of the costs, in nats."""
    return _load("line_weights.toml")


@cache
def _emissions() -> dict[str, Emissions]:
    """What a word of each class says of each field, in nats."""
    return _load("emissions.toml")


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("extract.decoder").joinpath(name).read_text(encoding="utf-8"))


@dataclass(slots=True)
class Strip:
    """What one line prints of a cell, and by how many nats the best reading that puts it elsewhere costs more."""

    line: PrintedLine
    words: Sequence[Word]
    margin: float


@dataclass
class OcrTable:
    """A table of an OCR's text: its lines, and what was read of them."""

    lines: list[PrintedLine]
    noise: list[PrintedLine]
    layout: Layout
    costs: list[LineCosts]  # by page
    path: list[tuple[Reading, Margins]] = field(default_factory=list)
    rows: list[PieceRow] = field(default_factory=list)

    def decode(self, widths: Sequence[Sequence[Width]], beam: int = FIRST_BEAM) -> None:
        """Read the lines again, with these widths of the columns on each page."""
        self.costs = [replace(costs, widths=own) for costs, own in zip(self.costs, widths, strict=True)]
        self.path = decode_lines(self.lines, [self.costs[line.leaf] for line in self.lines], beam)

    def bounds(self) -> list[list[Bounds]]:
        """What the reading shows of the widths on each page."""
        return bounds(self.lines, [reading for reading, _ in self.path], len(self.layout.columns))

    def width(self, line: PrintedLine, column: int) -> float:
        """The width of a column where the line stands, in ems."""
        return self.costs[line.leaf].widths[column].ems


def ocr_tables(regions: Sequence[Region], page: float, recognisers: Recognisers) -> list[OcrTable]:
    """The tables of one text, decoded together: tables of the same columns are about as wide, and the pages of a table more so.

    Args:
        regions: the tables' regions.
        page: width of a page in ems.
        recognisers: of column kinds.
    """
    tables = [_open(region, page, recognisers) for region in regions]
    said = phrases(line for table in tables for line in table.lines)
    for table in tables:
        table.costs = [replace(costs, phrases=said) for costs in table.costs]
    usual = {table.layout.key: usual_widths(table.layout.kinds, page) for table in tables}
    for table in tables:
        table.decode([usual[table.layout.key]] * len(table.costs))
    for spare in SPARES[1:]:
        shown = [table.bounds() for table in tables]
        together: dict[object, list[Width]] = {}
        for key, widths in usual.items():
            leaves = [leaf for table, own in zip(tables, shown, strict=True) if table.layout.key == key for leaf in own]
            together[key] = shown_widths(pooled(leaves), widths, spare) if leaves else widths
        for table, own in zip(tables, shown, strict=True):
            whole = shown_widths(pooled(own), together[table.layout.key], spare) if own else []
            table.decode([shown_widths(leaf, whole, spare) for leaf in own], BEAM if spare == SPARES[-1] else FIRST_BEAM)
    for table in tables:
        table.rows = _piece_rows(table)
    _doubt_all(tables)
    return tables


def _open(region: Region, page: float, recognisers: Recognisers) -> OcrTable:
    assert region.table is not None
    lines, noise = without_noise(list(printed_lines(region.runs)), region.table)
    layout = Layout(region.table.record_kind, region.table.column)
    costs = LineCosts(layout, recognisers, _weights(), _emissions(), usual_widths(layout.kinds, page))
    return OcrTable(lines, noise, layout, [costs] * (max((line.leaf for line in lines), default=-1) + 1))


def fragments(table: OcrTable, fields: tuple[str, ...]) -> Iterator[Fragment]:
    """The rows of a table, and as furniture what only a clipped edge can have left."""
    for line in table.noise:
        yield Paragraph(text=line.text, place=Place(page=line.page, lines=(line.number, line.number)), role="furniture")
    if table.lines:
        place = Place(page=table.lines[0].page, lines=(table.lines[0].number, table.lines[-1].number))
        yield TablePiece(rows=tuple(table.rows), place=place, breaks=False, fields=fields)


def _piece_rows(table: OcrTable) -> list[PieceRow]:
    rows, doubts = _rows(table)
    times = [c for c, kind in enumerate(table.layout.kinds) if kind is ColumnKind.TIMELINE]
    flattened = _shows_changes([_cell_text(cells[c], c, table) for cells in rows for c in times if c in cells])
    return [_piece_row(cells, doubt, table, flattened) for cells, doubt in zip(rows, doubts, strict=True)]


def _doubt_all(tables: Sequence[OcrTable]) -> None:
    """Doubt every row where many cells are in doubt: a reading that is often close has gone wrong elsewhere too.

    Raises:
        NoTableError: most cells are in doubt.
    """
    cells = [cell for table in tables for row in table.rows for cell in row.cells if cell.text]
    share = sum(bool(cell.doubt) for cell in cells) / max(1, len(cells))
    if share > HOPELESS:
        raise NoTableError(
            "its printed lines run through the columns, and most cells can be read in several ways",
            "give the PDF or the word processor's file, or a text that holds cell after cell",
        )
    if share > MOST_CLOSE:
        said = f"{share:.0%} of the cells in this text are close calls"
        for table in tables:
            table.rows = [replace(row, doubt=row.doubt or said) for row in table.rows]


def without_noise(lines: Sequence[PrintedLine], table: Table) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """The lines, and those that are none of the table's: a few signs in a block of their own, and what is left of a header."""
    header = frozenset(header_key(word) for column in table.column for header in column.headers for word in header.split())
    kept: list[PrintedLine] = []
    noise: list[PrintedLine] = []
    gap, is_top = Gap.WORD, False
    for i, line in enumerate(lines):
        is_top = is_top or line.gap is Gap.PAGE
        is_top = is_top and _is_of_header(line, header)
        alone = line.gap is not Gap.LINE and (i + 1 == len(lines) or lines[i + 1].gap is not Gap.LINE)
        text = line.text
        if (alone and NOISE.match(text)) or not text or is_top:
            noise.append(line)
            gap = max(gap, line.gap)
        else:
            kept.append(replace(line, gap=max(gap, line.gap)))
            gap = Gap.WORD
    return kept, noise


def _is_of_header(line: PrintedLine, header: frozenset[str]) -> bool:
    """Whether all of a line's words are words of the header, or ends of such."""
    keys = [key for word in line.words if (key := header_key(word.text))]
    return all(key in header or (len(key) > 1 and any(word.endswith(key) for word in header)) for key in keys)


def _rows(table: OcrTable) -> tuple[list[dict[int, list[Strip]]], list[str]]:
    """The strips of each row by column, and why the row is in doubt."""
    rows: dict[int, dict[int, list[Strip]]] = defaultdict(dict)
    doubts: dict[int, str] = {}
    for at, ((reading, margins), line) in enumerate(zip(table.path, table.lines, strict=True)):
        for run in reading.runs:
            cell = reading.cells[run.column]
            assert cell is not None
            strips = rows[cell.row].setdefault(run.column, [])
            strips.append(Strip(line, line.words[run.start : run.end], margins.columns[run.column]))
        if reading.row_start == at and margins.row < CLOSE:
            doubts[reading.row] = f"another reading of the rows costs {margins.row:.1f} nats more"
    order = sorted(rows)
    return [rows[row] for row in order], [doubts.get(row, "") for row in order]


def _shows_changes(times: Sequence[str]) -> bool:
    """Whether struck and inserted words stand in one stream: some times show words that nobody prints."""
    return sum(STREAM.search(text) is not None for text in times) >= LEAST_STREAMS


def _piece_row(cells: Mapping[int, Sequence[Strip]], doubt: str, table: OcrTable, flattened: bool) -> PieceRow:
    lines = [strip.line.number for strips in cells.values() for strip in strips]
    place = Place(page=next(iter(cells.values()))[0].line.page, lines=(min(lines), max(lines)))
    printed = []
    for column, kind in enumerate(table.layout.kinds):
        strips = cells.get(column)
        if not strips:
            printed.append(PieceCell(text="", place=place))
            continue
        spot = Place(page=strips[0].line.page, lines=(strips[0].line.number, strips[-1].line.number))
        text = _cell_text(strips, column, table)
        changed = flattened and kind is ColumnKind.TIMELINE
        printed.append(PieceCell(text=text, place=spot, merge=Merge.EMPTY, doubt=_doubt(strips, text, kind), flattened=changed))
    return PieceRow(cells=tuple(printed), place=place, doubt=doubt)


def _doubt(strips: Sequence[Strip], text: str, kind: ColumnKind) -> str:
    """Why words of a cell may belong to another, or another's to it; empty where nothing says so."""
    margin = min(strip.margin for strip in strips)
    if margin < CLOSE:
        return f"another reading of the columns costs {margin:.1f} nats more"
    if kind not in (ColumnKind.TEXT, ColumnKind.PROSE):
        return ""
    if text[:1].islower() or CLOSING.match(text):
        return "it begins in the middle of a sentence"
    return "it ends in the middle of a sentence" if is_open(text) else ""


def _cell_text(strips: Sequence[Strip], column: int, table: OcrTable) -> str:
    """The lines of a cell as one text, words that the column cut made whole; bullets are left out."""
    text, last = "", None
    for strip in strips:
        said = joined(strip.words)
        if not said:
            continue
        text += (_glue(text, last, said, table.width(last.line, column)) if last is not None else "") + said
        last = strip
    return text


def _glue(text: str, above: Strip, below: str, width: float) -> str:
    words = [word for word in above.words if not word.is_bullet]
    if text.endswith(("-", "/")) and text[-2:-1].isalnum() and below[0].isalnum():
        return ""
    last = words[-1]
    alone = all(word.glued for word in words[1:])
    full = sum(word.width for word in words) >= width - SPARE
    return joint(last.text, below) if alone and full and last.text[-1].isalnum() else " "
