"""Where the output lies: a folder of this machine, or one at an address. Names in it are relative, with slashes.

What both promise: a file that stands under its name is whole, and what has been put there is still there after a power cut.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

from annextract.remote import is_address, open_address, patiently
from annextract.whole import reading, write_new, writing
from schemas.errors import OutputError

AT_ONCE = 8  # requests to a store at an address

T = TypeVar("T")
R = TypeVar("R")
Pairs = Sequence[tuple[str, str]]


class Store(Protocol):
    """A folder of files. Whatever is refused is an OutputError, which names the file and what to do."""

    root: str

    def address(self, name: str) -> str:
        """The file's path or address, as a person reads it."""

    def read(self, name: str) -> bytes | None:
        """What the file holds; None where there is none."""

    def read_all(self, names: Sequence[str]) -> list[bytes | None]:
        """What several files hold."""

    def has(self, name: str) -> bool:
        """Whether there is such a file."""

    def files(self, folder: str) -> list[str]:
        """The names of the files right in a folder, without it, sorted."""

    def folders(self, start: str) -> list[str]:
        """The folders right in the root whose names start so."""

    def put(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Write files into folders that are there; nobody must look for them before this returns."""

    def prepare(self, targets: Sequence[str]) -> None:
        """Make the folders that files are to be moved to, and see that no folder stands in a file's place."""

    def move(self, pairs: Pairs) -> None:
        """Move files, in any order, each in one step over what stands there; what has been moved before is passed over."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove files in this order, and the folders below a folder of the root that they leave empty."""

    def make_folder(self, name: str) -> None:
        """Make a folder right in the root, and the root."""

    def remove_folder(self, name: str) -> None:
        """Remove a folder and all in it, as far as that can be done."""


def store_at(root: Path | str) -> Store:
    """The store of a folder's path or address."""
    return RemoteStore(str(root)) if is_address(root) else LocalStore(Path(root))


class LocalStore:
    """A folder of this machine, or one mounted here."""

    def __init__(self, root: Path) -> None:
        """Nothing is made yet."""
        self.root = str(root)
        self._root = root

    def address(self, name: str) -> str:
        """The file's path."""
        return str(self._root / name)

    def read(self, name: str) -> bytes | None:
        """What the file holds; None where there is none."""
        path = self._root / name
        with reading(path):
            try:
                return path.read_bytes()
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
                return None

    def read_all(self, names: Sequence[str]) -> list[bytes | None]:
        """What several files hold."""
        return [self.read(name) for name in names]

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self._root / name).is_file()

    def files(self, folder: str) -> list[str]:
        """The names of the files right in a folder, without it, sorted."""
        path = self._root / folder
        with reading(path):
            try:
                with os.scandir(path) as entries:
                    return sorted(entry.name for entry in entries if entry.is_file() and not entry.name.startswith("."))
            except (FileNotFoundError, NotADirectoryError):
                return []

    def folders(self, start: str) -> list[str]:
        """The folders right in the root whose names start so."""
        return sorted(path.name for path in self._root.glob(f"{start}*") if path.is_dir())

    def put(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Write new files into folders that are there."""
        write_new([(self._root / name, content) for name, content in files])

    def prepare(self, targets: Sequence[str]) -> None:
        """Make the folders that files are to be moved to, and see that no folder stands in a file's place."""
        for target in (self._root / name for name in targets):
            with writing(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                if target.is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))

    def move(self, pairs: Pairs) -> None:
        """Rename files; what has been moved before is passed over."""
        for source, target in ((self._root / a, self._root / b) for a, b in pairs):
            with writing(target):
                try:
                    source.replace(target)
                except FileNotFoundError:
                    if not target.exists():
                        raise

    def remove(self, names: Iterable[str]) -> None:
        """Remove files in this order, and the folders below a folder of the root that they leave empty."""
        for path in (self._root / name for name in names):
            with writing(path):
                path.unlink(missing_ok=True)
            if path.parent.parent not in {self._root, self._root.parent}:
                with suppress(OSError):
                    path.parent.rmdir()

    def make_folder(self, name: str) -> None:
        """Make a folder right in the root, and the root."""
        with writing(self._root):
            (self._root / name).mkdir(parents=True, exist_ok=True)

    def remove_folder(self, name: str) -> None:
        """Remove a folder and all in it, as far as that can be done."""
        shutil.rmtree(self._root / name, ignore_errors=True)


