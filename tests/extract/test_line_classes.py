"""What one word of a mixed line looks like: the signs by which it speaks for a column."""

import pytest

from extract.decoder.line_classes import CLASSES, word_class
from extract.decoder.line_costs import Cell, LineCosts
from extract.decoder.line_tables import opened
from extract.decoder.printed_lines import PrintedLine, Word, printed_lines
from extract.decoder.regions import Region, Role
from extract.decoder.tokens import DumpLine, Gap, Run
from extract.profile import bundled
from normalize.recognisers import recognisers
from schemas.raw import ColumnKind

TABLE = next(profile for profile in bundled() if profile.name == "ptc").table[0]
TIME = [column.field for column in TABLE.column].index("timeline")
KNOWN = recognisers()


def printed_line(text: str) -> PrintedLine:
    return next(printed_lines([Run(True, [DumpLine(1, text)])]))


def costs() -> LineCosts:
    run = Run(True, [DumpLine(1, "Weighing scales")])
    return opened(Region(Role.TABLE, table=TABLE, runs=[run]), 60.0, KNOWN).costs[0]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Until", "time_first"),
        ("FY", "time_first"),
        ("until", "time_later"),
        ("activity", "time_later"),
        ("by", "function"),
        ("(by", "function"),
        ("June", "timeline"),
        ("River", "title"),
        ("(Council)", "in_brackets"),
        ("(PC", "in_brackets"),
        ("Council)", "in_brackets"),
        ("(Coun", "in_brackets"),
        ("cil)", "in_brackets"),
        ("(Endorsed", "title"),
        ("it)", "short"),
        ("AMS)", "capitals"),
        ("(April", "timeline"),
        ("Council,", "bodies"),
        ("(TWB)", "abbreviation"),
        ("WCO", "capitals"),
        ("session.", "ended"),
        ("2026.", "ended"),
        ("2026", "timeline"),
        ("3.", "ordinal"),
        ("3", "number"),
        ("125.", "number"),
        ("y", "short"),
    ],
)
def test_the_class_of_a_word(word: str, name: str) -> None:
    assert word_class(word, KNOWN) == name


def test_the_letter_of_a_type_before_small_letters_is_an_article() -> None:
    letter, small, name = (Word(text, 1.0, 0) for text in ("A", "workshop", "PTC"))
    own = costs()
    assert (own.class_of(letter, small), own.class_of(letter, name), own.class_of(letter)) == ("function", "task_type", "task_type")


def test_a_list_of_codes_that_goes_back_is_a_new_one() -> None:
    own = costs()
    column = own.kinds.index(ColumnKind.CODES)
    cell = Cell("SO1 SP4", 0, 0, 0, 3.0, 2)
    on, back = (own.goes_on(column, cell, [Word(text, 1.5, 0)], Gap.LINE) for text in ("LD2", "SG"))
    assert on > 0 > back


def test_no_number_of_a_topic_stands_in_its_name() -> None:
    own = costs()
    number, topic = own.kinds.index(ColumnKind.NUMBER), own.heads[-1]
    ordinal, figure = (printed_line(text) for text in ("8.", "8"))
    assert own.looks(ordinal, topic)[1] < own.looks(figure, topic)[1]
    assert own.looks(ordinal, number) == own.looks(figure, number)


def test_each_column_knows_what_each_class_says() -> None:
    assert all(set(CLASSES) == set(place) for table in costs().tables for place in (table["first"], table["later"]))


def test_words_that_hardly_stand_but_in_times_speak_for_them() -> None:
    own = costs()
    time, others = own.tables[TIME], [table for at, table in enumerate(own.tables) if at != TIME]
    for place, name in (("first", "time_first"), ("later", "time_later"), ("later", "in_brackets")):
        assert time[place][name] > 1 > max(table[place][name] for table in others)
