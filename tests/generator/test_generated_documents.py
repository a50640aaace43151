"""Generated documents: the same from run to run, and their truth is what their Word file holds."""

import io
import json
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document as read_docx
from lxml import etree

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.append(ROOT)

from samples.generator import corpus as corpora  # noqa: E402
from samples.generator.__main__ import main  # noqa: E402
from samples.generator.build import Document, Request, make  # noqa: E402
from samples.generator.families import FAMILIES  # noqa: E402
from samples.generator.layout import BORDERS, choose, read_switch  # noqa: E402
from samples.generator.long import parts, sized  # noqa: E402
from samples.generator.lost import lost_words  # noqa: E402
from samples.generator.measure import pages  # noqa: E402
from samples.generator.model import ADDED, STRUCK, Table, accept  # noqa: E402
from samples.generator.truth import TYPES, truth  # noqa: E402

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SEEDS = range(500, 512)
NOT_PRINTED = {"record_kind", "section_title", "section_number", "parent_task_number", "task_type"}
by_family = pytest.mark.parametrize("family", FAMILIES)
by_tracking = pytest.mark.parametrize("tracked", [False, True], ids=["plain", "tracked"])
needs_soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice's soffice is not on the path")


def part(document: Document, name: str = "document") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(document.docx())) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def reading(root: etree._Element, without: set[str]) -> str:
    """The text of a body, less what stands in changes of those kinds, squeezed."""
    gone = {f"{W}{kind}" for kind in without}
    texts = [node.text or "" for node in root.iter(f"{W}t", f"{W}delText") if not any(above.tag in gone for above in node.iterancestors())]
    return squeeze("".join(texts))


def printed_texts(row: dict) -> list[str]:
    if row["cells"] is not None:
        return [text for text in row["cells"].values() if text]
    texts = [value for field, value in row.items() if isinstance(value, str) and field not in NOT_PRINTED]
    return texts + row["strategic_codes"]


@by_family
@by_tracking
def test_a_seed_gives_the_same_bytes_and_truth(family: str, tracked: bool) -> None:
    for seed in SEEDS[:4]:
        first, second = make(Request(seed, family, tracked)), make(Request(seed, family, tracked))
        assert first.docx() == second.docx()
        assert json.dumps(first.truth()) == json.dumps(second.truth())


def test_the_layout_changes_no_content() -> None:
    plain, other = make(Request(7, "ptc")), make(Request(7, "ptc", layout=(("borders", "none"), ("font", "DejaVu Serif"))))
    assert plain.truth() == other.truth()
    assert plain.docx() != other.docx()


@by_family
@by_tracking
def test_every_word_of_the_truth_is_in_the_word_file(family: str, tracked: bool) -> None:
    for seed in SEEDS:
        document = make(Request(seed, family, tracked))
        body = reading(part(document), set(STRUCK))
        for row in document.truth()["rows"]:
            for text in printed_texts(row):
                assert squeeze(text) in body, (seed, text)


@by_family
def test_python_docx_reads_the_cells_that_the_truth_tells(family: str) -> None:
    """Cell by cell, merged cells repeated on each row: python-docx answers a merged cell with its first one."""
    for seed in SEEDS[:6]:
        document = make(Request(seed, family))
        word = read_docx(io.BytesIO(document.docx()))
        tables = [block for block in document.programme.blocks if isinstance(block, Table)]
        rows = [row for row in document.truth()["rows"] if row["record_kind"] != "inactive_topic"]
        assert len(word.tables) == len(tables)
        for table, printed in zip(tables, word.tables, strict=True):
            for line in list(printed.rows)[len(table.header) :]:
                row = rows.pop(0)
                for field, cell in zip(table.fields, line.cells, strict=True):
                    text = TYPES.get(cell.text, cell.text) if field == "task_type" else cell.text
                    assert squeeze(text).rstrip(".") == expected(row, field).rstrip("."), (seed, field)
        assert not rows


def expected(row: dict, field: str) -> str:
    value = row["cells"][field] if row["cells"] is not None else row[field]
    return squeeze("".join(value) if isinstance(value, list) else value or "")


