"""The JSON files of `out/`: canonical bytes from records, and records from bytes."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar

import msgspec

from schemas.decision import Decision
from schemas.document import Conversion, Document, DocumentKind, RunReport
from schemas.errors import OutputError
from schemas.row import Row

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    document: Document


def _rounded(value: Any, digits: int) -> Any:
    """The value with every float in it rounded."""
    if value is None or isinstance(value, str):  # most values are; who asks for them first is soon done
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise OutputError(f"{value} is no number that JSON can hold", "this is a defect of annextract, please report it")
        return round(value, digits) + 0.0  # adding zero makes -0.0 a 0.0
    if isinstance(value, dict):
        return {key: _rounded(each, digits) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each, digits) for each in value]
    return value


def canonical(record: R) -> R:
    """A record as its files hold it: floats rounded to two decimals, every value of the very type its record says."""
    return msgspec.convert(_rounded(msgspec.to_builtins(record), 2), type(record))


def _bytes(record: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=1)


def write_json(conversion: Conversion) -> bytes:
    """The canonical JSON: fields in the records' order, floats rounded to two decimals, UTF-8, LF; the same bytes for the same rows.

    A report holds decisions, any other document rows; the key of what it cannot hold is left out.
    """
    buffer = BytesIO()
    buffer.writelines(_parts(conversion))
    return buffer.getvalue()


def _parts(conversion: Conversion) -> Iterator[bytes]:
    """The JSON record by record, so that no more than one of a long document is in memory in any other form."""
    yield b'{\n "document": ' + _inner(conversion.document, 1)
    if conversion.document.document_kind is not DocumentKind.REPORT or conversion.rows:
        yield from _list("rows", conversion.rows)
    if conversion.decisions or (conversion.document.document_kind is DocumentKind.REPORT and not conversion.rows):
        yield from _list("decisions", conversion.decisions)
    yield b"\n}\n"


def _list(key: str, records: Sequence[Row | Decision]) -> Iterator[bytes]:
    yield f',\n "{key}": ['.encode()
    for number, record in enumerate(records):
        yield (b",\n  " if number else b"\n  ") + _inner(record, 2)
    yield b"\n ]" if records else b"]"


def _inner(record: Document | Row | Decision, depth: int) -> bytes:
    """The canonical JSON of a record as it stands inside others; a line feed ends a line there and stands in no text."""
    return _bytes(canonical(record)).replace(b"\n", b"\n" + b" " * depth)


def write_run_json(report: RunReport) -> bytes:
    """The canonical JSON of `out/run.json`; seconds are rounded to three decimals."""
    return _bytes(msgspec.convert(_rounded(msgspec.to_builtins(report), 3), RunReport)) + b"\n"


def _unknown(given: Any, known: Any, path: str = "$") -> str | None:
    """The path of the first key that the records do not have."""
    if isinstance(given, dict) and isinstance(known, dict):
        for key, value in given.items():
            where = f"{path}.{key}"
            found = _unknown(value, known[key], where) if key in known else where
            if found:
                return found
    elif isinstance(given, list) and isinstance(known, list | tuple):
        pairs = enumerate(zip(given, known, strict=True))
        return next((found for i, (one, other) in pairs if (found := _unknown(one, other, f"{path}[{i}]"))), None)
    return None


def read_json(content: bytes) -> Conversion:
    """The conversion that a JSON file holds.

    Raises:
        msgspec.DecodeError: The bytes are no JSON, or a value is of the wrong type, or a key is missing or unknown.
    """
    given = msgspec.json.decode(content)
    conversion = msgspec.convert(given, Conversion)
    unknown = _unknown(given, msgspec.to_builtins(conversion))
    if unknown:
        raise msgspec.ValidationError(f"Object contains unknown field `{unknown}`")
    return conversion


def read_head(content: bytes) -> Document:
    """Only the document of a JSON file, which is quick where there are many rows.

    Raises:
        msgspec.DecodeError: The bytes are no JSON file of a document.
    """
    return msgspec.json.decode(content, type=_Head).document
