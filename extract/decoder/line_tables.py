"""The table of a text that an OCR read: its printed lines, decoded, as rows of cells."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from extract.cuts import joint
from extract.decoder.line_beam import decode_lines
from extract.decoder.line_costs import Emissions, LineCosts
from extract.decoder.line_widths import line_widths
from extract.decoder.printed_lines import PrintedLine, Word, joined, printed_lines
from extract.decoder.regions import Region
from extract.decoder.tokens import Gap
from extract.layout import Layout
from schemas.place import Place
from schemas.raw import ColumnKind, Fragment, Merge, Paragraph, PieceCell, PieceRow, Recognisers, TablePiece

PASSES = 2  # with the widths that the pass before has shown
CLOSE = 2.0  # nats; a cell whose words another reading puts elsewhere for less is held up to a person
SPARE = 1.2  # ems that a line may leave free beside a word that was cut
STREAM = re.compile(r"\d{5}|[a-z][A-Z]|\d[A-Za-z]{3}|[A-Za-z]{3}\d")  # two words printed over each other, or a year with a digit too many
LEAST_STREAMS = 2  # cells of times that show it, for a table to have its changes flattened
NOISE = re.compile(r"(?![a-z]{1,4}$|\d{1,4}$|[A-Z]{2,4},?$).{1,4}$")  # what is read of a clipped edge, alone in its block


@cache
def numbers(name: str) -> Mapping[str, object]:
    """A file of fitted numbers."""
    return tomllib.loads(files("extract.decoder").joinpath(name).read_text(encoding="utf-8"))


@dataclass(slots=True)
class Strip:
    """What one line prints of a cell, and by how many nats the best reading that puts it elsewhere costs more."""

    line: PrintedLine
    words: Sequence[Word]
    margin: float


def ocr_table(region: Region, recognisers: Recognisers) -> Iterator[Fragment]:
    """The rows of a region, and as furniture what only a clipped edge can have left."""
    assert region.table is not None
    lines, noise = _without_noise(list(printed_lines(region.runs)))
    for line in noise:
        yield Paragraph(text=line.text, place=Place(page=line.page, lines=(line.number, line.number)), role="furniture")
    if not lines:
        return
    layout = Layout(region.table.record_kind, region.table.column)
    rows, doubts, widths = _decoded(lines, layout, recognisers)
    flattened = _shows_changes([_cell_text(cells[c], widths[c]) for cells in rows for c in cells if layout.kinds[c] is ColumnKind.TIMELINE])
    pieces = [_piece_row(cells, doubt, widths, layout, flattened) for cells, doubt in zip(rows, doubts, strict=True)]
    place = Place(page=lines[0].page, lines=(lines[0].number, lines[-1].number))
    yield TablePiece(rows=tuple(pieces), place=place, breaks=False, fields=region.table.fields)


def _without_noise(lines: Sequence[PrintedLine]) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """The lines, and those that are no words: a few signs in a block of their own."""
    kept: list[PrintedLine] = []
    noise: list[PrintedLine] = []
    gap = Gap.WORD
    for i, line in enumerate(lines):
        alone = line.gap is not Gap.LINE and (i + 1 == len(lines) or lines[i + 1].gap is not Gap.LINE)
        text = line.text
        if (alone and NOISE.match(text)) or not text:
            noise.append(line)
            gap = max(gap, line.gap)
        else:
            kept.append(replace(line, gap=max(gap, line.gap)))
            gap = Gap.WORD
    return kept, noise


def _decoded(lines: Sequence[PrintedLine], layout: Layout, recognisers: Recognisers) -> tuple[list[dict[int, list[Strip]]], list[str], list[float]]:
    """The strips of each row by column, why the row is in doubt, and the widths of the columns."""
    emissions: Mapping[str, Emissions] = numbers("emissions.toml")  # type: ignore[assignment]
    weights: Mapping[str, float] = numbers("line_weights.toml")  # type: ignore[assignment]
    costs = LineCosts(layout, recognisers, weights, emissions)
    for _ in range(PASSES - 1):
        readings = [reading for reading, _ in decode_lines(lines, costs)]
        costs = replace(costs, widths=line_widths(lines, readings, costs.columns))
    path = decode_lines(lines, costs)
    rows: dict[int, dict[int, list[Strip]]] = defaultdict(dict)
    doubts: dict[int, str] = {}
    for at, ((reading, margins), line) in enumerate(zip(path, lines, strict=True)):
        for run in reading.runs:
            cell = reading.cells[run.column]
            assert cell is not None
            strips = rows[cell.row].setdefault(run.column, [])
            strips.append(Strip(line, line.words[run.start : run.end], margins.columns[run.column]))
        if reading.row_start == at and margins.row < CLOSE:
            doubts[reading.row] = f"another reading of the rows costs {margins.row:.1f} nats more"
    order = sorted(rows)
    widths = line_widths(lines, [reading for reading, _ in path], costs.columns)
    return [rows[row] for row in order], [doubts.get(row, "") for row in order], widths


def _shows_changes(times: Sequence[str]) -> bool:
    """Whether struck and inserted words stand in one stream: some times show words that nobody prints."""
    return sum(STREAM.search(text) is not None for text in times) >= LEAST_STREAMS


def _piece_row(cells: Mapping[int, Sequence[Strip]], doubt: str, widths: Sequence[float], layout: Layout, flattened: bool) -> PieceRow:
    lines = [strip.line.number for strips in cells.values() for strip in strips]
    place = Place(page=next(iter(cells.values()))[0].line.page, lines=(min(lines), max(lines)))
    printed = []
    for column, kind in enumerate(layout.kinds):
        strips = cells.get(column)
        if not strips:
            printed.append(PieceCell(text="", place=place))
            continue
        spot = Place(page=strips[0].line.page, lines=(strips[0].line.number, strips[-1].line.number))
        text = _cell_text(strips, widths[column])
        changed = flattened and kind is ColumnKind.TIMELINE
        printed.append(PieceCell(text=text, place=spot, merge=Merge.EMPTY, doubt=_doubt(strips), flattened=changed))
    return PieceRow(cells=tuple(printed), place=place, doubt=doubt)


def _doubt(strips: Sequence[Strip]) -> str:
    margin = min(strip.margin for strip in strips)
    return f"another reading of the columns costs {margin:.1f} nats more" if margin < CLOSE else ""


def _cell_text(strips: Sequence[Strip], width: float) -> str:
    """The lines of a cell as one text, words that the column cut made whole; bullets are left out."""
    text, last = "", None
    for strip in strips:
        said = joined(strip.words)
        if not said:
            continue
        text += (_glue(text, last, said, width) if last is not None else "") + said
        last = strip
    return text


def _glue(text: str, above: Strip, below: str, width: float) -> str:
    words = [word for word in above.words if not word.is_bullet]
    if text.endswith(("-", "/")) and text[-2:-1].isalnum() and below[0].isalnum():
        return ""
    last = words[-1]
    alone = all(word.glued for word in words[1:])
    full = sum(word.width for word in words) >= width - SPARE
    return joint(last.text, below) if alone and full and last.text[-1].isalnum() and width else " "
