"""The phrases of a text: words that stand beside each other again and again."""

from extract.decoder.phrases import phrases
from extract.decoder.printed_lines import PrintedLine, printed_lines
from extract.decoder.tokens import DumpLine, Run


def lines(*printed: str) -> list[PrintedLine]:
    return list(printed_lines([Run(True, [DumpLine(i, text) for i, text in enumerate(printed, 1)])]))


def test_words_that_stand_together_twice_are_a_phrase_and_chance_neighbours_none() -> None:
    found = phrases(lines("the virtual office opens", "a virtual office", "opens the port", "the ship", "the crew"))
    assert found.likes("virtual", "office", 2) > found.likes("virtual", "office,", 3) == 0.0
    assert found.likes("ship", "crew", 1) == 0.0


def test_a_sign_after_a_word_makes_no_other_word() -> None:
    found = phrases(lines("virtual office,", "Virtual office"))
    assert found.likes("virtual", "(office)", 2) > 0


def test_a_line_knows_the_widest_of_its_block() -> None:
    wide, narrow, alone = lines("wwwwwwwwww", "i", "", "i")
    assert wide.widest == narrow.widest > alone.widest
