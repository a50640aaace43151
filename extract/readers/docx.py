"""The DOCX: the word processor's own file, with its merged cells, repeated headers and tracked changes as stored."""

from collections.abc import Iterator

from lxml import etree

from extract.docx.numbering import Numbering
from extract.docx.package import W, open_package
from extract.docx.table import table_piece
from extract.docx.text import after, paragraph_spans
from extract.source import DOCX, Source
from schemas.place import Place
from schemas.raw import Fragment, Paragraph


def accepts(source: Source) -> bool:
    """Any DOCX."""
    return source.media_type == DOCX


def read(source: Source) -> Iterator[Fragment]:
    """The fragments of the document in order: page headers, then paragraphs and tables, then notes. It has no pages.

    Raises:
        DamagedError: the archive or its XML is broken.
    """
    package = open_package(source)
    numbering = Numbering(package.numbering)
    for header in package.headers:
        yield from _paragraphs(header, numbering, "furniture")
    body = package.document.find(f"{W}body")
    if body is not None:
        yield from _blocks(body, numbering)
    for notes in package.notes:
        yield from _paragraphs(notes, numbering, "note")


def _blocks(parent: etree._Element, numbering: Numbering) -> Iterator[Fragment]:
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraph(child, numbering, None)
        elif child.tag == f"{W}tbl":
            piece = table_piece(child, numbering)
            yield from [piece] if piece is not None else []
        elif isinstance(child.tag, str) and child.tag != f"{W}sectPr":
            yield from _blocks(child, numbering)


def _paragraphs(part: etree._Element, numbering: Numbering, role: str) -> Iterator[Fragment]:
    for paragraph in part.iter(f"{W}p"):
        yield from _paragraph(paragraph, numbering, role)


def _paragraph(paragraph: etree._Element, numbering: Numbering, role: str | None) -> Iterator[Fragment]:
    for line in after(paragraph_spans(paragraph, numbering)).split("\n"):
        if line:
            yield Paragraph(text=line, place=Place(), role=role)
