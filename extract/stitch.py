"""The stitcher: pieces of tables, cut by every page break, become whole rows.

One pass over the fragments in print order. A row under construction keeps its cells open; a cell merged over several
rows is one object in all of them, so that what a later page adds to it holds for every row it spans.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extract.cuts import TOLERANCE, decided, decisions, goes_on_address, goes_on_word, joint, stands_close
from extract.headings import Outline, caption_number
from extract.joins import CLOSE, GOES_ON, NOTHING, Above, FillRates, continuation, fill_rates, joins, shown, wrapping
from extract.layout import Layout, is_broken_header, is_rule_of, looks_like_header, printed, printed_header, profile_header, repeats_header
from extract.profile import Column, Profile, Scope, all_header_keys
from extract.struck_rows import is_struck, own_apart
from extract.words import Balance
from schemas.flags import Flag, FlagCode
from schemas.place import Place
from schemas.raw import ColumnKind, Fragment, LooseText, Merge, PieceCell, PieceRow, RawCell, RawRow, Recognisers, Section, TablePiece
from schemas.row import RecordKind

TITLED = -3.0  # nats for what stands below a paragraph of its own at the top of a page to go on what stands above it
LONE_REST = 2.0  # nats for a text in a merged column to be the rest of the cell above, where no other such column is filled
TOPIC_FIELDS = ("topic_number", "topic")


@dataclass(eq=False, slots=True)
class OpenCell:
    """A cell under construction: the same object in every row it spans."""

    parts: list[PieceCell] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    text: str = ""
    old: str = ""  # the text before the tracked changes

    @property
    def before(self) -> str | None:
        """The text before the tracked changes; None where there are none."""
        return self.old if any(part.before is not None for part in self.parts) else None

    def add(self, part: PieceCell, kind: ColumnKind, recognisers: Recognisers) -> tuple[str, ...]:
        """Append what another piece prints of the cell; returns the cuts of words that are close calls."""
        cut = bool(self.parts) and _may_be_cut(self.parts[-1], part)
        self.text, close = decisions(_glued(self.text, part.text, cut), kind, recognisers)
        self.old = decided(_glued(self.old, part.text if part.before is None else part.before, cut), kind, recognisers)
        self.parts.append(part)
        return (*part.close_cuts, *close)


def _may_be_cut(above: PieceCell, below: PieceCell) -> bool:
    """Whether the column can have cut a word between two parts of a cell: the first one's last line has no room for the next letter."""
    if above.room is None or below.first_letter is None:
        return above.open_word
    return above.open_word and above.room < below.first_letter + TOLERANCE


def _glued(text: str, part: str, cut: bool) -> str:
    """Two parts of a cell: a blank between them, none after a hyphen in a word, a mark where a word may have been cut."""
    if not text.strip() or not part.strip():
        return text + part
    if text.endswith("-") and ((text[-2:-1].isalpha() and part[:1].islower()) or (text[-2:-1].isdigit() and part[:1].isdigit())):
        return text + part
    first, second = text.split()[-1], part.split()[0]
    if stands_close(first, second) or goes_on_word(first, second) or goes_on_address(first, second):
        return text + part
    return text + (joint(text, part) if cut else " ") + part


