"""Files that appear whole or not at all, several together; and what the system refuses, as errors of ours."""

import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from schemas.errors import OutputError

_REFUSALS = {
    errno.ENOSPC: ("no space is left on the device", "free some space, or name another folder with --out"),
    errno.EDQUOT: ("the disk quota is used up", "free some space, or name another folder with --out"),
    errno.EROFS: ("the file system is read-only", "name another folder with --out"),
    errno.EACCES: ("writing here is not permitted", "change the folder's permissions, or name another with --out"),
    errno.EPERM: ("writing here is not permitted", "change the folder's permissions, or name another with --out"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "move that file away, or name another folder with --out"),
    errno.EEXIST: ("a file stands where a folder is needed", "move that file away, or name another folder with --out"),
    errno.EISDIR: ("a folder stands where a file is to be written", "move that folder away, or name another with --out"),
    errno.ENOTEMPTY: ("a folder stands where a file is to be written", "move that folder away, or name another with --out"),
    errno.EFBIG: ("the file would be larger than is allowed", "raise the limit (`ulimit -f`)"),
    errno.EMFILE: ("too many files are open", "raise the limit (`ulimit -n`), or use fewer --jobs"),
    errno.ENFILE: ("too many files are open on this machine", "close some programs, or use fewer --jobs"),
    errno.ENAMETOOLONG: ("the name is too long for this file system", "name a folder with a shorter path with --out"),
}


def _refused(error: OSError, path: Path, what: str = "written") -> OutputError:
    found, advice = _REFUSALS.get(error.errno or 0, (error.strerror or type(error).__name__, "name another folder with --out"))
    return OutputError(f"cannot be {what}: {found}", advice, source=str(path))


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system refuses into an OutputError that names the path."""
    try:
        yield
    except OSError as error:
        raise _refused(error, path) from error


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """The same, of a file of the output that is read."""
    try:
        yield
    except OSError as error:
        raise _refused(error, path, "read") from error


def write_new(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write files that nobody looks for yet. All are written before the first is forced to the disk, which then takes them together.

    Raises:
        OutputError: A file cannot be written; the others may be.
    """
    with ExitStack() as opened:
        written = []
        for path, content in files:
            with writing(path):
                file = path.open("xb")
                opened.callback(_close, file)
                file.write(content)
                file.flush()
                written.append((path, file))
        for path, file in written:
            with writing(path):
                os.fsync(file.fileno())


def _close(file: BinaryIO) -> None:
    """Close a file; what could not be written was told before, and closing tries it again."""
    with suppress(OSError):
        file.close()


def write_whole(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write files so that each appears whole, in this order, or none of them does.

    All are first written beside their places under temporary names, where a full disk shows; then they are moved into place. Whatever
    goes wrong, the files that stood there before stand there again, and no temporary file stays.

    Raises:
        OutputError: A file cannot be written.
    """
    staged: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        for path, content in files:
            with writing(path):
                _make_folder(path.parent, made)
                if path.is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
                staged.append((_beside(path), path))
                _write(staged[-1][0], content)
        _move(staged)
        made = []
    finally:
        for temporary, _ in staged:
            with suppress(OSError):
                temporary.unlink()
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()


def _make_folder(folder: Path, made: list[Path]) -> None:
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        made.append(each)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _move(staged: Iterable[tuple[Path, Path]]) -> None:
    """Move the staged files into place; if one cannot be moved, put back what the others replaced."""
    undo: list[tuple[Path, Path | None]] = []
    try:
        for temporary, path in staged:
            with writing(path):
                undo.append((path, _kept(path)))
                temporary.replace(path)
    except BaseException:
        for path, before in reversed(undo):
            with suppress(OSError):
                if before is None:
                    path.unlink(missing_ok=True)
                else:
                    before.replace(path)
        raise
    finally:
        for _, before in undo:
            if before is not None:
                with suppress(OSError):
                    before.unlink(missing_ok=True)
    for folder in {path.parent for path, _ in undo}:
        _sync(folder)


def _kept(path: Path) -> Path | None:
    """A second name of a file that is about to be replaced, to put it back by; None where there is no file."""
    if not path.exists():
        return None
    before = _beside(path)
    try:
        before.hardlink_to(path)
    except OSError:  # a file system without hard links
        _write(before, path.read_bytes())
    return before


def _sync(folder: Path) -> None:
    """Have the new names survive a power cut, where the system can promise it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
