"""The published documents in `../shared`, scored against hand-made goldens; they are not part of this repository."""

import json
import re

import pytest
from shared import read_json, scorer, shared

from annextract.json_files import write_json
from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import load

DOCUMENTS = {
    "PT0695Ea": "000_46e8d5c9a1974afa.txt",
    "ECP-phase-IV": "003_7aa612e63973c2ee.txt",
    "TFAWG-2021-2022": "004_9bbe51d48a109bbd.txt",
}
LEAST_F1 = 0.995
MOST_FLAGGED = 0.03
LEAST_PROGRAMME_F1 = 0.85  # of a programme whose cells are blocks of a dump
LEAST_SCAN_F1 = 0.98


def conversion(seed):
    result = convert_source(load(shared(f"seeds/{seed}")), bundled())
    assert len(result.conversions) == 1
    assert result.words.unaccounted == 0
    return json.loads(write_json(result.conversions[0]))


@pytest.mark.parametrize("golden", DOCUMENTS)
def test_cells(golden):
    wanted = read_json(shared(f"golden/{golden}.json"))
    score, wrong = scorer().score(wanted, conversion(DOCUMENTS[golden]))
    assert score["cells"]["f1"] >= LEAST_F1, wrong
    assert score["trust"]["silent"] == 0, wrong
    assert score["trust"]["flagged_share"] <= MOST_FLAGGED


@pytest.mark.parametrize("golden", DOCUMENTS)
def test_timelines(golden):
    wanted = read_json(shared("golden/timelines.json"))
    score, wrong = scorer().score_timelines(wanted, conversion(DOCUMENTS[golden]))
    assert score["right"] > 0
    assert score["wrong"] == 0, wrong


CLOSING = re.compile(r"(?:;|; and|\.)$")


def test_an_annex_of_a_block_dump():
    """All cells of the action plan; its neighbour, the programme, is not read whole yet."""
    made = {each.document.annex: each for each in convert_source(load(shared("seeds/002_52ce2dbdce622028.txt")), bundled()).conversions}
    plan, wrong = scorer().score(read_json(shared("golden/PC0602Ea-II.json")), json.loads(write_json(made["II"])))
    assert plan["cells"]["f1"] == 1.0, wrong
    programme, wrong = scorer().score(read_json(shared("golden/PC0602Ea-III.json")), json.loads(write_json(made["III"])))
    assert programme["cells"]["f1"] >= LEAST_PROGRAMME_F1, wrong


def test_the_text_of_a_scan():
    """Its topics are found, its changed times untangled, and hardly a wrong cell is silent; the targets count likeness from 0.85 on."""
    wanted = read_json(shared("golden/PC0515E1.json"))
    score, wrong = scorer().score(wanted, conversion("001_145e8dd45d80c1af.txt"), 0.85)
    assert score["cells"]["f1"] >= LEAST_SCAN_F1, wrong
    assert score["rows"]["aligned"] == len(wanted["rows"]), wrong
    assert score["trust"]["silent"] == 0, wrong


def test_decisions():
    """The goldens print the points with the marks that close them, which are left out of ours."""
    result = convert_source(load(shared("seeds/002_52ce2dbdce622028.txt")), bundled())
    made = json.loads(write_json(result.conversions[0]))
    assert (made["document"]["document_id"], made["document"]["document_kind"], result.words.unaccounted) == ("PC0602Ea", "report", 0)
    found = {decision["paragraph"]: decision for decision in made["decisions"]}
    for wanted in read_json(shared("golden/PC0602Ea-decisions.json")):
        got = found[wanted["paragraph"]]
        assert got["decisions"] == [CLOSING.sub("", point) for point in wanted["decisions"]]
        for field in ("item_number", "item_title", "sub_item", "sub_item_title"):
            assert got[field] == wanted[field]
