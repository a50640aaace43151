"""Kill runs, worker processes and Dask workers at random moments, and look at what is left: `python -m benchmarks.soak`.

    python -m benchmarks.soak                         50 kills of each kind
    python -m benchmarks.soak --kills 5 --kind run    fewer, of one kind

After each kill every document under `out/` must be whole; when a last run is done, `out/` must be what a run that nobody disturbed
writes, byte for byte, and no input may have been converted that stood there already. Exits with 1 at the first that is not so.
"""

import argparse
import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annextract.json_files import read_json
from annextract.parquet import read_parquet

SAMPLES = Path(__file__).parents[1] / "samples"
ACCOUNT = "run.json"  # holds the time
PATIENCE = 300.0  # seconds for one run


def annexes(folder: Path, count: int, sample: str = "ecp-phase-vi.txt") -> Path:
    """A folder of so many annexes, no two of the same bytes or of one name."""
    folder.mkdir(parents=True)
    content = (SAMPLES / sample).read_bytes()
    comment = b"\n%% %d\n" if sample.endswith(".pdf") else b"\n\n%d\n"
    for number in range(count):
        (folder / f"{number:04}{Path(sample).suffix}").write_bytes(content + comment % number)
    return folder


def command(*arguments: object) -> list[str]:
    """An annextract command line, in a process of its own."""
    return [sys.executable, "-m", "annextract", *map(str, arguments)]


def begin(*arguments: object) -> subprocess.Popen[str]:
    """Start a command that an interrupt reaches, also where this process was started in the background of a shell, which has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(command(*arguments), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    finally:
        signal.signal(signal.SIGINT, before)


def finished(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(command(*arguments), text=True, capture_output=True, check=False, timeout=PATIENCE)


def descendants(pid: int) -> list[int]:
    """All processes below one, as /proc shows them, the nearest first."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                below.setdefault(parent, []).append(int(entry.name))
    found, seen = [pid], []
    while found:
        children = below.get(found.pop(0), [])
        seen += children
        found += children
    return seen


def workers(pid: int) -> list[int]:
    """The worker processes of a run: they lead groups of their own."""
    found = []
    for each in descendants(pid):
        with contextlib.suppress(OSError):
            if os.getpgid(each) == each and each != pid:
                found.append(each)
    return found


def kill(pid: int) -> None:
    """End a process as the system does that runs out of memory."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def documents(out: Path) -> list[str]:
    """The documents under `out`, each looked at: its JSON is one, and its tables hold the same.

    Raises:
        AssertionError: One is not whole.
    """
    names = sorted(path.stem for path in (out / "json").glob("*.json"))
    for name in names:
        assert read_parquet(out, name) == read_json((out / "json" / f"{name}.json").read_bytes()), name
    for name in ("datapackage.json", ACCOUNT):
        with contextlib.suppress(FileNotFoundError):
            json.loads((out / name).read_bytes())
    return names


def files(out: Path) -> dict[str, bytes]:
    """Every file under a folder but the account of the run, hidden ones too."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file() and path.name != ACCOUNT}


def completed(inputs: Path, out: Path, wanted: dict[str, bytes], *options: object) -> None:
    """See that another run brings the output to what it should be, and converts only what was not there.

    Raises:
        AssertionError: It does not.
    """
    before = documents(out)
    done = finished("convert", inputs, "--out", out, *options)
    assert done.returncode == 0, done.stderr
    outcomes = [each["outcome"] for each in json.loads((out / ACCOUNT).read_bytes())["inputs"]]
    assert outcomes.count("unchanged") >= len(before), (outcomes, before)
    assert set(outcomes) <= {"converted", "unchanged"}
    assert files(out) == wanted, sorted(set(files(out)) ^ set(wanted))


@dataclass(frozen=True)
class Moment:
    """When to kill: so many seconds after so many documents stand."""

    documents: int
    seconds: float

    @classmethod
    def any(cls, inputs: Path) -> "Moment":
        """At random, from before the first document to after the last."""
        return cls(random.randint(0, len(list(inputs.iterdir()))), random.uniform(0, 0.2))

    def wait(self, run: "subprocess.Popen[str]", out: Path) -> None:
        """Wait for it, or for the end of the run."""
        while run.poll() is None and len(list((out / "json").glob("*.json"))) < self.documents:
            time.sleep(0.002)
        time.sleep(self.seconds)


