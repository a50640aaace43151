"""The command line: help that teaches, data on stdout, talk on stderr, exit codes as documented."""

import json
import re
import subprocess
import sys

import pytest
from PIL import Image
from shared import SAMPLES, read_json

from annextract.cli import main
from schemas.errors import ExitCode
from schemas.export import TABLES

PTC = SAMPLES / "ptc-2025-2028.pdf"
ECP = SAMPLES / "ecp-phase-vi.txt"
HEAVY = {"spacy", "pandas", "camelot", "pyarrow", "numpy", "pdfplumber", "tablers", "dateparser", "PIL"}
RED = (214, 39, 40)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_teaches_by_example(command, cli):
    answer = cli(command, "--help")
    assert answer.exit_code == 0
    assert f"\n  annextract {command}" in answer.stdout, "an example has a line of its own"
    documented = {option for each in main.commands[command].params for option in each.opts if option.startswith("--")}
    assert all(option in answer.stdout for option in documented)
    assert cli("--help").stdout.count(f"\n  {command} ") == 1


@pytest.mark.parametrize("command", [["--help"], ["--version"], *([name, "--help"] for name in sorted(main.commands))], ids=" ".join)
def test_help_imports_nothing_heavy(command):
    script = (
        "import sys\nfrom annextract.cli import main\n"
        f"try: main({command!r})\nexcept SystemExit as end: print(*sorted(sys.modules), end.code)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    *modules, code = done.stdout.splitlines()[-1].split()
    assert code == "0"
    assert not HEAVY & {module.split(".")[0] for module in modules}


def test_version(cli):
    answer = cli("--version")
    assert answer.exit_code == 0
    assert "0." in answer.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["convert"],
        ["convert", "--nonsense", ECP],
        ["check"],
        ["schema", "nonsense"],
        ["explain", ECP, "--row", "nonsense"],
        ["explain", ECP, "--page", "1"],
        ["explain", PTC, "--page", "0"],
        ["explain", PTC, "--page", "99"],
        ["explain", PTC, "--page", "one"],
        ["explain", PTC, "--draw", "row.png"],
        ["explain", ECP, "--row", "1-1", "--draw", "row.png"],
        ["explain", PTC, "--row", "I-1-1", "--draw", "row.jpg"],
    ],
    ids=lambda arguments: " ".join(map(str, arguments)).replace(f"{SAMPLES}/", ""),
)
def test_what_cannot_be_asked(arguments, cli):
    answer = cli(*arguments)
    assert answer.exit_code == ExitCode.USAGE
    assert answer.stderr.strip()
    assert "Traceback" not in answer.stderr


def test_paths_go_to_stdout_and_talk_to_stderr(tmp_path, process):
    answer = process("convert", SAMPLES, "--out", "here")
    assert answer.exit_code == 0
    assert sorted(answer.lines) == sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "here" / "json").iterdir())
    assert all((tmp_path / line).is_file() for line in answer.lines)
    talk = answer.stderr.splitlines()
    assert len(talk) == len(read_json(tmp_path / "here" / "run.json")["inputs"])
    assert {line.split()[0] for line in talk} == {"converted"}


def test_out_is_the_default(tmp_path, process):
    assert process("convert", ECP).lines == ["out/json/ecp-phase-vi.json"]
    assert (tmp_path / "out" / "run.json").is_file()


def test_profiles_are_listed(cli):
    lines = cli("profiles").lines
    assert [line.split()[0] for line in lines] == sorted(line.split()[0] for line in lines)
    assert {"ecp", "ptc", "tfawg"} <= {line.split()[0] for line in lines}


def test_schema_of_the_files_is_that_of_what_is_written(cli, converted):
    schema = json.loads(cli("schema").stdout)
    known = schema["$defs"]["Row"]["properties"]
    row = read_json(converted / "json" / "ecp-phase-vi.json")["rows"][0]
    assert set(row) == set(known)


@pytest.mark.parametrize("table", TABLES)
def test_schema_of_each_table(table, cli):
    names = [field["name"] for field in json.loads(cli("schema", table).stdout)["fields"]]
    assert names == [column.name for column in TABLES[table].columns]


def test_explain_shows_each_stage(cli):
    lines = cli("explain", PTC).lines
    kinds = {line.split()[0].rstrip(",:") for line in lines if not line.startswith(" ")}
    assert {"profile", "paragraph", "table", "break", "row"} <= kinds
    assert lines[0] == "profile: ptc"


def test_explain_shows_what_a_report_concludes(cli):
    lines = cli("explain", SAMPLES / "working-group-report.txt").lines
    assert lines[0] == "a report"
    at = lines.index("paragraph 12, lines 141-146, concludes III Letters and packets:")
    assert lines[at + 2] == "  line 146: deferred it to the tenth meeting"
    assert any(re.fullmatch(r"withheld, lines \d+-\d+: \d+ words of personal data", line) for line in lines)


def test_explain_one_page(cli):
    everything, page = cli("explain", PTC).lines, cli("explain", PTC, "--page", "2").lines
    assert set(page) < set(everything)
    assert all("page 2" in line for line in page[1:] if not line.startswith(" "))
    assert any(line.startswith("break, page 2") and "goes on the row above" in line for line in page)


def test_explain_one_row_names_both_pages(cli):
    lines = cli("explain", PTC, "--row", "I-1-1").lines
    progress = next(line for line in lines if line.startswith("progress: "))
    assert "page 1 (" in progress
    assert "page 2 (" in progress
    assert "task_type: 'advanced' from page 1" in " ".join(lines)


def test_explain_a_dump_names_lines(cli):
    assert "from line" in cli("explain", ECP, "--row", "1-1").stdout


def test_explain_shows_the_flags_of_a_row(cli, converted):
    rows = read_json(converted / "json" / "ecp-phase-vi.json")["rows"]
    row = next(row for row in rows if row["flags"])
    assert f"{row['flags'][0]['code']}: {row['flags'][0]['detail']}" in cli("explain", ECP, "--row", row["row_id"]).stdout


def test_draw_puts_red_boxes_on_each_page_of_the_row(tmp_path, cli):
    lines = cli("explain", PTC, "--row", "I-1-1", "--draw", tmp_path / "row.png").lines
    drawn = [tmp_path / "row.png", tmp_path / "row-2.png"]
    assert [line for line in lines if line.startswith("drawn: ")] == [f"drawn: {path}" for path in drawn]
    for path in drawn:
        with Image.open(path) as image:
            assert image.format == "PNG"
            colours = dict((colour, count) for count, colour in image.getcolors(1 << 24))
            assert colours.get(RED, 0) > 1000


def test_a_drawing_that_cannot_be_written(tmp_path, cli):
    (tmp_path / "file").touch()
    answer = cli("explain", PTC, "--row", "I-1-1", "--draw", tmp_path / "file" / "row.png")
    assert answer.exit_code == ExitCode.OUTPUT
    assert len(answer.stderr.splitlines()) == 1
