"""The pages of a document, read one after the other, or several ranges of them at once where the document is long.

What the cells of a page say depends on the words of all pages; until these are known, a page waits packed. Nothing else of
what it shows is kept, and ranges that other processes have read come back in the same form.
"""

import multiprocessing
import os
import pickle
import shutil
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from extract.pdf import borderless, fast
from extract.pdf.annotations import StruckBoxes, struck_boxes
from extract.pdf.content import PageContent
from extract.pdf.lines import Tally
from extract.pdf.ruled import RuledPage
from extract.source import Source
from schemas.errors import DefectError
from schemas.raw import Fragment

LONG = 200  # pages; a shorter document is read before another process has started
SHARES = 4  # ranges a process: the last one to finish keeps the others waiting for no longer than a range takes
SHARED = "shared"  # name of the file that holds what all processes read of
LEAST = 25  # pages of a range, for each of which the document is opened anew


@dataclass(slots=True)
class PagesRead:
    """What was read of pages in a row."""

    tally: Tally = field(default_factory=Tally)
    packed: deque[bytes] = field(default_factory=deque)  # a `RuledPage` each
    contents: list[PageContent] = field(default_factory=list)  # of all pages, where none has a grid: their columns are to be found
    has_grid: bool = False

    def take(self, content: PageContent) -> None:
        """Take the next page."""
        page = RuledPage(content)
        self.tally.count(page.whole_lines())
        self.packed.append(pickle.dumps(page, pickle.HIGHEST_PROTOCOL))
        self._keep([content], has_grid=bool(page.grids))

    def add(self, further: "PagesRead") -> None:
        """Take the pages that come next, read elsewhere."""
        self.tally.add(further.tally)
        self.packed.extend(further.packed)
        self._keep(further.contents, has_grid=further.has_grid)

    def _keep(self, contents: list[PageContent], *, has_grid: bool) -> None:
        self.has_grid = self.has_grid or has_grid
        if self.has_grid:
            self.contents.clear()
        else:
            self.contents += contents

    def fragments(self) -> Iterator[Fragment]:
        """The fragments of all pages in reading order; each page is let go of when it has been read."""
        if self.contents:
            self.packed.clear()
            yield from borderless.fragments(self.contents)
            return
        lexicon = self.tally.lexicon()
        while self.packed:
            yield from pickle.loads(self.packed.popleft()).fragments(lexicon)


def read_range(source: Source, struck: StruckBoxes, numbers: range) -> PagesRead:
    """The pages of these numbers, which count from 1."""
    found = PagesRead()
    for content in fast.pages(source, numbers, struck):
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

    What they are given and what they have read lies in files. A pipe holds little: whoever waits for the rest of what a process
    that was killed wrote into one, or for it to take the rest of what it was to read, waits for ever.
    """
    found = PagesRead()
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / SHARED).write_bytes(pickle.dumps((source, struck), pickle.HIGHEST_PROTOCOL))
        try:
            with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _open_shared, (folder,)) as pool:
                for path in pool.map(_read_shared, ranges):
                    found.add(pickle.loads(path.read_bytes()))
                    path.unlink()
        except BrokenProcessPool as error:
            said = "a process that was reading its pages died"
            raise DefectError(said, "read it with one job; it may need more memory than there is", source=source.name) from error
    return found


_opened: list[tuple[Path, Source, StruckBoxes]] = []  # in a process of the pool: the folder, and what its ranges are of


def _open_shared(folder: Path) -> None:
    _end_with_caller(folder)
    _opened[:] = [(folder, *pickle.loads((folder / SHARED).read_bytes()))]


def _end_with_caller(folder: Path) -> None:
    """Have this process end, and the folder go, when the one that started it is killed; else it would wait for work that never comes."""
    caller = multiprocessing.parent_process()

    def wait() -> None:
        if caller is not None:
            caller.join()
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _read_shared(numbers: range) -> Path:
    folder, source, struck = _opened[0]
    path = folder / str(numbers.start)
    path.write_bytes(pickle.dumps(read_range(source, struck, numbers), pickle.HIGHEST_PROTOCOL))
    return path
