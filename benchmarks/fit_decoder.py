"""Fit the decoder's weights on damaged programmes whose truth is known.

    python -m benchmarks.fit_decoder DUMPS [--kind block|ocr] [--rounds 4] [--out extract/decoder/weights.toml]

DUMPS is a folder of `NAME.block.txt` or `NAME.ocr.txt`, each beside its `NAME.truth.json` (`python -m samples.damage`). What a reading
gives is linear in the weights, so they are fitted as those of a structured predictor: for each table, the weights move by what the true
reading shows more often than the best wrong one, no further than it takes (Crammer et al., Online passive-aggressive algorithms, JMLR 7,
2006), and the mean over all steps is kept.
"""

import argparse
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.alignment import Spot
from benchmarks.dumps import tables
from extract.decoder.beam import Placed, decode
from extract.decoder.costs import Cell, Cells, Costs, Setting, turned
from extract.decoder.text_tables import learned
from extract.decoder.tokens import Gap, Token
from extract.decoder.wording import fitted
from normalize.recognisers import recognisers

WEIGHTS = Path("extract/decoder/weights.toml")
SHORTEST = 100  # words of an example
MARGIN = 3.0  # nats by which the truth is to win
STEP = 0.001
FIXED = ("idle",)  # made programmes print no blank that stands for nothing; others do
Vector = npt.NDArray[np.float64]


@dataclass
class Example:
    """One table of a dump: its words and where each belongs."""

    name: str
    words: list[Token]
    costs: Costs
    truth: list[Placed]


class Unit(dict[str, Vector]):
    """Weights of which each is a unit vector: what is computed with them is how often each weight counts."""

    def __init__(self, names: Sequence[str]):
        super().__init__()
        self.names = {name: i for i, name in enumerate(names)}

    def __getitem__(self, name: str) -> Vector:
        vector = np.zeros(len(self.names))
        vector[self.names[name]] = 1.0
        return vector


def replay(words: Sequence[Token], placed: Sequence[Placed], costs: Costs) -> Any:
    """What the reading gives in all: a number, or with unit weights a vector."""
    total: Any = 0.0
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


def _or_nothing(gain: Any) -> Any:
    """What a step gives; a step that the costs rule out, as the truth may hold, gives nothing."""
    return 0.0 if gain is None else gain


def examples(folder: Path, weights: Mapping[str, float]) -> Iterator[Example]:
    """The tables of all dumps of a folder, cut into pieces of some rows: of the first pass, and of the second, which knows the widths."""
    known = recognisers()
    for table in tables(folder):
        costs = Costs(table.layout, known, weights, fitted(), kept=table.kept)
        yield from _pieces(table.name, table.words, table.spots, costs)


def _pieces(name: str, words: Sequence[Token], spots: Sequence[Spot | None], costs: Costs) -> Iterator[Example]:
    truth = [Placed(spot.row, spot.column, 0.0) if spot else None for spot in spots]
    sure = [(word, put) for word, put in zip(words, truth, strict=True) if put is not None]
    if not sure:
        return
    setting = max(Setting, key=lambda each: replay(*zip(*sure, strict=True), replace(costs, setting=each)))
    costs = replace(costs, setting=setting)
    shown = [word for word, _ in sure], [put for _, put in sure]
    second = learned(costs, *shown)
    for start, end in pairwise(_cuts(truth)):
        own = [put for put in truth[start:end] if put is not None]
        if len(own) == end - start > 1:
            yield from (Example(name, list(words[start:end]), each, own) for each in (costs, second))


def _cuts(truth: Sequence[Placed | None]) -> list[int]:
    """Where a table is cut into examples: at rows, so that one lost reading does not spoil the steps of all that follows, and at strays."""
    cuts = [0]
    for i, (before, put) in enumerate(pairwise(truth), 1):
        if (before is None) != (put is None) or (i - cuts[-1] >= SHORTEST and before and put and put.row != before.row):
            cuts.append(i)
    return [*cuts, len(truth)]


def fit(found: Sequence[Example], weights: dict[str, float], rounds: int, step: float, out: Path, section: str) -> None:
    """Move the weights round by round, and write their mean after each."""
    names = sorted(weights)
    current = np.array([weights[name] for name in names])
    total, steps = np.zeros(len(names)), 0
    unit, fixed = Unit(names), [names.index(name) for name in FIXED]
    scale = float(np.linalg.norm(current))
    hard = [example for example in found if _errors(example, current, names)[0]]
    fewest = sum(_errors(example, current, names)[0] for example in hard)
    print(f"before: {fewest} words misplaced, in {len(hard)} of {len(found)} pieces", flush=True)
    for turn in range(rounds):
        rng = random.Random(turn)
        order = [*hard, *rng.sample(found, min(len(hard), len(found)))]
        rng.shuffle(order)
        wrong = 0
        for example in order:
            errors, guess = _errors(example, current, names)
            wrong += errors
            if errors:
                vectors = replace(example.costs, weights=unit, known={}, looks={}, openings={}, left={})
                difference = replay(example.words, example.truth, vectors) - replay(example.words, guess, vectors)
                difference[fixed] = 0.0
                short = MARGIN - float(difference @ current)
                if short > 0:
                    current = current + min(step, short / max(float(difference @ difference), 1e-9)) * difference
                    current *= scale / float(np.linalg.norm(current))  # the beam is as wide as the weights are small
            total, steps = total + current, steps + 1
        mean = total / steps
        kept = sum(_errors(example, mean, names)[0] for example in hard)
        print(f"round {turn + 1}: {wrong} words misplaced on the way, {kept} of {fewest} by the mean", flush=True)
        write(out, section, dict(zip(names, mean.tolist(), strict=True)))
    print(f"after: {sum(_errors(example, mean, names)[0] for example in found)} words misplaced in all", flush=True)


def _errors(example: Example, weights: Vector, names: Sequence[str]) -> tuple[int, list[Placed]]:
    """How many words a reading with these weights misplaces, and the reading."""
    now = dict(zip(names, weights.tolist(), strict=True))
    guess = decode(example.words, replace(example.costs, weights=now, known={}, looks={}, openings={}, left={}))
    return sum(a != b for a, b in zip(_starts(guess), _starts(example.truth), strict=True)), guess


def _starts(placed: Sequence[Placed]) -> list[tuple[int, bool]]:
    """The column of each word, and whether it opens a row: row numbers themselves shift with the first error."""
    return [(put.column, i == 0 or placed[i - 1].row != put.row) for i, put in enumerate(placed)]


def write(out: Path, section: str, weights: Mapping[str, float]) -> None:
    """Write the weights of one section; the others stay."""
    known = tomllib.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    known[section] = {name: round(value, 3) for name, value in weights.items()}
    lines = ["# nats; what each weighs, extract/decoder/costs.py says. Written by benchmarks/fit_decoder.py."]
    for name, values in known.items():
        lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in sorted(values.items()))]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit one section of the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps", type=Path)
    parser.add_argument("--kind", choices=("block", "ocr"), default="block")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--step", type=float, default=STEP, help="the furthest that one example moves the weights")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    weights = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))[options.kind]
    fit(list(examples(options.dumps, weights)), weights, options.rounds, options.step, options.out, options.kind)


if __name__ == "__main__":
    main()
