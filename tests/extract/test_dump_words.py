"""The words of a cell of a dump: the blank at a line's end tells a cut word from two words, or else the other words of the dump do."""

import pytest

from extract.cuts import LIKELY_ONE, LIKELY_TWO
from extract.decoder.tokens import DumpLine, Run, tokens
from extract.decoder.words import cell_text, lexicon

WIDE = 99.0  # ems of a column that cuts no word
ALL_KEPT = "Weigh the \nparcels of \nthe coastal \nlanes again \nand note \nwhat each \nscale says \n"


def text(cell: str, *others: str, width: float = WIDE) -> str:
    """The text of a cell in a dump that has other cells too."""
    cells = [list(tokens([Run(False, [DumpLine(n, line) for n, line in enumerate(each.split("\n")[:-1], 1)])])) for each in (cell, *others)]
    return cell_text(cells[0], width, lexicon(cells))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("manageme\nnt of lanes \n", "management of lanes"),
        ("businesses \nand lanes \n", "businesses and lanes"),
        ("the Sub-\nCommittee \n", "the Sub-Committee"),
        ("coastal\nlanes \n", "coastal lanes"),  # both are words of the dump: the cell's paragraph ends there
        ("(https://lanes.exam\nple.org/a-survey\n/of-2031.pdf) \n", "(https://lanes.example.org/a-survey/of-2031.pdf)"),
        ("scales (\n2031) \n", "scales (2031)"),
    ],
)
def test_a_line_without_its_blank_cuts_a_word(cell: str, said: str):
    assert text(cell, ALL_KEPT) == said


@pytest.mark.parametrize(
    ("cell", "other", "said"),
    [
        ("manage\nment of lanes\n", "the management of\nlanes\n", "management of lanes"),
        ("parcels\nand lanes\n", "sort parcels again\nand again and weigh\n", "parcels and lanes"),
        ("of the\nlanes\n", "of the lanes\n", "of the lanes"),
    ],
)
def test_without_blanks_at_line_ends_the_other_words_tell(cell: str, other: str, said: str):
    assert text(cell, other).replace(LIKELY_TWO, " ") == said


def test_a_full_line_that_ends_in_a_part_of_no_known_word_is_left_open_to_the_column():
    assert set(text("zollamt\nbeigabe scales\n", "scales of lanes\n", width=4.0)) & {LIKELY_ONE, LIKELY_TWO}
