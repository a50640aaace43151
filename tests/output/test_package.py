"""The data package, judged by frictionless itself."""

import dataclasses
import datetime
import json
import shutil
import warnings

import pyarrow as pa
import pytest
from hypothesis import given
from output_records import OTHER_SHA, conversion, conversions, several
from pyarrow import parquet

from annextract.output import OutputTree
from annextract.package import write_package
from annextract.parquet import arrow_schema, path_of
from annextract.stores import LocalStore
from schemas.decision import Decision
from schemas.export import TABLES, table_schema
from schemas.flags import Flag, FlagCode
from schemas.row import Change, Event

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the judge's own imports warn of is not ours to answer
    import frictionless
    from frictionless import Package


def errors(package):
    return package.validate().flatten(["type", "note"])


def package_at(out):
    return Package(str(out / "datapackage.json"))


def full(**given):
    """A document with a line in every table."""
    made = conversion(**given)
    day = datetime.date(2022, 6, 1)
    event = Event(raw="The PTC endorsed it in June 2022.", bodies=("PTC",), action="endorse", edtf="2022-06", earliest=day)
    row = dataclasses.replace(
        made.rows[0],
        cells={"Task": "x", "Empty": None},
        changes=(Change(field="timeline", before="June 2021", after="June 2022"),),
        events=(event,),
        flags=(Flag(field="timeline", code=FlagCode.REPAIRED_TIMELINE),),
    )
    document = dataclasses.replace(made.document, flags=(Flag(code=FlagCode.NO_PROFILE),), period_start=day, page_count=12)
    decision = Decision(item_number="I", item_title="Opening", paragraph=9, decisions=("took note", "agreed"), source=row.source)
    return dataclasses.replace(made, document=document, rows=(row, *made.rows[1:]), decisions=(decision,))


@pytest.fixture
def out(tmp_path):
    tree = OutputTree(tmp_path / "out", "0.1.0")
    tree.write([full()])
    tree.write([full(sha256=OTHER_SHA, source="b.pdf")])
    tree.write([full(document_id="Überblick (final) 2", sha256="c" * 64, annex="II"), full(document_id="x", sha256="c" * 64)])
    tree.settle({})
    tree.write_package()
    return tree.root


def loaded(out):
    """The tables' lines with their Table Schemas, so that frictionless sees every cell and every key of every document."""
    described = json.loads((out / "datapackage.json").read_bytes())
    resources = []
    for resource in described["resources"]:
        lines = [line for path in resource["path"] for line in parquet.read_table(out / path, partitioning=None).to_pylist()]
        names = [field["name"] for field in resource["schema"]["fields"]]
        data = [names, *([line[name] for name in names] for line in lines)]
        resources.append({"name": resource["name"], "data": data, "schema": resource["schema"]})
    return Package.from_descriptor({"name": "loaded", "resources": resources})


def test_package_is_valid(out):
    package = package_at(out)
    assert errors(package) == []
    assert [resource.name for resource in package.resources] == list(TABLES)
    assert all(len(resource.extrapaths) == 3 for resource in package.resources)
    assert package.get_resource("rows").schema.primary_key == ["document_name", "row_id"]


def test_frictionless_command_finds_it_valid(out):
    assert frictionless.validate(str(out / "datapackage.json")).valid


def test_every_cell_and_key_is_valid_by_the_table_schemas(out):
    package = loaded(out)
    assert errors(package) == []
    assert all(resource.stats.rows for resource in package.resources), "every table has lines to judge"


@several
@given(conversions)
def test_any_conversion_is_valid_by_the_table_schemas(tmp_path_factory, made):
    tree = OutputTree(tmp_path_factory.mktemp("any"), "0.1.0")
    tree.write([made])
    tree.write_package()
    assert errors(package_at(tree.root)) == []
    assert errors(loaded(tree.root)) == []


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("damage", ["cut", "flip", "gone"])
def test_a_damaged_file_makes_the_package_invalid(out, table, damage):
    path = sorted((out / "parquet" / table).glob("*/*.parquet"))[-1]
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(content[:-20])
    else:
        path.write_bytes(content[:50] + bytes([content[50] ^ 1]) + content[51:])
    found = errors(package_at(out))
    assert found[0][0] in {"scheme-error", "hash-count", "byte-count"}


