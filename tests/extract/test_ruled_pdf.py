"""A ruled PDF gives the rows of the programme however its rules are drawn and wherever its pages break."""

from itertools import pairwise
from random import Random

import pytest
from corpus import extracted, records, rows_of, score, without_provenance
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_writer import Page, Rules, width, write
from printing import (
    LEADING,
    LEFT,
    PADDING,
    SIZE,
    WIDTHS,
    Break,
    Layout,
    between_rows,
    dressed,
    inside_rows,
    lay_out,
    opening,
    overhung,
    pdf,
    ranges,
    tab_dump,
)
from programmes import HEADER, Programme, programme

from extract.document import stitch
from extract.readers import choose
from extract.source import from_bytes
from normalize.recognisers import recognisers
from schemas.errors import DamagedError
from schemas.flags import FlagCode
from schemas.raw import Fragment, Merge, Paragraph, TablePiece

fixed = settings(derandomize=True, deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
seeds = st.integers(0, 10**6)
drawn = st.sampled_from(list(Rules))
SMALL = (2, 4)


def fragments(data: bytes) -> list[Fragment]:
    source = from_bytes("made-up.pdf", data)
    return list(choose(source).read(source))


@fixed
@given(seeds, drawn)
def test_an_unbroken_pdf_gives_the_rows_of_the_programme(seed: int, rules: Rules):
    made = programme(seed, SMALL)
    assert records(rows_of(pdf(lay_out(made), rules=rules))) == made.records


@fixed
@given(seeds, drawn, st.booleans(), st.data())
def test_page_breaks_between_rows_change_no_row(seed: int, rules: Rules, closed: bool, data: st.DataObject):
    made = programme(seed, SMALL)
    layout = lay_out(made)
    rows = sorted(data.draw(st.sets(st.sampled_from([r for r in opening(made) if not overhung(layout, r)]))))
    breaks = between_rows(layout, rows, closed=closed)
    assert records(rows_of(pdf(layout, breaks, rules=rules))) == made.records


@fixed
@given(seeds, st.tuples(drawn, drawn), st.data())
def test_the_way_the_rules_are_drawn_changes_no_row(seed: int, ways: tuple[Rules, Rules], data: st.DataObject):
    layout = lay_out(programme(seed, SMALL))
    levels = sorted(data.draw(st.sets(st.integers(1, layout.tops[-1] - 1), max_size=3)))
    one, other = (pdf(layout, [Break(level) for level in levels], rules=rules) for rules in ways)
    assert without_provenance(rows_of(one)) == without_provenance(rows_of(other))


@fixed
@given(seeds, st.data())
def test_headers_notes_furniture_and_open_sides_change_no_row(seed: int, data: st.DataObject):
    layout = lay_out(programme(seed, SMALL))
    levels = sorted(data.draw(st.sets(st.integers(1, layout.tops[-1] - 1), max_size=3)))
    switches = [
        data.draw(st.fixed_dictionaries({name: st.booleans() for name in ("header", "notes", "furniture", "closed")})) for _ in levels
    ]
    for each in switches:
        each["closed"] |= not each["header"]  # a page without any rule along its rows is for a test of its own
    bare = pdf(layout, [Break(level) for level in levels])
    other = pdf(layout, [Break(level, **each) for level, each in zip(levels, switches, strict=True)])
    assert without_provenance(rows_of(other)) == without_provenance(rows_of(bare))


@fixed
@given(seeds, st.data())
def test_a_pdf_and_a_dump_with_the_same_breaks_between_rows_have_the_same_rows(seed: int, data: st.DataObject):
    made = programme(seed, SMALL)
    layout = lay_out(made)
    rows = sorted(data.draw(st.sets(st.sampled_from([r for r in opening(made) if not overhung(layout, r)]))))
    breaks = between_rows(layout, rows)
    assert without_provenance(rows_of(pdf(layout, breaks))) == without_provenance(rows_of(tab_dump(layout, breaks)))


def test_a_row_cut_by_a_page_is_one_row():
    def printed(_: Programme, layout: Layout, rng: Random) -> bytes:
        return pdf(layout, dressed(inside_rows(layout, rng, 3), rng), rules=rng.choice(list(Rules)))

    found = score(60, printed, (3, 5))
    assert found.right >= 0.99, str(found)


@pytest.mark.parametrize(
    "columns",
    [
        "all",
        pytest.param("some"),
        pytest.param("none"),
    ],
)
def test_an_open_cut_row_is_one_row(columns: str):
    """No rule is drawn along the breaks: level rules cross all columns of every page, or on some page only some, or none."""

    wanted = {"all": range(len(WIDTHS), len(WIDTHS) + 1), "some": range(1, len(WIDTHS)), "none": range(1)}[columns]

    def printed(_: Programme, layout: Layout, rng: Random) -> bytes | None:
        for _ in range(20):
            breaks = inside_rows(layout, rng, 2, header=False, closed=False)
            if min(ruled_columns(layout, *page) for page in ranges(layout, breaks)[1:]) in wanted:
                return pdf(layout, breaks, rules=rng.choice(list(Rules)))
        return None

    found = score(50, printed, (3, 5))
    assert found.documents >= 15
    assert found.right >= 0.99, str(found)


def ruled_columns(layout: Layout, start: int, end: int) -> int:
    """How many columns have a level rule between two open breaks."""
    last = layout.tops[-1]
    return len({c.column for c in layout.cells if start < c.top < end or start < c.bottom < end or (c.bottom == end == last)})


def test_breaks_at_any_line():
    def printed(_: Programme, layout: Layout, rng: Random) -> bytes:
        breaks = [Break(level, closed=rng.random() < 0.5) for level in sorted(rng.sample(range(1, layout.tops[-1]), 3))]
        return pdf(layout, dressed(breaks, rng), rules=rng.choice(list(Rules)))

    found = score(60, printed, (3, 5))
    assert found.rows_right >= 0.98, str(found)


# ------------------------------------------------------------------------------------------------------------- one page by hand


def table(page: Page, top: float, rows: list[list[str]], xs: list[float], *, high: float = 24.0, rules: Rules = Rules.LINES) -> float:
    """A lattice of cells of one line each; gives where it ends."""
    for row in rows:
        for (x0, x1), text in zip(pairwise(xs), row, strict=True):
            page.box(x0, top, x1, top + high, rules)
            page.text(x0 + PADDING, top + 4, text)
        top += high
    return top


def texts(piece: TablePiece) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in piece.rows]


