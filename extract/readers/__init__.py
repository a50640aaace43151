"""The readers. Each is one module with `accepts(source)` and `read(source)`, and one line in the table below.

A report holds several documents, so its reader yields readings, each with its fragments, where the others yield fragments.
"""

from collections.abc import Iterator
from types import ModuleType
from typing import Protocol, cast

from extract.readers import docx, loose_dump, pdf, report, tab_dump
from extract.source import Source
from schemas.errors import NoTableError
from schemas.raw import Fragment, Reading


class Reader(Protocol):
    """What a reader module offers."""

    __name__: str

    def accepts(self, source: Source) -> bool:
        """Whether the source is of the reader's kind."""

    def read(self, source: Source) -> Iterator[Fragment]:
        """The source's fragments in reading order."""


READERS: tuple[ModuleType, ...] = (pdf, docx, tab_dump, loose_dump)


def read(source: Source, jobs: int = 1) -> tuple[Reading, ...]:
    """Every document of the source: several of a report, one of any other.

    Args:
        source: What to read.
        jobs: How many processes may read it at a time; only a long PDF is worth more than one.

    Raises:
        NotADocumentError: the bytes are of no kind known here.
        NoTableError: they are, but no reader finds a table in them.
    """
    if report.accepts(source):  # before the others: only its reader knows a list of participants, which no output may hold
        return report.read(source)
    reader = choose(source)
    return (Reading(fragments=tuple(pdf.read(source, jobs) if reader is pdf else reader.read(source))),)


def choose(source: Source) -> Reader:
    """The first reader that accepts the source.

    Raises:
        NotADocumentError: the bytes are of no kind known here.
        NoTableError: they are, but no reader finds a table in them.
    """
    for reader in READERS:
        if reader.accepts(source):
            return cast(Reader, reader)
    raise NoTableError("no table was found in it", "a text needs lines with tabs between their cells", source=source.name)
