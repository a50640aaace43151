"""Build the inputs, run everyone on them in one go, print seconds and ratios, and write them down.

    python -m benchmarks                       30 and 300 pages; LibreOffice builds them
    python -m benchmarks --pages 30 300 3000 --slow 300

Each contender runs in processes of its own on one core: whole (start-up and imports in it), and warm, after another
document has been read: the best of some runs, none of which has seen the document before. Seconds are of the processor,
so that what else runs on the machine counts little. Peers that take over a second a page are left out beyond `--slow`
pages, those that take over a twentieth beyond 300.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.contenders import contenders

HERE = Path(__file__).parent
BASE = "pdfplumber extract_tables"
SLOW = frozenset({"camelot lattice", "img2table", "tabula lattice"})
HEAVY, HEAVY_PAGES = frozenset({BASE, "PyMuPDF find_tables"}), 300
RUNS = {30: 3}
WARM_UP = 2  # seed of the document that is read first


def main() -> None:
    """Parse, build, measure, print, write."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[30, 300])
    parser.add_argument("--slow", type=int, default=30, help="most pages for the slow peers")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "annextract-benchmarks")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--input", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--warm-up", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        _measure_here(args.one, args.input, args.warm_up)
        return
    rows = [row for pages in args.pages for row in _measure(pages, args.cache, args.slow)]
    with (HERE / "results.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _input(pages: int, cache: Path, seed: int = 1) -> Path:
    """The PDF of about so many pages; built once."""
    folder = cache / (str(pages) if seed == 1 else f"{pages}-{seed}")
    if not list(folder.glob("*.pdf")):
        command = [sys.executable, "-m", "samples.generator", "--seed", str(seed), "--family", "ptc", "--pages", str(pages)]
        layout = ["--layout", "borders=full", "--layout", "line=single", "--layout", "orientation=landscape", "--layout", "size=8"]
        subprocess.run([*command, "--out", str(folder), *layout], check=True)
    return next(iter(sorted(folder.glob("*.pdf"))))


def _measure(pages: int, cache: Path, slow: int) -> list[dict[str, object]]:
    import pypdfium2

    path = _input(pages, cache)
    with pypdfium2.PdfDocument(path) as pdf:
        count = len(pdf)
    names = [name for name in contenders() if pages <= (slow if name in SLOW else HEAVY_PAGES if name in HEAVY else pages)]
    found = {name: _run(name, path, _input(30, cache, WARM_UP), RUNS.get(pages, 1)) for name in names}
    base = found[BASE]["warm"] if BASE in found else float("nan")
    print(f"\n{count} pages: {path.name}\n{'':40}{'whole s':>9}{'warm s':>9}{'ms/page':>9}{'MiB':>7}  times as fast as pdfplumber")
    rows = []
    for name, seen in found.items():
        page, times = round(1000 * seen["warm"] / count, 2), round(base / seen["warm"], 2)
        rows.append({"pages": count, "contender": name, **seen, "ms_per_page": page, "times_as_fast_as_pdfplumber": times})
        print(f"{name:40}{seen['whole']:9.2f}{seen['warm']:9.3f}{page:9.2f}{seen['peak_mib']:7.0f}{times:8.1f}", flush=True)
    return rows


def _run(name: str, path: Path, warm_up: Path, runs: int) -> dict[str, float]:
    """Processor seconds of a contender in processes of its own, each pinned to one core."""
    started = _seconds(resource.RUSAGE_CHILDREN)
    try:
        cold = _process(name, path)
        whole = _seconds(resource.RUSAGE_CHILDREN) - started
        warm = min(_process(name, path, warm_up)["seconds"] for _ in range(runs))
    except subprocess.CalledProcessError as error:
        print(f"{name}: {error.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return {"whole": float("nan"), "warm": float("nan"), "peak_mib": float("nan")}
    return {"whole": round(whole, 3), "warm": round(warm, 4), "peak_mib": cold["peak_mib"]}


def _process(name: str, path: Path, warm_up: Path | None = None) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks", "--one", name, "--input", str(path)]
    command += ["--warm-up", str(warm_up)] if warm_up else []
    done = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _measure_here(name: str, path: Path, warm_up: Path | None) -> None:
    os.sched_setaffinity(0, {0})
    call = contenders()[name]
    if warm_up:
        call(warm_up)
    started = _seconds(resource.RUSAGE_SELF) + _seconds(resource.RUSAGE_CHILDREN)
    call(path)
    seconds = _seconds(resource.RUSAGE_SELF) + _seconds(resource.RUSAGE_CHILDREN) - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mib": round(peak)}))


def _seconds(who: int) -> float:
    """Processor seconds used so far by this process, or by those it has waited for."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


main()
