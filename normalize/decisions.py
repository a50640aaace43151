"""Decisions: the points of the concluding paragraphs as clean sentences, without the marks that close them in a list."""

import re
from collections.abc import Iterable, Sequence

from normalize.text import one_line
from schemas.decision import Decision
from schemas.place import Place
from schemas.raw import Conclusion
from schemas.row import CellSource, Source

CLOSING = re.compile(r"(?:(?:\s*[;,.]\s*|\s+)(?:and|or))?\s*[;,.]*$")
SOFT_HYPHEN = "\u00ad"


def normalize_decisions(conclusions: Iterable[Conclusion]) -> tuple[Decision, ...]:
    """The decisions in print order."""
    return tuple(map(_decision, conclusions))


def point(text: str) -> str:
    """A point on one line without its closing `;`, `; and`, `, and` or `.`."""
    return CLOSING.sub("", one_line(text.replace(SOFT_HYPHEN, "")) or "")


def _decision(conclusion: Conclusion) -> Decision:
    places = [place for each in conclusion.points for place in each.places]
    return Decision(
        item_number=conclusion.item_number,
        item_title=one_line(conclusion.item_title or ""),
        sub_item=conclusion.sub_item,
        sub_item_title=one_line(conclusion.sub_item_title or ""),
        paragraph=conclusion.paragraph,
        decisions=tuple(point(each.text) for each in conclusion.points),
        source=Source(
            pages=_pages([conclusion.place, *places]),
            lines=_lines([conclusion.place]),
            cells=tuple(CellSource(field="decisions", pages=_pages(each.places), lines=_lines(each.places)) for each in conclusion.points),
        ),
    )


def _pages(places: Sequence[Place]) -> tuple[int, ...]:
    return tuple(sorted({place.page for place in places if place.page is not None}))


def _lines(places: Sequence[Place]) -> tuple[tuple[int, int], ...]:
    return tuple(place.lines for place in places if place.lines is not None)
