"""Pages that a scan reads in bands, one after the other, each a column or a few beside each other: their lines in the order of rows.

Which columns a band holds, `band_columns.py` finds, how wide they are `band_widths.py`, and which lines are of one row `band_rows.py`.
Then they can be read as on other pages.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from extract.decoder.band_cuts import Piece, breadth, gap_above, pieces
from extract.decoder.band_rows import PageRow, page_rows
from extract.decoder.band_widths import fit_widths
from extract.decoder.line_costs import KNOWN_KINDS, LineCosts
from extract.decoder.printed_lines import PrintedLine, Spot
from extract.decoder.tokens import Gap
from schemas.raw import ColumnKind

SURE = 0.8  # likeness from which a block is a cell of a kind
SPANNED = 0.45  # part of a page that hardly a column spans
UNLIKE_PROSE = (ColumnKind.CODES, ColumnKind.TASK_TYPE)  # of whose words prose holds none
LEAST_BANDS = 2  # of a page whose columns are read one after the other


def is_banded(lines: Sequence[PrintedLine], costs: LineCosts) -> bool:
    """Whether the columns of a page are read one after the other.

    Parts of a header stand above several bands; or the types or bodies of several tasks follow each other, and what stands to their
    right follows them all.
    """
    bands = [line for line in lines if line.named]
    if len(bands) >= LEAST_BANDS:
        return True
    order = [costs.kinds.index(kind) for block in _block_texts(lines) if (kind := _kind(block, costs)) is not None]
    several = [column for column, count in Counter(order).items() if count > 1]
    alike = sum(a == b and a in costs.owned for a, b in pairwise(order))
    return len(several) > 1 and alike > sum(a > b for a, b in pairwise(order))


def _banded(pages: Sequence[Sequence[PrintedLine]], costs: Sequence[LineCosts]) -> Iterator[bool]:
    """Of each page of a table whether its columns are read one after the other; without a header it is read as the page before."""
    above = False
    for page in pages:
        own = costs[page[0].leaf]
        above = is_banded(page, own) or (above and not any(line.named for line in page) and not _runs_through(page, own))
        yield above


def _runs_through(page: Sequence[PrintedLine], costs: LineCosts) -> bool:
    """Whether lines wider than most columns hold a code or a type: they run through the columns, where others are prose."""
    wide = SPANNED * sum(width.ems for width in costs.widths)
    known = [costs.recognisers[kind] for kind in UNLIKE_PROSE if kind in costs.kinds and kind in costs.recognisers]
    words = {word.text for line in page if breadth(line.words) > wide for word in line.words if len(word.text) > 1}
    return any(recogniser.score(word) >= SURE for recogniser in known for word in words)


def _block_texts(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """The text of each block of lines."""
    block: list[str] = []
    for line in lines:
        if line.gap is not Gap.LINE and block:
            yield " ".join(block)
            block = []
        block.append(line.text)
    if block:
        yield " ".join(block)


def _kind(block: str, costs: LineCosts) -> ColumnKind | None:
    """The kind of column that a block is a cell of, where its words tell."""
    known = {kind: costs.recognisers[kind].score(block) for kind in KNOWN_KINDS if kind in costs.recognisers and kind in costs.kinds}
    best = max(known, key=known.__getitem__, default=None)
    return best if best is not None and known[best] >= SURE else None


def in_rows(lines: Sequence[PrintedLine], rows: Sequence[PageRow], own: Sequence[Sequence[Piece]]) -> Iterator[PrintedLine]:
    """The lines of a page row by row, and cell by cell: each with the words of one column, and its spot."""
    gap = Gap.PAGE
    for row in rows:
        opens = row.opens
        for column, span in enumerate(row.cells):
            for i in range(*span) if span is not None else ():
                piece = own[column][i]
                first = span is not None and i == span[0]
                spot = Spot(column, opens, (True if row.opens else None) if first else False, row.margins[column])
                between = max(gap, Gap.PARAGRAPH if first else gap_above(piece))
                yield replace(
                    lines[piece.at], gap=min(between, gap if gap is Gap.PAGE else Gap.PARAGRAPH), words=piece.words, spot=spot, named=()
                )
                opens, gap = False, Gap.LINE


def by_rows(lines: Sequence[PrintedLine], costs: Sequence[LineCosts]) -> list[PrintedLine]:
    """The lines of a table, those of banded pages in the order of their rows; `costs` are those of each page."""
    pages = [list(group) for _, group in groupby(lines, key=lambda line: line.leaf)]
    banded = list(_banded(pages, costs))
    inside = [page for page, is_one in zip(pages, banded, strict=True) if is_one]
    fitted = iter(fit_widths(inside, [costs[page[0].leaf] for page in inside]))
    found: list[PrintedLine] = []
    for page, is_one in zip(pages, banded, strict=True):
        if not is_one:
            found += page
            continue
        own_costs, path = next(fitted)
        own = pieces(page, path, own_costs.columns)
        rows = page_rows(own, own_costs, page is pages[0])
        found += in_rows(page, rows, own) if rows else page
    return found
