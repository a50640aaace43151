"""One run at a time writes into an output: a second one is refused, and told who is at work; what a dead run left is taken over."""

import datetime
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from annextract.stores import LocalStore, Store
from annextract.whole import writing
from schemas.errors import BusyError

LOCK = ".lock"
RENEWED = 60.0  # seconds after which a lock at an address is renewed
STALE = 600.0  # seconds after which one that was not renewed is taken over


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The run that holds an output.

    Args:
        host: Name of its machine.
        pid: Of its process.
        started: When it began.
        renewed: When it last said that it is alive, in seconds since 1970.
        token: What tells it from any other run.
    """

    host: str
    pid: int
    started: datetime.datetime
    renewed: float
    token: str

    @classmethod
    def this(cls) -> "Holder":
        """This process, now."""
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        return cls(host=socket.gethostname(), pid=os.getpid(), started=now, renewed=time.time(), token=secrets.token_hex(8))

    def is_dead(self) -> bool:
        """Whether it has ended for all that can be known here."""
        if time.time() - self.renewed > STALE:
            return True
        if self.host != socket.gethostname():
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False


@contextmanager
def run_lock(store: Store) -> Iterator[Callable[[], None]]:
    """Hold an output for this run alone; what is yielded is to be called now and then to say that the run is alive.

    Raises:
        BusyError: Another run holds it.
        OutputError: The output cannot be written.
    """
    with _held_here(store) if isinstance(store, LocalStore) else _held_there(store) as renew:
        yield renew


@contextmanager
def _held_here(store: LocalStore) -> Iterator[Callable[[], None]]:
    """A lock of the system, which ends with its process, on a file that says who holds it."""
    root = Path(store.root)
    path = root / LOCK
    with writing(root):
        root.mkdir(parents=True, exist_ok=True)
    with writing(path):
        handle = _locked(path)
    try:
        with writing(path):
            os.ftruncate(handle, 0)
            os.pwrite(handle, msgspec.json.encode(Holder.this()), 0)
        yield lambda: None
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def _locked(path: Path) -> int:
    """The file, open and locked."""
    try:
        import fcntl
    except ImportError:  # no such lock on this system
        return os.open(path, os.O_RDWR | os.O_CREAT)
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(os.pread(handle, 4096, 0))
            os.close(handle)
            raise _busy(str(path.parent), holder) from None
        except OSError:  # some network file systems know no locks
            return handle
        with suppress(FileNotFoundError):
            if os.fstat(handle).st_ino == path.stat().st_ino:
                return handle
        os.close(handle)  # its holder removed it just now


@contextmanager
def _held_there(store: Store) -> Iterator[Callable[[], None]]:
    """A file that says who holds the output and until when, for a store that knows no locks.

    It is read again once it is written: of two runs that begin in the same moment at most one goes on.
    """
    holder = Holder.this()
    _refuse(store, holder)
    store.make_folder("")
    store.put([(LOCK, msgspec.json.encode(holder))])
    time.sleep(1.0)  # for another run that looked before we wrote
    _refuse(store, holder)
    last = time.monotonic()

    def renew() -> None:
        nonlocal last
        if time.monotonic() - last > RENEWED:
            store.put([(LOCK, msgspec.json.encode(replace(holder, renewed=time.time())))])
            last = time.monotonic()

    try:
        yield renew
    finally:
        with suppress(Exception):  # the store is away: the lock goes stale by itself
            store.remove([LOCK])


def _refuse(store: Store, holder: Holder) -> None:
    other = _holder(store.read(LOCK))
    if other and other.token != holder.token and not other.is_dead():
        raise _busy(store.root, other)


def _holder(content: bytes | None) -> Holder | None:
    try:
        return msgspec.json.decode(content or b"", type=Holder)
    except msgspec.DecodeError:
        return None


def _busy(root: str, holder: Holder | None) -> BusyError:
    who = f"process {holder.pid} on {holder.host}, since {holder.started:%Y-%m-%d %H:%M:%S} UTC" if holder else "its process is not known"
    return BusyError(f"another run writes into it ({who})", "wait until it ends, or name another folder with --out", source=root)
