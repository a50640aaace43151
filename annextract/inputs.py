"""The inputs of a run: what the names given on the command line stand for, and the bytes behind each."""

import glob
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from annextract.remote import is_address, open_address, patiently
from extract.source import Source, from_bytes, load
from schemas.errors import InputError, NotFoundError, UnreadableError

INPUT_ENDINGS = frozenset({".pdf", ".txt", ".tsv", ".docx"})  # what is taken from a folder; a file named outright is always tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file to convert.

    Args:
        name: As it was given, fit to be printed.
        address: Where it is opened, from any directory: an absolute path, or an address.
        size: Bytes; 0 where that cannot be known.
    """

    name: str
    address: str
    size: int = 0

    @property
    def file_name(self) -> str:
        """The name without folders."""
        return PurePath(self.name).name

    def sha256(self) -> str | None:
        """SHA-256 of its bytes, in hexadecimal; None where they cannot be read."""
        if is_address(self.address):
            try:
                return self.read().sha256
            except InputError:
                return None
        try:
            with Path(self.address).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None

    def read(self) -> Source:
        """Its bytes, under its name.

        Raises:
            InputError: There is no such file, or it cannot be read, or it is empty.
        """
        if not is_address(self.address):
            try:
                return replace(load(Path(self.address)), name=self.name)
            except InputError as error:
                error.source = self.name
                raise
        system, path = open_address(self.address)
        try:
            data = patiently(lambda: system.cat_file(path))
        except FileNotFoundError:
            raise NotFoundError("no such file", "check the address", source=self.name) from None
        except Exception as error:  # each protocol has errors of its own
            raise UnreadableError(f"cannot be read ({error})", "see that the store answers, then run again", source=self.name) from error
        return from_bytes(self.name, data)


def described(found: Path | str) -> Input:
    """The input that a path or an address stands for."""
    if isinstance(found, str):
        system, path = open_address(found)
        try:
            size = patiently(lambda: system.size(path))
        except Exception:  # reading it will say what is the matter
            size = None
        return Input(name=printable(found), address=found, size=size or 0)
    try:
        size = found.stat().st_size
    except OSError:
        size = 0
    return Input(name=printable(found), address=str(found.absolute()), size=size)


def printable(path: Path | str) -> str:
    """The path as text that every file can hold: bytes of its name that are no UTF-8 are replaced."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def expand(inputs: Iterable[str]) -> Iterator[Path | str | InputError]:
    """The files that the inputs name: files as they are, folders and globs by what they hold, in order of name; addresses likewise.

    What leads nowhere is an error in its place, for it too ends in the account of the run.
    """
    for given in inputs:
        try:
            found = _at_address(given) if is_address(given) else _on_this_machine(given)
        except InputError as error:
            yield error
            continue
        if found:
            yield from found
        else:
            yield NotFoundError("holds no input", f"inputs end in {', '.join(sorted(INPUT_ENDINGS))}", source=given)


def _on_this_machine(given: str) -> list[Path]:
    path = Path(given)
    if _is_folder(path):
        return sorted(p for p in path.rglob("*") if p.suffix.lower() in INPUT_ENDINGS and not _is_folder(p))
    if glob.has_magic(given) and not _exists(path):
        return sorted(p for p in map(Path, glob.iglob(given, recursive=True)) if not _is_folder(p))  # noqa: PTH207 - a pattern may be absolute
    return [path]


def _at_address(given: str) -> list[str]:
    system, path = open_address(given)
    try:
        if patiently(lambda: system.isdir(path)):
            found = [name for name in patiently(lambda: system.find(path)) if PurePath(name).suffix.lower() in INPUT_ENDINGS]
        elif glob.has_magic(path) and not patiently(lambda: system.exists(path)):
            found = patiently(lambda: system.glob(path))
        else:
            return [given]
    except Exception as error:  # each protocol has errors of its own
        raise UnreadableError(f"cannot be listed ({error})", "see that the store answers, then run again", source=given) from error
    before = given.removesuffix("/").removesuffix(path)  # the protocol, and for some the host
    return sorted(before + name for name in found)


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; what the system refuses to look at is none, and says why when it is read."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
