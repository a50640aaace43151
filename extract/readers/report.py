"""The report of a meeting as a block dump: agenda, minutes, annexes, participants, and the PDF's outline at the end."""

import re

from extract.report.minutes import lines_as, read_minutes
from extract.report.parts import CONCLUSION, ITEM, Annex, Parts, place_of, split
from extract.source import TEXT, Source
from extract.words import count_words
from schemas.document import DocumentKind
from schemas.errors import NoTableError
from schemas.flags import Flag, FlagCode
from schemas.raw import Conclusion, Paragraph, Reading, Withheld

LIKE_MINUTES = re.compile(rf"^(?:{CONCLUSION.pattern}|{ITEM.pattern})", re.IGNORECASE | re.MULTILINE)
TITLE = re.compile(r"\b(?:REPORT|MINUTES|SUMMARY RECORD|RAPPORT|COMPTE RENDU|INFORME)\b")


def accepts(source: Source) -> bool:
    """A text with minutes, whatever else it holds: numbered paragraphs that conclude, or that agenda items part."""
    return source.media_type == TEXT and bool(LIKE_MINUTES.search(source.text)) and bool(split(source.text).minutes)


def read(source: Source) -> tuple[Reading, ...]:
    """The report's documents. What an annex prints is a note of the report until its table is read.

    Raises:
        NoTableError: there is no decision in it.
    """
    parts = split(source.text)
    read_parts = [
        *lines_as(parts.front, "note"),
        *read_minutes(parts.minutes),
        *parts.participants,
        *(each for annex in parts.annexes for each in lines_as(annex.lines, "note")),
        *lines_as(parts.outline, "furniture"),
    ]
    conclusions = tuple(each for each in read_parts if isinstance(each, Conclusion))
    if not conclusions:
        raise NoTableError("its minutes conclude nothing", "a concluding paragraph begins such as `9. In conclusion, the PTC:`")
    report = Reading(
        fragments=tuple(each for each in read_parts if isinstance(each, Paragraph)),
        conclusions=conclusions,
        withheld=tuple(each for each in read_parts if isinstance(each, Withheld)),
        document_kind=DocumentKind.REPORT,
        reference=parts.reference,
        title=_title(parts),
        printed=count_words(source.text),
        flags=tuple(map(_unread, parts.annexes)),
    )
    return (report,)


def _unread(annex: Annex) -> Flag:
    said = f"Annex {annex.number}" if annex.number else "an annex without a number"
    return Flag(code=FlagCode.UNREAD_ANNEX, detail=f"{place_of(annex.lines)}: {said} holds no table that was read; its words are notes")


def _title(parts: Parts) -> str | None:
    """The title that the front matter prints in capitals."""
    blocks = (" ".join(each.text.split()) for each in lines_as(parts.front, "note") if isinstance(each, Paragraph))
    return next((block for block in blocks if block.isupper() and TITLE.search(block)), None)
