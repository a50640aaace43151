"""Work programmes of a technical committee: parts, topics, tasks, rows, in nine columns; inactive topics; deleted ones."""

from collections.abc import Iterator
from dataclasses import replace

from samples.generator.chance import Content, bold
from samples.generator.families.frame import Front, Notes, front, introduction
from samples.generator.model import Block, Cell, Programme, Row, Table, Truth, block, cell

FIELDS = ("topic_number", "topic", "task", "strategic_codes", "task_type", "responsible_body", "indicator", "timeline", "progress")
HEADERS = (
    ("No", "No.", "N°"),
    ("Topic", "Topics"),
    ("Tasks", "Task"),
    ("WCO Strategic Plan", "WCO Strategic Goal", "Strategic Plan"),
    ("Type of task", "Type"),
    ("Responsible body", "Responsible bodies"),
    ("Performance Indicators", "Performance Indicator", "Indicators"),
    ("Timeline", "Timelines", "Timeframe"),
    ("Progress", "Comments"),
)
WEIGHTS = (0.8, 2.4, 3.2, 1.6, 1.0, 2.0, 2.8, 2.0, 5.0)
NOTED = (3, 4, 5)
TABLED = (("I", "section_active"), ("II", "section_continuous"), ("III", "section_reports"))


def programme(content: Content, name: str, size: int) -> Programme:
    """A programme of about `size` rows."""
    maker = Maker(content, front(content.rng), Notes(content, content.rng.choice((0.0, 0.5, 0.9))))
    blocks = tuple(maker.blocks(size))
    return Programme(name, "ptc", maker.document(name), blocks, maker.furniture(), maker.notes.texts, maker.front.annex)


