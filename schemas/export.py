"""What the records look like to other tools: the JSON Schema of each, and the flat tables that they become.

Both are read off the dataclasses, so a field is named, typed and described in one place. From `TABLES` come the Arrow schema
(in annextract, which has the library for it) and the Frictionless Table Schema. `python -m schemas.export` writes the generated
files beside this module.
"""

import dataclasses
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from schemas import decision, document, flags, place, raw, row

GENERATED = Path(__file__).with_name("generated")

RECORDS: dict[str, type] = {
    record.__name__: record
    for record in (
        *(document.Conversion, document.Document, document.RunReport, document.InputReport, document.Words),
        *(row.Row, row.Deadline, row.Event, row.Change, row.Source, row.CellSource),
        *(decision.Decision, flags.Flag, place.Box, place.Place),
        *(raw.RawDocument, raw.RawRow, raw.RawCell, raw.Section, raw.Conclusion, raw.Point),
    )
}


class Logical(StrEnum):
    """The types of a flat column. The two JSON ones are strings that hold a JSON value."""

    STRING = "string"
    DATE = "date"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    STRINGS = "list<string>"
    INTEGERS = "list<integer>"
    RANGES = "list<list<integer>>"
    JSON_OBJECT = "json<object>"
    JSON_ARRAY = "json<array>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a flat table; `values` are the only ones allowed, where it says any."""

    name: str
    type: Logical
    nullable: bool = False
    description: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """Columns that name a line of another table, by columns of the same names."""

    columns: tuple[str, ...]
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A flat table: its columns in order, and its keys."""

    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()


_PLAIN: dict[type, Logical] = {inspect.StrType: Logical.STRING, inspect.DateType: Logical.DATE, inspect.IntType: Logical.INTEGER}
_PLAIN |= {inspect.BoolType: Logical.BOOLEAN, inspect.EnumType: Logical.STRING, inspect.DictType: Logical.JSON_OBJECT}
_LISTS: dict[type, Logical] = {inspect.StrType: Logical.STRINGS, inspect.IntType: Logical.INTEGERS}
_LISTS |= {inspect.TupleType: Logical.RANGES, inspect.DataclassType: Logical.JSON_ARRAY}


def _unwrapped(kind: inspect.Type) -> tuple[inspect.Type, bool, str]:
    """The bare type, whether null is allowed, and what the Meta says of it."""
    said = ""
    if isinstance(kind, inspect.Metadata):
        said = (kind.extra_json_schema or {}).get("description", "")
        kind = kind.type
    if isinstance(kind, inspect.UnionType):
        (kind,) = (each for each in kind.types if not isinstance(each, inspect.NoneType))
        return kind, True, said
    return kind, False, said


def columns_of(record: type, *, leave: Collection[str] = (), prefix: str = "") -> Iterator[Column]:
    """The columns of a record's fields, in the record's order, but for those to `leave` to other tables."""
    info = inspect.type_info(record)
    assert isinstance(info, inspect.DataclassType)
    kinds = {field.name: field.type for field in info.fields}
    for field in dataclasses.fields(record):
        if field.name in leave:
            continue
        kind, nullable, said = _unwrapped(kinds[field.name])
        listed = isinstance(kind, inspect.VarTupleType)
        logical = _LISTS[type(kind.item_type)] if isinstance(kind, inspect.VarTupleType) else _PLAIN[type(kind)]
        values = tuple(member.value for member in kind.cls) if isinstance(kind, inspect.EnumType) and not listed else ()
        yield Column(name=prefix + field.name, type=logical, nullable=nullable, description=said, values=values)


_NAME = Column(
    name="document_name",
    type=Logical.STRING,
    description="Name of the document's files under `out/`, unique there: `<document_id>[-<annex>]`, with `~` where two claimed it.",
)
_OTHER = {field.name for field in dataclasses.fields(row.Row)} - {"row_id", "document_id", "annex"}
_ROW_ID, _DOCUMENT_ID, _ANNEX = columns_of(row.Row, leave=_OTHER)
_KEYS = (_NAME, _DOCUMENT_ID, _ANNEX, _ROW_ID)
_TO_DOCUMENT = ForeignKey(columns=("document_name",), table="documents")
_TO_ROW = ForeignKey(columns=("document_name", "row_id"), table="rows")
_NESTED = frozenset({"deadlines", "start_deadlines", "events", "changes", "source", "flags"})


def _position(said: str) -> Column:
    return Column(name="position", type=Logical.INTEGER, description=f"{said}, from 1.")


def _of_row(name: str, description: str, *columns: Column, key: tuple[str, ...] = ("position",)) -> Table:
    """A table whose lines each belong to one row."""
    primary_key = ("document_name", "row_id", *key)
    return Table(name=name, description=description, columns=(*_KEYS, *columns), primary_key=primary_key, foreign_keys=(_TO_ROW,))


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            name="documents",
            description="One line for each document.",
            columns=(_NAME, *columns_of(document.Document, leave={"flags"})),
            primary_key=("document_name",),
        ),
        Table(
            name="rows",
            description="One line for each row of a programme table.",
            columns=(
                _NAME,
                _position("Place of the row in the document"),
                *columns_of(row.Row, leave=_NESTED),
                *columns_of(row.Source, prefix="source_"),
            ),
            primary_key=("document_name", "row_id"),
            foreign_keys=(_TO_DOCUMENT,),
        ),
        _of_row(
            "deadlines",
            "One line for each time that a timeline or start cell names.",
            Column(name="field", type=Logical.STRING, description="The cell it was read from.", values=("timeline", "start")),
            _position("Place among the deadlines of its cell"),
            *columns_of(row.Deadline),
            key=("field", "position"),
        ),
        _of_row(
            "codes",
            "One line for each strategic code of a row.",
            _position("Place in the codes cell"),
            Column(name="code", type=Logical.STRING, description="Code of the strategic plan."),
        ),
        _of_row(
            "bodies",
            "One line for each responsible body of a row.",
            _position("Place in the cell of bodies"),
            Column(name="body", type=Logical.STRING, description="Canonical code of the body."),
        ),
        _of_row("changes", "One line for each tracked change.", _position("Place among the row's changes"), *columns_of(row.Change)),
        _of_row(
            "events",
            "One line for each thing that a progress text reports.",
            _position("Place among the row's events"),
            *columns_of(row.Event),
        ),
        Table(
            name="flags",
            description="One line for each thing that a person should look at; one without a row_id is about the whole document.",
            # A key through row_id would fail for a document's own flags, so the flags are counted through the document.
            columns=(
                *(dataclasses.replace(each, nullable=each.nullable or each.name == "row_id") for each in _KEYS),
                _position("Place among all flags of the document, its own before those of its rows"),
                *columns_of(flags.Flag),
            ),
            primary_key=("document_name", "position"),
            foreign_keys=(_TO_DOCUMENT,),
        ),
        Table(
            name="decisions",
            description="One line for each point of a concluding paragraph of a report.",
            columns=(
                *(_NAME, _DOCUMENT_ID),
                Column(name="conclusion", type=Logical.INTEGER, description="Place of the concluding paragraph in the report, from 1."),
                _position("Place of the point in its paragraph"),
                *columns_of(decision.Decision, leave={"decisions", "source"}),
                Column(name="decision", type=Logical.STRING, description="The point, without the marks that close it."),
                *columns_of(row.Source, prefix="source_"),
            ),
            primary_key=("document_name", "conclusion", "position"),
            foreign_keys=(_TO_DOCUMENT,),
        ),
    )
}

_FRICTIONLESS: dict[Logical, dict[str, Any]] = {
    Logical.STRING: {"type": "string"},
    Logical.DATE: {"type": "date"},
    Logical.INTEGER: {"type": "integer"},
    Logical.BOOLEAN: {"type": "boolean"},
    Logical.STRINGS: {"type": "array", "arrayItem": {"type": "string"}},
    Logical.INTEGERS: {"type": "array", "arrayItem": {"type": "integer"}},
    Logical.RANGES: {"type": "array", "arrayItem": {"type": "array"}},
    Logical.JSON_OBJECT: {"type": "object"},
    Logical.JSON_ARRAY: {"type": "array", "arrayItem": {"type": "object"}},
}


def table_schema(table: Table) -> dict[str, Any]:
    """The Frictionless Table Schema of a table."""
    fields = []
    for column in table.columns:
        constraints: dict[str, Any] = {} if column.nullable else {"required": True}
        if column.values:
            constraints["enum"] = list(column.values)
        field = {"name": column.name, **_FRICTIONLESS[column.type], "description": column.description}
        fields.append(field | ({"constraints": constraints} if constraints else {}))
    keys = [{"fields": list(key.columns), "reference": {"resource": key.table, "fields": list(key.columns)}} for key in table.foreign_keys]
    # No missing values: null is null in Parquet, and an empty string is a value.
    schema: dict[str, Any] = {"fields": fields, "missingValues": [], "primaryKey": list(table.primary_key)}
    return schema | ({"foreignKeys": keys} if keys else {})


def json_schema(record: type) -> dict[str, Any]:
    """The JSON Schema of a record, its properties in the order of the files. `Conversion` is that of a JSON file under `out/`."""
    schema = msgspec.json.schema(record)
    for name, part in schema["$defs"].items():
        if name in RECORDS:
            written = [field.name for field in dataclasses.fields(RECORDS[name])]
            part["properties"] = {key: part["properties"][key] for key in written}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": record.__name__} | schema


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _bytes(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def generated() -> dict[str, bytes]:
    """The generated files: name to content."""
    files = {f"{_snake(name)}.schema.json": _bytes(json_schema(record)) for name, record in RECORDS.items()}
    return files | {"tables.json": _bytes(list(TABLES.values()))}


def main() -> None:
    """Write the generated files."""
    GENERATED.mkdir(exist_ok=True)
    for name, content in generated().items():
        (GENERATED / name).write_bytes(content)


if __name__ == "__main__":
    main()
