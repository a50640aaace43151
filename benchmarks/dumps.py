"""The tables of block dumps whose truth is known: their words, and where each belongs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.alignment import Spot, align
from extract.decoder.regions import Role, regions
from extract.decoder.tokens import DumpLine, Token, keeps_blanks, tokens
from extract.document import verdicts
from extract.layout import Layout
from extract.profile import bundled
from extract.readers import loose_dump
from extract.source import load


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a dump: its words, where each belongs by the truth, and whether blanks show empty cells."""

    name: str
    words: list[Token]
    spots: list[Spot | None]
    layout: Layout
    kept: bool


def tables(folder: Path) -> Iterator[Table]:
    """The tables of every `NAME.block.txt` in a folder that has its `NAME.truth.json` beside it."""
    for path in sorted(folder.glob("*.block.txt")):
        truth = path.with_name(path.name.split(".")[0] + ".truth.json")
        if truth.exists():
            yield from _tables(path, json.loads(truth.read_text(encoding="utf-8"))["rows"])


def _tables(path: Path, rows: list[dict[str, object]]) -> Iterator[Table]:
    source = load(path)
    profile = verdicts(list(loose_dump.read(source)), bundled())[0].profile
    lines = [DumpLine(i, text) for i, text in enumerate(source.text.replace("\f", "\n").split("\n"), 1)]
    told: dict[str, int] = {}  # rows of each kind that earlier tables print
    for region in regions(lines, profile):
        words = list(tokens(region.runs)) if region.role is Role.TABLE else []
        if region.table is None or not words:
            continue
        layout = Layout(region.table.record_kind, region.table.column)
        own = [row for row in rows if row["record_kind"] == layout.record_kind]
        start = told.get(layout.record_kind, 0)
        spots = [spot and Spot(spot.row + start, spot.column) for spot in align(words, own[start:], layout)]
        told[layout.record_kind] = max((spot.row + 1 for spot in spots if spot), default=start)
        yield Table(path.name, words, spots, layout, keeps_blanks(region.runs))
