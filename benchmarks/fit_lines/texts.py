"""Let the emissions of running text be the mean of what they are and of what the texts of converted documents show.

    python -m benchmarks.fit_lines.texts CONVERTED

CONVERTED is a folder of the JSON that `annextract convert` writes. Run it once after `benchmarks.fit_lines`: what was made up to fit the
numbers has the structure and the misreadings of scans, but fewer ways to word a task than people have. Changes `emissions.toml` of
`extract/decoder` but for what a scan adds (bullets) and what was set by hand; the notes at its head are to be put back.
"""

import argparse
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.fit_lines.__main__ import DECODER, write_emissions
from benchmarks.fit_lines.fitting import Counts, spoken
from extract.decoder.line_classes import BULLET, word_class
from extract.decoder.line_costs import ARTICLE
from normalize.recognisers import recognisers

RUNNING = ("topic", "task", "indicator", "progress")
FIELDS = (*RUNNING, "objective", "task_type", "responsible_body", "timeline")
KEPT = (BULLET, "codes", "number", "ordinal")


def main() -> None:
    """Read the arguments, change the file."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.fit_lines.texts", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("converted", type=Path)
    rows = [row for path in sorted(parser.parse_args().converted.rglob("*.json")) for row in _rows(path)]
    shown = spoken(counted(rows))
    stands = tomllib.loads((DECODER / "emissions.toml").read_text("utf-8"))
    for field in RUNNING:
        for part, own in stands[field].items():
            other = shown[field][part]
            own.update({name: (value + other[name]) / 2 for name, value in own.items() if name not in KEPT})
    write_emissions(stands)


def _rows(path: Path) -> list[Mapping[str, Any]]:
    document = json.loads(path.read_text("utf-8"))
    return document.get("rows", []) if isinstance(document, dict) else []


def counted(rows: Iterable[Mapping[str, Any]]) -> Counts:
    """How often words of each class begin a cell of each field, and stand later in one; a text that comes back counts once."""
    known = recognisers()
    counts: Counts = defaultdict(Counter)
    for field, text in sorted({(field, str(row[field])) for row in rows for field in FIELDS if row.get(field)}):
        words = text.split()
        for n, (word, after) in enumerate(pairwise([*words, ""])):
            is_article = word == ARTICLE and after[:1].islower()
            counts[field, "later" if n else "first"]["function" if is_article else word_class(word, known)] += 1
    return counts


if __name__ == "__main__":
    main()
