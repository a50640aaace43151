"""Printed lines become rows where no rule shows the rows' ends: the cut into rows that explains the whole document best."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.cuts import decided
from extract.groups import group_columns
from extract.joins import FillRates, fill_rates
from extract.layout import Layout, printed, profile_header
from extract.merged_spans import Band, near_middle, spans
from extract.ordered_rows import OrderedRow, ordered_groups, ordered_rows
from extract.profile import Profile, header_share
from extract.row_cuts import Align, Cuts, Sheet, band_starts, cut, sheet
from schemas.place import Place
from schemas.raw import ColumnKind, Fragment, Merge, Paragraph, PieceCell, PieceRow, Recognisers, TablePiece

TALLEST_HEADER = 12  # printed lines
TITLE_WORDS = 2  # in a line of a column's title
CLOSE_LINE = 2.0  # nats; a line whose other reading costs less more than this is held up to a person
ROUNDS = 2  # of cutting into rows and counting what they fill
OFF_MIDDLE = 8.0  # points from the middle of its rows from which a merged cell is held up to a person
LOOKED_AT = 600  # printed lines by which the alignment of a document is told


def header_candidates(piece: TablePiece) -> Iterator[tuple[str, ...]]:
    """What the header of a piece of printed lines may say: its first lines joined, more and more of them."""
    for count in range(1, min(TALLEST_HEADER, len(piece.rows)) + 1):
        yield printed(_decided(_joined(piece.rows[:count])))


@dataclass(frozen=True, slots=True)
class _Part:
    """The printed lines of one piece below its header."""

    header: Sequence[PieceRow]
    lines: Sequence[PieceRow]
    kinds: tuple[ColumnKind, ...]
    merging: tuple[int, ...]
    sheet: Sheet
    ordered: Sequence[OrderedRow] | None = None  # its rows, where the order of the content shows them

    @property
    def form(self) -> tuple[ColumnKind, ...]:
        """What pieces of one table share."""
        return self.kinds


def group_lines(fragments: Sequence[Fragment], profile: Profile | None, recognisers: Recognisers) -> list[Fragment]:
    """The fragments with each piece of printed lines turned into a piece of rows."""
    fragments = _parted_at_headers(fragments, profile)
    parts = _parts(fragments, profile, recognisers)
    if not parts:
        return list(fragments)
    align = _alignment(list(parts.values()))
    rates = _rates(list(parts.values()), align)
    grouped: list[Fragment] = []
    for number, fragment in enumerate(fragments):
        if isinstance(fragment, TablePiece) and number in parts:
            part = parts[number]
            header = _header_rows(part.header)
            rows = _rows(part, rates[part.form], align)
            fragment = replace(fragment, rows=(*header, *rows), by_lines=False)
        grouped.append(fragment)
    return grouped if profile else _with_groups(grouped, set(parts))


def _with_groups(fragments: Sequence[Fragment], cut: Collection[int]) -> list[Fragment]:
    """The fragments with the columns named that print a value once for a group of rows; `cut` names the pieces cut into rows here."""
    pieces = {number: piece for number, piece in enumerate(fragments) if number in cut and isinstance(piece, TablePiece)}
    rows: dict[tuple[float, ...], list[PieceRow]] = {}
    for piece in pieces.values():
        rows.setdefault(_sides(piece), []).extend(piece.rows)
    merging = {sides: group_columns(own) for sides, own in rows.items()}
    named = {number: replace(piece, merging=merging[_sides(piece)]) for number, piece in pieces.items()}
    return [named.get(number, each) for number, each in enumerate(fragments)]


def _header_rows(lines: Sequence[PieceRow]) -> list[PieceRow]:
    """The header rows of a piece: its levels, where the reader told them apart, else one."""
    if not lines or lines[0].is_header:
        return [_decided(row) for row in lines]
    return [_decided(_joined(lines))]


def _sides(piece: TablePiece) -> tuple[float, ...]:
    """The left sides of a piece's columns, in points, which all pieces of a table share."""
    return tuple(cell.place.box.x0 if cell.place.box else 0.0 for cell in piece.rows[0].cells)