class Maker:
    """Makes one programme; numbers of topics run on through the parts."""

    tabled: tuple[tuple[str, str], ...] = TABLED
    shares: tuple[float, ...] = (0.65, 0.25, 0.1)  # of the rows, by part
    with_deleted = 0.6
    shared_codes = 0.3  # tasks whose codes cell is that of the task above

    def __init__(self, content: Content, front: Front, notes: Notes) -> None:
        self.content, self.front, self.notes, self.rng = content, front, notes, content.rng
        self.headers = [self.rng.choice(words) for words in HEADERS]
        self.title = f"{self.rng.choice(('Revised ', 'Draft Revised ', ''))}PTC Work Programme {front.first}-{front.last}"
        self.caps = self.rng.random() < 0.8
        self.types = self.rng.choice((("A", "M"), ("A", "M"), ("Advanced", "Maintenance")))
        self.numbered = self.rng.random() < 0.8
        self.dot = self.rng.choice((".", "."))
        self.topics = 0

    def document(self, name: str) -> Truth:
        """The document record."""
        period = {"period_start": f"{self.front.first}-07-01", "period_end": f"{self.front.last}-06-30"}
        head = {"document_id": self.front.reference or name, "annex": self.front.annex, "title": self.title}
        return head | {"document_kind": "work_programme"} | period | {"revised": self.front.revised}

    def furniture(self) -> tuple[str, ...]:
        """The lines at the head of each page but the first."""
        where = (f"Annex {self.front.annex} to",) if self.front.annex and self.front.reference else ()
        reference = (f"Doc. {self.front.reference}",) if self.front.reference else ()
        date = (f"({self.front.date})",) if self.front.date else ()
        return (*where, *reference, f"{self.title}, with progress", *date)

    def blocks(self, size: int) -> Iterator[Block | Table]:
        """What the programme prints, in order."""
        if self.front.annex:
            yield block(f"ANNEX - {self.front.annex}", "lead")
        yield block(self.title, "lead")
        if self.front.date:
            yield block(f"({self.front.date})", "lead")
        yield from introduction(self.content)
        yield block("* * *", "stars")
        shares = self.shares if size > 8 else (1.0, *[0.0] * (len(self.shares) - 1))
        for (number, rule), share in zip(self.tabled, shares, strict=True):
            if share:
                yield from self._part(number, rule, max(1, round(size * share)))
        if self.rng.random() < 0.75:
            yield from self._inactive()
        if self.rng.random() < self.with_deleted:
            yield from self._part("deleted", "section_deleted", max(1, size // 12))

    def _heading(self, number: str, title: str) -> Block:
        label = "ANNEX" if number == "deleted" else f"PART {number}"
        dash = self.rng.choice(("-", "–"))
        printed = title.upper() if self.caps else title
        return block(f"{label} {dash} {printed}", "heading", note=self.notes.call(), opens_section=True)

    def _part(self, number: str, rule: str, size: int) -> Iterator[Block | Table]:
        title = self.content.phrases.say(rule)
        yield self._heading(number, title)
        common = {"section_number": number, "section_title": title, "record_kind": "task"}
        notes = [self.notes.call() if x in NOTED else None for x in range(len(FIELDS))]
        header = Row(tuple(bold(text, note=note) for text, note in zip(self.headers, notes, strict=True)))
        yield Table(FIELDS, (header,), tuple(self._rows(size, number)), WEIGHTS, common)

    def _inactive(self) -> Iterator[Block]:
        title = self.content.phrases.say("section_inactive")
        yield self._heading("IV", title)
        for n in range(1, self.rng.randint(3, 12)):
            topic = self.content.phrases.fresh("inactive")
            common = {"section_number": "IV", "section_title": title, "record_kind": "inactive_topic"}
            yield block(f"{n}. {topic}", "item", truth=common | {"topic_number": str(n), "topic": topic})

    def _rows(self, size: int, section: str) -> Iterator[Row]:
        made = 0
        while made < size:
            self.topics += 1
            topic = self._topic(min(size - made, self.rng.choice((1, 1, 1, 2, 2, 3, 4, 6))), section)
            made += len(topic)
            yield from topic

    def _topic(self, size: int, section: str) -> list[Row]:
        """Rows of one topic; its codes cell, and each task's bodies cell, may reach over several of them."""
        counts: list[int] = []
        while sum(counts) < size:
            counts.append(min(size - sum(counts), self.rng.choice((1, 1, 1, 1, 2, 2, 3, 4))))
        number = f"{self.topics}{self.dot}" if self.numbered and section != "deleted" else ""
        opening: list[Cell | None] = [cell(number, size), cell(self.content.phrases.fresh("topic"), size)]
        shared = self._shared_codes(counts)
        rows: list[Row] = []
        for count, codes in zip(counts, shared, strict=True):
            for cells in self._task(count, codes, section):
                rows.append(Row((*opening, *cells)))
                opening = [None, None]
        return rows

    def _shared_codes(self, counts: list[int]) -> list[Cell | None]:
        """The codes cell of each task: its own, or None where the cell of the task above reaches down."""
        own: list[Cell | None] = []
        opener = 0
        for n, count in enumerate(counts):
            if n and self.rng.random() < self.shared_codes:
                above = own[opener]
                assert above is not None
                own[opener] = replace(above, rows=above.rows + count)
                own.append(None)
            else:
                opener = n
                own.append(replace(self._codes(), rows=count))
        return own

    def _codes(self) -> Cell:
        return self.content.codes()

    def _progress(self) -> Cell:
        return self.content.progress()

    def _task(self, size: int, codes: Cell | None, section: str) -> Iterator[list[Cell | None]]:
        kind = self.types[1] if section == "II" else self.rng.choice(self.types)
        bodies = self._bodies(size)
        first: list[Cell | None] = [replace(self.content.task(), rows=size), codes, cell(kind, size)]
        for n in range(size):
            timeline = self.content.timeline(rule="tl_open" if section == "II" and self.rng.random() < 0.6 else "timeline")
            opening = first if n == 0 else (None, None, None)
            yield [*opening, bodies[n], self.content.indicator(0.0 if n else 0.12), timeline, self._progress()]

    def _bodies(self, size: int) -> list[Cell | None]:
        if size == 1 or self.rng.random() < 0.6:
            return [replace(self.content.body(), rows=size), *[None] * (size - 1)]
        cut = self.rng.randint(1, size - 1)
        upper, lower = replace(self.content.body(), rows=cut), replace(self.content.body(), rows=size - cut)
        return [upper, *[None] * (cut - 1), lower, *[None] * (size - cut - 1)]
