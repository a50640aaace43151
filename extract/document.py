"""From a source to raw documents: read fragments, choose the profile, stitch the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.cuts import resolve_cuts
from extract.decoder.text_tables import above_headers, decode_text, judge_text
from extract.headings import Outline, count_repeats, named
from extract.joins import FillRates, fill_rates
from extract.layout import Layout, is_rule_of, printed, profile_header
from extract.line_rows import group_lines, header_candidates
from extract.profile import Profile, Verdict, judge
from extract.report.document import conclude
from extract.stitch import Decision, OpenRow, Stitcher
from extract.words import Balance, count_words
from schemas.document import DocumentKind, Words
from schemas.errors import NoTableError
from schemas.flags import Flag, FlagCode
from schemas.raw import Fragment, LooseText, Merge, Paragraph, PieceRow, RawDocument, Reading, Recognisers, Seen, TablePiece

HEADER_ROWS = 2  # a header is looked for among this many rows of each piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What extract found in one source."""

    documents: tuple[RawDocument, ...]
    words: Words
    page_count: int | None
    decisions: tuple[Decision, ...]  # one for each row that follows a break
    flags: tuple[Flag, ...] = ()  # of the source's first document


def verdicts(fragments: Sequence[Fragment], profiles: Sequence[Profile]) -> list[Verdict]:
    """Each profile and how well it fits, the best first."""
    headers = [header for piece in pieces(fragments) for header in _headers(piece)]
    loose = [fragment for fragment in fragments if isinstance(fragment, LooseText)]
    found = [max([judge(profile, headers), *(judge_text(text, profile) for text in loose)], key=_score) for profile in profiles]
    return sorted(found, key=lambda verdict: (verdict.score, _headings(verdict.profile, fragments)), reverse=True)


def _score(verdict: Verdict) -> float:
    return verdict.score


def _headings(profile: Profile, fragments: Sequence[Fragment]) -> tuple[int, int]:
    """How many lines outside tables are section headings of the profile, and where there are none, how many lone ones.

    It tells families apart whose tables are alike: a heading whose form says little is the weaker sign.
    """
    headings = [heading for heading in profile.heading if not heading.lone]
    lines = (line for fragment in fragments for line in _paragraphs(fragment))
    printed = sum(any(named(heading, line.text) for heading in headings) for line in lines)
    return printed, 0 if printed or len(headings) == len(profile.heading) else _lone_headings(profile, fragments)


def _lone_headings(profile: Profile, fragments: Sequence[Fragment]) -> int:
    """How many headings of any form stand right above a table."""
    texts = [text for fragment in fragments if isinstance(fragment, LooseText) for text in above_headers(fragment, profile)]
    texts += [each.text for each, below in pairwise(fragments) if isinstance(each, Paragraph) and isinstance(below, TablePiece)]
    lone = [heading for heading in profile.heading if heading.lone and heading.items is None]
    return sum(any(named(heading, text) for heading in lone) for text in texts)


def _below(fragments: Sequence[Fragment]) -> list[Fragment | None]:
    """For each fragment the next one that is neither a note nor furniture."""
    found: list[Fragment | None] = []
    below = None
    for fragment in reversed(fragments):
        found.append(below)
        below = below if isinstance(fragment, Paragraph) and fragment.role not in (None, "item") else fragment
    return found[::-1]


def _headers(piece: TablePiece) -> Iterable[tuple[str, ...]]:
    return header_candidates(piece) if piece.by_lines else map(printed, piece.rows[:HEADER_ROWS])


def pieces(fragments: Sequence[Fragment]) -> list[TablePiece]:
    """The table pieces among the fragments."""
    return [fragment for fragment in fragments if isinstance(fragment, TablePiece)]


