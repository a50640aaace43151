"""The tree under `out/`: names, clashes, what is unchanged, and nothing written by halves."""

import dataclasses
import datetime
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from output_records import OTHER_SHA, SHA, conversion, plain_conversions, several

from annextract import output, whole
from annextract.json_files import read_json, write_json
from annextract.output import OutputTree
from annextract.package import document_names
from annextract.parquet import path_of, read_metadata, read_parquet
from schemas.document import Outcome, RunReport
from schemas.errors import OutputError
from schemas.export import TABLES
from schemas.flags import FlagCode


@pytest.fixture
def tree(tmp_path):
    return OutputTree(tmp_path / "out", "0.1.0")


def files(tree):
    return {str(path.relative_to(tree.root)): path.read_bytes() for path in tree.root.rglob("*") if path.is_file()}


def stored(tree, name):
    made = read_json(tree.json_path(name).read_bytes())
    assert read_parquet(tree.root, name) == made
    return made


def clashes(tree, name):
    return [flag.detail for flag in stored(tree, name).document.flags if flag.code is FlagCode.NAME_CLASH]


def test_one_document(tree):
    made = conversion(annex="II")
    assert tree.write([made]) == ("PT0695Ea-II",)
    assert set(files(tree)) == {
        "json/PT0695Ea-II.json",
        *(f"parquet/{table}/document=PT0695Ea-II/part-0.parquet" for table in TABLES),
    }
    assert tree.json_path("PT0695Ea-II").read_bytes() == write_json(made)
    assert stored(tree, "PT0695Ea-II") == made
    metadata = read_metadata(path_of(tree.root, "flags", "PT0695Ea-II"))
    assert metadata["annextract_version"] == "0.1.0"
    assert metadata["source_sha256"] == SHA


def test_the_same_again_changes_nothing(tree):
    tree.write([conversion()])
    before = files(tree)
    assert OutputTree(tree.root, "0.1.0").write([conversion()]) == ("PT0695Ea",)
    assert files(tree) == before


@pytest.mark.parametrize("new_run", [False, True])
def test_two_inputs_of_one_name(tree, new_run):
    first, second = conversion(source="a.pdf"), conversion(sha256=OTHER_SHA, source="b.pdf")
    assert tree.write([first]) == ("PT0695Ea",)
    tree = OutputTree(tree.root, "0.1.0") if new_run else tree
    assert tree.write([second]) == ("PT0695Ea~bbbbbbbb",)
    assert clashes(tree, "PT0695Ea") == ["b.pdf (sha256 bbbbbbbb) claimed the name 'PT0695Ea' too and stands under 'PT0695Ea~bbbbbbbb'"]
    assert clashes(tree, "PT0695Ea~bbbbbbbb") == ["a.pdf (sha256 aaaaaaaa) claimed the name 'PT0695Ea' too and stands under 'PT0695Ea'"]
    assert stored(tree, "PT0695Ea").rows == first.rows
    before = files(tree)
    assert tree.write([first]) == ("PT0695Ea",)
    assert tree.write([second]) == ("PT0695Ea~bbbbbbbb",)
    assert files(tree) == before


def test_a_third_flags_all_three(tree):
    for letter in "abc":
        tree.write([conversion(sha256=letter * 64, source=f"{letter}.pdf")])
    names = ["PT0695Ea", "PT0695Ea~bbbbbbbb", "PT0695Ea~cccccccc"]
    assert document_names(tree.root) == names
    assert [len(clashes(tree, name)) for name in names] == [2, 2, 2]


def test_the_earlier_keeps_the_version_that_wrote_it(tree):
    tree.write([conversion()])
    OutputTree(tree.root, "0.2.0").write([conversion(sha256=OTHER_SHA)])
    assert read_metadata(path_of(tree.root, "rows", "PT0695Ea"))["annextract_version"] == "0.1.0"
    assert tree.written(SHA, "PT0695Ea.pdf") == ("PT0695Ea",)


def test_the_same_first_eight_digits(tree):
    shas = ["1" * 64, "2" * 64, "2" * 8 + "3" * 56]
    names = [tree.write([conversion(sha256=sha)])[0] for sha in shas]
    assert names == ["PT0695Ea", "PT0695Ea~22222222", "PT0695Ea~2222222233333333"]


@pytest.mark.parametrize("content", [b"", b"{}", b'{"document": {"document_id": "PT0695Ea"'])
def test_a_file_that_is_not_ours_is_not_overwritten(tree, content):
    path = tree.json_path("PT0695Ea")
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert tree.write([conversion()]) == ("PT0695Ea~aaaaaaaa",)
    assert path.read_bytes() == content
    assert clashes(tree, "PT0695Ea~aaaaaaaa") == [
        "a file that is not of this tool claimed the name 'PT0695Ea' too and stands under 'PT0695Ea'"
    ]


def test_a_document_whose_file_says_more_than_we_know_is_not_rewritten(tree):
    tree.write([conversion()])
    path = tree.json_path("PT0695Ea")
    path.write_bytes(path.read_bytes().replace(b'"rows"', b'"resolutions": [], "rows"'))
    before = path.read_bytes()
    assert tree.write([conversion(sha256=OTHER_SHA)]) == ("PT0695Ea~bbbbbbbb",)
    assert path.read_bytes() == before


def test_one_file_of_two_documents_of_one_name(tree):
    first = conversion()
    second = dataclasses.replace(first, rows=first.rows[:1])
    assert tree.write([first, second]) == ("PT0695Ea", "PT0695Ea~2")
    assert stored(tree, "PT0695Ea").rows == first.rows
    assert stored(tree, "PT0695Ea~2").rows == second.rows
    assert [len(clashes(tree, name)) for name in ("PT0695Ea", "PT0695Ea~2")] == [1, 1]
    before = files(tree)
    assert tree.write([first, second]) == ("PT0695Ea", "PT0695Ea~2")
    assert files(tree) == before


