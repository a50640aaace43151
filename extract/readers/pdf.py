"""The PDF with a text layer: pages with ruled tables by their rules, a document without any by its columns."""

from collections.abc import Iterator

from extract.pdf import borderless, fast, ruled
from extract.source import PDF, Source
from schemas.errors import at
from schemas.raw import Fragment


def accepts(source: Source) -> bool:
    """Any PDF."""
    return source.media_type == PDF


def read(source: Source) -> Iterator[Fragment]:
    """The fragments of all pages in reading order; places are pages and boxes.

    Raises:
        EncryptedError: a password is needed.
        DamagedError: the file is truncated or broken inside.
    """
    with at(source=source.name):
        contents = list(fast.pages(source))
    pages = [ruled.RuledPage(content) for content in contents]
    if any(page.grids for page in pages):
        yield from ruled.fragments(pages)
    else:
        yield from borderless.fragments(contents)
