"""The decoder of text without coordinates: the beam against all readings, and its bounds."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annextract.pipeline import convert_source
from extract.decoder.beam import decode
from extract.decoder.costs import Cell, Cells, Costs
from extract.decoder.pieces import cut_lines
from extract.decoder.text_tables import decode_text, weights
from extract.decoder.tokens import DumpLine, Gap, Run, Token, tokens
from extract.decoder.wording import fitted
from extract.layout import Layout
from extract.profile import Profile, bundled
from extract.source import from_bytes
from normalize.recognisers import recognisers
from schemas.place import Place
from schemas.raw import LooseText, Paragraph, TablePiece

PROFILES = {profile.name: profile for profile in bundled()}
WORDS = st.lists(
    st.sampled_from(["Draft", "guide", "PTC", "SO1", "2019", "Ongoing", "(", "the", "was", "completed.", "A"]), min_size=1, max_size=40
)


def layout(profile: str) -> Layout:
    """The layout of the profile's first table."""
    table = PROFILES[profile].table[0]
    return Layout(table.record_kind, table.column)


def words(text: str, mixed: bool = False) -> list[Token]:
    """The words of one page."""
    lines = [DumpLine(i, line) for i, line in enumerate(text.split("\n"), 1)]
    return list(tokens([Run(mixed, lines)]))


def steps(word: Token, column: int, cells: Cells, opens: list[float], costs: Costs) -> Iterator[tuple[int, float, Cells]]:
    """Every step to the word: the column, what the step gives, and the cells of the row before the word is put there."""
    empty: Cells = (None,) * costs.columns
    if column < 0:
        yield from ((other, costs.open_row(other, word, opens), empty) for other in range(costs.columns))
        return
    if (stay := costs.stay(column, cells[column], word)) is not None:
        yield column, stay, cells
    if not costs.may_leave(cells[column], word):
        return
    left, change = costs.leave(column, cells[column], word)
    kept = (*cells[:column], left, *cells[column + 1 :])
    for other in range(0 if costs.may_go_back(word) else column + 1, costs.columns):
        if other != column and (move := costs.move(column, other, kept, word, opens)) is not None:
            yield other, change + move, kept
    if costs.may_end(word):
        end = change + costs.end_row(kept)
        yield from ((other, end + costs.open_row(other, word, opens), empty) for other in range(costs.columns))


def every_reading(found: list[Token], costs: Costs, column: int = -1, cells: Cells = (), number: str = "") -> float:
    """What the best reading of all gives, found the slow way: each one is tried."""
    if not found:
        return costs.end(column, cells)
    word, best = found[0], float("-inf")
    for other, gain, now in steps(word, column, cells, costs.opens(word, number), costs):
        there = now[other]
        cell = there.plus(word) if there is not None else Cell.opened(word)
        named = word.text if costs.is_number(other) and now is not cells else number
        best = max(best, gain + every_reading(found[1:], costs, other, (*now[:other], cell, *now[other + 1 :]), named))
    return best


def given_by(found: list[Token], costs: Costs) -> float:
    """What the beam's reading gives, step by step."""
    cells: Cells = (None,) * costs.columns
    total, number, last = 0.0, "", None
    for word, put in zip(found, decode(found, costs), strict=True):
        opens = costs.opens(word, number)
        if last is None:
            total += costs.open_row(put.column, word, opens)
        elif (put.row, put.column) == (last.row, last.column):
            total += costs.stay(put.column, cells[put.column], word)
        else:
            left, change = costs.leave(last.column, cells[last.column], word)
            cells = (*cells[: last.column], left, *cells[last.column + 1 :])
            total += change
            if put.row == last.row:
                total += costs.move(last.column, put.column, cells, word, opens)
            else:
                total += costs.end_row(cells) + costs.open_row(put.column, word, opens)
                cells = (None,) * costs.columns
        there = cells[put.column]
        stays = last is not None and (put.row, put.column) == (last.row, last.column)
        number = word.text if costs.is_number(put.column) and not stays else number
        cells = (*cells[: put.column], there.plus(word) if there is not None else Cell.opened(word), *cells[put.column + 1 :])
        last = put
    return total + costs.end(last.column, cells)


