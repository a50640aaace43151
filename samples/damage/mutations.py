"""Files as a bad disk, a bad connection or a bad mind leaves them: seeded mutations of good ones.

A file is changed where its format can be reached: the streams of a PDF are unpacked and packed again, and so are the parts
of a DOCX, since a change of packed bytes tests little but the unpacking. Numbers become hostile ones, words of the format
are put in, stretches are cut out, doubled and swapped (after M. Zalewski's "afl-fuzz", stages havoc and splice).
"""

import copy
import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

from lxml import etree

STREAM = re.compile(rb"(?s)stream\r?\n(.*?)endstream")
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"-9223372036854775808", b"1e38", b"nan", b"0.0000001", b"9" * 400)
STRANGE = ("\x00", "\ufeff", "\u202e", "\u200b", "\ud800", "\U0010ffff", "\x0c", "\x85", "\u2028", "\xad", "İ", "²", "٣", "ﬁ", "\t", "\n")
WORDS = {
    "pdf": (b"null", b"<<", b">>", b"[", b"]", b"1 0 R", b"endobj", b"stream\n", b"BT", b"ET", b"q", b"Q", b"Do", b"cm", b"(", b")"),
    "docx": (b"<w:tbl>", b"</w:tbl>", b"<w:tc>", b"</w:tc>", b"<w:vMerge/>", b"<w:del>", b"<w:ins>", b"&#0;", b"<!--", b"]]>", b"<w:tr/>"),
    "text": (b"\t", b"\n\n", b"|", b"<sup>", b"</b>", b"(PTC)", b"Spring 2022", b"SG SO1", b"24\n.", b"Item I -", b"In summary"),
}
MAIN = "word/document.xml"
MOST_CHANGES = 6
LONGEST = 400  # bytes of a stretch that is cut out, doubled or moved


def mutated(data: bytes, seed: int) -> bytes:
    """The file after a few changes, the same for the same seed."""
    rng = random.Random(seed)
    if data.startswith(b"%PDF-"):
        return _pdf(data, rng)
    return _docx(data, rng) if data.startswith(b"PK") else _changed(data, rng, "text")


def _pdf(data: bytes, rng: random.Random) -> bytes:
    """Either its bytes change, or those of one of its streams, unpacked and packed again."""
    streams = list(STREAM.finditer(data))
    if not streams or rng.random() < 0.4:
        return _changed(data, rng, "pdf")
    stream = rng.choice(streams)
    try:
        content = zlib.decompress(stream[1])
    except zlib.error:
        return _changed(data, rng, "pdf")
    return data[: stream.start(1)] + zlib.compress(_changed(content, rng, "pdf")) + b"\n" + data[stream.end(1) :]


def _docx(data: bytes, rng: random.Random) -> bytes:
    """Either the archive's bytes change, or those of one of its parts, or the elements of its main part."""
    if rng.random() < 0.15:
        return _changed(data, rng, "docx")
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = MAIN if rng.random() < 0.9 else rng.choice(names)
        change = _rearranged if chosen == MAIN and rng.random() < 0.8 else _changed
        for name in names:
            new.writestr(name, change(old.read(name), rng, "docx") if name == chosen else old.read(name))
    return content.getvalue()


def _rearranged(data: bytes, rng: random.Random, kind: str) -> bytes:
    """XML that stays XML: elements are lost, doubled, moved and renamed, numbers and texts become others."""
    root = etree.fromstring(data)
    for _ in range(rng.randint(1, MOST_CHANGES)):
        elements = list(root.iterdescendants("*"))
        if not elements:
            break
        one, other = rng.choice(elements), rng.choice(elements)
        action = rng.randrange(6)
        if action == 0:
            one.getparent().remove(one)
        elif action == 1:
            one.insert(0, copy.deepcopy(other))
        elif action == 2 and one not in other.iterancestors() and one is not other:
            other.append(one)
        elif action == 3:
            one.tag = other.tag
        elif action == 4 and one.attrib:
            one.set(rng.choice(one.keys()), rng.choice(NUMBERS).decode())
        elif one.text:
            longer = one.text[: rng.randrange(len(one.text) + 1)] + rng.choice(STRANGE)
            one.text = "".join(letter for letter in longer if letter.isprintable())
    return etree.tostring(root)


def _changed(data: bytes, rng: random.Random, kind: str) -> bytes:
    changes: tuple[Callable[[bytes, random.Random, str], bytes], ...] = (_flipped, _cut, _doubled, _swapped, _numbered, _worded, _strange)
    for _ in range(rng.randint(1, MOST_CHANGES)):
        data = rng.choice(changes)(data, rng, kind)
    return data[: rng.randrange(len(data) + 1)] if rng.random() < 0.03 else data


def _stretch(data: bytes, rng: random.Random) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(start + rng.randint(1, LONGEST), len(data))


def _flipped(data: bytes, rng: random.Random, kind: str) -> bytes:
    """One byte becomes another."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, rng: random.Random, kind: str) -> bytes:
    """A stretch is lost."""
    start, end = _stretch(data, rng)
    return data[:start] + data[end:]


def _doubled(data: bytes, rng: random.Random, kind: str) -> bytes:
    """A stretch comes several times."""
    start, end = _stretch(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 1, 1, 40)) + data[end:]


def _swapped(data: bytes, rng: random.Random, kind: str) -> bytes:
    """A stretch stands elsewhere."""
    start, end = _stretch(data, rng)
    rest, at = data[:start] + data[end:], rng.randrange(len(data) - (end - start) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _numbered(data: bytes, rng: random.Random, kind: str) -> bytes:
    """A number becomes another, hostile one."""
    near = rng.randrange(len(data) + 1)
    found = NUMBER.search(data, near) or NUMBER.search(data)
    return data[: found.start()] + rng.choice(NUMBERS) + data[found.end() :] if found else data


def _worded(data: bytes, rng: random.Random, kind: str) -> bytes:
    """A word of the format stands where none belongs."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(WORDS[kind]) + data[at:]


def _strange(data: bytes, rng: random.Random, kind: str) -> bytes:
    """A character comes in that few programs expect."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(STRANGE).encode("utf-8", "surrogatepass") + data[at:]