def _parted_at_headers(fragments: Sequence[Fragment], profile: Profile | None) -> list[Fragment]:
    """The fragments with each piece of printed lines cut above the headers inside it; what stands above all headers is no table."""
    if profile is None:
        return list(fragments)
    headers = {
        number: _headers(piece.rows, profile) for number, piece in enumerate(fragments) if isinstance(piece, TablePiece) and piece.by_lines
    }
    known = not any(headers.values())
    parted: list[Fragment] = []
    for number, fragment in enumerate(fragments):
        if not isinstance(fragment, TablePiece) or not fragment.by_lines:
            parted.append(fragment)
            continue
        for first, end in pairwise(sorted({0, *headers[number], len(fragment.rows)})):
            rows = fragment.rows[first:end]
            known |= first in headers[number]
            piece = replace(fragment, rows=rows, place=_around([row.place for row in rows]), breaks=fragment.breaks and not first)
            parted += [piece] if known else _paragraphs(piece)
    return parted


def _headers(rows: Sequence[PieceRow], profile: Profile) -> list[int]:
    """The lines at which a header begins."""
    found, line = [], 0
    starts = [*band_starts(rows), len(rows)]
    for first, end in pairwise(starts):
        if first < line or not _may_open_header(rows[first:end]):
            continue
        header = _header_lines(rows[first : first + TALLEST_HEADER], profile)
        if header.count <= end - first or _header_lines(rows[end : end + TALLEST_HEADER], profile).share >= header.share:
            header = header if _is_wide(rows[first:end]) else NO_HEADER  # a lone word above it is the end of a row
        found += [first] if header.count else []
        line = first + header.count
    return found


def _may_open_header(lines: Sequence[PieceRow]) -> bool:
    """Whether a header may begin with these lines: letters, and no number, in several columns or a word or two in one."""
    texts = [cell.text for line in lines for cell in line.cells if cell.text]
    short = len(texts) > 1 or all(len(text.split()) <= TITLE_WORDS for text in texts)
    return short and not any(letter.isdecimal() for text in texts for letter in text)


def _is_wide(lines: Sequence[PieceRow]) -> bool:
    """Whether lines print something in several columns."""
    return sum(bool(cell.text) for line in lines for cell in line.cells) > 1


def _paragraphs(piece: TablePiece) -> list[Fragment]:
    """The printed lines of a piece as paragraphs."""
    return [Paragraph(text=" ".join(cell.text for cell in row.cells if cell.text), place=row.place) for row in piece.rows]


def _parts(fragments: Sequence[Fragment], profile: Profile | None, recognisers: Recognisers) -> dict[int, _Part]:
    """The pieces of printed lines, by their place among the fragments."""
    parts: dict[int, _Part] = {}
    layout: Layout | None = None
    layouts: dict[int, Layout] = {}
    for number, piece in enumerate(fragments):
        if not isinstance(piece, TablePiece) or not piece.by_lines:
            continue
        count, layout = _header(piece, profile, layout)
        if layout is not None:
            layouts[len(layout.columns)] = layout
        own = layouts.get(len(piece.rows[0].cells))
        kinds = own.kinds if own else (ColumnKind.TEXT,) * len(piece.rows[0].cells)
        lines = piece.rows[count:]
        page = sheet(lines, kinds, recognisers, all_open=piece.all_open)
        merging = own.merging if own else ()
        ordered = ordered_rows(lines, page, merging) if own else ordered_groups(lines, page)
        parts[number] = _Part(piece.rows[:count], lines, kinds, merging, page, ordered)
    return parts


def _header(piece: TablePiece, profile: Profile | None, known: Layout | None) -> tuple[int, Layout | None]:
    """How many of the first lines are header, and the layout from there on."""
    if profile is None:
        return sum(row.is_header for row in piece.rows), known
    header = _header_lines(piece.rows[:TALLEST_HEADER], profile)
    return header.count, header.layout or known


@dataclass(frozen=True, slots=True)
class _Header:
    """A header among printed lines: how many of the first ones it takes, its layout, the share of its words that they print."""

    count: int
    layout: Layout | None
    share: float


FAR = "blank paper parts its lines; they may be two cells"
NO_HEADER = _Header(0, None, 0.0)


def _header_lines(lines: Sequence[PieceRow], profile: Profile) -> _Header:
    """The header that the first of these lines print: as many as print most of its words, and the rest of titles it does not know."""
    best, found, layout = 0.0, 0, None
    for last, count in pairwise([*band_starts(lines), len(lines)]):
        if _is_parted(lines[:count]):
            break
        row = _decided(_joined(lines[:count]))
        share = max((header_share(table, printed(row)) for table in profile.table), default=0.0)
        if share > best or (share == best > 0 and found == last and _is_rest_of_titles(lines[last:count])):
            best, found, layout = share, count, profile_header(profile, row)
    return _Header(found, layout, best) if layout is not None else NO_HEADER


