"""An imitation of both dumps that needs no tool and no PDF: fast enough for properties, rougher than the real ones.

What it shares with them: cells as blocks, columns mixed line by line, words cut in narrow cells, rows cut by pages, headers
repeated, lines fused, right edges clipped, bullets and borders misread, changed timelines with both readings in one.
"""

import random
from collections.abc import Iterator

from samples.damage.documents import Kind
from samples.damage.printed import Cell, Table, Truth, printed

PAGE_LINES = 45
READ_BULLETS = ("« ", "* ", "+ ", "¢ ", "e ", "• ", "- ", "»")
FUSED, CLIPPED, BULLETED, BORDERED = 0.02, 0.01, 0.3, 0.06  # shares of lines and cells, at full noise


def damage(truth: Truth, kind: Kind, seed: int, noise: float = 1.0) -> str:
    """The dump of a truth: the same for the same seed.

    Args:
        truth: a document with its rows, as the generator writes it.
        kind: which dump is imitated.
        seed: of widths, page breaks and noise.
        noise: 1 for about as much as an OCR dump has, 0 for none: only the columns are gone.
    """
    rng = random.Random(f"rows/{kind}/{seed}")
    pages = _Pages(rng)
    for part in printed(truth, rng, tracked=kind == "ocr"):
        if isinstance(part, Table):
            pages.table(part)
        else:
            pages.line(part)
    write = _block_page if kind == "block" else _ocr_page
    return "".join(f" {write(page, rng, noise)}\n" for page in pages.done())


Strip = list[Cell]
"""What one page shows of one row: a cell a column."""
Page = list[str | Strip]


class _Pages:
    """Fills pages: a row that does not fit goes on under a repeated header."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.pages: list[Page] = [[]]
        self.left = PAGE_LINES

    def done(self) -> list[Page]:
        """All pages."""
        return [page for page in self.pages if page]

    def line(self, text: str) -> None:
        """A line outside the tables."""
        if self.left < 4:
            self._turn()
        self.pages[-1].append(text)
        self.left -= 1

    def table(self, table: Table) -> None:
        """A table, its header first."""
        self._strip(list(table.header))
        for row in table.rows:
            rest = list(row)
            while any(rest):
                if self.left < 1:
                    self._turn()
                    self._strip(list(table.header))
                room = max(1, self.left)
                self._strip([cell[:room] for cell in rest])
                rest = [cell[room:] for cell in rest]

    def _strip(self, strip: Strip) -> None:
        self.pages[-1].append(strip)
        self.left -= max(map(len, strip), default=0)

    def _turn(self) -> None:
        self.pages.append([])
        self.left = self.rng.randint(PAGE_LINES // 2, PAGE_LINES)


def _block_page(page: Page, rng: random.Random, noise: float) -> str:
    """Each cell a block; one of a single line runs into the cell beside it, an empty one leaves a blank."""
    text = ""
    for part in page:
        if isinstance(part, str):
            text += f"{part} \n\n"
            continue
        for cell in filter(None, part):
            text += " \n".join(cell) + " " + ("\n\n" if len(cell) > 1 else "")
        text = text.rstrip("\n") + "\n\n"
    return _fused(text.rstrip("\n"), rng, noise * FUSED / 4)


def _ocr_page(page: Page, rng: random.Random, noise: float) -> str:
    """A page read line by line over all columns, or cell by cell."""
    by_line = rng.random() < 0.6
    lines: list[str] = []
    for part in page:
        if isinstance(part, str):
            lines += [part, ""]
            continue
        strip = [_marked(cell, rng, noise) for cell in part]
        lines += _across(strip, rng, noise) if by_line else [line for cell in strip if any(cell) for line in (*cell, "")]
    return _fused("\n".join(_clipped(line, rng, noise) for line in lines).rstrip("\n"), rng, noise * FUSED)


def _marked(cell: Cell, rng: random.Random, noise: float) -> Cell:
    """The cell with a bullet as it was read."""
    if any(cell) and rng.random() < noise * BULLETED:
        return (rng.choice(READ_BULLETS) + cell[0], *cell[1:])
    return cell


def _across(strip: Strip, rng: random.Random, noise: float) -> Iterator[str]:
    for y in range(max(map(len, strip), default=0)):
        pieces = [cell[y] for cell in strip if y < len(cell) and cell[y]]
        yield "".join(piece + (" | " if rng.random() < noise * BORDERED else " ") for piece in pieces).rstrip(" |")


def _clipped(line: str, rng: random.Random, noise: float) -> str:
    """The line with its last character cut off or read as a border."""
    if len(line) < 8 or rng.random() >= noise * CLIPPED:
        return line
    return line[:-1] + rng.choice(("", "|", "{", "]"))


def _fused(text: str, rng: random.Random, share: float) -> str:
    """The text with some of its line feeds lost."""
    return "".join(" " if char == "\n" and rng.random() < share else char for char in text)
