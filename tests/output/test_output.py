"""The tree under `out/`: names, clashes, what is unchanged, and nothing written by halves."""

import dataclasses
import datetime
import itertools
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from output_records import OTHER_SHA, SHA, conversion, plain_conversions, several

from annextract import output
from annextract.json_files import read_json, write_json
from annextract.output import OutputTree
from annextract.package import document_names
from annextract.parquet import path_of, read_metadata, read_parquet
from annextract.staging import mark_of
from schemas.document import Outcome, RunReport
from schemas.errors import OutputError
from schemas.export import TABLES
from schemas.flags import FlagCode


@pytest.fixture
def tree(tmp_path):
    return OutputTree(tmp_path / "out", "0.1.0")


def write(tree, made):
    """Write the documents of one source, as a run of it alone would."""
    names = tree.write(made)
    tree.settle({})
    return names


def json_path(tree, name):
    return tree.root / mark_of(name)


def files(tree):
    return {str(path.relative_to(tree.root)): path.read_bytes() for path in tree.root.rglob("*") if path.is_file()}


def stored(tree, name):
    made = read_json(json_path(tree, name).read_bytes())
    assert read_parquet(tree.root, name) == made
    return made


def clashes(tree, name):
    return [flag.detail for flag in stored(tree, name).document.flags if flag.code is FlagCode.NAME_CLASH]


def test_one_document(tree):
    made = conversion(annex="II")
    assert write(tree, [made]) == ("PT0695Ea-II",)
    assert set(files(tree)) == {
        "json/PT0695Ea-II.json",
        *(f"parquet/{table}/document=PT0695Ea-II/part-0.parquet" for table in TABLES),
    }
    assert json_path(tree, "PT0695Ea-II").read_bytes() == write_json(made)
    assert stored(tree, "PT0695Ea-II") == made
    metadata = read_metadata(path_of(tree.root, "flags", "PT0695Ea-II").read_bytes())
    assert metadata["annextract_version"] == "0.1.0"
    assert metadata["source_sha256"] == SHA


def test_the_same_again_changes_nothing(tree):
    write(tree, [conversion()])
    before = files(tree)
    assert write(OutputTree(tree.root, "0.1.0"), [conversion()]) == ("PT0695Ea",)
    assert files(tree) == before


@pytest.mark.parametrize("new_run", [False, True])
def test_two_inputs_of_one_name(tree, new_run):
    first, second = conversion(source="a.pdf"), conversion(sha256=OTHER_SHA, source="b.pdf")
    assert write(tree, [first]) == ("PT0695Ea",)
    tree = OutputTree(tree.root, "0.1.0") if new_run else tree
    assert write(tree, [second]) == ("PT0695Ea~bbbbbbbb",)
    assert clashes(tree, "PT0695Ea") == ["b.pdf (sha256 bbbbbbbb) claimed the name 'PT0695Ea' too and stands under 'PT0695Ea~bbbbbbbb'"]
    assert clashes(tree, "PT0695Ea~bbbbbbbb") == ["another document claimed the name 'PT0695Ea' first"]
    assert stored(tree, "PT0695Ea").rows == first.rows
    before = files(tree)
    assert write(tree, [first]) == ("PT0695Ea",)
    assert write(tree, [second]) == ("PT0695Ea~bbbbbbbb",)
    assert files(tree) == before


def test_of_many_of_one_name_the_first_names_all_others(tree):
    for letter in "abc":
        write(tree, [conversion(sha256=letter * 64, source=f"{letter}.pdf")])
    names = ["PT0695Ea", "PT0695Ea~bbbbbbbb", "PT0695Ea~cccccccc"]
    assert document_names(tree.store) == names
    assert [len(clashes(tree, name)) for name in names] == [2, 1, 1]


def test_many_of_one_name_are_each_written_once(tree, monkeypatch):
    """A thousand revisions may print one reference: what is written must not grow with the square of their number."""
    real, written = output.stage, []
    monkeypatch.setattr(output, "stage", lambda store, folder, key, entries: written.extend(entries) or real(store, folder, key, entries))
    for number in range(9):
        tree.write([conversion(sha256=str(number) * 64)])
    tree.settle({})
    assert len(written) == 9 + 1


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_whatever_the_order_they_come_in_the_first_of_the_run_has_the_name(tmp_path, order):
    shas = [letter * 64 for letter in "cab"]
    made = [[conversion(sha256=sha), conversion(sha256=sha, annex="II")] for sha in shas]
    serial, parallel = OutputTree(tmp_path / "serial", "1"), OutputTree(tmp_path / "parallel", "1")
    places = {sha: place for place, sha in enumerate(shas)}
    for each in made:
        serial.write(each)
    assert serial.settle(places) == {}
    for number in order:
        parallel.write(made[number])
    renamed = parallel.settle(places)
    assert files(serial) == files(parallel)
    assert renamed.get(shas[0], ("PT0695Ea", "PT0695Ea-II")) == ("PT0695Ea", "PT0695Ea-II")


