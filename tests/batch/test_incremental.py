"""What has not changed is left alone; what came from inputs that are gone goes with --prune, and only then."""

import shutil

import pytest
from shared import SAMPLES, read_json

from benchmarks.soak import annexes, files
from schemas.errors import ExitCode


@pytest.fixture
def inputs(tmp_path):
    return annexes(tmp_path / "in", 3)


def names(out):
    return sorted(path.stem for path in (out / "json").iterdir())


def outcomes(out):
    return [each["outcome"] for each in read_json(out / "run.json")["inputs"]]


def test_jobs_change_no_byte(tmp_path, cli, samples):
    """The samples claim two names twice each."""
    outs = [tmp_path / name for name in ("one", "three")]
    for out, jobs in zip(outs, (1, 3), strict=True):
        assert cli("convert", samples, "--out", out, "--jobs", jobs).exit_code == 0
    assert files(outs[0]) == files(outs[1])
    reports = [[{**each, "seconds": None} for each in read_json(out / "run.json")["inputs"]] for out in outs]
    assert reports[0] == reports[1]


def test_several_of_the_same_bytes_at_once_are_converted_as_one_after_another(inputs, tmp_path, cli):
    shutil.copy(SAMPLES / "ptc-2025-2028.pdf", inputs / "a.pdf")
    shutil.copy(SAMPLES / "ptc-2025-2028.pdf", inputs / "b.pdf")
    shutil.copy(inputs / "0000.txt", inputs / "9999.txt")
    assert cli("convert", inputs, "--out", tmp_path / "out", "--jobs", 3).exit_code == 0
    assert outcomes(tmp_path / "out") == ["converted", "converted", "converted", "converted", "converted", "unchanged"]
    assert names(tmp_path / "out") == ["0000", "0001", "0002", "9999", "PT0712Ea-II"]


def test_documents_of_inputs_that_are_gone_stay_without_prune(inputs, tmp_path, cli):
    out = tmp_path / "out"
    cli("convert", inputs, "--out", out)
    (inputs / "0001.txt").unlink()
    cli("convert", inputs, "--out", out)
    assert names(out) == ["0000", "0001", "0002"]


def test_prune_removes_them_and_nothing_else(inputs, tmp_path, cli):
    out = tmp_path / "out"
    cli("convert", inputs, "--out", out)
    (inputs / "0001.txt").unlink()
    answer = cli("convert", inputs, "--out", out, "--prune")
    assert answer.exit_code == 0
    assert f"pruned     {out / 'json' / '0001.json'}" in answer.stderr.splitlines()
    assert set(outcomes(out)) == {"unchanged"}
    cli("convert", inputs, "--out", tmp_path / "fresh")
    assert files(out) == files(tmp_path / "fresh")


def test_prune_removes_what_a_changed_input_yielded_before(inputs, tmp_path, cli):
    out = tmp_path / "out"
    cli("convert", inputs, "--out", out)
    with (inputs / "0001.txt").open("a") as file:
        file.write("\nanother line\n")
    cli("convert", inputs, "--out", out, "--prune")
    assert len(names(out)) == 3
    assert [name[:4] for name in names(out)] == ["0000", "0001", "0002"]


def test_prune_keeps_the_documents_of_an_input_that_is_broken_now(inputs, tmp_path, cli):
    out = tmp_path / "out"
    cli("convert", inputs, "--out", out)
    (inputs / "0001.txt").write_bytes(b"A letter.\n")
    assert cli("convert", inputs, "--out", out, "--prune").exit_code == ExitCode.NO_TABLE
    assert names(out) == ["0000", "0001", "0002"]


def test_prune_removes_nothing_when_an_input_was_not_found(inputs, tmp_path, cli):
    out = tmp_path / "out"
    cli("convert", inputs, "--out", out)
    answer = cli("convert", inputs / "0000.txt", tmp_path / "not mounted", "--out", out, "--prune")
    assert answer.exit_code == ExitCode.NOT_FOUND
    assert "nothing is pruned: not every input was found and read" in answer.stderr
    assert names(out) == ["0000", "0001", "0002"]


def test_a_description_that_is_gone_is_written_again(inputs, tmp_path, cli):
    out = tmp_path / "out"
    cli("convert", inputs, "--out", out)
    before = files(out)
    (out / "datapackage.json").unlink()
    cli("convert", inputs, "--out", out)
    assert files(out) == before
