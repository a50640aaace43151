"""A conversion as the lines of the flat tables, and back. The tables hold all that the JSON holds."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec

from annextract.json_files import canonical
from schemas.decision import Decision
from schemas.document import Conversion, Document
from schemas.errors import OutputError
from schemas.export import TABLES, Logical
from schemas.row import Row

Line = dict[str, Any]
Lines = dict[str, list[Line]]
ROWS_AT_ONCE = 1000

_JSON = {
    name: [column.name for column in table.columns if column.type in {Logical.JSON_OBJECT, Logical.JSON_ARRAY}]
    for name, table in TABLES.items()
}


def _check_unique(conversion: Conversion, name: str) -> None:
    seen: set[str] = set()
    for row in conversion.rows:
        if row.row_id in seen:
            raise OutputError(f"two rows carry the row_id {row.row_id!r}", "this is a defect of annextract, please report it", source=name)
        seen.add(row.row_id)


def flatten(conversion: Conversion, name: str) -> Lines:
    """The lines of every table, in the tables' column names.

    Args:
        conversion: What to flatten.
        name: The document's name under `out/`.

    Raises:
        OutputError: Two rows carry the same row_id, so that their deadlines could not be told apart.
    """
    lines: Lines = {table: [] for table in TABLES}
    for part in flat_parts(conversion, name):
        for table, found in part.items():
            lines[table] += found
    return lines


def flat_parts(conversion: Conversion, name: str) -> Iterator[Lines]:
    """The lines in parts of some rows each, so that a long document is never flat as a whole; at least one part."""
    _check_unique(conversion, name)
    document = _builtins(conversion.document)
    flags = document.pop("flags")
    keys = {"document_name": name, "document_id": document["document_id"], "annex": document["annex"], "row_id": None}
    lines: Lines = {table: [] for table in TABLES}
    lines["documents"].append({"document_name": name, **document})
    _add(lines["flags"], keys, flags)
    lines["decisions"] += _points(name, document["document_id"], [_builtins(decision) for decision in conversion.decisions])
    flag_count = len(flags)
    for position, record in enumerate(conversion.rows, 1):
        row = _builtins(record)
        keys = {"document_name": name, **{key: row[key] for key in ("document_id", "annex", "row_id")}}
        for table, parts, more in _parts(row):
            _add(lines[table], keys | more, parts, after=flag_count if table == "flags" else 0)
        flag_count += len(record.flags)
        source = {f"source_{key}": value for key, value in row.pop("source").items()}
        lines["rows"].append({"document_name": name, "position": position, **row, **source})
        if position % ROWS_AT_ONCE == 0 and position < len(conversion.rows):
            yield _with_json(lines)
            lines = {table: [] for table in TABLES}
    yield _with_json(lines)


def _builtins(record: Document | Row | Decision) -> Line:
    found: Line = msgspec.to_builtins(canonical(record), builtin_types=(datetime.date,))
    return found


def _with_json(lines: Lines) -> Lines:
    for table, columns in _JSON.items():
        for line in lines[table]:
            line.update({column: _packed(line[column]) for column in columns})
    return lines


def _parts(row: Line) -> Iterator[tuple[str, list[Line], Line]]:
    """What of a row goes into other tables: table, parts, and what else tells them apart."""
    yield "deadlines", row.pop("deadlines"), {"field": "timeline"}
    yield "deadlines", row.pop("start_deadlines"), {"field": "start"}
    yield "codes", [{"code": code} for code in row["strategic_codes"]], {}
    yield "bodies", [{"body": body} for body in row["responsible_bodies"]], {}
    for table in ("changes", "events", "flags"):
        yield table, row.pop(table), {}


def _points(name: str, document_id: str, decisions: Sequence[Line]) -> Iterator[Line]:
    """The points of the decisions, each with what is said of its paragraph."""
    for conclusion, decision in enumerate(decisions, 1):
        keys = {"document_name": name, "document_id": document_id, "conclusion": conclusion}
        said = {key: value for key, value in decision.items() if key not in {"decisions", "source"}}
        source = {f"source_{key}": value for key, value in decision["source"].items()}
        for position, point in enumerate(decision["decisions"], 1):
            yield {**keys, "position": position, **said, "decision": point, **source}


def _add(lines: list[Line], keys: Line, parts: Sequence[Line], *, after: int = 0) -> None:
    """Add parts, counted from the one after so many."""
    lines += [{**keys, "position": position, **part} for position, part in enumerate(parts, after + 1)]


def _packed(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _unpacked(value: str | None) -> Any:
    return None if value is None else msgspec.json.decode(value)


def unflatten(lines: Mapping[str, Sequence[Line]]) -> Conversion:
    """The conversion that the lines of one document's tables hold.

    Raises:
        msgspec.ValidationError: The lines do not make up a document.
    """
    sorted_lines = {table: sorted(lines[table], key=lambda line: line.get("position", 0)) for table in TABLES}
    parts: defaultdict[tuple[str, str | None, str | None], list[Line]] = defaultdict(list)
    for table in ("deadlines", "changes", "events", "flags"):
        for line in sorted_lines[table]:
            field = line["field"] if table == "deadlines" else None
            parts[table, line["row_id"], field].append(line)
    if len(sorted_lines["documents"]) != 1:
        raise msgspec.ValidationError(f"Expected 1 document, got {len(sorted_lines['documents'])}")
    document = sorted_lines["documents"][0] | {"flags": parts["flags", None, None]}
    rows = []
    for line in sorted_lines["rows"]:
        row = line | {column: _unpacked(line[column]) for column in _JSON["rows"]}
        row["source"] = {key.removeprefix("source_"): value for key, value in row.items() if key.startswith("source_")}
        row["deadlines"] = parts["deadlines", row["row_id"], "timeline"]
        row["start_deadlines"] = parts["deadlines", row["row_id"], "start"]
        rows.append(row | {table: parts[table, row["row_id"], None] for table in ("changes", "events", "flags")})
    return msgspec.convert({"document": document, "rows": rows, "decisions": _decisions(lines["decisions"])}, Conversion)


def _decisions(points: Iterable[Line]) -> list[Line]:
    """The decisions that the lines of their points hold."""
    ordered = sorted(points, key=lambda line: (line["conclusion"], line["position"]))
    decisions = []
    for _, run in groupby(ordered, key=lambda line: line["conclusion"]):
        of_one = list(run)
        line = of_one[0] | {column: _unpacked(of_one[0][column]) for column in _JSON["decisions"]}
        source = {key.removeprefix("source_"): value for key, value in line.items() if key.startswith("source_")}
        decisions.append(line | {"source": source, "decisions": [each["decision"] for each in of_one]})
    return decisions