@by_family
@by_tracking
def test_merged_cells_are_as_high_as_the_model_says(family: str, tracked: bool) -> None:
    for seed in SEEDS[:6]:
        document = make(Request(seed, family, tracked))
        tables = [block for block in document.programme.blocks if isinstance(block, Table)]
        for table, printed in zip(tables, part(document).iter(f"{W}tbl"), strict=True):
            lines = printed.findall(f"{W}tr")
            model = (*table.header, *table.rows)
            assert len(lines) == len(model)
            for y, row in enumerate(model):
                for x, cell in enumerate(row.cells):
                    if cell is not None:
                        assert merged_down(lines, y, x) == cell.rows
            assert all(columns(line) == len(table.fields) for line in lines)


def cells_by_column(line: etree._Element) -> dict[int, etree._Element]:
    found, x = {}, 0
    for cell in line.findall(f"{W}tc"):
        found[x] = cell
        x += span(cell)
    return found


def span(cell: etree._Element) -> int:
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if found is None else int(found.get(f"{W}val"))


def columns(line: etree._Element) -> int:
    return sum(span(cell) for cell in line.findall(f"{W}tc"))


def merged_down(lines: list[etree._Element], y: int, x: int) -> int:
    """How many rows the cell at y and x reaches over, by its `w:vMerge`."""
    opening = cells_by_column(lines[y])[x].find(f"{W}tcPr/{W}vMerge")
    if opening is None:
        return 1
    assert opening.get(f"{W}val") == "restart"
    height = 1
    while y + height < len(lines):
        merge = cells_by_column(lines[y + height])[x].find(f"{W}tcPr/{W}vMerge")
        if merge is None or merge.get(f"{W}val") == "restart":
            break
        height += 1
    return height


@by_family
def test_both_readings_of_a_tracked_document_are_in_its_xml(family: str) -> None:
    seen = 0
    for seed in SEEDS:
        document = make(Request(seed, family, True))
        root = part(document)
        accepted, rejected = reading(root, set(STRUCK)), reading(root, set(ADDED))
        assert accepted == reading(part(document.accepted()), set())
        assert rejected == squeeze("".join(as_before(document)))
        for row in document.truth()["rows"]:
            for change in row["changes"]:
                seen += 1
                assert change["before"] != change["after"]
                assert squeeze(change["after"] or "") in accepted
                assert squeeze(change["before"] or "") in rejected
    assert seen > 20


def as_before(document: Document) -> Iterator[str]:
    for block in document.programme.blocks:
        if isinstance(block, Table):
            for row in (*block.header, *block.rows):
                yield from (para.text(ADDED) for cell in row.cells if cell for para in cell.paras)
        else:
            yield from (span.text for span in block.spans)


@by_family
def test_an_accepted_document_has_the_same_rows_and_no_changes(family: str) -> None:
    for seed in SEEDS[:6]:
        document = make(Request(seed, family, True))
        tracked, accepted = document.truth(), document.accepted().truth()
        assert [row | {"changes": []} for row in tracked["rows"]] == accepted["rows"]
        assert "deleted_rows" not in accepted
        assert not part(document.accepted()).findall(f".//{W}ins") + part(document.accepted()).findall(f".//{W}del")


def test_changes_of_every_kind_come_up() -> None:
    kinds: set[str] = set()
    for seed in range(500, 540):
        root = part(make(Request(seed, "ptc", True)))
        for name in ("ins", "del", "moveFrom", "moveTo"):
            for node in root.iter(f"{W}{name}"):
                kinds.add(f"{etree.QName(node.getparent()).localname}/{name}")
    assert {"p/ins", "p/del", "p/moveFrom", "p/moveTo", "rPr/ins", "rPr/del", "rPr/moveFrom", "trPr/ins", "trPr/del"} <= kinds


def test_changes_have_numbers_of_their_own_and_no_names() -> None:
    for seed in SEEDS:
        root = part(make(Request(seed, tracked=True)))
        nodes = [node for node in root.iter() if node.get(f"{W}author")]
        numbers = [node.get(f"{W}id") for node in nodes]
        assert len(numbers) == len(set(numbers))
        assert {node.get(f"{W}author") for node in nodes} <= {"Editor", "Second Editor", "Third Editor"}
        starts = {node.get(f"{W}name") for node in root.iter(f"{W}moveFromRangeStart")}
        assert starts == {node.get(f"{W}name") for node in root.iter(f"{W}moveToRangeStart")}


def test_some_timelines_change_only_a_few_characters() -> None:
    inner = 0
    for seed in range(500, 540):
        for run in part(make(Request(seed, "ptc", True))).iter(f"{W}delText"):
            inner += bool(re.fullmatch(r"\d", run.text or ""))
    assert inner > 5


