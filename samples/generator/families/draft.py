"""Draft programmes of a technical committee: parts without numbers, codes one a line, mostly no progress yet, inactive topics as a list."""

from collections.abc import Iterator

from samples.generator.chance import CODES, Content
from samples.generator.families.frame import Front, Notes, front
from samples.generator.families.ptc import Maker
from samples.generator.model import Block, Cell, Programme, block, cell

WITH_PROGRESS = 0.15  # the share of drafts that already tell some
CODE_COUNTS = (3, 4, 5, 5, 6, 6, 7, 8)


def programme(content: Content, name: str, size: int, when: Front | None = None) -> Programme:
    """A draft of about `size` rows."""
    maker = _Maker(content, when or front(content.rng), Notes(content, content.rng.choice((0.0, 0.5, 0.9))))
    blocks = tuple(maker.blocks(size))
    return Programme(name, "draft", maker.document(name), blocks, maker.furniture(), maker.notes.texts, maker.front.annex)


class _Maker(Maker):
    """Makes one draft. Its parts are counted in print order, as nothing numbers them."""

    tabled = (("I", "section_active"), ("II", "section_reports"))
    shares = (0.75, 0.25)
    with_deleted = 0.0
    shared_codes = 0.0

    def __init__(self, content: Content, front: Front, notes: Notes) -> None:
        super().__init__(content, front, notes)
        self.title = f"{self.rng.choice(('Draft ', 'Draft ', ''))}PTC Work Programme {front.first}-{front.last}"
        self.types = self.rng.choice((("A", "M"), ("A", "M"), ("A", "M"), ("Advanced", "Maintenance")))
        self.told = self.rng.random() < WITH_PROGRESS

    def _heading(self, number: str, title: str) -> Block:
        printed = title.upper() if self.caps else title
        return block(printed, "heading", note=self.notes.call(), opens_section=True)

    def _inactive(self) -> Iterator[Block]:
        title = self.content.phrases.say("section_inactive")
        number = "III"
        yield self._heading(number, title)
        common = {"section_number": number, "section_title": title, "record_kind": "inactive_topic"}
        for _ in range(self.rng.randint(2, 9)):
            topic = self.content.phrases.fresh("inactive")
            yield block(f"- {topic}", "item", truth=common | {"topic": topic})

    def _codes(self) -> Cell:
        return cell(sorted(self.rng.sample(CODES, self.rng.choice(CODE_COUNTS)), key=CODES.index))

    def _progress(self) -> Cell:
        return self.content.progress(empty=0.5) if self.told else Cell()
