"""Every error this project raises, in one tree; each carries its exit code.

AnnextractError
├── UsageError            2   the command line asks for something that cannot be
├── InputError                what is wrong with one input; the others go on
│   ├── NotFoundError     3   no such file, folder or glob
│   ├── UnreadableError   4   the file exists and cannot be read
│   ├── EmptyError        5   nothing in it
│   ├── NotADocumentError 6   no format that a reader knows
│   ├── EncryptedError    7   a password is needed
│   ├── DamagedError      8   truncated or broken inside
│   ├── NoTableError      9   read well, but it holds no table
│   ├── DefectError      14   something in this tool broke on it
│   ├── LimitError       15   it wants more time, memory or pages than it is allowed
│   └── CrashError       16   the process that converted it ended
├── ProfileError         10   a profile file that cannot be used
├── GoldenError          11   a sample without a golden
├── OutputError          12   the output cannot be written
├── BusyError            17   another run writes into the output
└── ClusterError         18   the cluster does not answer

Exit code 0 is success, 1 is a difference from a golden, 13 several inputs rejected for different reasons, 130 an interruption (Ctrl-C).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from enum import IntEnum


class ExitCode(IntEnum):
    """What the process answers."""

    OK = 0
    DIFFERENT = 1
    USAGE = 2
    NOT_FOUND = 3
    UNREADABLE = 4
    EMPTY = 5
    NOT_A_DOCUMENT = 6
    ENCRYPTED = 7
    DAMAGED = 8
    NO_TABLE = 9
    PROFILE = 10
    GOLDEN = 11
    OUTPUT = 12
    SEVERAL = 13
    DEFECT = 14
    LIMIT = 15
    CRASH = 16
    BUSY = 17
    CLUSTER = 18
    INTERRUPTED = 130


@dataclass
class AnnextractError(Exception):
    """An error of ours: `found` says what is the matter, `advice` what to do; where it happened is added on the way up."""

    found: str
    advice: str = ""
    source: str | None = field(default=None, kw_only=True)
    page: int | None = field(default=None, kw_only=True)
    row: str | None = field(default=None, kw_only=True)

    exit_code = ExitCode.USAGE

    def __str__(self) -> str:
        """One sentence: file, page, row, what was found, what to do."""
        where = [self.source or ""]
        where += [f"page {self.page}"] if self.page is not None else []
        where += [f"row {self.row}"] if self.row is not None else []
        place = ", ".join(part for part in where if part)
        said = f"{place}: {self.found}" if place else self.found
        return f"{said}; {self.advice}" if self.advice else said

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders whole."""
        return (_rebuild, (type(self), {f.name: getattr(self, f.name) for f in fields(self)}))


def _rebuild(kind: type[AnnextractError], values: dict[str, object]) -> AnnextractError:
    return kind(**values)  # type: ignore[arg-type]


class UsageError(AnnextractError):
    """The command line asks for something that cannot be."""

    exit_code = ExitCode.USAGE


class InputError(AnnextractError):
    """What is wrong with one input; the other inputs go on."""


class NotFoundError(InputError):
    """No such file, folder or glob."""

    exit_code = ExitCode.NOT_FOUND


class UnreadableError(InputError):
    """The file exists and cannot be read."""

    exit_code = ExitCode.UNREADABLE


class EmptyError(InputError):
    """Nothing in it."""

    exit_code = ExitCode.EMPTY


class NotADocumentError(InputError):
    """No format that a reader knows."""

    exit_code = ExitCode.NOT_A_DOCUMENT


class EncryptedError(InputError):
    """A password is needed."""

    exit_code = ExitCode.ENCRYPTED


class DamagedError(InputError):
    """Truncated or broken inside."""

    exit_code = ExitCode.DAMAGED


class NoTableError(InputError):
    """Read well, but it holds no table."""

    exit_code = ExitCode.NO_TABLE


class DefectError(InputError):
    """Something in this tool broke on the input; the other inputs go on."""

    exit_code = ExitCode.DEFECT


class LimitError(InputError):
    """It wants more time, memory or pages than it is allowed; the other inputs go on."""

    exit_code = ExitCode.LIMIT


class CrashError(InputError):
    """The process that converted it ended; the other inputs go on."""

    exit_code = ExitCode.CRASH


class ProfileError(AnnextractError):
    """A profile file that cannot be used."""

    exit_code = ExitCode.PROFILE


class GoldenError(AnnextractError):
    """A sample without a golden."""

    exit_code = ExitCode.GOLDEN


class OutputError(AnnextractError):
    """The output cannot be written."""

    exit_code = ExitCode.OUTPUT


class BusyError(AnnextractError):
    """Another run writes into the output."""

    exit_code = ExitCode.BUSY


class ClusterError(AnnextractError):
    """The cluster does not answer."""

    exit_code = ExitCode.CLUSTER


@contextmanager
def at(*, source: str | None = None, page: int | None = None, row: str | None = None) -> Iterator[None]:
    """Add where it happened to an error of ours on its way up; what is known already stays."""
    try:
        yield
    except AnnextractError as error:
        error.source = error.source or source
        error.page = error.page if error.page is not None else page
        error.row = error.row or row
        raise