@pytest.mark.parametrize("rules", list(Rules))
def test_the_cells_of_a_table_are_read_with_their_places(rules: Rules):
    page = Page()
    bottom = table(page, 60, [["Line", "Zone"], ["Blue", "A"], ["Red", ""]], [50, 150, 260], rules=rules)
    (piece,) = fragments(write([page]))
    assert isinstance(piece, TablePiece)
    assert texts(piece) == [["Line", "Zone"], ["Blue", "A"], ["Red", ""]]
    box = piece.rows[1].cells[1].place.box
    assert box is not None
    assert (box.page, box.x0, box.top, box.x1, box.bottom) == pytest.approx((1, 150, 84, 260, 108), abs=1.0)
    assert piece.place.box is not None
    assert piece.place.box.bottom == pytest.approx(bottom, abs=1.0)
    assert {cell.merge for row in piece.rows for cell in row.cells} == {Merge.EMPTY}


def test_a_cell_merged_over_rows_is_covered_below():
    page = Page()
    for top, skip in ((60, ""), (84, "b"), (108, "t")):
        page.box(50, top, 150, top + 24, skip=skip)
        page.box(150, top, 260, top + 24)
    page.text(54, 88, "Blue line")
    page.text(54, 112, "of the port")  # the merged cell's second line stands beside the second row
    for i, word in enumerate(("Fare", "2.10", "3.40")):
        page.text(154, 64 + 24 * i, word)
    (piece,) = fragments(write([page]))
    assert isinstance(piece, TablePiece)
    assert piece.rows[1].cells[0].text.split() == ["Blue", "line", "of", "the", "port"]
    assert piece.rows[2].cells[0].text == ""
    assert piece.rows[2].cells[0].merge is Merge.COVERED


def test_a_cell_over_columns_says_how_many():
    page = Page()
    page.box(50, 60, 260, 84)
    page.text(54, 64, "Both columns")
    table(page, 84, [["Blue", "A"]], [50, 150, 260])
    (piece,) = fragments(write([page]))
    assert isinstance(piece, TablePiece)
    assert piece.rows[0].cells[0].colspan == 2
    assert texts(piece) == [["Both columns", ""], ["Blue", "A"]]


