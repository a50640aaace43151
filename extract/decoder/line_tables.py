"""The table of a text that an OCR read: its printed lines, decoded, as rows of cells."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations, pairwise, takewhile
from math import inf

from extract.cuts import joint
from extract.decoder.bands import by_rows
from extract.decoder.costs import NUMBER
from extract.decoder.cut_words import is_cut, with_whole_words
from extract.decoder.doubts import CLOSE, Evidence, chance_of_error, features
from extract.decoder.header_words import vocabulary
from extract.decoder.line_beam import BEAM, Margins, decode_lines
from extract.decoder.line_bullets import counts, shown_bullets
from extract.decoder.line_costs import KNOWN_KINDS, Bullets, Emissions, LineCosts, Width, is_open
from extract.decoder.line_steps import Reading
from extract.decoder.line_widths import SPARES, Bounds, bounds, pooled, shown_widths, types_are_letters, usual_widths
from extract.decoder.phrases import phrases
from extract.decoder.printed_lines import PrintedLine, Word, joined, printed_lines
from extract.decoder.regions import Region
from extract.decoder.tokens import Gap
from extract.decoder.wording import numbers
from extract.headers import header_key
from extract.layout import Layout
from extract.profile import Table
from schemas.errors import NoTableError
from schemas.place import Place
from schemas.raw import ColumnKind, Fragment, Merge, Paragraph, PieceCell, PieceRow, Recognisers, Seen, TablePiece

FIRST_BEAM = 12  # readings kept while the widths are not known yet
HOPELESS = 0.75  # mean chance of a text's cells to be wrong beyond which nothing is read
DOUBTFUL = 0.14  # chance to be wrong from which a cell is held up to a person
SPARE = 1.2  # ems that a line may leave free beside a word that was cut
STREAM = re.compile(  # two words printed over each other, a year with a digit too many, or the line that strikes a blank
    r"\d{5}|[a-z][A-Z]|\d[A-Za-z]{3}|[A-Za-z]{3}\d|[a-z]-(?:\s|$)"
)
LEAST_STREAMS = 2  # cells of times that show it, for a text to have its changes flattened
SHORTEST_PART = 4  # letters of a header word that a narrow column cuts, of its beginning
LEAST_OVER = 2  # lines of a header above a cell in one block: one may be the cell's
SIGNS = re.compile(r"(?!(?<=\d).\d)[^\w\s()/&,.:;’'–-]|_")  # what a scan adds to a time; `20+7` is a year of four signs
SEAM = re.compile(r"(?<=\d)(?=\([A-Z])|(?<=[a-z]{3})(?=20\d\d\b)")  # where it loses a blank of one
OPEN_VALUE = re.compile(r"[,:;&/|*-]$")  # of bodies and the like: another follows
NOISE = re.compile(  # of a clipped edge or an ornament (`KKK`), alone in its block; words, numbers, bodies and codes are none
    r"(?![a-z]{1,4}$|\d{1,4}$|[A-Z]{2,4}s?,?$|[A-Z]{2,3}\d$).{1,4}$|[KX]{3}$"
)


@cache
def _weights() -> dict[str, float]:
    """The fitted weights of the costs, in nats."""
    return numbers("line_weights.toml")


@cache
def _emissions() -> dict[str, Emissions]:
    """What a word of each class says of each field, in nats."""
    return numbers("emissions.toml")


@dataclass(slots=True)
class Strip:
    """What one line prints of a cell."""

    line: PrintedLine
    words: Sequence[Word]


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as read: its strips, their text, and by how many nats the best reading that gives or takes words costs more."""

    strips: Sequence[Strip]
    text: str
    margin: float

    @property
    def breaks(self) -> int:
        """How often a blank line or a page break parts its strips."""
        return sum(strip.line.gap is not Gap.LINE for strip in self.strips[1:])


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as read: its cells by column, and by how many nats the best reading costs more in which it begins or ends elsewhere."""

    cells: Sequence[ReadCell]
    margin: float

    @property
    def first(self) -> PrintedLine:
        """The first line that it has words of."""
        return min((cell.strips[0].line for cell in self.cells if cell.strips), key=lambda line: line.number)

    @property
    def leaf(self) -> int:
        """The page of the table that it begins on."""
        return self.first.leaf

    @property
    def unordered(self) -> frozenset[int]:
        """The columns of cells that begin on a line above one to their left, or below one to their right: a row's begin side by side."""
        firsts = [(column, cell.strips[0].line.number) for column, cell in enumerate(self.cells) if cell.strips]
        return frozenset(column for pair in combinations(firsts, 2) if pair[1][1] < pair[0][1] for column, _ in pair)

    @property
    def is_banded(self) -> bool:
        """Whether it stands on a page whose columns are read one after the other."""
        return self.first.spot is not None

    def evidence(self, layout: Layout) -> Iterator[Evidence]:
        """What tells of each cell whether it is right."""
        for spec, cell in zip(layout.columns, self.cells, strict=True):
            yield Evidence(spec.kind, spec.field, cell.text, cell.breaks, spec.required, cell.margin, self.margin, self.is_banded)


