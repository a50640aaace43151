"""A run over many inputs: what each becomes, what is left alone, and that the same bytes in give the same bytes out."""

import shutil
from importlib.resources import files
from pathlib import Path

from shared import SAMPLES, read_json, tree

from annextract.inputs import expand
from annextract.output import OutputTree
from annextract.run import exit_code, run
from annextract.versions import conversion_version
from extract.profile import bundled, folder_profiles
from schemas.document import InputReport, Outcome, RunReport
from schemas.errors import ExitCode, NotFoundError

ECP, TFAWG = "ecp-phase-vi.txt", "tfawg-2026-2027.txt"
STAGES = {"open", "load", "read", "profile", "stitch", "normalize", "write"}


def outcomes(out):
    return [report["outcome"] for report in read_json(out / "run.json")["inputs"]]


def results(out):
    """All that a run writes but its account, which holds the time."""
    return {name: content for name, content in tree(out).items() if name != "run.json"}


def test_same_bytes_in_same_bytes_out(samples, tmp_path, cli):
    for name in ("one", "two"):
        assert cli("convert", samples, "--out", tmp_path / name).exit_code == 0
    assert results(tmp_path / "one") == results(tmp_path / "two")
    assert any(name.startswith("parquet/rows/") for name in results(tmp_path / "one"))


def test_another_process_gives_the_same_bytes(tmp_path, process, converted):
    assert process("convert", SAMPLES, "--out", "out").exit_code == 0
    assert results(tmp_path / "out") == results(converted)


def test_converting_again_rewrites_nothing(samples, tmp_path, cli):
    out = tmp_path / "out"
    first = cli("convert", samples, "--out", out)
    before = {path: path.stat().st_mtime_ns for folder in ("json", "parquet") for path in (out / folder).rglob("*.*")}
    content = results(out)
    second = cli("convert", samples, "--out", out)
    assert second.exit_code == 0
    assert set(outcomes(out)) == {"unchanged"}
    assert sorted(second.lines) == sorted(first.lines)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert results(out) == content


def test_a_changed_input_is_converted_anew_and_only_that(samples, tmp_path, cli):
    out = tmp_path / "out"
    cli("convert", samples / ECP, samples / TFAWG, "--out", out)
    text = (samples / ECP).read_text(encoding="utf-8")
    (samples / ECP).write_text(text.replace("December 2027", "January 2028"), encoding="utf-8")
    cli("convert", samples / ECP, samples / TFAWG, "--out", out)
    assert outcomes(out) == ["converted", "unchanged"]


def test_a_changed_profile_converts_anew(samples, tmp_path, cli):
    folder, out = tmp_path / "profiles", tmp_path / "out"
    shutil.copytree(Path(str(files("extract.profiles"))), folder)
    for _ in range(2):
        cli("convert", samples / ECP, "--out", out, "--profiles", folder)
    assert outcomes(out) == ["unchanged"]
    with (folder / "ecp.toml").open("a", encoding="utf-8") as profile:
        profile.write('\n[[table.column]]\nfield = "progress"\nheaders = ["Progress"]\n')
    cli("convert", samples / ECP, "--out", out, "--profiles", folder)
    assert outcomes(out) == ["converted"]


def test_profiles_in_another_folder_are_the_same_version(tmp_path):
    shutil.copytree(Path(str(files("extract.profiles"))), tmp_path / "profiles")
    assert conversion_version(folder_profiles(tmp_path / "profiles")) == conversion_version(bundled())


def test_row_ids_are_unique_and_stay(samples, tmp_path, cli, converted):
    for path in (converted / "json").iterdir():
        ids = [row["row_id"] for row in read_json(path).get("rows", [])]
        assert len(ids) == len(set(ids))
    text = (samples / ECP).read_text(encoding="utf-8")
    (samples / ECP).write_text("A line more at the top.\n\n" + text, encoding="utf-8")
    cli("convert", samples / ECP, "--out", tmp_path / "out")
    ids = [[row["row_id"] for row in read_json(out / "json" / "ecp-phase-vi.json")["rows"]] for out in (converted, tmp_path / "out")]
    assert ids[0] == ids[1]


