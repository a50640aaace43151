"""How wide columns are, and about how high their rows grow."""

import random
import textwrap

from samples.generator.layout import CM, Layout, widths
from samples.generator.model import Cell, Row, Table

UNBREAKABLE = 18  # characters: longer words are broken rather than given a column of their own
CHARACTER = {"Liberation Sans": 0.5, "Liberation Serif": 0.44, "Liberation Sans Narrow": 0.41}
CHARACTER |= {"DejaVu Sans": 0.57, "DejaVu Serif": 0.58, "DejaVu Sans Condensed": 0.51}
LINE = 1.165  # of a font's size
TWO_DIGITS = 1.25  # of a font's size: wider than two digits, narrower than two digits and a dot
POINT = 20


def column_widths(table: Table, layout: Layout, room: int, seed: int, number: int) -> list[int]:
    """Widths that fill the room; the seed's tables of the same columns have the same, where the layout says so."""
    key = "/".join(table.fields) if layout.steady_widths else str(number)
    chosen = widths(layout, table.weights, _longest(table), room, random.Random(f"widths/{seed}/{key}"))
    return _tight(chosen, layout) if layout.tight_numbers and table.fields[0] == "topic_number" else chosen


def _tight(chosen: list[int], layout: Layout) -> list[int]:
    """The widths with the first column's cut down to two digits, for the benefit of the last."""
    first = round(2 * (layout.padding + layout.indent) * CM + TWO_DIGITS * layout.size * POINT)
    return [first, *chosen[1:-1], chosen[-1] + chosen[0] - first]


def _longest(table: Table) -> list[int]:
    """The longest word of each column, within reason."""
    longest = [2] * len(table.fields)
    for row in (*table.header, *table.rows[:200]):
        for x, one in enumerate(row.cells):
            if one is not None and one.columns == 1:
                words = [word for para in one.paras for word in para.text().split()]
                longest[x] = max([longest[x], *(min(len(word), UNBREAKABLE) for word in words)])
    return longest


def row_height(row: Row, layout: Layout, columns: list[int]) -> float:
    """The height of a row: its tallest cell, one that reaches over several rows counted by its share."""
    tallest = layout.size * LINE
    for x, one in enumerate(row.cells):
        if one is not None:
            width = sum(columns[x : x + one.columns]) - 2 * (layout.padding + layout.indent) * CM
            tallest = max(tallest, _cell_height(one, layout, width / POINT) / one.rows)
    return tallest + 1


def _cell_height(one: Cell, layout: Layout, width: float) -> float:
    count = sum(lines(para.text(frozenset()), layout, width) for para in one.paras)
    return count * layout.size * LINE + len(one.paras) * layout.space_after


def lines(text: str, layout: Layout, width: float) -> int:
    """About how many lines the text fills in that width, in points."""
    return max(1, len(textwrap.wrap(text, max(3, int(width / (layout.size * CHARACTER[layout.font]))))))
