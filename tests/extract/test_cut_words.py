"""Words that the edge of a narrow column cut: on lines that run through the columns they tell which words stand below each other."""

import pytest

from extract.decoder.cut_words import is_cut
from extract.decoder.line_costs import Cell, LineCosts
from extract.decoder.line_tables import ocr_tables, opened
from extract.decoder.printed_lines import Word
from extract.decoder.regions import Region, Role
from extract.decoder.tokens import DumpLine, Gap, Run
from extract.profile import bundled
from normalize.recognisers import recognisers
from schemas.raw import ColumnKind

TABLE = next(profile for profile in bundled() if profile.name == "ptc_activities").table[0]
KNOWN = recognisers()
PAGE = 62.0  # ems
PRINTED = """\
Sealed Weigh the boxes * Advanced PTC, Survey of the * Ongoing Replies were
boxes at the quay Informatio practice of all sorted by
and report to n harbours port.
the carrier Group reported
Scales Test the scales * Maintenance PTC * Scales tested Annually No scales
in each port were found."""

LONG_NAME = """\
Sealed * Weigh the boxes * Mainte « PTC, * Scales tested by * Ongoing | A second set
boxes at the quay nance SWG, the end of each of tests
and report to Techn year and found began and the
the carrier ical good by the first one was
the boxes that Exper PTC found good.
are heavier t The third
than they Group round begins
should be on Air after the
at sea Cargo session of
Secur July 2027.
ity
Scales Test the scales * Mainte « PTC * Scales tested Annually No scales
in each port nance were found."""


def region(text: str) -> Region:
    return Region(Role.TABLE, table=TABLE, runs=[Run(True, [DumpLine(i, line) for i, line in enumerate(text.splitlines(), 1)])])


def costs() -> LineCosts:
    return opened(region(PRINTED), PAGE, KNOWN).costs[0]


@pytest.mark.parametrize(
    ("above", "below"), [("Informatio", "n"), ("harbour/upd", "ate"), ("Committe", "e,"), ("Secur", "Ity"), ("pilot", "s")]
)
def test_parts_that_are_hardly_two_words_are_one(above: str, below: str) -> None:
    assert is_cut(above, below)


@pytest.mark.parametrize(
    ("above", "below"), [("web", "site"), ("in", "to"), ("number", "ed"), ("the", "quay"), ("on", "e"), ("harbour,", "s"), ("2027", "ing")]
)
def test_words_that_may_stand_side_by_side_are_two(above: str, below: str) -> None:
    assert not is_cut(above, below)


@pytest.mark.parametrize("gap", [Gap.LINE, Gap.PARAGRAPH])
def test_the_rest_of_a_word_goes_on_its_cell(gap: Gap) -> None:
    own = costs()
    bodies = own.kinds.index(ColumnKind.BODIES)
    cell = Cell("PTC, Techn", 0, 0, 0, 3.0, 1)
    rest, scrap = (own.goes_on(bodies, cell, [Word(text, 2.0, 0)], gap) for text in ("ical", "ocal"))
    assert rest - scrap == pytest.approx(own.weights["cut_word"])


def test_no_word_is_cut_by_a_page_break() -> None:
    own = costs()
    bodies = own.kinds.index(ColumnKind.BODIES)
    cell = Cell("PTC, Techn", 0, 0, 0, 3.0, 1)
    rest, scrap = (own.goes_on(bodies, cell, [Word(text, 2.0, 0)], Gap.PAGE) for text in ("ical", "ocal"))
    assert rest == scrap


def test_a_cut_word_stays_in_its_column_and_is_whole() -> None:
    (table,) = ocr_tables([region(PRINTED)], PAGE, KNOWN)
    fields = [column.field for column in TABLE.column]
    rows = [dict(zip(fields, (cell.text for cell in row.cells), strict=True)) for row in table.rows]
    assert [row["responsible_body"] for row in rows] == ["PTC, Information Group", "PTC"]
    assert [row["indicator"] for row in rows] == ["Survey of the practice of all harbours reported", "Scales tested in each port"]


def test_the_beginning_of_a_name_gives_nothing_until_the_name_is_whole() -> None:
    own = costs()
    bodies = own.kinds.index(ColumnKind.BODIES)
    assert own.value(bodies, "PTC, Techn ical Exper") == own.value(bodies, "PTC,") > own.value(bodies, "PTC, Harbour master")
    assert own.left(bodies, "PTC, Techn ical Exper") < own.left(bodies, "PTC, Techn") < 0
    assert own.left(bodies, "PTC, Harbour master") == own.left(bodies, "PTC") == 0


def test_a_known_body_cut_over_many_lines_is_whole() -> None:
    (table,) = ocr_tables([region(LONG_NAME)], PAGE, KNOWN)
    fields = [column.field for column in TABLE.column]
    row, _ = [dict(zip(fields, (cell.text for cell in row.cells), strict=True)) for row in table.rows]
    assert row["responsible_body"] == "PTC, SWG, Technical Expert Group on Air Cargo Security"
    assert (row["topic"], row["indicator"]) == ("Sealed boxes", "Scales tested by the end of each year and found good by the PTC")