def test_a_name_that_an_earlier_run_gave_stays(tree):
    write(tree, [conversion(sha256=OTHER_SHA)])
    again = OutputTree(tree.root, "0.1.0")
    again.write([conversion()])
    assert again.settle({SHA: 0, OTHER_SHA: 1}) == {}
    assert stored(tree, "PT0695Ea").document.source_sha256 == OTHER_SHA


def test_the_earlier_keeps_the_version_that_wrote_it(tree):
    write(tree, [conversion()])
    write(OutputTree(tree.root, "0.2.0"), [conversion(sha256=OTHER_SHA)])
    assert read_metadata(path_of(tree.root, "rows", "PT0695Ea").read_bytes())["annextract_version"] == "0.1.0"
    assert tree.written(SHA, "PT0695Ea.pdf") == ("PT0695Ea",)


def test_the_same_first_eight_digits(tree):
    shas = ["1" * 64, "2" * 64, "2" * 8 + "3" * 56]
    names = [write(tree, [conversion(sha256=sha)])[0] for sha in shas]
    assert names == ["PT0695Ea", "PT0695Ea~22222222", "PT0695Ea~2222222233333333"]


@pytest.mark.parametrize("content", [b"", b"{}", b'{"document": {"document_id": "PT0695Ea"'])
def test_a_file_that_is_not_ours_is_not_overwritten(tree, content):
    path = json_path(tree, "PT0695Ea")
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert write(tree, [conversion()]) == ("PT0695Ea~aaaaaaaa",)
    assert path.read_bytes() == content
    assert clashes(tree, "PT0695Ea~aaaaaaaa") == [
        "a file that is not of this tool claimed the name 'PT0695Ea' too and stands under 'PT0695Ea'"
    ]


def test_a_document_whose_file_says_more_than_we_know_is_not_rewritten(tree):
    write(tree, [conversion()])
    path = json_path(tree, "PT0695Ea")
    path.write_bytes(path.read_bytes().replace(b'"rows"', b'"resolutions": [], "rows"'))
    before = path.read_bytes()
    assert write(tree, [conversion(sha256=OTHER_SHA)]) == ("PT0695Ea~bbbbbbbb",)
    assert path.read_bytes() == before


def test_one_file_of_two_documents_of_one_name(tree):
    first = conversion()
    second = dataclasses.replace(first, rows=first.rows[:1])
    assert write(tree, [first, second]) == ("PT0695Ea", "PT0695Ea~2")
    assert stored(tree, "PT0695Ea").rows == first.rows
    assert stored(tree, "PT0695Ea~2").rows == second.rows
    assert [len(clashes(tree, name)) for name in ("PT0695Ea", "PT0695Ea~2")] == [1, 1]
    before = files(tree)
    assert write(tree, [first, second]) == ("PT0695Ea", "PT0695Ea~2")
    assert files(tree) == before


def test_ids_that_are_no_file_names(tree):
    first, second = conversion("../a/b"), conversion("../a\\b", OTHER_SHA)
    assert write(tree, [first]) == ("_a_b",)
    assert write(tree, [second]) == ("_a_b~bbbbbbbb",)
    assert stored(tree, "_a_b").document.document_id == "../a/b"
    assert {path.name for path in tree.root.parent.iterdir()} == {"out"}


def test_unlike_ids_that_start_alike_do_not_clash(tree):
    assert write(tree, [conversion("PT")]) == ("PT",)
    assert write(tree, [conversion("PT~1", OTHER_SHA)]) == ("PT~1",)
    assert clashes(tree, "PT") == clashes(tree, "PT~1") == []


def test_written_knows_what_is_unchanged(tree):
    both = [conversion("PC0602Ea", annex="II"), conversion("PC0602Ea", annex="III")]
    assert tree.written(SHA, "PT0695Ea.pdf") == ()
    names = write(tree, both)
    for known in (tree, OutputTree(tree.root, "0.1.0")):
        assert known.written(SHA, "PT0695Ea.pdf") == names == ("PC0602Ea-II", "PC0602Ea-III")
        assert known.written(SHA, "a copy.pdf") == names
        assert known.written(OTHER_SHA, "PT0695Ea.pdf") == ()
    assert OutputTree(tree.root, "0.2.0").written(SHA, "PT0695Ea.pdf") == ()


