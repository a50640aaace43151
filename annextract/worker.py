"""One document in a process of its own, which may hang, crash or eat memory and is then ended, reported, and replaced.

`supervised` is what a run submits to its executor, be it the threads of this process or those of a Dask cluster's workers: each
thread drives one worker process, and knows at every moment which document that process is at. (The pools of the standard library
and loky break as a whole when a worker dies, and pebble's workers share one channel, which a worker that is killed while it reads
leaves locked.)
"""

import multiprocessing
import os
import secrets
import signal
import threading
import weakref
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import connection
from typing import TYPE_CHECKING, Any

from annextract.collector import collector_paused
from annextract.inputs import Input
from annextract.limits import GIB, Limits, size
from annextract.output import entries, proposed
from annextract.stages import Stages
from annextract.staging import Staged, stage
from annextract.stores import store_at
from extract.profile import Profile
from extract.source import Source
from schemas.document import InputReport, Outcome
from schemas.errors import AnnextractError, CrashError, DefectError, LimitError, at
from schemas.raw import Seen

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

DOCUMENTS = 500  # that a process converts before it is replaced: libraries in C leak
MEMORY = GIB  # of a process at rest beyond which it is replaced
START = 120.0  # seconds that a process may take to start
IDLE = 600.0  # seconds without an input after which a process ends, such as one of a cluster whose run is over
ALWAYS = (
    "annextract.worker",
    "annextract.pipeline",
    "normalize.document",
    "normalize.recognisers",
    "pyarrow.parquet",
    "pandas",  # by pyarrow, when it first takes in rows
)  # what every conversion imports
OFTEN = ("dateparser", "spacy", "tablers")  # what one among many does; most of a second

_context: Any = multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")
_preloaded: dict[str, None] = {}
_starting = threading.Lock()  # multiprocessing looks after all children at once when one is started
_thread = threading.local()
_workers: "weakref.WeakSet[_Worker]" = weakref.WeakSet()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is the same for every input of a run.

    Args:
        token: What tells the run from any other.
        profiles: To read the documents by.
        version: What a conversion depends on beside the input's bytes.
        out: Path or address of the tree.
        folder: Where in the tree documents are written aside.
        limits: Of each document.
        password: What opens a PDF that is encrypted.
        jobs: How many processes may read one long PDF.
        seen: Texts of cells of an earlier revision.
    """

    token: str
    profiles: tuple[Profile, ...]
    version: str
    out: str
    folder: str
    limits: Limits
    password: str | None = field(default=None, repr=False)
    jobs: int = 1
    seen: Seen = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one input: small, whatever it holds.

    Args:
        report: Its line in `run.json`, but for the names, which are given when its documents come into the tree.
        staged: Its documents, written aside; None if it was rejected.
        memory: Bytes that the process holds after it.
    """

    report: InputReport
    staged: Staged | None = None
    memory: int = 0


@collector_paused()
def convert_input(work: Work, given: Input, key: str) -> Done:
    """Convert one input in this process, within the limits, and write its documents aside under the key."""
    from annextract.pipeline import convert_source  # what drives the workers has no need of it

    stages = Stages()
    source: Source | None = None
    store = store_at(work.out)
    try:
        with at(source=given.name):
            with work.limits.applied():
                with stages.stage("open"):
                    source = replace(given.read(), password=work.password)
                    work.limits.check_pages(source)
                result = convert_source(source, work.profiles, work.jobs, work.seen)
            with stages.stage("write"):
                claimed = proposed(store, result.conversions)
                attempt = f"{key}-{secrets.token_hex(4)}"  # a worker that was killed may have left files under the key
                staged = stage(store, work.folder, attempt, entries(result.conversions, claimed, work.version))
    except AnnextractError as error:
        return Done(report=rejected(error, given.name, source, stages))
    except Exception as error:  # one input must not stop the others, whatever it meets in this tool
        said = f"{type(error).__name__}: {error}"
        defect = DefectError(said, "this is a defect of annextract, please report it", source=given.name)
        return Done(report=rejected(defect, given.name, source, stages))
    report = InputReport(
        path=given.name,
        sha256=source.sha256,
        outcome=Outcome.CONVERTED,
        seconds=stages.seconds | result.seconds,
        words=result.words,
    )
    return Done(report=report, staged=staged)


def rejected(error: AnnextractError, name: str, source: Source | None = None, stages: Stages | None = None) -> InputReport:
    """The line of an input that came to nothing."""
    return InputReport(
        path=name,
        sha256=source.sha256 if source else None,
        outcome=Outcome.REJECTED,
        reason=str(error).encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
        exit_code=int(error.exit_code),
        seconds=stages.seconds if stages else {},
    )


def supervised(work: Work, given: Input, key: str) -> Done:
    """Convert one input in the process that belongs to this thread; whatever becomes of that process, there is an outcome."""
    worker: _Worker | None = getattr(_thread, "worker", None)
    if worker is None or worker.work.token != work.token:
        if worker is not None:
            worker.end()
        worker = _thread.worker = _Worker(work)
    try:
        return worker.convert(given, key)
    except AnnextractError as error:
        error.source = given.name
        return Done(report=rejected(error, given.name))


