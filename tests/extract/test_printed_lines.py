"""Printed lines that run through the columns: what parts their words, how wide columns are, and the rows they become."""

from dataclasses import replace

import pytest

from annextract.pipeline import convert_source
from extract.decoder.ems import ems
from extract.decoder.line_beam import decode_lines
from extract.decoder.line_bullets import counts, shown_bullets
from extract.decoder.line_costs import Bullets, Cell, LineCosts, Mode
from extract.decoder.line_tables import OcrTable, ocr_tables, without_noise
from extract.decoder.line_widths import shown_widths, types_are_letters, usual_widths
from extract.decoder.misread_headings import with_headings
from extract.decoder.printed_lines import PrintedLine, printed_lines
from extract.decoder.regions import Region, Role
from extract.decoder.syntax import follows
from extract.decoder.text_tables import decode_text
from extract.decoder.tokens import DumpLine, Gap, Run, is_text_layer
from extract.decoder.verbs import verb
from extract.profile import bundled
from extract.source import from_bytes
from normalize.recognisers import recognisers
from schemas.flags import FlagCode
from schemas.place import Place
from schemas.raw import ColumnKind, LooseText, Paragraph

PROFILE = next(profile for profile in bundled() if profile.name == "ptc_activities")
TABLE = """Weighing * Review the * Mainte « PTC » Progress in the « Ongoing | Reported to the
scales scales of the nance weighing of trucks PTC in May
northern reported to the 2026.
border PTC
* Keep the list of * Mainte « PTC * Updated list of « June 2027 Several lists
weights up to nance weights have been
date published published."""
PAGE = 60.0  # ems
TASK, BODIES, INDICATOR = 1, 3, 4  # columns


def lines(text: str) -> list[PrintedLine]:
    """The lines of one page."""
    return list(printed_lines([Run(True, [DumpLine(i, line) for i, line in enumerate(text.split("\n"), 1)])]))


def table(text: str) -> Region:
    """The region of a table on one page."""
    dump = [DumpLine(i, line) for i, line in enumerate(text.split("\n"), 1)]
    return Region(Role.TABLE, table=PROFILE.table[0], runs=[Run(True, dump)])


def test_words_of_a_line_keep_what_parts_them():
    (line,) = lines("e Draft |guide IMSCField   list covers e fuel")
    assert [word.text for word in line.words] == ["e", "Draft", "guide", "IMSC", "Field", "list", "covers", "e", "fuel"]
    assert [word.text for word in line.words if word.is_bullet] == ["e"]
    assert [word.text for word in line.words if word.bordered] == ["guide"]
    assert [word.text for word in line.words if word.glued] == ["Field"]
    assert next(word.blanks for word in line.words if word.text == "list") == 2
    assert line.text == "Draft guide IMSCField list covers e fuel"


@pytest.mark.parametrize("text", ["Mainten|* PTC", "Mainten\\* PTC", "Mainten]« PTC", "Mainten | * PTC"])
def test_a_bullet_that_touches_a_border_is_one(text: str):
    (line,) = lines(text)
    assert [(word.is_bullet, word.bordered) for word in line.words] == [(False, False), (True, True), (False, False)]
    assert line.text == "Mainten PTC"


@pytest.mark.parametrize("text", ["see body* below", "Annex}x", "Annex]2 below"])
def test_what_no_bullet_follows_is_no_border(text: str):
    (line,) = lines(text)
    assert line.text.replace(" ", "") == text.replace(" ", "")


def test_one_letter_before_a_capital_is_no_word():
    (line,) = lines("wTo-Uniform rules 2Keep “fuel”.The")
    assert [word.text for word in line.words] == ["wTo-Uniform", "rules", "2", "Keep", "“fuel”.", "The"]


def test_a_blank_line_parts_blocks():
    assert [line.gap for line in lines("one\ntwo\n\nthree")] == [Gap.PAGE, Gap.LINE, Gap.PARAGRAPH]


def test_narrow_letters_are_narrow():
    assert ems("illicit") < ems("women")


def test_a_small_word_asks_for_what_may_follow_it():
    assert follows("of", "the") > follows("the", "of")
    assert follows("ready.", "The") > follows("the", "The")


