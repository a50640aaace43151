"""Tracked changes over a whole document: which cells and rows are edited, and how, by what the column holds."""

import random
from dataclasses import replace

from samples.generator import edits
from samples.generator.chance import CODES
from samples.generator.grammar import Phrases
from samples.generator.model import Cell, Para, Programme, Row, Table, cell, reach, spans

SHARES = {"timeline": 0.3, "progress": 0.3, "indicator": 0.12, "task": 0.1, "topic": 0.05, "strategic_codes": 0.06, "task_type": 0.05}
SHARES |= {"responsible_body": 0.08, "objective": 0.1, "start": 0.15, "related_programme": 0.08, "topic_number": 0.0, "task_number": 0.0}
OTHER_SHARE = 0.05
ROW_SHARE = 0.05  # rows that open an inserted or a struck block
MOST_ROWS = 5  # of one such block
RULES = {"progress": "report", "indicator": "indicator", "task": "task", "objective": "objective", "topic": "topic"}
BODIES = ("CBC", "PC", "SWG", "EC", "PSCG")


def track(programme: Programme, rng: random.Random, fields: frozenset[str] = frozenset()) -> Programme:
    """The document with changes in any field, or in cells of these fields alone."""
    editor = _Editor(rng, fields)
    blocks = tuple(editor.table(one) if isinstance(one, Table) else one for one in programme.blocks)
    return replace(programme, blocks=blocks)