def _is_rest_of_titles(lines: Sequence[PieceRow]) -> bool:
    """Whether lines print a word or two in each cell, and no number."""
    texts = [cell.text for line in lines for cell in line.cells if cell.text]
    return all(len(text.split()) <= TITLE_WORDS and not any(letter.isdecimal() for letter in text) for text in texts)


def _is_parted(lines: Sequence[PieceRow]) -> bool:
    """Whether blank paper parts the lines of a column."""
    return any(cell.starts for own in zip(*(line.cells for line in lines), strict=True) for cell in [c for c in own if c.text][1:])


def _alignment(parts: Sequence[_Part]) -> Align:
    """How the cells of a document are aligned: as its rows cost least."""
    looked_at: list[_Part] = []
    for part in parts:
        if sum(len(each.lines) for each in looked_at) < LOOKED_AT:
            looked_at.append(part)
    costs = {}
    for align in Align:
        rates = _rates(looked_at, align)
        costs[align] = sum(cut(part.sheet, rates[part.form], align).cost for part in looked_at if not part.ordered)
    return min(Align, key=costs.__getitem__)


def _rates(parts: Sequence[_Part], align: Align) -> dict[tuple[ColumnKind, ...], FillRates]:
    """How often the rows of each form of table fill each column: cut, counted, and cut anew."""
    rates = {part.form: fill_rates([], len(part.kinds), part.merging) for part in parts}
    for _ in range(ROUNDS):
        rows: dict[tuple[ColumnKind, ...], list[PieceRow]] = {form: [] for form in rates}
        for part in parts:
            rows[part.form] += (_ordered(part) if part.ordered else _cut_rows(part, cut(part.sheet, rates[part.form], align)))[1:]
        merging = {part.form: part.merging for part in parts}
        rates = {form: fill_rates(own, len(form), merging[form]) for form, own in rows.items()}
    return rates


def _rows(part: _Part, rates: FillRates, align: Align) -> list[PieceRow]:
    """The rows of a piece, each doubted where the page leaves another cut open."""
    if not part.lines:
        return []
    if part.ordered:
        return _ordered(part)
    cuts = cut(part.sheet, rates, align)
    rows = _cut_rows(part, cuts)
    if align is Align.MIDDLE:
        for column in part.merging:
            rows = _with_spans(rows, part, cuts, column)
    ends = [*cuts.begins[1:], len(part.lines)]
    for number, (first, end) in enumerate(zip(cuts.begins, ends, strict=True)):
        margin = min(float(cuts.margins[first:end].min()), float(cuts.margins[end]) if end < len(part.lines) else CLOSE_LINE)
        if margin < CLOSE_LINE:
            said = f"a printed line was close to the other decision, by {margin:.1f}"
            rows[number] = replace(rows[number], doubt=said)
    return rows


def _ordered(part: _Part) -> list[PieceRow]:
    """The rows of a piece as the order of its content shows them."""
    return [_of_texts(part, row) for row in part.ordered or ()]


def _of_texts(part: _Part, row: OrderedRow) -> PieceRow:
    own = sorted({line for text in row.texts for line in text.lines})
    cells = [_join_cells([part.lines[own[0]].cells[column]]) for column in range(len(part.kinds))]
    cells = [replace(cell, text="", before=None, span=None) for cell in cells]
    for text in row.texts:
        cells[text.column] = _join_cells([part.lines[line].cells[text.column] for line in text.lines])
    doubt = min(text.doubt for text in row.texts)
    said = f"a printed line was close to the other decision, by {doubt:.1f}" if doubt < CLOSE_LINE else ""
    rows = [part.lines[line] for line in own]
    said = said or next((each.doubt for each in rows if each.doubt), "")
    return PieceRow(cells=tuple(cells), place=_around([each.place for each in rows]), opens=rows[0].opens, doubt=said)


def _cut_rows(part: _Part, cuts: Cuts) -> list[PieceRow]:
    return [_joined(part.lines[first:end]) for first, end in pairwise([*cuts.begins, len(part.lines)])]


