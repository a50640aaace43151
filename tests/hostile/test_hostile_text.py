"""Texts made to harm, or broken on their way."""

from pathlib import Path

import pytest
from shared import SAMPLES, read_json

from schemas.errors import ExitCode

PLAN = (SAMPLES / "ecp-phase-vi.txt").read_text(encoding="utf-8")
MIB = 1 << 20
LARGE = {
    "one line": "Review of the fares " * (20 * MIB // 20),
    "one word": PLAN + "x" * (20 * MIB),
    "tabs alone": "No\tTask\n" + "\t" * (20 * MIB),
    "many short rows": "1\tReview\tPTC\n" * (20 * MIB // 13),
}


def convert(content: bytes, folder: Path, cli):
    (folder / "plan.txt").write_bytes(content)
    return cli("convert", folder / "plan.txt", "--out", folder / "out", "--timeout", "60")


@pytest.mark.parametrize("name", LARGE)
def test_a_text_of_any_size_ends_in_an_outcome(name, tmp_path, cli):
    answer = convert(LARGE[name].encode(), tmp_path, cli)
    assert answer.exit_code == ExitCode.LIMIT, answer.stderr
    assert "16 MiB" in answer.stderr


def test_one_long_word_is_read(tmp_path, cli):
    answer = convert((PLAN + "x" * MIB).encode(), tmp_path, cli)
    assert answer.exit_code == 0, answer.stderr
    assert len(read_json(tmp_path / "out" / "json" / "plan.json")["rows"]) == 25


@pytest.mark.parametrize("strange", ["\x00", "\u202e", "\x1b", "\ufffe"])
def test_strange_characters_are_flagged(strange, tmp_path, cli):
    row = next(line for line in PLAN.splitlines() if line.startswith("4"))
    broken = PLAN.replace(row, row.replace(" ", f" {strange}", 1))
    answer = convert(broken.encode("utf-8", "surrogatepass"), tmp_path, cli)
    assert answer.exit_code == 0, answer.stderr
    rows = read_json(tmp_path / "out" / "json" / "plan.json")["rows"]
    assert len(rows) == 25
    flagged = [each["row_id"] for each in rows if "damaged_text" in {flag["code"] for flag in each["flags"]}]
    assert flagged == ["1-4"]
    assert not any(strange in str(value) for each in rows for value in each.values())
