"""Fit what the texts of a field look like, on programmes whose truth is known.

    python -m benchmarks.fit_wording DUMPS [--out extract/decoder/wording.toml]

DUMPS is a folder of `NAME.truth.json` (`python -m samples.damage block`, or `samples.generator`), or of the JSON that `annextract convert`
writes. `wording.toml` is of an earlier set of programmes; all weights of the decoder of blocks were fitted with it, so that new numbers
want new weights. `line_wording.toml`, which the text of an OCR is read by, is of the annexes of four real dumps.
"""

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean, pstdev

from extract.decoder.wording import features

OUT = Path("extract/decoder/wording.toml")
FIELDS = ("topic", "task", "objective", "related_programme", "indicator", "progress")  # the others have recognisers of their own
LEAST = 0.02  # no feature settles a field by itself
SAID = (
    "# Written by benchmarks/fit_wording.py: share of each field's texts that show a feature; "
    "mean and deviation of the logarithm of their words."
)


def texts(truths: Iterable[Path]) -> Mapping[str, Sequence[str]]:
    """The texts of each field, and of `any`; one that is merged over several rows of a document counts once."""
    found: dict[str, list[str]] = defaultdict(list)
    for truth in truths:
        rows = json.loads(truth.read_text(encoding="utf-8")).get("rows", [])
        for field in FIELDS:
            own = [text for text in dict.fromkeys(row.get(field) for row in rows) if text]
            found[field] += own
            found["any"] += own
    return {field: found[field] for field in (*FIELDS, "any") if found[field]}


def lines(found: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """The lines of the file."""
    yield SAID
    for field, own in found.items():
        lengths = [math.log(len(text.split())) for text in own]
        yield from ("", f"[{field}]", f"length = {fmean(lengths):.2f}", f"length_sd = {pstdev(lengths):.2f}")
        shown = [features(text) for text in own]
        for name in shown[0]:
            share = fmean(each[name] for each in shown)
            yield f"{name} = {min(max(share, LEAST), 1 - LEAST):.3f}"


def main() -> None:
    """Fit the wording."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    found = texts(sorted(options.dumps.glob("*.json")))
    if not found:
        parser.error(f"{options.dumps}: no JSON with rows; give the folder that holds the truths, or `json/` of an output")
    options.out.write_text("\n".join(lines(found)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