def test_ids_that_are_no_file_names(tree):
    first, second = conversion("../a/b"), conversion("../a\\b", OTHER_SHA)
    assert tree.write([first]) == ("_a_b",)
    assert tree.write([second]) == ("_a_b~bbbbbbbb",)
    assert stored(tree, "_a_b").document.document_id == "../a/b"
    assert {path.name for path in tree.root.parent.iterdir()} == {"out"}


def test_unlike_ids_that_start_alike_do_not_clash(tree):
    assert tree.write([conversion("PT")]) == ("PT",)
    assert tree.write([conversion("PT~1", OTHER_SHA)]) == ("PT~1",)
    assert clashes(tree, "PT") == clashes(tree, "PT~1") == []


def test_written_knows_what_is_unchanged(tree):
    both = [conversion("PC0602Ea", annex="II"), conversion("PC0602Ea", annex="III")]
    assert tree.written(SHA, "PT0695Ea.pdf") == ()
    names = tree.write(both)
    for known in (tree, OutputTree(tree.root, "0.1.0")):
        assert known.written(SHA, "PT0695Ea.pdf") == names == ("PC0602Ea-II", "PC0602Ea-III")
        assert known.written(SHA, "a copy.pdf") == names
        assert known.written(OTHER_SHA, "PT0695Ea.pdf") == ()
    assert OutputTree(tree.root, "0.2.0").written(SHA, "PT0695Ea.pdf") == ()


@pytest.mark.parametrize("table", ["json", *TABLES])
def test_written_wants_every_file(tree, table):
    tree.write([conversion("PC0602Ea", annex="II"), conversion("PC0602Ea", annex="III")])
    (tree.json_path("PC0602Ea-III") if table == "json" else path_of(tree.root, table, "PC0602Ea-III")).unlink()
    assert OutputTree(tree.root, "0.1.0").written(SHA, "PT0695Ea.pdf") == ()


def test_two_files_of_the_same_bytes_that_print_no_reference(tree):
    """They are named after their files, so each has a document of its own."""
    tree.write([conversion("one", source="one.txt")])
    assert tree.written(SHA, "one.txt") == ("one",)
    assert tree.written(SHA, "two.txt") == ()
    tree.write([conversion("two", source="two.txt")])
    assert document_names(tree.root) == ["one", "two"]
    assert tree.written(SHA, "two.txt") == ("two",)


def test_a_document_that_the_file_no_longer_yields_is_removed(tree):
    tree.write([conversion(sha256=OTHER_SHA, source="older.pdf")])
    tree.write([conversion(), conversion(annex="II")])
    assert document_names(tree.root) == ["PT0695Ea", "PT0695Ea-II", "PT0695Ea~aaaaaaaa"]
    newer = OutputTree(tree.root, "0.2.0")
    newer.write([conversion(annex="III")])
    assert document_names(tree.root) == ["PT0695Ea", "PT0695Ea-III"]
    assert {path.name for path in (tree.root / "parquet/rows").iterdir()} == {"document=PT0695Ea", "document=PT0695Ea-III"}
    assert clashes(tree, "PT0695Ea") == []
    assert newer.written(SHA, "PT0695Ea.pdf") == ("PT0695Ea-III",)


@pytest.mark.parametrize("failing", range(9))
def test_a_failure_leaves_the_old_document(tree, monkeypatch, failing):
    tree.write([conversion()])
    before = files(tree)
    real, calls = whole._write, []

    def full(path, content):
        calls.append(path)
        if len(calls) > failing:
            raise OSError(28, "No space left on device")
        real(path, content)

    monkeypatch.setattr(whole, "_write", full)
    changed = dataclasses.replace(conversion(), rows=conversion().rows[:1])
    with pytest.raises(OutputError, match="no space is left"):
        tree.write([changed])
    assert files(tree) == before


def test_the_json_file_comes_last(tree, monkeypatch):
    order = []
    monkeypatch.setattr(output, "write_whole", lambda written: order.extend(path.parent.parent.name for path, _ in written))
    tree.write([conversion(annex="II"), conversion(annex="III")])
    assert order == [*TABLES, *TABLES, "out", "out"]


def test_documents_of_two_sources_at_once_are_refused(tree):
    with pytest.raises(ValueError, match="one source at a time"):
        tree.write([conversion(), conversion(sha256=OTHER_SHA)])


def test_writers_at_the_same_time_do_not_overwrite_each_other(tmp_path):
    shas = [f"{number:x}" * 64 for number in range(10)]

    def write(sha):
        OutputTree(tmp_path, "0.1.0").write([conversion(sha256=sha, source=f"{sha[0]}.pdf")])

    threads = [threading.Thread(target=write, args=(sha,)) for sha in shas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tree = OutputTree(tmp_path, "0.1.0")
    found = {name: stored(tree, name) for name in document_names(tmp_path)}
    assert sorted(made.document.source_sha256 for made in found.values()) == shas
    assert all(len(clashes(tree, name)) == 9 for name in found)


@several
@given(st.lists(plain_conversions, max_size=4, unique_by=lambda made: made.document.source_sha256))
def test_nothing_is_overwritten_whatever_the_ids(tmp_path_factory, made):
    tree = OutputTree(tmp_path_factory.mktemp("out"), "0.1.0")
    names = [tree.write([each])[0] for each in made]
    assert sorted(names) == document_names(tree.root)
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
    for write in (lambda: tree.write([conversion()]), tree.write_package):
        with pytest.raises(OutputError, match=r"out: cannot be written: a file stands where a folder is needed; .*--out"):
            write()
    assert (tmp_path / "out").read_bytes() == b"mine"
