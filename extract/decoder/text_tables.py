"""A dump without coordinates becomes fragments: its tables decoded, the rest as paragraphs."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import groupby

from extract.decoder.beam import Placed, decode
from extract.decoder.costs import Costs
from extract.decoder.ems import ems
from extract.decoder.line_tables import fragments, ocr_tables
from extract.decoder.misread_headings import with_headings
from extract.decoder.pieces import cut_lines
from extract.decoder.regions import Region, Role, find_headers, regions
from extract.decoder.tokens import DumpLine, Token, tokens
from extract.decoder.widths import fill, widths
from extract.decoder.wording import fitted
from extract.decoder.words import cell_text
from extract.layout import Layout
from extract.profile import Profile, Verdict
from schemas.place import Place
from schemas.raw import Fragment, LooseText, Paragraph, PieceCell, PieceRow, Recognisers, TablePiece

MOST_CLOSE = 0.04  # share of a table's cells that may be close calls before all of it is in doubt
MISREAD = re.compile(r"(?:^|\s)[|¢«+](?=\s|\w)")  # a bullet or a border as a scan reads it
LEAST_MISREAD = 3  # lines
TRIMMED = 0.01  # share of lines that end in a blank, below which an OCR wrote them
WIDEST = 4  # lines, of which the narrowest is as wide as the text of a page
LEAST_ROWS = 8  # fewer show neither how wide the columns are nor how often they are filled
CLOSE = 6.0  # nats; a word placed by less than this is held up to a person


@cache
def weights() -> dict[str, dict[str, float]]:
    """The fitted weights of the costs, in nats: for dumps of a text layer (`block`), and for those of an OCR (`ocr`)."""
    return tomllib.loads(files("extract.decoder").joinpath("weights.toml").read_text(encoding="utf-8"))


def judge_text(text: LooseText, profile: Profile) -> Verdict:
    """How well the headers that a dump prints fit the profile's tables."""
    best = max(find_headers(_lines(text), profile), key=lambda run: run.share, default=None)
    if best is None:
        return Verdict(profile=profile, score=0.0, reason="no header of its tables was found")
    said = f"{best.share:.0%} of the {best.table.record_kind} table's header in {text.lines[best.start].place}"
    return Verdict(profile=profile, score=best.share, reason=said)


def _lines(text: LooseText) -> list[DumpLine]:
    return [DumpLine(line.place.lines[0], line.text, line.place.page) for line in text.lines if line.place.lines]


def decode_text(text: LooseText, profile: Profile | None, recognisers: Recognisers) -> Iterator[Fragment]:
    """The fragments of a dump in print order. Without a profile nothing tells its columns: all of it is paragraphs."""
    lines = _lines(text)
    if profile is None:
        yield from _paragraphs(lines, None)
        return
    by_ocr = _is_read(lines)
    found = regions(with_headings(lines, profile) if by_ocr else lines, profile)
    by_lines = by_ocr or any(run.mixed for region in found for run in region.runs)
    tables = iter(ocr_tables([region for region in found if region.role is Role.TABLE], page_width(lines), recognisers) if by_lines else ())
    for region in found:
        match region.role:
            case Role.TABLE:
                assert region.table is not None
                yield from fragments(next(tables), region.table.fields) if by_lines else _table(region, recognisers)
            case Role.HEADING:
                yield from _paragraphs(region.lines, None)
            case Role.TITLE:
                yield _paragraph(region.lines, None)
            case Role.NOTE:
                yield from _paragraphs(region.lines, "note")
            case _:
                yield from _paragraphs(region.lines, "furniture")


def _is_read(lines: Sequence[DumpLine]) -> bool:
    """Whether an OCR wrote the lines: no blanks stand at their ends, which what reads a text layer leaves, and bullets are misread."""
    filled = [line.text for line in lines if line.text.strip()]
    trimmed = sum(text.endswith(" ") for text in filled) < TRIMMED * len(filled)
    return trimmed and sum(MISREAD.search(text) is not None for text in filled) >= LEAST_MISREAD


def page_width(lines: Sequence[DumpLine]) -> float:
    """The width of the text of a page in ems: few lines are as wide, as some may be fused."""
    return sorted((ems(" ".join(line.text.split())) for line in lines), reverse=True)[:WIDEST][-1]


def _paragraphs(lines: Sequence[DumpLine], role: str | None) -> Iterator[Fragment]:
    """Lines between blank ones as one paragraph; of furniture, and of a list, each line by itself."""
    for filled, group in groupby(lines, key=lambda line: bool(line.text.strip())):
        run = list(group)
        if not filled:
            continue
        if role == "furniture" or all(line.text.strip()[0] in "-•*–" for line in run):
            yield from (_paragraph([line], role) for line in run)
        else:
            yield _paragraph(run, role)


def _paragraph(lines: Sequence[DumpLine], role: str | None) -> Paragraph:
    text = " ".join(" ".join(line.text.split()) for line in lines if line.text.strip())
    return Paragraph(text=text, place=Place(page=lines[0].page, lines=(lines[0].number, lines[-1].number)), role=role)


def _table(region: Region, recognisers: Recognisers) -> Iterator[Fragment]:
    assert region.table is not None
    words = cut_lines(list(tokens(region.runs)), recognisers)
    if not words:
        return
    layout = Layout(region.table.record_kind, region.table.column)
    costs = Costs(layout, recognisers, weights()["block"], fitted())
    placed = decode(words, costs)
    if placed[-1].row >= LEAST_ROWS:
        costs = replace(costs, widths=widths(words, placed, costs.columns), fill=fill(placed, costs.columns))
        placed = decode(words, costs)
    rows = [
        _row([words[i] for i in run], [placed[i] for i in run], layout, costs.widths or widths(words, placed, costs.columns))
        for _, run in ((key, list(group)) for key, group in groupby(range(len(words)), key=lambda i: placed[i].row))
    ]
    place = Place(page=words[0].page, lines=(words[0].line, words[-1].line))
    yield TablePiece(rows=tuple(_doubted(rows)), place=place, breaks=False, fields=region.table.fields)


def _doubted(rows: Sequence[PieceRow]) -> Sequence[PieceRow]:
    """The rows with every cell in doubt where many are: a reading that is often close has gone wrong elsewhere too."""
    cells = [cell for row in rows for cell in row.cells if cell.text]
    if sum(bool(cell.doubt) for cell in cells) <= MOST_CLOSE * len(cells):
        return rows
    said = "many cells of this table are close calls"
    return [replace(row, cells=tuple(replace(cell, doubt=cell.doubt or said) for cell in row.cells)) for row in rows]


def _row(words: Sequence[Token], placed: Sequence[Placed], layout: Layout, widths: Sequence[float]) -> PieceRow:
    place = Place(page=words[0].page, lines=(words[0].line, max(word.line for word in words)))
    cells = []
    for column in range(len(layout.columns)):
        mine = [(word, put) for word, put in zip(words, placed, strict=True) if put.column == column]
        if not mine:
            cells.append(PieceCell(text="", place=place))
            continue
        own = [word for word, _ in mine]
        doubt = _doubt(mine)
        spot = Place(page=own[0].page, lines=(own[0].line, own[-1].line))
        cells.append(PieceCell(text=cell_text(own, widths[column]), place=spot, doubt=doubt))
    return PieceRow(cells=tuple(cells), place=place)


def _doubt(cell: Sequence[tuple[Token, Placed]]) -> str:
    """Why words of a cell may belong to another; empty where that is sure."""
    margin = min(put.margin for _, put in cell)
    return f"another reading of the columns costs {margin:.1f} nats more" if margin < CLOSE else ""
