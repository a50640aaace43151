"""Dumps made by the tools themselves, of PDFs that are there: no LibreOffice is needed. Without a tool, its tests are skipped."""

import re
import shutil
import sys
from pathlib import Path

import pytest
from docx import Document as read_docx
from PIL import Image
from shared import SAMPLES

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.append(ROOT)

from samples.damage import block, ocr  # noqa: E402
from samples.damage.__main__ import main  # noqa: E402
from samples.damage.documents import RECIPES, document, report  # noqa: E402
from samples.damage.tools import MissingToolError, pdfbox, program  # noqa: E402
from samples.damage.worn import Wear, wear  # noqa: E402
from samples.generator.build import Request, make  # noqa: E402
from samples.generator.kept import kept  # noqa: E402
from samples.generator.word.blanks import PRINTED_BLANK  # noqa: E402

KEPT = "ptc-tracked"
LONG = 8  # characters of a word that a page shows only where it is meant
WORN = Wear(skew=0.2, blur=0.4, grain=8.0)


def lacks(*tools: str) -> str:
    """Which of these tools is missing, in a sentence; empty where none is."""
    for tool in tools:
        try:
            pdfbox() if tool == "tabula-py" else program(tool, tool)
        except MissingToolError as error:
            return str(error)
    return ""


NO_PDFBOX, NO_OCR = lacks("java", "javac", "tabula-py"), lacks("tesseract", "pdftoppm")
needs_pdfbox = pytest.mark.skipif(bool(NO_PDFBOX), reason=NO_PDFBOX)
needs_ocr = pytest.mark.skipif(bool(NO_OCR), reason=NO_OCR)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLES / f"{KEPT}.pdf", tmp_path))


def shown(text: str) -> float:
    """The share of the kept document's long words, changed cells left out, that stand in the text."""
    squeezed = re.sub(r"[\s-]", "", text)
    rows = kept()[KEPT].truth()["rows"]
    untouched = [row[field] or "" for row in rows for field in ("task", "indicator") if field not in {c["field"] for c in row["changes"]}]
    words = {word for one in untouched for word in re.split(r"[\s-]", one) if len(word) >= LONG}
    assert len(words) > 20
    return sum(word in squeezed for word in words) / len(words)


@needs_pdfbox
def test_a_block_dump_holds_every_word_and_marks_pages_and_paragraphs(pdf: Path) -> None:
    (path,) = block.dump([pdf])
    text = path.read_text(encoding="utf-8")
    assert path.name == f"{KEPT}.block.txt"
    assert shown(text) == 1
    assert text.startswith(" ") and "\n\n" in text and "\r" not in text and "\f" not in text


@needs_pdfbox
def test_an_unreadable_pdf_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no PDF")
    with pytest.raises(RuntimeError, match="PDFBox"):
        block.dump([broken])


@needs_ocr
@pytest.mark.parametrize("how", [Wear(), WORN], ids=["as printed", "worn"])
def test_an_ocr_dump_holds_most_words(pdf: Path, how: Wear) -> None:
    path = ocr.dump(pdf, 1, 2, how)
    text = path.read_text(encoding="utf-8")
    assert path.name == f"{KEPT}.ocr.txt"
    assert shown(text) > 0.7
    assert text.startswith(" ") and text.count("\n ") >= 1 and "\f" not in text


@pytest.mark.parametrize(
    "how", [Wear(skew=0.3), Wear(blur=0.8), Wear(grain=20), Wear(threshold=150)], ids=["skew", "blur", "grain", "threshold"]
)
def test_each_kind_of_wear_changes_a_page_and_keeps_its_size(how: Wear) -> None:
    page = Image.new("L", (60, 40), 255)
    page.paste(100, (20, 10, 40, 30))
    worn = wear(page.copy(), how)
    assert worn.size == page.size and worn.mode == "L"
    assert worn.tobytes() != page.tobytes()
    if how.threshold:
        assert set(worn.tobytes()) == {0, 255}


def test_a_missing_tool_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError, match="tesseract is not installed: apt-get install tesseract-ocr"):
        ocr.dump(tmp_path / "any.pdf", 1)
    with pytest.raises(MissingToolError, match="default-jdk-headless"):
        block.dump([tmp_path / "any.pdf"])


def test_a_family_without_a_recipe_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ocr", "--seed", "1", "--family", "ecp", "--out", str(tmp_path)]) == 1
    assert "no recipe for ocr dumps of ecp" in capsys.readouterr().err


@pytest.mark.parametrize("kind", RECIPES)
def test_a_run_of_seeds_takes_every_family_of_its_recipes_and_changes_only_their_fields(kind: str) -> None:
    recipes = RECIPES[kind]
    made = [document(kind, seed) for seed in range(sum(one.weight for one in recipes))]
    assert {one.programme.family for one in made} == {one.family for one in recipes if one.weight}
    allowed = {field for one in recipes for field in one.changed}
    changed = {change["field"] for one in made for row in one.truth()["rows"] for change in row["changes"]}
    assert changed == allowed


def test_a_report_holds_a_plan_and_a_draft_of_one_reference() -> None:
    plan, draft = (one.truth() for one in report(3))
    assert plan["document"]["document_id"] == draft["document"]["document_id"]
    assert [one["document"]["annex"] for one in (plan, draft)] == ["II", "III"]
    assert {row["record_kind"] for row in plan["rows"]} == {"action"}
    assert {row["section_number"] for row in draft["rows"]} <= {"I", "II", "III"}


def test_kept_blanks_change_no_word_of_the_file(tmp_path: Path) -> None:
    plain, blanks = (make(Request(9, "draft", rows=8, layout=(("kept_blanks", kept),))) for kept in (False, True))
    texts = []
    for one in (plain, blanks):
        path = tmp_path / "one.docx"
        path.write_bytes(one.docx())
        texts.append([cell.text for table in read_docx(path).tables for row in table.rows for cell in row.cells])
    assert texts[0] != texts[1]
    assert texts[0] == [re.sub(rf"{PRINTED_BLANK}$", "", text, flags=re.M).replace(PRINTED_BLANK, " ") for text in texts[1]]
    assert plain.truth() == blanks.truth()
