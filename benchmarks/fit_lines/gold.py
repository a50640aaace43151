"""The true reading of labelled lines: which run of each goes to which column, and where rows open."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from rapidfuzz import fuzz

from benchmarks.fit_lines.labels import PAGE, Labels, Spot
from extract.decoder.line_costs import Mode
from extract.decoder.line_steps import Run
from extract.decoder.line_tables import without_noise
from extract.decoder.printed_lines import PrintedLine, printed_lines
from extract.decoder.regions import Role, regions
from extract.decoder.tokens import DumpLine
from extract.layout import Layout
from extract.profile import Profile

SAME_TOP = 3  # points
BEGINNING, LEAST_BEGINNING = 18, 5  # letters by which a cell is known
LIKE = 75.0
Step = tuple[bool, tuple[Run, ...]]


@dataclass(frozen=True, slots=True)
class Example:
    """The lines of one table, and what each truly is: whether it opens a row, and its runs."""

    name: str
    page_lines: tuple[DumpLine, ...]
    layout: Layout
    lines: tuple[PrintedLine, ...]
    path: tuple[Step, ...]


def examples(name: str, text: str, labels: Labels, rows: Sequence[Mapping[str, Any]], profile: Profile) -> list[Example]:
    """The tables of a labelled text whose rows are known."""
    dump = tuple(DumpLine(i, line) for i, line in enumerate(text.split("\n"), 1))
    found = []
    labels = _snapped(labels)
    for region in regions(dump, profile):
        if region.role is Role.TABLE and region.table is not None:
            layout = Layout(region.table.record_kind, region.table.column)
            lines, _ = without_noise(list(printed_lines(region.runs)), region.table)
            known = [(line, spots) for line in lines if (spots := _spots(line, labels)) is not None]
            path = _path(known, layout, rows)
            found.append(Example(name, dump, layout, tuple(line for line, _ in known), tuple(path)))
    return found


def _snapped(labels: Labels) -> Labels:
    """The labels with tops that differ by the thickness of a rule made one."""
    tops = sorted({spot.top for spots in labels.values() for spot in spots if spot})
    same: dict[int, int] = {}
    for at, top in enumerate(tops):
        same[top] = same[tops[at - 1]] if at and top - tops[at - 1] <= SAME_TOP else top
    return {number: [spot and replace(spot, top=same[spot.top]) for spot in spots] for number, spots in labels.items()}


def _spots(line: PrintedLine, labels: Labels) -> list[Spot] | None:
    """The spot of each word, where all are known and their columns ascend."""
    spots = [labels[line.number][word.token] for word in line.words] if line.number in labels else [None]
    known = [spot for spot in spots if spot is not None]
    columns = [spot.column for spot in known]
    return known if len(known) == len(spots) and columns == sorted(columns) else None


def _path(lines: Sequence[tuple[PrintedLine, list[Spot]]], layout: Layout, rows: Sequence[Mapping[str, Any]]) -> list[Step]:
    earlier = _continued(lines, layout, rows)
    open_tops: dict[int, int] = {}
    path: list[Step] = []
    row_top = -1
    for line, spots in lines:
        top = max(spot.top for spot in spots)
        opens = not path or (top > row_top and top not in {own for _, own in earlier})
        row_top = max(row_top, top)
        runs, start = [], 0
        for column, group in groupby(spots, key=lambda spot: spot.column):
            own = list(group)
            key = (column, max(spot.top for spot in own))
            cell_top = earlier.get(key, key[1])
            mode = Mode.GOES_ON if open_tops.get(column) == cell_top else Mode.OPENS
            open_tops[column] = cell_top
            runs.append(Run(column, start, start + len(own), mode))
            start += len(own)
        assert start == len(line.words)
        path.append((opens, tuple(runs)))
    return path


def _continued(
    lines: Sequence[tuple[PrintedLine, list[Spot]]], layout: Layout, rows: Sequence[Mapping[str, Any]]
) -> dict[tuple[int, int], int]:
    """For each cell, by column and top, at the head of a page that goes on the last row of the page before: where that cell began.

    A page begins a row where its column of indicators begins the indicator of a row.
    """
    texts: dict[tuple[int, int], str] = defaultdict(str)
    for line, spots in lines:
        for word, spot in zip(line.words, spots, strict=True):
            texts[spot.column, spot.top] += "" if word.is_bullet else _letters(word.text)
    column = next(i for i, spec in enumerate(layout.columns) if spec.field == "indicator")
    known = [letters for row in rows if (letters := _letters(str(row.get("indicator") or "")))]
    last: dict[int, int] = {}
    found: dict[tuple[int, int], int] = {}
    for page, group in groupby(sorted(texts, key=lambda key: key[1]), key=lambda key: key[1] // PAGE):
        cells = list(group)
        top = min(own for _, own in cells)
        head = texts.get((column, top), "")[:BEGINNING]
        begins = len(head) >= LEAST_BEGINNING and any(fuzz.ratio(head, letters[: len(head)]) >= LIKE for letters in known)
        if last and not begins:
            found |= {key: found.get((key[0], last[key[0]]), last[key[0]]) for key in cells if key[1] == top and key[0] in last}
        last |= dict(sorted(cells, key=lambda key: key[1]))
        assert page >= 0
    return found


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
