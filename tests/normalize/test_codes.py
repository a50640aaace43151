import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.codes import find_codes, joins_codes, parse_codes, score_codes
from normalize.task_types import joins_task_type, parse_task_type, score_task_type
from normalize.vocabulary import load
from schemas.flags import FlagCode

CASES = tomllib.loads((Path(__file__).parent / "codes_cases.toml").read_text(encoding="utf-8"))
CODES = [entry["code"] for entry in load("codes")["code"]]


def sign(x):
    return (x > 0) - (x < 0)


@pytest.mark.parametrize("case", CASES["parse"], ids=lambda c: repr(c["text"]))
def test_parse_codes(case):
    codes, problems = parse_codes(case["text"])
    assert list(codes) == case["codes"]
    flags = {FlagCode.UNPARSED_CODE: "wrong", FlagCode.REPAIRED_CODE: "misread"}
    assert list(problems) == [(flag, word) for flag, name in flags.items() for word in case.get(name, [])]


@pytest.mark.parametrize("case", CASES["joins"], ids=lambda c: f"{c['before']}|{c['after']}")
def test_joins_codes(case):
    assert sign(joins_codes(case["before"], case["after"])) == case["sign"]


@pytest.mark.parametrize("case", CASES["headings"], ids=lambda c: c["text"])
def test_find_codes(case):
    assert list(find_codes(case["text"])) == case["codes"]


def test_score_codes():
    assert score_codes("SG SO1 SP1") == 1.0
    assert score_codes("SG SO1 PTC Council") == 0.5
    assert 0.5 < score_codes("$02") < 1.0
    assert score_codes("PTC, Council") == score_codes("") == 0.0


@pytest.mark.parametrize("case", CASES["types"], ids=lambda c: repr(c["text"]))
def test_parse_task_type(case):
    problems = ((FlagCode.UNPARSED_TYPE, case["problem"]),) if "problem" in case else ()
    assert parse_task_type(case["text"]) == (case.get("type"), problems)


@pytest.mark.parametrize("case", CASES["type_joins"], ids=lambda c: f"{c['before']}|{c['after']}")
def test_joins_task_type(case):
    assert sign(joins_task_type(case["before"], case["after"])) == case["sign"]


def test_score_task_type():
    assert score_task_type("A") == score_task_type("* Advanced") == 1.0
    assert 0 < score_task_type("Mainte") < 1
    assert score_task_type("a") == score_task_type("") == score_task_type("PTC, Council") == 0.0


@given(st.lists(st.sampled_from(CODES)), st.sampled_from([" ", ", ", ",", "/", "\n", "; ", " and "]))
def test_any_list_of_codes_is_read(codes, separator):
    assert parse_codes(separator.join(codes)) == (tuple(dict.fromkeys(codes)), ())


@given(st.lists(st.sampled_from(CODES), min_size=2, unique=True), st.data())
def test_a_list_by_rank_cut_anywhere_goes_on(codes, data):
    codes.sort(key=CODES.index)
    cut = data.draw(st.integers(1, len(codes) - 1))
    assert joins_codes(" ".join(codes[:cut]), " ".join(codes[cut:])) > 0
    assert joins_codes(" ".join(codes[cut:]), " ".join(codes[:cut])) < 0


@given(st.text(), st.text())
def test_any_text_gives_an_answer(left, right):
    _, problems = parse_codes(left)
    assert all(word.strip() for _, word in problems)
    assert 0 <= score_codes(left) <= 1
    assert 0 <= score_task_type(left) <= 1
    parse_task_type(left)
    find_codes(left)
    joins_codes(left, right)
    joins_task_type(left, right)