def test_columns_that_only_the_header_rules_are_columns():
    page = Page()
    xs = [50.0, 150.0, 260.0, 330.0]
    table(page, 60, [["Line", "Zone", "Fare"]], xs)
    for top, row in ((84, ("Blue line", "A 1", "2.10")), (108, ("Red line", "", "3.40"))):
        page.box(xs[0], top, xs[-1], top + 24)
        for x0, text in zip(xs, row, strict=False):
            page.text(x0 + PADDING, top + 4, text)
    page.box(xs[0], 132, xs[-1], 156)
    page.text(54, 136, "Fares of the year, without those of the night")
    (piece,) = fragments(write([page]))
    assert isinstance(piece, TablePiece)
    assert texts(piece)[1:] == [
        ["Blue line", "A 1", "2.10"],
        ["Red line", "", "3.40"],
        ["Fares of the year, without those of the night", "", ""],
    ]


def test_a_grid_without_a_word_is_a_chart():
    page = Page()
    table(page, 60, [["", ""], ["", ""]], [50, 150, 260])
    page.text(50, 120, "Fares by year")
    (paragraph,) = fragments(write([page]))
    assert isinstance(paragraph, Paragraph)


@pytest.mark.parametrize(("caption", "count"), [("Table 1 (continued)", 1), ("Table 2. Lines by night", 2)])
def test_a_caption_says_whether_a_table_goes_on(caption: str, count: int):
    pages = []
    for title, row in (("Table 1. Lines by day", ["Blue line, which runs to", "2.10"]), (caption, ["the upper port", ""])):
        page = Page()
        page.text(50, 40, title)
        table(page, 60, [["Line", "Fare"], row], [50, 200, 260])
        pages.append(page)
    source = from_bytes("made-up.pdf", write(pages))
    extraction = stitch(list(choose(source).read(source)), None, {})
    assert len(extraction.documents[0].rows) == count


@pytest.mark.parametrize(
    ("title", "topics"), [("Annex: what was taken off", ["Reports of", "Night Shifts"]), ("", ["Reports of Night Shifts"] * 2)]
)
def test_what_stands_below_a_title_does_not_go_on_the_topic_above(title: str, topics: list[str]):
    xs = [20.0, 50.0, 105.0, *(195.0 + 90 * n for n in range(len(HEADER) - 2))]
    pages = []
    for above, row in (("PART I - ACTIVE", ["1.", "Reports of", "Draft a list"]), (title, ["", "Night Shifts", "Map the posts"])):
        page = Page()
        page.text(LEFT, 40, above)
        table(page, 60, [list(HEADER), [*row, "SG SO1", "A", "PTC", "List agreed", "June 2026", "It went out."]], xs)
        pages.append(page)
    rows = rows_of(write(pages))
    assert [row.cells["topic"].text for row in rows] == topics


@pytest.mark.parametrize(
    ("x", "header", "touched"), [(114.0, "Zone", {"Zone", "Berth"}), (190.0, "Berth", {"Berth"})], ids=["inner", "outer"]
)
def test_a_word_that_crosses_a_side_is_whole_and_doubted_in_each_cell_it_touches(x: float, header: str, touched: set[str]):
    page, word = Page(), "Administration"
    bottom = table(page, 60, [["Port", "Zone", "Berth"], ["North", "", ""], ["South", "B", "9"]], [50, 110, 150, 220])
    page.text(x, 88, word)
    page.text(50, bottom + 20, "Below the table")
    source = from_bytes("made-up.pdf", write([page]))
    first, second = stitch(list(choose(source).read(source)), None, {}).documents[0].rows
    assert first.cells[header].text == word
    flags, other = ([*row.flags, *(flag for cell in row.cells.values() for flag in cell.flags)] for row in (first, second))
    assert {flag.field for flag in flags if flag.code is FlagCode.CLOSE_COLUMN} == touched
    assert not other


def test_two_tables_and_the_text_between_come_in_print_order():
    page = Page()
    page.text(50, 40, "Above both")
    bottom = table(page, 60, [["Line", "Zone"], ["Blue", "A"]], [50, 150, 260])
    page.text(50, bottom + 30, "Between them")
    bottom = table(page, bottom + 60, [["Port", "Berth", "Depth"], ["North", "7", "11 m"]], [50, 150, 200, 260])
    page.text(50, bottom + 40, "Below both")
    found = fragments(write([page]))
    kinds = [fragment.text if isinstance(fragment, Paragraph) else len(fragment.rows[0].cells) for fragment in found]
    assert kinds == ["Above both", 2, "Between them", 3, "Below both"]


