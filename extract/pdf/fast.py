"""Pages through tablers (pdfium, called from Rust): all characters and rules of a page in about 4 milliseconds."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any

import numpy as np

from extract.pdf.annotations import StruckBoxes, struck_boxes
from extract.pdf.content import THIN, Bools, Colour, Floats, Ints, PageContent, Rule, Segment, page_content, rules_of_rect, turned
from extract.pdf.lines import BLANK_GAP
from extract.pdf.symbols import level_with_text
from extract.source import Source, encrypted
from schemas.errors import DamagedError, EncryptedError

GUESSED = 0.2  # of the width of the characters around: what gap bears out the blank that pdfium guesses there
HYPHEN = "\x02"  # what pdfium gives for a hyphen at the end of a line
PANIC = "PanicException"  # how PyO3 tells of what broke in Rust: no Exception, and of no module
QUARTER = 90.0  # degrees
BOX, LETTER, DEGREES = attrgetter("bbox"), attrgetter("unicode_char"), attrgetter("rotation_degrees")  # of a character
UNFILLED = "FillMode.NONE"


class PdfiumError(Exception):
    """pdfium gave up on the file; another library may read it."""


def page_count(source: Source) -> int:
    """How many pages the source has, from 1.

    Raises:
        EncryptedError: a password is needed.
        DamagedError: the file is truncated or broken inside, or without pages.
    """
    try:
        with _opened(source) as document:
            count = int(document.page_count)
    except PdfiumError as error:
        raise DamagedError("the PDF is broken inside", "fetch it again", source=source.name) from error
    if not count:
        raise DamagedError("the PDF has no pages", "fetch it again", source=source.name)
    return count


def pages(source: Source, numbers: Iterable[int] | None = None, struck: StruckBoxes | None = None) -> Iterator[PageContent]:
    """The pages of these numbers, which count from 1; all of them if none are named.

    Args:
        source: A PDF.
        numbers: Which pages to read.
        struck: What annotations strike, by page number, where that has been looked up.

    Raises:
        EncryptedError: a password is needed.
        DamagedError: the file is truncated or broken inside, or without pages.
        PdfiumError: pdfium gave up on a page; those before it have been given.
    """
    if numbers is None:
        numbers = range(1, page_count(source) + 1)
    if struck is None:
        struck = struck_boxes(source)
    with _opened(source) as document:
        for number in numbers:
            page = document.get_page(number - 1)
            page.extract_objects()
            yield _content(number, page, struck.get(number, ()))
            page.clear_cache()


@contextmanager
def _opened(source: Source) -> Iterator[Any]:
    document = _open(source)
    try:
        yield document
    except BaseException as error:
        if type(error).__name__ == PANIC:
            raise PdfiumError(str(error)) from error
        raise
    finally:
        document.close()


def _open(source: Source) -> Any:
    import tablers

    try:
        return tablers.Document(bytes=source.data, password=source.password)
    except RuntimeError as error:
        raise _ours(source) from error


def _ours(source: Source) -> DamagedError | EncryptedError:
    if b"/Encrypt" in source.data:
        return encrypted(source)
    return DamagedError("the PDF is truncated or broken inside", "fetch it again", source=source.name)


def _content(number: int, page: Any, struck: Sequence[Segment]) -> PageContent:
    objects = page.objects
    chars = objects.chars
    boxes = np.fromiter(chain.from_iterable(map(BOX, chars)), dtype=np.float64, count=4 * len(chars)).reshape(-1, 4)
    shown = round(page.rotation_degrees / QUARTER) % 4
    size = (page.height, page.width) if shown % 2 else (page.width, page.height)  # tablers gives the size as shown
    text = "".join([letter or "\n" for letter in map(LETTER, chars)])
    rules, areas = _drawn(objects)
    content = page_content(number, size, text, boxes, rules, shown, _text_turns(chars))
    content = replace(content, areas=areas, struck=np.array(struck).reshape(-1, 4))
    return _printed(_upright(content))


def _text_turns(chars: list[Any]) -> Ints | None:
    """The quarter turns clockwise that set each character upright; None where all are. tablers gives the character's own turn."""
    if not any(map(DEGREES, chars)):
        return None
    degrees = np.fromiter(map(DEGREES, chars), dtype=np.float64, count=len(chars))
    turns: Ints = np.round(-degrees / QUARTER).astype(np.int64) % 4
    return turns


