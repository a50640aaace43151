"""Printed lines cut into rows: of all cuts, the one that the page explains at the least cost.

A dynamic programme over the gaps between printed lines. What a row costs is the sum, in nats, of how unlikely it is
that a row fills just these columns, that the text of each stands where the alignment puts it (tops, middles or feet in
one height), that blank paper parts the lines of one cell, and that a text which opens a cell looks like the rest of the
one above it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from extract.joins import FillRates, joins, wrapping
from extract.layout import NUMERIC
from extract.pdf.content import Bools, Floats
from schemas.raw import ColumnKind, PieceRow, Recognisers

OVERLAP = 0.35  # of the character height: by how much the boxes of letters in two lines may overlap
ROW = 2.0  # nats for each row
OFF = 0.25  # of the character height: standard deviation of where a text stands from where the alignment puts it
MISPLACED = 7.0  # nats at most for a text that stands elsewhere
GAP_INSIDE = 4.0  # nats for blank paper between two lines of a cell
PARAGRAPH_GAP, WIDEST_GAP = 1.5, 3.0  # of the character height: what parts two paragraphs; the more beyond, the less likely one cell
CUT_SHORT = 2.0  # nats for the last row of a page to be cut by its foot
LONGEST = 200  # characters of a cell so far that tell whether a line goes on it
NUMBERED = -8.0  # nats for a printed number that opens no row of its own
STUB = 0.9  # nats for a row that prints its first column alone: a heading among the rows of a table that no profile knows
SHARED = 1.2  # nats for a text of a merging column that belongs to a cell over several rows
LIKELIEST = 6.0  # nats at most that the words of one cell can tell
IN_ORDER = 9.0  # nats for a text that the content of the page goes on with, or does not
NEVER = 1e6


class Align(StrEnum):
    """Where the texts of a row's cells stand in it."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The printed lines of one piece as numbers: shape (lines, columns), lengths in character heights."""

    top: Floats  # infinite where a line prints nothing in a column
    bottom: Floats
    filled: Bools
    starts: Bools  # blank paper stands above
    gaps: Floats  # nats for that paper, if it stands inside a cell
    odds: Floats  # log-odds that the text goes on the last one above it in its column
    opens: Bools  # shape (lines,): a row begins there for sure
    shut: Bools  # shape (lines,): no row begins there
    stubs: bool = False  # some rows may print their first column alone, as headings among them do


@dataclass(frozen=True, slots=True)
class Cuts:
    """The cut of one piece: where its rows begin, what the whole costs, how near each line came to the other decision."""

    begins: tuple[int, ...]
    cost: float
    margins: Floats  # nats by line


def sheet(lines: Sequence[PieceRow], kinds: Sequence[ColumnKind], recognisers: Recognisers, *, all_open: bool = False) -> Sheet:
    """What the cut needs to know of printed lines; `all_open` says that rows begin only where the page shows it."""
    shape = (len(lines), len(kinds))
    top, bottom, odds, gaps = np.full(shape, np.inf), np.full(shape, -np.inf), np.zeros(shape), np.zeros(shape)
    starts = np.zeros(shape, dtype=bool)
    spans = [[cell.span if cell.text or cell.before else None for cell in line.cells] for line in lines]
    heights = [low - high for row in spans for high, low in filter(None, row)]
    height = float(np.median(heights or [1.0])) or 1.0  # a damaged font claims letters of none
    unknown = all(kind is ColumnKind.TEXT for kind in kinds)
    for column, kind in enumerate(kinds):
        above, text = None, ""
        for i, line in enumerate(lines):
            span, cell = spans[i][column], line.cells[column]
            if span is None:
                continue
            top[i, column], bottom[i, column] = span[0] / height, span[1] / height
            starts[i, column] = cell.starts
            if cell.starts:
                blank = (span[0] - above.span[1]) / height if above is not None and above.span else 0.0
                gaps[i, column] = GAP_INSIDE * min(max(blank / PARAGRAPH_GAP, 1.0), WIDEST_GAP)
            if cell.goes_on is not None:
                odds[i, column] = IN_ORDER if cell.goes_on else -IN_ORDER
                gaps[i, column] = 0.0 if cell.goes_on else IN_ORDER
            elif kind is ColumnKind.NUMBER:
                odds[i, column] = NUMBERED
            elif above is not None and not cell.starts:
                before = text if kind in recognisers else above.text
                told = joins(kind, before, cell.text, recognisers) + wrapping(kind, above.room, cell)
                figures = unknown and NUMERIC.fullmatch(above.text) and NUMERIC.fullmatch(cell.text)
                odds[i, column] = -LIKELIEST if figures else min(max(told, -LIKELIEST), LIKELIEST)
            text = cell.text if cell.starts or kind not in recognisers else f"{text} {cell.text}"[-LONGEST:]
            above = cell
    opens = np.array([line.opens for line in lines], dtype=bool)
    return Sheet(top, bottom, np.isfinite(top), starts, gaps, odds, opens, ~opens & all_open, unknown)


def band_starts(lines: Sequence[PieceRow]) -> list[int]:
    """The lines at which a band of the page begins that no letter of a line above reaches into: no row ends inside a band."""
    starts: list[int] = []
    reached = -math.inf
    for number, line in enumerate(lines):
        spans = [cell.span for cell in line.cells if cell.span]
        if not spans:
            continue
        top, bottom = min(top for top, _ in spans), max(bottom for _, bottom in spans)
        if top >= reached - OVERLAP * (bottom - top) or not starts:
            starts.append(number)
        reached = max(reached, bottom)
    return starts


