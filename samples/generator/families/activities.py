"""Programmes in parts that each support one strategic activity: topics, tasks, rows, in seven columns with bullets; no number, no codes."""

from collections.abc import Iterator
from dataclasses import replace

from samples.generator.chance import Content, bold
from samples.generator.families.frame import Front, Notes, front, introduction
from samples.generator.model import Block, Cell, Programme, Row, Table, Truth, block, cell

FIELDS = ("topic", "task", "task_type", "responsible_body", "indicator", "timeline", "progress")
HEADERS = (
    ("Topic", "Topics"),
    ("Tasks", "Task"),
    ("Type of task",),
    ("Responsible body", "Responsible bodies"),
    ("Performance Indicators", "Performance Indicator"),
    ("Timeline", "Timelines"),
    ("Progress", "Progress made"),
)
WEIGHTS = (2.4, 2.8, 1.5, 2.0, 2.8, 1.7, 2.6)
ACTIVITIES = ("1.1", "1.2", "1.3", "1.4", "5.1", "5.2", "5.3", "5.4")
NOTED = (2, 3)
BULLETED = ("task", "task_type", "responsible_body", "indicator", "timeline")
PART_ROWS = 9  # rows of one part, about


def programme(content: Content, name: str, size: int) -> Programme:
    """A programme of about `size` rows."""
    when = replace(front(content.rng), annex=None)
    maker = _Maker(content, when, Notes(content, content.rng.choice((0.0, 0.5, 0.9))))
    blocks = tuple(maker.blocks(size))
    return Programme(name, "activities", maker.document(name), blocks, maker.furniture(), maker.notes.texts)


class _Maker:
    """Makes one programme."""

    def __init__(self, content: Content, when: Front, notes: Notes) -> None:
        self.content, self.when, self.notes, self.rng = content, when, notes, content.rng
        self.title = f"PTC Work Programme {when.first}-{when.last}, including progress"
        self.bullets = {name: self.rng.choice((0.0, 0.5, 0.8, 0.95)) for name in BULLETED}
        self.told = 1 - self.rng.choice((0.03, 0.1, 0.3))

    def document(self, name: str) -> Truth:
        """The document record."""
        period = {"period_start": f"{self.when.first}-07-01", "period_end": f"{self.when.last}-06-30"}
        head = {"document_id": self.when.reference or name, "annex": None, "title": self.title, "document_kind": "work_programme"}
        return head | period | {"revised": self.when.revised}

    def furniture(self) -> tuple[str, ...]:
        """The lines at the head of each page but the first."""
        where = (f"Annex to document {self.when.reference}",) if self.when.reference else ()
        return (*where, self.title, *((self.when.date,) if self.when.date else ()))

    def blocks(self, size: int) -> Iterator[Block | Table]:
        """What the programme prints, in order."""
        for line in self.furniture():
            yield block(line, "lead")
        yield from introduction(self.content, 2)
        count = min(len(ACTIVITIES), max(1, round(size / PART_ROWS)))
        numbers = sorted(self.rng.sample(ACTIVITIES, count))
        for n, number in enumerate(numbers):
            yield from self._part(n + 1, number, size * (n + 1) // count - size * n // count)

    def _part(self, place: int, number: str, size: int) -> Iterator[Block | Table]:
        title = self.content.phrases.fresh("activity")
        opening = self.rng.choice(("Tasks", "Tasks", "PTC tasks"))
        yield block(f"{place}. {opening} to support Strategic Activity {number}: {title}", "heading", opens_section=True)
        if self.rng.random() < 0.8:
            yield block(f"“{' '.join(self.content.phrases.fresh('introduction') for _ in range(self.rng.randint(1, 2)))}”")
        common = {"section_number": number, "section_title": title, "section_codes": [number], "record_kind": "task"}
        headers = [self.rng.choice(words) for words in HEADERS]
        notes = [self.notes.call() if x in NOTED else None for x in range(len(FIELDS))]
        header = Row(tuple(bold(text, note=note) for text, note in zip(headers, notes, strict=True)))
        yield Table(FIELDS, (header,), tuple(self._rows(size)), WEIGHTS, common)

    def _rows(self, size: int) -> Iterator[Row]:
        while size > 0:
            counts = [self.rng.choice((1, 1, 1, 1, 2, 2, 3, 5)) for _ in range(self.rng.choice((1, 1, 2, 3)))]
            topic: Cell | None = cell(self.content.phrases.fresh("topic"), sum(counts))
            for count in counts:
                for cells in self._task(count):
                    yield Row((topic, *cells))
                    topic = None
            size -= sum(counts)

    def _task(self, size: int) -> Iterator[tuple[Cell | None, ...]]:
        kind = cell(self.rng.choice(("Maintenance", "Maintenance", "Advanced")))
        opening: list[Cell | None] = [
            replace(self._marked(one, name), rows=size)
            for name, one in zip(FIELDS[1:4], (self.content.task(), kind, self.content.body()), strict=True)
        ]
        for n in range(size):
            indicator = self._marked(self.content.indicator(0.0 if n else 0.05), "indicator")
            timeline = self._marked(self.content.timeline(0.02, rule="tl_plain"), "timeline")
            progress = self.content.progress(1 - self.told)
            yield (*opening, indicator, timeline, progress)
            opening = [None] * len(opening)

    def _marked(self, one: Cell, name: str) -> Cell:
        """The cell with a bullet before each of its paragraphs, as often as the document's column has one."""
        if self.rng.random() >= self.bullets[name]:
            return one
        return replace(one, paras=tuple(replace(para, bullet=not para.item) for para in one.paras))
