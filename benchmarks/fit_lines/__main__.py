"""Fit the costs of printed lines.

    python -m benchmarks.fit_lines DUMPS [--rounds 4] [--only NAME ...]

DUMPS is a folder that `python -m samples.damage ocr` has filled. Each PDF with ruled cells is read by Tesseract again, for the place of
each word, and once more as lines that run across the page. Writes `emissions.toml` and `line_weights.toml` of
`extract/decoder`; the weights begin as they are there.
"""

import argparse
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.fit_lines.fitting import emissions, weights
from benchmarks.fit_lines.gold import Example, examples
from benchmarks.fit_lines.labels import printed_lines, read_lines
from extract.profile import bundled

DECODER = Path("extract/decoder")
PROFILE = "ptc_activities"
HEADS = {
    "emissions.toml": "nats that a word of each class speaks for a field, by whether its cell begins with it.",
    "line_weights.toml": "nats; what each weighs, line_costs.py and line_steps.py say.",
}


def main() -> None:
    """Read the arguments, write the files."""
    parser = argparse.ArgumentParser(prog="benchmarks.fit_lines", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps", type=Path)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--only", nargs="*", default=[], help="names of documents; all of them otherwise")
    args = parser.parse_args()
    truths = {path.name.removesuffix(".truth.json"): path for path in sorted(args.dumps.glob("*.truth.json"))}
    names = [name for name in truths if not args.only or name in args.only]
    known = [example for name in names for example in _labelled(args.dumps, name, json.loads(truths[name].read_text("utf-8"))["rows"])]
    found = emissions(known)
    write_emissions(found)
    start = tomllib.loads((DECODER / "line_weights.toml").read_text("utf-8"))
    for turn, fitted in enumerate(weights(known, start, found, args.rounds), 1):
        _write("line_weights.toml", "".join(f"{name} = {value:.3f}\n" for name, value in sorted(fitted.items())))
        print(f"round {turn} of {args.rounds}", flush=True)


def _labelled(folder: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> list[Example]:
    profile = next(profile for profile in bundled() if profile.name == PROFILE)
    pdf = folder / f"{name}.pdf"
    columns = len(profile.table[0].column)
    both = (read_lines(pdf, int(name.split("-")[1]), columns), printed_lines(pdf, columns))
    return [example for text, labels in both for example in examples(name, text, labels, rows, profile)]


def write_emissions(found: Mapping[str, Any]) -> None:
    """Write the emissions of each field, of first and later words."""
    _write("emissions.toml", _tables(found))


def _tables(tables: Mapping[str, Any], above: str = "") -> str:
    text = ""
    for name, table in tables.items():
        path = f'{above}"{name}"'
        inner = {key: value for key, value in table.items() if isinstance(value, dict)}
        if not inner:
            text += f"[{path}]\n" + "".join(f'"{key}" = {value:.2f}\n' for key, value in table.items()) + "\n"
        text += _tables(inner, f"{path}.")
    return text


def _write(name: str, text: str) -> None:
    (DECODER / name).write_text(f"# Written by benchmarks/fit_lines: {HEADS[name]}\n\n{text.rstrip()}\n", "utf-8")


if __name__ == "__main__":
    main()
