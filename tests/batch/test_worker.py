"""Worker processes: whatever becomes of one, the document it was at has an outcome, and the next one a process."""

import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from shared import SAMPLES

from annextract import worker
from annextract.inputs import described
from annextract.limits import Limits
from annextract.output import OutputTree
from annextract.worker import Work, end_workers, supervised
from extract.profile import bundled
from schemas.document import Outcome
from schemas.errors import ExitCode

ECP = SAMPLES / "ecp-phase-vi.txt"


@pytest.fixture
def work(tmp_path):
    tree = OutputTree(tmp_path / "out", "1")
    tree.open()
    made = Work(token=str(tmp_path), profiles=bundled(), version="1", out=str(tree.root), folder=tree.folder, limits=Limits())
    yield made
    end_workers(made.token)


@pytest.fixture
def long(tmp_path):
    """An annex that takes a good while."""
    path = tmp_path / "long.txt"
    path.write_bytes((SAMPLES / "tfawg-2026-2027.txt").read_bytes() * 1000)
    return described(path)


def pid():
    return worker._thread.worker._process.pid


def soon(process, number):
    """Send a signal in a moment, when the process is at its document."""
    timer = threading.Timer(1.0, os.kill, (process, number))
    timer.start()
    return timer


def test_one_process_converts_many(work):
    first = supervised(work, described(ECP), "0")
    assert first.report.outcome is Outcome.CONVERTED
    process = pid()
    assert supervised(work, described(ECP), "1").report.outcome is Outcome.CONVERTED
    assert pid() == process != os.getpid()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT], ids=lambda number: number.name)
def test_one_that_is_killed_at_a_document_is_reported_and_replaced(work, long, number):
    supervised(work, described(ECP), "0")
    timer = soon(pid(), number)
    report = supervised(work, long, "1").report
    timer.join()
    assert report.exit_code == ExitCode.CRASH
    assert f"{long.name}: its process was ended by {number.name}; " in report.reason
    assert supervised(work, described(ECP), "2").report.outcome is Outcome.CONVERTED


def test_one_that_is_killed_while_it_waits_costs_no_document(work):
    supervised(work, described(ECP), "0")
    os.kill(pid(), signal.SIGKILL)
    assert supervised(work, described(ECP), "1").report.outcome is Outcome.CONVERTED


def test_one_that_is_stopped_is_ended_by_the_clock(work, long):
    work = replace(work, limits=Limits(seconds=10.0), token=work.token + "2")
    supervised(work, described(ECP), "0")
    process = pid()
    timer = soon(process, signal.SIGSTOP)
    assert supervised(work, long, "1").report.exit_code == ExitCode.LIMIT
    timer.join()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_it_is_replaced_after_so_many_documents(work, monkeypatch):
    monkeypatch.setattr(worker, "DOCUMENTS", 2)
    processes = []
    for key in range(3):
        supervised(work, described(ECP), str(key))
        processes.append(worker._thread.worker._process)
    assert processes[0] is not None
    assert processes[1] is None
    assert processes[2] not in {None, processes[0]}


def test_it_is_replaced_when_it_has_grown(work, monkeypatch):
    monkeypatch.setattr(worker, "MEMORY", 1)
    assert supervised(work, described(ECP), "0").report.outcome is Outcome.CONVERTED
    assert worker._thread.worker._process is None


def test_it_ends_with_whoever_drives_it(tmp_path, process):
    """Nobody is left over when a run is killed: its workers see that it is gone, even in the middle of a document."""
    from benchmarks.soak import begin, kill, workers

    path = tmp_path / "long.txt"
    path.write_bytes((SAMPLES / "tfawg-2026-2027.txt").read_bytes() * 1000)
    run = begin("convert", path, "--out", tmp_path / "out")
    until(lambda: workers(run.pid))
    (left,) = workers(run.pid)
    kill(run.pid)
    run.communicate()
    until(lambda: not alive(left))


def until(true):
    """Wait for something to become true."""
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    pytest.fail("it did not come true within a minute")


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