@pytest.mark.parametrize("text", ["Draft\n\nPTC\n\nJune\n2019", "1.\n\nDraft a\nguide\n\nPTC", "the A PTC\n\nOngoing"])
def test_the_beam_finds_the_best_of_all_readings(text: str):
    costs = Costs(layout("ecp"), recognisers(), weights()["block"], fitted())
    found = words(text)
    assert given_by(found, costs) == pytest.approx(every_reading(found, costs))


@given(WORDS)
def test_no_text_gives_more_than_the_ceiling_of_its_column(made: list[str]):
    text = " ".join(made)
    costs = Costs(layout("ptc_draft"), recognisers(), weights()["block"], fitted())
    empty: Cells = (None,) * costs.columns
    for column, most in enumerate(costs.ceiling):
        cell = Cell(text, 1, 1, 1)
        ended = costs.end(column, (*empty[:column], cell, *empty[column + 1 :]))
        assert ended - costs.end_row((*empty[:column], cell, *empty[column + 1 :])) <= most + 1e-9


def test_a_mixed_line_is_cut_at_borders_bullets_blanks_and_kinds():
    line = "the guide * Draft it « PTC e Ongoing |Reported to   them"
    found = cut_lines(words(line, mixed=True), recognisers())
    assert [word.text for word in found if word.marked] == ["*", "«", "e", "|Reported", "them"]
    assert [word.text for word in found if word.is_bullet] == ["*", "«", "e"]


def test_a_line_of_one_cell_is_not_cut():
    found = words("the guide - PTC e Ongoing")
    assert cut_lines(found, recognisers()) == found


def test_a_bullet_is_no_word_of_its_cell():
    bullet, word = (replace(each, is_bullet=each.text == "*") for each in words("* Draft", mixed=True))
    assert Cell.opened(bullet).plus(word).text == "Draft"
    assert Cell.opened(word).plus(bullet).text == "Draft"
    assert word.gap is Gap.WORD


def decoded(profile: Profile, text: str) -> list[TablePiece]:
    """The tables of a dump."""
    lines = tuple(Paragraph(text=line, place=Place(lines=(i, i))) for i, line in enumerate(text.split("\n"), 1))
    return [each for each in decode_text(LooseText(lines=lines), profile, recognisers()) if isinstance(each, TablePiece)]


BLOCKS = """ Draft ECP Action Plan for Phase IX

1. Weighing at the border (WCO Strategic Plan - Strategic Process 1 - SP1)

 Action Responsible body

Relevant Work
Programme/
Action Plan

Timeframe

1 Compare the scales of five
land borders

SAFE WG, PTC

Scales Work
Programme

June 2027

2 Print the table of tolerances
in three languages for

CBC  Annual

 Action Responsible body

Relevant Work
Programme/
Action Plan

Timeframe

officers on night duty

3 Second workshop on
scales

TFA WG  December 2028

2. Sharing of readings (WCO Strategic Plan - Strategic Process 6 - SP6)

 Action Responsible body

Relevant Work
Programme/
Action Plan

Timeframe

4 Keep the register of
readings up to date

  Continuous activity
"""


def test_a_dump_of_blocks_becomes_rows():
    """Cells on one line, a row cut by a page, empty cells that leave a blank, two sections."""
    (conversion,) = convert_source(from_bytes("plan.txt", BLOCKS.encode()), bundled()).conversions
    found = [
        (row.section_number, row.task_number, row.task, row.responsible_body, row.related_programme, row.timeline)
        for row in conversion.rows
    ]
    assert found == [
        ("1", "1", "Compare the scales of five land borders", "SAFE WG, PTC", "Scales Work Programme", "June 2027"),
        ("1", "2", "Print the table of tolerances in three languages for officers on night duty", "CBC", None, "Annual"),
        ("1", "3", "Second workshop on scales", "TFA WG", None, "December 2028"),
        ("2", "4", "Keep the register of readings up to date", None, None, "Continuous activity"),
    ]


def test_decoding_loses_and_doubles_no_letter():
    lines = tuple(Paragraph(text=line, place=Place(lines=(i, i))) for i, line in enumerate(BLOCKS.split("\n"), 1))
    found = []
    for fragment in decode_text(LooseText(lines=lines), PROFILES["ecp"], recognisers()):
        found += [fragment.text] if isinstance(fragment, Paragraph) else [cell.text for row in fragment.rows for cell in row.cells]
    assert sorted(filter(str.isalnum, "".join(found))) == sorted(filter(str.isalnum, BLOCKS))
