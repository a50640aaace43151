"""PDF files made to harm: each ends in an outcome, within limits, and none does what it asks for."""

from pathlib import Path

import pytest
from pdf_files import CATALOGUE, FONT, PAGES, ROWS, TABLE, forms, one_page, packed, page
from pdf_objects import pdf, stream
from shared import read_json, tree

from schemas.errors import ExitCode

WHOLE = [list(row) for row in ROWS[1:]]
FAR = b"3.4e38 3.4e38 l S -3.4e38 -3.4e38 6e38 6e38 re S BT /F1 1e30 Tf 0 0 Td (x) Tj ET "
ACTIONS = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /WC << /S /Launch /F (/bin/touch harmed) >> >>"
FLAT = b"".join(b"BT /F1 8 Tf 1 0 0 0 400 %d Tm (flat %d) Tj ET " % (y, y) for y in (704, 700, 696))  # below each other, in no cell
READ = {
    "a page that is its own parent": one_page(pages=PAGES.replace(b"/Count", b"/Parent 2 0 R /Count")),
    "more pages counted than there are": one_page(pages=PAGES.replace(b"/Count 1", b"/Count 100000000")),
    "a page of no size": one_page(box=b"[0 0 0 0]"),
    "a page upside down": one_page(box=b"[595 842 0 0]"),
    "a page larger than any number": one_page(box=b"[0 0 1e38 1e38]"),
    "a page whose size is no number": one_page(box=b"[nan nan nan nan]"),
    "rules and letters as far off as numbers go": one_page(TABLE + b"0 0 m " + FAR),
    "scripts and programs to start": one_page(catalogue=CATALOGUE.replace(b">>", ACTIONS + b">>")),
    "annotations that are none": pdf(
        CATALOGUE,
        PAGES,
        page(b"/Annots [6 0 R 6 0 R (x) 3 7 0 R] "),
        stream(TABLE),
        FONT,
        b"<< /Type /Annot /Subtype /StrikeOut /QuadPoints [nan 1 2] /Rect [0 0 (a)] >>",
        b"<< /Type /Annot /Subtype /StrikeOut /QuadPoints 7 0 R >>",
    ),
    "pages that contain their tree": pdf(CATALOGUE, PAGES.replace(b"3 0 R]", b"3 0 R 2 0 R]"), page(), stream(TABLE), FONT),
    "letters of no height": one_page(TABLE + FLAT),
    "a page turned by no quarter": one_page(pages=PAGES.replace(b"/Count", b"/Rotate 45 /Count")),
}
REFUSED = {
    "contents that are themselves": (pdf(CATALOGUE, PAGES, page(), b"4 0 R", FONT), {ExitCode.NO_TABLE}),
    "coordinates that are no numbers": (one_page(b"1e400 0 0 1e400 nan nan cm " + TABLE), {ExitCode.NO_TABLE}),
    "a tree of pages within arrays": (one_page(pages=PAGES.replace(b"[3 0 R]", b"[" * 50_000 + b"]" * 50_000)), {ExitCode.DAMAGED}),
    "forms that draw forms that draw forms": (forms(12, 10), {ExitCode.LIMIT, ExitCode.CRASH}),
    "a form that draws itself": (forms(0, 2), {ExitCode.LIMIT, ExitCode.CRASH}),
    "text that unpacks to hundreds of megabytes": (packed(TABLE * 200_000), {ExitCode.LIMIT, ExitCode.CRASH}),
    "a million pages": (one_page(pages=b"<< /Type /Pages /Kids [%s] /Count 1000000 >>" % (b"3 0 R " * 10**6)), {ExitCode.LIMIT}),
}
LIMITS = ("--timeout", "20", "--max-memory", "700M", "--max-pages", "5000")


def convert(content: bytes, folder: Path, cli):
    (folder / "plan.pdf").write_bytes(content)
    return cli("convert", folder / "plan.pdf", "--out", folder / "out", *LIMITS)


@pytest.mark.parametrize("name", READ)
def test_a_strange_file_is_read(name, tmp_path, cli):
    answer = convert(READ[name], tmp_path, cli)
    assert answer.exit_code == 0, answer.stderr
    rows = read_json(tmp_path / "out" / "json" / "plan.json")["rows"]
    assert [list(row["cells"].values()) for row in rows] == WHOLE
    assert not [file for file in tree(tmp_path) if "harmed" in file]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_made_to_harm_ends_in_an_outcome(name, tmp_path, cli):
    content, codes = REFUSED[name]
    answer = convert(content, tmp_path, cli)
    assert answer.exit_code in codes, answer.stderr
    (report,) = read_json(tmp_path / "out" / "run.json")["inputs"]
    assert (report["outcome"], report["exit_code"]) == ("rejected", answer.exit_code)


def test_twenty_thousand_rules_end_in_an_outcome(tmp_path, cli):
    rules = b"".join(b"%d 0 m %d 842 l S 0 %d m 595 %d l S " % (n % 595, n % 595, n % 842, n % 842) for n in range(10_000))
    answer = convert(one_page(rules + TABLE), tmp_path, cli)
    assert answer.exit_code in {ExitCode.OK, ExitCode.NO_TABLE, ExitCode.LIMIT}
