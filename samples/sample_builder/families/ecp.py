"""The action plan of the Economic Competitiveness Package: sections with introductions, and actions in five columns."""

from collections.abc import Iterator
from typing import Any

from sample_builder.model import Block, Cell, Paragraph, Row, Table, Truth, paragraphs, truth_row

FIELDS = ("task_number", "task", "responsible_body", "related_programme", "timeline")
BODY_COLUMN = 2
Source = dict[str, Any]


def blocks(source: Source) -> Iterator[Block]:
    """What the plan prints, in order."""
    yield from (Paragraph(text, "lead") for text in source["print"]["lead"])
    header = tuple(Cell(title, note="*" if n == BODY_COLUMN else None) for n, title in enumerate(source["print"]["columns"]))
    for section, actions in _numbered(source):
        yield Paragraph(f"{section['number']}. {section['title']} ({section['reference']})", "heading")
        yield from paragraphs(section["introduction"])
        yield Table(FIELDS, (header,), tuple(_row(number, action) for number, action in actions))
        if note := section.get("closing_note"):
            yield Paragraph(source["notes"][note], "note", note)


def rows(source: Source) -> Iterator[Truth]:
    """What the plan means: one record an action."""
    for section, actions in _numbered(source):
        for number, action in actions:
            yield truth_row(
                section_number=section["number"],
                section_title=section["title"],
                section_codes=section["codes"],
                record_kind="action",
                task_number=str(number),
                task=action["task"],
                responsible_body=action["body"],
                related_programme=action["programme"],
                timeline=action["timeframe"],
            )


def _numbered(source: Source) -> Iterator[tuple[Source, list[tuple[int, Source]]]]:
    """Each section with its actions, which are counted through."""
    count = 1
    for section in source["section"]:
        yield section, list(enumerate(section["action"], count))
        count += len(section["action"])


def _row(number: int, action: Source) -> Row:
    texts = (str(number), action["task"], action["body"], action["programme"], action["timeframe"])
    return Row(str(number), tuple(map(Cell, texts)))
