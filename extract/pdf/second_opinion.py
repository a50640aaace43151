"""A second opinion on the columns of a page without rules: camelot is asked where our own score low.

Camelot's network parser (after A. Nurminen, "Algorithmic extraction of data in tables in PDF documents", 2013) finds columns
page by page from the words that stand in line. It is right less often than columns that are told over all pages, but it goes
wrong elsewhere: where both agree, hardly a row is wrong.
"""

import io
import logging
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from extract.pdf.columns import CLEAR, FEWEST_LINES, Columns, TextLine, words_of
from extract.pdf.content import PageContent
from extract.pdf.row_rules import Run
from extract.pdf.strips import strips
from extract.source import Source

WEAK = 1.0  # log-odds a line, on a page, of a boundary that is not sure
MOST = 50  # pages of a document of which camelot is asked, the weakest first; a page takes it a tenth of a second
NEAR = 3.0  # points by which its table may begin below our first line, or end above our last one
FLAVOUR = "network"
PARSER = "playa"  # the library below it that reads the file


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A table that another tool sees on a page, in points that grow downwards: from the page's foot as asked, then from its top."""

    top: float
    bottom: float
    boundaries: tuple[float, ...]  # between its columns


Ask = Callable[[Sequence[int]], Mapping[int, Sequence[SeenTable]]]  # the tables on pages of these numbers


def asker(source: Source) -> Ask:
    """What asks camelot for the tables on pages of a PDF; a page it cannot read has none."""

    def ask(numbers: Sequence[int]) -> dict[int, list[SeenTable]]:
        from camelot.io import read_pdf

        logging.getLogger(PARSER).setLevel(logging.CRITICAL)  # what it says of a damaged file holds the file's words
        seen: dict[int, list[SeenTable]] = {}
        for number in numbers:
            try:
                with warnings.catch_warnings(action="ignore"):
                    tables = read_pdf(io.BytesIO(source.data), pages=str(number), password=source.password, flavor=FLAVOUR)
            except Exception:  # whatever it stumbles over: the page then has no second opinion, and stays in doubt
                continue
            seen[number] = [
                SeenTable(-table.rows[0][0], -table.rows[-1][1], tuple(right for _, right in table.cols[:-1])) for table in tables
            ]
        return seen

    return ask


def doubts(pages: Sequence[PageContent], runs: Sequence[Sequence[Run]], ask: Ask) -> list[list[str]]:
    """For each run of lines of each page, why its columns are in doubt; empty where they are not.

    Args:
        pages: The pages.
        runs: The lines of each in runs of those that belong to one table, and those between.
        ask: What gives the second opinion.
    """
    vouched = {columns.edges for own in runs for columns, lines in own if columns and any(_titles_all(line, columns) for line in lines)}
    scores = [_score([run for run in own if run[0] is None or run[0].edges not in vouched]) for own in runs]
    low = sorted((score, place) for place, score in enumerate(scores) if score < WEAK and not pages[place].turns)
    asked = [place for _, place in low[:MOST]]
    seen = ask([pages[place].number for place in sorted(asked)]) if asked else {}
    found = [[""] * len(own) for own in runs]
    for place in asked:
        page = pages[place]
        tables = [_from_top(table, page.height) for table in seen.get(page.number, ())]
        found[place] = [_doubt(columns, lines, tables) if columns else "" for columns, lines in runs[place]]
    return found


def _from_top(table: SeenTable, height: float) -> SeenTable:
    """A table that is measured down from zero at the lower side of the page, measured from the upper one."""
    return SeenTable(table.top + height, table.bottom + height, table.boundaries)


def _score(runs: Sequence[Run]) -> float:
    """How sure the columns of a page are: the log-odds a line of the least sure boundary; lowest where its tables differ in columns."""
    tables = [(columns, lines) for columns, lines in runs if columns]
    if len({len(columns.starts) for columns, _ in tables}) > 1:
        return float("-inf")
    return min((_weakest(columns, lines) for columns, lines in tables if len(lines) >= FEWEST_LINES), default=float("inf"))


def _titles_all(line: TextLine, columns: Columns) -> bool:
    """Whether a line prints a title over each column."""
    return line.is_title and {columns.of(word) for word in line.words} >= set(range(len(columns.starts)))


def _weakest(columns: Columns, lines: Sequence[TextLine]) -> float:
    white = strips(words_of(lines))
    odds = (
        max((strip.odds for strip in white if strip.left - CLEAR <= x <= strip.right + CLEAR), default=0.0) for x in columns.edges[1:-1]
    )
    return min(odds, default=0.0) / len(lines)


def _doubt(columns: Columns, lines: Sequence[TextLine], tables: Sequence[SeenTable]) -> str:
    """What tables seen on the page say against columns of some lines; nothing where one of them has the same."""
    top, bottom = lines[0].top, lines[-1].bottom
    table = next((each for each in tables if each.top - NEAR <= top and bottom <= each.bottom + NEAR), None)
    if table is None:
        return "camelot sees no such table on its page"
    between = zip(columns.limits, columns.starts[1:], columns.edges[1:], strict=False)
    rooms = [(min(limit, edge) - CLEAR, max(start, edge) + CLEAR) for limit, start, edge in between]
    alike = all(any(low <= x <= high for x in table.boundaries) for low, high in rooms)
    alike &= all(any(low <= x <= high for low, high in rooms) for x in table.boundaries)
    return "" if alike else f"camelot sees {len(table.boundaries) + 1} columns, and not in the same places"
