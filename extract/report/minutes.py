"""The minutes of a meeting as fragments: headings, prose, and the concluding paragraphs with their points."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extract.report.conclusions import lead_of, points_of, rows_of
from extract.report.headings import Agenda, first_heading, read_headings, starts_block
from extract.report.numbering import chain, number_of
from extract.report.pages import Line
from extract.report.parts import place_of, withheld
from schemas.place import Place
from schemas.raw import Conclusion, Paragraph, Withheld

ADDRESS = re.compile(r"mailto:\S+|\S+@\S+", re.IGNORECASE)


def read_minutes(minutes: Sequence[Line]) -> Iterator[Paragraph | Withheld | Conclusion]:
    """The fragments of the minutes in print order; furniture inside a paragraph comes before it."""
    agenda = Agenda()
    numbered = set(chain(minutes))
    starts = sorted(numbered | _unnumbered(minutes, numbered))
    bounds = [0, *starts, len(minutes)]
    for first, last in pairwise(bounds):
        span = minutes[first:last]
        headings = first_heading(span, agenda)
        if headings:
            yield from _paragraph(span[:headings], agenda, numbered=first in numbered)
        if headings < len(span):
            agenda = read_headings(span[headings:], agenda)
            yield from lines_as(span[headings:], "heading")


def _unnumbered(minutes: Sequence[Line], numbered: set[int]) -> set[int]:
    """Concluding paragraphs that carry no number."""
    candidates = (i for i, line in enumerate(minutes) if line.words and i not in numbered and starts_block(minutes, i))
    return {i for i in candidates if number_of(minutes[i]) is None and minutes[i].words.endswith(":") and lead_of(rows_of([minutes[i]]))}


def _paragraph(span: Sequence[Line], agenda: Agenda, *, numbered: bool) -> Iterator[Paragraph | Withheld | Conclusion]:
    """A paragraph: its conclusion and what follows the last point, or prose."""
    rows = rows_of(span)
    lead = lead_of(rows)
    points = points_of(rows, lead) if lead else ()
    if lead is None or not points:
        yield from lines_as(span, "note")
        return
    read = {row.line.number for row in rows[: lead.rows]} | {n for point in points for n in _numbers(point.places)}
    yield from lines_as([line for line in span if line.number not in read], "note")
    yield Conclusion(
        item_number=agenda.item_number,
        item_title=agenda.item_title,
        sub_item=agenda.sub_item,
        sub_item_title=agenda.sub_item_title,
        paragraph=number_of(span[0]) if numbered else None,
        lead=lead.text,
        points=points,
        place=Place(page=span[0].page, lines=(min(read), max(read))),
    )


def _numbers(places: Sequence[Place]) -> Iterator[int]:
    for place in places:
        if place.lines:
            yield from range(place.lines[0], place.lines[1] + 1)


def lines_as(lines: Sequence[Line], role: str) -> Iterator[Paragraph | Withheld]:
    """Lines as paragraphs of one role, furniture apart; blank lines part them. The mail addresses that links add to a page are withheld."""
    for (kind, _), run in groupby(lines, key=lambda line: (_kind(line, role), line.page)):
        block = list(run)
        if kind == "address":
            yield withheld(block)
        elif kind != "blank":
            yield Paragraph(text="\n".join(line.words for line in block), place=place_of(block), role=kind)


def _kind(line: Line, role: str) -> str:
    if not line.words:
        return "blank"
    if ADDRESS.fullmatch(line.words):
        return "address"
    return "furniture" if line.furniture else role
