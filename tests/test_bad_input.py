"""Bad files: one line that names the file and says what to do, an exit code of its own, nothing half written, the others converted."""

import io
import json
import shutil

import pytest
from docx import Document
from pdf_objects import pdf, stream
from shared import FIXTURES, SAMPLES, read_json, tree

from schemas.errors import ExitCode
from schemas.export import TABLES

ECP = "ecp-phase-vi.txt"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page(content):
    """A PDF of one page."""
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE, stream(content), FONT)


def docx(text):
    """A DOCX of one paragraph."""
    document, content = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(content)
    return content.getvalue()


def sample(name):
    return (SAMPLES / name).read_bytes()


NO_PAGES = pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>")
BAD = {
    "nothing.txt": (b"", ExitCode.EMPTY, "is empty"),
    "blanks.txt": (b" \r\n\t\n", ExitCode.EMPTY, "is empty"),
    "only-a-mark.txt": (b"\xef\xbb\xbf", ExitCode.EMPTY, "is empty"),
    "rubbish.txt": (bytes(range(256)) * 20, ExitCode.NOT_A_DOCUMENT, "neither"),
    "archive.zip": (b"PK\x03\x04" + bytes(200), ExitCode.NOT_A_DOCUMENT, "neither"),
    "prose.txt": (b"A letter.\n\nIt holds no table.\n", ExitCode.NO_TABLE, "no table"),
    "no-decision.txt": (b"Item I - Opening\n\n1. It opened.\n\n2. In conclusion, the Chair thanked all.\n", ExitCode.NO_TABLE, "conclude"),
    "header.txt": (b"No\tTask\n\nNo\tTask\n", ExitCode.NO_TABLE, "no rows"),
    "encrypted.pdf": ((FIXTURES / "encrypted.pdf").read_bytes(), ExitCode.ENCRYPTED, "encrypted"),
    "start.pdf": (sample("market-prices.pdf")[:700], ExitCode.DAMAGED, "truncated"),
    "half.pdf": (sample("ptc-2025-2028.pdf")[:36000], ExitCode.DAMAGED, "truncated"),
    "tail-lost.pdf": (sample("ptc-2025-2028.pdf")[:-100], ExitCode.DAMAGED, "truncated"),
    "half.docx": (docx("A letter.")[:3000], ExitCode.DAMAGED, "truncated or broken"),
    "hollow.docx": (b"PK\x03\x04" + bytes(40) + b"word/" + bytes(40), ExitCode.DAMAGED, "truncated or broken"),
    "letter.docx": (docx("A letter."), ExitCode.NO_TABLE, "table"),
    "no-pages.pdf": (NO_PAGES, ExitCode.DAMAGED, "no pages"),
    "blank-page.pdf": (page(b""), ExitCode.NO_TABLE, "text"),
    "drawing.pdf": (page(b"72 72 200 200 re S"), ExitCode.NO_TABLE, ""),
    "prose.pdf": (page(b"BT /F1 12 Tf 72 700 Td (A letter.) Tj ET"), ExitCode.NO_TABLE, ""),
}
bad = pytest.mark.parametrize("name", BAD)


def whole(out):
    """Whether every file under `out` belongs to a document that is whole, and none is a leftover."""
    names = {path.stem for path in (out / "json").glob("*")}
    tables = {f"parquet/{table}/document={name}/part-0.parquet" for table in TABLES for name in names}
    return set(tree(out)) == {*(f"json/{name}.json" for name in names), *tables, "datapackage.json", "run.json"}


@bad
def test_a_bad_file_is_rejected_and_the_others_are_converted(name, tmp_path, cli):
    content, code, found = BAD[name]
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / name).write_bytes(content)
    shutil.copy(SAMPLES / ECP, folder / "a.txt")
    shutil.copy(SAMPLES / "tfawg-2026-2027.txt", folder / "z.txt")
    answer = cli("convert", folder / "a.txt", folder / name, folder / "z.txt", "--out", out)
    assert answer.exit_code == code
    said = [line for line in answer.stderr.splitlines() if line.startswith("rejected")]
    assert len(said) == 1
    assert str(folder / name) in said[0]
    assert found in said[0]
    assert "; " in said[0], "it says what to do"
    assert answer.lines == [str(out / "json" / "a.json"), str(out / "json" / "z.json")]
    assert whole(out)
    reports = read_json(out / "run.json")["inputs"]
    assert [report["outcome"] for report in reports] == ["converted", "rejected", "converted"]
    assert reports[1]["reason"] == said[0].removeprefix("rejected").strip()
    assert (reports[1]["exit_code"], reports[1]["documents"]) == (code, [])
    assert len(reports[1]["sha256"] or "") == (0 if code is ExitCode.EMPTY else 64)


