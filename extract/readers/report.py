"""The report of a meeting as a block dump: agenda, minutes, annexes, participants, and the PDF's outline at the end."""

import re

from extract.report.minutes import lines_as, read_minutes
from extract.report.pages import ANNEX_HEAD
from extract.report.parts import CONCLUSION, ITEM, Annex, Parts, split
from extract.source import TEXT, Source
from extract.words import count_words
from schemas.document import DocumentKind
from schemas.errors import NoTableError
from schemas.place import Place
from schemas.raw import Conclusion, LooseText, Paragraph, Reading, Withheld

LIKE_MINUTES = re.compile(rf"^(?:{CONCLUSION.pattern}|{ITEM.pattern})", re.IGNORECASE | re.MULTILINE)
TITLE = re.compile(r"\b(?:REPORT|MINUTES|SUMMARY RECORD|RAPPORT|COMPTE RENDU|INFORME)\b")


def accepts(source: Source) -> bool:
    """A text with minutes, paragraphs that conclude or that agenda items part, whatever else it holds; or one of several annexes."""
    if source.media_type != TEXT:
        return False
    if LIKE_MINUTES.search(source.text) and split(source.text).minutes:
        return True
    return _may_hold_annexes(source.text) and _holds_annexes_alone(split(source.text))


def _may_hold_annexes(text: str) -> bool:
    """Whether the heads of two annexes are printed. Where tabs part cells, annexes are parts of one table."""
    heads = {found["number"] for line in text.split("\n") if (found := ANNEX_HEAD.fullmatch(line.strip()))}
    return len(heads) > 1 and "\t" not in text


def _holds_annexes_alone(parts: Parts) -> bool:
    return len(parts.annexes) > 1 and not (parts.front or parts.minutes or parts.participants or parts.outline)


def read(source: Source) -> tuple[Reading, ...]:
    """The report's documents. Each of its annexes is one of its own.

    Raises:
        NoTableError: there is no decision in it.
    """
    parts = split(source.text)
    if _holds_annexes_alone(parts):
        return tuple(_annex(annex, parts.reference) for annex in parts.annexes)
    read_parts = [
        *lines_as(parts.front, "note"),
        *read_minutes(parts.minutes),
        *parts.participants,
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
        printed=count_words(source.text) - sum(count_words(line.text) for annex in parts.annexes for line in annex.lines),
    )
    return (report, *(_annex(annex, parts.reference) for annex in parts.annexes))


def _annex(annex: Annex, reference: str | None) -> Reading:
    """An annex is a document of its own: a text whose columns are gone."""
    lines = (Paragraph(text=line.text, place=Place(page=line.page, lines=(line.number, line.number))) for line in annex.lines)
    return Reading(fragments=(LooseText(lines=tuple(lines)),), reference=reference, annex=annex.number, of_report=True, title=annex.title)


def _title(parts: Parts) -> str | None:
    """The title that the front matter prints in capitals."""
    blocks = (" ".join(each.text.split()) for each in lines_as(parts.front, "note") if isinstance(each, Paragraph))
    return next((block for block in blocks if block.isupper() and TITLE.search(block)), None)
