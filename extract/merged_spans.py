"""Cells merged over several rows whose texts stand in the middle of them: which rows does each text hold for?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

BEFORE = 0.1  # weight of the rows left to the page before against that of texts off the middle
BEFORE_MOST = 150.0  # square points
NEAR = 0.5  # of half a height: how far off the middle of a row a text of its own may stand


@dataclass(frozen=True, slots=True)
class Band:
    """The height that something takes on the page, in points."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


def spans(rows: Sequence[Band], texts: Sequence[Band]) -> list[int]:
    """For each text of a column, from top to bottom, the first row it holds for; the rows up to the next one are its own.

    The rows before the first text belong to none. Of all ways to deal the rows out in order, the one is taken whose
    spans have their middles nearest to the texts'.
    """
    edges = [rows[0].top, *((a.bottom + b.top) / 2 for a, b in pairwise(rows)), rows[-1].bottom]
    count = len(rows)
    best = np.array([_before(edges, free, texts) for free in range(count + 1)])
    origins: list[list[int]] = []
    for text in texts:
        reached, origin = np.full(count + 1, np.inf), [0] * (count + 1)
        for end in range(1, count + 1):
            for first in range(end):
                cost = best[first] + ((edges[first] + edges[end]) / 2 - text.middle) ** 2
                if cost < reached[end]:
                    reached[end], origin[end] = cost, first
        best = reached
        origins.append(origin)
    firsts, end = [], count
    for origin in reversed(origins):
        end = origin[end]
        firsts.append(end)
    return firsts[::-1]


def _before(edges: Sequence[float], free: int, texts: Sequence[Band]) -> float:
    """What it costs that the first rows belong to no text of this page: rather to the cell that the page before began."""
    return min(float(min(edges[free] - edges[0], abs(texts[0].middle - edges[0])) ** 2) * BEFORE, BEFORE_MOST)


def near_middle(row: Band, text: Band) -> bool:
    """Whether a text stands in the middle of one row."""
    return abs(row.middle - text.middle) <= NEAR * min(text.bottom - text.top, row.bottom - row.top) / 2
