"""The numbers of the costs: counts for words, passive-aggressive steps for weights (Crammer et al., JMLR 7, 2006)."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import log
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from benchmarks.fit_lines.gold import Example, Step
from extract.decoder.line_beam import Sheet, decode_lines, taken
from extract.decoder.line_classes import BULLET, CLASSES, VERBS, word_class
from extract.decoder.line_costs import MOST_OVER, Emissions, LineCosts, Mode, Width
from extract.decoder.line_steps import Reading, line_base, run_starts
from extract.decoder.line_widths import SPARES, bounds, pooled, shown_widths, usual_widths
from extract.decoder.phrases import phrases
from extract.decoder.text_tables import page_width
from normalize.recognisers import recognisers

KINDS = {
    "task_type": "task_type",
    "responsible_body": "bodies",
    "timeline": "timeline",
}  # fields whose numbers any column of the kind takes
PRIOR_WORDS = 12  # seen beforehand, as likely as anywhere
MOST, MOST_TEXT = 3.0, 0.9  # nats
STRANGE = {"function": -2.5, "lower": -2.5, "past": -2.5}  # in a column of types or times, where only a misreading puts them
SLICE, SHORTEST = 60, 10  # lines of an example that are decoded at once
LOSS, MOST_LOSS = 0.5, 30  # nats by which the truth is to win, for each word that is read elsewhere, and up to how many
STEP, SLOWER = 0.04, 0.7  # the largest step, and by what it shrinks each round
BEAM = 16
Vector = npt.NDArray[np.float64]
Counts = dict[tuple[str, str], Counter[str]]
"""How often words of each class stand in a field, by whether they begin the cell."""


def emissions(examples: Iterable[Example]) -> dict[str, dict[str, dict[str, float]]]:
    """By field and by first or later word of a cell, how much each class of words speaks for the field, in nats."""
    counts: Counts = defaultdict(Counter)
    known = recognisers()
    for example in examples:
        for line, (_, runs) in zip(example.lines, example.path, strict=True):
            for run in runs:
                part = "first" if run.mode is Mode.OPENS else "later"
                for word in line.words[run.start : run.end]:
                    counts[example.layout.columns[run.column].field, part][BULLET if word.is_bullet else word_class(word.text, known)] += 1
                    part = part if word.is_bullet else "later"
    found = spoken(counts)
    for part in ("first", "later"):
        found.setdefault("any", {})[part] = dict.fromkeys(CLASSES, 0.0)
        for kind in ("number", "codes"):
            found.setdefault(kind, {})[part] = {name: MOST if name == kind else -MOST for name in CLASSES}
    return found


def spoken(counts: Counts) -> dict[str, dict[str, dict[str, float]]]:
    """How much each class speaks for each field, from how often it begins a cell there and stands later in one."""
    fields = sorted({field for field, _ in counts})
    found: dict[str, dict[str, dict[str, float]]] = {}
    for part in ("first", "later"):
        shares = {name: float(np.mean([_share(counts[field, part], name) for field in fields])) for name in CLASSES}
        for field in fields:
            own = {name: _emission(field, name, counts[field, part], shares[name]) for name in CLASSES}
            found.setdefault(KINDS.get(field, field), {})[part] = own
    return found


def _share(counts: Counter[str], name: str) -> float:
    return (counts[name] + 0.3) / (counts.total() + 4)


def _emission(field: str, name: str, counts: Counter[str], share: float) -> float:
    value = log((counts[name] + PRIOR_WORDS * share) / (counts.total() + PRIOR_WORDS) / share)
    most = MOST if field in KINDS or name in (*KINDS.values(), *VERBS, BULLET) else MOST_TEXT
    value = max(-most, min(most, value))
    return min(value, STRANGE.get(name, MOST)) if field in ("task_type", "timeline") else value


class Unit(dict[str, Vector]):
    """Weights of which each is a unit vector: what is computed with them is how often each weight counts."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = {name: i for i, name in enumerate(names)}

    def __getitem__(self, name: str) -> Vector:
        vector = np.zeros(len(self.names))
        vector[self.names[name]] = 1.0
        return vector


def weights(
    examples: Sequence[Example], start: Mapping[str, float], found: Mapping[str, Emissions], rounds: int
) -> Iterator[dict[str, float]]:
    """The weights after each round, as the mean over all steps."""
    names = sorted(start)
    now = np.array([start[name] for name in names])
    total, steps = np.zeros(len(names)), 0
    sheets = list(_with_widths(examples, start, found))
    said = {name: phrases(line for e in examples if e.name == name for line in e.lines) for name in {e.name for e in examples}}
    for turn in range(rounds):
        rng = random.Random(turn)
        rng.shuffle(sheets)
        for example, widths in sheets:
            for first, last in _slices(example.path):
                own = LineCosts(example.layout, recognisers(), dict(zip(names, now, strict=True)), found, rng.choice(widths))
                costs = replace(own, phrases=said[example.name])
                part = replace(example, lines=example.lines[first:last], path=example.path[first:last])
                now = now + _step(part, costs, names, now, STEP * SLOWER**turn)
                total, steps = total + now, steps + 1
        yield dict(zip(names, (total / steps).round(3).tolist(), strict=True))


