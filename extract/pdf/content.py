"""What a page shows: its characters with their boxes, and its ruling lines. All lengths in points from the top left corner."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Colour = tuple[int, int, int]
Segment = tuple[float, float, float, float]
THIN = 3.0  # points; a rectangle thinner than this is a rule, not an area


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn segment parallel to a side of the page, and its colour (red, green, blue; 0 to 255)."""

    segment: Segment
    colour: Colour


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page, turned so that its text runs from left to right.

    `text[i]` is the character in `boxes[i]` (x0, top, x1, bottom). `rules[j]` is a segment alike, a level one with the
    greater width, an upright one with the greater height, in the colour `colours[j]`. `areas` are the rectangles filled
    with colour that are no rules. `struck` are boxes of text that annotations strike. `turns` says by how many quarter
    turns clockwise the page is to be turned to look as a viewer shows it.
    """

    number: int
    width: float
    height: float
    text: str
    boxes: Floats  # shape (characters, 4)
    rules: Floats  # shape (rules, 4)
    colours: Ints  # shape (rules, 3)
    turns: int = 0
    areas: Floats = field(default_factory=lambda: np.empty((0, 4)))  # shape (filled rectangles, 4)
    struck: Floats = field(default_factory=lambda: np.empty((0, 4)))  # shape (annotated lines, 4)
    sideways: Ints | None = None  # shape (characters,): quarter turns clockwise that set each upright; None where all are

    def only(self, kept: Bools) -> "PageContent":
        """The page with those of its characters alone that are kept, all taken for upright."""
        letters = "".join(letter for letter, own in zip(self.text, kept.tolist(), strict=True) if own)
        return replace(self, text=letters, boxes=self.boxes[kept], sideways=None)

    @property
    def frame(self) -> "Frame":
        """How its boxes lie on the page that a viewer shows."""
        return Frame(self.width, self.height, self.turns)


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's size as its text runs, in points, and the quarter turns clockwise that make it look as a viewer shows it."""

    width: float
    height: float
    turns: int = 0

    def shown(self, x0: float, top: float, x1: float, bottom: float) -> Segment:
        """The box of the page as a viewer shows it."""
        return self.turned((x0, top, x1, bottom), self.turns)

    def turned(self, box: Segment, turns: int) -> Segment:
        """A box of the page after so many quarter turns clockwise."""
        if not turns:
            return box
        x0, top, x1, bottom = box
        width, height = self.width, self.height
        for _ in range(turns % 4):
            x0, top, x1, bottom = height - bottom, x0, height - top, x1
            width, height = height, width
        return x0, top, x1, bottom

    def turned_back(self, box: Segment, turns: int) -> Segment:
        """The box of the page that becomes this one after so many quarter turns clockwise."""
        width, height = (self.height, self.width) if turns % 2 else (self.width, self.height)
        return Frame(width, height).turned(box, -turns)


def page_content(
    number: int,
    size: tuple[float, float],
    text: str,
    boxes: Sequence[Sequence[float]] | Floats,
    rules: Sequence[Rule],
    turns: int = 0,
    sideways: Ints | None = None,
) -> PageContent:
    """A page from plain sequences. `size` is that of the page as its text runs."""
    return PageContent(
        number,
        *size,
        text,
        np.asarray(boxes, dtype=np.float64).reshape(-1, 4),
        np.asarray([rule.segment for rule in rules], dtype=np.float64).reshape(-1, 4),
        np.asarray([rule.colour for rule in rules], dtype=np.int64).reshape(-1, 3),
        turns,
        sideways=sideways,
    )


def rules_of_rect(x0: float, top: float, x1: float, bottom: float, fill: Colour | None, stroke: Colour | None) -> list[Rule]:
    """The rules that a rectangle draws: a thin one is a rule by itself, a stroked one has four; an area has none."""
    if min(x1 - x0, bottom - top) <= THIN:
        return [Rule((x0, top, x1, bottom), fill or stroke or (0, 0, 0))]
    if stroke is None:
        return []
    sides = [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
    return [Rule(side, stroke) for side in sides]


def turned(boxes: Floats, turns: int, width: float, height: float) -> Floats:
    """Boxes (shape (n, 4)) of a page of that size after so many quarter turns clockwise."""
    for _ in range(turns % 4):
        boxes = np.column_stack([height - boxes[:, 3], boxes[:, 0], height - boxes[:, 1], boxes[:, 2]])
        width, height = height, width
    return boxes


def usual_height(boxes: Floats) -> float:
    """The height in points of the middle one of some boxes (shape (n, 4)) by height; 0 where there are none."""
    heights = boxes[:, 3] - boxes[:, 1]
    half = len(heights) // 2
    return float(np.partition(heights, half)[half]) if len(heights) else 0.0  # a tenth of the time of `np.median`
