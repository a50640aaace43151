"""Fit what single words say of the field they stand in, on damaged programmes whose truth is known.

    python -m benchmarks.fit_emissions DUMPS [--out extract/decoder/block_emissions.toml]

DUMPS is a folder of `NAME.block.txt`, each beside its `NAME.truth.json` (`python -m samples.damage block`).
"""

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.dumps import Table, tables
from extract.decoder.word_classes import CLASSES, word_class
from normalize.recognisers import recognisers

OUT = Path("extract/decoder/block_emissions.toml")
PRIOR = 3.0  # words of each class that a field is taken to have shown beforehand, spread as over all fields
LEAST, MOST = -4.0, 3.0  # nats; no word settles a field by itself
Counts = Mapping[tuple[str, str], Counter[str]]


def count(found: Iterable[Table]) -> Counts:
    """How often words of each class stand in each field, by whether the cell begins with them."""
    known = recognisers()
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for table in found:
        before = None
        for word, spot in zip(table.words, table.spots, strict=True):
            if spot is not None:
                place = "later" if spot == before else "first"
                counts[table.layout.columns[spot.column].field, place][word_class(word.text, known)] += 1
            before = spot
    return counts


def write(counts: Counts, out: Path) -> None:
    """Write the log-odds of each class in each field against all fields, each of which counts alike."""
    shares = {key: {name: (seen[name] + 0.5) / (seen.total() + 0.5 * len(CLASSES)) for name in CLASSES} for key, seen in counts.items()}
    anywhere = {name: sum(share[name] for share in shares.values()) / len(shares) for name in CLASSES}
    lines = ["# Written by benchmarks/fit_emissions.py: nats that a word of each class speaks for a field, first in a cell or later."]
    for (field, place), seen in sorted(counts.items()):
        lines += ["", f"[{field}.{place}]"]
        for name in CLASSES:
            share = (seen[name] + PRIOR * len(CLASSES) * anywhere[name]) / (seen.total() + PRIOR * len(CLASSES))
            lines.append(f"{name} = {min(max(math.log(share / anywhere[name]), LEAST), MOST):.2f}")
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit the emissions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    write(count(tables(options.dumps)), options.out)


if __name__ == "__main__":
    main()