def test_the_width_is_what_most_lines_agree_on():
    held, reached = [7.0, 7.5, 7.8, 7.2, 7.9, 3.0, 12.0], [8.3, 8.1, 8.6, 9.0, 8.2, 8.8]
    (width,) = shown_widths([(held, reached)], usual_widths(PROFILE.table[0].column[:1], 8.0), 0.06)
    assert 7.8 <= width.ems <= 8.1


def test_every_word_of_a_line_stands_in_one_run_and_columns_ascend():
    (found,) = ocr_tables([table(TABLE)], PAGE, recognisers())
    for (reading, _), line in zip(found.path, found.lines, strict=True):
        assert [i for run in reading.runs for i in range(run.start, run.end)] == list(range(len(line.words)))
        columns = [run.column for run in reading.runs]
        assert columns == sorted(set(columns))


def test_lines_that_run_through_the_columns_become_rows():
    (found,) = ocr_tables([table(TABLE)], PAGE, recognisers())
    rows = [[cell.text for cell in row.cells] for row in found.rows]
    assert len(rows) == 2
    assert [row[2].replace(" ", "") for row in rows] == ["Maintenance", "Maintenance"]
    assert [row[3] for row in rows] == ["PTC", "PTC"]
    assert [row[5] for row in rows] == ["Ongoing", "June 2027"]
    assert rows[1][6] == "Several lists have been published."


def test_the_first_line_opens_a_row():
    layout = ocr_tables([table(TABLE)], PAGE, recognisers())[0]
    costs: LineCosts = layout.costs[0]
    ((reading, _), *_) = decode_lines(layout.lines, [costs] * len(layout.lines))
    assert reading.row_start == 0
    assert all(run.mode is Mode.OPENS for run in reading.runs)


def test_decoding_loses_and_doubles_no_letter():
    header = "Topic Tasks Type of task Responsible Performance Indicators Timeline Progress\nbody\n"
    text = LooseText(lines=tuple(Paragraph(text=t, place=Place(lines=(i, i))) for i, t in enumerate((header + TABLE).split("\n"), 1)))
    found: list[str] = []
    for fragment in decode_text(text, PROFILE, recognisers()):
        found += [fragment.text] if isinstance(fragment, Paragraph) else [cell.text for row in fragment.rows for cell in row.cells]
    printed = [word.text for line in lines(header + TABLE) for word in line.words if not word.is_bullet]
    assert sorted(filter(str.isalnum, "".join(found))) == sorted(filter(str.isalnum, "".join(printed)))


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("2. Tasks to support Strateqic Activity 1.2 Weigh the trucks", "2. Tasks to support Strategic Activity 1.2: Weigh the trucks"),
        ("Strategic Activity 1.2: Weigh the trucks", "Strategic Activity 1.2: Weigh the trucks"),
        ("the activity of a border post in 2019", "the activity of a border post in 2019"),
    ],
)
def test_misread_headings_are_put_right(printed: str, meant: str):
    (line,) = with_headings([DumpLine(1, printed)], PROFILE)
    assert line.text == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("PART | - TASKS OF THE PORTS", "PART I - TASKS OF THE PORTS"),
        (" PART Il - Tasks of the ports", " PART II - Tasks of the ports"),  # the blank tells that a page begins
        ("PART Ill — Tasks of the “ports”", "PART III — Tasks of the “ports”"),
        ("PART IV - Tasks of the ports‘", "PART IV - Tasks of the ports"),
        ("ANNEX - Ill", "ANNEX - III"),
        ("PART lil - Tasks of the ports", "PART III - Tasks of the ports"),
        ("PART Iv - Tasks of the ports", "PART IV - Tasks of the ports"),
        ("PART Illl - Tasks of the ports", "PART Illl - Tasks of the ports"),  # no numeral
        ("Tasks of the ports’", "Tasks of the ports’"),  # no heading
    ],
)
def test_numerals_and_marks_of_headings_are_put_right(printed: str, meant: str):
    (line,) = with_headings([DumpLine(1, printed)], next(profile for profile in bundled() if profile.name == "ptc"))
    assert line.text == meant


