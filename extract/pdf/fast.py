"""Pages through tablers (pdfium, called from Rust): all characters and rules of a page in about 4 milliseconds."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from extract.pdf.annotations import struck_boxes
from extract.pdf.content import Colour, Floats, PageContent, Rule, Segment, page_content, rules_of_rect, turned
from extract.source import Source
from schemas.errors import DamagedError, EncryptedError

HYPHEN = "\x02"  # what pdfium gives for a hyphen at the end of a line
SAMPLE = 64  # characters that tell which way a page's text runs
QUARTER = 90.0  # degrees


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
        struck = struck_boxes(source)
        for number, page in enumerate(document.pages(), 1):
            page.extract_objects()
            yield _content(number, page, struck.get(number, ()))
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


def _content(number: int, page: Any, struck: Sequence[Segment]) -> PageContent:
    objects = page.objects
    chars = objects.chars
    text, boxes = _printed("".join([char.unicode_char or "\n" for char in chars]), np.array([char.bbox for char in chars]).reshape(-1, 4))
    shown = round(page.rotation_degrees / QUARTER) % 4
    size = (page.height, page.width) if shown % 2 else (page.width, page.height)  # tablers gives the size as shown
    content = page_content(number, size, text, boxes, _rules(objects), shown)
    return _upright(replace(content, struck=np.array(struck).reshape(-1, 4)), _text_turns(chars))


def _printed(text: str, boxes: Floats) -> tuple[str, Floats]:
    """The characters that the page prints: without the line ends and the blanks of no width that pdfium adds."""
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    added = (codes == ord("\r")) | (codes == ord("\n")) | ((codes == ord(" ")) & (boxes[:, 0] == boxes[:, 2]))
    return codes[~added].tobytes().decode("utf-32-le").replace(HYPHEN, "-"), boxes[~added]


def _text_turns(chars: list[Any]) -> int:
    """By how many quarter turns counter-clockwise the text runs, as most of a page's first characters do."""
    turns = Counter(round((char.rotation_degrees or 0.0) / QUARTER) % 4 for char in chars[:SAMPLE])
    return turns.most_common(1)[0][0] if turns else 0


def _upright(content: PageContent, turns: int) -> PageContent:
    """The page turned clockwise so that its text runs from left to right."""
    if not turns:
        return content
    width, height = content.width, content.height
    return replace(
        content,
        width=height if turns % 2 else width,
        height=width if turns % 2 else height,
        boxes=turned(content.boxes, turns, width, height),
        rules=turned(content.rules, turns, width, height),
        struck=turned(content.struck, turns, width, height),
        turns=(content.turns - turns) % 4,
    )


def _rules(objects: Any) -> list[Rule]:
    rules: list[Rule] = []
    for line in objects.lines:
        if line.is_stroked and line.line_type == "straight":
            (xa, ya), (xb, yb) = line.points[0], line.points[-1]
            rules.append(Rule((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)), _colour(line.stroke_color)))
    for rect in objects.rects:
        x0, top, x1, bottom = rect.bbox
        stroke = _colour(rect.stroke_color) if rect.is_stroked else None
        rules += rules_of_rect(x0, top, x1, bottom, _colour(rect.fill_color), stroke)
    return rules


def _colour(colour: tuple[int, int, int, int]) -> Colour:
    return colour[:3]
