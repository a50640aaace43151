"""Characters that no print holds never pass without a flag."""

import pytest

from normalize.legible import legible
from schemas.flags import FlagCode
from schemas.place import Place
from schemas.raw import RawCell, RawRow
from schemas.row import RecordKind


def row(**cells: RawCell) -> RawRow:
    return RawRow(record_kind=RecordKind.TASK, cells=cells, places=())


def cell(text: str, before: str | None = None) -> RawCell:
    return RawCell(text=text, places=(Place(),), before=before)


@pytest.mark.parametrize("lost", ["\x00", "\x1f", "\x85", "\ufffd", "\ue123", "\ud800", "\U00100000"])
def test_what_could_not_be_decoded_is_replaced_and_flagged(lost: str):
    (made,) = legible([row(task=cell(f"Classi{lost}cation"))])
    assert made.cells["task"].text == "Classi\ufffdcation"
    (flag,) = made.cells["task"].flags
    assert (flag.code, flag.field) == (FlagCode.DAMAGED_TEXT, "task")
    assert f"U+{ord(lost):04X}" in flag.detail


@pytest.mark.parametrize("turn", ["\u202e", "\u2066"])
def test_what_turns_the_direction_is_dropped_and_flagged(turn: str):
    (made,) = legible([row(timeline=cell("March 2026", f"Ju{turn}ne 2025"))])
    assert (made.cells["timeline"].text, made.cells["timeline"].before) == ("March 2026", "June 2025")
    assert [flag.code for flag in made.cells["timeline"].flags] == [FlagCode.DAMAGED_TEXT]


@pytest.mark.parametrize("text", ["Développement", "عربي\u200f", "\uf0b7 first item", "one\ntwo\tthree", "1 000", "👍🏽"])
def test_what_print_holds_stays(text: str):
    rows = [row(task=cell(text))]
    assert legible(rows) == rows


def test_a_merged_cell_stays_one():
    merged = cell("Green\x00")
    made = legible([row(topic=merged, task=cell("a")), row(topic=merged, task=cell("b"))])
    assert made[0].cells["topic"] is made[1].cells["topic"]
