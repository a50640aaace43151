"""`out/datapackage.json`: the Frictionless Data Package that lists every table of every document under `out/`."""

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from annextract.parquet import path_of
from schemas.export import TABLES, Table, table_schema


def document_names(out: Path) -> list[str]:
    """The names of all documents under `out/`, of this run or an earlier one: those whose JSON file stands."""
    return sorted(path.stem for path in (out / "json").glob("*.json") if not path.name.startswith("."))


def _resource(out: Path, table: Table, names: list[str]) -> dict[str, Any]:
    digest, size, paths = hashlib.sha256(), 0, []
    for path in (path_of(out, table.name, name) for name in names):
        if path.is_file():
            content = path.read_bytes()
            digest.update(content)
            size += len(content)
            paths.append(path.relative_to(out).as_posix())
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


def write_package(out: Path) -> bytes:
    """The canonical JSON of the package; the same bytes for the same files. Without a document it lists no table."""
    names = document_names(out)
    resources = [_resource(out, table, names) for table in TABLES.values()]
    package = {
        "profile": "data-package",
        "name": "annextract",
        "title": "Work programme annexes as tables",
        "resources": [resource for resource in resources if resource["path"]],
    }
    return msgspec.json.format(msgspec.json.encode(package), indent=1) + b"\n"
