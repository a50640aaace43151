"""How likely a cell of an OCR's text is wrong: what raises the chance, and what is held up to a person."""

from dataclasses import replace
from math import inf

import pytest

from extract.decoder.doubts import Evidence, chance_of_error, features
from normalize.recognisers import recognisers
from schemas.raw import ColumnKind

SURE = Evidence(
    kind=ColumnKind.TEXT,
    field="indicator",
    text="Weigh the trucks of the northern border",
    breaks=0,
    required=True,
    margin=inf,
    row_margin=inf,
    banded=False,
)


def chance(evidence: Evidence, share: float = 0.1, page_share: float = 0.1) -> float:
    return chance_of_error(features(evidence, share, page_share, recognisers()))


@pytest.mark.parametrize(
    "worse",
    [
        {"margin": 0.5},
        {"row_margin": 0.5},
        {"text": "trucks of the northern border"},
        {"text": "Weigh the trucks of the"},
        {"breaks": 4},
        {"kind": ColumnKind.BODIES, "text": "Weigh the"},
        {"text": "Weigh the trucks SP4 of the northern border"},
    ],
    ids=lambda worse: next(iter(worse)),
)
def test_what_a_reading_leaves_open_raises_the_chance(worse: dict[str, object]) -> None:
    assert chance(replace(SURE, **worse)) > chance(SURE)


def test_a_text_that_is_read_badly_is_in_doubt_as_a_whole() -> None:
    assert chance(SURE, share=0.6, page_share=0.9) > chance(SURE, page_share=0.9) > chance(SURE)


@pytest.mark.parametrize("kind", list(ColumnKind))
@pytest.mark.parametrize("text", ["", "Ongoing", "PTC", "e, IMSC"])
def test_a_chance_is_one_whatever_the_cell(kind: ColumnKind, text: str) -> None:
    assert 0 < chance(replace(SURE, kind=kind, text=text)) < 1


def test_prose_of_a_page_read_in_bands_is_less_sure() -> None:
    said = replace(SURE, kind=ColumnKind.PROSE, field="progress", text="The trucks were weighed at the northern border in May.")
    assert chance(replace(said, banded=True)) > chance(said)
