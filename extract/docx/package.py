"""The parts of a DOCX: opened with care, since an archive may claim any size and its XML any entity."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from extract.source import Source
from schemas.errors import DamagedError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT, NUMBERING = "word/document.xml", "word/numbering.xml"
LARGEST_PART = 64 * 2**20  # bytes of one part, unpacked; thousands of pages of text take fewer
LARGEST_TEXT = 128 * 2**20  # bytes of all parts that hold text
HARMLESS, MOST_PACKED = 16 * 2**20, 200  # a part of more bytes than the first that packs better than the second to one is made to harm

BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, KeyError, EOFError, RuntimeError, ValueError, OSError)  # what zipfile raises


@dataclass(frozen=True, slots=True)
class Package:
    """The XML parts of a DOCX that hold text; None or empty where the file has none of the kind."""

    document: etree._Element
    numbering: etree._Element | None
    headers: tuple[etree._Element, ...]
    notes: tuple[etree._Element, ...]


def open_package(source: Source) -> Package:
    """Unpack and parse the parts of a DOCX.

    Raises:
        DamagedError: the archive is broken, a part is missing or no XML, or unpacks to more than any document's text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            names = set(archive.namelist())
            headers = sorted(name for name in names if name.startswith("word/header") and name.endswith(".xml"))
            notes = [name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in names]
            numbering = [name for name in (NUMBERING,) if name in names]
            _check_sizes([archive.getinfo(name) for name in (DOCUMENT, *numbering, *headers, *notes)], source.name)
            return Package(
                document=_parse(archive, DOCUMENT, source.name),
                numbering=next((_parse(archive, name, source.name) for name in numbering), None),
                headers=tuple(_parse(archive, name, source.name) for name in headers),
                notes=tuple(_parse(archive, name, source.name) for name in notes),
            )
    except BROKEN as error:
        raise DamagedError("the DOCX is truncated or broken inside", "fetch it again", source=source.name) from error


def _check_sizes(parts: list[zipfile.ZipInfo], source: str) -> None:
    """Refuse a file that unpacks to far more than it weighs; `zipfile` reads no more of a part than it claims to hold."""
    advice = "check where the file comes from"
    for part in parts:
        if part.file_size > LARGEST_PART or part.file_size > max(HARMLESS, MOST_PACKED * part.compress_size):
            raise DamagedError(f"its part {part.filename} unpacks to {part.file_size >> 20} MiB", advice, source=source)
    if (total := sum(part.file_size for part in parts)) > LARGEST_TEXT:
        raise DamagedError(f"its text unpacks to {total >> 20} MiB", advice, source=source)


def _parse(archive: zipfile.ZipFile, name: str, source: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(archive.read(name), parser)
    except etree.XMLSyntaxError as error:
        raise DamagedError(f"its part {name} is no XML", "fetch it again", source=source) from error
    if root.getroottree().docinfo.internalDTD is not None:  # ECMA-376 part 2 forbids it, since its entities may grow or name files
        raise DamagedError(f"its part {name} holds a document type declaration", "check where the file comes from", source=source)
    return root
