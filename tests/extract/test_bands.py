"""Two tables edge to edge are two; one table is one, whatever its header and its merged cells."""

import numpy as np
import pytest

from extract.pdf.bands import bands
from extract.pdf.grid import Grid


def grid(rows: list[str]) -> Grid:
    """A grid from a picture: equal letters are one cell, one letter a column of 10 points, one row 10 points."""
    letters = np.array([list(row) for row in rows])
    _, region = np.unique(letters, return_inverse=True)
    high, wide = letters.shape
    xs, ys = np.arange(wide + 1) * 10.0, np.arange(high + 1) * 10.0
    return Grid(xs, ys, region.reshape(letters.shape).astype(np.int64), True, True)


def heights(found: list[Grid]) -> list[int]:
    return [len(band.ys) - 1 for band in found]


def widths(found: list[Grid]) -> list[int]:
    return [len(band.xs) - 1 for band in found]


def test_a_plain_table_is_one():
    assert heights(bands(grid(["abcd", "efgh", "ijkl"]))) == [3]


def test_tables_edge_to_edge_with_other_columns_are_two():
    found = bands(grid(["aabbcc", "ddeeff", "ghhhii", "jkkkll"]))
    assert heights(found) == [2, 2]
    assert widths(found) == [3, 3]
    assert found[0].xs.tolist() == [0, 20, 40, 60]
    assert found[1].xs.tolist() == [0, 10, 40, 60]


def test_a_row_across_all_columns_opens_the_next_table():
    found = bands(grid(["aabbcc", "ddeeff", "zzzzzz", "ghhhii", "jkkkll"]))
    assert heights(found) == [2, 3]


def test_several_rows_across_all_columns_open_the_next_table():
    found = bands(grid(["aabbcc", "ddeeff", "zzzzzz", "yyyyyy", "ghhhii"]))
    assert heights(found) == [2, 3]


def test_a_row_across_all_columns_inside_a_table_cuts_nothing():
    assert heights(bands(grid(["abcd", "zzzz", "efgh", "yyyy"]))) == [4]


def test_a_header_of_two_levels_is_one_table():
    found = bands(grid(["aaabbb", "cdefgh", "ijklmn"]))
    assert (heights(found), widths(found)) == ([3], [6])


def test_a_header_of_two_levels_with_cells_over_both_is_one_table():
    assert heights(bands(grid(["abbccd", "aefghd", "ijklmn"]))) == [3]


def test_a_subheading_over_some_columns_cuts_nothing():
    assert heights(bands(grid(["abcd", "efgh", "iijj", "klmn"]))) == [4]


def test_a_merged_cell_across_the_boundary_makes_it_one_table():
    assert heights(bands(grid(["aabbcc", "ddeeff", "dhhhii", "dkkkll"]))) == [4]


def test_three_tables_edge_to_edge():
    found = bands(grid(["aabbcc", "ghhhii", "jkkkll", "mmmmmn"]))
    assert heights(found) == [1, 2, 1]


@pytest.mark.parametrize("rows", [["aabbcc", "ghhhii"], ["abc", "def"], ["aabb", "cdde", "fghi"]])
def test_no_row_is_lost_and_none_is_doubled(rows: list[str]):
    found = bands(grid(rows))
    assert sum(heights(found)) == len(rows)
    assert [float(y) for band in found for y in band.ys[:-1]] == [10.0 * i for i in range(len(rows))]


def test_only_the_first_band_is_open_above_and_the_last_below():
    found = bands(grid(["aabbcc", "ddeeff", "ghhhii", "jkkkll"]))
    assert [(band.open_top, band.open_bottom) for band in found] == [(True, False), (False, True)]


def test_regions_of_a_band_are_numbered_from_nought():
    for band in bands(grid(["aabbcc", "ddeeff", "ghhhii", "jkkkll"])):
        assert sorted(np.unique(band.region)) == list(range(band.region.max() + 1))
