"""Blocks as a tab dump: one tab between cells, blank lines between what stands apart, tables cut where the source says."""

import re
from collections.abc import Iterator
from typing import Any

from sample_builder.model import Cell, Cells, Paragraph, Programme, Row, Table, marker

LIST_STYLE = '<ul style="list-style-type: none">'


def dump(programme: Programme) -> str:
    """The whole programme as the text of a dump."""
    chunks: list[list[str]] = []
    previous = ""
    for block in programme.blocks:
        if isinstance(block, Table):
            chunks.extend(_TableDump(block, programme.source).chunks())
        elif block.style == previous == "item":
            chunks[-1].append(block.text)
        else:
            chunks.append([_paragraph(block)])
        previous = block.style if isinstance(block, Paragraph) else ""
    return "\n\n" + "\n\n".join("\n".join(chunk) for chunk in _lead_together(chunks, programme))


def _lead_together(chunks: list[list[str]], programme: Programme) -> list[list[str]]:
    """The lines of the document's head stand without blank lines between, where the source says so."""
    if not programme.source["dump"].get("lead_together", True):
        return chunks
    size = sum(isinstance(block, Paragraph) and block.style == "lead" for block in programme.blocks)
    return [[line for chunk in chunks[:size] for line in chunk], *chunks[size:]]


def _paragraph(block: Paragraph) -> str:
    if block.note is None:
        return block.text
    return f"{marker(block.note)} {block.text}" if block.style == "note" else block.text + marker(block.note)


class _TableDump:
    """Prints one table. `pending` holds, by column, what its open cell has not printed yet."""

    def __init__(self, table: Table, source: dict[str, Any]) -> None:
        self.table = table
        self.notes = source.get("notes", {})
        self.furniture = source["print"].get("furniture", [])
        self.crumbs = source["dump"].get("crumbs", [])
        self.breaks: list[dict[str, Any]] = source["dump"]["break"]
        self.pending = [""] * len(table.fields)
        self.whole = [""] * len(table.fields)

    def chunks(self) -> Iterator[list[str]]:
        """The table as chunks of lines, with what stands between them at a break."""
        chunk, cut = self._header({}), {}
        for row in self.table.rows:
            self._open(row)
            until: dict[str, str] = {}
            for entry in (entry for entry in self.breaks if entry["row"] == row.key):
                until = entry.get("until", {})
                if not entry.get("page", True):
                    continue
                if until:
                    chunk, cut = chunk + self._lines(until, cut), {}
                yield chunk
                yield from self._between(entry)
                chunk, cut, until = self._header(entry), entry, {}
            chunk, cut = chunk + self._lines(until, cut), {}
        yield chunk
        if any(self.pending):
            raise ValueError(f"{self.table.rows[-1].key}: not printed: {self.pending}")

    def _between(self, cut: dict[str, Any]) -> Iterator[list[str]]:
        for note in map(str, cut.get("notes", ())):
            yield [f"{marker(note)} {self.notes[note]}"]
        if cut.get("furniture"):
            yield [self.furniture[0], *(f" {line}" for line in self.furniture[1:])]

    def _header(self, cut: dict[str, Any]) -> list[str]:
        if not cut.get("header", True):
            return []
        return ["\t".join(map(self._title, cells, self.table.fields, [cut] * len(cells))) for cells in self.table.header]

    @staticmethod
    def _title(cell: Cell | None, field: str, cut: dict[str, Any]) -> str:
        if cell is None:
            return ""
        if field == "strategic_codes" and "codes_header" in cut:
            return str(cut["codes_header"])
        if cell.note is None:
            return cell.text
        return cell.text + marker(cell.note) if cell.note == "*" else f"{cell.text} {marker(cell.note)}"

    def _open(self, row: Row) -> None:
        cells: Cells = row.cells
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            if self.pending[column]:
                raise ValueError(f"{row.key}: {self.pending[column]!r} of the cell above is not printed")
            self.pending[column] = self.whole[column] = cell.text

    def _lines(self, until: dict[str, str], cut: dict[str, Any]) -> list[str]:
        """One line of what is pending, up to the words named; `cut` is the break it follows."""
        if unknown := until.keys() - set(self.table.fields):
            raise ValueError(f"no such column: {', '.join(unknown)}")
        wrap = cut.get("wrap", False)
        texts = [self._take(column, field, until.get(field), wrap) for column, field in enumerate(self.table.fields)]
        rule = ["\t".join("-" * max(2, len(text) // 3) for text in texts)] if cut.get("rule") else []
        return ["\t".join(texts), *rule]

    def _take(self, column: int, field: str, until: str | None, wrap: bool) -> str:
        text = self.pending[column]
        end = len(text) if until is None else text.index(until) + len(until)
        piece, self.pending[column] = text[:end].strip(), text[end:].strip()
        if field not in self.crumbs:
            return _raised(piece).replace("\n", " ")
        return _crumbs(piece) if "\n" in piece or (wrap and piece) else _raised(piece)


def _raised(text: str) -> str:
    """An ordinal's ending stands apart, as dumps have it: `2 nd`."""
    return re.sub(r"<sup>(.+?)</sup>", r" \1", text)


def _crumbs(text: str) -> str:
    """Paragraphs and lists as the HTML that dumps leave behind: a list is never closed, and ordinals stay together."""
    parts = re.sub(r"</?sup>", "", text).split("\n")
    prose = " ".join(f"<p>{part}</p>" for part in parts if not part.startswith("- "))
    items = [part for part in parts if part.startswith("- ")]
    return f"{prose} {LIST_STYLE} {' '.join(items)} " if items else prose
