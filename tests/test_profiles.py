"""A new family of documents is one TOML file: no module is touched."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from shared import ROOT, SAMPLES, read_json

import annextract
from extract.profile import bundled
from extract.templates import SLOTS
from schemas.raw import ColumnKind

PROFILE = """
title = "Harbour inspection plan"
document_kind = "action_plan"
period_kind = "calendar"

[front]
title = ["Inspection plan {any}"]
reference = ["File {reference}"]
period = ["Inspection plan {years}"]

[[heading]]
template = "Quay {number}: {title}"

[[table]]
record_kind = "action"

[[table.column]]
field = "task_number"
kind = "number"
headers = ["Ref"]
required = true

[[table.column]]
field = "topic"
headers = ["Berth"]
merge = "topic"

[[table.column]]
field = "task"
headers = ["Inspection"]
required = true

[[table.column]]
field = "responsible_body"
kind = "bodies"
headers = ["Led by"]

[[table.column]]
field = "timeline"
kind = "timeline"
headers = ["Due", "Due date"]
"""
ANNEX = """File HB0042E

Inspection plan 2026-2027

Quay 1: Containers

Ref\tBerth\tInspection\tLed by\tDue
1\tNorth\tCheck the seals of the reefer stacks\tPTC\tMarch 2026
2\t\tWeigh ten boxes a week and compare them\tCouncil\tOngoing
3\tSouth\tWalk the fence with the terminal's own\tPTC\t

Ref\tBerth\tInspection\tLed by\tDue
\t\tguards and note each gap\t\tApril 2027

Quay 2: Bulk

Ref\tBerth\tInspection\tLed by\tDue date
4\tEast\tSample the grain\tPTC\tbefore the rains
"""


@pytest.fixture
def harbour(tmp_path):
    """The made-up annex, and a folder with the bundled profiles and one more."""
    folder = tmp_path / "profiles"
    shutil.copytree(Path(str(files("extract.profiles"))), folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "harbour.toml").write_text(PROFILE, encoding="utf-8")
    annex = tmp_path / "harbour.txt"
    annex.write_text(ANNEX, encoding="utf-8")
    return annex, folder


def test_one_file_makes_a_family(harbour, tmp_path, cli):
    annex, folder = harbour
    answer = cli("convert", annex, "--profiles", folder, "--out", tmp_path / "out")
    assert answer.exit_code == 0, answer.stderr
    made = read_json(tmp_path / "out" / "json" / "HB0042E.json")
    assert made["document"] | {"source_sha256": None} == {
        "document_id": "HB0042E",
        "annex": None,
        "title": "Inspection plan 2026-2027",
        "document_kind": "action_plan",
        "period_start": "2026-01-01",
        "period_end": "2027-12-31",
        "revised": None,
        "source_name": "harbour.txt",
        "source_sha256": None,
        "media_type": "text/plain",
        "page_count": None,
        "profile": "harbour",
        "flags": [],
    }
    fields = ("section_number", "section_title", "task_number", "topic", "task", "responsible_bodies", "timeline")
    assert [tuple(row[field] for field in fields) for row in made["rows"]] == [
        ("1", "Containers", "1", "North", "Check the seals of the reefer stacks", ["PTC"], "March 2026"),
        ("1", "Containers", "2", "North", "Weigh ten boxes a week and compare them", ["Council"], "Ongoing"),
        (
            "1",
            "Containers",
            "3",
            "South",
            "Walk the fence with the terminal's own guards and note each gap",
            ["PTC"],
            "April 2027",
        ),
        ("2", "Bulk", "4", "East", "Sample the grain", ["PTC"], "before the rains"),
    ]
    assert {row["record_kind"] for row in made["rows"]} == {"action"}
    assert [deadline["edtf"] for deadline in made["rows"][0]["deadlines"]] == ["2026-03"]
    assert "unparsed_timeline" in {flag["code"] for flag in made["rows"][3]["flags"]}


def test_without_it_the_printed_headers_are_the_columns(harbour, tmp_path, cli):
    annex, _ = harbour
    assert cli("convert", annex, "--out", tmp_path / "out").exit_code == 0
    made = read_json(tmp_path / "out" / "json" / "harbour.json")
    assert made["document"]["profile"] is None
    assert "no_profile" in {flag["code"] for flag in made["document"]["flags"]}
    assert list(made["rows"][0]["cells"]) == ["Ref", "Berth", "Inspection", "Led by", "Due"]


def test_the_reason_for_each_choice(harbour, cli):
    annex, folder = harbour
    lines = {line.split()[0]: line for line in cli("profiles", annex, "--profiles", folder).lines}
    assert set(lines) == {"ecp", "harbour", "ptc", "ptc_activities", "ptc_draft", "tfawg"}
    assert lines["harbour"].split()[1] == "chosen"
    assert "100% of the action table's header: Ref | Berth | Inspection | Led by | Due" in lines["harbour"]
    assert all(lines[name].split()[1] == "not" for name in ("ecp", "ptc", "tfawg"))
    assert "no header row of its tables was found" in lines["ptc"]


def test_no_profile_fits_is_said(harbour, cli):
    annex, _ = harbour
    *lines, last = cli("profiles", annex).lines
    assert {line.split()[1] for line in lines} == {"not"}
    assert last.startswith("none fits")


def test_profiles_are_found_by_listing_the_folder(harbour, cli):
    _, folder = harbour
    assert "harbour      Harbour inspection plan" in cli("profiles", "--profiles", folder).lines


def test_the_python_interface_takes_the_folder_too(harbour):
    annex, folder = harbour
    (document,) = annextract.convert(annex, profiles=folder)
    assert document.document.profile == "harbour"


@pytest.mark.parametrize(
    ("sample", "profile"), [("ptc-2025-2028.pdf", "ptc"), ("ecp-phase-vi.txt", "ecp"), ("tfawg-2026-2027.txt", "tfawg")]
)
def test_each_family_has_its_profile(sample, profile, cli):
    first = cli("profiles", SAMPLES / sample).lines[0].split()
    assert first[:2] == [profile, "chosen"]


@pytest.mark.parametrize("profile", bundled(), ids=lambda profile: profile.name)
def test_bundled_profiles_explain_themselves(profile):
    text = (Path(str(files("extract.profiles"))) / f"{profile.name}.toml").read_text(encoding="utf-8")
    assert text.startswith("# "), "its first line says what family it is"
    assert profile.table


def test_the_recipe_names_every_slot_and_kind():
    recipe = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Add a profile")[2].partition("\n## ")[0]
    assert {slot for slot in SLOTS if f"`{{{slot}}}`" in recipe} == set(SLOTS)
    assert {kind for kind in ColumnKind if f"`{kind}`" in recipe} == set(ColumnKind) - {ColumnKind.TEXT}
