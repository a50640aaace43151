#!/usr/bin/env python3
"""Builds the samples of this folder from samples/source/*.toml.

    python samples/build.py                writes the tab dumps samples/*.txt
    python samples/build.py --check        exits 1 where a committed tab dump is not what its source gives
    python samples/build.py --pdf          writes the PDFs too (python-docx, and LibreOffice's soffice on the path)
    python samples/build.py --truth DIR    writes what each source means: {"document": ..., "rows": ...}, to score a conversion

The dumps come out the same everywhere. A PDF depends on the version of LibreOffice, so it is rebuilt by hand and not checked.
"""

import argparse
import json
import sys
from pathlib import Path

from sample_builder.dump import dump
from sample_builder.families import programmes
from sample_builder.model import Programme

HERE = Path(__file__).resolve().parent


def check(samples: list[Programme]) -> int:
    """Compares the committed dumps with the sources; 1 where one differs."""
    stale = [p.name for p in _dumped(samples) if not _dump_path(p).is_file() or _dump_path(p).read_bytes() != dump(p).encode()]
    for name in stale:
        print(f"samples/{name}.txt is not what samples/source/{name}.toml gives", file=sys.stderr)
    return int(bool(stale))


def write_dumps(samples: list[Programme]) -> None:
    """Writes the tab dump of every source that asks for one."""
    for programme in _dumped(samples):
        _dump_path(programme).write_text(dump(programme), encoding="utf-8", newline="\n")


def write_pdfs(samples: list[Programme]) -> None:
    """Writes the PDF of every source that asks for one."""
    from sample_builder.word import write_pdf  # python-docx is needed here only

    for programme in samples:
        if "pdf" in programme.source:
            write_pdf(programme, HERE / f"{programme.name}.pdf")


def write_truth(samples: list[Programme], folder: Path) -> None:
    """Writes what every source means."""
    folder.mkdir(parents=True, exist_ok=True)
    for programme in samples:
        text = json.dumps(programme.truth, ensure_ascii=False, indent=1)
        (folder / f"{programme.name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def main() -> int:
    """Runs one of the modes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true")
    mode.add_argument("--pdf", action="store_true")
    mode.add_argument("--truth", type=Path, metavar="DIR")
    arguments = parser.parse_args()
    samples = programmes(HERE / "source")
    if arguments.check:
        return check(samples)
    if arguments.truth:
        write_truth(samples, arguments.truth)
        return 0
    write_dumps(samples)
    if arguments.pdf:
        write_pdfs(samples)
    return 0


def _dumped(samples: list[Programme]) -> list[Programme]:
    return [programme for programme in samples if "dump" in programme.source]


def _dump_path(programme: Programme) -> Path:
    return HERE / f"{programme.name}.txt"


if __name__ == "__main__":
    sys.exit(main())