class _Editor:
    """Edits the tables of one document."""

    def __init__(self, rng: random.Random, fields: frozenset[str]) -> None:
        self.rng, self.fields = rng, fields
        self.phrases = Phrases(rng)

    def table(self, table: Table) -> Table:
        """The table with changes."""
        rows = list(table.rows) if self.fields else self._blocks_of_rows(table.rows)
        edited = []
        for row in rows:
            if row.mark:
                edited.append(row)
                continue
            cells = (self._cell(one, name) if one else None for one, name in zip(row.cells, table.fields, strict=True))
            edited.append(replace(row, cells=tuple(cells)))
        return replace(table, rows=tuple(edited))

    def _blocks_of_rows(self, rows: tuple[Row, ...]) -> list[Row]:
        """Some rows inserted or struck, with all rows that their own cells reach over."""
        result = list(rows)
        for y in range(len(rows)):
            if self.rng.random() >= ROW_SHARE:
                continue
            last = reach(rows, y)
            size = last - y + 1
            if size > min(MOST_ROWS, len(rows) - 1) or any(row.mark for row in result[max(0, y - 1) : last + 2]):
                continue
            mark = self.rng.choice(("ins", "del"))
            for n in range(y, last + 1):
                cells = (one and edits.whole_cell(one, mark) for one in rows[n].cells)
                result[n] = Row(tuple(cells), mark)
        return result

    def _cell(self, one: Cell, name: str) -> Cell:
        if (self.fields and name not in self.fields) or self.rng.random() >= SHARES.get(name, OTHER_SHARE):
            return one
        if name in ("timeline", "start"):
            return self._timeline(one)
        if name == "strategic_codes":
            return self._codes(one)
        if name == "task_type":
            return self._swap(one)
        if name == "responsible_body":
            return self._bodies(one)
        if name in RULES:
            return self._prose(one, RULES[name])
        return self._figure(one)

    def _timeline(self, one: Cell) -> Cell:
        if not one.paras:
            return self._filled(one, self.phrases.say("tl_dates").split("|"))
        kind = self.rng.choice(("dates", "dates", "dates", "whole", "add", "strike"))
        if kind == "dates":
            moved = tuple(edits.dates(para, self.rng) for para in one.paras)
            if moved != one.paras:
                return replace(one, paras=moved)
        if kind == "add":
            return replace(one, paras=(*one.paras, edits.whole(Para(spans(self.phrases.say("tl_one") + " (Council)")), "ins")))
        if kind == "strike" and len(one.paras) > 1:
            at = self.rng.randrange(len(one.paras))
            return replace(one, paras=tuple(edits.whole(p, "del") if n == at else p for n, p in enumerate(one.paras)))
        new = self.phrases.say("tl_open" if edits.YEAR.search(one.paras[0].text()) else "tl_one")
        return self._replaced(one, new)

    def _replaced(self, one: Cell, new: str) -> Cell:
        """The cell's first paragraph struck and written anew, the others struck."""
        first, *rest = one.paras
        if first.text() == new:
            return one
        swapped = edits.substitute(first, [(0, len(first.text()), new)], self.rng.random() < 0.2)
        return replace(one, paras=(swapped, *(edits.whole(para, "del") for para in rest)))

    def _filled(self, one: Cell, texts: list[str]) -> Cell:
        return edits.whole_cell(replace(one, paras=cell(texts).paras), "ins")

    def _prose(self, one: Cell, rule: str) -> Cell:
        rng = self.rng
        if not one.paras:
            return self._filled(one, [self.phrases.fresh(rule) for _ in range(rng.choice((1, 1, 2)))])
        kind = rng.choice(("words", "words", "words", "sentence", "insert", "strike", "move", "dates", "empty", "anew"))
        if rule == "topic" and kind != "anew":
            kind = "words"
        at = rng.randrange(len(one.paras))
        if kind == "sentence" and rule == "report":
            return self._at(one, at, edits.added_sentence(one.paras[at], self.phrases, rule))
        if kind == "insert":
            new = edits.whole(Para(spans(self.phrases.fresh(rule))), "ins")
            return replace(one, paras=(*one.paras[: at + 1], new, *one.paras[at + 1 :]))
        if kind == "strike" and len(one.paras) > 1:
            return self._at(one, at, edits.whole(one.paras[at], "del"))
        if kind == "move" and len(one.paras) > 1:
            return self._moved(one, at)
        if kind == "dates" and (later := edits.dates(one.paras[at], rng)) != one.paras[at]:
            return self._at(one, at, later)
        if kind == "empty" and rule != "task":
            return edits.whole_cell(one, "del")
        if kind == "anew":
            return self._replaced(one, self.phrases.fresh(rule).replace("^", ""))
        return self._at(one, at, edits.words(one.paras[at], rng, self.phrases))

    @staticmethod
    def _at(one: Cell, at: int, para: Para) -> Cell:
        return replace(one, paras=(*one.paras[:at], para, *one.paras[at + 1 :]))

    @staticmethod
    def _moved(one: Cell, at: int) -> Cell:
        """A paragraph moved past the one behind it, or before the one ahead of it."""
        paras = list(one.paras)
        other = at + 1 if at + 1 < len(paras) else at - 1
        gone, come = edits.whole(paras[at], "moveFrom"), edits.whole(paras[at], "moveTo")
        paras[min(at, other) : max(at, other) + 1] = [gone, paras[other], come] if other > at else [come, paras[other], gone]
        return replace(one, paras=tuple(paras))

    def _codes(self, one: Cell) -> Cell:
        """A code more, or one less."""
        if len(one.paras) != 1 or not one.paras[0].spans:
            return one
        text = one.paras[0].text()
        present = text.split()
        absent = [code for code in CODES if code not in present]
        if len(present) > 1 and self.rng.random() < 0.4:
            at = text.index(" " + present[-1])
            return self._at(one, 0, edits.substitute(one.paras[0], [(at, len(text), "")]))
        return self._at(one, 0, edits.substitute(one.paras[0], [(len(text), len(text), " " + self.rng.choice(absent))]))

    def _swap(self, one: Cell) -> Cell:
        pair = {"A": "M", "M": "A", "Advanced": "Maintenance", "Maintenance": "Advanced"}
        return self._replaced(one, pair[one.paras[0].text()])

    def _bodies(self, one: Cell) -> Cell:
        """One body more, or the last one less."""
        if not one.paras:
            return self._filled(one, [self.phrases.say("body_list")])
        text = one.paras[0].text()
        cut = text.rfind(", ")
        if cut > 0 and self.rng.random() < 0.4:
            return self._at(one, 0, edits.substitute(one.paras[0], [(cut, len(text), "")]))
        new = self.rng.choice([body for body in BODIES if body not in text])
        return self._at(one, 0, edits.substitute(one.paras[0], [(len(text), len(text), f", {new}")]))

    def _figure(self, one: Cell) -> Cell:
        """A figure or a word of a table that no profile knows."""
        if not one.paras:
            return self._filled(one, [self.phrases.say("remark")])
        found = edits.NUMBER.search(one.paras[0].text())
        if found is None:
            return self._at(one, 0, edits.words(one.paras[0], self.rng, self.phrases))
        new = str(int(found[0]) + self.rng.randint(1, 40))
        return self._at(one, 0, edits.substitute(one.paras[0], [edits.least(found[0], new, found.start(), self.rng)]))