PTC = """ PTC Work Programme 2031-2034

noise
PART | - Tasks of the ports‘
N° Topic Task WCO Strategic Type Responsible Performance Timeline Comments
Plan body Indicators
1. Quays Weigh the cranes of ten SO1 A PTC, Council Report on cranes June 2031 In progress.
and cranes ports and print the spa approved
tables of their weights
for officers LD2
2. Ferries Count the lorries on SG $02 M PTC Ten reports on ferries May 2032 The counts of
night ferries adopted lorries go on.
of lines between the PART of the north and
TI/1.
 N° Topic Task WCO Strategic Type Responsible Performance Timeline Comments
Plan body Indicators
3. Rails Print the map of rails SO3 M PTC, Council Map of rails printed Ongoing Printed.
TI/2.
 PART Il - Tasks of the roads
N° Topic Task WCO Strategic Type Responsible Performance Timeline Comments
Plan body Indicators
4, Roads Draw a map of all roads SO1 A PTC Map of roads drawn July 2033 Not started.
TI/3.
 PART Ill - Inactive tasks
1. Carts
2. Sledges
"""


def test_a_scan_of_a_programme_with_codes_is_read_by_its_parts() -> None:
    rows = convert_source(from_bytes("made-up.txt", PTC.encode()), bundled()).conversions[0].rows
    assert [(row.section_number, row.topic_number) for row in rows] == [
        ("I", "1"),
        ("I", "2"),
        ("I", "3"),
        ("II", "4"),
        ("III", "1"),
        ("III", "2"),
    ]
    assert rows[0].section_title == "Tasks of the ports"
    assert [row.strategic_codes for row in rows[:4]] == [("SO1", "SP4", "LD2"), ("SG", "SO2"), ("SO3",), ("SO1",)]
    assert "".join(flag.detail for flag in rows[0].flags if flag.code is FlagCode.REPAIRED_CODE) == "spa"
    assert "cranes of ten ports and print the tables" in (rows[0].task or "")
    assert not any("TI/" in str(row) for row in rows)


def test_a_number_between_blocks_is_a_cell_of_numbers_and_what_is_left_of_a_torn_header_is_none() -> None:
    first, *rest = lines("7.\n\nPorts\nof call\n\nStrategic\nGoal\nSO1 SP1\n\nbody\n\nPTC")
    coded = next(profile for profile in bundled() if profile.name == "ptc").table[0]
    torn = [replace(first, named=((0,),)), *rest]
    kept, noise = without_noise(torn, coded)
    assert [line.text for line in kept] == ["7.", "Ports", "of call", "SO1 SP1", "PTC"]
    assert [line.text for line in noise] == ["Strategic", "Goal", "body"]
    assert "body" in [line.text for line in without_noise([first, *rest], coded)[0]]
    assert "7." in [line.text for line in without_noise(torn, PROFILE.table[0])[1]]


def test_a_topic_s_column_is_narrower_than_a_task_s_and_a_letter_s_narrower_than_a_word_s() -> None:
    coded = next(profile for profile in bundled() if profile.name == "ptc").table[0].column
    with_words, with_letters = (
        {c.field: w.ems for c, w in zip(coded, usual_widths(coded, 100.0, has_letters), strict=True)} for has_letters in (False, True)
    )
    assert all(own["topic"] < own["task"] for own in (with_words, with_letters))
    assert with_letters["task_type"] < with_words["task_type"]
    assert [round(sum(own.values())) for own in (with_words, with_letters)] == [100, 100]


@pytest.mark.parametrize(
    ("text", "are_letters"),
    [
        ("Maintenance of ports\nM\nA\nM\nan advanced plan", True),
        ("Maintenance\nAdvanced\nMaintenance", False),
        ("Mainte\nnance\nAdvanc\ned\nMainte\nnance", False),
    ],
)
def test_a_few_words_of_types_show_that_types_are_words(text: str, are_letters: bool) -> None:
    assert types_are_letters(lines(text), recognisers()[ColumnKind.TASK_TYPE]) is are_letters


