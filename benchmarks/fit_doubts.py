"""Fit how likely a cell of an OCR's text is wrong.

    python -m benchmarks.fit_doubts DUMPS [--held-out DUMPS]

DUMPS is a folder that `python -m samples.damage ocr` has filled. Each text is converted; a cell is wrong where the truth's differs by
more than 15 of 100 letters. Writes `doubts.toml` of `extract/decoder`, and prints for some thresholds the share of cells that would be
held up and the share that is wrong without, on the documents held out.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from annextract.pipeline import convert_source
from extract.decoder import line_tables
from extract.profile import bundled
from extract.source import load
from schemas.errors import AnnextractError
from schemas.flags import FlagCode
from schemas.row import Row

OUT = Path("extract/decoder/doubts.toml")
HEAD = "# Written by benchmarks/fit_doubts: log-odds that a cell is wrong, by feature.\n\n"
FIELDS = ("topic_number", "task_type", "strategic_codes", "timeline", "topic", "task", "responsible_body", "indicator", "progress")
EXACT = ("topic_number", "task_type", "strategic_codes", "timeline")
LIKE, SAME_ROW = 0.85, 0.35  # likeness from which cells and rows are the same
RIDGE, STEPS, TURNS = 1.0, 12, 4
THRESHOLDS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
Vector = npt.NDArray[np.float64]
Known = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a converted row: the features of what it was read from, whether other flags are on it, and whether it is wrong."""

    known: Sequence[Known]
    flagged: bool
    wrong: bool


class Told(float):
    """A chance that prints as the number of its features in `seen`."""

    seen: ClassVar[list[Known]] = []

    def __format__(self, _: str) -> str:
        return f"#{int(self) - 1}#"

    @classmethod
    def of(cls, known: Known) -> "Told":
        """The features' number, which is beyond any threshold."""
        cls.seen.append(known)
        return cls(len(cls.seen))


def main() -> None:
    """Read the arguments, write the file."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.fit_doubts", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dumps", type=Path)
    parser.add_argument("--held-out", type=Path, default=None)
    args = parser.parse_args()
    known = list(cells(args.dumps))
    weights = fitted(known)
    text = "".join(f"{name} = {value:.3f}\n" for name, value in sorted(weights.items()))
    OUT.write_text(HEAD + text, "utf-8")
    known = list(cells(args.held_out)) if args.held_out else known
    for threshold in THRESHOLDS:
        held = [cell.flagged or any(chance(weights, one) >= threshold for one in cell.known) for cell in known]
        silent = sum(cell.wrong and not flag for cell, flag in zip(known, held, strict=True)) / len(known)
        print(f"from {threshold}: {sum(held) / len(known):.3f} held up, {silent:.3f} wrong without")


def chance(weights: Known, known: Known) -> float:
    """The chance to be wrong, from 0 to 1."""
    return float(1 / (1 + np.exp(-sum(weights.get(name, 0.0) * value for name, value in known.items()))))


def cells(folder: Path) -> Iterator[Cell]:
    """The cells of the rows that both a converted text and its truth hold."""
    profiles = bundled()
    for path in sorted(folder.glob("*.ocr.txt")):
        truth = json.loads(path.with_name(path.name.replace(".ocr.txt", ".truth.json")).read_text("utf-8"))["rows"]
        Told.seen.clear()
        with patch.object(line_tables, "chance_of_error", Told.of), patch.object(line_tables, "HOPELESS", float("inf")):
            try:
                rows = convert_source(load(path), profiles).conversions[0].rows
            except AnnextractError:
                continue
        for row, meant in _pairs(rows, truth):
            found = [_cell(row, field, meant.get(field)) for field in FIELDS]
            yield from (cell for cell, field in zip(found, FIELDS, strict=True) if cell.known or getattr(row, field) or meant.get(field))


def _pairs(rows: Sequence[Row], truth: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Row, Mapping[str, Any]]]:
    """Rows of the same place in print order, as many as are like each other."""
    texts = [
        [" | ".join(str(value or "") for value in row) for row in side]
        for side in ([[getattr(row, field) for field in FIELDS] for row in rows], [[row.get(field) for field in FIELDS] for row in truth])
    ]
    like = cdist(texts[0], texts[1], scorer=Levenshtein.normalized_similarity)
    best = np.zeros((len(rows) + 1, len(truth) + 1))
    for i in range(len(rows) - 1, -1, -1):
        for j in range(len(truth) - 1, -1, -1):
            both = like[i, j] ** 2 + best[i + 1, j + 1] if like[i, j] >= SAME_ROW else -1.0
            best[i, j] = max(best[i + 1, j], best[i, j + 1], both)
    i = j = 0
    while i < len(rows) and j < len(truth):
        if best[i, j] == best[i + 1, j]:
            i += 1
        elif best[i, j] == best[i, j + 1]:
            j += 1
        else:
            yield rows[i], truth[j]
            i, j = i + 1, j + 1


def _cell(row: Row, field: str, meant: str | Sequence[str] | None) -> Cell:
    known, others = [], False
    for flag in row.flags:
        if flag.field not in (field, None):
            continue
        if flag.code is FlagCode.CLOSE_COLUMN and "#" in flag.detail:
            known.append(Told.seen[int(flag.detail.split("#")[1])])
        else:
            others = True
    value = getattr(row, field)
    printed, wanted = (" ".join(_text(each).casefold().split()) for each in (value, meant))
    right = printed == wanted if field in EXACT else Levenshtein.normalized_similarity(printed, wanted) >= LIKE
    return Cell(known, others, not right)


def _text(value: str | Sequence[str] | None) -> str:
    return value if isinstance(value, str) else " ".join(value or ())


def fitted(known: Sequence[Cell]) -> dict[str, float]:
    """The weights by Newton's method; of a cell of several parts the most doubtful counts."""
    names = sorted({name for cell in known for one in cell.known for name in one})
    parts = [np.array([[one.get(name, 0.0) for name in names] for one in cell.known]) for cell in known if cell.known]
    wrong = np.array([float(cell.wrong) for cell in known if cell.known])
    weights: Vector = np.zeros(len(names))
    for _ in range(TURNS):
        worst = np.array([each[np.argmax(each @ weights)] for each in parts])
        for _ in range(STEPS):
            chances = 1 / (1 + np.exp(-worst @ weights))
            bend = (worst * (chances * (1 - chances))[:, None]).T @ worst + RIDGE * np.eye(len(names))
            weights = weights + np.linalg.solve(bend, worst.T @ (wrong - chances) - RIDGE * weights)
    return dict(zip(names, weights.tolist(), strict=True))


if __name__ == "__main__":
    main()
