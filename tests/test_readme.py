"""What the README says is so: its commands, its output, its rows, its figures."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from shared import ROOT, SAMPLES, read_json, scorer, shared

from annextract.cli import main
from annextract.json_files import write_json
from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import load
from schemas.errors import ExitCode
from schemas.export import TABLES

sys.path.insert(0, str(SAMPLES))

from sample_builder.families import programmes

README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURE, TREE = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
SECONDS = re.compile(r"\(\d+\.\d\d s\)")
LONGEST = 150  # lines
PUBLISHED = {
    "PT0695Ea": "000_46e8d5c9a1974afa.txt",
    "ECP-phase-IV": "003_7aa612e63973c2ee.txt",
    "TFAWG-2021-2022": "004_9bbe51d48a109bbd.txt",
}


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def sessions():
    """Each command that is shown, with the output shown below it."""
    for block in blocks("console"):
        yield from re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)


def test_it_is_short():
    assert len(README.splitlines()) < LONGEST


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_it(command):
    assert re.search(rf"^\| `annextract {command}\b", README, re.MULTILINE)


def test_it_names_no_command_that_is_not():
    assert set(re.findall(r"(?:`|\$ )annextract ([a-z]+)", README)) <= set(main.commands)


@pytest.mark.parametrize("code", ExitCode, ids=lambda code: code.name)
def test_every_exit_code_is_in_it(code):
    listed = README.partition("Exit codes:")[2].partition("\n\n")[0]
    assert re.search(rf"(^|\s){int(code)} \w", listed)


@pytest.mark.parametrize(("command", "shown"), [pytest.param(*each, id=each[0]) for each in sessions()])
def test_what_it_shows_is_what_comes_out(command, shown, tmp_path):
    shutil.copytree(SAMPLES, tmp_path / "samples", ignore=shutil.ignore_patterns("__pycache__"))
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        command, shell=True, cwd=tmp_path, env=environment, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert SECONDS.sub("(… s)", done.stdout) == SECONDS.sub("(… s)", shown)


def part_of(shown, whole):
    """Whether a value is shown as it is, though perhaps with keys left out."""
    if isinstance(shown, dict):
        return all(key in whole and part_of(value, whole[key]) for key, value in shown.items())
    if isinstance(shown, list):
        return len(shown) == len(whole) and all(map(part_of, shown, whole))
    return shown == whole


def row(path, row_id):
    return next(row for row in read_json(path)["rows"] if row["row_id"] == row_id)


def test_the_picture_is_true(converted):
    printed, _, made = PICTURE.partition("▼")
    shown = json.loads(made)
    whole = row(converted / "json" / "PT0712Ea-II.json", shown["row_id"])
    assert part_of(shown, whole)
    lines = [[cell.strip() for cell in line[2:-1].split("│")] for line in printed.splitlines() if line.startswith(" │")]
    lines = [line for line in lines if line[0] != "No"]
    _, topic, codes, timeline, progress = (" ".join(filter(None, column)) for column in zip(*lines, strict=True))
    assert (topic, codes.split(), timeline, progress) == (whole["topic"], whole["strategic_codes"], whole["timeline"], whole["progress"])


def test_the_row_shown_whole_is_whole(converted):
    (block,) = blocks("json")
    shown = json.loads(block)
    assert shown == row(converted / "json" / f"{shown['document_id']}.json", shown["row_id"])


def test_the_tree_of_out_is_true(converted):
    paths = [line.split()[0] for line in TREE.splitlines() if line.startswith("out/")]
    assert all((converted.parent / path).is_file() for path in paths)
    (tables,) = [line.split() for line in TREE.splitlines() if not line.startswith("out/")]
    assert tables == list(TABLES)
    assert {path.split("/")[1] for path in paths} == {path.name for path in converted.iterdir()}


def test_its_folders_are_those_of_the_repository():
    listed = README.partition("## Folders")[2].partition("##")[0]
    assert all((ROOT / name).is_dir() for name in re.findall(r"^    (\w+)/ ", listed, re.MULTILINE))
    assert re.findall(r"^    (\w+)/ ", listed, re.MULTILINE)[:4] == ["annextract", "extract", "normalize", "schemas"]


def test_its_links_lead_somewhere():
    assert all((ROOT / target).is_file() for target in re.findall(r"\]\(([^)]+)\)", README))


def plain(value):
    return " ".join(value.split()) if isinstance(value, str) else list(value) if isinstance(value, tuple) else value


def cells(wanted, got):
    """Each cell of a row that either side has: its field, what it should be, what it is."""
    for field, value in wanted.items():
        if field == "cells" and value:
            yield from ((field, value[name], (got[field] or {}).get(name)) for name in value if value[name] or got[field].get(name))
        elif value or got[field]:
            yield field, value, got[field]


def score_line(programme, path):
    """The line of a sample in the README's table of scores."""
    rows = [row for conversion in convert_source(load(path), bundled()).conversions for row in conversion.rows]
    total = right = silent = flagged = 0
    for wanted, made in zip(programme.truth["rows"], rows, strict=True):
        flags = {flag.field for flag in made.flags}
        for field, value, got in cells(wanted, {name: getattr(made, name) for name in wanted}):
            total += 1
            doubted = bool({field, None} & flags)
            right += plain(value) == plain(got)
            silent += plain(value) != plain(got) and not doubted
            flagged += doubted
    return f"| `samples/{path.name}` | {len(rows)} | {total} | {right} | {silent} | {flagged / total:.1%} |"


ALL = {programme.name: programme for programme in programmes(SAMPLES / "source")}
SCORED = [path for path in sorted(SAMPLES.iterdir()) if path.stem in ALL and path.suffix in {".txt", ".pdf", ".docx"}]


@pytest.mark.parametrize("path", SCORED, ids=lambda path: path.name)
def test_its_scores_are_the_scores(path):
    line = score_line(ALL[path.stem], path)
    assert line in README.splitlines(), f"it must say {line}"


@pytest.mark.parametrize("name", PUBLISHED)
def test_its_scores_of_published_annexes(name):
    golden = read_json(shared(f"golden/{name}.json"))
    (conversion,) = convert_source(load(shared(f"seeds/{PUBLISHED[name]}")), bundled()).conversions
    made = json.loads(write_json(conversion))
    score, _ = scorer().score(golden, made)
    count = sum(field["cells"] for field in score["fields"].values())
    line = f"| {name} | {score['rows']['golden']} | {count} | {score['cells']['f1']:.3f} | {score['trust']['silent']} |"
    line += f" {score['trust']['flagged_share']:.1%} |"
    assert line in README.splitlines(), f"it must say {line}"
