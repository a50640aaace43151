"""The decoder of text without coordinates: the beam against all readings, and its bounds."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annextract.pipeline import convert_source
from benchmarks.fit_decoder import replay
from extract.decoder import beam
from extract.decoder.beam import best_score, decode
from extract.decoder.costs import Cell, Cells, Costs
from extract.decoder.text_tables import _torn, decode_text, weights
from extract.decoder.tokens import DumpLine, Gap, Run, Token, tokens
from extract.decoder.wording import fitted
from extract.layout import Layout
from extract.profile import Profile, bundled
from extract.source import from_bytes
from normalize.recognisers import recognisers
from schemas.place import Place
from schemas.raw import ColumnKind, LooseText, Paragraph, TablePiece

PROFILES = {profile.name: profile for profile in bundled()}
WORDS = st.lists(
    st.sampled_from(["Draft", "guide", "PTC", "SO1", "2019", "Ongoing", "(", "the", "was", "completed.", "A"]), min_size=1, max_size=40
)


def layout(profile: str) -> Layout:
    """The layout of the profile's first table."""
    table = PROFILES[profile].table[0]
    return Layout(table.record_kind, table.column)


def words(text: str) -> list[Token]:
    """The words of one page."""
    lines = [DumpLine(i, line) for i, line in enumerate(text.split("\n"), 1)]
    return list(tokens([Run(False, lines)]))


def steps(word: Token, column: int, cells: Cells, first: int, number: str, costs: Costs) -> Iterator[tuple[int, float, Cells | None]]:
    """Every step to the word: the column, what the step gives, and the cells of the row it goes to; None where it stays in its cell."""
    empty: Cells = (None,) * costs.columns
    opens = costs.opens(word, number)
    if column < 0:
        yield from ((other, costs.open_row(other, opens), empty) for other in range(costs.columns))
        return
    if (stay := costs.stay(column, cells[column], word, first)) is not None:
        yield column, stay, None
    if not costs.may_leave(cells[column], word):
        return
    left, change = costs.leave(column, cells[column], word)
    kept = (*cells[:column], left, *cells[column + 1 :])
    for other in range(column + 1, costs.columns):
        if (move := costs.move(column, other, kept, word, opens)) is not None:
            yield other, change + move, kept
    if costs.may_end(word):
        end = change + costs.end_row(column, kept, word)
        yield from ((other, end + costs.open_row(other, opens), empty) for other in range(costs.columns))


Spot = tuple[int, int]  # column of a word, and the word that opened its row


def every_reading(
    found: list[Token], costs: Costs, column: int = -1, cells: Cells = (), first: int = -1, number: str = "", path: tuple[Spot, ...] = ()
) -> Iterator[tuple[float, tuple[Spot, ...]]]:
    """Each reading of all there are, the slow way: what it gives, and where it puts each word."""
    if len(path) == len(found):
        yield costs.end(column, cells), path
        return
    word = found[len(path)]
    for other, gain, now in steps(word, column, cells, first, number, costs):
        row = cells if now is None else now
        there = row[other]
        cell = there.plus(word, now is not None) if there is not None else Cell.opened(word)
        named = word.text if costs.is_number(other) and now is not None else number
        line = first if word.gap is Gap.WORD else -1 if word.indented else other
        opened = len(path) if all(each is None for each in row) else path[-1][1]
        own = (*row[:other], cell, *row[other + 1 :])
        for rest, whole in every_reading(found, costs, other, own, line, named, (*path, (other, opened))):
            yield gain + rest, whole


SHORT_TEXTS = ["Draft\n\nPTC\n\nJune\n2019", "1.\n\nDraft a\nguide\n\nPTC", "the A PTC\n\nOngoing"]