@pytest.mark.parametrize("table", ["json", *TABLES])
def test_written_wants_every_file(tree, table):
    write(tree, [conversion("PC0602Ea", annex="II"), conversion("PC0602Ea", annex="III")])
    (json_path(tree, "PC0602Ea-III") if table == "json" else path_of(tree.root, table, "PC0602Ea-III")).unlink()
    assert OutputTree(tree.root, "0.1.0").written(SHA, "PT0695Ea.pdf") == ()


def test_two_files_of_the_same_bytes_that_print_no_reference(tree):
    """They are named after their files, so each has a document of its own."""
    write(tree, [conversion("one", source="one.txt")])
    assert tree.written(SHA, "one.txt") == ("one",)
    assert tree.written(SHA, "two.txt") == ()
    write(tree, [conversion("two", source="two.txt")])
    assert document_names(tree.store) == ["one", "two"]
    assert tree.written(SHA, "two.txt") == ("two",)


def test_a_document_that_the_file_no_longer_yields_is_removed(tree):
    write(tree, [conversion(sha256=OTHER_SHA, source="older.pdf")])
    write(tree, [conversion(), conversion(annex="II")])
    assert document_names(tree.store) == ["PT0695Ea", "PT0695Ea-II", "PT0695Ea~aaaaaaaa"]
    newer = OutputTree(tree.root, "0.2.0")
    write(newer, [conversion(annex="III")])
    assert document_names(tree.store) == ["PT0695Ea", "PT0695Ea-III"]
    assert {path.name for path in (tree.root / "parquet/rows").iterdir()} == {"document=PT0695Ea", "document=PT0695Ea-III"}
    assert clashes(tree, "PT0695Ea") == []
    assert newer.written(SHA, "PT0695Ea.pdf") == ("PT0695Ea-III",)


@pytest.mark.parametrize("failing", range(9))
def test_a_failure_leaves_the_old_document(tree, monkeypatch, failing):
    write(tree, [conversion()])
    before = files(tree)
    real, calls = os.fsync, []

    def full(handle):
        calls.append(handle)
        if len(calls) > failing:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    changed = dataclasses.replace(conversion(), rows=conversion().rows[:1])
    with pytest.raises(OutputError, match="no space is left"):
        write(tree, [changed])
    assert files(tree) == before


def test_the_json_files_come_last(tree, monkeypatch):
    order = []
    monkeypatch.setattr(tree.store, "move", lambda pairs: order.extend(target.split("/")[0] for _, target in pairs))
    tree.write([conversion(annex="II"), conversion(annex="III")])
    assert order == ["parquet"] * 2 * len(TABLES) + ["json"] * 2


def test_documents_of_two_sources_at_once_are_refused(tree):
    with pytest.raises(ValueError, match="one source at a time"):
        write(tree, [conversion(), conversion(sha256=OTHER_SHA)])


@several
@given(st.lists(plain_conversions, max_size=4, unique_by=lambda made: made.document.source_sha256))
def test_nothing_is_overwritten_whatever_the_ids(tmp_path_factory, made):
    tree = OutputTree(tmp_path_factory.mktemp("out"), "0.1.0")
    names = [write(tree, [each])[0] for each in made]
    assert sorted(names) == document_names(tree.store)
    for name, each in zip(names, made, strict=True):
        kept = stored(tree, name).document
        assert dataclasses.replace(kept, flags=()) == dataclasses.replace(each.document, flags=())


def test_run_report(tree):
    report = RunReport(tool_version="0.1.0", started=datetime.datetime(2022, 3, 1, tzinfo=datetime.UTC), inputs=())
    tree.write_run(report)
    assert (tree.root / "run.json").read_bytes().startswith(b'{\n "tool_version": "0.1.0"')
    assert Outcome.UNCHANGED == "unchanged"


def test_an_out_that_is_a_file(tmp_path):
    (tmp_path / "out").write_bytes(b"mine")
    tree = OutputTree(tmp_path / "out", "0.1.0")
    assert tree.written(SHA, "a.pdf") == ()
    for refused in (lambda: tree.write([conversion()]), tree.write_package):
        with pytest.raises(OutputError, match=r"out.*: cannot be written: a file stands where a folder is needed; .*--out"):
            refused()
    assert (tmp_path / "out").read_bytes() == b"mine"
