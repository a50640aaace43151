"""What a generated document says: spans, paragraphs, cells, rows, tables; and how it reads with its changes accepted or rejected."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

Truth = dict[str, Any]
Mark = str | None
"""How a span, paragraph or row was changed: `ins`, `del`, `moveTo`, `moveFrom`, or None."""

ADDED = frozenset({"ins", "moveTo"})
STRUCK = frozenset({"del", "moveFrom"})


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of one style (`b`, `i`, `sup` or none) and one change."""

    text: str
    style: str = ""
    mark: Mark = None


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of a cell. A changed paragraph has every span changed, and its end as well; a bullet is no part of its text."""

    spans: tuple[Span, ...]
    item: bool = False
    mark: Mark = None
    bullet: bool = False

    def text(self, without: frozenset[str] = STRUCK) -> str:
        """The text, leaving out the spans whose change is among `without`."""
        return "".join(span.text for span in self.spans if span.mark not in without)


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell at the first of the rows and columns it spans. `note` is the footnote called at its end."""

    paras: tuple[Para, ...] = ()
    rows: int = 1
    columns: int = 1
    note: str | None = None

    @property
    def changed(self) -> bool:
        """Whether any part of the text was changed."""
        return any(span.mark for para in self.paras for span in para.spans)

    def accepted(self, joint: str) -> str | None:
        """The text once every change is accepted; None where nothing is left."""
        return _joined(self.paras, STRUCK, joint)

    def rejected(self, joint: str) -> str | None:
        """The text as it stood before; None where there was nothing."""
        return _joined(self.paras, ADDED, joint)


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. `None` stands where a cell from above or from the left reaches into it."""

    cells: tuple[Cell | None, ...]
    mark: Mark = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its columns named by the fields they hold (of a table without a profile: by the printed header)."""

    fields: tuple[str, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    weights: tuple[float, ...]
    common: Truth = field(default_factory=dict)
    name: str = "task"
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph outside the tables. `style` is `lead`, `heading`, `subheading`, `body`, `item` or `stars`."""

    spans: tuple[Span, ...]
    style: str = "body"
    note: str | None = None
    truth: Truth | None = None
    opens_section: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole document: what it prints, and what its document record says."""

    name: str
    family: str
    document: Truth
    blocks: tuple[Block | Table, ...]
    furniture: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    annex: str | None = None


def cell(text: str | Iterable[str], rows: int = 1, columns: int = 1, note: str | None = None) -> Cell:
    """A cell of plain paragraphs. `- ` opens a list item; an ordinal's ending is raised where it is written `^th^`."""
    texts = [text] if isinstance(text, str) else list(text)
    return Cell(tuple(Para(spans(one), one.startswith("- ")) for one in texts if one), rows, columns, note)


def spans(text: str) -> tuple[Span, ...]:
    """The text as spans: what stands between `^` is raised."""
    return tuple(Span(piece, "sup" if n % 2 else "") for n, piece in enumerate(text.split("^")) if piece)


def block(text: str, style: str = "body", **more: Any) -> Block:
    """A paragraph outside the tables."""
    return Block(spans(text), style, **more)


def reach(rows: tuple[Row, ...], y: int) -> int:
    """The last row that the cells of row y, and of the rows up to there, reach down to."""
    last, n = y, y
    while n <= last:
        last = max([last, *(n + one.rows - 1 for one in rows[n].cells if one is not None)])
        n += 1
    return last


def accept(programme: Programme) -> Programme:
    """The document with every change accepted: what was struck is gone, what was added is plain."""
    blocks = [_accepted_table(b) if isinstance(b, Table) else b for b in programme.blocks]
    return replace(programme, blocks=tuple(blocks))


def _joined(paras: tuple[Para, ...], without: frozenset[str], joint: str) -> str | None:
    texts = [" ".join(para.text(without).split()) for para in paras]
    return joint.join(text for text in texts if text) or None


def _accepted_table(table: Table) -> Table:
    struck = {y for y, row in enumerate(table.rows) if row.mark in STRUCK}
    rows = []
    for y, row in enumerate(table.rows):
        if y not in struck:
            cells = (c and replace(_accepted_cell(c), rows=c.rows - len(struck & set(range(y, y + c.rows)))) for c in row.cells)
            rows.append(Row(tuple(cells)))
    return replace(table, rows=tuple(rows))


def _accepted_cell(one: Cell) -> Cell:
    paras = []
    for para in one.paras:
        kept = tuple(replace(span, mark=None) for span in para.spans if span.mark not in STRUCK)
        if kept:
            paras.append(replace(para, spans=kept, mark=None))
    return replace(one, paras=tuple(paras))
