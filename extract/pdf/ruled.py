"""A page with ruling lines around the cells: its tables by its grids, and the paragraphs around them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np

from extract.lattice import piece_rows
from extract.lexicon import Lexicon
from extract.pdf.balloons import begins_balloon, takes_out
from extract.pdf.bands import bands
from extract.pdf.content import Floats, Ints, PageContent, Segment, turned
from extract.pdf.crossing import whole_words
from extract.pdf.grid import SNAP, Grid, grids
from extract.pdf.grid_judgement import FEWEST_BARE, FEWEST_LEVEL, TALL, Kind, is_open, kind_of
from extract.pdf.lines import Line, Tally, cell_text, ends_open, raise_marks, runs, without_marks
from extract.pdf.marks import accepted, borders, find_marks, original, states, tidy
from extract.pdf.paragraphs import paragraphs
from extract.pdf.spans import by_columns
from extract.pdf.unruled_columns import with_unruled_columns
from extract.pdf.unruled_rows import with_unruled_rows
from schemas.place import Box, Place
from schemas.raw import Fragment, Merge, Paragraph, PieceCell, TablePiece

OUTSIDE = -1  # and the next three, where the text runs up or down
BESIDE = (-6, -5)  # to the left and to the right of a table
CHART = -7  # at the heights of the grid of a chart
FEWEST_PARTED = 3  # lines outside the grids that wide gaps part, from which there may be a table without rules
TWO_CELLS = "no rule parts two texts that stand apart; they may be two cells"
TWO_FIGURES = re.compile(r"(?<!\S)\d{1,3}(?:,\d{3})+ \d{1,3}(?:,\d{3})*(?!\S)")  # side by side, with nothing between
SEVERAL_ROWS = "no rule parts the figures that stand one below the other; they may be several rows"
FEWEST_FIGURES = 4  # lines of a cell, each a figure, from which they may be rows
FIGURES = re.compile(r"[-+–(*]*\d[\d.,]*[%)*]*")
PADDING = 1.5  # points of a cell's side that its text keeps clear of, where nothing else is known


_encoder, _decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(dict[int, list[Line]])


def fragments(pages: Sequence["RuledPage"]) -> Iterator[Fragment]:
    """The fragments of all pages in reading order; places are pages and boxes."""
    lexicon = Tally.of(lines for page in pages for lines in page.whole_lines()).lexicon()
    for page in pages:
        yield from page.fragments(lexicon)


class RuledPage:
    """One page: its grids, and the printed lines of each cell and of what stands outside the tables."""

    def __init__(self, content: PageContent) -> None:
        self.number, self.frame = content.number, content.frame
        marks = find_marks(content)
        found = [band for grid in grids(borders(content, marks)) for band in bands(grid)]
        self.grids = [by_columns(grid, content) for grid in found if _holds_text(grid, content) and not _is_balloon(grid, found)]
        changed = states(content, marks)
        self.charts: list[Segment] = []
        self._read_lines(content, changed)
        words_beside = BESIDE[0] in self.lines or BESIDE[1] in self.lines
        if words_beside or any(len(grid.region) >= FEWEST_BARE for grid in self.grids) or self._may_be_open():
            self._leave_tables(content, changed)
        for parted in (partial(with_unruled_columns, content=content), with_unruled_rows):
            now = [parted(grid, lines) for grid, lines in zip(self.grids, self._lines_by_grid(), strict=True)]
            if any(one is not other for one, other in zip(now, self.grids, strict=True)):
                self.grids = now
                self._read_lines(content, changed)
        sides = [(line.x0, line.x1) for line in self.lines.get(OUTSIDE, [])] + [(grid.xs[0], grid.xs[-1]) for grid in self.grids]
        self.width = max((x1 for _, x1 in sides), default=content.width) - min((x0 for x0, _ in sides), default=0.0)

    def __getstate__(self) -> dict[str, Any]:
        """What is pickled, a long document's lines in a tenth of the time that pickle takes for them."""
        return self.__dict__ | {"lines": _encoder.encode(self.lines)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__ |= state | {"lines": _decoder.decode(state["lines"])}

    def _read_lines(self, content: PageContent, changed: Ints | None) -> None:
        region, self.crossing = whole_words(content, self._region_of(content))
        boxes, self.turns = set_upright(content, region)
        self.lines = runs(raise_marks(content.text, boxes), boxes, region, changed)

    def _may_be_open(self) -> bool:
        tall = [lines for number, lines in self.lines.items() if number >= 0 and len(lines) >= TALL]
        return any(is_open([lines]) for lines in tall)

    def _leave_tables(self, content: PageContent, changed: Ints | None) -> None:
        """Keep only the grids that are tables of their own."""
        kinds = self._kinds(FEWEST_LEVEL)
        if Kind.PART in kinds:  # where one is, another of a row or two may be
            kinds = self._kinds(1)
        if all(kind is Kind.TABLE for kind in kinds):
            return
        self.charts = [
            (float(grid.xs[0]), float(grid.ys[0]), float(grid.xs[-1]), float(grid.ys[-1]))
            for grid, kind in zip(self.grids, kinds, strict=True)
            if kind is Kind.CHART
        ]
        self.grids = [grid for grid, kind in zip(self.grids, kinds, strict=True) if kind is Kind.TABLE]
        self._read_lines(content, changed)

    def _kinds(self, fewest: int) -> list[Kind]:
        beside = [line for number in BESIDE for line in _unless_balloons(self.lines.get(number, ()), number)]
        return [kind_of(grid, lines, beside, fewest) for grid, lines in zip(self.grids, self._lines_by_grid(), strict=True)]

    def _lines_by_grid(self) -> list[list[Sequence[Line]]]:
        """The lines of each region of each grid."""
        found: list[list[Sequence[Line]]] = []
        offset = 0
        for grid in self.grids:
            count = int(grid.region.max()) + 1
            found.append([self.lines.get(number + offset, ()) for number in range(count)])
            offset += count
        return found

    def _region_of(self, content: PageContent) -> Ints:
        """The region of each character by its middle; regions of the page's grids are numbered through."""
        region = np.full(len(content.boxes), OUTSIDE, dtype=np.int64)
        x = (content.boxes[:, 0] + content.boxes[:, 2]) / 2
        y = (content.boxes[:, 1] + content.boxes[:, 3]) / 2
        offset = 0
        for grid in self.grids:
            column, row = np.searchsorted(grid.xs, x) - 1, np.searchsorted(grid.ys, y) - 1
            inside = (column >= 0) & (column < len(grid.xs) - 1) & (row >= 0) & (row < len(grid.ys) - 1)
            region[inside] = grid.region[row[inside], column[inside]] + offset
            offset += int(grid.region.max()) + 1
            beside = (region == OUTSIDE) & (y > grid.ys[0]) & (y < grid.ys[-1])
            if content.sideways is not None:
                beside &= content.sideways == 0
            region[beside] = np.where(x[beside] < grid.xs[0], *BESIDE)
        for _, top, _, bottom in self.charts:
            region[np.isin(region, (OUTSIDE, *BESIDE)) & (y > top) & (y < bottom)] = CHART
        if content.sideways is not None:
            region[region == OUTSIDE] -= content.sideways[region == OUTSIDE]
        return region

    def whole_lines(self) -> Iterator[Sequence[Line]]:
        """The lines of each cell, without the last one of each that a page break may have cut inside a word."""
        last: set[int] = set()
        if self.grids:
            last = set((self.grids[-1].region[-1] + sum(int(grid.region.max()) + 1 for grid in self.grids[:-1])).tolist())
        for number, lines in self.lines.items():
            yield lines[:-1] if number in last and ends_open(lines[-1]) else lines

    def rest(self, content: PageContent) -> list[PageContent]:
        """What stands outside the grids, if white paper parts enough of its lines to be those of a table; else nothing."""
        lines = [line for number in (OUTSIDE, *BESIDE) for line in self.lines.get(number, ())]
        if sum(line.parted for line in lines) < FEWEST_PARTED or any(begins_balloon(line.text) for line in lines):
            return []
        kept = np.isin(self._region_of(content), (OUTSIDE, *BESIDE))
        inside = np.zeros(len(content.rules), dtype=bool)
        for x0, top, x1, bottom in [*self.charts, *((grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]) for grid in self.grids)]:
            low, high = (x0 - SNAP, top - SNAP), (x1 + SNAP, bottom + SNAP)
            inside |= (content.rules[:, :2] >= low).all(axis=1) & (content.rules[:, 2:] <= high).all(axis=1)
        rules, colours = content.rules[~inside], content.colours[~inside]
        return [replace(content.only(kept), rules=rules, colours=colours)]

    def fragments(self, lexicon: Lexicon, rest: Sequence[Fragment] | None = None) -> Iterator[Fragment]:
        """Tables and paragraphs from top to bottom.

        Args:
            lexicon: The words of the document.
            rest: What stands outside the grids, where it was read as `rest` of the page; else these are paragraphs.
        """
        found: list[tuple[float, Fragment]] = []
        balloons = [
            (block[0].top, self._paragraph(block, 0, "note")) for number in BESIDE for block in _balloons(self.lines.get(number, ()))
        ]
        found += balloons
        offset = 0
        for position, grid in enumerate(self.grids):
            deleted = tuple(note.text for top, note in balloons if takes_out(note.text) and self._beside(top) == position)
            found.append((float(grid.ys[0]), self._piece(grid, offset, position == 0, lexicon, deleted)))
            offset += int(grid.region.max()) + 1
        found += [(self.frame.turned_back(_sides(each), self.frame.turns)[1], each) for each in rest or ()]
        around = [(OUTSIDE - turns, turns) for turns in range(4)] + [(number, 0) for number in (*BESIDE, CHART)]
        for number, turns in around if rest is None else [*around[1:4], around[-1]]:
            blocks = paragraphs(_unless_balloons(self.lines.get(number, ()), number), self.width)
            found += [(self._box_of(block, turns)[1], self._paragraph(block, turns)) for block in blocks]
        for _, fragment in sorted(found, key=lambda item: item[0]):
            if not isinstance(fragment, Paragraph) or fragment.text:  # a paragraph may be struck from end to end
                yield fragment

    def _beside(self, top: float) -> int:
        """The position of the grid beside which, or next to which, a balloon stands."""
        away = [max(float(grid.ys[0]) - top, top - float(grid.ys[-1])) for grid in self.grids]
        return away.index(min(away))

    def _piece(self, grid: Grid, offset: int, first: bool, lexicon: Lexicon, deleted: tuple[str, ...]) -> TablePiece:
        xs, ys = grid.xs.tolist(), grid.ys.tolist()
        paddings = self._paddings(grid, offset)

        def cell(r: int, c: int, tall: int, wide: int) -> PieceCell:
            number = int(grid.region[r, c]) + offset
            place, lines = self._place(xs[c], ys[r], xs[c + wide], ys[r + tall]), self.lines.get(number)
            doubt = f"the word {self.crossing[number]!r} crosses a side of the cell" if number in self.crossing else ""
            if not lines:  # some print a rule inside a merged cell, below its text
                return PieceCell(text="", place=place, merge=Merge.UNKNOWN if tall > 1 else Merge.EMPTY, colspan=wide, doubt=doubt)
            left, _, right, _ = self.frame.turned((xs[c], ys[r], xs[c + wide], ys[r + tall]), self.turns.get(number, 0))
            area = left + paddings[c], right - paddings[c]
            text, before = _readings(lines, *area, lexicon)
            return PieceCell(
                text=text,
                place=place,
                merge=Merge.EMPTY,
                colspan=wide,
                before=before,
                first_word=lines[0].word,
                first_letter=lines[0].letter,
                open_word=ends_open(lines[-1]),
                room=area[1] - lines[-1].x1,
                doubt=doubt or _doubt(lines),
            )

        rows = piece_rows(grid.region, grid.extents, cell, lambda r: self._place(xs[0], ys[r], xs[-1], ys[r + 1]))
        printed = [row for row in rows if any(cell.text or cell.before or cell.merge is Merge.COVERED for cell in row.cells)]
        columns = tuple(pairwise(xs))
        place = self._place(xs[0], ys[0], xs[-1], ys[-1])
        return TablePiece(rows=tuple(printed or rows), place=place, breaks=first, columns=columns, taken_out=deleted)

    def _paddings(self, grid: Grid, offset: int) -> list[float]:
        """The points by column that the text of its cells keeps clear of their sides: what the line furthest to the left leaves."""
        paddings, before = [], set[int]()
        for x, column in zip(grid.xs.tolist(), (grid.region.T + offset).tolist(), strict=False):
            own = set(column)
            cells = (self.lines.get(number, ()) for number in own - before if number not in self.turns)
            paddings.append(max(min((line.x0 - x for lines in cells for line in lines), default=PADDING), PADDING))
            before = own
        return paddings

    def _paragraph(self, block: Sequence[Line], turns: int, role: str | None = None) -> Paragraph:
        text = tidy(" ".join(accepted(line.marked or line.text) for line in block))
        return Paragraph(text=text, place=self._place(*self._box_of(block, turns)), role=role)

    def _box_of(self, block: Sequence[Line], turns: int) -> Segment:
        """The box of lines that so many quarter turns have set upright."""
        x0, x1 = min(line.x0 for line in block), max(line.x1 for line in block)
        return self.frame.turned_back((x0, block[0].top, x1, block[-1].bottom), turns)

    def _place(self, x0: float, top: float, x1: float, bottom: float) -> Place:
        x0, top, x1, bottom = self.frame.shown(x0, top, x1, bottom)
        box = Box(page=self.number, x0=_rounded(x0), top=_rounded(top), x1=_rounded(x1), bottom=_rounded(bottom))
        return Place(page=self.number, box=box)


