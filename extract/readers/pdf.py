"""The PDF with a text layer: pages with ruled tables by their rules, a document without any by its columns."""

from collections.abc import Iterator

from extract.pdf.page_ranges import read_pages
from extract.pdf.second_opinion import asker
from extract.source import PDF, Source
from schemas.errors import at
from schemas.raw import Fragment


def accepts(source: Source) -> bool:
    """Any PDF."""
    return source.media_type == PDF


def read(source: Source, jobs: int = 1) -> Iterator[Fragment]:
    """The fragments of all pages in reading order; places are pages and boxes.

    Args:
        source: A PDF.
        jobs: How many processes may read a long document at a time.

    Raises:
        EncryptedError: a password is needed.
        DamagedError: the file is truncated or broken inside.
        DefectError: a process died over it.
    """
    with at(source=source.name):
        yield from read_pages(source, jobs).fragments(asker(source))