@pytest.mark.parametrize("text", SHORT_TEXTS)
def test_the_beam_finds_the_best_of_all_readings(text: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(beam, "BEHIND", 50.0)  # so short a text does not make up for the steps that it opens with
    costs = Costs(layout("ecp"), recognisers(), weights()["block"], fitted())
    found = words(text)
    best = max(score for score, _ in every_reading(found, costs))
    assert replay(found, decode(found, costs), costs) == pytest.approx(best)
    assert best_score(found, costs) == pytest.approx(best)


@pytest.mark.parametrize("text", SHORT_TEXTS)
def test_a_margin_is_that_to_the_best_of_all_readings_which_puts_the_word_elsewhere(text: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(beam, "BEHIND", 50.0)
    monkeypatch.setattr(beam, "BEAM", 1000)
    costs = Costs(layout("ecp"), recognisers(), weights()["block"], fitted())
    found = words(text)
    readings = sorted(every_reading(found, costs), reverse=True)
    best, own = readings[0]
    for at, put in enumerate(decode(found, costs)):
        other = next((score, path[at][0]) for score, path in readings if path[at] != own[at])
        assert (put.margin, put.rival) == (pytest.approx(best - other[0]), other[1])


@given(WORDS)
def test_no_text_gives_more_than_the_ceiling_of_its_column(made: list[str]):
    text = " ".join(made)
    costs = Costs(layout("ptc_draft"), recognisers(), weights()["block"], fitted())
    empty: Cells = (None,) * costs.columns
    for column, most in enumerate(costs.ceiling):
        cell = Cell(text, 1, 1, 1, 1.0)
        cells = (*empty[:column], cell, *empty[column + 1 :])
        assert costs.end(column, cells) - costs.end_row(column, cells, None) <= most + 1e-9


def test_blanks_count_the_empty_cells_before_a_word():
    found = {word.text: word for word in words("PTC  June \n2027 \n\n \n\nDraft \n\n guide \n")}
    assert {name: word.blanks for name, word in found.items()} == {"PTC": 0, "June": 1, "2027": 0, "Draft": 1, "guide": 1}
    assert [name for name, word in found.items() if word.spaced] == ["Draft"]
    assert [name for name, word in found.items() if word.indented] == ["guide"]


def test_blanks_of_lines_stretched_to_both_sides_count_for_nothing():
    assert all(word.blanks == 0 for word in words("Draft   a   guide\nfor  the  PTC\n\n\nin  June\n2027"))


def test_a_line_knows_whether_the_one_before_begins_a_paragraph():
    assert [word.below_start for word in words("Draft\na\nguide\n\nPTC\nin\nJune")] == [True, True, False, False, True, False]


def test_a_row_that_goes_on_over_a_page_goes_on_where_it_was_cut():
    """The topic ends above the cut, so that what follows on the next page is the task's and the timeline's."""
    pages = ["1. Scales Weigh all goods \nthat come by \n\nSP1 \n\nSP2 \n\nA PTC  June 2027 \n(PTC) and \n\n ", "sea \n\nJune 2028 \n"]
    found = list(tokens([Run(False, [DumpLine(i, line) for i, line in enumerate(page.split("\n"), 1)]) for page in pages]))
    costs = Costs(layout("ptc_draft"), recognisers(), weights()["block"], fitted())
    columns = {word.text: (put.row, put.column) for word, put in zip(found, decode(found, costs), strict=True)}
    assert columns["sea"] == (0, 2)
    assert columns["2028"] == (0, 7)


def test_a_close_call_is_told_with_the_other_column():
    costs = Costs(layout("ecp"), recognisers(), weights()["block"], fitted())
    placed = decode(words("1 Weigh all \ngoods by \n\nSAFE WG \n\nPTC Work \nPlan \n\nJune 2027 "), costs)
    assert all(put.rival != put.column or put.margin > 0 for put in placed)
    assert all(put.margin >= 0 for put in placed)


def test_two_times_side_by_side_are_hardly_one_cell():
    costs = Costs(layout("tfawg"), recognisers(), weights()["block"], fitted())
    fields = [column.field for column in costs.layout.columns]
    empty: Cells = (None,) * costs.columns

    def given(field: str, text: str) -> float:
        column = fields.index(field)
        return costs.end(column, (*empty[:column], Cell(text, 1, 1, 1, 1.0), *empty[column + 1 :]))

    assert given("start", "2020 Annually") < given("start", "2020") - 5


def test_a_bullet_marks_the_word_after_it_and_is_no_part_of_the_text():
    told = [(word.text, word.gap, word.bullet) for word in words("Scales • Weigh all\n● Print\n•\nSeal ▪ ")]
    assert told == [
        ("Scales", Gap.PAGE, False),
        ("Weigh", Gap.WORD, True),
        ("all", Gap.WORD, False),
        ("Print", Gap.LINE, True),
        ("Seal", Gap.LINE, True),
    ]


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


LISTED = """ Draft PTC Work Programme 2025-2028

PART I - TOPICS WITH A DATE

No. Topic Tasks WCO
Strategic
Goal

Type of
task

Responsible
bodies

Performance
Indicator Timeline Comments

1. Scales Weigh all
goods

SP1 A PTC Goods weighed June 2027 Completed.

PART IV - INACTIVE TOPICS
1. Weighing of vessels in
harbours
2. Tolerances
"""


def test_each_item_of_a_list_is_a_row():
    (conversion,) = convert_source(from_bytes("programme.txt", LISTED.encode()), bundled()).conversions
    assert [row.topic for row in conversion.rows if row.section_number == "IV"] == ["Weighing of vessels in harbours", "Tolerances"]


def test_annexes_without_minutes_are_documents_of_their_own():
    second = BLOCKS.replace("Phase IX", "Phase X")
    made = convert_source(from_bytes("annexes.txt", f" ANNEX - II\n\n{BLOCKS} ANNEX - III\n\n{second}".encode()), bundled()).conversions
    assert [(each.document.annex, len(each.rows)) for each in made] == [("II", 4), ("III", 4)]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_each_line_of_front_matter_is_read_by_itself(between: str):
    lines = ("Annex II to Doc. PC0931Ea", "ECP ACTION PLAN for Phase IX", "(January 2031 to June 2032)", "1. Tools for brokers (SP2)")
    front = " \n".join(lines[:3]) + f" {between}{lines[3]} \n"
    (made,) = convert_source(
        from_bytes("plan.txt", f" {front}{BLOCKS[BLOCKS.index(' Action Responsible') :]}".encode()), bundled()
    ).conversions
    found = made.document
    assert (found.document_id, found.annex, found.title) == ("PC0931Ea", "II", "ECP ACTION PLAN for Phase IX")
    assert (str(found.period_start), str(found.period_end)) == ("2031-01-01", "2032-06-30")
    assert made.rows[0].section_title == "Tools for brokers"


def test_a_text_that_ends_as_a_sentence_is_hardly_a_deadline():
    costs = Costs(layout("ptc"), recognisers(), weights()["block"], fitted())
    timeline = next(i for i, column in enumerate(costs.layout.columns) if column.field == "timeline")
    plain, stopped = (costs.leave(timeline, Cell.opened(words(text)[0]), words("Next")[0])[1] for text in ("Ongoing", "Ongoing."))
    assert plain > stopped


@pytest.mark.parametrize(
    ("text", "doubted"), [("Weigh parcels", False), ("Weigh parcels and", True), ("parcels weighed", True), ("Scales (land", True)]
)
def test_a_text_that_begins_or_ends_as_part_of_another_is_doubted(text: str, doubted: bool):
    assert bool(_torn(text, ColumnKind.PROSE)) is doubted
    assert not _torn("A", ColumnKind.TASK_TYPE)
