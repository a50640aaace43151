"""The list of participants of a report reaches no output: no file, no table, no message, nothing that a command shows."""

import re

import pytest
from pyarrow import parquet
from shared import SAMPLES, read_json

REPORT = SAMPLES / "working-group-report.txt"
TEXT = REPORT.read_text(encoding="utf-8")
LIST = TEXT.partition("\n* * \n")[2].partition("\n\t")[0]
SAID_ELSEWHERE = {"Head", "Section", "Parcel", "Office", "Senior", "Weigher", "Airport", "Director", "Letters", "NORTH"}
PERSONAL = re.findall(r"\S+@\S+|\+\d[\d ]+\d", LIST) + sorted(set(re.findall(r"\b[A-Z][\w-]{4,}", LIST)) - SAID_ELSEWHERE)

PLAN = "\n\nAnnex II to\nCP0140Ea\n\nII/1.\n\nPlan 2031-2032\n\nAction Timeline\n\nWeigh June 2031\n\n\t"
LEAD = re.compile(r"(?:In conclusion|In summary|To sum up|After a short discussion), the Working Group")

VARIANTS = {
    "as printed": TEXT,
    "with a head": TEXT.replace("\n* * \n", "\n* * \n\nAnnex I to\nCP0140Ea\n\nLIST OF PARTICIPANTS\n\n"),
    "before an annex": TEXT.replace("\n\t", PLAN, 1),
    "with tabs": TEXT.replace(LIST, LIST.replace(" \n", "\t\n").replace(" ", "\t")),
    "by form feed": TEXT.replace("\n* * \n", "\n\f"),
    "by nothing": TEXT.replace("* \n* * \n ", "\n\n"),
    "without decisions": LEAD.sub("The Chairperson", TEXT),
}


@pytest.fixture(params=VARIANTS)
def report(request, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(VARIANTS[request.param], encoding="utf-8")
    return path


def leaks(shown):
    return [word for word in PERSONAL if word.casefold() in shown.casefold()]


def test_the_sample_holds_persons():
    assert {"Oswaldtree", "Fennimoor-Bly", "Pellegrina", "q.oswaldtree@example.org", "+00 55 6677889"} <= set(PERSONAL)
    assert leaks(TEXT) == PERSONAL


def test_no_file_and_no_message_names_one(report, tmp_path, cli):
    out = tmp_path / "out"
    answer = cli("convert", report, "--out", out)
    assert leaks(answer.stdout + answer.stderr) == []
    for path in (path for path in out.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert leaks(content.decode("utf-8", "replace")) == []
        if path.suffix == ".parquet":
            assert leaks(str(parquet.read_table(path, partitioning=None).to_pylist()) + str(parquet.read_schema(path).metadata)) == []
    (words,) = [each["words"] for each in read_json(out / "run.json")["inputs"]]
    assert words is None or words["unaccounted"] == 0


@pytest.mark.parametrize("command", [["explain"], ["profiles"]])
def test_no_command_shows_one(command, report, cli):
    answer = cli(*command, report)
    assert leaks(answer.stdout + answer.stderr) == []


def test_goldens_hold_none(report, cli):
    assert leaks(cli("check", report.parent, "--accept").stdout) == []
    assert all(leaks(path.read_text(encoding="utf-8")) == [] for path in report.parent.glob("*.golden.json"))
