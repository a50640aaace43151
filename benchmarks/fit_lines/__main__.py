"""Fit the costs of printed lines.

    python -m benchmarks.fit_lines DUMPS [--rounds 4] [--only NAME ...]

DUMPS is a folder that `python -m samples.damage ocr` has filled. Each PDF with ruled cells is read by Tesseract again, for the place of
each word, and once more as lines that run across the page. Writes `emissions.toml`, `syntax.toml` and `line_weights.toml` of
`extract/decoder`; the weights begin as they are there.
"""

import argparse
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.fit_lines.fitting import emissions, syntax, weights
from benchmarks.fit_lines.gold import Example, examples
from benchmarks.fit_lines.labels import printed_lines, read_lines
from extract.profile import bundled

DECODER = Path("extract/decoder")
PROFILE = "ptc_activities"
FIELDS = ("topic", "task", "indicator", "progress", "responsible_body", "objective", "related_programme")
HEADS = {
    "emissions.toml": "nats that a word of each class speaks for a field, by whether its cell begins with it.",
    "syntax.toml": "nats by which a tag is likelier after another than anywhere.",
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
    _write("emissions.toml", _tables(found))
    _write("syntax.toml", _tables(syntax(_texts([json.loads(path.read_text("utf-8")) for path in truths.values()]))))
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


def _texts(truths: Sequence[Mapping[str, Any]]) -> list[str]:
    cells = {str(row[field]) for truth in truths for row in truth["rows"] for field in FIELDS if row.get(field)}
    return [paragraph for cell in sorted(cells) for paragraph in cell.split("\n")]


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
