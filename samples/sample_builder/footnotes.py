"""Footnotes of a Word document, which python-docx does not write: a part of their own, and a reference where each is called."""

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from sample_builder.model import styled

SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


class Footnotes:
    """Collects the notes that are referred to, in order, and writes them into the document at the end."""

    def __init__(self, document: WordDocument, texts: dict[str, str]) -> None:
        self.document = document
        self.texts = texts
        self.root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for kind, number in SEPARATORS:
            attributes = f'{nsdecls("w")} w:type="{kind}" w:id="{number}"'
            self.root.append(parse_xml(f"<w:footnote {attributes}><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>"))

    def refer(self, paragraph: Paragraph, note: str, size: float | None = None) -> None:
        """Puts a reference at the end of a paragraph, and the note among the footnotes."""
        run = paragraph.add_run()
        run.font.superscript = True
        if size:
            run.font.size = Pt(size)
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), note)
        run._r.append(reference)
        self.root.append(_footnote(note, self.texts[note]))

    def write(self) -> None:
        """Adds the part to the document, if any note is there."""
        if len(self.root) == len(SEPARATORS):
            return
        blob = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, self.document.part.package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _footnote(note: str, text: str) -> etree._Element:
    footnote = OxmlElement("w:footnote")
    footnote.set(qn("w:id"), note)
    paragraph = Paragraph(OxmlElement("w:p"), None)
    mark = paragraph._p.add_r()
    mark.append(parse_xml(f'<w:rPr {nsdecls("w")}><w:vertAlign w:val="superscript"/><w:sz w:val="16"/></w:rPr>'))
    mark.append(OxmlElement("w:footnoteRef"))
    paragraph.paragraph_format.space_after = Pt(2)
    for piece, style in styled(f" {text}"):
        run = paragraph.add_run(piece)
        run.font.size = Pt(8)
        run.font.bold = True if style == "b" else None
    footnote.append(paragraph._p)
    return footnote