@lru_cache(maxsize=4096)
def _rounded(side: float) -> float:
    """To hundredths of a point. Cells share their sides, within a page and from page to page, and share the number as well."""
    return round(side, 2)


def _doubt(lines: Sequence[Line]) -> str:
    """Why the lines of a cell may be those of several; empty where nothing says so."""
    if all(line.parted or TWO_FIGURES.search(line.text) for line in lines):
        return TWO_CELLS
    return SEVERAL_ROWS if len(lines) >= FEWEST_FIGURES and all(FIGURES.fullmatch(line.text) for line in lines) else ""


def _sides(fragment: Fragment) -> Segment:
    """The box of a fragment that stands in one place of a page."""
    box = fragment.place.box
    return (box.x0, box.top, box.x1, box.bottom) if box else (0.0, 0.0, 0.0, 0.0)


def _balloons(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """The lines of each balloon in the margin; none where they are no balloons."""
    begins = [i for i, line in enumerate(lines) if begins_balloon(line.text)]
    return [lines[a:b] for a, b in pairwise([*begins, len(lines)])]


def _unless_balloons(lines: Sequence[Line], number: int) -> Sequence[Line]:
    """The lines of a part of the page, but those of balloons."""
    if number not in BESIDE:
        return lines
    return lines[: next((i for i, line in enumerate(lines) if begins_balloon(line.text)), len(lines))]


def _is_balloon(grid: Grid, others: Sequence[Grid]) -> bool:
    """Whether a grid is a pile of frames: of one column, beside a table of several."""
    return len(grid.xs) == 2 and any(
        len(other.xs) > 2
        and other.ys[0] < grid.ys[-1]
        and grid.ys[0] < other.ys[-1]
        and not (other.xs[0] < grid.xs[-1] and grid.xs[0] < other.xs[-1])
        for other in others
    )


def _holds_text(grid: Grid, content: PageContent) -> bool:
    """Whether a letter or digit stands in the grid; without any it is the grid of a chart, or a frame."""
    x, y = (content.boxes[:, :2] + content.boxes[:, 2:]).T / 2
    inside = (x > grid.xs[0]) & (x < grid.xs[-1]) & (y > grid.ys[0]) & (y < grid.ys[-1])
    return any(content.text[i].isalnum() for i in np.flatnonzero(inside))


def set_upright(content: PageContent, region: Ints) -> tuple[Floats, dict[int, int]]:
    """The boxes with those turned whose region's text runs up or down, and the quarter turns clockwise of each such region."""
    if content.sideways is None:
        return content.boxes, {}
    boxes, turns = content.boxes.copy(), {}
    for number in np.unique(region[content.sideways > 0]).tolist():
        own = region == number
        most = int(np.bincount(content.sideways[own]).argmax())
        if most:
            turns[number] = most
            boxes[own] = turned(boxes[own], most, content.width, content.height)
    return boxes, turns


def _readings(lines: Sequence[Line], left: float, right: float, lexicon: Lexicon) -> tuple[str, str | None]:
    """The accepted reading of a cell, and the one before its tracked changes where there are any."""
    if not any(line.marked for line in lines):
        return without_marks(cell_text(lines, left, right, lexicon)), None
    text, before = (tidy(without_marks(cell_text(lines, left, right, lexicon, reading))) for reading in (accepted, original))
    return text, before if before != text else None
