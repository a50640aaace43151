"""The samples are what their sources give, and hold the traps they were written for."""

import itertools
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pdfplumber
import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
sys.path.insert(0, str(SAMPLES))

from sample_builder.dump import dump  # noqa: E402
from sample_builder.families import programmes  # noqa: E402
from sample_builder.model import Cell, Programme, Row, Table, plain  # noqa: E402

ALL = {programme.name: programme for programme in programmes(SAMPLES / "source")}
PTC, ECP, TFAWG, PRICES = (ALL[name] for name in ("ptc-2025-2028", "ecp-phase-vi", "tfawg-2026-2027", "market-prices"))
DUMPED = [programme for programme in ALL.values() if "dump" in programme.source]
PRINTED = [programme for programme in ALL.values() if "pdf" in programme.source]
NUMBER, TOPIC, TASK, CODES, TYPE, BODIES, INDICATOR, TIMELINE, PROGRESS = range(9)
HEADERS = {"No", "No.", ""}
TITLES = {"Topic", "Action", "Sub-Task"}
by_name = pytest.mark.parametrize("programme", DUMPED, ids=lambda p: p.name)
by_print = pytest.mark.parametrize("programme", PRINTED, ids=lambda p: p.name)


@dataclass
class Piece:
    """The lines of a table between two blank lines of a dump, and the texts printed before it."""

    before: list[str]
    header: list[list[str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    rules: int = 0

    @property
    def continues(self) -> bool:
        """Whether the table before goes on here: no heading and no caption of another table stands between."""
        return not any(re.match(r"PART|ANNEX –|\d\. |ACTIONS", text) for text in self.before)


def pieces(programme: Programme) -> list[Piece]:
    found, before = [], []
    for table, chunk in itertools.groupby(committed(programme).split("\n"), key=lambda line: "\t" in line):
        if not table:
            before = [line for line in chunk if line.strip()]
            continue
        piece = Piece(before)
        for line in chunk:
            cells = line.split("\t")
            if is_header(cells):
                piece.header.append(cells)
            elif set(line) <= {"-", "\t"}:
                piece.rules += 1
            else:
                piece.rows.append(cells)
        found.append(piece)
        before = []
    return found


def is_header(cells: list[str]) -> bool:
    return (cells[0] in HEADERS and cells[1] in TITLES) or cells[0].startswith("Task ")


def committed(programme: Programme) -> str:
    return (SAMPLES / f"{programme.name}.txt").read_text(encoding="utf-8")


def tables(programme: Programme) -> list[Table]:
    return [block for block in programme.blocks if isinstance(block, Table)]


def source_rows(programme: Programme) -> list[Row]:
    return [row for table in tables(programme) for row in table.rows]


def bare(text: str) -> str:
    """A cell's characters: no markup, no blanks."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", plain(text)))


def filled(cells: list[str]) -> set[int]:
    return {column for column, text in enumerate(cells) if text}


def truth(programme: Programme, name: str) -> list:
    return [row[name] for row in programme.truth["rows"]]


# ------------------------------------------------------------------------------------------------------------- every dump


@by_name
def test_a_committed_dump_is_what_its_source_gives(programme: Programme):
    assert (SAMPLES / f"{programme.name}.txt").read_bytes() == dump(programme).encode()


@by_name
def test_every_cell_is_printed_once_and_in_order(programme: Programme):
    for width in {len(table.fields) for table in tables(programme)}:
        printed = [cells for piece in pieces(programme) for cells in piece.rows if len(cells) == width]
        wanted = [row.cells for row in source_rows(programme) if len(row.cells) == width]
        for column in range(width):
            assert "".join(bare(cells[column]) for cells in printed) == "".join(
                bare(cells[column].text) for cells in wanted if cells[column]
            )


@by_name
def test_every_line_has_all_its_columns(programme: Programme):
    widths = {len(table.fields) for table in tables(programme)}
    assert all(len(cells) in widths for piece in pieces(programme) for cells in piece.header + piece.rows)


@pytest.mark.parametrize("programme", ALL.values(), ids=lambda p: p.name)
def test_the_truth_has_a_record_for_every_printed_row(programme: Programme):
    in_tables = [row for row in programme.truth["rows"] if row["record_kind"] != "inactive_topic"]
    assert len(in_tables) == len(source_rows(programme))


@pytest.mark.parametrize("programme", ALL.values(), ids=lambda p: p.name)
def test_the_truth_holds_no_marks(programme: Programme):
    texts = [str(value) for row in programme.truth["rows"] for value in row.values() if value]
    assert not [text for text in texts if re.search(r"<\w|\*\*", text)]


def test_words_that_a_break_leaves_unprinted_are_refused():
    row = Row("1", (Cell("one two"),))
    source = {"print": {}, "dump": {"break": [{"row": "1", "page": False, "until": {"task": "one"}}]}}
    with pytest.raises(ValueError, match="not printed"):
        dump(Programme("made-up", source, (Table(("task",), ((Cell("Task"),),), (row,)),), {}))


# --------------------------------------------------------------------------------------------------- the PTC's dump: pages


def test_ptc_header_is_broken_in_several_ways():
    printed = {piece.header[0][CODES] for piece in pieces(PTC)}
    assert {re.sub(r"[\s\d¹²³⁴-⁹]", "", text) for text in printed} == {"WCOStrategicPlan"}
    assert len({re.sub(r"\s*[\d¹²³⁴-⁹]+$", "", text) for text in printed}) == 3
    assert {bool(re.search(r"\d$", text, re.ASCII)) for text in printed} == {True, False}


def test_ptc_has_every_part():
    headings = [line for line in committed(PTC).split("\n") if re.match(r"PART [IV]+ - |ANNEX – ", line)]
    assert [re.split(r" [-–] ", line)[0] for line in headings] == ["PART I", "PART II", "PART III", "PART IV", "ANNEX"]
    assert list(dict.fromkeys(truth(PTC, "section_number"))) == ["I", "II", "III", "IV", "deleted"]


def test_ptc_prints_footnotes_and_furniture_inside_tables():
    between = [piece.before for piece in pieces(PTC) if piece.continues]
    assert sum(any(re.match(r"[¹²³⁴-⁹⁰]+ ", text) for text in before) for before in between) >= 3
    furniture = [before[-4:] for before in between if "Annex II to" in before]
    assert len(furniture) >= 5
    assert all(lines[1:] == [f" {line}" for line in PTC.source["print"]["furniture"][1:]] for lines in furniture)


@pytest.mark.parametrize(
    "columns",
    [
        {PROGRESS},
        {CODES, PROGRESS},
        {TIMELINE, PROGRESS},
        {CODES, TIMELINE, PROGRESS},
        {TASK, CODES, PROGRESS},
        {TASK, CODES, TIMELINE, PROGRESS},
        {CODES, INDICATOR, TIMELINE, PROGRESS},
        {TASK, INDICATOR, TIMELINE},
        {CODES, TIMELINE},
        {CODES},
    ],
    ids=lambda columns: "-".join(map(str, sorted(columns))),
)
def test_ptc_rows_go_on_behind_a_break_with_only_some_cells(columns: set[int]):
    openings = [filled(piece.rows[0]) for piece in pieces(PTC) if piece.continues]
    assert columns in openings


def test_ptc_timeline_is_cut_between_and_within_dates():
    cuts = [cut["until"]["timeline"] for cut in PTC.source["dump"]["break"] if "timeline" in cut.get("until", {})]
    assert any(text.endswith(")") for text in cuts)
    assert any(re.search(r"\w$", text) for text in cuts)


def test_ptc_new_rows_open_a_page_with_empty_topic_and_task():
    plain_breaks = {cut["row"] for cut in PTC.source["dump"]["break"] if cut.get("page", True) and not cut.get("until")}
    indicators = {row.key: row.cells[INDICATOR] for row in source_rows(PTC) if row.key in plain_breaks and row.cells[TASK] is None}
    openings = [piece.rows[0] for piece in pieces(PTC) if piece.continues]
    for cell in indicators.values():
        assert cell and [filled(cells) for cells in openings if cells[INDICATOR] == cell.text] == [{INDICATOR, TIMELINE, PROGRESS}]
    assert len(indicators) >= 2


# --------------------------------------------------------------------------------------------------- the PTC's dump: cells


def test_ptc_codes_cell_is_merged_over_tasks_and_cut_across_rows():
    merged = [row.cells[CODES] for row in source_rows(PTC) if row.cells[CODES] and row.cells[CODES].rows >= 3]
    printed = [cells[CODES] for piece in pieces(PTC) for cells in piece.rows]
    runs = [[text for text in printed[n : n + 3]] for n in range(len(printed) - 2)]
    assert any(all(run) and " ".join(run) == cell.text for run in runs for cell in merged)


def test_ptc_body_goes_on_in_the_next_row_with_a_bracket():
    pairs = [pair for piece in pieces(PTC) for pair in itertools.pairwise(piece.rows)]
    bracket = [(a, b) for a, b in pairs if b[BODIES].startswith("(") and b[INDICATOR]]
    assert len(bracket) == 1
    above, below = bracket[0]
    assert truth(PTC, "responsible_body").count(f"{above[BODIES]} {below[BODIES]}") == 2


def test_ptc_has_merged_and_really_empty_cells():
    rows = [(cells, row) for cells, row in zip(whole_rows(PTC), tasks(PTC), strict=True)]
    assert any(cells[TASK] and not cells[CODES] and row["strategic_codes"] for cells, row in rows), "codes merged with the task above"
    assert any(cells[TASK] and not cells[CODES] and not row["strategic_codes"] for cells, row in rows), "codes really empty"
    assert any(cells[TASK] and row["indicator"] is None for cells, row in rows), "indicator really empty"
    assert any(cells[TASK] and row["progress"] is None for cells, row in rows), "progress really empty"
    assert any(cells[TOPIC] and row["task"] is None and row["indicator"] for cells, row in rows), "task really empty"


def tasks(programme: Programme) -> list[dict]:
    return [row for row in programme.truth["rows"] if row["record_kind"] == "task"]


def whole_rows(programme: Programme) -> list[list[str]]:
    """The first line of each source row in the dump: lines that open a row are those not made by a cut."""
    cuts = Counter(cut["row"] for cut in programme.source["dump"]["break"] if cut.get("page", True) and cut.get("until"))
    lines = iter([cells for piece in pieces(programme) for cells in piece.rows])
    firsts = []
    for row in source_rows(programme):
        firsts.append(next(lines))
        for _ in range(cuts[row.key]):
            next(lines)
    assert next(lines, None) is None
    return firsts


@pytest.mark.parametrize(
    "pattern",
    [
        r"^<p>[^<]+</p> <p>[^<]+</p>$",
        r'^<p>[^<]+</p> <ul style="[^"]+"> - .+ - .+ $',
        r"^<p>[^<]+</p>$",
        r"<i>[^<]+</i>",
        r"\*\*[^*]+\*\*",
        r"\b\d (st|nd|rd|th)\b",
        r"\b\d(st|nd|rd|th)\b",
        r"“[^”]+”",
        r'"[^"]+"',
        r"\w'\w",
        r"\[[^\]]+\]",
    ],
)
def test_ptc_cells_hold_crumbs_ordinals_and_both_kinds_of_quotes(pattern: str):
    assert any(re.search(pattern, text) for piece in pieces(PTC) for cells in piece.rows for text in cells)


MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"


@pytest.mark.parametrize(
    "pattern",
    [
        r"Fall \d{4} \(PTC\) Spring \d{4} \(PTC\)",
        rf"PTC \({MONTH} \d{{4}}\) Council \({MONTH} \d{{4}}\)",
        rf".*{MONTH} \d{{4}} \(PC and Council\)",
        r"June \d{4}, June \d{4} and June \d{4} \(Council\)",
        r"Ongoing until June \d{4} when .+",
        r"Depends on the schedule .+, but usually twice a year \(PTC\) June .+",
        r"Depends on the .+, but usually once a year \(PTC\) June .+",
        r".+ at least once every two years \(PTC\) .+",
        r"Periodically",
        r"Annual",
        r"Ongoing",
        r"Ongoing annual",
        r"\d{4}",
        rf"{MONTH} \d{{4}} \(PTC {MONTH} \d{{4}} \(Council\)",
    ],
)
def test_ptc_timelines_are_of_every_kind(pattern: str):
    assert any(re.fullmatch(pattern, text) for text in truth(PTC, "timeline") if text)


def test_ptc_inactive_topics_are_a_numbered_list():
    inactive = [row for row in PTC.truth["rows"] if row["record_kind"] == "inactive_topic"]
    listed = re.findall(r"^(\d+)\. (.+)$", committed(PTC).partition("PART IV")[2].partition("ANNEX –")[0], re.MULTILINE)
    assert listed == [(row["topic_number"], row["topic"]) for row in inactive]


# ------------------------------------------------------------------------------------------------------- the other dumps


def test_ecp_sections_name_their_process_and_stand_apart_by_prose():
    headings = re.findall(r"^(\d)\. (.+) \(WCO Strategic Plan - .+ - (\w+)\)\n\n(?!\t)\S", committed(ECP), re.MULTILINE)
    assert [code for *_, code in headings] == ["SP1", "SP6", "SP7", "LD2", "LD3"]
    assert [number for number, *_ in headings] == list("12345")


def test_ecp_header_opens_with_an_empty_cell_and_bears_a_star():
    headers = [header for piece in pieces(ECP) for header in piece.header]
    assert all(header[0] == "" and header[2].endswith("*") for header in headers)
    assert sum(any(text.startswith("* ") for text in piece.before) for piece in pieces(ECP) if piece.continues) >= 3


def test_ecp_rows_go_on_in_fragments_with_and_without_a_header():
    fragments = [piece for piece in pieces(ECP) if piece.continues and not piece.rows[0][0]]
    assert {bool(piece.header) for piece in fragments} == {True, False}
    assert {frozenset(filled(piece.rows[0])) for piece in fragments} == {frozenset({1}), frozenset({1, 2})}


def test_tfawg_has_its_headings():
    headings = re.findall(r"^\d(?:ST|ND|RD|TH) KEY DELIVERABLE OF THE TFAWG$", committed(TFAWG), re.MULTILINE)
    assert len(headings) == 4
    captions = [header[0] for piece in pieces(TFAWG) for header in piece.header if header[0].startswith("Task ")]
    assert all(header[1:] == [""] * 6 for piece in pieces(TFAWG) for header in piece.header if header[0].startswith("Task "))
    assert {bool(re.fullmatch(r"Task \d\.\d", caption)) for caption in captions} == {True, False}
    assert set(re.findall(r"^ACTIONS FOR (\w+(?: YEAR)?) 2026/2027$", committed(TFAWG), re.MULTILINE)) == {"FY", "FINANCIAL YEAR"}


def test_tfawg_fragments_go_on_without_a_header_or_below_the_whole_one():
    headless = [piece for piece in pieces(TFAWG) if not piece.header]
    assert {bool(piece.rows[0][0]) for piece in headless} == {True, False}
    assert [piece.rules for piece in pieces(TFAWG) if piece.rules] == [1]
    assert [filled(piece.rows[0]) for piece in pieces(TFAWG) if piece.header and not piece.rows[0][0]] == [{1, 2, 5, 6}, {6}]


@pytest.mark.parametrize(
    "pattern", [r"FY2026/2027", r"2026/2027", r"14th TFAWG meeting", r"Ongoing activity", r"Ongoing activity, depending on .+"]
)
def test_tfawg_timelines_are_of_every_kind(pattern: str):
    assert any(re.fullmatch(pattern, text) for text in truth(TFAWG, "timeline") if text)


@pytest.mark.parametrize("pattern", [r"\d\d/\d{4}", r"\d\d/\d\d/\d{4}", r"As soon as .+"])
def test_tfawg_starts_are_of_every_kind(pattern: str):
    assert any(re.fullmatch(pattern, text) for text in truth(TFAWG, "start") if text)


def test_tfawg_actions_name_a_subtask_of_theirs():
    subtasks = {row["task_number"] for row in TFAWG.truth["rows"] if row["record_kind"] == "subtask"}
    assert {row["parent_task_number"] for row in TFAWG.truth["rows"] if row["record_kind"] == "action"} <= subtasks


# ---------------------------------------------------------------------------------------------------------------- the PDFs


def printed_pages(programme: Programme) -> list[list[list[list[str | None]]]]:
    with pdfplumber.open(SAMPLES / f"{programme.name}.pdf") as pdf:
        return [page.extract_tables() for page in pdf.pages]


def body_rows(programme: Programme, page: list[list[list[str | None]]]) -> list[list[list[str]]]:
    skip = len(tables(programme)[0].header)
    return [[[text or "" for text in row] for row in table[skip:]] for table in page]


@by_print
def test_a_pdf_prints_every_cell_once(programme: Programme):
    rows = [row for page in printed_pages(programme) for table in body_rows(programme, page) for row in table]
    for column in range(len(tables(programme)[0].fields)):
        wanted = Counter("".join(bare(row.cells[column].text) for row in source_rows(programme) if row.cells[column]))
        assert Counter("".join(bare(row[column]) for row in rows)) == wanted


@by_print
def test_a_pdf_repeats_its_header_on_every_page(programme: Programme):
    first = tables(programme)[0].header[0]
    for page in printed_pages(programme):
        for table in page:
            titles = [bare(text or "").rstrip("0123456789").rstrip(".") for text in table[0]]
            assert titles == [bare(cell.text) if cell else "" for cell in first]


def test_the_ptc_pdf_has_cut_rows_and_a_cut_merged_cell():
    pages = printed_pages(PTC)
    assert len(pages) >= 4
    starts = {column: {bare(row.cells[column].text) for row in source_rows(PTC) if row.cells[column]} for column in range(9)}
    openings = [body_rows(PTC, page)[0][0] for page in pages[1:] if page]
    cut = [row for row in openings if any(text and not any(s.startswith(bare(text)) for s in starts[n]) for n, text in enumerate(row))]
    assert len(cut) >= 3
    assert any(not row[NUMBER] and not row[TOPIC] for row in openings), "a topic's cell goes on over the break"


def test_the_ptc_pdf_has_its_furniture_and_footnotes():
    with pdfplumber.open(SAMPLES / "ptc-2025-2028.pdf") as pdf:
        pages = [(page.extract_text() or "").split("\n") for page in pdf.pages]
    for number, lines in enumerate(pages, 1):
        assert lines[-1] == f"II/{number}."
        assert (lines[:4] == PTC.source["print"]["furniture"]) == (number > 1)
    for note, text in PTC.source["notes"].items():
        assert sum(line.startswith(f"{note} {plain(text)[:20]}") for lines in pages for line in lines) == 1


def test_the_price_list_fits_no_profile_and_joins_two_levels():
    names = list(PRICES.truth["rows"][0]["cells"])
    assert names[3] == "Price (EUR) / January"
    assert [bool(cell and cell.columns > 1) for cell in tables(PRICES)[0].header[0]].count(True) == 2
    assert any(row["cells"]["Remarks"] is None for row in PRICES.truth["rows"])
    pages = printed_pages(PRICES)
    assert len(pages) in (2, 3)
    assert body_rows(PRICES, pages[1])[0][0][0] == "", "a group's cell goes on over the break"
