"""The Parquet tables of `out/`: one file for each table and document, under `parquet/<table>/document=<name>/`."""

from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annextract.flat import flat_parts, unflatten
from schemas.document import Conversion
from schemas.export import TABLES, Logical

if TYPE_CHECKING:
    import pyarrow as pa

VERSION_KEY = "annextract_version"
SOURCE_KEY = "source_sha256"


def part_of(table: str, name: str) -> str:
    """A document's part of a table, as a file under `out/`."""
    return f"parquet/{table}/document={name}/part-0.parquet"


def path_of(out: Path, table: str, name: str) -> Path:
    """Where a document's part of a table lies."""
    return out / part_of(table, name)


@cache
def arrow_schema(table: str) -> "pa.Schema":
    """The Arrow schema of a table; each field carries its description."""
    import pyarrow as pa

    strings, integers = pa.list_(pa.string()), pa.list_(pa.int64())
    types: dict[Logical, Any] = {Logical.STRING: pa.string(), Logical.DATE: pa.date32(), Logical.INTEGER: pa.int64()}
    types |= {Logical.BOOLEAN: pa.bool_(), Logical.STRINGS: strings, Logical.INTEGERS: integers, Logical.RANGES: pa.list_(integers)}
    types |= {Logical.JSON_OBJECT: pa.string(), Logical.JSON_ARRAY: pa.string()}
    return pa.schema(
        [
            pa.field(column.name, types[column.type], nullable=column.nullable, metadata={"description": column.description})
            for column in TABLES[table].columns
        ]
    )


def write_parquet(conversion: Conversion, name: str, metadata: Mapping[str, str]) -> dict[str, bytes]:
    """The bytes of each table's file, an empty table's too; the same bytes for the same rows.

    Args:
        conversion: What to write.
        name: The document's name under `out/`.
        metadata: What the schema of every file is to say beside: the tool's version, the source's sha256.
    """
    import pyarrow as pa
    from pyarrow import parquet

    schemas = {table: arrow_schema(table).with_metadata(dict(sorted(metadata.items()))) for table in TABLES}
    sinks = {table: pa.BufferOutputStream() for table in TABLES}
    with ExitStack() as stack:
        writers = {table: stack.enter_context(parquet.ParquetWriter(sinks[table], schemas[table], compression="zstd")) for table in TABLES}
        for number, part in enumerate(flat_parts(conversion, name)):
            for table, lines in part.items():
                if lines or not number:
                    writers[table].write_table(pa.Table.from_pylist(lines, schema=schemas[table]))
    return {table: sinks[table].getvalue().to_pybytes() for table in TABLES}


def read_metadata(content: bytes | None) -> dict[str, str]:
    """What the schema of a file says beside its columns; nothing where there is no file, or none that can be read."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        found: dict[bytes, bytes] = parquet.read_schema(pa.BufferReader(content or b"")).metadata or {}
    except (OSError, pa.ArrowException):
        return {}
    return {key.decode(): value.decode() for key, value in found.items()}


def read_parquet(out: Path, name: str) -> Conversion:
    """The conversion that the tables hold under a name.

    Raises:
        OSError: A table's file is missing or cannot be read.
        msgspec.ValidationError: The tables do not make up a document.
    """
    from pyarrow import parquet

    # partitioning=None: the name is a column of the files already, and a folder's `document=` is for the readers of many.
    return unflatten({table: parquet.read_table(path_of(out, table, name), partitioning=None).to_pylist() for table in TABLES})