@bad
@pytest.mark.parametrize("command", ["profiles", "explain"])
def test_other_commands_answer_in_one_line_too(command, name, tmp_path, cli):
    content, code, _ = BAD[name]
    (tmp_path / name).write_bytes(content)
    answer = cli(command, tmp_path / name)
    assert answer.exit_code == code or (command == "profiles" and code is ExitCode.NO_TABLE)
    if answer.exit_code:
        assert len(answer.stderr.splitlines()) == 1
        assert str(tmp_path / name) in answer.stderr


def test_a_process_of_its_own_answers_the_same(tmp_path, process):
    (tmp_path / "nothing.txt").touch()
    answer = process("convert", "nothing.txt", "gone.txt")
    assert answer.exit_code == ExitCode.SEVERAL
    assert answer.stdout == ""
    assert answer.stderr.splitlines() == [
        "rejected   nothing.txt: the file is empty; fetch it again; the download may have failed",
        "rejected   gone.txt: no such file; check the path",
    ]
    assert whole(tmp_path / "out")


def test_paths_that_lead_nowhere(tmp_path, cli):
    (tmp_path / "file.txt").touch()
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "empty").mkdir()
    wanted = {
        "gone.txt": (ExitCode.NOT_FOUND, "no such file"),
        "broken.txt": (ExitCode.NOT_FOUND, "no such file"),
        "*.pdf": (ExitCode.NOT_FOUND, "holds no input"),
        "empty": (ExitCode.NOT_FOUND, "holds no input"),
        "file.txt/inside.txt": (ExitCode.UNREADABLE, "cannot be read"),
        "loop.txt": (ExitCode.UNREADABLE, "cannot be read"),
        "x" * 300: (ExitCode.UNREADABLE, "cannot be read"),
    }
    for given, (code, found) in wanted.items():
        answer = cli("convert", tmp_path / given, "--out", tmp_path / "out")
        assert answer.exit_code == code
        assert found in answer.stderr
        assert str(tmp_path / given) in answer.stderr
        assert whole(tmp_path / "out")


def test_a_broken_link_in_a_folder_is_not_passed_over(tmp_path, cli):
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(SAMPLES / ECP, folder / "a.txt")
    (folder / "b.txt").symlink_to(tmp_path / "nowhere")
    answer = cli("convert", folder, "--out", tmp_path / "out")
    assert answer.exit_code == ExitCode.NOT_FOUND
    assert [line.split()[0] for line in answer.stderr.splitlines()] == ["converted", "rejected"]


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path, cli):
    answer = cli("convert", FIXTURES / "restricted.pdf", "--out", tmp_path / "out")
    assert answer.exit_code == 0, answer.stderr
    assert read_json(tmp_path / "out" / "json" / "restricted.json")["rows"]


def test_a_file_name_that_is_no_utf8(tmp_path, cli):
    name = b"Pr\xfcfung.txt".decode("utf-8", "surrogateescape")
    try:
        shutil.copy(SAMPLES / ECP, tmp_path / name)
    except OSError:
        pytest.skip("this file system takes no such name")
    answer = cli("convert", tmp_path, "--out", tmp_path / "out")
    assert answer.exit_code == 0, answer.stderr
    assert read_json(tmp_path / "out" / "run.json")["inputs"][0]["path"] == str(tmp_path / "Pr�fung.txt")


def encoded(text):
    """One text in every form that a dump comes in."""
    latin = text.encode("cp1252", "ignore").decode("cp1252")
    return {
        "mark": (text, b"\xef\xbb\xbf" + text.encode()),
        "utf-16": (text, text.encode("utf-16")),
        "utf-16-be with a mark": (text, b"\xfe\xff" + text.encode("utf-16-be")),
        "utf-16-le": (text, text.encode("utf-16-le")),
        "utf-16-be": (text, text.encode("utf-16-be")),
        "windows-1252": (latin, latin.encode("cp1252")),
        "crlf": (text, text.replace("\n", "\r\n").encode()),
        "crlf in utf-16": (text, text.replace("\n", "\r\n").encode("utf-16")),
        "cr": (text, text.replace("\n", "\r").encode()),
        "no line end at the end": (text, text.rstrip("\n").encode()),
    }


def rows_of(content, folder, cli):
    folder.mkdir()
    (folder / "plan.txt").write_bytes(content)
    assert cli("convert", folder / "plan.txt", "--out", folder / "out").exit_code == 0
    (path,) = (folder / "out" / "json").iterdir()
    return read_json(path)["rows"]


@pytest.mark.parametrize("name", ["ecp-phase-vi.txt", "ptc-2025-2028.txt", "tfawg-2026-2027.txt"])
@pytest.mark.parametrize("form", encoded(""))
def test_the_encoding_changes_no_row(name, form, tmp_path, cli):
    plain, content = encoded(sample(name).decode())[form]
    assert rows_of(content, tmp_path / "form", cli) == rows_of(plain.encode(), tmp_path / "plain", cli)


