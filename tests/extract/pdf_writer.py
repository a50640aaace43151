"""PDF bytes by hand: Helvetica text and rules on pages, no library. Lengths in points from the page's top left corner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pdf_objects import pdf, stream
from pdfminer.fontmetrics import FONT_METRICS

WIDTHS = FONT_METRICS["Helvetica"][1]
ASCENT = 0.718  # of the size, above the base line


class Rules(StrEnum):
    """The ways in which programmes draw the sides of a cell."""

    LINES = "lines"  # one stroked segment a side
    RECTS = "rects"  # one filled rectangle a side, as thin as a rule
    CELLS = "cells"  # one stroked rectangle a cell
    DASHES = "dashes"  # many short segments a side
    POLYGONS = "polygons"  # one filled polygon a side, its last edge left to the filling


def width(text: str, size: float) -> float:
    """The printed width of a text."""
    return sum(WIDTHS.get(char, 556) for char in text) * size / 1000


def wrap(text: str, room: float, size: float) -> list[str]:
    """The lines of a text in a column; a line feed begins a new one."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and width(longer, size) > room:
                lines.append(line)
                longer = word
            line = longer
        lines += [line] if line else []
    return lines


@dataclass
class Page:
    """One page, drawn upon in any order."""

    width: float = 842.0
    height: float = 595.0
    operations: list[str] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)  # dictionaries
    turns: int = 0  # quarter turns clockwise by which a viewer turns the page to look like this

    def colour(self, red: float, green: float, blue: float) -> None:
        """The colour of what is drawn from here on, each part 0 to 1."""
        self.operations.append(f"{red:g} {green:g} {blue:g} rg {red:g} {green:g} {blue:g} RG")

    def annotate(self, kind: str, x0: float, top: float, x1: float, bottom: float) -> None:
        """Lay an annotation of text (StrikeOut, Underline, Highlight) over a box."""
        high, low = self.height - top, self.height - bottom
        quad = f"{x0:.2f} {high:.2f} {x1:.2f} {high:.2f} {x0:.2f} {low:.2f} {x1:.2f} {low:.2f}"
        rect = f"{x0:.2f} {low:.2f} {x1:.2f} {high:.2f}"
        self.annotations.append(f"<< /Type /Annot /Subtype /{kind} /Rect [{rect}] /QuadPoints [{quad}] /C [1 0 0] >>")

    def text(self, x: float, top: float, text: str, size: float = 8.0, *, up: bool = False) -> None:
        """Print a line; `top` is the top of its capitals. With `up` it runs upward, its capitals' tops at `x`, from `top` on."""
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        if up:
            self.operations.append(f"BT /F1 {size:g} Tf 0 1 -1 0 {x + ASCENT * size:.2f} {self.height - top:.2f} Tm ({escaped}) Tj ET")
            return
        y = self.height - top - ASCENT * size
        self.operations.append(f"BT /F1 {size:g} Tf {x:.2f} {y:.2f} Td ({escaped}) Tj ET")

    def rule(self, x0: float, top: float, x1: float, bottom: float, rules: Rules = Rules.LINES) -> None:
        """Draw one side of a cell."""
        if rules in (Rules.RECTS, Rules.POLYGONS):
            thick = 0.48
            wide, tall = max(x1 - x0, thick), max(bottom - top, thick)
            left, low = x0 - thick / 2, self.height - top - tall + thick / 2
            right, high = left + wide, low + tall
            polygon = f"{left:.2f} {low:.2f} m {left:.2f} {high:.2f} l {right:.2f} {high:.2f} l {right:.2f} {low:.2f} l f"
            self.operations.append(polygon if rules is Rules.POLYGONS else f"{left:.2f} {low:.2f} {wide:.2f} {tall:.2f} re f")
            return
        spans = _dashes(x0, top, x1, bottom) if rules is Rules.DASHES else [(x0, top, x1, bottom)]
        for a, b, c, d in spans:
            self.operations.append(f"0.5 w {a:.2f} {self.height - b:.2f} m {c:.2f} {self.height - d:.2f} l S")

    def box(self, x0: float, top: float, x1: float, bottom: float, rules: Rules = Rules.LINES, skip: str = "") -> None:
        """Draw the sides of a cell but those in `skip`, of `t`op and `b`ottom."""
        if rules is Rules.CELLS and not skip:
            self.operations.append(f"0.5 w {x0:.2f} {self.height - bottom:.2f} {x1 - x0:.2f} {bottom - top:.2f} re S")
            return
        sides = {"t": (x0, top, x1, top), "b": (x0, bottom, x1, bottom), "l": (x0, top, x0, bottom), "r": (x1, top, x1, bottom)}
        for side, segment in sides.items():
            if side not in skip:
                self.rule(*segment, rules)


def _dashes(x0: float, top: float, x1: float, bottom: float, dash: float = 2.0, gap: float = 1.5) -> Iterable[tuple[float, ...]]:
    length, at = max(x1 - x0, bottom - top), 0.0
    while at < length:
        end = min(at + dash, length)
        yield (x0 + at, top, x0 + end, top) if x1 - x0 > bottom - top else (x0, top + at, x0, top + end)
        at = end + gap


def _turned(page: Page) -> str:
    """The operator that draws the page turned counter-clockwise, so that it looks as drawn when a viewer turns it back."""
    return [
        "1 0 0 1 0 0 cm",
        f"0 1 -1 0 {page.height:g} 0 cm",
        f"-1 0 0 -1 {page.width:g} {page.height:g} cm",
        f"0 -1 1 0 0 {page.width:g} cm",
    ][page.turns]


def write(pages: Sequence[Page]) -> bytes:
    """The bytes of a PDF of these pages."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, page in enumerate(pages):
        content = "\n".join([_turned(page), *page.operations]).encode("cp1252")
        notes = f" /Annots [{' '.join(page.annotations)}]" if page.annotations else ""
        wide, tall = (page.height, page.width) if page.turns % 2 else (page.width, page.height)
        box = f"/Rotate {90 * page.turns} /MediaBox [0 0 {wide:g} {tall:g}] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * i} 0 R{notes} >>".encode())
        objects.append(stream(content))
    return pdf(*objects)
