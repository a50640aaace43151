"""What extract hands to normalize: whole rows of printed cells, each with its places. And what readers hand to the stitcher."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.document import DocumentKind, PeriodKind
from schemas.flags import Flag
from schemas.place import Place
from schemas.row import RecordKind


class ColumnKind(StrEnum):
    """What a column holds, whatever its header says."""

    NUMBER = "number"
    TEXT = "text"
    CODES = "codes"
    TASK_TYPE = "task_type"
    BODIES = "bodies"
    TIMELINE = "timeline"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Recogniser:
    """What extract may ask of a column kind without knowing what the text means.

    `score`: how much a text looks like the kind, 0 to 1. `joins`: log-odds (natural logarithm) that the second text
    goes on the cell that holds the first, rather than being a cell of its own; 0 where the kind cannot tell.
    `part`: how much one word, or what is left of it, looks like part of the kind, 0 to 1; None where `score` tells that as well.
    `beside`: how often two values stand side by side as no cell prints them; None where any may.
    `torn`: where a value begins that the text's end cuts off, its length where none does; None where the kind cannot tell.
    """

    score: Callable[[str], float]
    joins: Callable[[str, str], float]
    part: Callable[[str], float] | None = None
    beside: Callable[[str], int] | None = None
    torn: Callable[[str], int] | None = None

    def score_part(self, word: str) -> float:
        """How much one word looks like part of the kind."""
        return (self.part or self.score)(word)


Recognisers = Mapping[ColumnKind, Recogniser]


class Merge(StrEnum):
    """What an empty cell of a piece says of the cell above."""

    UNKNOWN = "unknown"  # a text dump does not show it
    COVERED = "covered"  # no ruling line between: one cell with the one above
    EMPTY = "empty"  # ruled on all sides: empty in print


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceCell:
    """One cell of a table piece as the reader saw it: paragraphs joined by a line feed."""

    text: str
    place: Place
    merge: Merge = Merge.UNKNOWN
    colspan: int = 1
    before: str | None = None  # the text with struck words and without inserted ones, where the source tracks changes
    doubt: str = ""  # why some of its words may belong to another cell; empty where that is sure
    close_cuts: tuple[str, ...] = ()  # words that may be two, or two that may be one, as they were read
    flattened: bool = False  # struck and inserted words stand in one stream: the text was read off a print that shows changes
    scanned: bool = False  # an OCR read it, and may have misread letters
    starts: bool = False  # of a printed line: blank paper stands above it in its column
    span: tuple[float, float] | None = None  # of a printed line: upper and lower side of its letters in points, as the text runs
    goes_on: bool | None = (
        None  # of a printed line: whether the content goes on with it from the line above in its column, where that is told
    )
    order: tuple[int, int] | None = None  # of a printed line: first and last place in a content that holds one cell after the other
    glue: str = " "  # of a printed line: what stands between it and the line above in its column, if they are one cell
    first_word: float | None = None  # width of its first word in points; None where the source has no geometry
    first_letter: float | None = None  # width of its first letter in points
    open_word: bool = False  # its last line is one word, after which no blank is printed
    room: float | None = None  # points left free at the end of its last line


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceRow:
    """One row of a table piece: as many cells as the piece has columns."""

    cells: tuple[PieceCell, ...]
    place: Place
    opens: bool = False  # of a printed line: a ruling line runs above it through the table, or filled cells meet there
    doubt: str = ""  # why its first or last line may belong to another row; empty where it is sure
    is_header: bool = False  # the source itself says so (a DOCX repeated header row)


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePiece:
    """The part of a table between two breaks. `breaks` says that a page break may stand before it."""

    rows: tuple[PieceRow, ...]
    place: Place
    breaks: bool = True
    merging: tuple[int, ...] | None = None  # columns, from 0, that print a value once for a group of rows; None where the cells say so
    by_lines: bool = False  # each row is one printed line: no rule shows where the rows of the table end
    all_open: bool = False  # of printed lines: the page shows where rows begin, and they begin nowhere else
    columns: tuple[tuple[float, float], ...] = ()  # x0 and x1 of each column in points; empty for a text
    taken_out: tuple[str, ...] = ()  # what balloons in the margin beside it say was deleted
    fields: tuple[str, ...] = ()  # the fields of its columns, where its header was read apart from it
    doubt: str = ""  # why its columns may be others; empty where they are sure


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Text outside any table: a heading, a note, or page furniture. Which of them, the profile and the page decide."""

    text: str
    place: Place
    role: str | None = None  # "heading", "note", "furniture" or "item" where the reader knows it
    number: str = ""  # of an item whose own a scan lost, as the items beside it leave it; empty where they do not


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseText:
    """Lines of a text whose columns are gone: which words are tables, and of which columns, is for the decoder to find."""

    lines: tuple[Paragraph, ...]

    @property
    def place(self) -> Place:
        """The lines it covers."""
        spans = [line.place.lines for line in self.lines if line.place.lines is not None]
        return Place(lines=(spans[0][0], spans[-1][1])) if spans else Place()


Fragment = TablePiece | Paragraph | LooseText


Seen = tuple[str, ...]
"""Texts of cells that another document holds, such as an earlier revision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Text that is personal data and goes no further than the reader: where it stands, and how many words it holds."""

    words: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of a conclusion, its lines joined, and where they stand: one place for each page."""

    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """A concluding paragraph of the minutes, and the agenda item that it stands under. `paragraph` is None where no number is printed."""

    item_number: str | None = None
    item_title: str | None = None
    sub_item: str | None = None
    sub_item_title: str | None = None
    paragraph: int | None = None
    lead: str  # the words before the first point, its number among them
    points: tuple[Point, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One document of a source as its reader saw it; most sources hold one.

    What the reader itself knows of the document comes with it: a report says which annex is whose, other documents print that on a page.
    """

    fragments: tuple[Fragment, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    document_kind: DocumentKind | None = None
    reference: str | None = None
    annex: str | None = None
    of_report: bool = False  # an annex; its report is the first reading of the source
    title: str | None = None
    printed: int | None = None  # words of the source, counted before it was cut up; None where the fragments are all there is
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCell:
    """One printed cell made whole. A cell merged over several rows is the same object in each of them."""

    text: str
    places: tuple[Place, ...]
    flags: tuple[Flag, ...] = ()
    before: str | None = None
    flattened: bool = False  # struck and inserted words stand in one stream
    scanned: bool = False  # an OCR read it, and may have misread letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The heading a row stands under. `count` is the number of the heading itself, `above` that of the section before."""

    number: str | None = None
    count: int | None = None
    above: int | None = None
    title: str = ""
    codes: str = ""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One whole row: field name to cell, print order. `flags` are of the row as a whole."""

    record_kind: RecordKind
    columns: tuple[str, ...] = ()  # every column of its table, filled or not
    cells: dict[str, RawCell]
    places: tuple[Place, ...]
    section: Section | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """Everything extract found of one document: its front matter and its whole rows."""

    document_id: str | None
    annex: str | None
    title: str | None
    document_kind: DocumentKind | None
    period: str | None
    period_kind: PeriodKind | None
    revised: str | None
    profile: str | None
    rows: tuple[RawRow, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    flags: tuple[Flag, ...] = ()
