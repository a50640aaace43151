"""Fit the decoder's weights on damaged programmes whose truth is known.

    python -m benchmarks.fit_decoder DUMPS [--kind block|ocr] [--rounds 4] [--out extract/decoder/weights.toml]

DUMPS is a folder of `NAME.block.txt` or `NAME.ocr.txt`, each beside its `NAME.truth.json` (`python -m samples.damage`). What a reading
gives is linear in the weights, so they are fitted as those of a structured predictor: for each table, the weights move by what the true
reading shows more often than the best wrong one, no further than it takes (Crammer et al., Online passive-aggressive algorithms, JMLR 7,
2006), and the mean over all steps is kept.
"""

import argparse
import json
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from extract.decoder.beam import Placed, decode
from extract.decoder.costs import Cell, Cells, Costs
from extract.decoder.pieces import cut_lines
from extract.decoder.regions import Role, regions
from extract.decoder.tokens import DumpLine, Token, tokens
from extract.decoder.widths import fill, widths
from extract.decoder.wording import fitted
from extract.document import verdicts
from extract.layout import Layout
from extract.profile import Scope, bundled
from extract.readers import loose_dump
from extract.source import load
from normalize.recognisers import recognisers

WEIGHTS = Path("extract/decoder/weights.toml")
SHORTEST = 100  # words of an example
MARGIN = 3.0  # nats by which the truth is to win
STEP = 0.001
LEAST_TRUE = 0.97  # share of an example's words that the truth must explain
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


def letters(text: str) -> str:
    """A text as it compares, however its words are broken."""
    return "".join(text.split()).replace("-", "").casefold()


