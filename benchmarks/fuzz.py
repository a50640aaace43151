"""Mutate good inputs and convert them: no crash, no hang, no word lost without a flag.

    python -m benchmarks.fuzz pdf docx tab block timeline --count 10000 --seed 0 --keep DIR

Each conversion runs in a child process under limits of processor time and memory; one that ends, hangs or raises what is
no error of ours is counted, and its input is kept. The base of a mutation is one of the samples, in turn.
"""

import argparse
import json
import multiprocessing.connection
import os
import re
import resource
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from annextract.json_files import write_json
from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import from_bytes
from samples.damage.documents import document
from samples.damage.mutations import mutated
from samples.damage.rows import damage
from schemas.errors import InputError

BASE_SEEDS = 4  # documents of which dumps without coordinates are imitated
BASE_ROWS = {"block": None, "ocr": 4}  # of each; a second for a mutation of some 350 words that are read as OCR, five for a whole one
SAMPLES = Path(__file__).parent.parent / "samples"
BASES = {
    "pdf": ("market-prices.pdf", "ptc-tracked.pdf", "ecp-borderless.pdf", "ptc-2025-2028.pdf"),
    "docx": ("ptc-tracked.docx", "declaration-statistics.docx"),
    "tab": ("ecp-phase-vi.txt", "tfawg-2026-2027.txt", "ptc-2025-2028.txt", "working-group-report.txt"),
}
ENDINGS = {"pdf": ".pdf", "docx": ".docx"}
GOOD = ("converted", "rejected")
SECONDS, MEMORY = 60, 3 << 30  # of the processor for one mutation; bytes of address space
SILENCE = 240.0  # seconds by the clock without a word from the child


def main() -> None:
    """Parse, fuzz, print; the exit code says whether anything failed."""
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="+", choices=(*BASES, "block", "ocr", "timeline"))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for the inputs that failed")
    args = parser.parse_args()
    failed = False
    for kind in args.kinds:
        start, outcomes = time.monotonic(), Counter[str]()
        for seed, outcome, said in fuzzed(kind, range(args.seed, args.seed + args.count)):
            outcomes[outcome] += 1
            if outcome not in GOOD:
                failed = True
                print(f"{kind} seed {seed}: {outcome}: {said}", flush=True)
                if args.keep:
                    args.keep.mkdir(parents=True, exist_ok=True)
                    (args.keep / f"{kind}-{seed}{ENDINGS.get(kind, '.txt')}").write_bytes(content(kind, seed))
        print(f"{kind}: {args.count} mutations in {time.monotonic() - start:.0f} s: {dict(outcomes)}", flush=True)
    sys.exit(failed)


def fuzzed(kind: str, seeds: range) -> Iterator[tuple[int, str, str]]:
    """Seed, outcome and what was said of each mutation; a child that ends is followed by another that goes on behind it."""
    following = seeds.start
    while following < seeds.stop:
        for seed, outcome, said in _child(kind, range(following, seeds.stop)):
            following = seed + 1
            yield seed, outcome, said


def _child(kind: str, seeds: range) -> Iterator[tuple[int, str, str]]:
    """The outcomes of one child process, the last of them its end if that came too early."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    if not (child := os.fork()):
        _work(kind, seeds, sender)
    sender.close()
    seed = seeds.start
    while seed < seeds.stop:
        if not select.select([receiver], [], [], SILENCE)[0]:
            os.kill(child, signal.SIGKILL)
        try:
            outcome, said = receiver.recv()
        except EOFError:
            _, status = os.waitpid(child, 0)
            yield seed, "ended", f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit code {os.WEXITSTATUS(status)}"
            return
        yield seed, outcome, said
        seed += 1
    os.waitpid(child, 0)


def _work(kind: str, seeds: range, sender: "multiprocessing.connection.Connection") -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # what libraries print of panics
    for seed in seeds:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        sender.send(attempt(kind, seed))
    os._exit(0)


def attempt(kind: str, seed: int) -> tuple[str, str]:
    """Convert one mutation: `converted`, `rejected`, `crash` or `loss`, and what is to be said of it."""
    try:
        return _timeline(seed) if kind == "timeline" else _conversion(kind, content(kind, seed))
    except InputError as error:
        return "rejected", str(error)
    except BaseException as error:  # PyO3's panics are no exceptions
        return "crash", f"{type(error).__name__}: {error}"[:300]


def _conversion(kind: str, data: bytes) -> tuple[str, str]:
    result = convert_source(from_bytes(f"mutated{ENDINGS.get(kind, '.txt')}", data), bundled())
    for conversion in result.conversions:
        json.loads(write_json(conversion))
    flags = {flag.code for conversion in result.conversions for flag in conversion.document.flags}
    lost = result.words.unaccounted
    return ("loss", f"{lost} words") if lost and "unaccounted_words" not in flags else ("converted", "")


def _timeline(seed: int) -> tuple[str, str]:
    """Every letter of a timeline is in a deadline or in a problem, connectives apart."""
    from normalize.bodies import find_bodies
    from normalize.time_tokens import lexicon
    from normalize.timelines import parse_timeline

    text = " ".join(content("timeline", seed).decode("utf-8", "replace").split())
    deadlines, problems = parse_timeline(text, find_bodies=find_bodies)
    told = " ".join([each.raw for each in deadlines] + [words for _, words in problems])
    words = [word for word in re.findall(r"[^\W_]+", text) if word.casefold() not in lexicon()["neutral"]]
    lost = Counter("".join(words)) - Counter(told)
    return ("loss", f"{''.join(lost.elements())} of {text!r}") if lost else ("converted", "")


def content(kind: str, seed: int) -> bytes:
    """The mutated input of a seed."""
    bases = _bases(kind)
    return mutated(bases[seed % len(bases)], seed)


@cache
def _bases(kind: str) -> tuple[bytes, ...]:
    if kind == "timeline":
        goldens = [each for path in sorted(SAMPLES.glob("*.golden.json")) for each in json.loads(path.read_bytes())]
        return tuple(dict.fromkeys(row["timeline"].encode() for each in goldens for row in each.get("rows", ()) if row.get("timeline")))
    if kind in BASE_ROWS:
        return tuple(damage(document(kind, seed, rows=BASE_ROWS[kind]).truth(), kind, seed).encode() for seed in range(BASE_SEEDS))
    return tuple((SAMPLES / name).read_bytes() for name in BASES[kind])


if __name__ == "__main__":
    main()
