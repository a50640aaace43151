"""What one document may cost: seconds, memory, pages. A document that wants more is stopped and reported, and the rest goes on."""

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from extract.source import PDF, Source
from schemas.errors import InputError, LimitError

GIB = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one document; None stands for none.

    Args:
        seconds: By the clock, from the moment its bytes are read, and as many of the processor.
        memory: Bytes of address space on top of what the process holds before it reads the document.
        pages: Of a PDF, as its page tree counts them.
    """

    seconds: float | None = 600.0
    memory: int | None = 4 * GIB
    pages: int | None = None

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Hold this process to the processor seconds and the address space while a document is converted.

        Beyond the first the system ends the process (SIGXCPU), beyond the second an allocation fails; where a library does not
        bear that, the process ends as well. Whoever started the process watches the clock, for this process may be stuck.

        Raises:
            LimitError: The memory did not suffice.
        """
        wanted = self._wanted()
        before = {number: _soft(number, limit) for number, limit in wanted.items()}
        try:
            yield
        except MemoryError:
            raise LimitError(f"it needs more memory than {size(self.memory)}", "allow more with --max-memory, or leave it out") from None
        finally:
            for number, limit in before.items():
                _soft(number, limit)

    def _wanted(self) -> dict[int, int]:
        """The limit of each resource of this process, counted from what it has used up so far."""
        try:
            import resource
        except ImportError:  # no such limits on this system; the clock remains
            return {}
        wanted = {}
        if self.seconds is not None:
            spent = resource.getrusage(resource.RUSAGE_SELF)
            wanted[resource.RLIMIT_CPU] = math.ceil(spent.ru_utime + spent.ru_stime + self.seconds) + 1
        if self.memory is not None:
            wanted[resource.RLIMIT_AS] = _address_space() + self.memory
        return wanted

    def check_pages(self, source: Source) -> None:
        """Refuse a PDF of too many pages before any of them is read.

        Raises:
            LimitError: It has more pages than are allowed.
        """
        if self.pages is None or source.media_type != PDF:
            return
        from extract.pdf.fast import page_count

        try:
            count = page_count(source)
        except InputError:  # it cannot be opened, which its reader says as well
            return
        if count > self.pages:
            raise LimitError(f"it has {count} pages, over {self.pages}", "allow more with --max-pages, or leave it out", source=source.name)


def size(count: int | None) -> str:
    """Bytes as a person writes them, such as `4 GiB`."""
    number, unit = float(count or 0), "bytes"
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if number < 1024 or unit == "GiB":
            break
        number /= 1024
    return f"{number:.4g} {unit}"


def _soft(number: int, limit: int) -> int:
    """Set the soft limit of a resource, no higher than the hard one, and return what it was."""
    import resource

    before, hard = resource.getrlimit(number)
    highest = resource.RLIM_INFINITY
    if hard != highest and (limit == highest or limit > hard):
        limit = hard
    resource.setrlimit(number, (limit, hard))
    return before


def _address_space() -> int:
    """Bytes of address space that this process holds."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - read for every document
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
