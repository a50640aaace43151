"""Words that cross an upright rule: a narrow column lets them run over its side, and nothing says which cell they belong to."""

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from extract.pdf.content import Bools, Ints, PageContent

JOINED = 0.3  # points between two letters that print as one word, whatever rule stands between them
OVER = 0.5  # of the character height: letters whose middles are off by more stand in different lines


def whole_words(content: PageContent, region: Ints) -> tuple[Ints, dict[int, str]]:
    """The region of each character with no word in two, and what stands across the side of a cell, by region.

    Args:
        content: The page.
        region: Shape (characters,): the cell that holds the character's middle; below 0 outside all cells.

    A word goes to the cell that holds most of it. Each cell that it touches is named with it.
    """
    changes = np.flatnonzero((region[1:] != region[:-1]) & (np.maximum(region[1:], region[:-1]) >= 0))
    torn = changes[_joined(content, changes)]
    if not len(torn):
        return region, {}
    joined = _joined(content, np.arange(len(region) - 1))
    region, crossing = region.copy(), dict[int, str]()
    for start, end in _words(torn, joined):
        touched = region[start:end]
        cells = np.unique(touched[touched >= 0]).tolist()
        widths = content.boxes[start:end, 2] - content.boxes[start:end, 0]
        crossing |= dict.fromkeys(cells, content.text[start:end])
        region[start:end] = max(cells, key=lambda cell: float(widths[touched == cell].sum()))
    return region, crossing


def _joined(content: PageContent, at: Ints) -> Bools:
    """Whether each of these characters is of one word with the next one."""
    first, second = content.boxes[at], content.boxes[at + 1]
    size = np.maximum(np.minimum(first[:, 3] - first[:, 1], second[:, 3] - second[:, 1]), 0.1)
    off = np.abs(first[:, 1] + first[:, 3] - second[:, 1] - second[:, 3]) / 2
    gap = second[:, 0] - first[:, 2]
    joined: Bools = (off < OVER * size) & (gap <= JOINED) & (gap > -size)
    if content.sideways is not None:
        joined &= (content.sideways[at] == 0) & (content.sideways[at + 1] == 0)
    text = content.text
    joined[joined] = [not text[i].isspace() and not text[i + 1].isspace() for i in at[joined].tolist()]
    return joined


def _words(torn: Ints, joined: Bools) -> Iterator[tuple[int, int]]:
    """First and next character of each word that is torn after some of its characters."""
    spans = []
    for i in torn.tolist():
        start, end = i, i + 1
        while start and joined[start - 1]:
            start -= 1
        while end < len(joined) and joined[end]:
            end += 1
        spans.append((start, end + 1))
    yield from (span for span, _ in groupby(spans))
