"""DOCX files made by hand, well-meant and not."""

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ROWS = (("No", "Task", "Body"), ("1", "Review the fares", "Secretariat"), ("2", "Report on them", "PTC"))


def document(body: str, prologue: str = "") -> str:
    """The main part, with what stands before its root."""
    return f'<?xml version="1.0"?>{prologue}<w:document {W}><w:body>{body}</w:body></w:document>'


def table(properties: str = "") -> str:
    """A table of three rows, every cell with the same properties."""
    cells = ["".join(f"<w:tc>{properties}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row) for row in ROWS]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(parts: Mapping[str, str | bytes]) -> bytes:
    """The bytes of a DOCX of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def simple(body: str, prologue: str = "", **others: bytes) -> bytes:
    """A DOCX whose main part holds a body."""
    return docx({"word/document.xml": document(body, prologue), **others})
