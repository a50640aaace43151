"""A table of market prices, which no profile knows: a header of two levels, and groups that name several rows at once."""

from collections.abc import Iterator
from typing import Any

from sample_builder.model import Block, Cell, Paragraph, Row, Table, Truth, paragraphs, truth_row

Source = dict[str, Any]


def blocks(source: Source) -> Iterator[Block]:
    """What the list prints, in order."""
    yield from (Paragraph(text, "lead") for text in source["print"]["lead"])
    yield from paragraphs(source["print"]["introduction"])
    upper: list[Cell | None] = []
    lower: list[Cell | None] = []
    for title, parts in source["print"]["columns"]:
        upper += [Cell(title, columns=len(parts)), *[None] * (len(parts) - 1)] if parts else [Cell(title, rows=2)]
        lower += map(Cell, parts) if parts else [None]
    yield Table(tuple(_columns(source)), (tuple(upper), tuple(lower)), tuple(_rows(source)))


def rows(source: Source) -> Iterator[Truth]:
    """What the list means: printed headers to printed text, levels joined by ` / `."""
    names = _columns(source)
    for group in source["group"]:
        for row in group["rows"]:
            cells = dict(zip(names, [group["name"], *row], strict=True))
            yield truth_row(record_kind="row", cells={name: text or None for name, text in cells.items()})


def _columns(source: Source) -> list[str]:
    return [" / ".join((title, part)) if part else title for title, parts in source["print"]["columns"] for part in parts or [""]]


def _rows(source: Source) -> Iterator[Row]:
    for group in source["group"]:
        for n, row in enumerate(group["rows"]):
            opening = None if n else Cell(group["name"], len(group["rows"]))
            yield Row(f"{group['name']}/{n + 1}", (opening, *map(Cell, row)))
