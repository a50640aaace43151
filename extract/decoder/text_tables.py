"""A dump without coordinates becomes fragments: its tables decoded, the rest as paragraphs."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import groupby, pairwise
from operator import attrgetter

from extract.decoder.beam import Placed, best_score, decode
from extract.decoder.costs import Costs, Setting, asks_for_more
from extract.decoder.ems import ems
from extract.decoder.header_runs import find_headers
from extract.decoder.line_tables import fragments, ocr_tables
from extract.decoder.misread_headings import with_headings
from extract.decoder.page_edges import longest_line
from extract.decoder.regions import Region, Role, regions
from extract.decoder.scanned_items import scanned_items
from extract.decoder.tokens import DumpLine, Token, is_scanned, keeps_blanks, place_of, tokens
from extract.decoder.widths import bulleted, fill, numbered, widths
from extract.decoder.wording import fitted
from extract.decoder.words import cell_text, lexicon
from extract.layout import Layout
from extract.lexicon import Lexicon
from extract.profile import Profile, Table, Verdict
from extract.templates import first_match
from schemas.place import Place
from schemas.raw import ColumnKind, Fragment, LooseText, Paragraph, PieceCell, PieceRow, Recognisers, Seen, TablePiece

ITEM = re.compile(r"\s*(?:[-•*–]|\d{1,2}\.)\s")
WIDEST = 4  # lines, of which the narrowest is as wide as the text of a page
LEAST_ROWS = 8  # fewer show neither how wide the columns are nor how often they are filled
SAMPLE = 800  # words of a table that show how its cells are set, and how wide its columns are
SIGNS = frozenset({ColumnKind.NUMBER, ColumnKind.CODES, ColumnKind.TASK_TYPE})
CLOSE = 3.0  # nats; a word placed by less than this is held up to a person


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


def above_headers(text: LooseText, profile: Profile) -> Iterator[str]:
    """The line above each header of the profile's tables."""
    lines = _lines(text)
    for header in find_headers(lines, profile):
        filled = (line.text.strip() for line in reversed(lines[: header.start]) if line.text.strip())
        yield next(filled, "")


def _lines(text: LooseText) -> list[DumpLine]:
    return [DumpLine(line.place.lines[0], line.text, line.place.page) for line in text.lines if line.place.lines]


def decode_text(text: LooseText, profile: Profile | None, recognisers: Recognisers, seen: Seen = ()) -> Iterator[Fragment]:
    """The fragments of a dump in print order. Without a profile nothing tells its columns: all of it is paragraphs.

    Args:
        text: the dump.
        profile: the family that it is of.
        recognisers: of column kinds.
        seen: texts of cells seen before in another document: which words are whole, and which stand together.
    """
    lines = _lines(text)
    if profile is None:
        yield from _paragraphs(lines, None)
        return
    by_ocr = is_scanned(lines)
    found = regions(with_headings(lines, profile) if by_ocr else lines, profile)
    alone = (*profile.front.reference, *profile.front.annex, *profile.front.revised, *profile.front.period)
    tables = [(region, region.table) for region in found if region.role is Role.TABLE and region.table is not None]
    if by_ocr or any(run.mixed for region in found for run in region.runs):  # a text layer is never read line by line
        decoded = _printed_tables(tables, page_width(lines), recognisers, seen)
    else:
        decoded = _block_tables(tables, keeps_blanks([run for region in found for run in region.runs]), recognisers, seen)
    items = _items(found, alone) if by_ocr else {}
    for region in found:
        match region.role:
            case Role.TABLE:
                yield from next(decoded)
            case Role.HEADING | Role.LIST:
                for item, group in groupby(region.lines, key=lambda line: items.get(line.number)):
                    yield from [item] if item is not None else _paragraphs(list(group), None, alone)
            case Role.TITLE:
                yield _paragraph(region.lines, None)
            case Role.NOTE:
                yield from _paragraphs(region.lines, "note")
            case _:
                yield from _paragraphs(region.lines, "furniture")


def _items(found: Sequence[Region], alone: tuple[str, ...]) -> dict[int, Paragraph]:
    """By its lines' numbers each item of a scan's lists, and what was read of their numbers; no line of a form in `alone`."""
    longest = longest_line(line for region in found for line in region.lines)
    parts = (region for region in found if region.role in (Role.LIST, Role.TITLE, Role.HEADER))
    items: dict[int, Paragraph] = {}
    for role, group in groupby(parts, key=attrgetter("role")):
        lines = [line for region in group for line in region.lines if first_match(alone, line.text.strip()) is None]
        items |= scanned_items(lines, longest) if role is Role.LIST else {}
    return items


def page_width(lines: Sequence[DumpLine]) -> float:
    """The width of the text of a page in ems: few lines are as wide, as some may be fused."""
    return sorted((ems(" ".join(line.text.split())) for line in lines), reverse=True)[:WIDEST][-1]