def test_run_json_accounts_for_every_input(converted):
    account = read_json(converted / "run.json")
    assert set(account) == {"tool_version", "started", "inputs"}
    for report in account["inputs"]:
        assert report["outcome"] == "converted"
        assert set(report["seconds"]) == STAGES
        assert all(seconds >= 0 for seconds in report["seconds"].values())
        assert len(report["sha256"]) == 64
        words = report["words"]
        assert words["unaccounted"] == 0
        assert words["printed"] == sum(words[kind] for kind in ("cells", "headings", "notes", "furniture")) > 0
        assert [name for name in report["documents"] if (converted / "json" / f"{name}.json").is_file()] == report["documents"]


def test_a_folder_gives_what_ends_like_an_input_in_order(tmp_path):
    for name in ("b.txt", "a.PDF", "inner/c.tsv", "inner/d.docx", "picture.png", "notes.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "folder.txt").mkdir()
    found = [path.relative_to(tmp_path).as_posix() for path in expand([str(tmp_path)])]
    assert found == ["a.PDF", "b.txt", "inner/c.tsv", "inner/d.docx"]


def test_a_glob_gives_what_it_matches(tmp_path):
    for name in ("b.txt", "a.txt", "c.pdf", "inner/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.name for path in expand([str(tmp_path / "*.txt")])] == ["a.txt", "b.txt"]
    assert [path.name for path in expand([str(tmp_path / "**" / "*.txt")])] == ["a.txt", "b.txt", "d.txt"]


def test_a_file_with_a_star_in_its_name_is_itself(tmp_path):
    (tmp_path / "a[1].txt").touch()
    assert list(expand([str(tmp_path / "a[1].txt")])) == [tmp_path / "a[1].txt"]


def test_what_leads_nowhere_stays_in_the_account(tmp_path):
    (found,) = expand([str(tmp_path / "*.txt")])
    assert isinstance(found, NotFoundError)
    told = []
    report = run([found, SAMPLES / ECP], OutputTree(tmp_path / "out", "1"), bundled(), told.append)
    assert [each.outcome for each in report.inputs] == [Outcome.REJECTED, Outcome.CONVERTED]
    assert told == list(report.inputs)


def test_the_same_input_twice_is_converted_once(samples, tmp_path, cli):
    answer = cli("convert", samples / ECP, samples / ECP, "--out", tmp_path / "out")
    assert outcomes(tmp_path / "out") == ["converted", "unchanged"]
    assert len(answer.lines) == 1


def test_two_inputs_of_one_name_are_both_kept(samples, tmp_path, cli):
    other = tmp_path / "other" / ECP
    other.parent.mkdir()
    other.write_bytes((samples / ECP).read_bytes() + b"\n")
    answer = cli("convert", samples / ECP, other, "--out", tmp_path / "out")
    assert len(answer.lines) == 2
    for line in answer.lines:
        assert "name_clash" in {flag["code"] for flag in read_json(Path(line))["document"]["flags"]}


def test_exit_code_is_of_what_was_wrong():
    def report(*codes):
        inputs = tuple(
            InputReport(path="a", outcome=Outcome.REJECTED if code else Outcome.CONVERTED, exit_code=code, seconds={}) for code in codes
        )
        return RunReport(tool_version="1", started=None, inputs=inputs)

    assert exit_code(report()) is ExitCode.OK
    assert exit_code(report(0, 0)) is ExitCode.OK
    assert exit_code(report(0, 5, 5)) is ExitCode.EMPTY
    assert exit_code(report(5, 0, 7)) is ExitCode.SEVERAL


def test_nothing_but_the_output_is_written(samples, tmp_path, cli):
    before = tree(samples)
    cli("convert", samples, "--out", tmp_path / "out")
    assert tree(samples) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "samples"]
