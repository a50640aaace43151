"""The true reading of labelled lines: which run of each goes to which column, and where rows open.

Which column a word stands in, the rules of the PDF say; in which row, the letters of its column, put beside those that the rows print.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rapidfuzz.distance import Levenshtein

from benchmarks.fit_lines.labels import Labels, Spot
from extract.decoder.line_costs import Mode
from extract.decoder.line_steps import Run
from extract.decoder.line_tables import without_noise
from extract.decoder.printed_lines import PrintedLine, printed_lines
from extract.decoder.regions import Role, regions
from extract.decoder.tokens import DumpLine
from extract.layout import Layout
from extract.profile import Profile, Scope

Step = tuple[bool, tuple[Run, ...]]
Place = tuple[int, int]
"""A word's place in its cell: the row that opened the cell, and the word's column."""


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
    tables = []
    for region in regions(dump, profile):
        if region.role is Role.TABLE and region.table is not None:
            layout = Layout(region.table.record_kind, region.table.column)
            lines, _ = without_noise(list(printed_lines(region.runs)), region.table)
            tables.append((layout, [(line, spots) for line in lines if (spots := _spots(line, labels)) is not None]))
    if not tables:
        return []
    layout = tables[0][0]
    known = [each for _, lines in tables for each in lines]
    owners = {column: _owners(known, column, layout, rows) for column in range(len(layout.columns))}
    return [Example(name, dump, layout, tuple(line for line, _ in lines), tuple(_path(lines, owners))) for layout, lines in tables if lines]


def _spots(line: PrintedLine, labels: Labels) -> list[Spot] | None:
    """The spot of each word, where all are known and their columns ascend."""
    spots = [labels[line.number][word.token] for word in line.words] if line.number in labels else [None]
    known = [spot for spot in spots if spot is not None]
    columns = [spot.column for spot in known]
    return known if len(known) == len(spots) and columns == sorted(columns) else None


def _owners(
    lines: Sequence[tuple[PrintedLine, list[Spot]]], column: int, layout: Layout, rows: Sequence[Mapping[str, Any]]
) -> dict[tuple[int, int], int]:
    """By line and word the row that opened the cell of each word of a column."""
    letters, owners = "", list[int]()
    for row, text in _cells(column, layout, rows):
        letters += text
        owners += [row] * len(text)
    printed, words = "", list[tuple[int, int]]()
    for line, spots in lines:
        for at, (word, spot) in enumerate(zip(line.words, spots, strict=True)):
            if spot.column == column and not word.is_bullet:
                text = _letters(word.text)
                printed += text
                words += [(line.number, at)] * len(text)
    found: dict[tuple[int, int], list[int]] = {}
    for step in Levenshtein.opcodes(printed, letters):
        if step.tag in ("equal", "replace"):
            for i in range(step.src_start, step.src_end):
                j = min(step.dest_start + i - step.src_start, step.dest_end - 1)
                found.setdefault(words[i], []).append(owners[j])
    return {word: max(set(rows), key=rows.count) for word, rows in found.items()}


def _cells(column: int, layout: Layout, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """The cells of a column as their letters, each with the row it begins in."""
    spec = layout.columns[column]
    fields = [c.field for c in layout.columns if c.merge is Scope.TOPIC][: 1 if column == 0 else None]
    last: object = None
    for at, row in enumerate(rows):
        key = (row.get("section_number"), *(row.get(field) for field in fields)) if spec.merge is not Scope.NONE else at
        if key != last:
            struck = "".join(change["before"] or "" for change in row.get("changes") or () if change["field"] == spec.field)
            yield at, _letters(struck + str(row.get(spec.field) or ""))
        last = key


def _path(lines: Sequence[tuple[PrintedLine, list[Spot]]], owners: Mapping[int, Mapping[tuple[int, int], int]]) -> Iterator[Step]:
    row = -1
    held: dict[int, int] = {}
    for line, spots in lines:
        runs: list[Run] = []
        opens = False
        for column, group in groupby(range(len(spots)), key=lambda i: spots[i].column):
            own = list(group)
            known = [owners[column][line.number, i] for i in own if (line.number, i) in owners[column]]
            cell = max(known[0], held.get(column, -1)) if known else held.get(column, max(row, 0))
            runs.append(Run(column, own[0], own[-1] + 1, Mode.GOES_ON if held.get(column) == cell else Mode.OPENS))
            held[column] = cell
            opens = opens or cell > row
            row = max(row, cell)
        yield opens, tuple(runs)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