@dataclass
class OcrTable:
    """A table of an OCR's text: its lines, and what was read of them."""

    lines: list[PrintedLine]
    noise: list[PrintedLine]
    layout: Layout
    costs: list[LineCosts]  # by page
    path: list[tuple[Reading, Margins]] = field(default_factory=list)
    rows: list[PieceRow] = field(default_factory=list)

    def decode(self, widths: Sequence[Sequence[Width]], bullets: Sequence[Bullets] = (), beam: int = FIRST_BEAM) -> None:
        """Read the lines again, with these widths of the columns on each page, and what bullets say."""
        self.costs = [replace(costs, widths=own, bullets=bullets) for costs, own in zip(self.costs, widths, strict=True)]
        self.path = decode_lines(self.lines, [self.costs[line.leaf] for line in self.lines], beam)

    def bounds(self) -> list[list[Bounds]]:
        """What the reading shows of the widths on each page."""
        return bounds(self.lines, [reading for reading, _ in self.path], len(self.layout.columns))

    def bullets(self) -> list[tuple[int, int]]:
        """By column how many cells begin, and how many of them with a bullet."""
        return counts(self.lines, [reading for reading, _ in self.path], len(self.layout.columns))

    def width(self, line: PrintedLine, column: int) -> float:
        """The width of a column where the line stands, in ems."""
        return self.costs[line.leaf].widths[column].ems


def ocr_tables(regions: Sequence[Region], page: float, recognisers: Recognisers, seen: Seen = ()) -> list[OcrTable]:
    """The tables of one text, decoded together: tables of the same columns are about as wide, and the pages of a table more so.

    Args:
        regions: the tables' regions.
        page: width of a page in ems.
        recognisers: of column kinds.
        seen: texts of cells seen before in another document.
    """
    tables = [opened(region, page, recognisers) for region in regions]
    said = phrases((line for table in tables for line in table.lines), seen)
    letters = types_are_letters([line for table in tables for line in table.lines], recognisers[ColumnKind.TASK_TYPE])
    usual = {table.layout.key: usual_widths(table.layout.columns, page, letters) for table in tables}
    for table in tables:
        table.costs = [replace(costs, phrases=said, widths=usual[table.layout.key]) for costs in table.costs]
    for table in tables:
        table.lines = by_rows(table.lines, table.costs)
        table.decode([usual[table.layout.key]] * len(table.costs))
    for spare in SPARES[1:]:
        shown = [table.bounds() for table in tables]
        together: dict[object, list[Width]] = {}
        marked: dict[object, tuple[Bullets, ...]] = {}
        for key, widths in usual.items():
            marked[key] = shown_bullets(table.bullets() for table in tables if table.layout.key == key)
            leaves = [leaf for table, own in zip(tables, shown, strict=True) if table.layout.key == key for leaf in own]
            together[key] = shown_widths(pooled(leaves), widths, spare) if leaves else widths
        for table, own in zip(tables, shown, strict=True):
            whole = shown_widths(pooled(own), together[table.layout.key], spare) if own else []
            pages = [shown_widths(leaf, whole, spare) for leaf in own]
            table.decode(pages, marked[table.layout.key], BEAM if spare == SPARES[-1] else FIRST_BEAM)
    read = [_rows(table) for table in tables]
    flattened = shows_changes([text for table, rows in zip(tables, read, strict=True) for text in _times(table, rows)])
    for table, rows, chances in zip(tables, read, _chances(tables, read, recognisers), strict=True):
        table.rows = [_piece_row(row, own, table, flattened) for row, own in zip(rows, chances, strict=True)]
    return tables


def opened(region: Region, page: float, recognisers: Recognisers) -> OcrTable:
    """The table of a region with its lines, before any is read; `page` is the width of a page in ems."""
    assert region.table is not None
    lines, noise = without_noise(list(printed_lines(region.runs)), region.table)
    layout = Layout(region.table.record_kind, region.table.column)
    costs = LineCosts(layout, recognisers, _weights(), _emissions(), usual_widths(layout.columns, page))
    return OcrTable(lines, noise, layout, [costs] * (max((line.leaf for line in lines), default=-1) + 1))


