"""PDF files made by hand, well-meant and not: each holds the same table of three rows where a page of it can be read at all."""

import zlib

from pdf_objects import pdf, stream

CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
BOX = b"[0 0 595 842]"
ROWS = (("No", "Task"), ("1", "Review the fares"), ("2", "Report on them"))


def _cell(row: int, column: int, text: str) -> bytes:
    x, y = 50 + 120 * column, 700 - 20 * row
    return f"{x} {y} 120 20 re S BT /F1 8 Tf {x + 3} {y + 6} Td ({text}) Tj ET\n".encode()


TABLE = b"".join(_cell(r, c, text) for r, row in enumerate(ROWS) for c, text in enumerate(row))


def page(entries: bytes = b"", box: bytes = BOX) -> bytes:
    """A page object whose contents are object 4 and whose font is object 5."""
    return b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> %s>>" % (box, entries)


def one_page(content: bytes = TABLE, *, box: bytes = BOX, catalogue: bytes = CATALOGUE, pages: bytes = PAGES, font: bytes = FONT) -> bytes:
    """A PDF of one page."""
    return pdf(catalogue, pages, page(box=box), stream(content), font)


def packed(content: bytes) -> bytes:
    """A PDF of one page whose contents are packed."""
    return pdf(CATALOGUE, PAGES, page(), stream(zlib.compress(content, 9), b"/Filter /FlateDecode "), FONT)


def forms(levels: int, times: int) -> bytes:
    """A PDF whose page draws a form, which draws the next one so many times, and so on; at no level, a form draws itself."""
    resources = b"<< /Font << /F1 5 0 R >> /XObject << %s >> >>" % b" ".join(b"/X%d %d 0 R" % (i, 7 + i) for i in range(levels or 1))
    draws = [b"/X%d Do " % (i + 1) * times for i in range(levels - 1)] + [TABLE] if levels else [b"/X0 Do " * times + TABLE]
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources 6 0 R "
    bodies = [stream(content, entries) for content in draws]
    whole = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>"
    return pdf(CATALOGUE, PAGES, whole, stream(b"/X0 Do"), FONT, resources, *bodies)
