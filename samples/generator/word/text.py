"""Paragraphs and runs of WordprocessingML, with tracked changes as word processors store them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from xml.sax.saxutils import escape

from samples.generator.model import Para, Span

AUTHORS = ("Editor", "Second Editor", "Third Editor")  # nobody
DATE = 'w:date="2026-01-01T00:00:00Z"'
STYLES = {"b": "<w:b/>", "i": "<w:i/>", "sup": '<w:vertAlign w:val="superscript"/>', "": ""}
MOVES = {"moveFrom", "moveTo"}


@dataclass
class Writer:
    """Numbers the changes of a document, and remembers which notes were called."""

    notes: dict[str, str]
    authors: int = 1
    author: str = AUTHORS[0]
    last_id: int = 1000
    called: list[str] = field(default_factory=list)
    moves: Counter[str] = field(default_factory=Counter)

    def change(self, mark: str) -> str:
        """The attributes of one more change."""
        self.last_id += 1
        return f'w:id="{self.last_id}" w:author="{self.author}" {DATE}'

    def next_row(self) -> None:
        """Each row's changes are one author's."""
        self.author = AUTHORS[(AUTHORS.index(self.author) + 1) % self.authors]

    def runs(self, spans: tuple[Span, ...], properties: str = "") -> str:
        """The spans as runs; those of one change stand in one element."""
        parts = []
        for mark, group in groupby(spans, key=lambda span: span.mark):
            tag = "w:delText" if mark == "del" else "w:t"
            inner = "".join(run(span, properties, tag) for span in group)
            parts.append(f"<w:{mark} {self.change(mark)}>{inner}</w:{mark}>" if mark else inner)
        return "".join(parts)

    def paragraph(self, para: Para, ending: str | None, properties: str, note: str | None = None) -> str:
        """A cell's paragraph. `ending` is the change of its end, `properties` what comes before that in `w:pPr`."""
        mark = f"<w:rPr><w:{ending} {self.change(ending)}/></w:rPr>" if ending else ""
        runs = self.runs(para.spans)
        if para.mark in MOVES:
            runs = self._move(para.mark or "", runs)
        return f"<w:p><w:pPr>{properties}{mark}</w:pPr>{runs}{self.call(note) if note else ''}</w:p>"

    def call(self, note: str) -> str:
        """A reference to a footnote."""
        self.called.append(note)
        return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{note}"/></w:r>'

    def _move(self, mark: str, runs: str) -> str:
        attributes = self.change(mark)
        self.moves[mark] += 1  # both ends of a move stand in one cell, so they are counted alike
        name = f'w:name="move{self.moves[mark]}"'
        start = f"<w:{mark}RangeStart {attributes} {name}/>"
        return f'{start}{runs}<w:{mark}RangeEnd w:id="{self.last_id}"/>'


def run(span: Span, properties: str = "", tag: str = "w:t") -> str:
    """One run; a line feed in its text is a line break."""
    style = STYLES["b"] if span.style == "b" else STYLES["i"] if span.style == "i" else ""
    raised = STYLES["sup"] if span.style == "sup" else ""
    rpr = f"<w:rPr>{style}{properties}{raised}</w:rPr>" if style or properties or raised else ""
    lines = [f'<{tag} xml:space="preserve">{escape(line)}</{tag}>' for line in span.text.split("\n")]
    return f"<w:r>{rpr}{'<w:br/>'.join(lines)}</w:r>"


def endings(paras: tuple[Para, ...]) -> Iterator[str | None]:
    """The change of each paragraph's end. A cell's last end cannot change: there, the end before the changed block does."""
    marks: list[str | None] = [para.mark for para in paras]
    block = 0
    while block < len(paras) and paras[-1 - block].mark:
        block += 1
    if 0 < block < len(paras):
        marks = [*marks[: -block - 1], *marks[-block:], None]
    elif block:
        marks = [*marks[:-1], None]
    yield from marks
