"""Names of files and numbers of documents that try to lead elsewhere, or to look like something else."""

import shutil

import pytest
from shared import SAMPLES, tree

NAMES = [
    "a\nrejected   b.txt",
    "\x1b[31mred.txt",
    "x" * 240 + ".txt",
    "\u202etxt.exe.txt",
    "con.txt",
    "-rf.txt",
    "a=b&c.txt",
    "%2e%2e%2fx.txt",
]
NUMBERS = ["../../../etc/x", "..", "/etc/passwd", "C:\\Windows\\x", "x\x00y", "document=a/b"]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_out_of_the_output(name, tmp_path, cli):
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(SAMPLES / "ecp-phase-vi.txt", folder / name)
    answer = cli("convert", folder, "--out", tmp_path / "out")
    assert answer.exit_code == 0, answer.stderr
    assert {path.split("/")[0] for path in tree(tmp_path)} == {"in", "out"}
    assert len(answer.stderr.splitlines()) == 1
    assert all(letter.isprintable() for letter in answer.stderr.rstrip("\n"))
    (path,) = answer.lines
    assert path.isprintable()


@pytest.mark.parametrize("number", NUMBERS)
def test_no_document_number_leads_out_of_the_output(number, tmp_path, cli):
    text = (SAMPLES / "ptc-2025-2028.txt").read_text(encoding="utf-8")
    assert "PT0712Ea" in text
    (tmp_path / "in.txt").write_text(text.replace("PT0712Ea", number), encoding="utf-8")
    answer = cli("convert", tmp_path / "in.txt", "--out", tmp_path / "out")
    assert answer.exit_code == 0, answer.stderr
    assert {path.split("/")[0] for path in tree(tmp_path)} == {"in.txt", "out"}
    assert all(".." not in path for path in tree(tmp_path))
