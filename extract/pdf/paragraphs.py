"""Printed lines outside the tables put together to paragraphs."""

from collections.abc import Iterable, Iterator

from extract.pdf.lines import RAISED, Line


def paragraphs(lines: Iterable[Line], width: float) -> Iterator[list[Line]]:
    """Lines outside the tables, one list a paragraph; `width` is that of the text on the page, in points."""
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and not _goes_on(paragraph[-1], paragraph[0], line, width):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _goes_on(above: Line, first: Line, line: Line, width: float) -> bool:
    """Whether a line outside the tables is the next of its paragraph: set close below, where its first word had no room above."""
    close = line.top - above.bottom < 0.5 * above.height and _aligned(first, above, line)
    if above.text.rstrip()[-1:] in RAISED:
        return False  # a heading with the mark of a footnote
    word = len(line.text.split(" ", 1)[0]) + 1
    taken = (above.x1 - above.x0) * (1 + word / max(len(above.text), 1))
    return close and taken + abs(above.x0 - line.x0) > width


def _aligned(first: Line, above: Line, line: Line) -> bool:
    """Whether two lines share their left side (the paragraph's first may be indented) or their middle."""
    left = min(abs(line.x0 - above.x0), abs(line.x0 - first.x0)) < above.height / 2
    middle = abs((line.x0 + line.x1) - (above.x0 + above.x1)) < above.height
    return left or middle or (above is first and 0 < first.x0 - line.x0 < 6 * above.height)
