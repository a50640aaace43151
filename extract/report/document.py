"""From the reading of a report to its raw document and the balance of its words."""

from collections.abc import Iterable, Iterator

from extract.report.conclusions import CLOSED, STOPPED
from extract.words import Balance
from schemas.document import Words
from schemas.flags import Flag, FlagCode
from schemas.raw import Conclusion, Paragraph, RawDocument, Reading

KINDS = {"heading": "headings", "note": "notes", "furniture": "furniture"}


def conclude(reading: Reading) -> tuple[RawDocument, Words]:
    """The decisions of a report. Its prose counts as notes, the list of participants and the outline as furniture."""
    words = _words(reading)
    document = RawDocument(
        document_id=reading.reference,
        annex=None,
        title=reading.title,
        document_kind=reading.document_kind,
        period=None,
        period_kind=None,
        revised=None,
        profile=None,
        conclusions=reading.conclusions,
        flags=(*reading.flags, *_doubts(reading.conclusions), *_lost(words.unaccounted)),
    )
    return document, words


def _doubts(conclusions: Iterable[Conclusion]) -> Iterator[Flag]:
    """Points that nothing closes, and lists that end as if another point followed."""
    for conclusion in conclusions:
        *before, last = conclusion.points
        name = f"{conclusion.place}, paragraph {conclusion.paragraph}"
        for count, point in enumerate(before, 1):
            if not CLOSED.search(point.text.rstrip()) and not STOPPED.search(point.text.rstrip()):
                detail = f"{name}: no mark closes point {count}; the next may be a part of it"
                yield Flag(field="decisions", code=FlagCode.CLOSE_JOIN, detail=detail)
        if CLOSED.search(last.text.rstrip()) or last.text.rstrip().endswith(":"):
            detail = f"{name}: its last point ends as if another followed"
            yield Flag(field="decisions", code=FlagCode.CUT_OFF, detail=detail)


def _words(reading: Reading) -> Words:
    balance = Balance()
    for fragment in reading.fragments:
        if isinstance(fragment, Paragraph):
            balance.add(KINDS[fragment.role or "note"], None, fragment.text)
    for conclusion in reading.conclusions:
        for text in (conclusion.lead, *(point.text for point in conclusion.points)):
            balance.add("cells", None, text)
    counts = {kind: balance.total(kind) for kind in ("cells", "headings", "notes", "furniture")}
    counts["furniture"] += sum(held.words for held in reading.withheld)
    printed = sum(counts.values()) if reading.printed is None else reading.printed
    return Words(printed=printed, unaccounted=printed - sum(counts.values()), **counts)


def _lost(words: int) -> tuple[Flag, ...]:
    if not words:
        return ()
    said = f"{words} words of the text ended nowhere" if words > 0 else f"{-words} words of the text ended twice"
    return (Flag(code=FlagCode.UNACCOUNTED_WORDS, detail=said),)
