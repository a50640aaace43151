"""Fit where cells begin in the columns of pages that a scan reads band by band.

    python -m benchmarks.fit_bands DUMPS [--only NAME ...]

DUMPS is a folder that `python -m samples.damage ocr` has filled. Each PDF with ruled cells is read by Tesseract again, for the place of
each word; the rules say which cell it stands in. Writes `band_weights.toml` of `extract/decoder`. The numbers that come with the tool are
of 27 documents without rules, whose words were given to cells by aligning them with the truth, which no script here does.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from benchmarks.fit_lines.labels import Labels, Spot, read_lines
from extract.decoder.band_cuts import Piece, features, pieces
from extract.decoder.band_widths import fit_widths
from extract.decoder.bands import is_banded
from extract.decoder.line_tables import opened
from extract.decoder.printed_lines import PrintedLine
from extract.decoder.regions import Role, regions
from extract.decoder.text_tables import page_width
from extract.decoder.tokens import DumpLine
from extract.profile import bundled
from normalize.recognisers import recognisers
from schemas.raw import ColumnKind

OUT = Path("extract/decoder/band_weights.toml")
HEAD = "# Written by benchmarks/fit_bands: log-odds that a cell begins with a line of its column, by column kind.\n"
PROFILE = "ptc_activities"
RIDGE, RIDGE_ALWAYS, STEPS = 0.6, 0.05, 40
Known = Mapping[str, float]
Seen = tuple[Known, bool]
"""What tells of a line, and whether a cell begins with it."""


def main() -> None:
    """Read the arguments, write the file."""
    parser = argparse.ArgumentParser(prog="benchmarks.fit_bands", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="names of documents; all of them otherwise")
    args = parser.parse_args()
    seen: dict[ColumnKind, list[Seen]] = defaultdict(list)
    for pdf in sorted(args.dumps.glob("*.pdf")):
        if not args.only or pdf.stem in args.only:
            for kind, each in _seen(pdf):
                seen[kind].append(each)
    text = HEAD
    for kind, own in sorted(seen.items()):
        text += f"\n[{kind.value}]\n" + "".join(f"{name} = {value:.3f}\n" for name, value in sorted(fitted(own).items()))
    OUT.write_text(text, "utf-8")


def _seen(pdf: Path) -> Iterator[tuple[ColumnKind, Seen]]:
    """The lines of each column on the banded pages of a PDF."""
    profile = next(profile for profile in bundled() if profile.name == PROFILE)
    columns = len(profile.table[0].column)
    text, labels = read_lines(pdf, int(pdf.stem.split("-")[1]), columns)
    lines = [DumpLine(i, line) for i, line in enumerate(text.split("\n"), 1)]
    for region in regions(lines, profile):
        if region.role is not Role.TABLE or not region.runs:
            continue
        table = opened(region, page_width(lines), recognisers())
        pages = [list(group) for _, group in groupby(table.lines, key=lambda line: line.leaf)]
        pages = [page for page in pages if is_banded(page, table.costs[page[0].leaf])]
        for page, (costs, path) in zip(pages, fit_widths(pages, [table.costs[page[0].leaf] for page in pages]), strict=True):
            for column, own in enumerate(pieces(page, path, columns)):
                spots = [_spot(piece, page, labels) for piece in own]
                for at, known in enumerate(features(column, own, costs), 1):
                    before, here = spots[at - 1], spots[at]
                    if before is not None and here is not None:
                        yield costs.kinds[column], (known, before != here)


def _spot(piece: Piece, page: Sequence[PrintedLine], labels: Labels) -> Spot | None:
    """The cell of the first word of a piece whose place is known."""
    spots = labels.get(page[piece.at].number, [])
    return next((spot for word in piece.words if word.token < len(spots) and (spot := spots[word.token]) is not None), None)


def fitted(seen: Sequence[Seen]) -> dict[str, float]:
    """The weights of a logistic regression, by Newton's method."""
    names = sorted({name for known, _ in seen for name in known})
    values = np.array([[known.get(name, 0.0) for name in names] for known, _ in seen])
    begins = np.array([float(each) for _, each in seen])
    ridge = np.array([RIDGE_ALWAYS if name == "always" else RIDGE for name in names])
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-values @ weights))
        bend = (values * (chances * (1 - chances))[:, None]).T @ values + np.diag(ridge)
        weights = weights + np.linalg.solve(bend, values.T @ (begins - chances) - ridge * weights)
    return dict(zip(names, weights.tolist(), strict=True))


if __name__ == "__main__":
    main()
