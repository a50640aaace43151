"""Prints a made-up programme: one layout in lines, and from it a tab dump or a ruled PDF, broken wherever one likes.

A row is as high as its longest cell; a cell that spans rows lies over all of them, and the last of them makes room for it.
A break at level n cuts every cell that has lines on both sides of it, as a word processor's page does.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pdf_writer import Page, Rules, wrap, write
from programmes import FIELDS, HEADER, HEADING, Programme

WIDTHS = (24.0, 62.0, 110.0, 62.0, 36.0, 84.0, 96.0, 92.0, 206.0)  # of the columns, in points
SIZE, LEADING, PADDING, LEFT = 8.0, 9.6, 4.0, 34.0
LEAD = ("ANNEX - II", "Doc. PT0712Ea", "Revised PTC Work Programme 2025-2028", "(March 2026)")
TASK = FIELDS.index("task")
FURNITURE = ("Annex II to", "Doc. PT0712Ea", "Revised PTC Work Programme 2025-2028", "(March 2026)")
NOTE = "¹ Numbers stay with their topic, even when it has been dormant."


@dataclass(frozen=True)
class Placed:
    """A cell in the layout: its column, its lines, and the levels it lies between."""

    column: int
    row: int
    lines: tuple[str, ...]
    top: int
    bottom: int

    def between(self, start: int, end: int) -> tuple[str, ...]:
        """The lines that stand at the levels from `start` to `end` (not in)."""
        return self.lines[max(start - self.top, 0) : max(end - self.top, 0)]


@dataclass(frozen=True)
class Layout:
    """Every cell with its lines, and the level at which each row begins; the last entry is where the table ends."""

    cells: tuple[Placed, ...]
    tops: tuple[int, ...]

    def inside(self, row: int) -> range:
        """The levels at which a break cuts the row."""
        return range(self.tops[row] + 1, self.tops[row + 1])


@dataclass(frozen=True)
class Break:
    """A page break at a level of the layout, and what is printed there."""

    level: int
    header: bool = True
    notes: bool = False
    furniture: bool = False
    closed: bool = True  # in a PDF: a rule is drawn along the break


def lay_out(programme: Programme) -> Layout:
    """Wrap every cell in its column and stack the rows."""
    lines = {
        (r, c): tuple(wrap(cell.text, WIDTHS[c] - 2 * PADDING, SIZE))
        for r, row in enumerate(programme.rows)
        for c, cell in enumerate(row)
        if cell is not None
    }
    spans = {(r, c): programme.rows[r][c].rows for r, c in lines}  # type: ignore[union-attr]
    tops = [0]
    for r in range(len(programme.rows)):
        needed = [1]
        for (first, c), printed in lines.items():
            if first + spans[first, c] - 1 == r:
                needed.append(len(printed) - (tops[r] - tops[first]))
        tops.append(tops[r] + max(needed))
    cells = tuple(Placed(c, r, printed, tops[r], tops[r + spans[r, c]]) for (r, c), printed in lines.items())
    return Layout(cells, tuple(tops))


def ranges(layout: Layout, breaks: Sequence[Break]) -> list[tuple[int, int]]:
    """The levels of each page, first and last (not in)."""
    levels = [0, *(each.level for each in breaks), layout.tops[-1]]
    return list(pairwise(levels))


def table_lines(layout: Layout, start: int, end: int) -> Iterator[str]:
    """The lines that a dump shows of one page's table."""
    for r in range(len(layout.tops) - 1):
        if layout.tops[r] >= end or layout.tops[r + 1] <= start:
            continue
        texts = [""] * len(FIELDS)
        for cell in layout.cells:
            # the rest of a cell that spans rows is printed with the first row after the break
            shown = cell.row == r or (cell.row < r and layout.tops[r] <= start < layout.tops[r + 1] and cell.bottom > start)
            if shown:
                texts[cell.column] = " ".join(cell.between(start, end))
        yield "\t".join(texts)


def tab_dump(layout: Layout, breaks: Sequence[Break] = (), *, heading: str = HEADING) -> str:
    """The programme as a tab dump."""
    chunks = ["\n".join(LEAD), heading]
    for (start, end), each in zip(ranges(layout, breaks), [Break(0), *breaks], strict=True):
        chunks += [NOTE] if each.notes else []
        chunks += ["\n".join(FURNITURE)] if each.furniture else []
        header = ["\t".join(HEADER)] if each.header else []
        chunks.append("\n".join([*header, *table_lines(layout, start, end)]))
    return "\n\n".join(chunks) + "\n"


