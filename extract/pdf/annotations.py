"""Text that strikeout annotations strike: editors' marks over the page that are no part of its content (ISO 32000-1, 12.5.6.10)."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSException

from extract.pdf.content import Segment
from extract.source import Source

STRIKEOUT = b"/StrikeOut"
PACKED = b"/ObjStm"  # objects are packed: what they say does not show in the file's bytes
HIDDEN = 2  # bit of an annotation's flags
StruckBoxes = Mapping[int, Sequence[Segment]]
"""Boxes of struck text by page number."""
CORNERS = 8  # numbers of one quadrilateral: x and y of its four corners


def struck_boxes(source: Source) -> StruckBoxes:
    """The boxes of struck text by page number, in points from the top left corner of the page before it is turned.

    A file that cannot be read has none: what is wrong with it is for the reader of its pages to say.
    """
    if STRIKEOUT not in source.data and PACKED not in source.data:
        return {}
    try:
        pages = list(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(source.data)), source.password or "")))
        found = {number: list(_boxes(page)) for number, page in enumerate(pages, 1)}
    except (PSException, PDFException):
        return {}
    return {number: boxes for number, boxes in found.items() if boxes}


def _boxes(page: PDFPage) -> Iterator[Segment]:
    left, _, _, top = page.cropbox
    for annotation in map(resolve1, resolve1(page.annots) or ()):
        if not isinstance(annotation, dict) or getattr(annotation.get("Subtype"), "name", None) != "StrikeOut":
            continue
        if _numbers([annotation.get("F", 0)]) and int(resolve1(annotation.get("F", 0))) & HIDDEN:
            continue
        corners = _numbers(resolve1(annotation.get("QuadPoints")) or ()) or _corners(_numbers(resolve1(annotation.get("Rect")) or ()))
        for i in range(0, len(corners) - CORNERS + 1, CORNERS):
            xs, ys = corners[i : i + CORNERS : 2], corners[i + 1 : i + CORNERS : 2]
            yield min(xs) - left, top - max(ys), max(xs) - left, top - min(ys)


def _corners(rect: list[float]) -> list[float]:
    return [rect[0], rect[1], rect[2], rect[1], rect[0], rect[3], rect[2], rect[3]] if len(rect) == CORNERS // 2 else []


def _numbers(values: Any) -> list[float]:
    return [float(value) for value in map(resolve1, values) if isinstance(value, int | float)]
