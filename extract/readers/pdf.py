"""The PDF with a text layer: pages with ruled tables by their rules, a document without any by its columns."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

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
    with at(source=source.name), _collector_paused():
        contents = list(fast.pages(source))
        pages = [ruled.RuledPage(content) for content in contents]
        found = list(ruled.fragments(pages) if any(page.grids for page in pages) else borderless.fragments(contents))
    yield from found


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the cyclic garbage collector: a page is tens of thousands of small tuples and no cycle among them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
