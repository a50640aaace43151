"""What a page shows: its characters with their boxes, and its ruling lines. All lengths in points from the top left corner."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from extract.source import Source

Floats = npt.NDArray[np.float64]
THIN = 3.0  # points; a rectangle thinner than this is a rule, not an area


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page: `text[i]` is the character in `boxes[i]` (x0, top, x1, bottom); `rules` are axis-parallel segments alike."""

    number: int
    width: float
    height: float
    text: str
    boxes: Floats  # shape (characters, 4)
    rules: Floats  # shape (rules, 4); a horizontal one has the greater width, a vertical one the greater height


class Backend(Protocol):
    """A library that opens a PDF and gives its pages."""

    def pages(self, source: Source) -> Iterator[PageContent]:
        """The pages in order.

        Raises:
            EncryptedError: a password is needed.
            DamagedError: the file is truncated or broken inside.
        """


def page_content(
    number: int, size: tuple[float, float], text: str, boxes: Sequence[tuple[float, ...]], rules: Sequence[tuple[float, ...]]
) -> PageContent:
    """A page from plain sequences of boxes and segments."""
    box_array = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
    rule_array = np.asarray(rules, dtype=np.float64).reshape(-1, 4)
    return PageContent(number, *size, text, box_array, rule_array)


def rules_of_rect(x0: float, top: float, x1: float, bottom: float, stroked: bool) -> list[tuple[float, float, float, float]]:
    """The rules that a rectangle draws: a thin one is a rule by itself, a stroked one has four; an area has none."""
    if min(x1 - x0, bottom - top) <= THIN:
        return [(x0, top, x1, bottom)]
    if not stroked:
        return []
    return [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
