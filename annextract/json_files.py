"""The JSON files of `out/`: canonical bytes from records, and records from bytes."""

import math
from dataclasses import dataclass
from typing import Any

import msgspec

from schemas.document import Conversion, Document, DocumentKind, RunReport
from schemas.errors import OutputError


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    document: Document


def _rounded(value: Any, digits: int) -> Any:
    """The value with every float in it rounded."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise OutputError(f"{value} is no number that JSON can hold", "this is a defect of annextract, please report it")
        return round(value, digits) + 0.0  # adding zero makes -0.0 a 0.0
    if isinstance(value, dict):
        return {key: _rounded(each, digits) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each, digits) for each in value]
    return value


def canonical(conversion: Conversion) -> Conversion:
    """The conversion as its files hold it: floats rounded to two decimals, every value of the very type its record says."""
    return msgspec.convert(_rounded(msgspec.to_builtins(conversion), 2), Conversion)


def _bytes(record: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def write_json(conversion: Conversion) -> bytes:
    """The canonical JSON: fields in the records' order, floats rounded to two decimals, UTF-8, LF; the same bytes for the same rows.

    A report holds decisions, any other document rows; the key of what it cannot hold is left out.
    """
    written: dict[str, Any] = msgspec.to_builtins(canonical(conversion))
    if conversion.document.document_kind is DocumentKind.REPORT and not conversion.rows:
        del written["rows"]
    elif not conversion.decisions:
        del written["decisions"]
    return _bytes(written)


def write_run_json(report: RunReport) -> bytes:
    """The canonical JSON of `out/run.json`; seconds are rounded to three decimals."""
    return _bytes(msgspec.convert(_rounded(msgspec.to_builtins(report), 3), RunReport))


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