def end_workers(token: str) -> None:
    """End every process that works for a run, and what it is at."""
    for worker in list(_workers):
        if worker.work.token == token:
            worker.end()


class _Worker:
    """A process that converts one input after another, seen from the thread that drives it."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._process: Any = None
        self._pipe: Connection[Any, Any] | None = None
        self._count = 0
        self._ended = False
        _workers.add(self)

    def convert(self, given: Input, key: str) -> Done:
        """What became of an input.

        Raises:
            LimitError: It took too long.
            CrashError: The process ended while it was at the input.
        """
        pipe = self._begun(given, key)
        ready = connection.wait([pipe, self._process.sentinel], self.work.limits.seconds)
        if not ready:
            self.stop()
            seconds = f"{self.work.limits.seconds:g} s"
            raise LimitError(f"it was not done within {seconds} and was stopped", "allow more with --timeout, or leave it out")
        if pipe not in ready:
            raise self._crash()
        try:
            done: Done = pipe.recv()
        except (EOFError, OSError):
            raise self._crash() from None
        self._count += 1
        if self._count >= DOCUMENTS or done.memory > MEMORY:
            self.stop()
        return done

    def end(self) -> None:
        """Stop, and start no other process."""
        self._ended = True
        self.stop()

    def stop(self) -> None:
        """End the process and whatever it has started."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # and what it has started
        with _starting:
            process.kill()  # it may not have been the head of its group yet
            process.join()
        if self._pipe:
            self._pipe.close()

    def _begun(self, given: Input, key: str) -> "Connection[Any, Any]":
        """The pipe of a process that has begun with the input; one that was killed before it had is replaced."""
        reason = ""
        for _ in range(3):
            try:
                pipe = self._started()
                pipe.send((given, key))
                return _answering(pipe)
            except (EOFError, OSError) as error:
                reason = str(error) or "it ended at once"
                self.stop()
        raise CrashError(f"no process could be started to convert it ({reason})", "see what hinders or ends processes here, then run again")

    def _started(self) -> "Connection[Any, Any]":
        """The pipe of a process that is ready."""
        if self._ended:
            raise CrashError("the run was stopped", "run again: what is done is kept")
        if self._process is not None and self._pipe is not None and self._process.is_alive():
            return self._pipe
        self.stop()
        ours: Connection[Any, Any]
        ours, theirs = _context.Pipe()
        with _starting, theirs:
            allow_children()
            process = _context.Process(target=_serve, args=(theirs, self.work), daemon=True, name="annextract worker")
            process.start()
        self._process, self._pipe, self._count = process, ours, 0
        return _answering(ours)

    def _crash(self) -> CrashError | LimitError:
        """Why the process ended."""
        process = self._process
        if process is None:
            return CrashError("the run was stopped", "run again: what is done is kept")
        with _starting:
            process.join(5.0)
            code = process.exitcode
        self.stop()
        limits = self.work.limits
        if code == -signal.SIGXCPU:
            return LimitError(f"it used up {limits.seconds:g} s of the processor", "allow more with --timeout, or leave it out")
        how = f"was ended by {signal.Signals(-code).name}" if code and -code in set(signal.Signals) else "ended"
        memory = f"it may want more memory than {size(limits.memory)} (--max-memory)" if limits.memory else "it may want too much memory"
        return CrashError(f"its process {how}", f"{memory}, or break a library; leave it out, or run again")


def allow_children() -> None:
    """Let this process start others although it is daemonic, as ours are, and a Dask worker under its nanny.

    The flag is to keep a process from leaving orphans when it is ended; ours end by themselves when whoever drives them is gone.
    """
    multiprocessing.current_process()._config.pop("daemon", None)  # type: ignore[attr-defined]


def _answering(pipe: "Connection[Any, Any]") -> "Connection[Any, Any]":
    """The pipe, when the process at its other end has said a word.

    Raises:
        EOFError: It is gone, or says nothing.
    """
    if not pipe.poll(START):
        raise EOFError
    pipe.recv()
    return pipe


def _serve(pipe: "Connection[Any, Any]", work: Work) -> None:
    """What a worker process does: say that it is ready, then convert what it is sent until the other end is gone."""
    os.setpgid(0, 0)
    allow_children()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()
    pipe.send("ready")  # the clock of a document is not to count what a process takes to start
    while pipe.poll(IDLE):
        try:
            given, key = pipe.recv()
        except EOFError:
            return
        pipe.send("begun")
        done = convert_input(work, given, key)
        pipe.send(replace(done, memory=_resident()))


def _follow(sentinel: int) -> None:
    """End this process when the one that drives it is gone, whatever it is at."""
    connection.wait([sentinel])
    os.killpg(0, signal.SIGKILL)


def _resident() -> int:
    """Bytes of memory that this process holds."""
    with suppress(OSError), open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def preload(modules: Iterable[str]) -> None:
    """Have the server that worker processes are forked from import these too, once, before it forks the first."""
    _preloaded.update(dict.fromkeys(modules))
    if _context.get_start_method() == "forkserver":
        _context.set_forkserver_preload(list(_preloaded))


preload(ALWAYS)
