"""`out/datapackage.json`: the Frictionless Data Package that lists every table of every document under `out/`."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from annextract.parquet import part_of
from annextract.stores import Store
from schemas.export import TABLES, Table, table_schema

READ_AT_ONCE = 32  # files


def document_names(store: Store) -> list[str]:
    """The names of all documents under `out/`, of this run or an earlier one: those whose JSON file stands."""
    return sorted(name.removesuffix(".json") for name in store.files("json") if name.endswith(".json"))


def _resource(store: Store, table: Table, names: list[str]) -> dict[str, Any]:
    digest, size, paths = hashlib.sha256(), 0, []
    for some in batched([part_of(table.name, name) for name in names], READ_AT_ONCE):
        for path, content in zip(some, store.read_all(some), strict=True):
            if content is not None:
                digest.update(content)
                size += len(content)
                paths.append(path)
    return {
        "name": table.name,
        "description": table.description,
        "path": paths,
        # frictionless takes Parquet through pandas, where lists are no arrays, a null integer is no integer, and only the first
        # file of many is read. As a file it checks what it can honestly check: that each is there, and the sum over all of them.
        "type": "file",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": size,
        "hash": f"sha256:{digest.hexdigest()}",
        "schema": table_schema(table),
    }


def batched(items: Sequence[str], count: int) -> Iterator[Sequence[str]]:
    """The items, so many at a time."""
    return (items[start : start + count] for start in range(0, len(items), count))


def write_package(store: Store) -> bytes:
    """The canonical JSON of the package; the same bytes for the same files. Without a document it lists no table."""
    names = document_names(store)
    resources = [_resource(store, table, names) for table in TABLES.values()]
    package = {
        "profile": "data-package",
        "name": "annextract",
        "title": "Work programme annexes as tables",
        "resources": [resource for resource in resources if resource["path"]],
    }
    return msgspec.json.format(msgspec.json.encode(package), indent=1) + b"\n"
