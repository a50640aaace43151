"""Build the inputs, run everyone on them in one go, print seconds and ratios, and write them down.

    python -m benchmarks                       30 and 300 pages; LibreOffice builds them
    python -m benchmarks --pages 30 300 3000 --slow 300

Each contender runs in a process of its own on one core: first whole (start-up and imports in it), then warm, the best of
some runs. Peers that take over a second a page are left out beyond `--slow` pages.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.contenders import contenders

HERE = Path(__file__).parent
BASE = "pdfplumber extract_tables"
SLOW = frozenset({"camelot lattice", "img2table", "tabula lattice"})
RUNS = {30: 5, 300: 3}


def main() -> None:
    """Parse, build, measure, print, write."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[30, 300])
    parser.add_argument("--slow", type=int, default=30, help="most pages for the slow peers")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "annextract-benchmarks")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--input", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=1, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        _measure_here(args.one, args.input, args.runs)
        return
    rows = [row for pages in args.pages for row in _measure(pages, args.cache, args.slow)]
    with (HERE / "results.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _input(pages: int, cache: Path) -> Path:
    """The PDF of about so many pages; built once."""
    folder = cache / str(pages)
    if not list(folder.glob("*.pdf")):
        command = [sys.executable, "-m", "samples.generator", "--seed", "1", "--family", "ptc", "--pages", str(pages), "--out", str(folder)]
        layout = ["--layout", "borders=full", "--layout", "line=single", "--layout", "orientation=landscape", "--layout", "size=8"]
        subprocess.run([*command, *layout], check=True)
    return next(iter(sorted(folder.glob("*.pdf"))))


def _measure(pages: int, cache: Path, slow: int) -> list[dict[str, object]]:
    import pypdfium2

    path = _input(pages, cache)
    with pypdfium2.PdfDocument(path) as pdf:
        count = len(pdf)
    names = [name for name in contenders() if name not in SLOW or pages <= slow]
    found = {name: _run(name, path, RUNS.get(pages, 1)) for name in names}
    base = found[BASE]["warm"]
    print(f"\n{count} pages: {path.name}\n{'':40}{'whole s':>9}{'warm s':>9}{'ms/page':>9}{'MiB':>7}  times as fast as pdfplumber")
    rows = []
    for name, seen in found.items():
        page, times = round(1000 * seen["warm"] / count, 2), round(base / seen["warm"], 2)
        rows.append({"pages": count, "contender": name, **seen, "ms_per_page": page, "times_as_fast_as_pdfplumber": times})
        print(f"{name:40}{seen['whole']:9.2f}{seen['warm']:9.3f}{page:9.2f}{seen['peak_mib']:7.0f}{times:8.1f}")
    return rows


def _run(name: str, path: Path, runs: int) -> dict[str, float]:
    """Seconds of a contender in a process of its own, pinned to one core."""
    command = [sys.executable, "-m", "benchmarks", "--one", name, "--input", str(path), "--runs", str(runs)]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent, check=False)
    whole = time.perf_counter() - started
    if done.returncode:
        print(f"{name}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return {"whole": float("nan"), "warm": float("nan"), "peak_mib": float("nan")}
    seen = json.loads(done.stdout.splitlines()[-1])
    return {
        "whole": round(whole - sum(seen["times"][1:]), 3),
        "warm": round(min(seen["times"][1:] or seen["times"]), 4),
        "peak_mib": seen["peak_mib"],
    }


def _measure_here(name: str, path: Path, runs: int) -> None:
    import resource

    os.sched_setaffinity(0, {0})
    call = contenders()[name]
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        call(path)
        times.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"times": times, "peak_mib": round(peak)}))


main()