def fragments(table: OcrTable, fields: tuple[str, ...]) -> Iterator[Fragment]:
    """The rows of a table, and as furniture what only a clipped edge can have left."""
    for line in table.noise:
        yield Paragraph(text=line.text, place=Place(page=line.page, lines=(line.number, line.number)), role="furniture")
    if table.lines:
        numbers = [line.number for line in table.lines]
        place = Place(page=table.lines[0].page, lines=(min(numbers), max(numbers)))
        yield TablePiece(rows=tuple(table.rows), place=place, breaks=False, fields=fields)


def _times(table: OcrTable, read: Sequence[ReadRow]) -> Iterator[str]:
    """The texts of a table's cells of times."""
    times = [c for c, kind in enumerate(table.layout.kinds) if kind is ColumnKind.TIMELINE]
    return (text for row in read for c in times if (text := row.cells[c].text))


def _chances(tables: Sequence[OcrTable], read: Sequence[Sequence[ReadRow]], recognisers: Recognisers) -> list[list[list[float]]]:
    """The chance that each cell is wrong, by table and row.

    Raises:
        NoTableError: most cells are wrong, as far as can be told.
    """
    every = [row for rows in read for row in rows]
    share = _share_close(every)
    found = []
    for table, rows in zip(tables, read, strict=True):
        by_page = {leaf: _share_close([row for row in rows if row.leaf == leaf]) for leaf in {row.leaf for row in rows}}
        found.append(
            [
                [chance_of_error(features(each, share, by_page[row.leaf], recognisers)) for each in row.evidence(table.layout)]
                for row in rows
            ]
        )
    filled = [
        chance
        for rows, own in zip(read, found, strict=True)
        for row, chances in zip(rows, own, strict=True)
        for cell, chance in zip(row.cells, chances, strict=True)
        if cell.text
    ]
    if filled and sum(filled) / len(filled) > HOPELESS:
        raise NoTableError(
            "its printed lines run through the columns, and most cells can be read in several ways",
            "give the PDF or the word processor's file, or a text that holds cell after cell",
        )
    return found


def _share_close(rows: Sequence[ReadRow]) -> float:
    cells = [cell.margin < CLOSE for row in rows for cell in row.cells if cell.text]
    return sum(cells) / max(1, len(cells))


def without_noise(lines: Sequence[PrintedLine], table: Table) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """The lines, and those that are none of the table's: a few signs in a block of their own, and what is left of a header."""
    header = vocabulary(table)
    numbered = any(column.kind is ColumnKind.NUMBER for column in table.column)
    kept: list[PrintedLine] = []
    noise: list[PrintedLine] = []
    parts = _parts_of_header(lines, header)
    gap, is_top = Gap.WORD, False
    named: tuple[tuple[int, ...], ...] = ()
    for i, line in enumerate(lines):
        is_top = is_top or line.gap is Gap.PAGE or bool(line.named)
        named += line.named
        is_top = is_top and _is_of_header(line, header)
        alone = line.gap is not Gap.LINE and (i + 1 == len(lines) or lines[i + 1].gap is not Gap.LINE)
        text = line.text
        is_noise = alone and NOISE.match(text) is not None and not (numbered and NUMBER.fullmatch(text))
        if is_noise or not text or is_top or line.number in parts:
            noise.append(line)
            gap = max(gap, line.gap)
        else:
            kept.append(replace(line, gap=max(gap, line.gap), named=named))
            gap, named = Gap.WORD, ()
    return kept, noise


def _parts_of_header(lines: Sequence[PrintedLine], header: frozenset[str]) -> set[int]:
    """The numbers of the lines of header words that a scan sets as blocks, or above cells, on pages where it tore the header into parts."""
    torn = {line.leaf for line in lines if line.named}
    found: set[int] = set()
    starts = [i for i, line in enumerate(lines) if i == 0 or line.gap is not Gap.LINE]
    for start, end in pairwise([*starts, len(lines)]):
        if lines[start].leaf not in torn:
            continue
        run = list(takewhile(lambda line: _is_of_header(line, header), lines[start:end]))
        if len(run) == end - start or len(run) >= LEAST_OVER:
            found.update(line.number for line in run)
    return found


def _is_of_header(line: PrintedLine, header: frozenset[str]) -> bool:
    """Whether all of a line's words are words of the header, or parts of such."""
    keys = [key for word in line.words if (key := header_key(word.text))]
    return not any(letter.isdigit() for letter in line.text) and all(
        key in header
        or (len(key) > 1 and any(word.endswith(key) or (len(key) > SHORTEST_PART and word.startswith(key)) for word in header))
        for key in keys
    )


