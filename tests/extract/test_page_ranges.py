"""A long PDF says the same, however many processes read it."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pdf_writer import Page, width, wrap, write

from annextract.executors import Hands
from annextract.json_files import write_json
from annextract.pipeline import convert_source
from extract.pdf import page_ranges
from extract.pdf.page_ranges import LONG, read_pages
from extract.pdf.second_opinion import asker
from extract.profile import bundled
from extract.readers import pdf
from extract.source import Source, from_bytes
from schemas.errors import DefectError
from schemas.raw import Fragment

SIDES = (40.0, 120.0, 160.0, 400.0)  # of the columns, in points
SIZE, LEADING, PADDING = 8.0, 10.0, 4.0
WORDS = ["administrative", "management", "facilitates", "simplification", "of", "procedures", "while", "partners", "strengthen", "controls"]


def ruled_page(number: int) -> Page:
    """A page of three ruled rows, the last of them open below; a narrow column breaks its words."""
    page = Page()
    top = 60.0
    for r in range(3):
        texts = (f"Task {number}.{r}", WORDS[(number + r) % len(WORDS)], " ".join(WORDS[: 4 + (number + r) % 5]))
        lines = [broken(text, right - left - 2 * PADDING) for text, left, right in zip(texts, SIDES, SIDES[1:], strict=False)]
        bottom = top + LEADING * max(map(len, lines)) + PADDING
        page.rule(SIDES[0], top, SIDES[-1], top)
        for left, cell in zip(SIDES, lines, strict=False):
            for i, line in enumerate(cell):
                page.text(left + PADDING, top + PADDING + LEADING * i, line, SIZE)
        for x in SIDES:
            page.rule(x, top, x, bottom)
        top = bottom
    if number % 50 == 0:
        page.annotate("StrikeOut", SIDES[0] + PADDING, 62, SIDES[1], 73)
    return page


def broken(text: str, room: float) -> list[str]:
    """The lines of a text; a word wider than the column is cut where it is full."""
    lines: list[str] = []
    for line in wrap(text, room, SIZE):
        while width(line, SIZE) > room:
            end = next(i for i in range(len(line), 0, -1) if width(line[:i], SIZE) <= room)
            lines, line = [*lines, line[:end]], line[end:]
        lines.append(line)
    return lines


def plain_page(number: int) -> Page:
    """A page of a table without rules."""
    page = Page()
    for r in range(4):
        for x, text in zip(SIDES, (f"{number}.{r}", WORDS[r], WORDS[-r]), strict=False):
            page.text(x, 60 + 2 * LEADING * r, text, SIZE)
    return page


def long_pdf(draw: Callable[[int], Page]) -> Source:
    return from_bytes("long.pdf", write([draw(number) for number in range(1, LONG + 31)]))


@pytest.fixture(scope="module")
def ruled() -> Source:
    return long_pdf(ruled_page)


def read_by_two(source: Source) -> list[Fragment]:
    return list(pdf.read(source, jobs=2))


def test_two_processes_read_what_one_reads(ruled: Source):
    alone, together = (convert_source(ruled, bundled(), jobs) for jobs in (1, 2))
    assert len(alone.conversions[0].rows) > 2 * LONG
    assert alone.conversions[0].document.page_count == LONG + 30
    assert [write_json(each) for each in together.conversions] == [write_json(each) for each in alone.conversions]
    assert together.words == alone.words


def test_words_that_other_pages_print_tell_where_a_word_was_cut(ruled: Source):
    texts = {cell.text for piece in read_by_two(ruled) for row in getattr(piece, "rows", ()) for cell in row.cells}
    assert {"administrative", "simplification"} <= texts


def test_a_long_pdf_without_rules_is_read_by_its_columns():
    source = long_pdf(plain_page)
    assert read_by_two(source) == list(pdf.read(source))


def test_a_process_that_dies_is_an_error_of_the_document(ruled: Source):
    killed: list[int] = []

    def kill_the_first() -> None:
        while not killed:
            for process in multiprocessing.active_children()[:1]:
                if process.pid is not None:
                    os.kill(process.pid, signal.SIGKILL)
                    killed.append(process.pid)

    killer = threading.Thread(target=kill_the_first, daemon=True)
    killer.start()
    with pytest.raises(DefectError, match=r"^long\.pdf: a process that was reading its pages died"):
        read_by_two(ruled)
    killer.join(10)
    assert killed and not multiprocessing.active_children()


@pytest.mark.parametrize("delay", [0.4, 0.8, 1.2, 1.6])
def test_a_process_that_dies_at_any_moment_leaves_nobody_waiting(ruled: Source, delay: float):
    def kill_one() -> None:
        time.sleep(delay)
        for process in multiprocessing.active_children()[-1:]:
            process.kill()

    killer = threading.Thread(target=kill_one, daemon=True)
    killer.start()
    try:
        assert read_by_two(ruled)  # it was done, or not yet begun
    except DefectError as error:
        assert "died" in str(error)
    killer.join(10)
    assert not multiprocessing.active_children()


def read_and_wait(source: Source) -> None:
    read_by_two(source)
    time.sleep(60)


def test_the_processes_end_with_one_that_is_killed(ruled: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    caller = multiprocessing.get_context("spawn").Process(target=read_and_wait, args=(ruled,))
    caller.start()
    shared = soon(lambda: [path for path in tmp_path.glob("*/*") if path.name.isdecimal()])  # a range has been read
    assert shared
    caller.kill()
    caller.join(10)
    assert soon(lambda: not list(tmp_path.iterdir()))


def soon(found: Callable[[], object]) -> object:
    """What comes true within seconds."""
    for _ in range(3000):
        if found():
            return found()
        time.sleep(0.01)
    return found()


def test_what_is_wrong_with_the_document_is_said_whoever_finds_it(ruled: Source):
    half = from_bytes("half.pdf", ruled.data.replace(b"%%EOF", b"").replace(b"/Encrypt", b"")[: len(ruled.data) // 2])
    said = []
    for jobs in (1, 2):
        with pytest.raises(Exception, match=r".") as caught:
            list(pdf.read(half, jobs))
        said.append((type(caught.value), str(caught.value)))
    assert said[0] == said[1]


def test_a_process_that_may_start_none_reads_alone(ruled: Source):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(read_by_two, (ruled,)) == list(pdf.read(ruled))


def test_a_page_that_waits_is_small(ruled: Source, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page_ranges, "UNPACKED", 32)
    read = read_pages(ruled)
    assert len(read.waiting) == LONG + 30
    assert not read.contents
    packed = [page for page in read.waiting if isinstance(page, bytes)]
    assert len(packed) == LONG - 2
    assert max(map(len, packed)) < 4000
    assert sum(1 for _ in read.fragments(asker(ruled))) >= LONG + 30
    assert not read.waiting


def test_hands_that_would_be_idle_read_a_long_pdf(ruled: Source, process: Callable[..., Any], tmp_path: Path):
    (tmp_path / ruled.name).write_bytes(ruled.data)
    answers = [process("convert", ruled.name, "--out", f"out{jobs}", "--jobs", jobs) for jobs in (1, 2)]
    assert [answer.exit_code for answer in answers] == [0, 0], answers
    alone, together = ({path.name: path.read_bytes() for path in (tmp_path / out / "json").iterdir()} for out in ("out1", "out2"))
    assert alone == together and alone


@pytest.mark.parametrize(
    ("count", "local", "inputs", "jobs"),
    [(4, True, 1, 4), (4, True, 2, 2), (4, True, 3, 1), (2, True, 9, 1), (2, True, 0, 2), (4, False, 1, 1)],
)
def test_how_many_processes_read_one_input(count: int, local: bool, inputs: int, jobs: int):
    with ThreadPoolExecutor(1) as executor:
        assert Hands(executor=executor, count=count, local=local).jobs(inputs) == jobs