def test_windows_1252_holds_more_than_ascii():
    text = sample("ptc-2025-2028.txt").decode()
    assert any(ord(char) > 127 for char in text.encode("cp1252", "ignore").decode("cp1252"))


def test_a_table_cut_off_in_the_middle_is_flagged(tmp_path, cli):
    text = sample(ECP).decode()
    whole_rows = rows_of(text.encode(), tmp_path / "whole", cli)
    row = next(line for line in text.splitlines() if line.startswith("9\t") or line.startswith("9.\t"))
    cut = text[: text.index(row)] + "\t".join(row.split("\t")[:2])[:-3]
    rows = rows_of(cut.encode(), tmp_path / "cut", cli)
    assert rows[:-1] == whole_rows[: len(rows) - 1]
    assert rows[-1]["task_number"] == "9"
    assert "cut_off" in {flag["code"] for flag in rows[-1]["flags"]}
    assert rows[-1]["timeline"] is None


GOOD_PROFILE = """
title = "Plan"
document_kind = "action_plan"
[[table]]
record_kind = "action"
[[table.column]]
field = "task"
headers = ["Task"]
"""
BAD_PROFILES = {
    "unknown key": (GOOD_PROFILE + 'colour = "red"\n', "colour"),
    "unknown key above": ('colour = "red"\n' + GOOD_PROFILE, "colour"),
    "unknown field": (GOOD_PROFILE.replace('"task"', '"chore"'), "chore"),
    "unknown kind": (GOOD_PROFILE + 'kind = "colours"\n', "colours"),
    "unknown document kind": (GOOD_PROFILE.replace("action_plan", "novel"), "novel"),
    "unknown slot": ('caption = ["Plan {colour}"]\n' + GOOD_PROFILE, "{colour}"),
    "missing key": (GOOD_PROFILE.replace('title = "Plan"', ""), "title"),
    "wrong type": (GOOD_PROFILE.replace('["Task"]', '"Task"'), "array"),
    "not TOML": ("title = = 1", "line 1"),
    "not UTF-8": (b'title = "\xff"', "no TOML"),
}


@pytest.mark.parametrize("name", BAD_PROFILES)
def test_a_bad_profile_is_refused_before_anything_is_written(name, tmp_path, cli):
    content, found = BAD_PROFILES[name]
    path = tmp_path / "profiles" / "plan.toml"
    path.parent.mkdir()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for arguments in (["convert", SAMPLES / ECP, "--out", tmp_path / "out"], ["profiles"], ["check", SAMPLES], ["explain", SAMPLES / ECP]):
        answer = cli(*arguments, "--profiles", path.parent)
        assert answer.exit_code == ExitCode.PROFILE
        assert len(answer.stderr.splitlines()) == 1
        assert str(path) in answer.stderr
        assert found in answer.stderr
        assert answer.stdout == ""
    assert not (tmp_path / "out").exists()


def test_the_good_profile_is_good(tmp_path, cli):
    (tmp_path / "plan.toml").write_text(GOOD_PROFILE, encoding="utf-8")
    assert cli("profiles", "--profiles", tmp_path).stdout.split() == ["plan", "Plan"]


@pytest.mark.parametrize("folder", ["gone", "file", "empty"])
def test_a_folder_without_profiles_is_refused(folder, tmp_path, cli):
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    answer = cli("convert", SAMPLES / ECP, "--out", tmp_path / "out", "--profiles", tmp_path / folder)
    assert answer.exit_code == ExitCode.PROFILE
    assert str(tmp_path / folder) in answer.stderr


def test_output_that_cannot_be_written(tmp_path, cli):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    answer = cli("convert", SAMPLES / ECP, "--out", tmp_path / "out")
    assert answer.exit_code == ExitCode.OUTPUT
    assert str(tmp_path / "out") in answer.stderr
    assert (tmp_path / "out").read_text(encoding="utf-8") == "a file"


def test_one_document_that_cannot_be_written_stops_no_other(tmp_path, cli):
    out = tmp_path / "out"
    (out / "parquet" / "rows" / "document=a" / "part-0.parquet").mkdir(parents=True)
    for name in ("a.txt", "b.txt"):
        shutil.copy(SAMPLES / ECP, tmp_path / name)
    answer = cli("convert", tmp_path / "a.txt", tmp_path / "b.txt", "--out", out)
    assert answer.exit_code == ExitCode.OUTPUT
    assert answer.lines == [str(out / "json" / "b.json")]
    assert f"rejected   {tmp_path / 'a.txt'}: {out}" in answer.stderr
    assert [report["outcome"] for report in json.loads((out / "run.json").read_text())["inputs"]] == ["rejected", "converted"]
