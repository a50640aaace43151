"""The PDF with a text layer: pages with ruled tables by their rules, a document without any by its columns."""

from collections.abc import Iterator

from extract.pdf import borderless, fast, ruled
from extract.pdf.content import PageContent
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
        pages, contents = _pages(source)
        yield from borderless.fragments(contents) if contents else ruled.fragments(pages)


def _pages(source: Source) -> tuple[list[ruled.RuledPage], list[PageContent]]:
    """The pages; and their contents, where none has a grid and the columns are to be found in them."""
    pages: list[ruled.RuledPage] = []
    contents: list[PageContent] = []
    gridless = True
    for content in fast.pages(source):
        pages.append(ruled.RuledPage(content))
        gridless = gridless and not pages[-1].grids
        if gridless:
            contents.append(content)
        else:
            contents.clear()
    return pages, contents
