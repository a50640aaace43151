"""Make cells with tracked changes, print them, read them with OCR; fit the noise costs on some, score others.

    python -m benchmarks.track_changes make FILE --seed 1 --pages 45      tuning: seeds below 10,000; reporting: 10,000 and more
    python -m benchmarks.track_changes fit FILE                           writes normalize/vocabulary/ocr_noise.toml
    python -m benchmarks.track_changes score FILE [--show 20]

A file holds one cell a line: what OCR read, the pieces that were printed, and the text before and after. LibreOffice and tesseract
are needed to make one.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.track_changes.edits import EditedCell, Editor
from benchmarks.track_changes.fitting import BORDERS, KINDS, fit

NOISE = Path(__file__).resolve().parents[2] / "normalize" / "vocabulary" / "ocr_noise.toml"
CELLS = 100  # of one document
CLEAN = 0.35  # share of cells that nobody edited
READABLE = 0.85  # of a document's clean cells: where fewer are read letter by letter, font and resolution do not go together
HEAD = """\
# What tesseract reads of what LibreOffice prints at 200 dpi with tracked changes shown, in negative natural logarithms.
# Written by `python -m benchmarks.track_changes fit`: do not edit by hand.
"""


def main() -> None:
    """Parse and do."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.track_changes", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("make", "fit", "score"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=45, help="documents to make, of a hundred cells each")
    parser.add_argument("--show", type=int, default=0, help="wrong cells to show")
    args = parser.parse_args()
    if args.what == "make":
        make(args.file, range(args.seed, args.seed + args.pages))
    elif args.what == "fit":
        NOISE.write_text(noise_text(fit((cell.pieces, read) for read, cell in load(args.file, READABLE))), encoding="utf-8", newline="\n")
    else:
        Score().of(args.file, args.show)


def make(path: Path, seeds: range) -> None:
    """Append the cells of each seed's document to the file."""
    from benchmarks.track_changes.printing import printed

    for seed in seeds:
        editor = Editor(random.Random(seed))
        cells = [editor.cell(CLEAN) for _ in range(CELLS)]
        try:
            texts = printed(cells, seed)
        except RuntimeError as error:
            print(f"seed {seed} is left out: {error}")
            continue
        with path.open("a", encoding="utf-8", newline="\n") as file:
            for cell, text in zip(cells, texts, strict=True):
                made = {"seed": seed, "ocr": text, "pieces": cell.pieces, "before": cell.before, "after": cell.after}
                file.write(json.dumps(made, ensure_ascii=False) + "\n")
        print(f"seed {seed}: {len(cells)} cells")


def load(path: Path, readable: float = 0.0) -> Iterator[tuple[str, EditedCell]]:
    """What OCR read of each cell, and the cell; cells of which it read nothing are left out, and documents of which it reads little."""
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    for _, made in groupby(lines, key=lambda made: made["seed"]):
        cells = [(one["ocr"], EditedCell(tuple((text, mark) for text, mark in one["pieces"]))) for one in made if one["ocr"]]
        clean = [_letters(read) == _letters(cell.after) for read, cell in cells if cell.before == cell.after]
        if sum(clean) >= readable * len(clean):
            yield from cells


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def noise_text(costs: dict[str, dict[str, Any]]) -> str:
    """The costs as their file holds them."""
    lines = [HEAD, f"borders = {json.dumps(BORDERS, ensure_ascii=False)}"]
    for mark, table in costs.items():
        lines += ["", f"[{mark}]"]
        lines += [f"{name} = {value}" for name, value in table.items() if isinstance(value, float)]
        lines += [f"{name} = {_inline(table[name])}" for name in ("line", *KINDS)]
        lines += ["", f"[{mark}.read]"]
        lines += [f"{_quoted(true)} = {_inline(read)}" for true, read in table["read"].items()]
    return "\n".join(lines) + "\n"


def _inline(costs: dict[str, float]) -> str:
    return "{ " + ", ".join(f"{_quoted(name)} = {value}" for name, value in costs.items()) + " }"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@dataclass
class Score:
    """Counts over cells: edited ones whose change shows in print, and clean ones."""

    edited: int = 0
    both: int = 0
    second: int = 0  # right in the second reading, and so named where the two are close
    quiet: int = 0  # wrong, and the second reading not close: nothing says so but the flag of every change
    hidden: int = 0  # edited, and nothing in print shows it: a timeline in itself, or words that are legible and stand apart
    clean: int = 0
    invented: int = 0
    seconds: float = 0.0

    def of(self, path: Path, show: int) -> None:
        """Score the cells of a file and print the counts."""
        wrong = [line for read, cell in load(path, READABLE) if (line := self._cell(read, cell))]
        cells = self.edited + self.hidden + self.clean
        print(f"edited {self.edited}: before and after right {self.both / self.edited:.3f}")
        print(f"right in the second reading {self.second / self.edited:.3f}, wrong without a close second {self.quiet / self.edited:.3f}")
        print(f"edited, but the change does not show {self.hidden}")
        print(f"clean {self.clean}: invented {self.invented}; {self.seconds / cells * 1000:.1f} ms a cell")
        print("\n".join(wrong[:show]))

    def _cell(self, read: str, cell: EditedCell) -> str:
        from normalize.change_words import is_legible
        from normalize.track_changes import is_clean, untangle

        start = time.perf_counter()
        found = untangle(read)
        self.seconds += time.perf_counter() - start
        if cell.before == cell.after:
            self.clean += 1
            self.invented += bool(found and found.changed)
            return f"invented: {read!r} {found}" if found and found.changed else ""
        if is_clean(read) or all(map(is_legible, read.split())):
            self.hidden += 1
            return ""
        self.edited += 1
        truth = (cell.before, cell.after)
        if found and (found.before, found.after) == truth:
            self.both += 1
            return ""
        self.second += bool(found and found.second and (found.second.before, found.second.after) == truth)
        self.quiet += bool(found and not found.is_close)
        return f"wrong: {read!r} is {truth}, read as {found}"


if __name__ == "__main__":
    main()
