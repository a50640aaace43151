"""Tables of WordprocessingML: grid, borders, merged cells, repeated headers, whole rows inserted and struck."""

from xml.sax.saxutils import quoteattr

from samples.generator.layout import CM, Layout
from samples.generator.model import Cell, Para, Row, Table, reach
from samples.generator.word.columns import row_height
from samples.generator.word.text import Writer, endings

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
DRAWN = {
    "full": set(SIDES),
    "no_outer": {"insideH", "insideV"},
    "horizontal": {"insideH"},
    "vertical": {"insideV"},
    "rows_and_columns": {"top", "bottom", "insideH", "insideV"},
    "outer_horizontal": {"top", "bottom", "insideH"},
    "none": set[str](),
}
WEIGHTS = {"single": 4, "dashed": 6, "dotted": 6, "double": 4, "thick": 18}
MOST_UNSPLIT = 0.5  # of a page, with all rows that share a merged cell: LibreOffice loses text where these outgrow a page
BULLET_ROOM = round(0.32 * CM)
HEADER_FILL, BAND_FILL, COLUMN_FILL = "D9E2F3", "F2F2F2", "FFF2CC"


def table_xml(table: Table, layout: Layout, columns: list[int], room: float, writer: Writer) -> str:
    """A whole table; `room` is the height of a page between its margins, in points."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    printer = _Printer(table, layout, columns, room, writer)
    rows = "".join(printer.rows())
    return f"<w:tbl>{_properties(layout, sum(columns))}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _properties(layout: Layout, width: int) -> str:
    pad = round(layout.padding * CM)
    sides = "".join(f'<w:{side} w:w="{pad}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{_borders(layout)}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>'
    )


def _borders(layout: Layout) -> str:
    kind = "single" if layout.line == "thick" else layout.line
    line = f'w:val="{kind}" w:sz="{WEIGHTS[layout.line]}" w:space="0" w:color={quoteattr(layout.colour)}'
    return "".join(f"<w:{side} {line if side in DRAWN[layout.borders] else NO_LINE}/>" for side in SIDES)


NO_LINE = 'w:val="nil"'


def _unsplit(table: Table, layout: Layout, columns: list[int], most: float) -> set[int]:
    """The rows that no page break may cut: those that are not too high, together with the rows that merged cells tie them to."""
    found: set[int] = set()
    y = 0
    while y < len(table.rows):
        last = reach(table.rows, y)
        if sum(row_height(row, layout, columns) for row in table.rows[y : last + 1]) < most:
            found |= set(range(y, last + 1))
        y = last + 1
    return found


class _Printer:
    """Prints the rows of one table; knows which cell reaches down into which column."""

    def __init__(self, table: Table, layout: Layout, columns: list[int], room: float, writer: Writer) -> None:
        self.table, self.layout, self.columns, self.writer = table, layout, columns, writer
        self.unsplit = set() if layout.split_rows else _unsplit(table, layout, columns, MOST_UNSPLIT * room)
        self.reaching: dict[int, tuple[int, int]] = {}  # column → rows still to come, columns spanned

    def rows(self) -> list[str]:
        """Header and rows."""
        header = [self._row(row, True, 0) for row in self.table.header]
        return header + [self._row(row, False, y) for y, row in enumerate(self.table.rows)]

    def _row(self, row: Row, is_header: bool, y: int) -> str:
        cells, x = [], 0
        self.writer.next_row()
        while x < len(self.columns):
            cell = row.cells[x]
            left, span = self.reaching.get(x, (0, 1))
            if cell is None and left:
                cells.append(self._cell(Cell(), x, span, "<w:vMerge/>", is_header, y, row.mark))
                self.reaching[x] = (left - 1, span)
            else:
                cell = cell or Cell()
                span = cell.columns
                merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
                cells.append(self._cell(cell, x, span, merge, is_header, y, row.mark))
                self.reaching[x] = (cell.rows - 1, span)
            x += span
        return f"<w:tr>{self._row_properties(row.mark, not is_header and y in self.unsplit, is_header)}{''.join(cells)}</w:tr>"

    def _row_properties(self, mark: str | None, whole: bool, is_header: bool) -> str:
        cant = "<w:cantSplit/>" if whole else ""
        repeat = "<w:tblHeader/>" if is_header and self.layout.repeat_header else ""
        change = f"<w:{mark} {self.writer.change(mark)}/>" if mark else ""
        return f"<w:trPr>{cant}{repeat}{change}</w:trPr>" if cant or repeat or change else ""

    def _cell(self, cell: Cell, x: int, span: int, merge: str, is_header: bool, y: int, mark: str | None) -> str:
        width = sum(self.columns[x : x + span])
        grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        centre = '<w:vAlign w:val="center"/>' if self.layout.vertical == "center" else ""
        fill = self._fill(x, y, is_header)
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
        properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid}{merge}{shade}{centre}</w:tcPr>'
        return f"<w:tc>{properties}{self._paragraphs(cell, x, is_header, mark)}</w:tc>"

    def _fill(self, x: int, y: int, is_header: bool) -> str | None:
        shading = self.layout.shading
        if is_header:
            return HEADER_FILL if shading != "none" else None
        if shading == "bands" and y % 2:
            return BAND_FILL
        return COLUMN_FILL if shading == "columns" and x % 3 == 1 else None

    def _paragraphs(self, cell: Cell, x: int, is_header: bool, mark: str | None) -> str:
        keep = "<w:keepNext/>" if is_header else ""  # LibreOffice loses a table of which only the header fits on the page
        paras = cell.paras or (Para(()),)
        ends = list(endings(paras))
        if mark:
            ends = [mark] * len(paras)
        last = len(paras) - 1
        parts = []
        for n, (para, end) in enumerate(zip(paras, ends, strict=True)):
            properties = keep + cell_paragraph(self.layout, para, x in self.table.numbers and not is_header)
            parts.append(self.writer.paragraph(para, end, properties, cell.note if n == last else None))
        return "".join(parts)


def cell_paragraph(layout: Layout, para: Para, is_number: bool) -> str:
    """The properties of a paragraph in a cell."""
    side = round(layout.indent * CM)
    left = side + (round(0.25 * CM) if para.item else 0) + (BULLET_ROOM if para.bullet else 0)
    hanging = f' w:hanging="{BULLET_ROOM}"' if para.bullet else ""
    right = side - round(layout.overhang * CM)
    indent = f'<w:ind w:left="{left}" w:right="{right}"{hanging}/>' if left or right else ""
    align = "right" if is_number else layout.align
    bullet = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if para.bullet else ""
    return f'{bullet}<w:spacing w:before="0" w:after="{round(layout.space_after * 20)}"/>{indent}<w:jc w:val="{align}"/>'