@dataclass(eq=False, slots=True)
class OpenRow:
    """A row under construction: an open cell, or None, for each column."""

    layout: Layout
    cells: list[OpenCell | None]
    places: list[Place]
    section: Section | None
    group: tuple[RawCell | None, RawCell | None]
    flags: list[Flag] = field(default_factory=list)

    def above(self) -> dict[int, Above]:
        """What a row below may go on: the text so far of each filled cell, by column."""
        return {column: Above(cell.text, cell.parts[-1].room, cell.before) for column, cell in enumerate(self.cells) if cell is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided of the first row after a break: the log-odds that it is the rest of the last row."""

    place: Place
    score: float
    above: str  # the last row so far, in short
    below: str  # the row after the break, in short

    @property
    def goes_on(self) -> bool:
        """Whether it was taken for the rest of the last row."""
        return self.score > 0

    @property
    def close(self) -> bool:
        """Whether it might as well have been the other way round."""
        return abs(self.score) < CLOSE


@dataclass
class Stitcher:
    """Builds whole rows from fragments. Feed it with `take`, then read `rows()`."""

    profile: Profile | None
    outline: Outline
    recognisers: Recognisers
    rates: dict[tuple[str, int], FillRates]
    balance: Balance = field(default_factory=Balance)
    header_keys: frozenset[str] = field(init=False)
    layout: Layout | None = None
    layouts: dict[int, Layout] = field(default_factory=dict)  # the layouts of a profile's tables seen, by column count
    built: list[OpenRow | RawRow] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    struck: list[OpenRow] = field(default_factory=list)  # rows that a tracked change takes out
    shift: Flag | None = None  # of the row taken last, where its cells are not as many as its header's
    misread: Flag | None = None  # of every row under a header whose columns were misread
    margin: str = ""  # what balloons beside this piece say was deleted
    doubt: str = ""  # why the columns of this piece may be others
    page: int | None = None  # of the piece taken last
    titled: bool = False  # a paragraph stands above the next piece on its page
    caption: str = ""  # number of the table that the last caption named
    recaptioned: bool = False  # a caption has named another table since the last piece
    broken: bool = True  # no row has been taken since the last break
    unproven: bool = True  # none that stands has: rules do not tell which of its merged cells are new
    last: OpenRow | None = None  # the last row, whose merged cells may reach into the next one
    gone: OpenRow | None = None  # the struck row that stands between the last row and the next one

    def __post_init__(self) -> None:
        self.header_keys = all_header_keys(self.profile) if self.profile is not None else frozenset()

    def take(self, fragment: Fragment, below: Fragment | None = None) -> None:
        """Take the next fragment in print order; `below` is what stands below it, notes and furniture aside."""
        if isinstance(fragment, TablePiece):
            self._take_piece(fragment)
            return
        if isinstance(fragment, LooseText):
            raise TypeError("a text without columns is decoded before its rows are stitched")
        section = self.outline.section
        item = self.outline.item(fragment)
        if item is not None:
            self.built.append(item)
            self.balance.add("cells", fragment.place.page, fragment.text)
            self._close_row()
            return
        kind = self.outline.read(fragment, below)
        self.titled = kind != "furniture" and fragment.role is None and (fragment.place.page != self.page or self.titled)
        number = caption_number(fragment.text)
        if number is not None:
            self.recaptioned |= number != self.caption
            self.titled, self.caption = number != self.caption, number
        self.balance.add(kind, fragment.place.page, fragment.text)
        if self.outline.section is not section:
            self._close_row()

    def finish(self, fragment: Fragment) -> None:
        """The source ends with this fragment: a row of too few cells at its very end was cut off."""
        if isinstance(fragment, TablePiece) and self.shift and self.last and len(fragment.rows[-1].cells) < len(self.last.cells):
            self.last.flags.remove(self.shift)
            said = f"the source ends here, after {len(fragment.rows[-1].cells)} of {len(self.last.cells)} cells"
            self.last.flags.append(Flag(code=FlagCode.CUT_OFF, detail=said))

    def rows(self) -> list[RawRow]:
        """The whole rows in print order; counts the words of their cells."""
        frozen: dict[int, RawCell] = {}
        rows = [_freeze(row, frozen) if isinstance(row, OpenRow) else row for row in self.built]
        cells = {id(cell): cell for row in self.built if isinstance(row, OpenRow) for cell in row.cells if cell is not None}
        for cell in cells.values():
            for part in cell.parts:
                self.balance.add("cells", part.place.page, part.text)
        return rows

    def _close_row(self) -> None:
        """What comes is no part of any row so far."""
        self.last = self.gone = None

    def _take_piece(self, piece: TablePiece) -> None:
        self.outline.close_title()
        self.page = piece.place.page
        self.broken |= piece.breaks
        self.unproven |= piece.breaks
        self.margin = " / ".join(piece.taken_out)
        self.doubt = piece.doubt if self.profile is None else ""  # a header that a profile knows vouches for its columns
        self._take_fields(piece)
        for row in own_apart(self._strip_header(piece)):
            if self._is_header(row):
                continue
            if is_rule_of(row) and self._opens_group(row):
                continue
            self._take_row(row, self.broken)
            self.broken, self.unproven, self.titled = False, self.unproven and self.gone is not None, False

    def _take_fields(self, piece: TablePiece) -> None:
        """The layout of a piece whose header was read apart from it; its rows are whole."""
        table = next((each for each in self.profile.table if each.fields == piece.fields), None) if self.profile and piece.fields else None
        if table is not None:
            self.layout = self.layouts[len(table.column)] = Layout(table.record_kind, table.column)
            self.broken = self.unproven = False

    def _strip_header(self, piece: TablePiece) -> Sequence[PieceRow]:
        """Without a profile the header is known by its place and its repeats; its rows are taken off the piece.

        A piece that does not repeat the header goes on the table before only across a page break, with as many columns,
        and not where a title stands above it and its first row may be a header. A caption of another number opens another
        table, whatever its header.
        """
        if self.profile is not None:
            return piece.rows
        rows = piece.rows
        count = repeats_header(self.layout, rows) if self.layout else 0
        titled = self.recaptioned or (self.titled and looks_like_header(rows[0]))
        goes_on = piece.breaks and not titled and self.layout is not None and len(self.layout.columns) == len(rows[0].cells)
        if self.layout is None or not (count or goes_on):
            self.layout, count = printed_header(rows, self._merging(len(rows[0].cells)) if piece.merging is None else piece.merging)
            self._close_row()
            self.misread = _untitled(self.layout) if piece.merging is not None else None
        if self.recaptioned:
            self._close_row()
        self.titled = self.recaptioned = False
        for row in rows[:count]:
            self._count("headings", row)
        return rows[count:]

    def _merging(self, columns: int) -> tuple[int, ...]:
        rates = self.rates.get((RecordKind.ROW, columns))
        return rates.merging if rates else ()

    def _is_header(self, row: PieceRow) -> bool:
        if self.profile is None:
            return False
        layout = profile_header(self.profile, row)
        if layout is not None:
            self.layout = self.layouts[len(layout.columns)] = layout
            self.misread = None
        elif is_broken_header(self.header_keys, row):
            said = f"the header above reads {' | '.join(printed(row))}, which is that of no table"
            self.misread = Flag(code=FlagCode.COLUMN_SHIFT, detail=said)
        else:
            return False
        self._count("headings", row)
        return True

    def _opens_group(self, row: PieceRow) -> bool:
        cell = next(cell for cell in row.cells if cell.text)
        number = self.outline.group[0]
        if not self.outline.open_group(cell.text, cell.place):
            return False
        opened = self.outline.group[0]
        if number is None or opened is None or number.text != opened.text:
            self._close_row()
        self._count("headings", row)
        return True

    def _take_row(self, row: PieceRow, first: bool) -> None:
        if self.layout is None:
            self.layout, _ = printed_header([row], self._merging(len(row.cells)))
        if len(row.cells) != len(self.layout.columns):  # a header repeated over the rest of another table
            self.layout = self.layouts.get(len(row.cells), self.layout)
        found, count = len(row.cells), len(self.layout.columns)
        if found != count:
            row = self._fit(row)
        row = _unproven(row) if self.unproven else row
        above = self.last if self.gone is None or (self.last is not None and self._is_bare(row, self.last)) else self.gone
        decision = self._decide(row, above) if first else None
        if decision is not None and decision.goes_on:
            self._go_on(row, above)
        elif is_struck(row):
            self._strike(row)
        else:
            self._begin(row)
        if self.gone is not None:
            return
        assert self.last is not None
        if decision is not None and decision.close:
            said = "the rest of the row before the break" if decision.goes_on else "a new row"
            self.last.flags.append(Flag(code=FlagCode.CLOSE_JOIN, detail=f"read as {said}, score {decision.score:+.1f}"))
            if above is not None and above is not self.last:  # its rest may have been taken for a row
                detail = f"the first row after the break read as a new row, score {decision.score:+.1f}"
                above.flags.append(Flag(code=FlagCode.CLOSE_JOIN, detail=detail))
        self.last.flags += self._doubts(row)
        self.shift = Flag(code=FlagCode.COLUMN_SHIFT, detail=f"{found} cells under {count} header cells") if found != count else None
        self.last.flags += [flag for flag in (self.shift, self.misread) if flag]

    def _doubts(self, row: PieceRow) -> Iterator[Flag]:
        """What the page leaves open of a row."""
        if row.doubt:
            yield Flag(code=FlagCode.CLOSE_JOIN, detail=row.doubt)
        if self.doubt:
            yield Flag(code=FlagCode.CLOSE_COLUMN, detail=self.doubt)
        if self.margin and any(cell.before is not None for cell in row.cells):
            yield Flag(code=FlagCode.MARGIN_CHANGE, detail=f"the margin of its page says: {self.margin}")

    def _decide(self, row: PieceRow, last: OpenRow | None) -> Decision | None:
        """Whether the first row of a piece is the rest of the last row, or of a struck one; None where there is none to go on."""
        if last is None or self.layout is None or last.layout.key != self.layout.key or (last is self.gone and not is_struck(row)):
            return None
        kinds = self.layout.kinds
        rates = self.rates.get(self.layout.key) or fill_rates([], len(kinds), self.layout.merging)
        cells = last.above()
        score = continuation(cells, row, kinds, rates, self.recognisers) + (TITLED if self.titled else 0.0)
        if score <= 0 and self._is_bare(row, last):
            score = LONE_REST
        above = " | ".join(cells.get(column, NOTHING).shown[-20:] for column in range(len(kinds)))
        below = " | ".join(shown(cell)[:20] for cell in row.cells)
        self.decisions.append(Decision(place=row.place, score=score, above=above, below=below))
        return self.decisions[-1]

    def _is_bare(self, row: PieceRow, last: OpenRow) -> bool:
        """Whether all that a row prints goes on merged cells of the last one: it has nothing of its own."""
        assert self.layout is not None
        if last is not self.last or last.layout.key != self.layout.key:
            return False
        filled = [each for each in zip(self.layout.columns, row.cells, last.cells, strict=True) if each[1].text]
        return bool(filled) and all(self._is_rest(spec, cell, above, row) for spec, cell, above in filled)

    def _go_on(self, row: PieceRow, last: OpenRow | None) -> None:
        assert last is not None
        last.places.append(row.place)
        self._fill(last, row)

    def _strike(self, row: PieceRow) -> None:
        """A row of which tracked changes leave nothing is no row; its own cells are kept for the document to name."""
        assert self.layout is not None
        self.gone = OpenRow(self.layout, [None] * len(self.layout.columns), [row.place], self.outline.section, self.outline.group)
        self._fill(self.gone, row)
        self.struck.append(self.gone)

    def _fill(self, row: OpenRow, printed: PieceRow) -> None:
        for column, cell in enumerate(printed.cells):
            if cell.text or cell.before:
                self._extend(row, column, cell)
        self._doubt_cells(row, printed)

    @staticmethod
    def _doubt_cells(row: OpenRow, printed: PieceRow) -> None:
        """What the page leaves open of the cells of a row, or of its rest, is held up to a person: of a merged cell in all its rows."""
        for spec, cell, filled in zip(row.layout.columns, printed.cells, row.cells, strict=True):
            if cell.doubt:
                flags = filled.flags if cell.text and filled is not None else row.flags
                flags.append(Flag(field=spec.field, code=FlagCode.CLOSE_COLUMN, detail=cell.doubt))

    def _extend(self, row: OpenRow, column: int, cell: PieceCell) -> None:
        open_cell = row.cells[column]
        if open_cell is None:
            row.cells[column] = open_cell = OpenCell()
        spec = row.layout.columns[column]
        for read in open_cell.add(cell, spec.kind, self.recognisers):
            open_cell.flags.append(
                Flag(field=spec.field, code=FlagCode.CLOSE_CUT, detail=f"read as {read!r}; a narrow cell may have cut it")
            )

    def _begin(self, row: PieceRow) -> None:
        assert self.layout is not None
        above = self.last if self.last is not None and self.last.layout.key == self.layout.key else None
        new = OpenRow(self.layout, [None] * len(self.layout.columns), [row.place], self.outline.section, self.outline.group)
        alive = self._scopes(row, above)
        for column, (spec, cell) in enumerate(zip(self.layout.columns, row.cells, strict=True)):
            shared = above.cells[column] if above is not None else None
            if shared is not None and self._is_shared(spec, row, cell, shared, alive):
                new.cells[column] = shared
                if not cell.text:
                    self._doubt(new, spec, cell, alive)
            elif cell.text and spec.merge is not Scope.NONE and new.layout.record_kind is RecordKind.ROW:
                alive = set()  # without a profile, a new value ends the merged cells to its right
            if cell.text or cell.before:
                self._extend(new, column, cell)
        self._expect(new)
        self._doubt_cells(new, row)
        self.built.append(new)
        self.last, self.gone = new, None

    def _scopes(self, row: PieceRow, above: OpenRow | None) -> set[Scope]:
        """The scopes of merged cells that live on in a new row: a new topic ends all, a new task those of the task."""
        if above is None or self.layout is None:
            return set()
        alive = {Scope.TOPIC, Scope.TASK}
        for column, (spec, cell) in enumerate(zip(self.layout.columns, row.cells, strict=True)):
            if not cell.text or self._is_rest(spec, cell, above.cells[column], row):
                continue
            if spec.field in TOPIC_FIELDS:
                return set()
            if spec.field == "task":
                alive.discard(Scope.TASK)
        return alive

    def _is_rest(self, spec: Column, cell: PieceCell, shared: OpenCell | None, row: PieceRow) -> bool:
        """Whether the text in a merged column is the rest of the merged cell above, which the print cut by lines."""
        if spec.merge is Scope.NONE or shared is None or cell.merge is Merge.EMPTY or spec.kind is ColumnKind.NUMBER:
            return False
        if cell.merge is Merge.COVERED:
            return True
        if cell.goes_on is not None:
            return cell.goes_on
        likely = self._rest_odds(spec, cell, shared)
        return likely + (LONE_REST if self._stands_alone(spec, row) else 0.0) >= GOES_ON

    def _rest_odds(self, spec: Column, cell: PieceCell, shared: OpenCell) -> float:
        """Log-odds that a text goes on the cell above it, by its words, by where its line broke and by what stands between."""
        likely = joins(spec.kind, shared.text, cell.text, self.recognisers) + wrapping(spec.kind, shared.parts[-1].room, cell)
        return likely + (TITLED if self.titled else 0.0)

    def _stands_alone(self, spec: Column, row: PieceRow) -> bool:
        """Whether a task, or a topic, comes without anything of what the print always gives a new one."""
        assert self.layout is not None and self.last is not None
        needed = [
            (other, cell, shared)
            for other, cell, shared in zip(self.layout.columns, row.cells, self.last.cells, strict=True)
            if other.required and other.merge is not Scope.NONE and other.field != spec.field
        ]
        own = [cell for other, cell, shared in needed if cell.text and (shared is None or self._rest_odds(other, cell, shared) < GOES_ON)]
        return bool(needed) and not own

    def _is_shared(self, spec: Column, row: PieceRow, cell: PieceCell, shared: OpenCell, alive: set[Scope]) -> bool:
        if cell.merge is Merge.COVERED:
            return True
        if cell.merge is Merge.EMPTY and not cell.text:
            return spec.field in TOPIC_FIELDS and spec.merge in alive  # no row is without a topic, whatever the rules say
        if cell.text:
            if spec.merge not in alive or not self._is_rest(spec, cell, shared, row):
                return False
            if not cell.goes_on:
                said = f"{cell.text!r} goes on {shared.text!r}"
                shared.flags.append(Flag(field=spec.field, code=FlagCode.JOINED_MERGED, detail=said))
            return True
        return spec.merge in alive

    def _doubt(self, row: OpenRow, spec: Column, cell: PieceCell, alive: set[Scope]) -> None:
        """A value taken over under a task of its own, without a ruling line to prove it, is held up to a person."""
        own = Scope.TASK not in alive or row.layout.record_kind is RecordKind.ROW
        if cell.merge is Merge.UNKNOWN and own and spec.field not in TOPIC_FIELDS:
            row.flags.append(Flag(field=spec.field, code=FlagCode.ASSUMED_MERGED, detail="empty in print; the value above is taken over"))

    @staticmethod
    def _expect(row: OpenRow) -> None:
        """Empty cells of columns that are never empty in print are held up to a person."""
        for spec, cell in zip(row.layout.columns, row.cells, strict=True):
            if spec.required and cell is None:
                row.flags.append(Flag(field=spec.field, code=FlagCode.MISSING_CELL, detail="it is empty here, as nowhere else"))

    def _fit(self, row: PieceRow) -> PieceRow:
        """A row with more or fewer cells than its header: what is too many joins the last column, what lacks is empty."""
        assert self.layout is not None
        count = len(self.layout.columns)
        cells = list(row.cells[:count])
        for cell in row.cells[count:]:
            if cell.text:
                cells[-1] = PieceCell(text=f"{cells[-1].text}\n{cell.text}".strip(), place=cell.place)
        cells += [PieceCell(text="", place=row.place) for _ in range(count - len(cells))]
        return replace(row, cells=tuple(cells))

    def _count(self, kind: str, row: PieceRow) -> None:
        for cell in row.cells:
            self.balance.add(kind, cell.place.page, cell.text)


def _unproven(row: PieceRow) -> PieceRow:
    """The rule above the first row after a break proves nothing: the break draws it through merged cells too."""
    cells = tuple(replace(cell, merge=Merge.UNKNOWN) if cell.merge is Merge.EMPTY else cell for cell in row.cells)
    return replace(row, cells=cells)


def _untitled(layout: Layout) -> Flag | None:
    """A flag where a column behind the first one has no title, in a table without rules: its columns may be others."""
    names = [number for number, column in enumerate(layout.columns, 1) if number > 1 and column.field == f"column {number}"]
    if not names:
        return None
    said = f"no title stands above column {', '.join(map(str, names))}; the columns may be misread"
    return Flag(code=FlagCode.COLUMN_SHIFT, detail=said)


def _freeze(row: OpenRow, frozen: dict[int, RawCell]) -> RawRow:
    """The row as a record; cells that are one object stay one."""
    cells: dict[str, RawCell] = {}
    for name, group in zip(TOPIC_FIELDS, row.group, strict=True):
        if group is not None:
            cells[name] = group
    for spec, cell in zip(row.layout.columns, row.cells, strict=True):
        if cell is not None:
            if id(cell) not in frozen:
                frozen[id(cell)] = _freeze_cell(cell)
            cells[spec.field] = frozen[id(cell)]
    return RawRow(
        record_kind=row.layout.record_kind,
        columns=tuple(spec.field for spec in row.layout.columns),
        cells=cells,
        places=tuple(row.places),
        section=row.section,
        flags=tuple(row.flags),
    )


def _freeze_cell(cell: OpenCell) -> RawCell:
    return RawCell(
        text=cell.text,
        places=tuple(part.place for part in cell.parts),
        flags=tuple(cell.flags),
        before=cell.before,
        flattened=any(part.flattened for part in cell.parts),
        scanned=any(part.scanned for part in cell.parts),
    )
