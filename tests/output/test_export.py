"""One definition yields every schema, and the generated files are the ones that it yields."""

import dataclasses
import json
import subprocess
import sys

import jsonschema
import pytest
from hypothesis import given
from output_records import conversion, conversions, several

from annextract.json_files import write_json
from schemas.document import Conversion
from schemas.export import GENERATED, RECORDS, TABLES, Logical, generated, json_schema, table_schema
from schemas.row import Row


def test_generated_files_are_up_to_date():
    found = {path.name: path.read_bytes() for path in GENERATED.iterdir()}
    assert found == generated(), "run python -m schemas.export"


def test_module_runs_and_writes_the_same_again():
    before = {path.name: path.read_bytes() for path in GENERATED.iterdir()}
    code = (
        "import schemas.export as e, pathlib, sys, tempfile;"
        "e.GENERATED = pathlib.Path(tempfile.mkdtemp());"
        "e.main();"
        "print(*sorted(p.name for p in e.GENERATED.iterdir()))"
    )
    names = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert names == sorted(before)


def test_schemas_need_no_library_of_annextract():
    code = "import schemas.export, sys; print([m for m in ('pyarrow', 'pandas', 'frictionless', 'annextract') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@several
@given(conversions)
def test_json_files_are_valid_by_the_json_schema(made):
    jsonschema.validate(json.loads(write_json(made)), json_schema(Conversion))


def test_json_schema_refuses_a_wrong_value():
    value = json.loads(write_json(conversion()))
    value["rows"][0]["status"] = "done"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, json_schema(Conversion))


@pytest.mark.parametrize("record", RECORDS.values(), ids=lambda record: record.__name__)
def test_json_schema_has_the_fields_in_order(record):
    schema = json_schema(record)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert list(schema["$defs"][record.__name__]["properties"]) == [field.name for field in dataclasses.fields(record)]


def test_tables_are_those_of_the_design():
    assert list(TABLES) == ["documents", "rows", "deadlines", "codes", "bodies", "changes", "events", "flags", "decisions"]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_column_says_what_it_holds(table):
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    assert "document" not in names, "the name of the Hive partition"
    assert all(column.description.endswith(".") for column in table.columns)
    assert set(table.primary_key) <= set(names)
    assert all(not column.nullable for column in table.columns if column.name in table.primary_key)
    for key in table.foreign_keys:
        assert set(key.columns) <= set(names)
        assert key.columns == TABLES[key.table].primary_key
    if table.name != "documents":
        of_rows = {"annex", "row_id"} if table.name != "decisions" else set()
        assert {"document_name", "document_id", *of_rows} <= set(names)


def test_rows_hold_every_flat_field_of_a_row():
    columns = {column.name: column for column in TABLES["rows"].columns}
    nested = {"deadlines", "start_deadlines", "events", "changes", "source", "flags"}
    assert {field.name for field in dataclasses.fields(Row)} - nested <= set(columns)
    assert columns["strategic_codes"].type is Logical.STRINGS
    assert columns["cells"].type is Logical.JSON_OBJECT
    assert columns["source_pages"].type is Logical.INTEGERS
    assert columns["status"].values[0] == "completed"


def test_table_schema_has_constraints_and_keys():
    schema = table_schema(TABLES["deadlines"])
    fields = {field["name"]: field for field in schema["fields"]}
    assert fields["field"]["constraints"] == {"required": True, "enum": ["timeline", "start"]}
    assert fields["earliest"]["type"] == "date"
    assert fields["earliest"]["description"] == "First day that the edtf admits; null at an open end."
    assert schema["primaryKey"] == ["document_name", "row_id", "field", "position"]
    assert schema["foreignKeys"][0]["reference"] == {"resource": "rows", "fields": ["document_name", "row_id"]}
