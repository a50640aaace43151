"""Printed lines that run through the columns: what parts their words, how wide columns are, and the rows they become."""

import pytest

from annextract.pipeline import convert_source
from extract.decoder.ems import ems
from extract.decoder.line_beam import decode_lines
from extract.decoder.line_costs import LineCosts, Mode
from extract.decoder.line_tables import ocr_tables
from extract.decoder.line_widths import shown_widths, usual_widths
from extract.decoder.misread_headings import with_headings
from extract.decoder.printed_lines import PrintedLine, printed_lines
from extract.decoder.regions import Region, Role
from extract.decoder.syntax import follows
from extract.decoder.text_tables import decode_text
from extract.decoder.tokens import DumpLine, Gap, Run, is_text_layer
from extract.profile import bundled
from extract.source import from_bytes
from normalize.recognisers import recognisers
from schemas.place import Place
from schemas.raw import LooseText, Paragraph

PROFILE = next(profile for profile in bundled() if profile.name == "ptc_activities")
TABLE = """Weighing * Review the * Mainte « PTC » Progress in the « Ongoing | Reported to the
scales scales of the nance weighing of trucks PTC in May
northern reported to the 2026.
border PTC
* Keep the list of * Mainte « PTC * Updated list of « June 2027 Several lists
weights up to nance weights have been
date published published."""
PAGE = 60.0  # ems


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


def test_a_blank_line_parts_blocks():
    assert [line.gap for line in lines("one\ntwo\n\nthree")] == [Gap.PAGE, Gap.LINE, Gap.PARAGRAPH]


def test_narrow_letters_are_narrow():
    assert ems("illicit") < ems("women")


def test_a_small_word_asks_for_what_may_follow_it():
    assert follows("of", "the") > follows("the", "of")
    assert follows("ready.", "The") > follows("the", "The")


def test_the_width_is_what_most_lines_agree_on():
    held, reached = [7.0, 7.5, 7.8, 7.2, 7.9, 3.0, 12.0], [8.3, 8.1, 8.6, 9.0, 8.2, 8.8]
    (width,) = shown_widths([(held, reached)], usual_widths([PROFILE.table[0].column[0].kind], 8.0), 0.06)
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


def test_a_text_layer_is_known_by_lines_stretched_to_both_sides() -> None:
    lines = [DumpLine(i, "still   awaited.   The   office   has" if i % 40 == 0 else "weighs each cart") for i in range(1, 200)]
    assert is_text_layer(lines)
    assert not is_text_layer([DumpLine(line.number, " ".join(line.text.split())) for line in lines])
