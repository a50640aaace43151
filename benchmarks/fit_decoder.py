"""Fit the decoder's weights on block dumps whose truth is known.

    python -m benchmarks.fit_decoder DUMPS [--minutes 5] [--out extract/decoder/weights.toml]

DUMPS is a folder of `NAME.block.txt`, each beside its `NAME.truth.json` (`python -m samples.damage block`). Each weight in turn is made
larger or smaller, and stays so where the readings get better: fewer wrong steps, and less that the best wrong reading gives beyond the
true one. The weights of gaps began as logarithms of how often the true readings take each step over each gap; `stopped` was set by hand.
The search starts from the committed weights and ends with its time, so a run betters the file and never gives it again bit by bit.
"""

import argparse
import random
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from benchmarks.alignment import Spot
from benchmarks.dumps import tables
from extract.decoder.beam import Placed, decode
from extract.decoder.costs import Cell, Cells, Costs, Setting, turned
from extract.decoder.text_tables import learned
from extract.decoder.tokens import Gap, Token
from extract.decoder.wording import fitted
from normalize.recognisers import recognisers

WEIGHTS = Path("extract/decoder/weights.toml")
FACTORS = (1.3, 0.75)  # by which a weight is moved,
SHIFT = 0.7  # nats; and a small one
SMALL = 0.2
FIXED = ("idle",)  # made programmes print no blank that stands for nothing; others do
SHORTFALL = 0.2  # what a nat counts by which the truth is beaten, against a wrong step,
MOST_SHORT = 20.0  # nats; more is one lost reading


@dataclass
class Example:
    """One table of a dump: its words and where each belongs."""

    name: str
    words: list[Token]
    costs: Costs
    truth: list[Placed]


def replay(words: Sequence[Token], placed: Sequence[Placed], costs: Costs) -> float:
    """What the reading gives in all, in nats."""
    total = 0.0
    cells: Cells = (None,) * costs.columns
    number, before, first, line_first = "", None, -1, -1
    for word, put in zip(words, placed, strict=True):
        column = put.column
        if before is not None and put.row == before.row and word.gap is Gap.PAGE:
            cells = turned(cells)
        first, line_first = line_first, line_first if word.gap is Gap.WORD else -1 if word.indented else column
        if before is not None and (put.row, column) == (before.row, before.column):
            cell = cells[column]
            assert cell is not None
            total = total + _or_nothing(costs.stay(column, cell, word, first))
            cells = (*cells[:column], cell.plus(word), *cells[column + 1 :])
            continue
        if before is not None:
            cell = cells[before.column]
            assert cell is not None
            left, change = costs.leave(before.column, cell, word)
            total = total + change
            cells = (*cells[: before.column], left, *cells[before.column + 1 :])
        opens = costs.opens(word, number)
        if before is not None and put.row == before.row:
            total = total + _or_nothing(costs.move(before.column, column, cells, word, opens))
            there = cells[column]
            now = there.plus(word, True) if there is not None else Cell.opened(word)
        else:
            total = total + (costs.end_row(before.column, cells, word) if before is not None else 0.0) + costs.open_row(column, opens)
            cells, now = (None,) * costs.columns, Cell.opened(word)
        cells = (*cells[:column], now, *cells[column + 1 :])
        number = word.text if costs.is_number(column) else number
        before = put
    return total + (costs.end(before.column, cells) if before is not None else 0.0)


def _or_nothing(gain: float | None) -> float:
    """What a step gives; a step that the costs rule out, as the truth may hold, gives nothing."""
    return 0.0 if gain is None else gain


def examples(folder: Path, weights: Mapping[str, float]) -> Iterator[Example]:
    """The tables of all dumps of a folder, with what a reading would learn of their columns."""
    known = recognisers()
    for table in tables(folder):
        sure = [(word, spot) for word, spot in zip(table.words, table.spots, strict=True) if spot is not None]
        if sure:
            yield _example(table.name, sure, Costs(table.layout, known, weights, fitted(), kept=table.kept))


def _example(name: str, sure: Sequence[tuple[Token, Spot]], costs: Costs) -> Example:
    words, truth = [word for word, _ in sure], [Placed(spot.row, spot.column, 0.0) for _, spot in sure]
    setting = max(Setting, key=lambda each: replay(words, truth, replace(costs, setting=each, openings={}, left={})))
    return Example(name, words, learned(replace(costs, setting=setting), words, truth), truth)


def loss(found: Sequence[Example], weights: Mapping[str, float]) -> float:
    """The wrong steps of the readings with these weights, and how far the truth falls short of them."""
    total = 0.0
    for example in found:
        costs = replace(example.costs, weights=weights, known={}, looks={}, openings={}, left={})
        guess = decode(example.words, costs)
        wrong = sum(a != b for a, b in zip(_steps(guess), _steps(example.truth), strict=True))
        if wrong:
            short = replay(example.words, guess, costs) - replay(example.words, example.truth, costs)
            total += wrong + SHORTFALL * min(max(short, 0.0), MOST_SHORT)
    return total


def _steps(placed: Sequence[Placed]) -> list[tuple[bool, int] | None]:
    """For each word the column it goes to and whether it opens a row; None where it stays in its cell."""
    found: list[tuple[bool, int] | None] = [(True, placed[0].column)]
    for before, put in pairwise(placed):
        stays = (before.row, before.column) == (put.row, put.column)
        found.append(None if stays else (before.row != put.row, put.column))
    return found


def fit(found: Sequence[Example], weights: Mapping[str, float], seconds: float, out: Path) -> None:
    """Move the weights one by one, in an order by chance, and write them after each that helps."""
    best, until, rng = loss(found, weights), time.monotonic() + seconds, random.Random(0)
    print(f"before: {best:.1f}", flush=True)
    names = sorted(set(weights) - set(FIXED))
    while time.monotonic() < until:
        name = rng.choice(names)
        for factor in FACTORS:
            shifted = weights[name] * factor if abs(weights[name]) > SMALL else weights[name] + (SHIFT if factor > 1 else -SHIFT)
            moved = {**weights, name: round(shifted, 3)}
            now = loss(found, moved)
            if now < best:
                best, weights = now, moved
                write(out, weights)
                print(f"{name} = {weights[name]}: {best:.1f}", flush=True)
                break


def write(out: Path, weights: Mapping[str, float]) -> None:
    """Write the weights."""
    lines = ["# nats; what each weighs, extract/decoder/costs.py says. Written by benchmarks/fit_decoder.py.", "", "[block]"]
    lines += [f"{name} = {value}" for name, value in sorted(weights.items())]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps", type=Path)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    weights = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))["block"]
    fit(list(examples(options.dumps, weights)), weights, 60 * options.minutes, options.out)


if __name__ == "__main__":
    main()
