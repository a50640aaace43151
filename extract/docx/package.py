"""The parts of a DOCX: opened with care, since an archive may claim any size and its XML any entity."""

import io
import zipfile
from dataclasses import dataclass

from lxml import etree

from extract.source import Source
from schemas.errors import DamagedError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
LARGEST_PART = 256 * 2**20  # bytes of one part, unpacked


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
        DamagedError: the archive is broken, a part is missing or no XML, or claims to be larger than 256 MiB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            names = sorted(archive.namelist())
            headers = [name for name in names if name.startswith("word/header") and name.endswith(".xml")]
            notes = [name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in names]
            return Package(
                document=_parse(archive, DOCUMENT, source.name),
                numbering=_parse(archive, "word/numbering.xml", source.name) if "word/numbering.xml" in names else None,
                headers=tuple(_parse(archive, name, source.name) for name in headers),
                notes=tuple(_parse(archive, name, source.name) for name in notes),
            )
    except (zipfile.BadZipFile, KeyError, EOFError, RuntimeError, NotImplementedError) as error:
        raise DamagedError("the DOCX is truncated or broken inside", "fetch it again", source=source.name) from error


def _parse(archive: zipfile.ZipFile, name: str, source: str) -> etree._Element:
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise DamagedError(f"its part {name} claims more than {LARGEST_PART >> 20} MiB", "check where the file comes from", source=source)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(archive.read(name), parser)
    except etree.XMLSyntaxError as error:
        raise DamagedError(f"its part {name} is no XML", "fetch it again", source=source) from error