@by_family
def test_ten_thousand_rows_do_not_repeat(family: str) -> None:
    told: set[str] = set()
    rows = 0
    for seed in range(12):
        for row in make(Request(seed, family, rows=900)).truth()["rows"]:
            rows += 1
            told.add(json.dumps([row[field] for field in ("cells", "task", "indicator", "progress", "topic")], sort_keys=True))
    assert rows > 10_000
    assert len(told) == rows


def test_cells_that_are_really_empty_are_null() -> None:
    rows = [row for seed in SEEDS for row in make(Request(seed, "ptc")).truth()["rows"] if row["record_kind"] == "task"]
    for field in ("indicator", "timeline", "progress"):
        empty = sum(row[field] is None for row in rows)
        assert 0 < empty < len(rows) / 3
    assert all("" not in row.values() for row in rows)


def test_a_layout_switch_overrides_the_seed() -> None:
    assert read_switch("borders=none") == ("borders", "none")
    assert read_switch("split_rows=no") == ("split_rows", False)
    assert choose(3, size=11.0).size == 11.0
    with pytest.raises(ValueError, match="no such layout switch"):
        read_switch("colours=red")
    with pytest.raises(ValueError, match="yes or no"):
        read_switch("split_rows=maybe")


@pytest.mark.parametrize("borders", BORDERS)
def test_columns_fill_the_page_whatever_the_layout(borders: str) -> None:
    for seed in SEEDS:
        layout = choose(seed, borders=borders, orientation="portrait")
        document = make(Request(seed, layout=(("borders", borders), ("orientation", "portrait"))))
        room = (21.59 if layout.paper == "letter" else 21.0) * 567 - 2 * layout.margin * 567
        for grid in part(document).iter(f"{W}tblGrid"):
            widths = [int(column.get(f"{W}w")) for column in grid]
            assert min(widths) > 0
            assert abs(sum(widths) - room) < 40


def test_the_seeds_for_tuning_and_reporting_are_apart() -> None:
    assert not set(corpora.TUNING_SEEDS) & set(corpora.REPORTING_SEEDS)


def test_a_corpus_is_built_once(tmp_path: Path) -> None:
    first = list(corpora.corpus("tracked", "tuning", 3, tmp_path, pdf=False))
    times = [sample.docx.stat().st_mtime_ns for sample in first]
    again = list(corpora.corpus("tracked", "tuning", 3, tmp_path, pdf=False))
    assert first == again
    assert times == [sample.docx.stat().st_mtime_ns for sample in again]
    assert all(json.loads(sample.truth.read_text())["rows"] for sample in first)


@pytest.mark.parametrize("target", [30, 300])
def test_a_document_is_sized_to_so_many_pages(target: int) -> None:
    document = sized(Request(3, "ptc"), target)
    assert abs(pages(document.programme, document.layout, document.seed) / target - 1) < 0.15


def test_the_parts_of_a_long_document_differ() -> None:
    made = parts(Request(3, "ecp", layout=(("size", 11.0),)), 600)
    assert len(made) == 2
    assert made[0].layout == made[1].layout
    assert made[0].truth()["rows"] != made[1].truth()["rows"]


def test_accepting_a_plain_programme_changes_nothing() -> None:
    programme = make(Request(5, "tfawg")).programme
    assert truth(accept(programme)) == truth(programme)


@pytest.mark.slow
@needs_soffice
def test_the_command_writes_all_three_files(tmp_path: Path) -> None:
    assert main(["--seed", "3", "--count", "2", "--family", "ecp", "--tracked", "--accepted", "--rows", "6", "--out", str(tmp_path)]) == 0
    stems = {path.name.split(".")[0] for path in tmp_path.iterdir()}
    assert stems == {f"ecp-0000{seed}-tracked{end}" for seed in (3, 4) for end in ("", "-accepted")}
    assert len(list(tmp_path.iterdir())) == 12


@pytest.mark.slow
@needs_soffice
@pytest.mark.parametrize("kind", ["mixed", "tracked", "borderless"])
def test_a_printed_corpus_holds_every_word(kind: str, tmp_path: Path) -> None:
    samples = list(corpora.corpus(kind, "tuning", 4, tmp_path))
    assert len(samples) == 4
    for sample in samples:
        assert sample.pdf is not None
        assert not lost_words(sample.pdf, json.loads(sample.truth.read_text()))