def _with_spans(rows: Sequence[PieceRow], part: _Part, cuts: Cuts, column: int) -> list[PieceRow]:
    """The rows with the texts of a merging column dealt out: each text holds for the rows in whose middle it stands."""
    bands = [_band(part.lines[first:end], part.merging) for first, end in pairwise([*cuts.begins, len(part.lines)])]
    texts = _texts(part, cuts, column, bands)
    if not 0 < len(texts) <= len(rows):
        return list(rows)
    heights = [_band_of([cell]) for cell in texts]
    firsts = spans(bands, heights)
    cells = [replace(row.cells[column], text="", before=None, merge=Merge.COVERED) for row in rows]
    for number in range(firsts[0]):
        cells[number] = replace(cells[number], merge=Merge.UNKNOWN)
    for first, end, cell, height in zip(firsts, [*firsts[1:], len(rows)], texts, heights, strict=True):
        off = abs((bands[first].top + bands[end - 1].bottom) / 2 - height.middle)
        doubt = f"it stands {off:.0f} points off the middle of the rows it was taken for" if off > OFF_MIDDLE else ""
        cells[first:end] = [replace(each, doubt=doubt) for each in (cell, *cells[first + 1 : end])]
    return [replace(row, cells=(*row.cells[:column], cell, *row.cells[column + 1 :])) for row, cell in zip(rows, cells, strict=True)]


def _texts(part: _Part, cuts: Cuts, column: int, bands: Sequence[Band]) -> list[PieceCell]:
    """The texts of a column: parted by blank paper, and between two rows in whose middles its lines stand."""
    row_of = [sum(first <= line for first in cuts.begins) - 1 for line in range(len(part.lines))]
    by_row: dict[int, list[PieceCell]] = {}
    for number, line in enumerate(part.lines):
        if line.cells[column].text:
            by_row.setdefault(row_of[number], []).append(line.cells[column])
    central = {number: near_middle(bands[number], _band_of(cells)) for number, cells in by_row.items()}
    texts: list[list[PieceCell]] = []
    for number, cells in by_row.items():
        for position, cell in enumerate(cells):
            own_row = position == 0 and central[number] and central.get(number - 1, False)
            unlike = cell.starts or own_row or part.kinds[column] is ColumnKind.NUMBER
            begins = unlike if cell.goes_on is None else not cell.goes_on
            if not texts or begins:
                texts.append([])
            texts[-1].append(cell)
    return [_join_cells(text) for text in texts]


def _band(lines: Sequence[PieceRow], merging: Sequence[int]) -> Band:
    """The height of a row: that of its cells that merge with no other row's, where it has any."""
    own = [cell for line in lines for column, cell in enumerate(line.cells) if column not in merging and cell.span]
    return _band_of(own or [cell for line in lines for cell in line.cells if cell.span])


def _band_of(cells: Sequence[PieceCell]) -> Band:
    sides = [cell.span for cell in cells if cell.span]
    return Band(min(top for top, _ in sides), max(bottom for _, bottom in sides))


def _decided(row: PieceRow) -> PieceRow:
    """The row with the words that its lines may cut made whole, by likelihood."""
    return replace(row, cells=tuple(replace(cell, text=decided(cell.text)) for cell in row.cells))


def _joined(rows: Sequence[PieceRow]) -> PieceRow:
    """Several lines as one row: the texts of each column joined, the boxes around them."""
    cells = [_join_cells([row.cells[column] for row in rows]) for column in range(len(rows[0].cells))]
    doubt = next((row.doubt for row in rows if row.doubt), "")
    return PieceRow(cells=tuple(cells), place=_around([row.place for row in rows]), opens=rows[0].opens, doubt=doubt)


def _join_cells(cells: Sequence[PieceCell]) -> PieceCell:
    filled = [cell for cell in cells if cell.text or cell.before]
    if not filled:
        return PieceCell(text="", place=_around([cell.place for cell in cells[:1]]))
    old = [(cell.glue, cell.text if cell.before is None else cell.before) for cell in filled]
    spans = [cell.span for cell in filled if cell.span]
    return PieceCell(
        text=_glued([(cell.glue, cell.text) for cell in filled]),
        place=_around([cell.place for cell in filled]),
        first_word=filled[0].first_word,
        first_letter=filled[0].first_letter,
        open_word=filled[-1].open_word,
        room=filled[-1].room,
        before=None if all(cell.before is None for cell in filled) else _glued(old),
        starts=filled[0].starts,
        goes_on=filled[0].goes_on,
        span=(min(top for top, _ in spans), max(bottom for _, bottom in spans)) if spans else None,
        doubt=next((cell.doubt for cell in filled if cell.doubt), "") or (FAR if _is_far(spans) else ""),
    )


def _is_far(spans: Sequence[tuple[float, float]]) -> bool:
    """Whether blank paper as high as a line stands between two lines of a cell."""
    return any(below[0] - above[1] > below[1] - below[0] for above, below in pairwise(spans))


def _glued(parts: Sequence[tuple[str, str]]) -> str:
    """Texts with what stands before each, but for those that are empty."""
    text = ""
    for between, part in parts:
        text += (between if text and part else "") + part
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
