"""What a source prints: paragraphs and tables of cells. And the marks inside a cell's text."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Truth = dict[str, Any]

FIELDS = (
    "section_number",
    "section_title",
    "section_codes",
    "record_kind",
    "cells",
    "topic_number",
    "topic",
    "task_number",
    "task",
    "parent_task_number",
    "objective",
    "related_programme",
    "strategic_codes",
    "task_type",
    "responsible_body",
    "indicator",
    "start",
    "timeline",
    "progress",
)
STYLED = re.compile(r"\*\*(?P<b>.+?)\*\*|<i>(?P<i>.+?)</i>|<sup>(?P<sup>.+?)</sup>|(?P<none>(?:(?!\*\*|<i>|<sup>).)+)", re.DOTALL)
PARAGRAPHS_KEPT = ("task", "progress")
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell, at the first of the rows and columns it spans."""

    text: str
    rows: int = 1
    columns: int = 1
    note: str | None = None


Cells = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. `None` stands where a cell from above or from the left reaches into it."""

    key: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its columns named by the fields they hold."""

    fields: tuple[str, ...]
    header: tuple[Cells, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside the tables. `style` is `lead`, `heading`, `subheading`, `body`, `item`, `stars` or `note`."""

    text: str
    style: str = "body"
    note: str | None = None
    new_page: bool = False


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Programme:
    """One sample: the parsed source, what it prints and what it means."""

    name: str
    source: dict[str, Any]
    blocks: tuple[Block, ...]
    truth: Truth


def load(path: Path) -> dict[str, Any]:
    """Reads one source."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def marker(note: str) -> str:
    """A footnote's number raised, as a dump prints it; a star stays a star."""
    return note.translate(SUPERSCRIPTS)


def plain(text: str) -> str:
    """The text without its marks."""
    return re.sub(r"</?(?:i|sup)>|\*\*", "", text)


def styled(text: str) -> Iterator[tuple[str, str]]:
    """The text as pieces, each with its style: `b`, `i`, `sup` or none."""
    for match in STYLED.finditer(text):
        style = match.lastgroup or "none"
        yield match[style], "" if style == "none" else style


def truth_row(**values: Any) -> Truth:
    """A row of the data model: text without marks, null for an empty cell, lines joined but for paragraphs."""
    row: Truth = {field: [] if field in ("section_codes", "strategic_codes") else None for field in FIELDS}
    for field, value in values.items():
        if isinstance(value, str):
            value = plain(value)
            value = value if field in PARAGRAPHS_KEPT else value.replace("\n", " ")
            value = value.strip() or None
        row[field] = value
    return row


def paragraphs(texts: list[str]) -> list[Paragraph]:
    """Paragraphs as sources write them: `## ` opens a subheading, `- ` a list item."""
    styles = {"## ": "subheading", "- ": "item"}
    return [Paragraph(text.removeprefix("## "), styles.get(text.split(" ")[0] + " ", "body")) for text in texts]