def test_a_paragraph_of_several_lines_is_one():
    page = Page()
    lines = ("This line runs from the left side of the table to its right side and it", "goes on below, on a line of its own.")
    right = 52 + width(lines[0], SIZE)
    for i, line in enumerate(lines):
        page.text(50, 40 + i * LEADING, line)
    table(page, 100, [["Line", "Zone"], ["Blue", "A"]], [50, 150, right])
    paragraphs = [fragment.text for fragment in fragments(write([page])) if isinstance(fragment, Paragraph)]
    assert paragraphs == [" ".join(lines)]


def test_an_underlined_word_is_no_cell():
    page = Page()
    table(page, 60, [["Line", "Zone"], ["Blue", "A"]], [50, 150, 260])
    page.rule(56, 96.5, 80, 96.5)
    (piece,) = fragments(write([page]))
    assert isinstance(piece, TablePiece)
    assert texts(piece) == [["Line", "Zone"], ["Blue", "A"]]


def test_text_printed_out_of_order_is_read_in_order():
    page = Page()
    for x0, top in ((50, 60), (150, 60), (50, 96), (150, 96)):
        page.box(x0, top, x0 + 100, top + 36)
    for x, top, text in ((154, 74, "line"), (54, 100, "third"), (154, 64, "second"), (54, 64, "first"), (154, 100, "fourth")):
        page.text(x, top, text)
    (piece,) = fragments(write([page]))
    assert isinstance(piece, TablePiece)
    assert texts(piece) == [["first", "second line"], ["third", "fourth"]]


@pytest.mark.parametrize("blank", [2.2, 1.7])  # points: that of the font, and that of a narrow one
def test_words_set_one_by_one_are_words_and_letters_set_one_by_one_are_one(blank: float):
    page = Page()
    table(page, 60, [["", ""], ["", ""]], [50, 150, 260])
    page.text(54, 64, "Blue")
    page.text(54 + width("Blue", 8) + blank, 64, "line")
    x = 154.0
    for letter, step in (("Z", 4.9), ("o", 4.45), ("n", 4.45), ("e", 0)):
        page.text(x, 64, letter)
        x += step
    (piece,) = fragments(write([page]))
    assert isinstance(piece, TablePiece)
    assert texts(piece)[0] == ["Blue line", "Zone"]


def test_a_page_without_a_table_has_no_piece():
    page = Page()
    page.text(50, 40, "Nothing but words")
    page.rule(50, 60, 300, 60)
    assert [type(fragment) for fragment in fragments(write([page]))] == [Paragraph]


def test_pages_are_counted():
    layout = lay_out(programme(7, SMALL))
    breaks = [Break(level) for level in (2, 5, layout.tops[-1] - 1)]
    extraction = extracted(pdf(layout, breaks))
    places = [place for document in extraction.documents for row in document.rows for place in row.places]
    assert extraction.page_count == 4
    assert {place.page for place in places} == {1, 2, 3, 4}
    assert all(place.box and 0 <= place.box.x0 < place.box.x1 <= 842 and place.box.top < place.box.bottom for place in places)


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_truncated_pdf_names_the_file_or_gives_what_is_left(share: float):
    data = pdf(lay_out(programme(7, SMALL)))
    with pytest.raises(DamagedError, match=r"made-up\.pdf"):
        fragments(data[: int(len(data) * share)])


def test_the_header_of_the_made_up_table_is_as_wide_as_the_programme():
    assert len(HEADER) == len(WIDTHS)
    assert LEFT + sum(WIDTHS) < 842


def test_an_empty_cell_over_several_rows_takes_the_value_above_and_says_so():
    """Some word processors print a rule inside a merged cell, below its text."""
    page = Page()
    ys = [60.0, 80.0, 100.0, 120.0, 140.0, 160.0]
    for top, bottom in pairwise(ys):
        page.box(110, top, 330, bottom)
    for top, bottom in ((60, 80), (80, 120), (120, 160)):
        page.box(50, top, 110, bottom)
    for y, key, text in ((60, "Key", "T"), (80, "one", "a"), (100, "", "b"), (120, "", "c"), (140, "", "d")):
        page.text(55, y + 4, key, 8)
        page.text(115, y + 4, text, 8)
    source = from_bytes("made-up.pdf", write([page]))
    (document,) = stitch(list(choose(source).read(source)), None, recognisers()).documents
    assert [(row.cells["Key"].text, row.cells["T"].text) for row in document.rows] == [("one", letter) for letter in "abcd"]
    assert [flag.code for row in document.rows for flag in row.flags] == [FlagCode.ASSUMED_MERGED]
