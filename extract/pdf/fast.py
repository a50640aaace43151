"""Pages through tablers (pdfium, called from Rust): all characters and rules of a page in about 4 milliseconds."""

from collections.abc import Iterator
from typing import Any

from extract.pdf.content import PageContent, page_content, rules_of_rect
from extract.source import Source
from schemas.errors import DamagedError, EncryptedError

HYPHEN = "\x02"  # what pdfium gives for a hyphen at the end of a line


def pages(source: Source) -> Iterator[PageContent]:
    """The pages in order.

    Raises:
        EncryptedError: a password is needed.
        DamagedError: the file is truncated or broken inside.
    """
    document = _open(source)
    try:
        if not document.page_count:
            raise DamagedError("the PDF has no pages", "fetch it again", source=source.name)
        for number, page in enumerate(document.pages(), 1):
            page.extract_objects()
            yield _content(number, page)
            page.clear_cache()
    finally:
        document.close()


def _open(source: Source) -> Any:
    import tablers

    try:
        return tablers.Document(bytes=source.data)
    except RuntimeError as error:
        raise _ours(source) from error


def _ours(source: Source) -> DamagedError | EncryptedError:
    if b"/Encrypt" in source.data:
        return EncryptedError("the PDF is encrypted", "save a copy without a password", source=source.name)
    return DamagedError("the PDF is truncated or broken inside", "fetch it again", source=source.name)


def _content(number: int, page: Any) -> PageContent:
    objects = page.objects
    chars = [(char.unicode_char, char.bbox) for char in objects.chars]
    chars = [(text, box) for text, box in chars if text is not None and text not in "\r\n"]
    text = "".join(text for text, _ in chars).replace(HYPHEN, "-")
    return page_content(number, (page.width, page.height), text, [box for _, box in chars], _rules(objects))


def _rules(objects: Any) -> list[tuple[float, ...]]:
    rules: list[tuple[float, ...]] = []
    for line in objects.lines:
        if line.is_stroked and line.line_type == "straight":
            (xa, ya), (xb, yb) = line.points[0], line.points[-1]
            rules.append((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)))
    for rect in objects.rects:
        x0, top, x1, bottom = rect.bbox
        rules += rules_of_rect(x0, top, x1, bottom, rect.is_stroked)
    return rules
