import json
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.bodies import acronyms, find_bodies, find_mentions, joins_bodies, known_bodies, parse_bodies, score_bodies, torn_name
from normalize.vocabulary import load
from schemas.flags import FlagCode

CASES = tomllib.loads((Path(__file__).parent / "bodies_cases.toml").read_text(encoding="utf-8"))
SHARED = Path(__file__).parents[3] / "shared"
FORMS = [(entry["code"], form) for entry in load("bodies")["body"] for form in (entry["code"], *entry["names"])]


@pytest.mark.parametrize("case", CASES["parse"], ids=lambda c: repr(c["text"]))
def test_parse_bodies(case):
    codes, problems = parse_bodies(case["text"])
    assert list(codes) == case["codes"]
    assert list(problems) == [(FlagCode.UNKNOWN_BODY, name) for name in case.get("unknown", [])]


@pytest.mark.parametrize("case", CASES["find"], ids=lambda c: c["text"])
def test_find_bodies(case):
    assert list(find_bodies(case["text"])) == case["codes"]


@pytest.mark.parametrize("case", CASES["joins"], ids=lambda c: f"{c['before']}|{c['after']}")
def test_joins_bodies(case):
    odds = joins_bodies(case["before"], case["after"])
    assert (odds > 0) - (odds < 0) == case["sign"]


def test_mentions_have_places():
    text = "The Policy Commission and the PTC met."
    assert [(m.code, text[m.start : m.end]) for m in find_mentions(text)] == [("PC", "Policy Commission"), ("PTC", "PTC")]


def test_score_tells_bodies_from_other_columns():
    assert score_bodies("PTC, DMPT, Council") == score_bodies("other related WCO committees or working groups") == 1.0
    assert score_bodies("(including Members' only meeting)") == 1.0
    assert 0.3 < score_bodies("Working Group on") < 1
    assert score_bodies("SG SO1 SP1") == score_bodies("") == score_bodies("Ongoing until June 2021") == 0.0
    assert score_bodies("Guidance for administrations adopted and published by the PTC") < 0.5


@pytest.mark.parametrize(
    ("whole", "torn"),
    [
        ("PTC, SWG, ", "Techn"),
        ("PTC, SWG, ", "Techn ical Exper t Group on"),
        ("", "Policy Comm"),
        ("PTC, Policy Commission", ""),
        ("PTC, Tech", ""),  # four letters begin too much
        ("PTC, Technical harbour", ""),
        ("Techn, PTC", ""),
        ("", ""),
    ],
)
def test_a_name_that_the_end_cuts_off_is_torn(whole: str, torn: str):
    assert torn_name(whole + torn) == len(whole)


def test_acronyms_keep_their_letters():
    assert {"PTC", "WCO", "TFAWG", "UPU", "Customs", "SAFE", "ToR"} <= acronyms()
    assert not {"Council", "Members", "Committee", "Working"} & acronyms()


def test_vocabulary_is_consistent():
    bodies = known_bodies()
    assert len(bodies) == len(load("bodies")["body"])
    for body in bodies.values():
        assert not (body.first_year and body.last_year and body.first_year > body.last_year)
    owners = {}
    for code, form in FORMS:
        assert owners.setdefault(form.casefold(), code) == code, form


@pytest.mark.parametrize(("code", "form"), FORMS, ids=lambda x: x)
def test_every_form_alone_is_its_body(code, form):
    assert parse_bodies(form) == ((code,), ())
    assert parse_bodies(form.upper()) == ((code,), ())


@given(st.lists(st.sampled_from(FORMS), min_size=1, max_size=6), st.data())
def test_any_order_and_separators(picked, data):
    text = picked[0][1]
    for _, form in picked[1:]:
        text += data.draw(st.sampled_from([", ", "; ", "\n", " & ", " / ", ",", "/", " and ", ", and the "])) + form
    assert parse_bodies(text) == (tuple(dict.fromkeys(code for code, _ in picked)), ())


@given(st.text(), st.text())
def test_any_text_gives_an_answer(left, right):
    codes, problems = parse_bodies(left)
    assert len(set(codes)) == len(codes)
    assert {name for _, name in problems} <= set(codes)
    assert 0 <= score_bodies(left) <= 1
    find_bodies(left)
    joins_bodies(left, right)


@given(st.lists(st.sampled_from([form for _, form in FORMS] + ["Board", "of", "Tea", "(", ")", ",", "/", "X1", "and", "WGC"])))
def test_every_word_is_accounted(parts):
    """What is unknown is printed in the text, and a word that no vocabulary holds is always in it."""
    text = " ".join(parts)
    codes, problems = parse_bodies(text)
    unknown = " ".join(name for _, name in problems)
    assert all(name.rstrip(")") in " ".join(text.split()) for _, name in problems)
    for word in ("Board", "Tea", "X1"):
        assert (word in parts) == (word in unknown.split() or any(word in name.split() for name in codes))


def seed_cells():
    """Every cell under a header "Responsible body" of the tab dumps, and what a person read of the damaged ones."""
    for path in sorted(SHARED.glob("seeds/*.txt")):
        column, width = None, 0
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            cells = line.split("\t")
            header = [i for i, cell in enumerate(cells) if cell.startswith("Responsible body")]
            if len(cells) > 3 and (header or "Sub-Task" in cells):
                column, width = (header[0], len(cells)) if header else (None, 0)
            elif column is not None and len(cells) == width and cells[column].strip(" -"):
                yield cells[column]
    for path in sorted(SHARED.glob("golden/*.json")):
        golden = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(golden, dict):
            yield from filter(None, (row.get("responsible_body") for row in golden["rows"]))


@pytest.mark.skipif(not SHARED.exists(), reason="the seeds are not beside the repository")
def test_all_cells_of_the_seeds_are_known():
    cells = list(seed_cells())
    assert len(cells) > 150
    # the second half of a cell that a page break cut, which the stitcher joins to the first
    unknown = {name for cell in cells for _, name in parse_bodies(cell)[1]}
    assert unknown <= {"including Members' only meeting"}


@pytest.mark.slow
def test_a_cell_costs_less_than_a_millisecond():
    forms = [f"{a[1]}, {b[1]} and {c[1]}" for a, b, c in zip(FORMS, FORMS[1:], FORMS[2:], strict=False)]
    parse_bodies("PTC")
    start = time.perf_counter()
    for text in forms:
        parse_bodies.__wrapped__(text)
    assert (time.perf_counter() - start) / len(forms) < 0.001