def extract(reading: Reading, profile: Profile | None, recognisers: Recognisers, seen: Seen = ()) -> Extraction:
    """The decisions of a report, or the whole rows of what is none. An annex without a row is a note of its report, which is flagged.

    Args:
        reading: what a reader made of the source.
        profile: the family that it is of.
        recognisers: of column kinds.
        seen: texts of cells seen before in another document; they help where the columns are gone.

    Raises:
        NoTableError: there is no row in it.
    """
    if reading.document_kind is DocumentKind.REPORT:
        document, words = conclude(reading)
        return Extraction(documents=(document,), words=words, page_count=None, decisions=())
    try:
        return _annex_rows(reading, profile, recognisers, seen)
    except NoTableError:
        if not reading.of_report:
            raise
        return _unread(reading)


def _annex_rows(reading: Reading, profile: Profile | None, recognisers: Recognisers, seen: Seen) -> Extraction:
    if profile is None and any(isinstance(fragment, LooseText) for fragment in reading.fragments):
        raise NoTableError("no table was found in it", "a text needs tabs between its cells, or the headers of a family that has a profile")
    found = stitch(reading.fragments, profile, recognisers, seen)
    documents = (
        replace(raw, document_id=raw.document_id or reading.reference, annex=raw.annex or reading.annex, title=raw.title or reading.title)
        for raw in found.documents
    )
    return replace(found, documents=tuple(documents))


def _unread(reading: Reading) -> Extraction:
    notes = sum(count_words(line.text) for each in reading.fragments if isinstance(each, LooseText) for line in each.lines)
    said = f"Annex {reading.annex}" if reading.annex else "an annex without a number"
    place = reading.fragments[0].place if reading.fragments else "the text"
    flag = Flag(code=FlagCode.UNREAD_ANNEX, detail=f"{place}: {said} holds no table that was read; its words are notes")
    return Extraction(documents=(), words=Words(printed=notes, notes=notes), page_count=None, decisions=(), flags=(flag,))


def stitch(fragments: Sequence[Fragment], profile: Profile | None, recognisers: Recognisers, seen: Seen = ()) -> Extraction:
    """The whole rows of the fragments of one source, by the profile or, without one, with the printed headers as columns.

    Raises:
        NoTableError: there is no row in it.
    """
    if not fragments:
        raise NoTableError("it holds no text", "a scan needs OCR before it can be read; else check that it is the document you mean")
    decoded = _decoded(fragments, profile, recognisers, seen)
    fragments = resolve_cuts(group_lines(decoded, profile, recognisers), profile, recognisers)
    printed_words = _printed_words(fragments)
    outline = Outline(profile, count_repeats(f for f in fragments if isinstance(f, Paragraph)))
    stitcher = Stitcher(profile, outline, recognisers, _rates(pieces(fragments), profile))
    for fragment, below in zip(fragments, _below(fragments), strict=True):
        stitcher.take(fragment, below)
    stitcher.finish(fragments[-1])
    rows = tuple(stitcher.rows())
    if not rows:
        raise NoTableError("its tables hold no rows", "check that it is the document you mean")
    front = outline.front
    document = RawDocument(
        document_id=front.reference,
        annex=front.annex,
        title=front.title,
        document_kind=profile.document_kind if profile else None,
        period=front.period,
        period_kind=profile.period_kind if profile else None,
        revised=front.revised,
        profile=profile.name if profile else None,
        rows=rows,
        flags=(
            *_profile_flags(profile),
            *map(_struck_flag, stitcher.struck),
            *_margin_flags(pieces(fragments)),
            *_balance_flags(printed_words, stitcher.balance),
        ),
    )
    pages = [fragment.place.page for fragment in fragments if fragment.place.page is not None]
    return Extraction(
        documents=(document,),
        words=_words(printed_words, stitcher.balance),
        page_count=max(pages, default=None),
        decisions=tuple(stitcher.decisions),
    )


