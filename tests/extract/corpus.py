"""Extracts printed programmes and counts the rows that came out wrong: by the record that each row means."""

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from printing import Layout, lay_out
from programmes import FIELDS, Programme, Record, programme

from extract.document import Extraction, stitch, verdicts
from extract.profile import bundled
from extract.readers import choose
from extract.source import from_bytes
from normalize.recognisers import recognisers
from schemas.flags import FlagCode
from schemas.raw import RawRow, Recognisers

# flags by which a person finds a row that was joined or cut wrongly
DOUBTS = {FlagCode.CLOSE_JOIN, FlagCode.MISSING_CELL, FlagCode.JOINED_MERGED}


@cache
def known() -> Recognisers:
    """What a column kind looks like, by those who know what it means."""
    return recognisers()


def extracted(printed: str | bytes) -> Extraction:
    """What extract makes of a dump or of a PDF's bytes."""
    data = printed if isinstance(printed, bytes) else printed.encode()
    source = from_bytes("made-up.pdf" if isinstance(printed, bytes) else "made-up.txt", data)
    fragments = list(choose(source).read(source))
    profile = verdicts(fragments, bundled())[0].profile
    assert profile.name == "ptc"
    return stitch(fragments, profile, known())


def rows_of(printed: str | bytes) -> tuple[RawRow, ...]:
    """Its rows; every word of it is in its place."""
    extraction = extracted(printed)
    words = extraction.words
    assert words.unaccounted == 0
    assert words.printed == words.cells + words.headings + words.notes + words.furniture
    (document,) = extraction.documents
    assert FlagCode.UNACCOUNTED_WORDS not in {flag.code for flag in document.flags}
    return document.rows


def without_provenance(rows: Iterable[RawRow]) -> list[tuple[object, ...]]:
    """All that the rows say but their places and flags."""
    return [
        (row.record_kind, row.columns, row.section and (row.section.number, row.section.title), record)
        for row, record in zip(rows, records(rows), strict=True)
    ]


def records(rows: Iterable[RawRow]) -> list[Record]:
    """The texts of the rows, in the columns of a made-up programme."""
    return [tuple(row.cells[field].text if field in row.cells else None for field in FIELDS) for row in rows]


def doubts(row: RawRow) -> set[FlagCode]:
    """The flags of the row and of its cells that hold it up to a person."""
    flags = [*row.flags, *(flag for cell in row.cells.values() for flag in cell.flags)]
    return DOUBTS & {flag.code for flag in flags}


@dataclass
class Score:
    """How many documents and rows of a corpus came out right, and what of the rest a person would find."""

    documents: int = 0
    wrong_documents: list[int] = field(default_factory=list)
    rows: int = 0
    missing: int = 0  # rows of the programme that no row that came out equals
    wrong: int = 0  # rows that came out and equal no row of the programme
    unflagged: int = 0  # those of them that no flag holds up
    example: str = ""

    @property
    def right(self) -> float:
        """Share of the documents whose every row is right."""
        return 1 - len(self.wrong_documents) / self.documents

    @property
    def rows_right(self) -> float:
        """Share of the rows that came out as printed."""
        return 1 - self.missing / self.rows

    def __str__(self) -> str:
        """The figures, and the first wrong rows."""
        return (
            f"{self.right:.1%} of {self.documents} documents and {self.rows_right:.2%} of {self.rows} rows right; {self.wrong} wrong rows, "
            f"{self.unflagged} of them without a flag; wrong seeds {self.wrong_documents[:20]}\n{self.example}"
        )

    def add(self, seed: int, wanted: list[Record], rows: Sequence[RawRow]) -> None:
        """Count one document."""
        got = records(rows)
        self.documents += 1
        self.rows += len(wanted)
        if got == wanted:
            return
        self.wrong_documents.append(seed)
        for tag, a, b, c, d in difflib.SequenceMatcher(a=wanted, b=got, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            self.missing += b - a
            self.wrong += d - c
            self.unflagged += sum(not doubts(row) for row in rows[c:d])
            if not self.example:
                found = [(record, sorted(doubts(row))) for record, row in zip(got[c:d], rows[c:d], strict=True)]
                self.example = f"seed {seed}\n  wanted {wanted[a:b]}\n  got    {found}"


Print = Callable[[Programme, Layout, Random], str | bytes | None]


def score(documents: int, printed: Print, topics: tuple[int, int] = (4, 7)) -> Score:
    """Extract the programmes of the first seeds as `printed` prints them; where it gives None the seed is left out."""
    total = Score()
    for seed in range(documents):
        made = programme(seed, topics)
        text = printed(made, lay_out(made), Random(seed))
        if text is not None:
            total.add(seed, made.records, rows_of(text))
    return total
