"""DOCX files made to harm: refused in a line, or read as the document they also are."""

from pathlib import Path

import pytest
from docx_files import ROWS, document, docx, simple, table
from shared import read_json, tree

from schemas.errors import ExitCode

LAUGHS = "<!DOCTYPE d [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12)) + "]>"
LOCAL = "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>"
BLANKS = "<w:p>" + " " * (80 << 20) + "</w:p>"
REFUSED = {
    "a part that unpacks to 80 MiB": (simple(BLANKS + table()), "unpacks to 80 MiB"),
    "parts that together unpack to 160 MiB": (
        docx({"word/document.xml": document(table())} | {f"word/header{i}.xml": document(" " * ((16 << 20) - 400)) for i in range(10)}),
        "unpacks to 159 MiB",
    ),
    "entities that grow": (simple(table("&a11;"), LAUGHS), "no XML"),
    "an entity that names a file": (simple(table().replace("Secretariat", "&a;"), LOCAL), "document type"),
    "tables nested too deep": (simple("<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000), "no XML"),
}


def convert(content: bytes, folder: Path, cli):
    (folder / "plan.docx").write_bytes(content)
    return cli("convert", folder / "plan.docx", "--out", folder / "out")


def rows(folder: Path) -> list[list[str]]:
    return [list(row["cells"].values()) for row in read_json(folder / "out" / "json" / "plan.json")["rows"]]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_made_to_harm_is_refused(name, tmp_path, cli):
    content, found = REFUSED[name]
    answer = convert(content, tmp_path, cli)
    assert answer.exit_code == ExitCode.DAMAGED
    assert found in answer.stderr


@pytest.mark.parametrize("span", ["100000000", "9" * 5000, "0", "-1", "²"])
def test_a_span_of_any_number_is_read(span, tmp_path, cli):
    answer = convert(simple(table(f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>')), tmp_path, cli)
    assert answer.exit_code == 0, answer.stderr
    assert rows(tmp_path) == [list(row) for row in ROWS[1:]]


def test_nothing_is_unpacked_and_no_macro_is_read(tmp_path, cli):
    parts = {"../../evil.xml": "x", "word/../../evil.xml": "x", "/evil.xml": "x", "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 50}
    before = set(tree(tmp_path))
    answer = convert(docx({**parts, "word/document.xml": document(table())}), tmp_path, cli)
    assert answer.exit_code == 0, answer.stderr
    assert rows(tmp_path) == [list(row) for row in ROWS[1:]]
    assert not [name for name in set(tree(tmp_path)) - before if "evil" in name or "vba" in name]
