"""What OCR makes of marked characters: the costs as they are kept, and how they are fitted."""

import random
import sys
import tomllib

from shared import ROOT

from normalize.change_noise import Mark, align, noise

if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from benchmarks.track_changes.__main__ import noise_text
from benchmarks.track_changes.edits import Editor
from benchmarks.track_changes.fitting import fit


def test_a_struck_letter_is_read_wrongly_more_often_and_in_its_own_way() -> None:
    assert noise(Mark.STRUCK).cost("o", "e") < noise(Mark.PLAIN).cost("o", "e")
    assert noise(Mark.STRUCK).cost("o", "o") > noise(Mark.PLAIN).cost("o", "o")
    assert noise(Mark.STRUCK).cost("1", "4") < noise(Mark.STRUCK).cost("1", "7")


def test_aligning_takes_the_cheapest_way() -> None:
    struck, inserted = ("Ongoing", Mark.STRUCK), ("May", Mark.INSERTED)
    assert align((struck, inserted), "OngeingMay") < align((struck, inserted), "OnggingMay")
    assert align((struck, inserted), "OngeingMay") < align((("Ongoing", Mark.INSERTED), ("May", Mark.STRUCK)), "OngeingMay")


def test_fitting_learns_how_each_mark_is_misread() -> None:
    cells = [((("Ongoing", "del"), ("October 2026", "ins")), "OngeingOctober 2026")] * 30
    read = fit(cells)["struck"]["read"]
    assert isinstance(read, dict)
    assert read["o"]["e"] < 0.5
    assert "o" not in read["o"]


def test_the_fitted_file_can_be_read_back() -> None:
    costs = fit([((("May", "same"), (' "', "same")), 'May "')] * 20)
    kept = tomllib.loads(noise_text(costs))
    assert {mark: kept[mark] for mark in costs} == costs


def test_an_edited_cell_says_two_things_and_a_clean_one_says_one() -> None:
    editor = Editor(random.Random(1))
    assert all(cell.before != cell.after for cell in (editor.cell(clean=0.0) for _ in range(200)))
    assert all(cell.before == cell.after for cell in (editor.cell(clean=1.0) for _ in range(200)))
