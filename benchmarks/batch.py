"""What a batch costs beside the conversions themselves: `python -m benchmarks.batch`.

    python -m benchmarks.batch                     all figures, 200 and 1,000 inputs
    python -m benchmarks.batch --figures overhead  one of them

Inputs are the samples over and over, each with other bytes. Seconds of the processor count every process that took part; of the
clock they say little where the machine has other work.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

from benchmarks.soak import SAMPLES, annexes, command


def mixed(folder: Path, count: int, samples: Path) -> Path:
    """So many inputs, the samples in turn, no two of the same bytes."""
    folder.mkdir(parents=True)
    found = sorted(path for path in samples.iterdir() if path.suffix in {".pdf", ".txt"})
    for number, sample in enumerate(islice(cycle(found), count)):
        comment = b"\n%% %d\n" if sample.suffix == ".pdf" else b"\n\n%d\n"
        (folder / f"{number:04}-{sample.name}").write_bytes(sample.read_bytes() + comment % number)
    return folder


def measured(run: list[str]) -> dict[str, float]:
    """Seconds by the clock and of the processor, its children's too, and the peak of the process itself in MiB."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    timed = [sys.executable, "-c", TIMED, *run]
    done = subprocess.run(timed, capture_output=True, text=True, check=False)
    clock, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr[-2000:]
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    own, largest = json.loads(done.stderr.splitlines()[-1])
    return {"clock": clock, "processor": processor, "peak": own, "largest": largest}


# Runs a command line of ours in this process; orphans of the server that forks are waited for by nobody else, so this one does.
TIMED = """
import ctypes, json, os, resource, sys
ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: whoever ends later than its parent is counted here
module, sys.argv = sys.argv[3], sys.argv[3:]
import runpy
code = 0
try:
    runpy.run_module(module, run_name="__main__", alter_sys=True)
except SystemExit as end:
    code = end.code
from multiprocessing import forkserver, resource_tracker
forkserver._forkserver._stop()
resource_tracker._resource_tracker._stop()
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps(peaks), file=sys.stderr)
os._exit(code or 0)
"""


def bare(folder: str, out: str) -> None:
    """Every input of a folder converted and written where it belongs, one after another, and nothing else."""
    from annextract.json_files import write_json
    from annextract.parquet import write_parquet
    from annextract.pipeline import convert_source
    from annextract.staging import files_of
    from annextract.stores import LocalStore
    from extract.profile import bundled
    from extract.source import load

    store, profiles = LocalStore(Path(out)), bundled()
    for number, path in enumerate(sorted(Path(folder).iterdir())):
        for each in convert_source(load(path), profiles).conversions:
            name = f"{each.name}-{number}"
            files = files_of(name)
            store.prepare(files)
            contents = [*write_parquet(each, name, {}).values(), write_json(each)]
            store.put(list(zip(files, contents, strict=True)))


def bare_command(inputs: Path, out: Path) -> list[str]:
    """The same as a command line."""
    return [sys.executable, "-m", "benchmarks.batch", "--bare", str(inputs), str(out)]


def overhead(base: Path, count: int, samples: Path) -> None:
    """The batch against the bare conversion, in seconds of the processor; the best of three each."""
    inputs = mixed(base / "overhead", count, samples)
    runs = [(command("convert", inputs, "--out", base / f"batch{n}"), bare_command(inputs, base / f"bare{n}")) for n in range(3)]
    batch, alone = (min(measured(run)["processor"] for run in same) for same in zip(*runs, strict=True))
    print(f"overhead: {count} inputs, bare {alone:.2f} s, batch {batch:.2f} s of the processor: {batch / alone - 1:+.1%}")


def workers(base: Path, count: int, samples: Path) -> None:
    """Two workers against one."""
    inputs = mixed(base / "workers", count, samples)
    clock = {}
    for jobs in (1, 2):
        seen = measured(command("convert", inputs, "--out", base / f"jobs{jobs}", "--jobs", jobs))
        clock[jobs] = seen["clock"]
        print(f"workers: {count} inputs, --jobs {jobs}: {seen['clock']:.1f} s by the clock, {seen['processor']:.1f} s of the processor")
    gain = clock[1] / clock[2]
    print(f"workers: {gain:.2f} times as fast; the machine does {_machine_gain():.2f} times as much arithmetic in two processes")


def _machine_gain() -> float:
    """How much more two processes compute than one in the same time: two where each has a processor of its own."""
    clock = {}
    for count in (1, 2):
        start = time.monotonic()
        for running in [subprocess.Popen([sys.executable, "-c", "for i in range(20_000_000): i * i % 7"]) for _ in range(count)]:
            running.wait()
        clock[count] = time.monotonic() - start
    return 2 * clock[1] / clock[2]


def again(base: Path, count: int, _: Path) -> None:
    """A second run over inputs that have not changed."""
    inputs = annexes(base / "again", count, "market-prices.pdf")
    first = measured(command("convert", inputs, "--out", base / "same", "--jobs", 2))
    second = measured(command("convert", inputs, "--out", base / "same", "--jobs", 2))
    print(
        f"again: {count} inputs, first {first['clock']:.1f} s, second {second['clock']:.2f} s, {second['processor']:.2f} s of the processor"
    )


def memory(base: Path, count: int, samples: Path) -> None:
    """The peak of many files against that of fifty: of the run itself, and of the largest of its workers."""
    peaks = []
    for number in (50, count):
        seen = measured(command("convert", mixed(base / f"memory{number}", number, samples), "--out", base / f"peak{number}", "--jobs", 2))
        peaks.append(seen["peak"] + 2 * seen["largest"])
        print(f"memory: {number} inputs, run {seen['peak']:.0f} MiB, largest worker {seen['largest']:.0f} MiB")
    print(f"memory: {peaks[1] / peaks[0]:.2f} times")


FIGURES: dict[str, tuple[Callable[[Path, int, Path], None], int]] = {
    "overhead": (overhead, 200),
    "workers": (workers, 200),
    "again": (again, 1000),
    "memory": (memory, 1000),
}


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="benchmarks.batch", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", nargs="+", choices=FIGURES, default=list(FIGURES))
    parser.add_argument("--inputs", type=int, help="in place of each figure's own number")
    parser.add_argument("--samples", type=Path, default=SAMPLES, help="a folder of inputs in place of the samples, such as real annexes")
    parser.add_argument("--bare", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.bare:
        bare(*args.bare)
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in args.figures:
            figure, count = FIGURES[name]
            figure(Path(folder), args.inputs or count, args.samples)


if __name__ == "__main__":
    main()