def test_an_address_that_is_wider_than_every_column_is_whole_in_one_cell() -> None:
    address = "https://example.org/scales/tolerances-of-scales-at-land-borders-and-harbours-of-the-second-half-year"
    text = f"""Draft ECP Action Plan for Phase IX

1. Weighing at the border (WCO Strategic Plan - Strategic Process 1 - SP1)

Action Responsible body Relevant Work Programme/ Action Plan Timeframe

1 Compare the scales of five SAFE WG, PTC Scales Work Plan June 2027
land borders and print them PTC Programme
{address}
2 Print the table of tolerances CBC Table Work Plan Annual
in three languages for officers PTC Programme
+ on night duty
+ at land borders
3 Second workshop on scales CBC, PTC Scales Work Plan June 2028
| with brokers
"""
    rows = convert_source(from_bytes("made-up.txt", text.encode()), bundled()).conversions[0].rows
    assert [address in (row.task or "") for row in rows] == [True, False, False]


def test_a_lost_heading_leaves_its_rows_in_doubt_and_a_lost_title_its_section() -> None:
    text = """Annex to document PX1204Ea
PTC Work Programme 2030-2033, including progress
1. Tasks to support Strategic Activity 1.1: Weigh what crosses the frontier
Topic Tasks Type of task Responsible body Performance Indicators Timeline Progress
{table}
3. Tasks to support Strategic Activity 1.3:
Topic Tasks Type of task Responsible body Performance Indicators Timeline Progress
{table}
"""
    rows = convert_source(from_bytes("made-up.txt", text.format(table=TABLE).encode()), bundled()).conversions[0].rows
    sections = [(row.section_number, row.section_title) for row in rows]
    assert sections == [("1.1", "Weigh what crosses the frontier")] * 2 + [("1.3", None)] * 2
    doubts = [[(flag.field, flag.code) for flag in row.flags if (flag.field or "").startswith("section")] for row in rows]
    assert doubts == [[("section_number", FlagCode.NUMBER_GAP)]] * 2 + [[("section_title", FlagCode.MISSING_CELL)]] * 2


def test_a_text_layer_is_known_by_lines_stretched_to_both_sides() -> None:
    lines = [DumpLine(i, "still   awaited.   The   office   has" if i % 40 == 0 else "weighs each cart") for i in range(1, 200)]
    assert is_text_layer(lines)
    assert not is_text_layer([DumpLine(line.number, " ".join(line.text.split())) for line in lines])


@pytest.fixture(scope="module")
def found() -> OcrTable:
    (found,) = ocr_tables([table(TABLE)], PAGE, recognisers())
    return found


@pytest.fixture(scope="module")
def costs(found: OcrTable) -> LineCosts:
    return found.costs[0]


def cell(row: int) -> Cell:
    return Cell("Scales", row, 0, 0, 3.0, 1)


def test_running_texts_go_on_alike_where_they_end_alike(costs: LineCosts) -> None:
    one, other = "Weigh the trucks of every land border in June", "Weigh no truck on any land border before June"
    assert costs.end(TASK, one) == costs.end(TASK, other)
    assert costs.end(TASK, one) != costs.end(TASK, "Weigh the trucks (of every land border in June")
    assert costs.end(TASK, one) != costs.end(TASK, "June")
    assert costs.end(BODIES, "PTC, Scales Group") != costs.end(BODIES, "CBC, Scales Group")


@pytest.mark.parametrize(("task", "row", "is_late"), [(1, 1, True), (0, 1, False), (None, 1, False)])
def test_no_cell_begins_below_one_to_its_right(costs: LineCosts, task: int | None, row: int, is_late: bool) -> None:
    cells = [None, None if task is None else Cell("Review the scales", task, 0, 0, 9.0, 3), *[None] * 5]
    assert costs.late(0, cells, row) == (costs.weights["late_left"] if is_late else 0.0)
    assert costs.late(BODIES, cells, row) == (0.0 if is_late else costs.weights["late_lacks"])
    beyond = [*cells[:INDICATOR], Cell("Trucks weighed", row, 0, 0, 9.0, 2), None, None]
    assert costs.late(BODIES, beyond, row) == costs.weights["late_left"]


@pytest.mark.parametrize(("body", "task", "topic", "is_stale"), [(0, 0, 0, False), (1, 1, 0, False), (0, 1, 0, True), (0, 0, 1, True)])
def test_bodies_of_an_earlier_task_do_not_go_on_beside_a_new_one(
    costs: LineCosts, body: int, task: int, topic: int, is_stale: bool
) -> None:
    cells = [cell(topic), cell(task), cell(task), cell(body), None, None, None]
    assert costs.stale(BODIES, cells) == (costs.weights["stale"] if is_stale else 0.0)
    assert costs.stale(INDICATOR, cells) == 0.0
    assert costs.weights["stale"] < 0


