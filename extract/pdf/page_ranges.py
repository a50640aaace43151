"""The pages of a document, read one after the other, or several ranges of them at once where the document is long.

What the cells of a page say depends on the words of all pages; until these are known, a page waits, packed in a long
document. Nothing else of what it shows is kept, and ranges that other processes have read come back in the same form.
"""

import multiprocessing
import os
import pickle
import shutil
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from extract.pdf import borderless, fast
from extract.pdf.annotations import StruckBoxes, struck_boxes
from extract.pdf.column_rules import rules_rows, with_column_cells
from extract.pdf.columns import show_table, text_lines
from extract.pdf.content import PageContent
from extract.pdf.lines import Tally
from extract.pdf.ruled import RuledPage
from extract.pdf.second_opinion import Ask
from extract.source import Source
from schemas.errors import DefectError
from schemas.raw import Fragment, Paragraph, TablePiece

LONG = 200  # pages; a shorter document is read before another process has started
SHARES = 4  # ranges a process: the last one to finish keeps the others waiting for no longer than a range takes
SHARED = "shared"  # name of the file that holds what all processes read of
UNPACKED = 320  # pages that wait as they are: some ten MiB, and hardly a document has more
LEAST = 25  # pages of a range, for each of which the document is opened anew


@dataclass(slots=True)
class PagesRead:
    """What was read of pages in a row."""

    tally: Tally = field(default_factory=Tally)
    waiting: deque[RuledPage | bytes] = field(default_factory=deque)  # the first as they are, those of a long document packed
    contents: list[PageContent] = field(default_factory=list)  # of all pages, where none has a grid: their columns are to be found
    rests: list[PageContent] = field(default_factory=list)  # what stands outside all grids and may hold tables without rules
    has_grid: bool = False  # one that rules rows, or is a chart's

    def take(self, content: PageContent) -> None:
        """Take the next page."""
        page = RuledPage(content)
        self.tally.count(page.whole_lines())
        self.waiting.append(page if len(self.waiting) < UNPACKED else pickle.dumps(page, pickle.HIGHEST_PROTOCOL))
        self.rests += [rest for rest in page.rest(content) if show_table(text_lines(rest))]
        self._keep([content], has_grid=bool(page.charts) or any(rules_rows(grid) for grid in page.grids))

    def add(self, further: "PagesRead") -> None:
        """Take the pages that come next, read elsewhere."""
        self.tally.add(further.tally)
        self.waiting.extend(further.waiting)
        self.rests += further.rests
        self._keep(further.contents, has_grid=further.has_grid)

    def _keep(self, contents: list[PageContent], *, has_grid: bool) -> None:
        self.has_grid = self.has_grid or has_grid
        if self.has_grid:
            self.contents.clear()
        else:
            self.contents += contents

    def fragments(self, ask: Ask) -> Iterator[Fragment]:
        """The fragments of all pages in reading order; each page is let go of when it has been read."""
        if self.contents:
            self.waiting.clear()
            yield from borderless.fragments([with_column_cells(content) for content in self.contents], ask)
            return
        lexicon, beside_grids = self.tally.lexicon(), self._read_rests(ask)
        while self.waiting:
            first = self.waiting.popleft()
            page = first if isinstance(first, RuledPage) else pickle.loads(first)
            yield from page.fragments(lexicon, beside_grids.pop(page.number, None))

    def _read_rests(self, ask: Ask) -> dict[int, list[Fragment]]:
        """The fragments outside the grids of each page that has tables there; other pages have only paragraphs there."""
        by_page: dict[int, list[Fragment]] = {}
        for fragment in borderless.fragments([with_column_cells(rest) for rest in self.rests], ask):
            by_page.setdefault(fragment.place.page or 0, []).append(_unless_lone(fragment))
        self.rests.clear()
        return {page: own for page, own in by_page.items() if any(isinstance(each, TablePiece) for each in own)}


