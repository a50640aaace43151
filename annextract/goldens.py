"""Goldens: what each sample must yield, side by side with it, compared cell by cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import msgspec

from annextract.json_files import write_json
from annextract.pipeline import convert_source
from annextract.whole import write_whole
from extract.profile import Profile
from extract.source import load
from schemas.document import Conversion
from schemas.errors import GoldenError, NotFoundError

ENDING = ".golden.json"
SAMPLE_ENDINGS = frozenset({".txt", ".pdf", ".docx"})


class GoldenDocument(TypedDict):
    """One document of a golden, as plain values."""

    document: dict[str, Any]
    rows: NotRequired[list[dict[str, Any]]]
    decisions: NotRequired[list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One value that is not as the golden has it."""

    sample: str
    page: str
    row: str
    field: str
    expected: Any
    got: Any

    def __str__(self) -> str:
        """The form of every difference: `file, page, row_id, field: expected … got …`."""
        where = ", ".join(part for part in (self.sample, self.page, self.row, self.field) if part)
        return f"{where}: expected {self.expected!r} got {self.got!r}"


def samples(folder: Path) -> list[Path]:
    """The samples of a folder, in order of name.

    Raises:
        NotFoundError: there is no such folder.
        GoldenError: it holds no sample.
    """
    if not folder.is_dir():
        raise NotFoundError("no such folder of samples", "check the path", source=str(folder))
    found = sorted(path for path in folder.glob("*") if path.suffix in SAMPLE_ENDINGS)
    if not found:
        raise GoldenError("holds no samples", f"samples end in {', '.join(sorted(SAMPLE_ENDINGS))}", source=str(folder))
    return found


def golden_path(sample: Path) -> Path:
    """Where the golden of a sample lies: beside it."""
    return sample.with_name(sample.name + ENDING)


def convert_sample(sample: Path, profiles: Sequence[Profile]) -> list[GoldenDocument]:
    """What the sample yields now, as plain values."""
    conversions = convert_source(load(sample), profiles).conversions
    return [_plain(conversion) for conversion in conversions]


def _plain(conversion: Conversion) -> GoldenDocument:
    """The values as a JSON file holds them, where a tuple is a list."""
    return msgspec.json.decode(write_json(conversion), type=GoldenDocument)


def read_golden(sample: Path) -> list[GoldenDocument] | None:
    """The golden of a sample; None where there is none.

    Raises:
        GoldenError: it is no JSON, or not that of a golden.
    """
    path = golden_path(sample)
    if not path.is_file():
        return None
    try:
        golden = msgspec.json.decode(path.read_bytes(), type=list[GoldenDocument])
    except msgspec.DecodeError as error:
        raise GoldenError(f"not the JSON of a golden: {error}", "restore it from version control", source=str(path)) from error
    return golden


def write_golden(sample: Path, documents: Sequence[GoldenDocument]) -> None:
    """Write what a sample yields as its golden.

    Raises:
        OutputError: it cannot be written.
    """
    content = msgspec.json.format(msgspec.json.encode(documents), indent=1)
    write_whole([(golden_path(sample), content + b"\n")])


def differences(sample: str, golden: Sequence[GoldenDocument], got: Sequence[GoldenDocument]) -> Iterator[Difference]:
    """Every value in which a conversion and its golden differ, in print order."""
    if len(golden) != len(got):
        yield Difference(sample=sample, page="", row="document", field="count", expected=len(golden), got=len(got))
    for expected, found in zip(golden, got, strict=False):
        yield from _fields(sample, "document", expected["document"], found["document"])
        yield from _decisions(sample, expected.get("decisions", []), found.get("decisions", []))
        rows = {row["row_id"]: row for row in found.get("rows", [])}
        for row in expected.get("rows", []):
            other = rows.pop(row["row_id"], None)
            if other is None:
                yield Difference(sample=sample, page=_page(row), row=row["row_id"], field="row", expected="a row", got=None)
            else:
                yield from _fields(sample, row["row_id"], row, other)
        for row in rows.values():
            yield Difference(sample=sample, page=_page(row), row=row["row_id"], field="row", expected=None, got="a row")
        order, wanted = ([row["row_id"] for row in side.get("rows", [])] for side in (found, expected))
        if sorted(order) == sorted(wanted) and order != wanted:
            yield Difference(sample=sample, page="", row="document", field="row order", expected=wanted, got=order)


def _decisions(sample: str, expected: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]) -> Iterator[Difference]:
    """The concluding paragraphs that differ, by their place among all."""
    for count, (one, other) in enumerate(zip_longest(expected, found), 1):
        name = f"decision {count}"
        if one is None or other is None:
            wanted, got = ("a decision" if side else None for side in (one, other))
            yield Difference(sample=sample, page=_page(one or other), row=name, field="decision", expected=wanted, got=got)
        else:
            yield from _fields(sample, name, one, other)


def _fields(sample: str, row: str, expected: dict[str, Any], got: dict[str, Any]) -> Iterator[Difference]:
    for field in dict.fromkeys([*expected, *got]):
        if expected.get(field) != got.get(field):
            yield Difference(sample=sample, page=_page(got), row=row, field=field, expected=expected.get(field), got=got.get(field))


def _page(row: dict[str, Any]) -> str:
    """Where a row stands, in words: its first page, or its first line."""
    source = row.get("source") or {}
    if source.get("pages"):
        return f"page {source['pages'][0]}"
    return f"line {source['lines'][0][0]}" if source.get("lines") else ""