def kill_run(inputs: Path, out: Path, moment: Moment, *options: object) -> None:
    """Start a run and kill it."""
    run = begin("convert", inputs, "--out", out, *options)
    moment.wait(run, out)
    kill(run.pid)
    run.communicate()


def kill_worker(inputs: Path, out: Path, moment: Moment, *options: object) -> None:
    """Start a run, kill one of its worker processes, and let it end."""
    run = begin("convert", inputs, "--out", out, *options)
    moment.wait(run, out)
    for each in random.sample(found := workers(run.pid), min(1, len(found))):
        kill(each)
    _, said = run.communicate(timeout=PATIENCE)
    assert run.returncode in {0, 16}, said
    outcomes = json.loads((out / ACCOUNT).read_bytes())["inputs"]
    assert len(outcomes) == len(list(inputs.iterdir()))
    assert sum(each["exit_code"] == 16 for each in outcomes) <= 1


@contextlib.contextmanager
def cluster(count: int = 2) -> Iterator[tuple[str, list[subprocess.Popen[bytes]], Callable[[], None]]]:
    """A Dask scheduler and its workers as processes of their own: its address, the workers, and what starts another."""
    started: list[subprocess.Popen[Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        head = subprocess.Popen(scheduler, stderr=subprocess.PIPE, text=True, cwd=folder)
        started.append(head)
        assert head.stderr
        address = next(found[1] for line in head.stderr if (found := re.search(r"Scheduler at:\s+(tcp://\S+)", line)))
        team: list[subprocess.Popen[bytes]] = []

        def join() -> None:
            worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
            team.append(subprocess.Popen(worker, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder))
            started.append(team[-1])

        for _ in range(count):
            join()
        try:
            yield address, team, join
        finally:
            for each in started:
                for below in [*descendants(each.pid), each.pid]:
                    kill(below)
                each.wait()
            head.stderr.close()


def kill_dask_worker(inputs: Path, out: Path, moment: Moment, address: str, team: list["subprocess.Popen[bytes]"]) -> None:
    """Start a run on a cluster, kill one of its workers, or its nanny, or what it started, and let the run end."""
    run = begin("convert", inputs, "--out", out, "--cluster", address)
    moment.wait(run, out)
    victim = random.choice(team)
    kill(random.choice([victim.pid, *descendants(victim.pid)]))
    _, said = run.communicate(timeout=PATIENCE)
    assert run.returncode in {0, 16}, said


def main() -> None:
    """Parse, kill, look, print."""
    parser = argparse.ArgumentParser(prog="benchmarks.soak", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--kind", choices=["run", "worker", "dask"], nargs="+", default=["run", "worker", "dask"])
    parser.add_argument("--inputs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    random.seed(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        inputs, wanted = annexes(Path(folder, "in"), args.inputs), Path(folder, "wanted")
        assert finished("convert", inputs, "--out", wanted).returncode == 0
        for kind in args.kind:
            left = [_round(kind, inputs, Path(folder, f"{kind}{number}"), files(wanted)) for number in range(args.kills)]
            part = sum(0 < count < args.inputs for count in left)
            print(f"{kind}: {args.kills} kills, {part} of them in the middle; every file was whole, every next run complete")


def _round(kind: str, inputs: Path, out: Path, wanted: dict[str, bytes]) -> int:
    """One kill: how many documents stood after it."""
    moment = Moment.any(inputs)
    if kind == "run":
        kill_run(inputs, out, moment, "--jobs", 2)
    elif kind == "worker":
        kill_worker(inputs, out, moment, "--jobs", 2)
    else:
        with cluster() as (address, team, _):
            kill_dask_worker(inputs, out, moment, address, team)
    count = len(documents(out))
    print(f"{kind}: {count} documents stand after {moment}", flush=True)
    completed(inputs, out, wanted)
    shutil.rmtree(out)
    return count


if __name__ == "__main__":
    main()
