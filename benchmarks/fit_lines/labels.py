"""Where each word of a page stands, by the rules of its PDF: for the lines that Tesseract read, and for the lines as printed."""

import csv
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import pdfplumber

from samples.damage.ocr import boxes

PIXEL = 0.36  # points, at 200 dots an inch
LEAST_RULE, LEAST_SIDE = 15.0, 8.0  # points of a rule between rows, and between columns
CHANGE_BAR = 9.5  # points left of a table: a bar that marks a changed line
TOUCHES = 2.5  # points by which a rule may miss the sides of its cell
SAME_LINE, PARAGRAPH = 3.2, 17.0  # points between the feet of words of one line, and between paragraphs
RAISED = frozenset({"st", "nd", "rd", "th"})
READ_BULLETS = ("«", "*", "+", "¢", "e", "»", "-", "•")
BORDERED = 0.06  # share of column borders that a scan reads as a sign
PAGE = 10_000  # tops are counted on from page to page


@dataclass(frozen=True, slots=True)
class Spot:
    """The cell of a word: its column, and the top of the cell in points below the top of page 0."""

    column: int
    top: int


Labels = dict[int, list[Spot | None]]
"""By line number, the spot of each of its words; None outside of a table."""


@dataclass(frozen=True, slots=True)
class Box:
    """A word and its box in points."""

    text: str
    x: float
    y: float


class Grid:
    """The rules of a page."""

    def __init__(self, page: Any, number: int, columns: int) -> None:
        self.number, self.columns = number, columns
        self.across = [edge for edge in page.edges if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > LEAST_RULE]
        self.down = [edge for edge in page.edges if edge["orientation"] == "v" and edge["height"] > LEAST_SIDE]

    def spot(self, x: float, y: float) -> Spot | None:
        """The cell at a point."""
        sides = sorted({round(edge["x0"]) for edge in self.down if edge["top"] - 2 <= y <= edge["bottom"] + 2})
        sides = sides[1:] if len(sides) > 1 and sides[1] - sides[0] < CHANGE_BAR else sides
        sides = [b for a, b in pairwise([-PAGE, *sides]) if b - a > 4]
        column = sum(side <= x for side in sides) - 1
        if len(sides) != self.columns + 1 or not 0 <= column < self.columns:
            return None
        left, right = sides[column], sides[column + 1]
        tops = [e["top"] for e in self.across if e["top"] <= y + 1 and e["x0"] <= left + TOUCHES and e["x1"] >= right - TOUCHES]
        return Spot(column, self.number * PAGE + round(max(tops))) if tops else None


def read_lines(pdf: Path, seed: int, columns: int) -> tuple[str, Labels]:
    """The text that Tesseract reads of a PDF, as `samples.damage.ocr` writes it, and its labels."""
    text: list[str] = []
    labels: Labels = {}
    with pdfplumber.open(pdf) as document:
        for number, (page, table) in enumerate(zip(document.pages, boxes(pdf, seed), strict=True), 1):
            grid, last, first = Grid(page, number, columns), None, True
            for block, words in _tesseract_lines(table):
                if last not in (None, block):
                    text.append("")
                text.append((" " if first else "") + " ".join(word.text for word in words))
                labels[len(text)] = [grid.spot(word.x, word.y) for word in words]
                last, first = block, False
    return "\n".join(text) + "\n", labels


def _tesseract_lines(table: str) -> Iterator[tuple[tuple[str, str], list[Box]]]:
    """The lines of a page: its block and paragraph, and its words."""
    lines: dict[tuple[str, str, str], list[Box]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != "5" or not row["text"].strip():
            continue
        left, top, width, height = (int(row[name]) * PIXEL for name in ("left", "top", "width", "height"))
        box = Box(row["text"].strip(), left + width / 2, top + height / 2)
        lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(box)
    for (block, paragraph, _), words in lines.items():
        yield (block, paragraph), words


def printed_lines(pdf: Path, columns: int) -> tuple[str, Labels]:
    """The text of a PDF as an OCR would read it that takes each printed line across all columns, and its labels."""
    rng = random.Random(pdf.stem)
    text: list[str] = []
    labels: Labels = {}
    with pdfplumber.open(pdf) as document:
        for number, page in enumerate(document.pages, 1):
            grid, foot = Grid(page, number, columns), None
            for first, (line_foot, words) in enumerate(_rows(page)):
                if foot is not None and line_foot - foot > PARAGRAPH:
                    text.append("")
                foot = line_foot
                said, spots = _worn(words, grid, rng)
                text.append(("" if first else " ") + " ".join(said))
                labels[len(text)] = spots
    return "\n".join(text) + "\n", labels


def _rows(page: Any) -> list[tuple[float, list[dict[str, Any]]]]:
    """The words of a page by the foot of their line."""
    lines: list[tuple[float, list[dict[str, Any]]]] = []
    for word in sorted(page.extract_words(x_tolerance=1.5, y_tolerance=2), key=itemgetter("bottom")):
        if word["text"] in RAISED:
            continue
        line = next((words for foot, words in lines[-3:] if abs(foot - word["bottom"]) < SAME_LINE), None)
        if line is None:
            lines.append((word["bottom"], [word]))
        else:
            line.append(word)
    return [(foot, sorted(words, key=itemgetter("x0"))) for foot, words in lines]


def _worn(words: Sequence[dict[str, Any]], grid: Grid, rng: random.Random) -> tuple[list[str], list[Spot | None]]:
    """The words of a line with bullets and some borders as a scan reads them."""
    said: list[str] = []
    spots: list[Spot | None] = []
    for word in words:
        spot = grid.spot((word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2)
        if spot and spots and spots[-1] and spot.column != spots[-1].column and rng.random() < BORDERED:
            said.append("|")
            spots.append(spot)
        alone = len(word["text"]) == 1 and not word["text"].isalnum() and word["text"] not in "()&/"
        said.append(rng.choice(READ_BULLETS) if alone else word["text"])
        spots.append(spot)
    return said, spots
