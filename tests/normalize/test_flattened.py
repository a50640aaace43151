"""Cells that say that their changes were flattened: what becomes of the row, through the stitcher too."""

import datetime

import pytest
from raw_rows import raw

from extract.document import stitch
from normalize.document import normalize
from normalize.flattened import read_time
from normalize.recognisers import recognisers
from normalize.rows import normalize_rows
from schemas.flags import FlagCode
from schemas.place import Place
from schemas.raw import PieceCell, PieceRow, RawCell, TablePiece
from schemas.row import Change, Row

PLACE = Place(lines=(1, 1))
REVISED = datetime.date(2026, 3, 1)


def row_of(flattened: bool, **cells: str) -> Row:
    """A row whose cells were read off a print that shows changes, or not."""
    made = {name: RawCell(text=text, places=(PLACE,), flattened=flattened) for name, text in cells.items()}
    (row,) = normalize_rows([raw(**made)], "D", None, REVISED)
    return row


def test_the_cell_holds_what_stands_after_the_change() -> None:
    row = row_of(True, topic="Tools", timeline="OctoberMareh\n20276")
    assert row.timeline == "October 2027"
    assert row.changes == (Change(field="timeline", before="March 2026", after="October 2027"),)
    assert [deadline.edtf for deadline in row.deadlines] == ["2027-10"]
    (flag,) = [flag for flag in row.flags if flag.field == "timeline"]
    assert flag.code is FlagCode.UNTANGLED_CHANGE
    assert flag.detail == '"OctoberMareh 20276" read as "October 2027", before it "March 2026"'


def test_a_close_second_reading_is_named_in_the_flag() -> None:
    row = row_of(True, topic="Tools", timeline="OngoingApril 2027")
    (flag,) = [flag for flag in row.flags if flag.field == "timeline"]
    assert "; or as " in flag.detail
    assert flag.detail.count('"Ongoing"') == 2


def test_a_time_that_had_passed_was_struck_beside_the_one_that_stands() -> None:
    row = row_of(True, topic="Tools", timeline="Ongoing\nApril 2025")
    assert (row.timeline, row.changes) == ("Ongoing", (Change(field="timeline", before="April 2025", after="Ongoing"),))
    assert [(flag.code, flag.detail) for flag in row.flags if flag.field == "timeline"] == [
        (FlagCode.UNTANGLED_CHANGE, '"Ongoing April 2025" read as "Ongoing", before it "April 2025"; or as "Ongoing April 2025"')
    ]


@pytest.mark.parametrize(
    ("flattened", "timeline"), [(False, "Ongoing April 2025"), (True, "Ongoing April 2027"), (True, "April 2027 May 2028")]
)
def test_two_times_stay_where_no_change_shows_in_the_cell(flattened: bool, timeline: str) -> None:
    row = row_of(flattened, topic="Tools", timeline=timeline)
    assert (row.timeline, row.changes) == (timeline, ())
    assert FlagCode.REPAIRED_TIMELINE in {flag.code for flag in row.flags if flag.field == "timeline"}


def test_a_misread_word_is_repaired_and_flagged() -> None:
    row = row_of(True, topic="Tools", timeline="Octobef 2027")
    assert (row.timeline, row.changes) == ("October 2027", ())
    assert [(flag.code, flag.detail) for flag in row.flags if flag.field == "timeline"] == [
        (FlagCode.REPAIRED_TIMELINE, '"Octobef 2027" read as "October 2027"')
    ]


def test_a_cell_that_is_not_flattened_stays_as_printed() -> None:
    row = row_of(False, topic="Tools", timeline="October 20276")
    assert (row.timeline, row.changes) == ("October 20276", ())
    assert FlagCode.UNTANGLED_CHANGE not in {flag.code for flag in row.flags}


def test_a_clean_cell_and_running_text_stay_as_printed() -> None:
    row = row_of(True, topic="Tools", timeline="October 2027 (PTC)", progress="MayJune 20276")
    assert (row.timeline, row.progress, row.changes) == ("October 2027 (PTC)", "MayJune 20276", ())
    assert not [flag for flag in row.flags if flag.field in ("timeline", "progress")]


def test_the_stitcher_hands_it_on() -> None:
    header = ("Topic", "Timeline")
    table = TablePiece(rows=tuple(piece_row(*cells) for cells in (header, ("Tools", "Mareh 20267"))), place=PLACE)
    (document,) = stitch([table], None, recognisers()).documents
    (row,) = document.rows
    assert [cell.flattened for cell in row.cells.values()] == [True, True]
    facts = {"source_name": "d.txt", "source_sha256": "0" * 64, "media_type": "text/plain", "page_count": None}
    (typed,) = normalize(document, facts, "d").rows
    assert typed.cells == {"Topic": "Tools", "Timeline": "Mareh 20267"}  # no profile: no column is known to hold times


def piece_row(*texts: str) -> PieceRow:
    """A row of cells read off a print that shows changes."""
    return PieceRow(cells=tuple(PieceCell(text=text, place=PLACE, flattened=True) for text in texts), place=PLACE)


def read(printed: str) -> tuple[str, Change | None, list[FlagCode]]:
    """What is read of a scanned time in a text that is not known to show changes."""
    text, change, flags = read_time("timeline", RawCell(text=printed, places=(PLACE,), scanned=True), REVISED)
    assert all(printed in (flag.detail or "") for flag in flags)
    return text, change, [flag.code for flag in flags]


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Octobef 2018", "October 2018"),
        ("Ongoin", "Ongoing"),
        ("Ongoing until Marcl 2025", "Ongoing until March 2025"),
        ("Annually Spring 2028 Council", "Annually Spring 2028 (Council)"),
    ],
)
def test_letters_and_marks_that_an_ocr_misread_are_put_right_and_the_printed_form_is_kept(printed: str, said: str) -> None:
    assert read(printed) == (said, None, [FlagCode.REPAIRED_TIMELINE])


@pytest.mark.parametrize("printed", ["October 2018", "September 20289", "SWG", "2029 Ongoing", "cut February 2026"])
def test_what_is_clean_or_may_be_a_change_stays_as_printed(printed: str) -> None:
    assert read(printed) == (printed, None, [])


@pytest.mark.parametrize(
    ("printed", "before", "after"),
    [
        ("OngeingApril 2029", "Ongoing", "April 2029"),
        ("20272028", "2027", "2028"),
        ("Spring2027From March 2027", "Spring 2027", "From March 2027"),
    ],
)
def test_words_that_run_together_are_a_change_in_any_scan(printed: str, before: str, after: str) -> None:
    change = Change(field="timeline", before=before, after=after)
    assert read(printed) == (after, change, [FlagCode.UNTANGLED_CHANGE])


def test_words_that_run_together_stay_where_two_readings_are_close() -> None:
    assert read("OngoingApril 2027") == ("OngoingApril 2027", None, [])