def test_a_damaged_description_is_invalid(out):
    path = out / "datapackage.json"
    good = json.loads(path.read_bytes())
    for damage in (
        lambda package: package["resources"][1].pop("name"),
        lambda package: package["resources"][1]["schema"].update(primaryKey=["no_such_column"]),
        lambda package: package["resources"][1]["schema"]["fields"][0].update(type="no_such_type"),
        lambda package: package["resources"][1].update(path=["../outside.parquet"]),
        lambda package: package["resources"][1].update(hash="sha256:" + "0" * 64),
    ):
        package = json.loads(json.dumps(good))
        damage(package)
        path.write_text(json.dumps(package))
        try:
            valid = package_at(out).validate().valid
        except frictionless.FrictionlessException:
            valid = False
        assert not valid


@pytest.mark.parametrize(
    ("table", "change", "error"),
    [
        ("rows", lambda lines: lines[0].update(status="done"), "constraint-error"),
        ("rows", lambda lines: lines[1].update(row_id="1"), "primary-key"),
        ("rows", lambda lines: lines[0].update(document_name="nobody"), "foreign-key"),
        ("deadlines", lambda lines: lines[0].update(row_id="9"), "foreign-key"),
        ("events", lambda lines: lines[0].update(bodies=None), "constraint-error"),
        ("rows", lambda lines: lines[0].update(cells="no JSON"), "type-error"),
    ],
)
def test_a_wrong_value_is_invalid_by_the_table_schemas(out, table, change, error):
    path = path_of(out, table, "PT0695Ea")
    lines = parquet.read_table(path, partitioning=None).to_pylist()
    change(lines)
    loose = pa.schema([pa.field(field.name, field.type) for field in arrow_schema(table)])
    parquet.write_table(pa.Table.from_pylist(lines, schema=loose), path)
    assert error in {kind for kind, _ in errors(loaded(out))}


def test_files_have_the_columns_that_the_package_describes(out):
    for resource in json.loads((out / "datapackage.json").read_bytes())["resources"]:
        for path in resource["path"]:
            found = parquet.read_schema(out / path)
            assert found.names == [field["name"] for field in resource["schema"]["fields"]]
            assert found.equals(arrow_schema(resource["name"]))


def test_all_documents_are_listed_of_earlier_runs_too(out):
    OutputTree(out, "0.1.0").write([full(document_id="A", sha256="d" * 64)])
    package = json.loads(write_package(LocalStore(out)))
    names = ["A", "PT0695Ea", "PT0695Ea~bbbbbbbb", "x", "Überblick (final) 2-II"]
    for resource in package["resources"]:
        assert resource["path"] == [f"parquet/{resource['name']}/document={name}/part-0.parquet" for name in names]
        assert resource["schema"] == table_schema(TABLES[resource["name"]])


def test_same_files_same_package_wherever_they_lie(out, tmp_path):
    shutil.copytree(out, tmp_path / "elsewhere")
    both = [write_package(LocalStore(folder)) for folder in (out, tmp_path / "elsewhere")]
    assert both == [(out / "datapackage.json").read_bytes()] * 2


def test_a_document_without_its_mark_is_not_listed(out):
    (out / "json/x.json").unlink()
    assert b"document=x" not in write_package(LocalStore(out))


def test_a_package_of_nothing_is_valid(tmp_path):
    OutputTree(tmp_path, "0.1.0").write_package()
    assert json.loads((tmp_path / "datapackage.json").read_bytes())["resources"] == []
    assert errors(package_at(tmp_path)) == []
