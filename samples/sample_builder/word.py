"""Blocks as a Word document, and through LibreOffice a PDF: ruled tables, repeated headers, merged cells, footnotes."""

import subprocess
import tempfile
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from sample_builder.footnotes import Footnotes
from sample_builder.model import Cell, Paragraph, Programme, Table, styled

FONT = "Liberation Sans"
A4 = (Cm(29.7), Cm(21.0))
MARGIN = Cm(1.5)


def write_pdf(programme: Programme, target: Path) -> None:
    """Builds the Word document and has LibreOffice print it."""
    with tempfile.TemporaryDirectory() as folder:
        docx = Path(folder, f"{programme.name}.docx")
        build(programme).save(str(docx))
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(docx)]
        subprocess.run(command, check=True, capture_output=True)
        target.write_bytes(docx.with_suffix(".pdf").read_bytes())


def build(programme: Programme) -> WordDocument:
    """The Word document of a programme."""
    document = Document()
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", programme.source["document"]["title"]
    _page(document, programme)
    notes = Footnotes(document, programme.source.get("notes", {}))
    for block in programme.blocks:
        if isinstance(block, Table):
            _table(document, block, programme, notes)
        elif block.style != "note":
            _paragraph(document, block, notes)
    notes.write()
    return document


def _page(document: WordDocument, programme: Programme) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10)
    style.paragraph_format.space_after = Pt(6)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = Cm(0.9)
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    header.paragraph_format.space_after = Pt(10)
    header.add_run("\n".join(programme.source["print"].get("furniture", ()))).font.size = Pt(8)
    for footer in (section.footer, section.first_page_footer):
        _page_number(footer.paragraphs[0], programme.source["document"].get("annex"))


def _page_number(paragraph: WordParagraph, annex: str | None) -> None:
    """`II/3.`: the annex and a field that counts pages."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(f"{annex}/" if annex else "")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(".")


def _paragraph(document: WordDocument, block: Paragraph, notes: Footnotes) -> None:
    paragraph = document.add_paragraph()
    _runs(paragraph, block.text, bold=block.style in ("lead", "heading", "subheading"))
    if block.style in ("lead", "stars"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if block.style == "heading":
        paragraph.paragraph_format.keep_with_next = True
    if block.style == "item":
        paragraph.paragraph_format.left_indent = Cm(0.8)
    paragraph.paragraph_format.page_break_before = block.new_page
    if block.note:
        notes.refer(paragraph, block.note)


def _runs(paragraph: WordParagraph, text: str, size: float | None = None, bold: bool = False) -> None:
    for piece, style in styled(text):
        run = paragraph.add_run(piece)
        run.font.bold = True if bold or style == "b" else None
        run.font.italic = True if style == "i" else None
        run.font.superscript = True if style == "sup" else None
        if size:
            run.font.size = Pt(size)


def _table(document: WordDocument, table: Table, programme: Programme, notes: Footnotes) -> None:
    settings = programme.source["pdf"]
    rows = [(cells, True) for cells in table.header] + [(row.cells, False) for row in table.rows]
    word = document.add_table(len(rows), len(table.fields), style="Table Grid")
    word.autofit = False
    _widths(word, settings["widths"])
    for y, (cells, is_header) in enumerate(rows):
        if is_header:
            _repeat(word, y)
        for x, cell in enumerate(cells):
            if cell is not None:
                _fill(_merged(word, y, x, cell), cell, settings["size"], is_header, notes)
    document.add_paragraph()


def _widths(word: WordTable, widths: list[float]) -> None:
    for column, width in zip(word.columns, widths, strict=True):
        column.width = Cm(width)
    for row in word.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _repeat(word: WordTable, y: int) -> None:
    word.rows[y]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _merged(word: WordTable, y: int, x: int, cell: Cell) -> _Cell:
    first = word.cell(y, x)
    if cell.rows == cell.columns == 1:
        return first
    return first.merge(word.cell(y + cell.rows - 1, x + cell.columns - 1))


def _fill(word: _Cell, cell: Cell, size: float, is_header: bool, notes: Footnotes) -> None:
    for extra in word.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    for n, line in enumerate(cell.text.split("\n")):
        paragraph = word.paragraphs[0] if n == 0 else word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        if line.startswith("- "):
            paragraph.paragraph_format.left_indent = Cm(0.2)
        _runs(paragraph, line, size, bold=is_header)
    if cell.note:
        notes.refer(paragraph, cell.note, size)
