"""A table that no profile knows, cut at any line of its pages and with any merged cells, has the rows it was made of."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_writer import Page, Rules, wrap, write

from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import from_bytes

XS = (50.0, 170.0, 330.0, 420.0, 620.0)
HEADER = ("Region", "Goods", "Value", "Remark")
TOP, LEADING, SIZE, PADDING = 60.0, 10.0, 8.0, 4.0
REMARK = "Was counted again after the second quarter by those who keep the books of each port and of every yard beside it"


@dataclass(frozen=True)
class Row:
    group: int
    label: str
    value: str
    remark: str

    @property
    def lines(self) -> list[str]:
        return wrap(self.remark, XS[4] - XS[3] - 2 * PADDING, SIZE) or [""]

    @property
    def cells(self) -> dict[str, str | None]:
        values = (f"Region {self.group}", self.label, self.value, self.remark)
        return {name: value or None for name, value in zip(HEADER, values, strict=True)}


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Groups of rows; the first is long enough that two breaks leave two of its rows on one page."""
    sizes = [4, *draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))]
    rows = []
    for group, size in enumerate(sizes, 1):
        for _ in range(size):
            value = draw(st.sampled_from(("", "12 400", "3.5", "-0.7", "981")))
            words = REMARK.split()[: draw(st.integers(0, len(REMARK.split())))]
            rows.append(Row(group, f"Goods of kind {len(rows) + 1}", value, " ".join(words)))
    return rows


def printed(rows: list[Row], cuts: list[int], *, repeats: bool, rules: Rules) -> tuple[bytes, list[tuple[int, ...]]]:
    """The PDF of the table, cut before each of these lines; and the pages of each row."""
    starts = [sum(len(row.lines) for row in rows[:n]) for n in range(len(rows) + 1)]
    edges = list(pairwise([0, *sorted({cut for cut in cuts if cut < starts[-1]}), starts[-1]]))
    pages = [one_page(rows, starts, span, rules, header=repeats or not span[0]) for span in edges]
    where = [tuple(p for p, (a, b) in enumerate(edges, 1) if starts[n] < b and starts[n + 1] > a) for n in range(len(rows))]
    return write(pages), where


def one_page(rows: list[Row], starts: list[int], span: tuple[int, int], rules: Rules, *, header: bool) -> Page:
    """The page that holds the table's lines of that span; row n begins with line `starts[n]`."""
    page, top, (first, end) = Page(), TOP, span
    if header:
        top += draw_row(page, top, list(zip(pairwise(XS), ([word] for word in HEADER), strict=True)), rules)
    tops: dict[int, float] = {}  # where the cell of each group begins
    bottoms: dict[int, float] = {}
    for n in range(len(rows)):
        if starts[n] >= end or starts[n + 1] <= first:
            continue
        opens, remark = starts[n] >= first, rows[n].lines[max(first - starts[n], 0) : end - starts[n]]
        texts = ([rows[n].label] if opens else [], [rows[n].value] if opens else [], remark)
        high = draw_row(page, top, list(zip(pairwise(XS[1:]), texts, strict=True)), rules)
        if opens and (n == 0 or rows[n - 1].group != rows[n].group):
            page.text(XS[0] + PADDING, top + 3, f"Region {rows[n].group}", SIZE)
        tops.setdefault(rows[n].group, top)
        top += high
        bottoms[rows[n].group] = top
    for group, begin in tops.items():
        page.box(XS[0], begin, XS[1], bottoms[group], rules)
    return page


def draw_row(page: Page, top: float, cells: list[tuple[tuple[float, float], list[str]]], rules: Rules) -> float:
    """Cells of so many lines beside each other; gives their height."""
    high = 4 + LEADING * max(len(lines) for _, lines in cells)
    for (x0, x1), lines in cells:
        page.box(x0, top, x1, top + high, rules)
        for i, line in enumerate(lines):
            page.text(x0 + PADDING, top + 3 + LEADING * i, line, SIZE)
    return high


@settings(derandomize=True, deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.lists(st.integers(1, 40), min_size=1, max_size=2), st.booleans(), st.sampled_from(list(Rules)))
def test_a_table_cut_anywhere_has_the_rows_it_was_made_of(rows: list[Row], cuts: list[int], repeats: bool, rules: Rules):
    data, pages = printed(rows, cuts, repeats=repeats, rules=rules)
    (conversion,) = convert_source(from_bytes("made-up.pdf", data), bundled()).conversions
    assert [row.cells for row in conversion.rows] == [row.cells for row in rows]
    assert [row.source.pages for row in conversion.rows] == pages
