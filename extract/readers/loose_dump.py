"""The text whose columns are gone: a block dump, or the page text of an OCR. What its lines are, the decoder finds."""

from collections.abc import Iterator

from extract.source import TEXT, Source
from schemas.place import Place
from schemas.raw import Fragment, LooseText, Paragraph


def accepts(source: Source) -> bool:
    """Any text."""
    return source.media_type == TEXT


def read(source: Source) -> Iterator[Fragment]:
    """All lines of the text as one; places are line numbers."""
    lines = source.text.replace("\f", "\n").split("\n")
    yield LooseText(lines=tuple(Paragraph(text=line, place=Place(lines=(i, i))) for i, line in enumerate(lines, 1)))
