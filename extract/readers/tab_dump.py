"""The tab dump: a text with one tab between cells, tables cut by blank lines, crumbs of markup in the cells."""

from collections.abc import Iterator
from itertools import groupby

from extract.markup import RULE, clean
from extract.source import TEXT, Source
from schemas.place import Place
from schemas.raw import Fragment, Paragraph, PieceCell, PieceRow, TablePiece

TAB = "\t"


def accepts(source: Source) -> bool:
    """A text in which at least two lines hold two filled cells each."""
    if source.media_type != TEXT:
        return False
    filled = (sum(bool(cell.strip()) for cell in line.split(TAB)) for line in source.text.split("\n"))
    return sum(count >= 2 for count in filled) >= 2


def read(source: Source) -> Iterator[Fragment]:
    """The fragments of the text in print order; places are line numbers.

    A run of lines with tabs is one table piece; a blank line or another paragraph ends it, since that is all a dump
    shows of a page break.
    """
    lines = list(enumerate(source.text.split("\n"), 1))
    for kind, run in groupby(lines, key=lambda numbered: _kind(numbered[1])):
        if kind == "table":
            yield from _piece(list(run))
        elif kind in ("text", "rule"):
            yield from _paragraphs(run, "furniture" if kind == "rule" else None)


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    if RULE.match(line):
        return "rule"
    return "table" if TAB in line else "text"


def _piece(run: list[tuple[int, str]]) -> Iterator[Fragment]:
    rows = tuple(_row(number, line) for number, line in run)
    yield TablePiece(rows=rows, place=Place(lines=(run[0][0], run[-1][0])))


def _row(number: int, line: str) -> PieceRow:
    place = Place(lines=(number, number))
    return PieceRow(cells=tuple(PieceCell(text=clean(cell), place=place) for cell in line.split(TAB)), place=place)


def _paragraphs(run: Iterator[tuple[int, str]], role: str | None) -> Iterator[Fragment]:
    for number, line in run:
        text = line.strip() if role else clean(line)
        if text:
            yield Paragraph(text=text, place=Place(lines=(number, number)), role=role)
