"""The decisions of a meeting: what the concluding paragraphs of its report say. Field order is the order of the files."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from schemas.row import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One concluding paragraph; its source's `cells` are its points, in order."""

    item_number: Annotated[str | None, Meta(description="Number of the agenda item that it stands under, as printed.")] = None
    item_title: Annotated[str | None, Meta(description="Title of the agenda item.")] = None
    sub_item: Annotated[str | None, Meta(description="Letter of the sub-item; null where it concludes the whole item.")] = None
    sub_item_title: Annotated[str | None, Meta(description="Title of the sub-item.")] = None
    paragraph: Annotated[int | None, Meta(description="Number of the concluding paragraph; null where none is printed.")] = None
    decisions: Annotated[tuple[str, ...], Meta(description="Its points, without the marks that close them.")]
    source: Annotated[Source, Meta(description="Where it was read.")]
