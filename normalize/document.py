"""A raw document becomes a document: its period and revision as dates."""

import datetime
import re
from typing import Any

from normalize.bodies import find_bodies
from normalize.decisions import normalize_decisions
from normalize.rows import normalize_rows
from normalize.timelines import parse_timeline
from schemas.document import Conversion, Document, PeriodKind
from schemas.raw import RawDocument
from schemas.row import Deadline

YEARS = re.compile(r"(\d{4})\s*\W\s*(\d{4}|\d{2})")
SPAN = re.compile(r"\s+(?:to|à|[-–—])\s+")


def normalize(raw: RawDocument, source: dict[str, Any], stem: str) -> Conversion:
    """The document, its rows and its decisions.

    Args:
        raw: What extract found.
        source: The fields of Document that say what was read.
        stem: Names the document where no reference is printed.
    """
    document_id = raw.document_id or stem
    start, end = _period(raw.period, raw.period_kind)
    revised = _date(raw.revised)
    document = Document(
        document_id=document_id,
        annex=raw.annex,
        title=raw.title,
        document_kind=raw.document_kind,
        period_start=start,
        period_end=end,
        revised=revised.edtf if revised else None,
        profile=raw.profile,
        flags=raw.flags,
        **source,
    )
    rows = normalize_rows(raw.rows, document_id, raw.annex, revised.earliest if revised else None)
    return Conversion(document=document, rows=rows, decisions=normalize_decisions(raw.conclusions))


def _period(text: str | None, kind: PeriodKind | None) -> tuple[datetime.date | None, datetime.date | None]:
    """First and last day of the printed years; a financial year runs from 1 July to 30 June."""
    years = YEARS.fullmatch(text.strip()) if text else None
    if years:
        first, last = int(years[1]), int(years[1][: 4 - len(years[2])] + years[2])
        if kind is PeriodKind.FINANCIAL_YEARS:
            return datetime.date(first, 7, 1), datetime.date(last, 6, 30)
        return datetime.date(first, 1, 1), datetime.date(last, 12, 31)
    ends = SPAN.split(text) if text else []
    if len(ends) != 2:
        return None, None
    start, end = _date(ends[0]), _date(ends[1])
    return (start.earliest if start else None), (end.latest if end else None)


def _date(text: str | None) -> Deadline | None:
    """The one date that a text names; None where it names none or several."""
    deadlines, problems = parse_timeline(text, find_bodies=find_bodies) if text else ((), ())
    return deadlines[0] if len(deadlines) == 1 and not problems else None