def cut(page: Sheet, rates: FillRates, align: Align) -> Cuts:
    """The cheapest cut of a piece into rows."""
    count = len(page.filled)
    costs = np.full((count, count + 1), NEVER)
    for first in range(count):
        if page.shut[first] and first:
            continue
        costs[first, first + 1 :] = _costs(page, first, rates, align)
        if align is not Align.TOP:  # what the foot of the page cuts fills the page from the top
            costs[first, count] = min(costs[first, count], CUT_SHORT + _costs(page, first, rates, Align.TOP)[-1])
    best, origin = np.full(count + 1, NEVER * count), np.zeros(count + 1, dtype=np.int64)
    best[0] = 0.0
    for end in range(1, count + 1):
        totals = best[:end] + costs[:end, end]
        origin[end] = int(totals.argmin())
        best[end] = totals[origin[end]]
    begins, end = [], count
    while end:
        end = int(origin[end])
        begins.append(end)
    begins.reverse()
    return Cuts(tuple(begins), float(best[count]), _margins(costs, begins, count))


def _margins(costs: Floats, begins: Sequence[int], count: int) -> Floats:
    """By how much the cut would cost more if one line alone were decided otherwise."""
    margins = np.full(count, NEVER)
    for number, (first, end) in enumerate(pairwise([*begins, count])):
        inner = slice(first + 1, end)
        margins[inner] = costs[first, inner] + costs[inner, end] - costs[first, end]
        if number:
            before = begins[number - 1]
            margins[first] = costs[before, end] - costs[before, first] - costs[first, end]
    return margins


def _costs(page: Sheet, first: int, rates: FillRates, align: Align) -> Floats:
    """What the rows cost that begin at a line, by the line they end at: shape (lines from there on,)."""
    filled = page.filled[first:]
    top = np.minimum.accumulate(page.top[first:], axis=0)
    bottom = np.maximum.accumulate(page.bottom[first:], axis=0)
    known = np.isfinite(top)
    seen = np.vstack([np.zeros((1, filled.shape[1]), dtype=bool), known[:-1]])
    opening = filled & ~seen
    gaps = np.cumsum(np.where(seen & filled, page.gaps[first:], 0.0), axis=0)
    told = np.cumsum(np.where(opening, page.odds[first:], 0.0), axis=0)
    own = np.where(known, _misplaced(top, bottom, known, rates.merging, align) + gaps + told, 0.0)
    merging = np.isin(np.arange(filled.shape[1]), rates.merging)
    may_share: Bools = np.logical_and(merging, known)
    if align is Align.TOP:  # a merged cell's text runs on into the rows it spans
        runs_on = np.cumsum(np.where(opening & ~page.starts[first:] & _has_above(page, first), 1, 0), axis=0) > 0
        may_share = np.logical_and(may_share, runs_on)
    shared = may_share & (own > SHARED)
    own = np.where(shared, SHARED, own)
    total = ROW + own.sum(axis=1) + _fill_costs(known & ~shared, rates, merging, page.stubs)
    ruled = np.cumsum(page.opens[first:]) - page.opens[first] > 0
    return np.where(ruled, NEVER, total)


def _has_above(page: Sheet, first: int) -> Bools:
    """The columns that print something above a line."""
    above: Bools = np.logical_or.reduce(page.filled[:first], axis=0)
    return above


def _misplaced(top: Floats, bottom: Floats, known: Bools, merging: Sequence[int], align: Align) -> Floats:
    """What it costs that the text of a column stands off where the alignment puts it: shape (ends, columns)."""
    own = np.ones(top.shape[1], dtype=bool)
    if len(merging) < len(own):
        own[list(merging)] = align is Align.TOP  # a merged cell may reach beyond the row
    high = np.where(known & own, top, np.inf).min(axis=1, keepdims=True)
    low = np.where(known & own, bottom, -np.inf).max(axis=1, keepdims=True)
    bare = ~np.isfinite(high)
    high = np.where(bare, top.min(axis=1, keepdims=True), high)
    low = np.where(bare, bottom.max(axis=1, keepdims=True), low)
    top, bottom = np.where(known, top, 0.0), np.where(known, bottom, 0.0)
    if align is Align.TOP:
        off = top - high
    elif align is Align.BOTTOM:
        off = bottom - low
    else:
        off = (top + bottom) / 2 - (high + low) / 2
    costs: Floats = np.minimum((off / OFF) ** 2 / 2, MISPLACED)
    return costs


def _fill_costs(opened: Bools, rates: FillRates, merging: Bools, stubs: bool) -> Floats:
    """What it costs that a row fills these columns and leaves the others empty; `stubs` as in `Sheet`."""
    rate = np.array([rates.rate(column) for column in range(opened.shape[1])])
    by_column = np.where(opened, -np.log(rate), -np.log(1 - rate))
    if not merging.any():
        total: Floats = by_column.sum(axis=1)
        alone = opened[:, 0] & (opened.sum(axis=1) == 1)
        return np.where(alone & stubs, np.minimum(total, STUB), total)
    bare = ~opened[:, merging].any(axis=1)
    in_merging = np.where(bare, -math.log(rates.bare_rate), by_column[:, merging].sum(axis=1) - math.log(1 - rates.bare_rate))
    total = by_column[:, ~merging].sum(axis=1) + in_merging
    return total
