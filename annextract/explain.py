"""What each stage saw, in lines a person can read; and a page drawn with the boxes of a row."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from annextract.pipeline import FITS, fitting
from annextract.whole import write_whole
from extract.document import Extraction, extract, verdicts
from extract.profile import Profile
from extract.readers import read
from extract.source import PDF, Source, load
from extract.stitch import Decision as JoinDecision
from normalize.document import normalize
from normalize.recognisers import recognisers
from schemas.decision import Decision
from schemas.document import Conversion
from schemas.errors import UsageError, at
from schemas.place import Place
from schemas.raw import Fragment, LooseText, Merge, Paragraph, PieceRow, Reading
from schemas.row import CellSource, Row

DOTS_PER_INCH = 150
POINTS_PER_INCH = 72
SHORT = 40  # characters of a cell shown in a line
MARKS = {Merge.COVERED: "^", Merge.EMPTY: "-", Merge.UNKNOWN: "?"}  # an empty cell: merged with the one above, empty, not known


def profile_lines(profiles: Sequence[Profile], path: Path | None, password: str | None = None) -> Iterator[str]:
    """The profiles, or how well each fits the file."""
    if path is None:
        yield from (f"{profile.name:<12} {profile.title}" for profile in profiles)
        return
    source = replace(load(path), password=password)
    with at(source=str(path)):
        ranked = verdicts([fragment for reading in read(source) for fragment in reading.fragments], profiles)
    chosen = fitting(ranked)
    for verdict in ranked:
        mark = "chosen" if verdict.profile is chosen else "not"
        yield f"{verdict.profile.name:<12} {mark:<7} {verdict.score:.2f} of the {FITS:.2f} needed: {verdict.reason}"
    if chosen is None:
        yield "none fits: the printed headers will be the columns, and the document is flagged"


def explain_lines(
    path: Path,
    profiles: Sequence[Profile],
    *,
    page: int | None = None,
    row_id: str | None = None,
    draw: Path | None = None,
    password: str | None = None,
) -> Iterator[str]:
    """What the stages saw of a file; of one page, or of one row.

    Raises:
        UsageError: there is no such row or page, or a drawing is asked for of what is no PDF.
    """
    source = replace(load(path), password=password)
    with at(source=str(path)):
        readings = read(source)
        if page is not None:
            _check_page([fragment for reading in readings for fragment in reading.fragments], page)
        facts = {"source_name": path.name, "source_sha256": source.sha256, "media_type": source.media_type, "page_count": None}
        seen = []
        for reading in readings:
            profile = fitting(verdicts(reading.fragments, profiles))
            extraction = extract(reading, profile, recognisers())
            seen.append((reading, profile, extraction, [normalize(raw, facts, source.stem) for raw in extraction.documents]))
        if row_id is not None:
            rows = [row for *_, conversions in seen for conversion in conversions for row in conversion.rows]
            yield from _row_lines(source, rows, row_id, draw)
            return
    for reading, profile, extraction, conversions in seen:
        yield from _stages(reading, profile, extraction, conversions, page)


def _stages(
    reading: Reading, profile: Profile | None, extraction: Extraction, conversions: Sequence[Conversion], page: int | None
) -> Iterator[str]:
    """What the stages saw of one document."""
    yield f"profile: {profile.name if profile else 'none fits'}" if reading.document_kind is None else f"a {reading.document_kind}"
    yield from (line for fragment in reading.fragments if _on(fragment.place, page) for line in _fragment_lines(fragment))
    yield from (f"withheld, {held.place}: {held.words} words of personal data" for held in reading.withheld if _on(held.place, page))
    yield from (_decision_line(decision) for decision in extraction.decisions if _on(decision.place, page))
    rows = [row for conversion in conversions for row in conversion.rows]
    yield from (f"row {row.row_id}: {_spots(row.source)}" for row in rows if page is None or page in row.source.pages)
    conclusions = [each for conversion in conversions for each in conversion.decisions]
    yield from (line for each in conclusions if page is None or page in each.source.pages for line in _conclusion_lines(each))


def _check_page(fragments: Sequence[Fragment], page: int) -> None:
    last = max((fragment.place.page or 0 for fragment in fragments), default=0)
    if not 1 <= page <= last:
        advice = f"name one of 1 to {last}" if last else "leave --page away; a text dump has lines, no pages"
        raise UsageError(f"there is no page {page}", advice)


def _on(place: Place, page: int | None) -> bool:
    return page is None or place.page == page


def _fragment_lines(fragment: Fragment) -> Iterator[str]:
    if isinstance(fragment, Paragraph):
        yield f"paragraph, {fragment.place}: {' '.join(fragment.text.split())[:120]}"
        return
    if isinstance(fragment, LooseText):
        yield f"text without columns, {fragment.place}"
        return
    yield f"table piece, {fragment.place}: {len(fragment.rows)} rows{', after a break' if fragment.breaks else ''}"
    yield from (f"  {_cells(row)}" for row in fragment.rows)


def _cells(row: PieceRow) -> str:
    return " | ".join(" ".join(cell.text.split())[:SHORT] or MARKS[cell.merge] for cell in row.cells)


def _decision_line(decision: JoinDecision) -> str:
    said = "goes on the row above" if decision.goes_on else "is a new row"
    return f"break, {decision.place}: {decision.score:+.1f}{', close' if decision.close else ''}, {said}: {decision.below}"


def _conclusion_lines(decision: Decision) -> Iterator[str]:
    number = "without a number" if decision.paragraph is None else str(decision.paragraph)
    item = " ".join(f"{part}" for part in (decision.item_number, decision.item_title) if part)
    sub_item = f", ({decision.sub_item}) {decision.sub_item_title}" if decision.sub_item else ""
    yield f"paragraph {number}, {_spots(decision.source)}, concludes {item}{sub_item}:"
    yield from (f"  {_spots(spot)}: {point}" for spot, point in zip(decision.source.cells, decision.decisions, strict=True))


def _row_lines(source: Source, rows: Sequence[Row], row_id: str, draw: Path | None) -> Iterator[str]:
    row = next((row for row in rows if row.row_id == row_id), None)
    if row is None:
        raise UsageError(f"there is no row {row_id!r}", f"the first ones are {', '.join(each.row_id for each in rows[:5])}")
    for cell in row.source.cells:
        value = (row.cells or {}).get(cell.field) or getattr(row, cell.field, None)
        yield f"{cell.field}: {msgspec.to_builtins(value)!r} from {_spots(cell)}"
    yield from (f"flag on {flag.field or 'the row'}: {flag.code}: {flag.detail}" for flag in row.flags)
    if draw is not None:
        yield from (f"drawn: {path}" for path in draw_row(source, row, draw))


def _spots(source: "CellSource | object") -> str:
    pages, lines, boxes = (getattr(source, name) for name in ("pages", "lines", "boxes"))
    if boxes:
        return "; ".join(f"page {box.page} ({box.x0:.0f}, {box.top:.0f})-({box.x1:.0f}, {box.bottom:.0f})" for box in boxes)
    return ", ".join(f"line {a}" if a == b else f"lines {a}-{b}" for a, b in lines) or f"pages {pages}"


def draw_row(source: Source, row: Row, target: Path) -> list[Path]:
    """Draw each page the row stands on, with the boxes of its cells; further pages get `-2`, `-3` before the ending.

    Raises:
        UsageError: the source is no PDF, or the drawing no PNG.
        OutputError: the drawing cannot be written.
    """
    if source.media_type != PDF:
        raise UsageError("only a PDF can be drawn", "leave --draw away", source=source.name)
    if target.suffix.lower() != ".png":
        raise UsageError(f"{target.name!r} is no name of a PNG", "let it end in .png")
    import pypdfium2
    from PIL import ImageDraw

    scale = DOTS_PER_INCH / POINTS_PER_INCH
    drawn = []
    with pypdfium2.PdfDocument(source.data, password=source.password) as pdf:
        for count, number in enumerate(row.source.pages, 1):
            image = pdf[number - 1].render(scale=scale).to_pil().convert("RGB")
            pen = ImageDraw.Draw(image)
            for cell in row.source.cells:
                for box in (box for box in cell.boxes if box.page == number):
                    pen.rectangle([box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale], outline=(214, 39, 40), width=3)
                    pen.text((box.x0 * scale + 4, box.top * scale + 2), cell.field, fill=(214, 39, 40))
            path = target if count == 1 else target.with_stem(f"{target.stem}-{count}")
            content = io.BytesIO()
            image.save(content, format="PNG")
            write_whole([(path, content.getvalue())])
            drawn.append(path)
    return drawn
