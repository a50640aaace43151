"""Bullets of a symbol font: their boxes are as tall as the font claims, up to three lines, and hide which line they stand in."""

import numpy as np

from extract.pdf.content import Floats, usual_height

TALL = 1.6  # times the height of the text beside it, from which a character is taller than any letter of its line
WITHIN = 1.0  # points by which the text may stand out of the tall box above or below
NEXT = 3  # characters in content order within which the text of the line follows, blanks included


def level_with_text(text: str, boxes: Floats) -> Floats:
    """The boxes (shape (n, 4)), a lone tall character's as high as the text that follows it inside its height.

    A tall letter among others as tall is a heading's and keeps its box.
    """
    height = boxes[:, 3] - boxes[:, 1]
    tall = height > TALL * usual_height(boxes)
    if not tall.any():
        return boxes
    blank = np.array([letter.isspace() for letter in text], dtype=bool)
    tall &= ~blank
    lone = tall & ~np.r_[False, tall[:-1]] & ~np.r_[tall[1:], False]
    levelled = boxes
    for i in np.flatnonzero(lone).tolist():
        beside = next((j for j in range(i + 1, min(i + 1 + NEXT, len(boxes))) if _is_beside(text, boxes, i, j)), None)
        if beside is not None:
            levelled = boxes.copy() if levelled is boxes else levelled
            levelled[i:beside, 1], levelled[i:beside, 3] = boxes[beside, 1], boxes[beside, 3]  # blanks between them as well
    return levelled


def _is_beside(text: str, boxes: Floats, tall: int, other: int) -> bool:
    """Whether another character stands right of a tall one, inside its height, and is much lower than it."""
    if text[other].isspace() or boxes[other, 0] < boxes[tall, 0]:
        return False
    (_, top, _, bottom), (_, high, _, low) = boxes[tall], boxes[other]
    return bool(high > top - WITHIN and low < bottom + WITHIN and TALL * (low - high) < bottom - top)
