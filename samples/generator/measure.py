"""About how many pages a document will fill, reckoned without printing it."""

from samples.generator.layout import Layout, page
from samples.generator.model import Programme, Table
from samples.generator.word.columns import LINE, POINT, column_widths, lines, row_height


def pages(programme: Programme, layout: Layout, seed: int) -> float:
    """Pages, to about a fifth."""
    where = page(layout, 0)
    room = (where.height - 2 * where.margin) / POINT - (3 * layout.size if layout.furniture != "none" else 0)
    height, tables = 0.0, 0
    for one in programme.blocks:
        if isinstance(one, Table):
            tables += 1
            columns = column_widths(one, layout, where.text_width, seed, tables)
            height += _table(one, layout, columns, room)
        else:
            text = "".join(span.text for span in one.spans)
            height += lines(text, layout, where.text_width / POINT) * layout.size * LINE + 9
    return height / room


def _table(table: Table, layout: Layout, columns: list[int], room: float) -> float:
    heights = [row_height(row, layout, columns) for row in table.rows]
    header = sum(row_height(row, layout, columns) for row in table.header)
    total = sum(heights)
    repeated = header if layout.repeat_header else 0.0
    waste = 0.0 if layout.split_rows else min(0.5 * total / len(heights), 0.4 * room)
    return header + total * room / max(room - repeated - waste, 0.3 * room)
