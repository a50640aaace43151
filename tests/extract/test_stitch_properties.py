"""Wherever the pages of a dump break, whatever stands between them: the rows are the same."""

from random import Random

from corpus import records, rows_of, score, without_provenance
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from printing import Break, Layout, between_rows, dressed, further, inside_rows, lay_out, opening, overhung, tab_dump
from programmes import Programme, programme

fixed = settings(derandomize=True, deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
seeds = st.integers(0, 10**6)
SMALL = (2, 4)  # topics
DOCUMENTS = 300


@fixed
@given(seeds)
def test_an_unbroken_dump_gives_the_rows_of_the_programme(seed: int):
    made = programme(seed, SMALL)
    assert records(rows_of(tab_dump(lay_out(made)))) == made.records


@fixed
@given(seeds, st.data())
def test_breaks_between_rows_change_no_row(seed: int, data: st.DataObject):
    made = programme(seed, SMALL)
    layout = lay_out(made)
    rows = data.draw(st.sets(st.sampled_from([r for r in opening(made) if not overhung(layout, r)])))
    whole = without_provenance(rows_of(tab_dump(layout)))
    assert without_provenance(rows_of(tab_dump(layout, between_rows(layout, sorted(rows))))) == whole


@fixed
@given(seeds, st.data())
def test_headers_notes_and_furniture_at_a_break_change_no_row(seed: int, data: st.DataObject):
    made = programme(seed, SMALL)
    layout = lay_out(made)
    levels = sorted(data.draw(st.sets(st.integers(1, layout.tops[-1] - 1), max_size=4)))
    bare = tab_dump(layout, [Break(level) for level in levels])
    flags = st.tuples(st.booleans(), st.booleans(), st.booleans())
    breaks = [Break(level, header=h, notes=n, furniture=f) for level, (h, n, f) in ((level, data.draw(flags)) for level in levels)]
    assert without_provenance(rows_of(tab_dump(layout, breaks))) == without_provenance(rows_of(bare))


@fixed
@given(seeds, st.data())
def test_no_word_is_lost_wherever_the_breaks_fall(seed: int, data: st.DataObject):
    """`rows_of` asserts the balance; here every word of every cell is in some row besides."""
    made = programme(seed, SMALL)
    layout = lay_out(made)
    levels = sorted(data.draw(st.sets(st.integers(1, layout.tops[-1] - 1), max_size=6)))
    rows = rows_of(tab_dump(layout, [Break(level) for level in levels]))
    got = {word for record in records(rows) for text in record if text for word in text.split()}
    assert got == {word for record in made.records for text in record if text for word in text.split()}


@fixed
@given(seeds)
def test_the_same_dump_gives_the_same_rows(seed: int):
    layout = lay_out(programme(seed, SMALL))
    text = tab_dump(layout, inside_rows(layout, Random(seed), 3))
    assert rows_of(text) == rows_of(text)


# ------------------------------------------------------------------------------------- a fixed corpus: decisions that can go wrong


def test_a_row_cut_by_a_page_is_one_row():
    found = score(DOCUMENTS, lambda made, layout, rng: tab_dump(layout, dressed(inside_rows(layout, rng, 4), rng)))
    assert found.right >= 0.99, str(found)


def test_a_row_cut_in_one_or_more_cells_at_any_word_is_one_row():
    found = score(DOCUMENTS, _cut_at_words)
    assert found.right >= 0.99, str(found)


def test_breaks_at_any_line():
    """As pages break: mostly in a row, now and then between two."""

    def printed(_: Programme, layout: Layout, rng: Random) -> str:
        levels = sorted(rng.sample(range(1, layout.tops[-1]), 4))
        return tab_dump(layout, dressed([Break(level) for level in levels], rng))

    found = score(DOCUMENTS, printed)
    assert found.rows_right >= 0.99, str(found)
    assert found.unflagged <= 0.4 * found.wrong, str(found)


def test_a_row_that_opens_a_task_is_new_after_a_break():
    def printed(made: Programme, layout: Layout, rng: Random) -> str:
        rows = [r for r in opening(made) if not overhung(layout, r)]
        return tab_dump(layout, between_rows(layout, rng.sample(rows, min(4, len(rows)))))

    found = score(DOCUMENTS, printed)
    assert found.right == 1.0, str(found)


def test_a_further_indicator_is_a_new_row_after_a_break():
    def printed(made: Programme, layout: Layout, rng: Random) -> str | None:
        rows = [r for r in further(made) if not overhung(layout, r)]
        return tab_dump(layout, between_rows(layout, [rng.choice(rows)])) if rows else None

    found = score(DOCUMENTS, printed)
    assert found.right >= 0.96, str(found)
    assert found.unflagged <= 0.5 * found.wrong, str(found)


def test_a_new_row_beside_the_rest_of_a_merged_cell_is_new():
    def printed(made: Programme, layout: Layout, rng: Random) -> str | None:
        rows = [r for r in range(1, len(made.rows)) if overhung(layout, r)]
        return tab_dump(layout, between_rows(layout, [rng.choice(rows)])) if rows else None

    found = score(DOCUMENTS, printed)
    assert found.documents >= 100
    assert found.right >= 0.93, str(found)
    assert found.unflagged <= 0.5 * found.wrong, str(found)


def _cut_at_words(made: Programme, layout: Layout, rng: Random) -> str | None:
    """One row of the dump cut in one to three of its own cells, each at a word; a cell that is not cut stands before the break."""
    lines = tab_dump(layout).rstrip("\n").split("\n")
    first = len(lines) - len(made.rows)
    at = rng.randrange(len(made.rows))
    cells = lines[first + at].split("\t")
    able = [c for c, text in enumerate(cells) if c > 0 and len(text.split()) > 1]
    if not able:
        return None
    after = [""] * len(cells)
    for c in rng.sample(able, rng.randint(1, min(3, len(able)))):
        words = cells[c].split()
        where = rng.randrange(1, len(words))
        cells[c], after[c] = " ".join(words[:where]), " ".join(words[where:])
    pieces = ["\t".join(cells), "", lines[first - 1], "\t".join(after)]
    return "\n".join([*lines[: first + at], *pieces, *lines[first + at + 1 :]]) + "\n"
