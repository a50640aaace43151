"""From rules to cells: hand-made pages of segments."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.pdf.grid import Grid, grids

Segment = tuple[float, float, float, float]
XS, YS = (50.0, 120.0, 260.0, 300.0), (80.0, 100.0, 140.0, 170.0, 230.0)


def level(y: float, x0: float = XS[0], x1: float = XS[-1]) -> Segment:
    return (x0, y, x1, y)


def upright(x: float, y0: float = YS[0], y1: float = YS[-1]) -> Segment:
    return (x, y0, x, y1)


def lattice(xs: tuple[float, ...] = XS, ys: tuple[float, ...] = YS) -> list[Segment]:
    return [*(level(y, xs[0], xs[-1]) for y in ys), *(upright(x, ys[0], ys[-1]) for x in xs)]


def cells(xs: tuple[float, ...] = XS, ys: tuple[float, ...] = YS) -> list[list[Segment]]:
    """The four sides of each cell, row by row."""
    boxes = [(x0, y0, x1, y1) for y0, y1 in itertools.pairwise(ys) for x0, x1 in itertools.pairwise(xs)]
    return [[(a, b, c, b), (a, d, c, d), (a, b, a, d), (c, b, c, d)] for a, b, c, d in boxes]


def found(segments: list[Segment]) -> list[Grid]:
    return grids(np.array(segments, dtype=np.float64).reshape(-1, 4))


def one(segments: list[Segment]) -> Grid:
    (grid,) = found(segments)
    return grid


def dashed(segment: Segment, dash: float, gap: float) -> list[Segment]:
    x0, y0, x1, y1 = segment
    length = max(x1 - x0, y1 - y0)
    starts = np.arange(0, length, dash + gap)
    along = [(float(a), float(min(a + dash, length))) for a in starts]
    return [(x0 + a, y0, x0 + b, y1) if x1 - x0 > y1 - y0 else (x0, y0 + a, x1, y0 + b) for a, b in along]


def thick(segment: Segment, by: float) -> Segment:
    x0, y0, x1, y1 = segment
    wide = x1 - x0 > y1 - y0
    return (x0, y0 - by / 2, x1, y1 + by / 2) if wide else (x0 - by / 2, y0, x1 + by / 2, y1)


def assert_lattice(grid: Grid, xs: tuple[float, ...] = XS, ys: tuple[float, ...] = YS, within: float = 0.01) -> None:
    assert np.allclose(grid.xs, xs, atol=within)
    assert np.allclose(grid.ys, ys, atol=within)
    assert len(np.unique(grid.region)) == (len(xs) - 1) * (len(ys) - 1)


def merged(grid: Grid) -> set[frozenset[tuple[int, int]]]:
    """The cells of more than one place, as their (row, column) places."""
    places = {n: frozenset(zip(*map(list, np.nonzero(grid.region == n)), strict=True)) for n in np.unique(grid.region)}
    return {frozenset((int(r), int(c)) for r, c in group) for group in places.values() if len(group) > 1}


def test_no_rules_no_grid():
    assert found([]) == []


def test_a_plain_lattice():
    grid = one(lattice())
    assert_lattice(grid)
    assert (grid.open_top, grid.open_bottom) == (False, False)


def test_the_order_of_the_rules_is_no_matter():
    assert_lattice(one(lattice()[::-1]))


def test_sides_drawn_cell_by_cell_are_one_lattice():
    assert_lattice(one([side for cell in cells() for side in cell]))


@pytest.mark.parametrize("by", [0.25, 0.5, 1.0, 2.0, 3.0])
def test_rules_drawn_as_thin_rectangles(by: float):
    assert_lattice(one([thick(segment, by) for segment in lattice()]))


@pytest.mark.parametrize(("dash", "gap"), [(1.0, 1.0), (2.0, 2.0), (3.0, 1.5), (6.0, 4.0), (0.5, 3.0)])
def test_dashed_rules(dash: float, gap: float):
    assert_lattice(one([piece for segment in lattice() for piece in dashed(segment, dash, gap)]), within=gap)


def test_a_cell_merged_over_rows():
    short = [level(YS[2], XS[1]), *(s for s in lattice() if s != level(YS[2]))]
    assert merged(one(short)) == {frozenset({(1, 0), (2, 0)})}


def test_a_cell_merged_over_columns():
    split = [upright(XS[1], YS[1]), *(s for s in lattice() if s != upright(XS[1]))]
    assert merged(one(split)) == {frozenset({(0, 0), (0, 1)})}


def test_a_cell_merged_over_rows_and_columns():
    rules = [s for s in lattice() if s not in (upright(XS[1]), level(YS[1]))]
    rules += [upright(XS[1], YS[2]), level(YS[1], XS[2])]
    assert merged(one(rules)) == {frozenset({(0, 0), (0, 1), (1, 0), (1, 1)})}


def test_a_row_across_all_columns():
    inner = [upright(x, *span) for x in XS[1:-1] for span in ((YS[0], YS[1]), (YS[2], YS[-1]))]
    rules = [s for s in lattice() if s not in [upright(x) for x in XS[1:-1]]] + inner
    assert merged(one(rules)) == {frozenset({(1, 0), (1, 1), (1, 2)})}


@pytest.mark.parametrize("side", [0, -1])
def test_a_missing_outer_upright_rule_is_closed_at_the_ends_of_the_level_ones(side: int):
    assert_lattice(one([s for s in lattice() if s != upright(XS[side])]))


def test_missing_outer_rules_on_both_sides():
    assert_lattice(one([s for s in lattice() if s not in (upright(XS[0]), upright(XS[-1]))]))


def test_an_open_bottom_is_a_row_that_the_page_break_cut():
    grid = one([s for s in lattice() if s != level(YS[-1])])
    assert_lattice(grid)
    assert (grid.open_top, grid.open_bottom) == (False, True)


def test_an_open_top_is_a_row_that_the_page_break_cut():
    grid = one([s for s in lattice() if s != level(YS[0])])
    assert_lattice(grid)
    assert (grid.open_top, grid.open_bottom) == (True, False)


def test_uprights_that_overhang_a_little_open_nothing():
    grid = one([*(level(y) for y in YS), *(upright(x, YS[0] - 2, YS[-1] + 2) for x in XS)])
    assert_lattice(grid)
    assert (grid.open_top, grid.open_bottom) == (False, False)


def test_two_tables_on_a_page_in_reading_order():
    low = tuple(y + 300 for y in YS)
    grid_a, grid_b = found([*lattice(XS, low), *lattice()])
    assert_lattice(grid_a)
    assert_lattice(grid_b, XS, low)


def test_two_tables_beside_each_other():
    far = tuple(x + 300 for x in XS)
    assert [float(grid.xs[0]) for grid in found([*lattice(far), *lattice()])] == [50.0, 350.0]


@pytest.mark.parametrize(
    "line", [(130.0, 152.0, 200.0, 152.0), (55.0, 90.0, 110.0, 90.0), (265.0, 200.0, 295.0, 200.0)], ids=["middle", "header", "last"]
)
def test_an_underline_in_a_cell_is_no_side(line: Segment):
    assert_lattice(one([*lattice(), line]))


def test_an_underline_outside_the_tables_is_no_grid():
    assert len(found([*lattice(), (60.0, 40.0, 240.0, 40.0), (60.0, 400.0, 240.0, 400.0)])) == 1


def test_a_frame_of_one_cell_is_no_table():
    assert found([level(80), level(230), upright(50), upright(300)]) == []


def test_a_strike_through_a_cell_is_no_side():
    assert_lattice(one([*lattice(), (125.0, 118.0, 180.0, 118.0)]))


@pytest.mark.parametrize("shift", [0.3, 0.7, 1.2, 1.4])
def test_columns_of_later_rows_a_little_aside_are_the_same_columns(shift: float):
    rules = [level(y) for y in YS]
    rules += [upright(x + (shift if upper else 0), *span) for upper, span in ((0, (YS[0], YS[2])), (1, (YS[2], YS[-1]))) for x in XS]
    assert_lattice(one(rules), within=1.5)


def test_columns_far_aside_are_other_columns():
    rules = [level(y) for y in YS] + [upright(x) for x in (XS[0], XS[-1])]
    rules += [upright(XS[1], YS[0], YS[2]), upright(XS[1] + 9, YS[2], YS[-1])]
    assert len(one(rules).xs) == 4


@pytest.mark.parametrize("gap", [1.0, 2.0])
def test_rules_that_do_not_quite_touch(gap: float):
    rules = [level(y, XS[0] + gap, XS[-1] - gap) for y in YS] + [upright(x, YS[0] + gap, YS[-1] - gap) for x in XS]
    assert_lattice(one(rules))


sizes = st.lists(st.integers(14, 90).map(float), min_size=2, max_size=6)


@settings(deadline=None, max_examples=60)
@given(sizes, sizes, st.data())
def test_any_lattice_with_any_merged_rectangle_is_read_as_drawn(widths: list[float], heights: list[float], data: st.DataObject):
    xs, ys = tuple(itertools.accumulate(widths, initial=40.0)), tuple(itertools.accumulate(heights, initial=60.0))
    c0, c1 = sorted(data.draw(st.tuples(st.integers(0, len(xs) - 1), st.integers(0, len(xs) - 1)).filter(lambda pair: pair[0] != pair[1])))
    r0, r1 = sorted(data.draw(st.tuples(st.integers(0, len(ys) - 1), st.integers(0, len(ys) - 1)).filter(lambda pair: pair[0] != pair[1])))
    if (c0, c1, r0, r1) == (0, len(xs) - 1, 0, len(ys) - 1) or (r0, r1) == (0, len(ys) - 1) or (c0, c1) == (0, len(xs) - 1):
        r0, r1, c0, c1 = 0, 1, 0, 1  # a rectangle along a whole side leaves fewer columns or rows: another table
    inside = {(r, c) for r in range(r0, r1) for c in range(c0, c1)}
    segments: list[Segment] = []
    for r, c in itertools.product(range(len(ys) - 1), range(len(xs) - 1)):
        a, b, x, y = xs[c], ys[r], xs[c + 1], ys[r + 1]
        mine = (r, c) in inside
        segments += [] if mine and (r - 1, c) in inside else [(a, b, x, b)]
        segments += [] if mine and (r, c - 1) in inside else [(a, b, a, y)]
    segments += [level(ys[-1], xs[0], xs[-1]), upright(xs[-1], ys[0], ys[-1])]
    grid = one(data.draw(st.permutations(segments)))
    assert np.allclose(grid.xs, xs)
    assert np.allclose(grid.ys, ys)
    assert merged(grid) == ({frozenset(inside)} if len(inside) > 1 else set())
