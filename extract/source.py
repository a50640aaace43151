"""One input: its name, its bytes, and what kind of file it is."""

import codecs
import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePath

from schemas.errors import EmptyError, EncryptedError, LimitError, NotADocumentError, NotFoundError, UnreadableError

PDF, TEXT = "application/pdf", "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# C0 controls that no text holds; tab, line feed, form feed and carriage return are none of them
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
PRINTED = re.compile(rb"[^ \t\r\n\f\x00\xef\xbb\xbf\xff\xfe]")  # a byte that is no blank, nor of a byte order mark
LARGEST_TEXT = 16 * 2**20  # bytes
MOST_CONTROLS = 0.01  # of all characters, beyond which a file is no text


@dataclass(frozen=True)
class Source:
    """The bytes of one input file, the name they came under, and the password that opens a PDF, if it needs one."""

    name: str
    data: bytes
    password: str | None = field(default=None, repr=False)

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return PurePath(self.name).stem

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def media_type(self) -> str:
        """Media type by content, never by the file's ending.

        Raises:
            NotADocumentError: the bytes are neither a PDF, a DOCX nor a text.
        """
        if b"%PDF-" in self.data[:1024]:  # ISO 32000-1, annex H: a header within the first 1,024 bytes is accepted
            return PDF
        if self.data.startswith(b"PK\x03\x04") and b"word/" in self.data:
            return DOCX
        decode(self.data)
        return TEXT

    @cached_property
    def text(self) -> str:
        """The bytes of a text, decoded, with LF line ends."""
        return decode(self.data)[0].replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def encoding(self) -> str:
        """The encoding the text was read by."""
        return decode(self.data)[1]


def load(path: Path) -> Source:
    """Read one file.

    Raises:
        NotFoundError: there is no such file.
        UnreadableError: it exists and cannot be read.
        EmptyError: it holds nothing, or nothing but blanks.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError("no such file", "check the path", source=str(path)) from None
    except OSError as error:
        raise UnreadableError(
            f"cannot be read ({error.strerror})", "check that it is a file and its permissions", source=str(path)
        ) from error
    return from_bytes(str(path), data)


def from_bytes(name: str, data: bytes) -> Source:
    """A source from bytes in memory.

    Raises:
        EmptyError: it holds nothing, or nothing but blanks.
    """
    if not PRINTED.search(data):
        raise EmptyError("the file is empty", "fetch it again; the download may have failed", source=name)
    return Source(name, data)


def encrypted(source: Source) -> EncryptedError:
    """What to say of a PDF that the password does not open, or that there is none for."""
    if source.password is None:
        return EncryptedError("the PDF is encrypted", "give its password with --password", source=source.name)
    return EncryptedError("the PDF is encrypted, by another password", "check --password", source=source.name)


def decode(data: bytes) -> tuple[str, str]:
    """The text of the bytes and the encoding they are in: by byte order mark, as UTF-16 without one, UTF-8, else Windows-1252.

    Raises:
        NotADocumentError: no encoding makes it a text.
        LimitError: it is larger than any dump of a document.
    """
    if len(data) > LARGEST_TEXT:
        found = f"a text of {len(data) >> 20} MiB, over {LARGEST_TEXT >> 20} MiB"
        raise LimitError(found, "check what it is; a thousand pages of a programme take a tenth of that")
    encodings = [name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)] or [*_utf16(data), "utf-8", "cp1252"]
    for name in encodings:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if len(CONTROLS.findall(text)) <= MOST_CONTROLS * len(text):
            return text, name
    raise NotADocumentError("neither a PDF, a DOCX nor a text in UTF-8, UTF-16 or Windows-1252", "check what kind of file it is")


def _utf16(data: bytes) -> list[str]:
    """UTF-16 without a byte order mark shows as a zero in every other byte of Latin text."""
    sample = data[:2048]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 < len(sample):  # under half of one byte of each pair
        return []
    return ["utf-16-be" if even > odd else "utf-16-le"]
