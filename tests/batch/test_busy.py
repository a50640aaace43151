"""Two runs into one output: the second is refused and told who is at work. A dead run's lock is taken over."""

import json
import os
import socket
import time
from dataclasses import replace

import msgspec
import pytest
from shared import SAMPLES

from annextract import run_lock
from annextract.run_lock import LOCK, Holder
from annextract.run_lock import run_lock as hold
from annextract.stores import LocalStore, store_at
from benchmarks.soak import annexes, begin, completed, files, finished, kill
from schemas.errors import BusyError, ExitCode

ECP = SAMPLES / "ecp-phase-vi.txt"


def test_the_second_of_two_runs_is_refused(tmp_path):
    out, inputs = tmp_path / "out", annexes(tmp_path / "in", 8)
    first = begin("convert", inputs, "--out", out)
    while not (out / LOCK).is_file() or not (out / LOCK).read_bytes():
        time.sleep(0.01)
    second = finished("convert", inputs, "--out", out)
    assert second.returncode == ExitCode.BUSY
    (line,) = second.stderr.splitlines()
    assert line.startswith(f"annextract: {out}: another run writes into it (process {first.pid} on {socket.gethostname()}, since ")
    assert "; wait until it ends, or name another folder with --out" in line
    assert first.wait() == 0
    first.communicate()
    assert finished("convert", inputs, "--out", tmp_path / "alone").returncode == 0
    assert files(out) == files(tmp_path / "alone")


def test_the_lock_of_a_run_that_was_killed_is_taken_over(tmp_path):
    out, inputs = tmp_path / "out", annexes(tmp_path / "in", 2)
    assert finished("convert", inputs, "--out", tmp_path / "alone").returncode == 0
    run = begin("convert", inputs, "--out", out)
    while not (out / LOCK).is_file():
        time.sleep(0.01)
    kill(run.pid)
    run.communicate()
    assert (out / LOCK).is_file()
    completed(inputs, out, files(tmp_path / "alone"))


def test_a_lock_leaves_nothing_behind(tmp_path):
    with hold(LocalStore(tmp_path)), pytest.raises(BusyError, match=str(os.getpid())), hold(LocalStore(tmp_path)):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def there(tmp_path, monkeypatch):
    """A store at an address, which knows no locks."""
    pytest.importorskip("fsspec")
    monkeypatch.setattr(run_lock.time, "sleep", lambda seconds: None)
    return store_at(f"file://{tmp_path / 'out'}")


def put(store, holder):
    store.make_folder("")
    store.put([(LOCK, msgspec.json.encode(holder))])


def test_a_store_without_locks_refuses_the_second_too(there):
    with hold(there), pytest.raises(BusyError, match=str(os.getpid())), hold(there):
        pass
    assert not there.has(LOCK)


def test_what_another_machine_holds_is_taken_over_when_it_is_silent_for_long(there):
    other = replace(Holder.this(), host="elsewhere", token="other")
    put(there, other)
    with pytest.raises(BusyError, match="elsewhere"), hold(there):
        pass
    put(there, replace(other, renewed=time.time() - run_lock.STALE - 1))
    with hold(there):
        pass


def test_what_a_dead_process_of_this_machine_holds_is_taken_over(there):
    put(there, replace(Holder.this(), pid=2**22 + 1, token="other"))
    with hold(there):
        assert json.loads(there.read(LOCK))["pid"] == os.getpid()


def test_a_run_says_that_it_is_alive(there, monkeypatch):
    monkeypatch.setattr(run_lock, "RENEWED", -1.0)
    with hold(there) as renew:
        before = json.loads(there.read(LOCK))["renewed"]
        renew()
        assert json.loads(there.read(LOCK))["renewed"] > before


def test_two_that_begin_in_the_same_moment_do_not_both_go_on(there, monkeypatch):
    """The other one writes its lock after we looked and before we look again."""
    other = replace(Holder.this(), token="other")
    monkeypatch.setattr(run_lock.time, "sleep", lambda seconds: put(there, other))
    with pytest.raises(BusyError), hold(there):
        pass