def _upright(content: PageContent) -> PageContent:
    """The page turned clockwise so that most of its text runs from left to right."""
    sideways = content.sideways
    if sideways is None or not sideways.any():
        return replace(content, sideways=None)
    turns = int(np.bincount(sideways[content.boxes[:, 0] != content.boxes[:, 2]], minlength=1).argmax())
    width, height = content.width, content.height
    return replace(
        content,
        width=height if turns % 2 else width,
        height=width if turns % 2 else height,
        boxes=turned(content.boxes, turns, width, height),
        rules=turned(content.rules, turns, width, height),
        areas=turned(content.areas, turns, width, height),
        struck=turned(content.struck, turns, width, height),
        turns=(content.turns - turns) % 4,
        sideways=(sideways - turns) % 4,
    )


def _printed(content: PageContent) -> PageContent:
    """The characters that the page prints: without the line ends that pdfium adds, and the blanks that it guesses without need."""
    codes = np.frombuffer(content.text.encode("utf-32-le", "replace"), dtype=np.uint32)
    boxes, sideways = content.boxes, content.sideways
    line_end = (codes == ord("\r")) | (codes == ord("\n"))
    guessed = (codes == ord(" ")) & (boxes[:, :2] == boxes[:, 2:]).any(axis=1)
    needed = _needed(np.flatnonzero(guessed), boxes, line_end | guessed)
    boxes[needed] = np.column_stack([boxes[needed - 1, 2], boxes[needed - 1, 1], boxes[needed + 1, 0], boxes[needed - 1, 3]])
    printed = ~(line_end | guessed)
    printed[needed] = True
    text = codes[printed].tobytes().decode("utf-32-le").replace(HYPHEN, "-")
    boxes = level_with_text(text, boxes[printed])
    return replace(content, text=text, boxes=boxes, sideways=None if sideways is None else sideways[printed])


def _needed(blanks: Ints, boxes: Floats, added: Bools) -> Ints:
    """Those of the guessed blanks that a gap bears out which is too narrow to be taken for a blank by itself."""
    blanks = blanks[(blanks > 0) & (blanks < len(boxes) - 1)]
    blanks = blanks[~added[blanks - 1] & ~added[blanks + 1]]
    before, after = boxes[blanks - 1], boxes[blanks + 1]
    gap = after[:, 0] - before[:, 2]
    width = (after[:, 2] - after[:, 0] + before[:, 2] - before[:, 0]) / 2
    height = np.maximum(before[:, 3] - before[:, 1], after[:, 3] - after[:, 1])
    level = np.abs(after[:, 1] + after[:, 3] - before[:, 1] - before[:, 3]) < height
    return blanks[level & (gap >= GUESSED * width) & (gap <= BLANK_GAP * height)]


def _drawn(objects: Any) -> tuple[list[Rule], Floats]:
    """The rules of a page, and the boxes of the filled rectangles that are none."""
    rules: list[Rule] = []
    areas: list[Segment] = []
    for line in objects.lines:
        if line.line_type != "curve":
            rules += (
                _stroked(line.points, _colour(line.stroke_color)) if line.is_stroked else _filled(line.points, _colour(line.fill_color))
            )
    for rect in objects.rects:
        x0, top, x1, bottom = rect.bbox
        stroke = _colour(rect.stroke_color) if rect.is_stroked else None
        rules += rules_of_rect(x0, top, x1, bottom, _colour(rect.fill_color), stroke)
        if x1 - x0 > THIN and bottom - top > THIN and str(rect.fill_mode) != UNFILLED:
            areas.append((x0, top, x1, bottom))
    return rules, np.array(areas, dtype=np.float64).reshape(-1, 4)


def _stroked(points: list[tuple[float, float]], colour: Colour) -> list[Rule]:
    """The rules that a pen draws from point to point."""
    boxes = (_bounds(ends) for ends in pairwise(points))
    return [Rule(box, colour) for box in boxes if min(box[2] - box[0], box[3] - box[1]) <= THIN]


def _filled(points: list[tuple[float, float]], colour: Colour) -> list[Rule]:
    """The rule that a thin filled polygon is."""
    return rules_of_rect(*_bounds(points), fill=colour, stroke=None)


def _bounds(points: Sequence[tuple[float, float]]) -> Segment:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _colour(colour: tuple[int, int, int, int]) -> Colour:
    return colour[:3]
