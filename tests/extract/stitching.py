"""Small dumps for the stitcher, and what comes out of them."""

from programmes import FIELDS, HEADER

from extract.document import Extraction, stitch, verdicts
from extract.profile import bundled
from extract.readers import choose
from extract.source import from_bytes
from normalize.recognisers import recognisers
from schemas.raw import RawRow

HEADING = "PART I - ACTIVE TOPICS AND TASKS"
HEAD = "\t".join(HEADER)
TITLE = "Revised PTC Work Programme 2025-2028"
FULL = {
    "topic_number": "1.",
    "topic": "Tool Lending",
    "task": "Draft a guide to lending",
    "strategic_codes": "SG SO1 SP1",
    "task_type": "A",
    "responsible_body": "PTC, PC, Council",
    "indicator": "Guide published",
    "timeline": "June 2026 (PTC)",
    "progress": "A first draft went out.",
}


def line(**cells: str) -> str:
    """One line of a dump; columns that are not named are empty."""
    assert cells.keys() <= set(FIELDS)
    return "\t".join(cells.get(field, "") for field in FIELDS)


def full(**cells: str) -> str:
    """One line with every column filled."""
    return line(**{**FULL, **cells})


def piece(*lines: str, head: str | None = HEAD) -> str:
    """A table piece, its header first."""
    return "\n".join([head, *lines] if head is not None else lines)


def dump(*chunks: str, heading: str = HEADING) -> str:
    """A whole dump: title, heading, and the chunks, blank lines between."""
    return "\n\n".join([TITLE, heading, *chunks]) + "\n"


def extracted(text: str, profile: str | None = "ptc") -> Extraction:
    """What extract makes of a text, by the profile that fits; it must be the one expected."""
    source = from_bytes("made-up.txt", text.encode())
    fragments = list(choose(source).read(source))
    best = verdicts(fragments, bundled())[0]
    assert (best.profile.name if best.score >= 0.7 else None) == profile
    return stitch(fragments, best.profile if profile else None, recognisers())


def rows_of(*chunks: str, heading: str = HEADING) -> list[RawRow]:
    """The rows of a dump in the form of the PTC; no word of it may be lost."""
    extraction = extracted(dump(*chunks, heading=heading))
    assert extraction.words.unaccounted == 0
    (document,) = extraction.documents
    return list(document.rows)


def text(row: RawRow, field: str) -> str | None:
    """The text of a row's cell; None where it is empty."""
    return row.cells[field].text if field in row.cells else None


def column(rows: list[RawRow], field: str) -> list[str | None]:
    """The texts of one column."""
    return [text(row, field) for row in rows]


def codes(row: RawRow) -> set[str]:
    """The flags of a row and of its cells."""
    flags = [*row.flags, *(flag for cell in row.cells.values() for flag in cell.flags)]
    return {flag.code.value for flag in flags}