def _paragraphs(lines: Sequence[DumpLine], role: str | None, alone: tuple[str, ...] = ()) -> Iterator[Fragment]:
    """Lines between blank ones as one paragraph; of furniture each line, of a list each item, and each line of a form in `alone`.

    Front matter has a paragraph a line, and a text layer leaves a blank line only where they stand apart.
    """
    for filled, group in groupby(lines, key=lambda line: bool(line.text.strip())):
        run = list(group) if filled else []
        listed = bool(run) and ITEM.match(run[0].text) is not None
        single = [role == "furniture" or first_match(alone, line.text.strip()) is not None for line in run]
        starts = [i for i, line in enumerate(run) if i == 0 or single[i] or single[i - 1] or (listed and ITEM.match(line.text))]
        yield from (_paragraph(run[start:end], role) for start, end in pairwise([*starts, len(run)]))


def _paragraph(lines: Sequence[DumpLine], role: str | None) -> Paragraph:
    text = " ".join(" ".join(line.text.split()) for line in lines if line.text.strip())
    return Paragraph(text=text, place=place_of(lines), role=role)


def _printed_tables(
    tables: Sequence[tuple[Region, Table]], width: float, recognisers: Recognisers, seen: Seen
) -> Iterator[Iterator[Fragment]]:
    """The fragments of each table in turn, its lines taken apart column by column; `width` is that of a page's text in ems."""
    read = ocr_tables([region for region, _ in tables], width, recognisers, seen)
    for (_, table), own in zip(tables, read, strict=True):
        yield fragments(own, table.fields)


def _block_tables(tables: Sequence[tuple[Region, Table]], kept: bool, recognisers: Recognisers, seen: Seen) -> Iterator[Iterator[Fragment]]:
    """The fragments of each table in turn, every cell of which is a block of lines; the longest shows how all are set.

    Args:
        tables: each with the part of the dump that prints it.
        kept: whether the dump keeps the blanks that stand for empty cells.
        recognisers: of column kinds.
        seen: texts of cells seen before.
    """
    words = [list(tokens(region.runs)) for region, _ in tables]
    costs = [Costs(Layout(table.record_kind, table.column), recognisers, weights()["block"], fitted(), kept=kept) for _, table in tables]
    if not tables:
        return
    longest = max(range(len(tables)), key=lambda number: len(words[number]))
    known = lexicon(words, seen)
    setting = likelier_setting(words[longest][:SAMPLE], costs[longest])
    for (_, table), own, each in zip(tables, words, costs, strict=True):
        yield _table(table, own, replace(each, setting=setting), known)


def likelier_setting(words: Sequence[Token], costs: Costs) -> Setting:
    """The setting of cells in which the words are read at less cost."""
    return max(Setting, key=lambda setting: best_score(words, replace(costs, setting=setting, openings={}, left={})))


def learned(costs: Costs, words: Sequence[Token], placed: Sequence[Placed]) -> Costs:
    """The costs with what a first reading shows of the table's columns."""
    topic = next((column for column in range(costs.columns) if costs.has_number(column)), None)
    share = numbered(placed, topic) if topic is not None else costs.numbered
    return replace(
        costs,
        widths=widths(words, placed, costs.columns),
        fill=fill(placed, costs.columns),
        numbered=share,
        bulleted=bulleted(words, placed, costs.columns),
        openings={},
        left={},
    )


def _table(table: Table, words: Sequence[Token], costs: Costs, known: Lexicon) -> Iterator[Fragment]:
    """A table of these words; `known` are those of the whole dump."""
    if not words:
        return
    first = decode(words[:SAMPLE], costs)
    if first[-1].row >= LEAST_ROWS:
        costs = learned(costs, words[:SAMPLE], first)
    placed = first if not costs.widths and len(words) == len(first) else decode(words, costs)
    breadths = costs.widths or widths(words, placed, costs.columns)
    rows = [
        _row([words[i] for i in run], [placed[i] for i in run], costs.layout, breadths, known)
        for _, run in ((key, list(group)) for key, group in groupby(range(len(words)), key=lambda i: placed[i].row))
    ]
    place = Place(page=words[0].page, lines=(words[0].line, words[-1].line))
    yield TablePiece(rows=tuple(rows), place=place, breaks=False, fields=table.fields)


def _row(words: Sequence[Token], placed: Sequence[Placed], layout: Layout, widths: Sequence[float], known: Lexicon) -> PieceRow:
    place = Place(page=words[0].page, lines=(words[0].line, max(word.line for word in words)))
    cells = []
    for column in range(len(layout.columns)):
        own = [word for word, put in zip(words, placed, strict=True) if put.column == column]
        doubt = _doubt(column, placed)
        if own:
            text = cell_text(own, widths[column], known)
            spot = Place(page=own[0].page, lines=(own[0].line, own[-1].line))
            cells.append(PieceCell(text=text, place=spot, doubt=doubt or _torn(text, layout.kinds[column])))
        else:
            cells.append(PieceCell(text="", place=place, doubt=doubt))
    return PieceRow(cells=tuple(cells), place=place)


def _doubt(column: int, row: Sequence[Placed]) -> str:
    """Why words of a cell may belong to another, or those of another to it; empty where that is sure."""
    margin = min((put.margin for put in row if column in (put.column, put.rival)), default=CLOSE)
    return f"another reading of the columns costs {margin:.1f} nats more" if margin < CLOSE else ""


def _torn(text: str, kind: ColumnKind) -> str:
    """Why a text may be a part of one; empty where it may be whole, as a code or a letter always is."""
    if kind in SIGNS:
        return ""
    if text[0].islower():
        return "it begins as the rest of a text does"
    return "it ends as if more were to come" if asks_for_more(text) else ""