@dataclass
class _Sheet:
    """One page of a PDF under way."""

    page: Page
    rules: Rules
    y: float = 40.0
    xs: list[float] = field(default_factory=lambda: [LEFT + sum(WIDTHS[:c]) for c in range(len(WIDTHS) + 1)])

    def paragraph(self, text: str, size: float = SIZE, below: float = 14.0) -> None:
        self.page.text(LEFT, self.y, text, size)
        self.y += size + below

    def lines(self, column: int, top: float, lines: Sequence[str]) -> None:
        for i, line in enumerate(lines):
            self.page.text(self.xs[column] + PADDING, top + 2.5 + i * LEADING, line, SIZE)

    def header(self) -> None:
        wrapped = [wrap(title, room - 2 * PADDING, SIZE) for title, room in zip(HEADER, WIDTHS, strict=True)]
        bottom = self.y + max(map(len, wrapped)) * LEADING + 3
        for column, lines in enumerate(wrapped):
            self.page.box(self.xs[column], self.y, self.xs[column + 1], bottom, self.rules)
            self.lines(column, self.y, lines)
        self.y = bottom

    def table(self, layout: Layout, start: int, end: int, skip_top: bool, skip_bottom: bool) -> None:
        """What of the table lies between two levels. Rows are 3 points apart, so that rules keep clear of the lines."""
        first = next(r for r in range(len(layout.tops) - 1) if layout.tops[r + 1] > start)

        def at(level: int) -> float:
            rows = sum(first < r and layout.tops[r] <= level for r in range(1, len(layout.tops)))
            return self.y + (level - start) * LEADING + 3 * rows

        bottom = at(end) + (0 if end in layout.tops else 3)
        for cell in layout.cells:
            a, b = max(cell.top, start), min(cell.bottom, end)
            if a >= b:
                continue
            skip = ("t" if skip_top and cell.top < start else "") + ("b" if skip_bottom and cell.bottom > end else "")
            under = bottom if b == end else at(b)
            self.page.box(self.xs[cell.column], at(a), self.xs[cell.column + 1], under, self.rules, skip)
            at_line = [(at(cell.top + i), line) for i, line in enumerate(cell.lines) if start <= cell.top + i < end]
            for top, line in at_line:
                self.lines(cell.column, top, [line])
        self.y = bottom


def pdf(layout: Layout, breaks: Sequence[Break] = (), *, rules: Rules = Rules.LINES, heading: str = HEADING) -> bytes:
    """The programme as a ruled PDF; a page is as high as it has to be."""
    pages = []
    opening = Break(0)
    for number, ((start, end), each) in enumerate(zip(ranges(layout, breaks), [opening, *breaks], strict=True), 1):
        after = breaks[number - 1] if number <= len(breaks) else opening
        height = 240 + (end - start) * (LEADING + 3)
        sheet = _Sheet(Page(height=height), rules)
        if number == 1:
            for text in (*LEAD, heading):
                sheet.paragraph(text, 10)
        elif each.furniture:
            for line in FURNITURE:
                sheet.paragraph(line, 7)
        if each.header:
            sheet.header()
        cut = number > 1 and not each.closed and not each.header
        sheet.table(layout, start, end, cut, not after.closed)
        if after.notes:
            sheet.y += 20
            sheet.paragraph(NOTE.replace("¹", "1"), 6.5)
        sheet.page.text(410, height - 24, str(number), 7)
        pages.append(sheet.page)
    return write(pages)


def between_rows(layout: Layout, rows: Sequence[int], **printed: bool) -> list[Break]:
    """A break before each of the rows."""
    return [Break(layout.tops[row], **printed) for row in sorted(set(rows))]


def inside_rows(layout: Layout, rng: random.Random, count: int, **printed: bool) -> list[Break]:
    """Breaks at levels that cut a row."""
    levels = [level for row in range(len(layout.tops) - 1) for level in layout.inside(row)]
    return [Break(level, **printed) for level in sorted(rng.sample(levels, min(count, len(levels))))]


def dressed(breaks: Sequence[Break], rng: random.Random) -> list[Break]:
    """The same breaks with header, notes and furniture by chance; two pages have furniture, so that it repeats."""
    return [replace(each, header=rng.random() < 0.7, notes=rng.random() < 0.3, furniture=rng.random() < 0.5) for each in breaks]


def opening(made: Programme) -> list[int]:
    """The rows that open a task."""
    return [r for r in range(1, len(made.rows)) if made.rows[r][TASK] is not None]


def further(made: Programme) -> list[int]:
    """The rows that are one more indicator of the task above."""
    return [r for r in range(1, len(made.rows)) if made.rows[r][TASK] is None]


def overhung(layout: Layout, row: int) -> bool:
    """Whether a cell of the rows above still has words to print at the row."""
    level = layout.tops[row]
    return any(cell.top < level < cell.top + len(cell.lines) for cell in layout.cells)