class RemoteStore:
    """A folder at an address, through fsspec. A store that fails is asked again for a while before an error is raised."""

    def __init__(self, address: str) -> None:
        """Nothing is asked of the store yet.

        Raises:
            UsageError: What speaks the address's protocol is not installed or not set up.
        """
        self.root = address.rstrip("/")
        open_address(self.root)

    def address(self, name: str) -> str:
        """The file's address."""
        return f"{self.root}/{name}"

    def read(self, name: str) -> bytes | None:
        """What the file holds; None where there is none."""
        try:
            content: bytes = self._asked(name, lambda: self._system().cat_file(self._path(name)))
        except FileNotFoundError:
            return None
        return content

    def read_all(self, names: Sequence[str]) -> list[bytes | None]:
        """What several files hold."""
        return _at_once(self.read, names)

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        try:
            return bool(self._asked(name, lambda: self._system().info(self._path(name)))["type"] == "file")
        except FileNotFoundError:  # `isfile` says the same of a store that does not answer
            return False

    def files(self, folder: str) -> list[str]:
        """The names of the files right in a folder, without it, sorted."""
        return sorted(name for name, kind in self._listed(folder) if kind == "file" and not name.startswith("."))

    def folders(self, start: str) -> list[str]:
        """The folders right in the root whose names start so."""
        return sorted(name for name, kind in self._listed("") if kind == "directory" and name.startswith(start))

    def put(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Write new files."""
        _at_once(lambda file: self._asked(file[0], lambda: self._system().pipe_file(self._path(file[0]), file[1])), files)

    def prepare(self, targets: Sequence[str]) -> None:
        """Make the folders that files are to be moved to, where the store knows folders."""
        folders = sorted({target.rpartition("/")[0] for target in targets})
        _at_once(lambda folder: self._asked(folder, lambda: self._system().makedirs(self._path(folder), exist_ok=True)), folders)

    def move(self, pairs: Pairs) -> None:
        """Have the store move files; what has been moved before is passed over."""
        _at_once(self._move, pairs)

    def remove(self, names: Iterable[str]) -> None:
        """Remove files in this order, and the folders below a folder of the root that they leave empty."""
        for name in names:
            with suppress(FileNotFoundError):
                self._asked(name, lambda name=name: self._system().rm_file(self._path(name)))  # type: ignore[misc]
            folder = name.rpartition("/")[0]
            if "/" in folder:
                with suppress(Exception):  # it is not empty, or the store knows no folders
                    self._system().rmdir(self._path(folder))

    def make_folder(self, name: str) -> None:
        """Make a folder right in the root, and the root."""
        self._asked(name, lambda: self._system().makedirs(self._path(name), exist_ok=True))

    def remove_folder(self, name: str) -> None:
        """Remove a folder and all in it, as far as that can be done."""
        with suppress(Exception):
            self._system().rm(self._path(name), recursive=True)

    def _system(self) -> Any:
        return open_address(self.root)[0]

    def _path(self, name: str) -> str:
        root = open_address(self.root)[1]
        return f"{root}/{name}" if name else root

    def _listed(self, folder: str) -> list[tuple[str, str]]:
        """Name and kind of all that stands right in a folder."""

        def ask() -> list[tuple[str, str]]:
            system = self._system()
            system.invalidate_cache()
            return [(each["name"].rstrip("/").rpartition("/")[2], each["type"]) for each in system.ls(self._path(folder), detail=True)]

        try:
            return self._asked(folder, ask)
        except FileNotFoundError:
            return []

    def _move(self, pair: tuple[str, str]) -> None:
        source, target = map(self._path, pair)

        def ask() -> None:
            system = self._system()
            try:
                _copy(system, source, target)
            except NotImplementedError:  # such a store renames
                system.mv(source, target)
            except FileNotFoundError:
                system.info(target)  # moved before; `exists` says no of a store that does not answer too
            else:
                system.rm_file(source)

        try:
            self._asked(pair[1], ask)
        except FileNotFoundError as error:
            raise _refused(self.address(pair[1]), error) from error

    def _asked(self, name: str, call: Callable[[], R]) -> R:
        """What the store answers, in the end.

        Raises:
            FileNotFoundError: There is no such file.
            OutputError: It refuses, or did not answer for as long as we are patient.
        """
        try:
            return patiently(call)
        except FileNotFoundError:
            raise
        except Exception as error:  # each protocol has errors of its own
            raise _refused(self.address(name), error) from error


def _copy(system: Any, source: str, target: str) -> None:
    """Have a store copy a file, over another where there is one."""
    try:
        system.cp_file(source, target)
    except (FileNotFoundError, NotImplementedError):
        raise
    except Exception:  # some overwrite nothing, and each says so in its own way
        if not system.exists(target):
            raise
        system.rm_file(target)
        system.cp_file(source, target)


def _refused(address: str, error: Exception) -> OutputError:
    found = f"the store refused or stayed away ({type(error).__name__}: {error})"
    return OutputError(found, "see that it answers, then run again: what is done is kept", source=address)


def _at_once(call: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """The answers to several requests, some of them under way at once."""
    if len(items) < 2:
        return [call(item) for item in items]
    with ThreadPoolExecutor(min(AT_ONCE, len(items))) as pool:
        return list(pool.map(call, items))