def test_margins_are_finite_where_two_readings_became_one(found: OcrTable) -> None:
    read = decode_lines(found.lines, [found.costs[line.leaf] for line in found.lines])
    assert any(reading.rivals for reading, _ in read)
    assert any(margin < float("inf") for _, margins in read for margin in margins.columns)
    assert all(margin >= 0 for _, margins in read[:-1] for margin in margins.columns)


def test_bodies_below_those_of_another_task_are_a_cell_of_their_own() -> None:
    """Their first line alone goes on the cell above as well as it opens one: the whole row tells."""
    blocks = ("Lock gates", "Discuss the keys\nof lock gates", "Advanced", "PTC,\nVirtual\nWorking\nGroup on\nData\nQuality", "Keys listed")
    (found,) = ocr_tables([table("\n\n".join([TABLE, *blocks, "Ongoing", "In April the PTC\nlisted the keys."]))], PAGE, recognisers())
    assert [row.cells[BODIES].text for row in found.rows] == ["PTC", "PTC", "PTC, Virtual Working Group on Data Quality"]


def test_a_row_begins_with_a_cell_of_its_own(costs: LineCosts) -> None:
    assert costs.lacks([]) == costs.weights["row_of_nothing"] < costs.lacks([TASK, BODIES])


def test_a_wider_beam_reads_no_worse(found: OcrTable) -> None:
    plain = [found.costs[line.leaf] for line in found.lines]
    scores = [decode_lines(found.lines, plain, width)[-1][0].score for width in (1, 8, 32)]
    assert scores == sorted(scores)


def test_bullets_are_counted_where_cells_begin(found: OcrTable) -> None:
    shown = found.bullets()
    readings = [reading for reading, _ in found.path]
    assert shown == counts(found.lines, readings, len(found.layout.columns))
    assert sum(begun for begun, _ in shown) == sum(run.mode is Mode.OPENS for reading in readings for run in reading.runs)
    assert all(0 <= marked <= begun for begun, marked in shown)


def test_a_bullet_speaks_for_the_columns_that_print_them() -> None:
    topics, tasks = shown_bullets([[(6, 0), (7, 6)], [(4, 0), (5, 5)]])
    assert topics.there < 0 < topics.missing
    assert tasks.missing < 0 < tasks.there


def test_too_few_cells_say_nothing_of_bullets() -> None:
    assert shown_bullets([[(2, 0), (3, 3)]]) == ()
    assert shown_bullets([]) == ()


def test_what_bullets_say_counts_where_a_cell_begins(found: OcrTable) -> None:
    words = found.lines[0].words
    said = tuple(Bullets(1.5, -0.5) for _ in found.layout.columns)
    own, plain = replace(found.costs[0], bullets=said), replace(found.costs[0], bullets=())
    expected = 1.5 if words[0].is_bullet else -0.5
    assert own.begins(TASK, words) - plain.begins(TASK, words) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Review/updating", "deed"),
        ("Discuss/approve", "verb"),
        ("•Support", "deed"),
        ("Security", None),
        ("review", None),
        ("WCO", None),
    ],
)
def test_a_capital_and_a_base_form_make_a_verb(word: str, kind: str | None) -> None:
    assert verb(word) == kind


@pytest.mark.parametrize(
    ("issues", "ports"),
    [
        ("technical issues of", "the ports"),
        pytest.param(
            *("technical issues that", "ports have sent"),
            marks=pytest.mark.xfail(strict=True, reason="on a page of three lines nothing tells that `ports` is not the topic's"),
        ),
    ],
)
def test_a_task_begins_with_its_verb(issues: str, ports: str) -> None:
    text = f"""Border Security Discuss/approve the » Mainte * PTC * Number of scales » Ongoing The PTC took
Scales {issues} nance discussed and note of them
{ports} approved in May 2026."""
    (read,) = ocr_tables([table(text)], PAGE, recognisers())
    assert [cell.text for cell in read.rows[0].cells][:2] == ["Border Security Scales", f"Discuss/approve the {issues} {ports}"]
