"""The golden check: a missing golden fails, a wrong cell is named with both values, and only --accept writes."""

import json

import pytest
from shared import SAMPLES, read_json, tree

from schemas.errors import ExitCode

PTC = "ptc-2025-2028.pdf"
ECP = "ecp-phase-vi.txt"


@pytest.fixture
def accepted(samples, cli):
    """Copied samples with the goldens that they yield now."""
    assert cli("check", samples, "--accept").exit_code == 0
    return samples


def golden(folder, sample):
    return folder / f"{sample}.golden.json"


def change(path, alter):
    documents = read_json(path)
    alter(documents[0])
    path.write_text(json.dumps(documents, ensure_ascii=False), encoding="utf-8")


def test_the_samples_are_as_their_goldens_say(cli):
    answer = cli("check", SAMPLES)
    assert answer.exit_code == 0, answer.stdout


def test_accepted_goldens_pass_and_stay(accepted, cli):
    before = tree(accepted)
    answer = cli("check", accepted)
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert "0 differences" in answer.stderr
    assert cli("check", accepted, "--accept").exit_code == 0
    assert tree(accepted) == before


def test_a_missing_golden_fails_and_is_not_made(accepted, cli):
    golden(accepted, ECP).unlink()
    answer = cli("check", accepted)
    assert answer.exit_code == ExitCode.GOLDEN
    assert answer.lines == [f"{ECP}: {ECP}.golden.json is missing"]
    assert not golden(accepted, ECP).exists()


def test_a_wrong_cell_is_named_with_file_place_row_field_and_both_values(accepted, cli):
    change(golden(accepted, PTC), lambda document: document["rows"][0].update(topic="Blue Customs"))
    change(golden(accepted, ECP), lambda document: document["rows"][2].update(timeline="June 2030"))
    answer = cli("check", accepted)
    assert answer.exit_code == ExitCode.DIFFERENT
    row = read_json(golden(accepted, ECP))[0]["rows"][2]
    assert answer.lines == [
        f"{ECP}, line {row['source']['lines'][0][0]}, {row['row_id']}, timeline: expected 'June 2030' got 'June 2027'",
        f"{PTC}, page 1, I-1-1, topic: expected 'Blue Customs' got 'Green Customs'",
    ]


def test_every_kind_of_difference_is_shown(accepted, cli):
    def alter(document):
        document["document"]["title"] = "Another"
        document["rows"][1]["row_id"] = "9-9"
        document["rows"][4], document["rows"][5] = document["rows"][5], document["rows"][4]
        document["rows"][6]["deadlines"] = []

    change(golden(accepted, ECP), alter)
    lines = cli("check", accepted).lines
    assert lines[0].startswith(f"{ECP}, document, title: expected 'Another' got ")
    assert any("9-9, row: expected 'a row' got None" in line for line in lines)
    assert any("1-2, row: expected None got 'a row'" in line for line in lines)
    assert any("1-7, deadlines: expected [] got [" in line for line in lines)


def test_the_order_of_rows_counts(accepted, cli):
    change(golden(accepted, ECP), lambda document: document["rows"].reverse())
    answer = cli("check", accepted)
    assert answer.exit_code == ExitCode.DIFFERENT
    assert [line.split(": ")[0] for line in answer.lines] == [f"{ECP}, document, row order"]


def test_accept_says_what_changed_and_mends_it(accepted, cli):
    whole = tree(accepted)
    change(golden(accepted, ECP), lambda document: document["rows"][2].update(timeline="June 2030"))
    answer = cli("check", accepted, "--accept")
    assert answer.exit_code == 0
    assert "timeline: expected 'June 2030' got 'June 2027'" in answer.stdout
    assert tree(accepted) == whole


def test_a_golden_is_one_document_a_block_in_the_order_of_the_schema(accepted, converted):
    for sample, name in ((ECP, "ecp-phase-vi"), ("market-prices.pdf", "market-prices")):
        content = golden(accepted, sample).read_bytes()
        assert content.endswith(b"]\n")
        assert b"\r" not in content
        assert read_json(golden(accepted, sample)) == [read_json(converted / "json" / f"{name}.json")]


@pytest.mark.parametrize("content", ["{}", "[1]", '[{"rows": []}]', "no JSON", ""])
def test_a_broken_golden_is_named(content, accepted, cli):
    golden(accepted, ECP).write_text(content, encoding="utf-8")
    answer = cli("check", accepted)
    assert answer.exit_code == ExitCode.GOLDEN
    assert str(golden(accepted, ECP)) in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_folder_without_samples(tmp_path, cli):
    assert cli("check", tmp_path).exit_code == ExitCode.GOLDEN
    assert cli("check", tmp_path / "gone").exit_code == ExitCode.NOT_FOUND


def test_a_sample_that_cannot_be_read(accepted, cli):
    (accepted / ECP).write_text("no table here", encoding="utf-8")
    answer = cli("check", accepted)
    assert answer.exit_code == ExitCode.NO_TABLE
    assert str(accepted / ECP) in answer.stderr
