"""The text of paragraphs, as it stands and as it stood before the tracked changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from lxml import etree

from extract.docx.numbering import Numbering
from extract.docx.package import W

SYMBOLS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": " "}
REMOVED = frozenset({f"{W}del", f"{W}moveFrom"})
ADDED = frozenset({f"{W}ins", f"{W}moveTo"})
TEXTS = frozenset({f"{W}t", f"{W}delText"})
PASSED_OVER = frozenset({f"{W}rPr", f"{W}pPr", f"{W}instrText", f"{W}delInstrText", f"{W}tbl"})


class State(Enum):
    """What the tracked changes make of a piece of text."""

    SAME = 0
    ADDED = 1
    REMOVED = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one state."""

    text: str
    state: State


def after(spans: Iterable[Span]) -> str:
    """The accepted reading."""
    return _tidy(span.text for span in spans if span.state is not State.REMOVED)


def before(spans: Iterable[Span]) -> str:
    """The reading before the changes."""
    return _tidy(span.text for span in spans if span.state is not State.ADDED)


def _tidy(texts: Iterable[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(texts).split("\n"))
    return "\n".join(line for line in lines if line)


def paragraph_spans(paragraph: etree._Element, numbering: Numbering, state: State = State.SAME) -> Iterator[Span]:
    """The text of one paragraph with its list number and, at the end, its line feed.

    The paragraph's mark may itself be inserted or deleted (17.13.5.15 and 17.13.5.20): then two paragraphs were made
    of one, or one of two.
    """
    label = numbering.label(paragraph)
    if label:
        yield Span(f"{label} ", state)
    yield from _inline(paragraph, state)
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    yield Span("\n", _mark_state(mark) if mark is not None and state is State.SAME else state)


def _mark_state(mark: etree._Element) -> State:
    if mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None:
        return State.REMOVED
    return State.ADDED if mark.find(f"{W}ins") is not None or mark.find(f"{W}moveTo") is not None else State.SAME


def _inline(element: etree._Element, state: State) -> Iterator[Span]:
    for child in element:
        tag = child.tag
        if tag in TEXTS:
            yield Span(child.text or "", state)
        elif tag in SYMBOLS:
            yield Span(SYMBOLS[tag], state)
        elif tag in REMOVED:
            yield from _inline(child, State.REMOVED)
        elif tag in ADDED:
            yield from _inline(child, state if state is State.REMOVED else State.ADDED)
        elif isinstance(tag, str) and tag not in PASSED_OVER:
            yield from _inline(child, state)


def block_spans(parent: etree._Element, numbering: Numbering, state: State = State.SAME) -> Iterator[Span]:
    """The text of everything in a cell: paragraphs, content controls, and nested tables row by row."""
    for child in parent:
        if child.tag == f"{W}p":
            yield from paragraph_spans(child, numbering, state)
        elif child.tag == f"{W}tbl":
            yield from _nested(child, numbering, state)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag"):
            yield from block_spans(child, numbering, state)
        elif child.tag in REMOVED | ADDED:
            yield from block_spans(child, numbering, State.REMOVED if child.tag in REMOVED else State.ADDED)


def _nested(table: etree._Element, numbering: Numbering, state: State) -> Iterator[Span]:
    """A nested table is text of its cell: a row a line, its cells apart by a blank."""
    for row in table.iterfind(f"{W}tr"):
        for cell in row.iterfind(f"{W}tc"):
            for span in block_spans(cell, numbering, state):
                yield Span(span.text.replace("\n", " "), span.state)
        yield Span("\n", state)