def _rows(table: OcrTable) -> list[ReadRow]:
    """The rows of a table as read."""
    columns = range(len(table.layout.columns))
    strips: dict[int, dict[int, list[Strip]]] = defaultdict(lambda: defaultdict(list))
    closest: dict[int, list[float]] = defaultdict(lambda: [inf for _ in columns])
    starts: dict[int, float] = {}
    for at, ((reading, margins), line) in enumerate(zip(table.path, table.lines, strict=True)):
        for run in reading.runs:
            cell = reading.cells[run.column]
            assert cell is not None
            strips[cell.row][run.column].append(Strip(line, line.words[run.start : run.end]))
            closest[cell.row][run.column] = min(closest[cell.row][run.column], margins.columns[run.column])
        for column in set(columns) - {run.column for run in reading.runs}:
            closest[reading.row][column] = min(closest[reading.row][column], margins.columns[column])
        if reading.row_start == at:
            starts[reading.row] = margins.row
    ends = {row: min(starts.get(row, inf), starts.get(row + 1, inf)) for row in strips}
    return [ReadRow([_read_cell(strips[row][c], c, closest[row][c], table) for c in columns], ends[row]) for row in sorted(ends)]


def _read_cell(strips: Sequence[Strip], column: int, margin: float, table: OcrTable) -> ReadCell:
    shown = min((strip.line.spot.margin for strip in strips if strip.line.spot is not None), default=inf)
    return ReadCell(strips, _cell_text(strips, column, table), min(margin, shown))


def shows_changes(times: Sequence[str]) -> bool:
    """Whether struck and inserted words stand in one stream: some times show words that nobody prints."""
    return sum(STREAM.search(text) is not None for text in times) >= LEAST_STREAMS


def ends_inside(text: str, kind: ColumnKind) -> bool:
    """Whether a cell of the kind ends where none does: inside a bracket, with a word that another follows, or a value with a sign."""
    return is_open(text) or (kind in KNOWN_KINDS and OPEN_VALUE.search(text) is not None)


def _piece_row(row: ReadRow, chances: Sequence[float], table: OcrTable, flattened: bool) -> PieceRow:
    lines, unordered = [strip.line.number for cell in row.cells for strip in cell.strips], row.unordered
    place = Place(page=row.first.page, lines=(min(lines), max(lines)))
    printed = []
    for column, (kind, cell, chance) in enumerate(zip(table.layout.kinds, row.cells, chances, strict=True)):
        doubt = f"read from lines that run through the columns; {chance:.0%} likely wrong" if chance >= DOUBTFUL else ""
        if column in unordered:
            doubt = doubt or "its first line is above that of a cell to its left, or below that of one to its right"
        if ends_inside(cell.text, kind):
            doubt = doubt or f"it ends in the middle of what it says, with {cell.text.rpartition(' ')[2]!r}"
        if not cell.strips:
            printed.append(PieceCell(text="", place=place, doubt=doubt))
            continue
        spot = Place(page=cell.strips[0].line.page, lines=(cell.strips[0].line.number, cell.strips[-1].line.number))
        changed = flattened and kind is ColumnKind.TIMELINE
        printed.append(PieceCell(text=cell.text, place=spot, merge=Merge.EMPTY, doubt=doubt, flattened=changed, scanned=True))
    return PieceRow(cells=tuple(printed), place=place)


def _cell_text(strips: Sequence[Strip], column: int, table: OcrTable) -> str:
    """The lines of a cell as one text, words that the column cut made whole; bullets are left out."""
    kind, recognisers = table.layout.kinds[column], table.costs[0].recognisers
    if kind is ColumnKind.TIMELINE and kind in recognisers:
        return with_whole_words([_time(strip.words) for strip in strips], recognisers[kind]).rstrip(" :;")
    text, last = "", None
    for strip in strips:
        said = joined(strip.words)
        if not said:
            continue
        text += (_glue(text, last, said, table.width(last.line, column)) if last is not None else "") + said
        last = strip
    return text


def _time(words: Sequence[Word]) -> str:
    """What one line prints of a time, without what a scan adds, and with the blanks that it loses."""
    return SEAM.sub(" ", SIGNS.sub(" ", joined(words)))


def _glue(text: str, above: Strip, below: str, width: float) -> str:
    words = [word for word in above.words if not word.is_bullet]
    if text.endswith(("-", "/")) and text[-2:-1].isalnum() and below[0].isalnum():
        return ""
    last = words[-1]
    alone = all(word.glued for word in words[1:])
    if alone and is_cut(last.text, below.split()[0]):
        return ""
    full = sum(word.width for word in words) >= width - SPARE
    return joint(last.text, below) if alone and full and last.text[-1].isalnum() else " "
