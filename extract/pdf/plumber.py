"""Pages through pdfplumber: the slower backend, and the second opinion on a page that scores low."""

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException

from extract.pdf.content import Colour, PageContent, Rule, Segment, page_content, rules_of_rect
from extract.source import Source, encrypted
from schemas.errors import DamagedError, EncryptedError

ASCENT, DESCENT = 0.905, 0.212  # parts of the size above and below the baseline: those of Helvetica and most fonts of texts


def pages(source: Source) -> Iterator[PageContent]:
    """The pages in order, as a viewer shows them.

    Raises:
        EncryptedError: a password is needed.
        DamagedError: the file is truncated or broken inside.
    """
    try:
        with pdfplumber.open(io.BytesIO(source.data), password=source.password) as pdf:
            if not pdf.pages:
                raise DamagedError("the PDF has no pages", "fetch it again", source=source.name)
            for page in pdf.pages:
                yield _content(page)
                page.close()
    except PdfminerException as error:
        raise _ours(error.args[0] if error.args else error, source) from error
    except (PDFSyntaxError, PDFEncryptionError, PDFPasswordIncorrect) as error:
        raise _ours(error, source) from error


def _ours(error: object, source: Source) -> DamagedError | EncryptedError:
    if isinstance(error, PDFPasswordIncorrect | PDFEncryptionError):
        return encrypted(source)
    return DamagedError("the PDF is truncated or broken inside", "fetch it again", source=source.name)


def _content(page: Any) -> PageContent:
    chars = page.chars
    text = "".join(char["text"][:1] or " " for char in chars)  # a ligature keeps its first letter's place
    boxes = [_box(char, page.height) for char in chars]
    return page_content(page.page_number, (float(page.width), float(page.height)), text, boxes, _rules(page))


def _box(char: dict[str, Any], page_height: float) -> Segment:
    """The box of a character about its baseline; pdfminer's own sits too high where a font does not say how deep it goes."""
    a, b, c, _, _, baseline = char["matrix"]
    if b or c or a <= 0:
        return char["x0"], char["top"], char["x1"], char["bottom"]
    foot = page_height - baseline
    return char["x0"], foot - ASCENT * char["size"], char["x1"], foot + DESCENT * char["size"]


def _rules(page: Any) -> list[Rule]:
    rules = [Rule((each["x0"], each["top"], each["x1"], each["bottom"]), _colour(each["stroking_color"])) for each in page.lines]
    for rect in page.rects:
        fill = _colour(rect["non_stroking_color"]) if rect["fill"] else None
        stroke = _colour(rect["stroking_color"]) if rect["stroke"] else None
        rules += rules_of_rect(rect["x0"], rect["top"], rect["x1"], rect["bottom"], fill, stroke)
    return rules


def _colour(parts: object) -> Colour:
    """Red, green and blue of a colour in its own space; what is neither grey nor RGB counts as black."""
    values = list(parts) if isinstance(parts, tuple | list) else [parts]
    numbers = [round(value * 255) for value in values if isinstance(value, int | float)]
    if len(numbers) == 1:
        numbers *= 3
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else (0, 0, 0)