def _slices(path: Sequence[Step]) -> Iterator[tuple[int, int]]:
    """Spans of lines that begin with a row."""
    cuts = [0]
    for at, (opens, _) in enumerate(path):
        if opens and at - cuts[-1] >= SLICE:
            cuts.append(at)
    yield from ((a, b) for a, b in pairwise([*cuts, len(path)]) if b - a >= SHORTEST)


def _step(example: Example, costs: LineCosts, names: Sequence[str], now: Vector, most: float) -> Vector:
    """By how much the weights move so that the truth wins over what is read."""
    read = decode_lines(example.lines, [costs] * len(example.lines), BEAM)
    path = [(reading.row_start == at, reading.runs) for at, (reading, _) in enumerate(read)]
    wrong = _wrong(example.path, path)
    if not wrong:
        return np.zeros(len(names))
    unit = replace(costs, weights=cast(Mapping[str, float], Unit(names)), values={})
    truth = replay(example.lines, example.path, unit)
    unit.values.clear()
    move = truth - replay(example.lines, path, unit)
    loss = LOSS * min(wrong, MOST_LOSS) - float(now @ move)
    return move * min(most, loss / float(move @ move)) if loss > 0 and move.any() else np.zeros(len(names))


def _wrong(truth: Sequence[Step], read: Sequence[Step]) -> int:
    """Words that stand in another column, and cells and rows that begin elsewhere, rows twice as much."""
    columns = [[{i: run.column for run in runs for i in range(run.start, run.end)} for _, runs in path] for path in (truth, read)]
    opened = [{(at, run.column) for at, (_, runs) in enumerate(path) for run in runs if run.mode is Mode.OPENS} for path in (truth, read)]
    words = sum(own[i] != other[i] for own, other in zip(*columns, strict=True) for i in own) + len(opened[0] ^ opened[1])
    return words + 2 * sum(own != other for (own, _), (other, _) in zip(truth, read, strict=True))


def replay(lines: Sequence[Any], path: Sequence[Step], costs: LineCosts) -> Any:
    """What a reading gives in all: a number, or with unit weights a vector."""
    total: Any = 0.0
    for reading, line, sheet, (opens, runs) in _readings(lines, path, costs):
        total = total + line_base(reading, line, opens, costs)
        cuts, follows = costs.cuts(line), costs.follows(line)
        for run in runs:
            looks, over = costs.looks(line, run.column), costs.over(run.column, sheet.width(run.start, run.end))
            total = total + cuts[run.start] + looks[run.end] - looks[run.start]
            total = total + costs.too_wide(min(over, MOST_OVER))
            total = total + (follows[run.end] - follows[run.start + 1] if costs.is_text(run.column) else 0.0)
            total = total + run_starts(reading, run.column, line.words[run.start :], run.start, run.mode, line.gap, opens, costs)
        last = taken(0.0, reading, opens, runs, sheet, 0, costs)
        total = total + last.score
    return total + costs.row_ends(last.cells, last.row)


def _readings(lines: Sequence[Any], path: Sequence[Step], costs: LineCosts) -> Iterator[tuple[Reading, Any, Sheet, Step]]:
    """Each line with the reading of the lines above it; a run whose cell is not there opens one."""
    plain = replace(costs, weights=defaultdict(float))
    reading = Reading(0.0, -1, -1, (None,) * costs.columns, (), None)
    for at, (line, (opens, runs)) in enumerate(zip(lines, path, strict=True)):
        sheet = Sheet(line, plain)
        able = tuple(
            next(
                run._replace(mode=mode)
                for mode in (run.mode, Mode(1 - run.mode))
                if run_starts(reading, run.column, line.words[run.start :], run.start, mode, line.gap, opens, plain) is not None
            )
            for run in runs
        )
        yield reading, line, sheet, (opens, able)
        reading = taken(0.0, reading, opens, able, sheet, at, plain)


def _with_widths(
    examples: Sequence[Example], start: Mapping[str, float], found: Mapping[str, Emissions]
) -> Iterator[tuple[Example, list[list[Width]]]]:
    """Each example with the widths that its columns have, for each pass of the decoder; the last of them twice."""
    shown = []
    for example in examples:
        usual = usual_widths(example.layout.columns, page_width(example.page_lines))
        costs = LineCosts(example.layout, recognisers(), start, found, usual)
        readings = [
            taken(0.0, r, opens, runs, sheet, 0, costs) for r, _, sheet, (opens, runs) in _readings(example.lines, example.path, costs)
        ]
        shown.append((example, usual, pooled(bounds(example.lines, readings, costs.columns))))
    for example, usual, own in shown:
        together = pooled([bound for other, _, bound in shown if other.name == example.name])
        widths = [shown_widths(own, shown_widths(together, usual, spare), spare) for spare in SPARES[1:]]
        yield example, [usual, *widths, *widths, widths[-1]]
