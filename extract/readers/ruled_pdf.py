"""The ruled PDF: a text layer, and ruling lines around the cells."""

from collections.abc import Iterable, Iterator

import numpy as np

from extract.pdf import fast
from extract.pdf.bands import bands
from extract.pdf.content import PageContent
from extract.pdf.grid import Grid, grids
from extract.pdf.lines import Lexicon, Line, cell_text, runs
from extract.source import PDF, Source
from schemas.errors import at
from schemas.place import Box, Place
from schemas.raw import Fragment, Merge, Paragraph, PieceCell, PieceRow, TablePiece

OUTSIDE = -1
PADDING = 1.5  # points of a cell's side that its text keeps clear of, where nothing else is known


def accepts(source: Source) -> bool:
    """Any PDF."""
    return source.media_type == PDF


def read(source: Source) -> Iterator[Fragment]:
    """The fragments of all pages in reading order; places are pages and boxes.

    Raises:
        EncryptedError: a password is needed.
        DamagedError: the file is truncated or broken inside.
        NoTableError: no page has a text layer.
    """
    with at(source=source.name):
        pages = [_Page(content) for content in fast.pages(source)]
    lexicon = Lexicon.of(line.text for page in pages for lines in page.lines.values() for line in lines)
    for page in pages:
        yield from page.fragments(lexicon)


class _Page:
    """One page: its grids, and the printed lines of each cell and of what stands outside the tables."""

    def __init__(self, content: PageContent) -> None:
        self.number, self.height = content.number, content.height
        self.grids = [band for grid in grids(content.rules) for band in bands(grid)]
        self.lines = runs(content.text, content.boxes, self._region_of(content))
        sides = [(line.x0, line.x1) for line in self.lines.get(OUTSIDE, [])] + [(grid.xs[0], grid.xs[-1]) for grid in self.grids]
        self.left, self.right = min((x0 for x0, _ in sides), default=0.0), max((x1 for _, x1 in sides), default=content.width)

    def _region_of(self, content: PageContent) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        """The region of each character by its middle; regions of the page's grids are numbered through."""
        region = np.full(len(content.boxes), OUTSIDE, dtype=np.int64)
        if not len(content.boxes):
            return region
        x = (content.boxes[:, 0] + content.boxes[:, 2]) / 2
        y = (content.boxes[:, 1] + content.boxes[:, 3]) / 2
        offset = 0
        for grid in self.grids:
            column, row = np.searchsorted(grid.xs, x) - 1, np.searchsorted(grid.ys, y) - 1
            inside = (column >= 0) & (column < len(grid.xs) - 1) & (row >= 0) & (row < len(grid.ys) - 1)
            region[inside] = grid.region[row[inside], column[inside]] + offset
            offset += int(grid.region.max()) + 1
        return region

    def fragments(self, lexicon: Lexicon) -> Iterator[Fragment]:
        """Tables and paragraphs from top to bottom."""
        found: list[tuple[float, Fragment]] = []
        offset = 0
        for position, grid in enumerate(self.grids):
            found.append((float(grid.ys[0]), self._piece(grid, offset, position == 0, lexicon)))
            offset += int(grid.region.max()) + 1
        found += [(block[0].top, self._paragraph(block)) for block in self._blocks(self.lines.get(OUTSIDE, []))]
        for _, fragment in sorted(found, key=lambda item: item[0]):
            yield fragment

    def _piece(self, grid: Grid, offset: int, first: bool, lexicon: Lexicon) -> TablePiece:
        rows = [self._row(grid, r, offset, lexicon) for r in range(len(grid.ys) - 1)]
        place = self._place(grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])
        columns = tuple(zip(grid.xs[:-1].tolist(), grid.xs[1:].tolist(), strict=True))
        kept = tuple(row for row in rows if any(cell.text or cell.merge is Merge.COVERED for cell in row.cells)) or tuple(rows)
        return TablePiece(rows=kept, place=place, breaks=first, columns=columns)

    def _row(self, grid: Grid, r: int, offset: int, lexicon: Lexicon) -> PieceRow:
        cells = []
        for c in range(len(grid.xs) - 1):
            number = int(grid.region[r, c])
            above = r > 0 and int(grid.region[r - 1, c]) == number
            beside = c > 0 and int(grid.region[r, c - 1]) == number
            cells.append(self._cell(grid, r, c, offset, lexicon) if not above and not beside else self._covered(grid, r, c, above))
        place = self._place(grid.xs[0], grid.ys[r], grid.xs[-1], grid.ys[r + 1])
        return PieceRow(cells=tuple(cells), place=place)

    def _cell(self, grid: Grid, r: int, c: int, offset: int, lexicon: Lexicon) -> PieceCell:
        number = int(grid.region[r, c])
        wide = int((grid.region[r] == number).sum())
        tall = int((grid.region[:, c] == number).sum())
        lines = self.lines.get(number + offset, [])
        left, right = float(grid.xs[c]), float(grid.xs[c + wide])
        padding = max(min((line.x0 for line in lines), default=left) - left, PADDING)
        text = cell_text(lines, right - padding, lexicon)
        place = self._place(left, grid.ys[r], right, grid.ys[r + tall])
        return PieceCell(text=text, place=place, merge=Merge.EMPTY, colspan=wide)

    def _covered(self, grid: Grid, r: int, c: int, above: bool) -> PieceCell:
        place = self._place(grid.xs[c], grid.ys[r], grid.xs[c + 1], grid.ys[r + 1])
        return PieceCell(text="", place=place, merge=Merge.COVERED if above else Merge.EMPTY)

    def _blocks(self, lines: Iterable[Line]) -> Iterator[list[Line]]:
        """Lines outside the tables, one block a paragraph: near each other, of one height and one left side."""
        block: list[Line] = []
        width = self.right - self.left
        for line in lines:
            if block and not _goes_on(block[-1], block[0], line, width):
                yield block
                block = []
            block.append(line)
        if block:
            yield block

    def _paragraph(self, block: list[Line]) -> Paragraph:
        text = " ".join(line.text.strip() for line in block)
        x0, x1 = min(line.x0 for line in block), max(line.x1 for line in block)
        return Paragraph(text=text, place=self._place(x0, block[0].top, x1, block[-1].bottom))

    def _place(self, x0: float, top: float, x1: float, bottom: float) -> Place:
        box = Box(
            page=self.number, x0=round(float(x0), 2), top=round(float(top), 2), x1=round(float(x1), 2), bottom=round(float(bottom), 2)
        )
        return Place(page=self.number, box=box)


def _goes_on(above: Line, first: Line, line: Line, width: float) -> bool:
    """Whether a line outside the tables is the next of its paragraph: set close below, where its first word had no room above."""
    close = line.top - above.bottom < 0.5 * above.height and _aligned(first, above, line)
    word = len(line.text.split(" ", 1)[0]) + 1
    taken = (above.x1 - above.x0) * (1 + word / max(len(above.text), 1))
    return close and taken + abs(above.x0 - line.x0) > width


def _aligned(first: Line, above: Line, line: Line) -> bool:
    """Whether two lines share their left side (the paragraph's first may be indented) or their middle."""
    left = min(abs(line.x0 - above.x0), abs(line.x0 - first.x0)) < above.height
    middle = abs((line.x0 + line.x1) - (above.x0 + above.x1)) < above.height
    return left or middle or (above is first and 0 < first.x0 - line.x0 < 6 * above.height)