class Truth(Costs):
    """Costs of a reading by how well its cells are those of the truth."""

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take the rows of the truth."""
        fields = [column.field for column in self.layout.columns]
        self.rows = [tuple(letters(_printed(row, field)) for field in fields) for row in rows]
        self.whole = [{row[i] for row in self.rows if row[i]} for i in range(len(fields))]

    def _judge(self, column: int, text: str) -> float:
        plain, words = letters(text), len(text.split())
        if self.is_number(column):
            plain = plain.rstrip(".")
        if plain in self.whole[column]:
            return 3.0 + 2.0 * words
        if any(cell.startswith(plain) for cell in self.whole[column]):
            return 0.3 * words
        return -1.0 * words

    def stay(self, column: int, cell: Cell, word: Token) -> float | None:
        """As in any reading, but for a text that no cell of the truth begins with."""
        gain = super().stay(column, cell, word)
        plain = letters(cell.text + word.text)
        known = any(text.startswith(plain) for text in self.whole[column])
        return gain if gain is None or known or self.is_number(column) else gain - 8.0

    def end_row(self, cells: Cells) -> float:
        """For a row of the truth to end: all that it prints in columns that do not merge, and nothing of another."""
        own = {i: letters(cell.text).rstrip("." if self.is_number(i) else "") for i, cell in enumerate(cells) if cell is not None}
        alone = [i for i, column in enumerate(self.layout.columns) if column.merge is Scope.NONE]
        whole = any(all(row[i] == text for i, text in own.items()) and all((i in own) == bool(row[i]) for i in alone) for row in self.rows)
        return 4.0 if whole else -6.0


def _printed(row: Mapping[str, Any], field: str) -> str:
    value = row.get(field)
    if field == "strategic_codes":
        return " ".join(value or ())
    if field == "task_type":
        return {"advanced": "A", "maintenance": "M"}.get(value or "", value or "")
    return str(value or "")


def replay(words: Sequence[Token], placed: Sequence[Placed], costs: Costs) -> Any:
    """What the reading gives in all: a number, or with unit weights a vector."""
    total: Any = 0.0
    cells: Cells = (None,) * costs.columns
    number, before = "", None
    for word, put in zip(words, placed, strict=True):
        column = put.column
        if before is not None and (put.row, column) == (before.row, before.column):
            cell = cells[column]
            assert cell is not None
            total = total + _or_nothing(costs.stay(column, cell, word))
            cells = (*cells[:column], cell.plus(word), *cells[column + 1 :])
            continue
        if before is not None:
            cell = cells[before.column]
            assert cell is not None
            left, change = costs.leave(before.column, cell, word)
            total = total + change
            cells = (*cells[: before.column], left, *cells[before.column + 1 :])
        if before is not None and put.row == before.row:
            total = total + _or_nothing(costs.move(before.column, column, cells, word, costs.opens(word, number)))
            there = cells[column]
            now = there.plus(word) if there is not None else Cell.opened(word)
        else:
            total = total + (costs.end_row(cells) if before is not None else 0.0) + costs.open_row(column, word, costs.opens(word, number))
            cells, now = (None,) * costs.columns, Cell.opened(word)
        cells = (*cells[:column], now, *cells[column + 1 :])
        number = word.text if costs.is_number(column) else number
        before = put
    return total + (costs.end(before.column, cells) if before is not None else 0.0)


def _or_nothing(gain: Any) -> Any:
    """What a step gives; a step that the costs rule out, as the truth may hold, gives nothing."""
    return 0.0 if gain is None else gain


def examples(folder: Path, kind: str, weights: Mapping[str, float]) -> Iterator[Example]:
    """The tables of all dumps of a folder whose truth explains them."""
    known = recognisers()
    for path in sorted(folder.glob(f"*.{kind}.txt")):
        truth_file = path.with_name(path.name.split(".")[0] + ".truth.json")
        if not truth_file.exists():
            continue
        rows = json.loads(truth_file.read_text(encoding="utf-8"))["rows"]
        source = load(path)
        fragments = list(loose_dump.read(source))
        profile = verdicts(fragments, bundled())[0].profile
        lines = [DumpLine(i, text) for i, text in enumerate(source.text.replace("\f", "\n").split("\n"), 1)]
        for region in regions(lines, profile):
            words = cut_lines(list(tokens(region.runs)), known) if region.role is Role.TABLE else []
            if len(words) < 30 or region.table is None:
                continue
            layout = Layout(region.table.record_kind, region.table.column)
            costs = Costs(layout, known, weights, fitted())
            oracle = Truth(layout, known, {name: 0.1 * value for name, value in weights.items()}, fitted())
            oracle.prepare(rows)
            truth = decode(words, oracle)
            share = _explained(words, truth, oracle)
            print(f"{path.name}: {len(words)} words, {share:.0%} explained", flush=True)
            second = replace(costs, widths=widths(words, truth, costs.columns), fill=fill(truth, costs.columns))
            for start, end in pairwise(_cuts(truth)):
                if _explained(words[start:end], truth[start:end], oracle) >= LEAST_TRUE:
                    yield from (Example(path.name, words[start:end], each, truth[start:end]) for each in (costs, second))


def _cuts(truth: Sequence[Placed]) -> list[int]:
    """Where a table is cut into examples: at rows, so that one lost reading does not spoil the steps of all that follows."""
    cuts = [0]
    for i, put in enumerate(truth):
        if i - cuts[-1] >= SHORTEST and put.row != truth[i - 1].row:
            cuts.append(i)
    return [*cuts, len(truth)]


def _explained(words: Sequence[Token], truth: Sequence[Placed], oracle: Truth) -> float:
    cells: dict[tuple[int, int], list[str]] = {}
    for word, put in zip(words, truth, strict=True):
        cells.setdefault((put.row, put.column), []).append(word.text)
    good = sum(len(texts) for (_, column), texts in cells.items() if oracle._judge(column, " ".join(texts)) >= 3.0)
    return good / len(words)


def fit(found: Sequence[Example], weights: dict[str, float], rounds: int, step: float, out: Path, section: str) -> None:
    """Move the weights round by round, and write their mean after each."""
    names = sorted(weights)
    current = np.array([weights[name] for name in names])
    total, steps = np.zeros(len(names)), 0
    unit = Unit(names)
    scale = float(np.linalg.norm(current))
    fewest = sum(_errors(example, current, names)[0] for example in found)
    print(f"before: {fewest} words misplaced", flush=True)
    for turn in range(rounds):
        wrong = all_words = 0
        order = list(found)
        random.Random(turn).shuffle(order)
        for example in order:
            errors, guess = _errors(example, current, names)
            wrong, all_words = wrong + errors, all_words + len(guess)
            if errors:
                vectors = replace(example.costs, weights=unit, known={})
                difference = replay(example.words, example.truth, vectors) - replay(example.words, guess, vectors)
                short = MARGIN - float(difference @ current)
                if short > 0:
                    current = current + min(step, short / max(float(difference @ difference), 1e-9)) * difference
                    current *= scale / float(np.linalg.norm(current))  # the beam is as wide as the weights are small
            total, steps = total + current, steps + 1
        mean = total / steps
        kept = sum(_errors(example, mean, names)[0] for example in found)
        print(f"round {turn + 1}: {wrong} of {all_words} words misplaced on the way, {kept} by the mean", flush=True)
        if kept < fewest:
            fewest = kept
            write(out, section, dict(zip(names, mean.tolist(), strict=True)))


def _errors(example: Example, weights: Vector, names: Sequence[str]) -> tuple[int, list[Placed]]:
    """How many words a reading with these weights misplaces, and the reading."""
    now = dict(zip(names, weights.tolist(), strict=True))
    guess = decode(example.words, replace(example.costs, weights=now, known={}))
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
    fit(list(examples(options.dumps, options.kind, weights)), weights, options.rounds, options.step, options.out, options.kind)


if __name__ == "__main__":
    main()