def _decoded(fragments: Sequence[Fragment], profile: Profile | None, recognisers: Recognisers, seen: Seen) -> list[Fragment]:
    """The fragments with each text without columns decoded."""
    return [
        each
        for fragment in fragments
        for each in (decode_text(fragment, profile, recognisers, seen) if isinstance(fragment, LooseText) else [fragment])
    ]


def _profile_flags(profile: Profile | None) -> tuple[Flag, ...]:
    return () if profile else (Flag(code=FlagCode.NO_PROFILE, detail="it fits no profile; the printed headers are the columns"),)


def _struck_flag(row: OpenRow) -> Flag:
    """A row that a tracked change takes out is no row any more; the document says what it was."""
    said = " | ".join(cell.old if cell is not None else "" for cell in row.cells)
    return Flag(code=FlagCode.STRUCK_ROW, detail=f"{row.places[0]}: a tracked change takes out the row {said}")


def _margin_flags(all_pieces: Sequence[TablePiece]) -> list[Flag]:
    """A flag for each balloon that holds deleted words."""
    return [
        Flag(code=FlagCode.MARGIN_CHANGE, detail=f"page {piece.place.page}: {said}") for piece in all_pieces for said in piece.taken_out
    ]


def _rates(all_pieces: Sequence[TablePiece], profile: Profile | None) -> dict[tuple[str, int], FillRates]:
    """How often each column is filled in the rows that do not follow a break, by the form of their table."""
    inner: dict[tuple[str, int], list[PieceRow]] = {}
    merging: dict[tuple[str, int], tuple[int, ...]] = {}
    layout: Layout | None = None
    for piece in all_pieces:
        first = True
        for row in piece.rows:
            header = profile_header(profile, row) if profile else None
            layout = header or layout
            if header or is_rule_of(row):
                continue
            key = layout.key if layout else ("row", len(row.cells))
            merging[key] = layout.merging if layout else _covered(row, (*merging.get(key, ()), *(piece.merging or ())))
            rows = inner.setdefault(key, [])
            rows += [] if first else [row]
            first = False
    return {key: fill_rates(rows, key[1], merging[key]) for key, rows in inner.items()}


def _covered(row: PieceRow, known: tuple[int, ...]) -> tuple[int, ...]:
    """The columns that are seen to merge downward, where no profile says so."""
    return tuple(sorted({*known, *(i for i, cell in enumerate(row.cells) if cell.merge is Merge.COVERED)}))


def _printed_words(fragments: Sequence[Fragment]) -> Balance:
    """The words as the reader saw them, page by page."""
    balance = Balance()
    for fragment in fragments:
        if isinstance(fragment, Paragraph):
            balance.add("printed", fragment.place.page, fragment.text)
        if not isinstance(fragment, TablePiece):
            continue
        for cell in (cell for row in fragment.rows for cell in row.cells):
            balance.add("printed", cell.place.page, cell.text)
    return balance


def _paragraphs(fragment: Fragment) -> Sequence[Paragraph]:
    if isinstance(fragment, LooseText):
        return fragment.lines
    return [fragment] if isinstance(fragment, Paragraph) else []


def _words(printed_words: Balance, balance: Balance) -> Words:
    kinds = {kind: balance.total(kind) for kind in ("cells", "headings", "notes", "furniture")}
    total = printed_words.total("printed")
    return Words(printed=total, unaccounted=total - sum(kinds.values()), **kinds)


def _balance_flags(printed_by_page: Balance, balance: Balance) -> tuple[Flag, ...]:
    """A flag for each page with a word lost or doubled."""
    flags = []
    printed_words, ended = printed_by_page.page_totals(), balance.page_totals()
    for page in sorted(printed_words, key=lambda page: page or 0):
        lost = printed_words[page] - ended[page]
        if lost:
            where = f"page {page}" if page else "the text"
            said = f"{lost} words of {where} ended nowhere" if lost > 0 else f"{-lost} words of {where} ended twice"
            flags.append(Flag(code=FlagCode.UNACCOUNTED_WORDS, detail=said))
    return tuple(flags)