def _unless_lone(fragment: Fragment) -> Fragment:
    """A fragment outside the grids; a lone text that stands where a column of a table further up does is a paragraph."""
    if not isinstance(fragment, TablePiece) or len(fragment.rows) > 1:
        return fragment
    texts = [cell.text for row in fragment.rows for cell in row.cells if cell.text]
    return Paragraph(text=texts[0], place=fragment.place) if len(texts) == 1 else fragment


def read_range(source: Source, struck: StruckBoxes, numbers: range) -> PagesRead:
    """The pages of these numbers, which count from 1; from the first on that pdfium gives up on, as pdfplumber sees them."""
    found, taken = PagesRead(), 0
    try:
        for content in fast.pages(source, numbers, struck):
            found.take(content)
            taken += 1
    except fast.PdfiumError:
        from extract.pdf import plumber

        for content in islice(plumber.pages(source), numbers.start - 1 + taken, numbers.stop - 1):
            found.take(content)
    return found


def read_pages(source: Source, jobs: int = 1) -> PagesRead:
    """All pages of a PDF; the same, whatever the number of jobs.

    Args:
        source: The PDF.
        jobs: How many processes may read a long document at a time; 1 starts none. A module that calls for more of them must
            not do so as it is imported, since each process imports it.

    Raises:
        EncryptedError: a password is needed.
        DamagedError: the file is truncated or broken inside.
        DefectError: a process died over it.
    """
    count = fast.page_count(source)
    struck = struck_boxes(source)
    if jobs == 1 or count < LONG or multiprocessing.current_process().daemon:  # a daemon may start no process
        return read_range(source, struck, range(1, count + 1))
    size = max(count // (jobs * SHARES), LEAST)
    return _read_together(source, struck, [range(first, min(first + size, count + 1)) for first in range(1, count + 1, size)], jobs)


def _read_together(source: Source, struck: StruckBoxes, ranges: Sequence[range], jobs: int) -> PagesRead:
    """The pages of all ranges, read by so many processes.

    What they are given and what they have read lies in files: no pipe, queue or lock is between them that one which is killed
    could leave the others waiting at, as those of a pool of `concurrent.futures` do now and then.
    """
    context = multiprocessing.get_context("spawn")
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / SHARED).write_bytes(pickle.dumps((source, struck), pickle.HIGHEST_PROTOCOL))
        processes = [context.Process(target=_read_ranges, args=(folder, ranges[first::jobs]), daemon=True) for first in range(jobs)]
        try:
            for process in processes:
                process.start()
            if not _all_ended_well(processes):
                said = "a process that was reading its pages died"
                raise DefectError(said, "read it with one job; it may need more memory than there is", source=source.name)
        finally:
            for process in processes:
                if process.pid is not None:
                    process.kill()
                    process.join()
        found = PagesRead()
        for numbers in ranges:
            part = pickle.loads(_file_of(folder, numbers).read_bytes())
            if isinstance(part, Exception):
                raise part
            found.add(part)
    return found


def _all_ended_well(processes: Sequence[BaseProcess]) -> bool:
    """Wait for all processes, or for the first that ends badly."""
    left = {process.sentinel: process for process in processes}
    while left:
        for sentinel in wait(list(left)):
            process = left.pop(cast(int, sentinel))
            process.join()
            if process.exitcode != 0:
                return False
    return True


def _read_ranges(folder: Path, ranges: Sequence[range]) -> None:
    """Read ranges, each into a file; what is wrong with the document is found in that of the range where it was met."""
    _end_with_caller(folder)
    source, struck = pickle.loads((folder / SHARED).read_bytes())
    for numbers in ranges:
        found: PagesRead | Exception
        try:
            found = read_range(source, struck, numbers)
        except Exception as error:
            found = error
        _file_of(folder, numbers).write_bytes(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
        if isinstance(found, Exception):
            return


def _file_of(folder: Path, numbers: range) -> Path:
    return folder / str(numbers.start)


def _end_with_caller(folder: Path) -> None:
    """Have this process end, and the folder go, when the one that started it is killed."""
    caller = multiprocessing.parent_process()

    def watch() -> None:
        if caller is not None:
            caller.join()
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
