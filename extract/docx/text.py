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
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"  # the same content in several forms
PASSED_OVER = frozenset({f"{W}rPr", f"{W}pPr", f"{W}instrText", f"{W}delInstrText", f"{W}tbl"})


class State(Enum):
    """What the tracked changes make of a piece of text."""

    SAME = 0
    ADDED = 1
    REMOVED = 2
    PASSING = 3  # inserted, and deleted again: neither reading holds it

    def within(self, outer: "State") -> "State":
        """What a change makes of a text that another change holds."""
        if State.SAME in (self, outer):
            return outer if self is State.SAME else self
        return self if self is outer else State.PASSING


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one state."""

    text: str
    state: State


def after(spans: Iterable[Span]) -> str:
    """The accepted reading."""
    return _tidy(span.text for span in spans if span.state in (State.SAME, State.ADDED))


def before(spans: Iterable[Span]) -> str:
    """The reading before the changes."""
    return _tidy(span.text for span in spans if span.state in (State.SAME, State.REMOVED))


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
    yield Span("\n", _mark_state(mark).within(state) if mark is not None else state)


def _mark_state(mark: etree._Element) -> State:
    """The state of a paragraph's mark, by its properties."""
    removed = any(mark.find(tag) is not None for tag in REMOVED)
    added = any(mark.find(tag) is not None for tag in ADDED)
    return (State.REMOVED if removed else State.SAME).within(State.ADDED if added else State.SAME)


def _inline(element: etree._Element, state: State) -> Iterator[Span]:
    for child in element:
        tag = child.tag
        if tag in TEXTS:
            yield Span(child.text or "", state)
        elif tag in SYMBOLS:
            yield Span(SYMBOLS[tag], state)
        elif tag in REMOVED:
            yield from _inline(child, State.REMOVED.within(state))
        elif tag in ADDED:
            yield from _inline(child, State.ADDED.within(state))
        elif tag == ALTERNATIVES:
            yield from _inline(child[0], state) if len(child) else ()
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
            yield from block_spans(child, numbering, (State.REMOVED if child.tag in REMOVED else State.ADDED).within(state))


def _nested(table: etree._Element, numbering: Numbering, state: State) -> Iterator[Span]:
    """A nested table is text of its cell: a row a line, its cells apart by a blank."""
    for row in table.iterfind(f"{W}tr"):
        own = row_state(row).within(state)
        for cell in row.iterfind(f"{W}tc"):
            for span in block_spans(cell, numbering, own):
                yield Span(span.text.replace("\n", " "), span.state)
        yield Span("\n", own)


def row_state(row: etree._Element) -> State:
    """What the tracked changes make of a table row as a whole (17.13.5.12 and 17.13.5.16)."""
    properties = row.find(f"{W}trPr")
    if properties is None:
        return State.SAME
    if properties.find(f"{W}del") is not None:
        return State.REMOVED
    return State.ADDED if properties.find(f"{W}ins") is not None else State.SAME
