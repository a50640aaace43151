"""How a document is laid out: every switch of the command line, and how a seed chooses them."""

import random
from dataclasses import dataclass, fields, replace
from typing import Any

CM = 567  # twentieths of a point in a centimetre, as Word counts
FONTS = ("Liberation Sans", "Liberation Serif", "Liberation Sans Narrow", "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Condensed")
BORDERS = ("full", "no_outer", "horizontal", "vertical", "rows_and_columns", "outer_horizontal", "none")
BORDER_WEIGHTS = (10, 3, 2, 1, 2, 2, 3)
LINES = ("single", "dashed", "dotted", "double", "thick")
COLOURS = ("auto", "808080", "1F4E79", "C00000", "BFBFBF")
SHADINGS = ("none", "header", "bands", "columns")
PAPERS = {"a4": (21.0 * CM, 29.7 * CM), "letter": (21.59 * CM, 27.94 * CM)}
LEAST_CHARACTERS = 4
EM_WIDTH = 0.55  # of a usual character, in ems


@dataclass(frozen=True, slots=True)
class Layout:
    """The switches of one document. Lengths are centimetres, sizes points."""

    font: str = "Liberation Sans"
    size: float = 9.0
    paper: str = "a4"
    orientation: str = "landscape"  # portrait, landscape, mixed (turns at every section)
    margin: float = 1.8
    spread: float = 0.25  # how far column widths stray from the family's, as a share
    steady_widths: bool = True  # tables of the same columns have the same widths
    narrow: int = 0  # columns that are narrower than their words
    repeat_header: bool = True
    furniture: str = "header"  # none, header, footer, both
    page_numbers: bool = True
    split_rows: bool = True  # False: cantSplit
    borders: str = "full"
    line: str = "single"
    colour: str = "auto"
    shading: str = "none"
    indent: float = 0.0  # of paragraphs in cells, left and right
    padding: float = 0.19  # of cells, left and right
    overhang: float = 0.0  # how far lines reach over the right edge of what the padding leaves them
    vertical: str = "top"  # top, center
    align: str = "left"  # left, both
    space_after: float = 2.0
    new_page: bool = False  # each section begins on a new page
    hyphenate: bool = False
    authors: int = 1  # of tracked changes, each with a colour of its own
    tight_numbers: bool = False  # a number of two digits and its dot do not fit into the column of topic numbers
    kept_blanks: bool = False  # blanks are printed at the end of lines and in empty paragraphs, as Word prints them


def choose(seed: int, **fixed: Any) -> Layout:
    """The layout of a seed, but for what is fixed."""
    rng = random.Random(f"layout/{seed}")
    chosen = Layout(
        font=rng.choice(FONTS),
        size=rng.choice((7.0, 7.5, 8.0, 8.0, 9.0, 9.0, 10.0, 11.0)),
        paper=rng.choice(("a4", "a4", "a4", "letter")),
        orientation=rng.choices(("landscape", "portrait", "mixed"), (7, 2, 2))[0],
        margin=round(rng.uniform(1.0, 2.5), 1),
        spread=rng.choice((0.0, 0.2, 0.4, 0.4)),
        steady_widths=rng.random() < 0.75,
        narrow=rng.choice((0, 0, 1, 2)),
        repeat_header=rng.random() < 0.8,
        furniture=rng.choices(("header", "footer", "both", "none"), (5, 1, 2, 2))[0],
        page_numbers=rng.random() < 0.85,
        split_rows=rng.random() < 0.75,
        borders=rng.choices(BORDERS, BORDER_WEIGHTS)[0],
        line=rng.choices(LINES, (8, 1, 1, 1, 1))[0],
        colour=rng.choice(("auto", "auto", *COLOURS)),
        shading=rng.choices(SHADINGS, (4, 3, 1, 1))[0],
        indent=rng.choice((0.0, 0.0, 0.0, 0.1, 0.15)),
        padding=rng.choice((0.05, 0.1, 0.19, 0.19)),
        vertical=rng.choices(("top", "center"), (3, 1))[0],
        align=rng.choices(("left", "both"), (3, 1))[0],
        space_after=rng.choice((0.0, 2.0, 2.0, 6.0)),
        new_page=rng.random() < 0.3,
        hyphenate=rng.random() < 0.1,
        authors=rng.choice((1, 1, 2, 3)),
    )
    return replace(chosen, **fixed)


def read_switch(text: str) -> tuple[str, Any]:
    """One `name=value` of the command line, the value of that switch's type.

    Raises:
        ValueError: there is no such switch, or the value is not of its type.
    """
    name, _, value = text.partition("=")
    plain = Layout()
    kinds: dict[str, type[Any]] = {one.name: type(getattr(plain, one.name)) for one in fields(Layout)}
    if name not in kinds:
        raise ValueError(f"no such layout switch: {name!r}; there are {', '.join(kinds)}")
    if kinds[name] is bool:
        if value not in ("yes", "no", "true", "false", "1", "0"):
            raise ValueError(f"{name} is yes or no, not {value!r}")
        return name, value in ("yes", "true", "1")
    return name, kinds[name](value)


@dataclass(frozen=True, slots=True)
class Page:
    """A section's page in twentieths of a point."""

    width: int
    height: int
    landscape: bool
    margin: int

    @property
    def text_width(self) -> int:
        """The room between the margins."""
        return self.width - 2 * self.margin

    @property
    def text_height(self) -> int:
        """The height between the margins."""
        return self.height - 2 * self.margin


def page(layout: Layout, section: int) -> Page:
    """The page of the document's section of that number, counted from 0."""
    short, long = PAPERS[layout.paper]
    landscape = layout.orientation == "landscape" or (layout.orientation == "mixed" and section % 2 == 0)
    width, height = (long, short) if landscape else (short, long)
    return Page(round(width), round(height), landscape, round(layout.margin * CM))


def widths(layout: Layout, weights: tuple[float, ...], longest: list[int], room: int, rng: random.Random) -> list[int]:
    """Column widths that fill the room; `longest` is the number of characters of each column's longest word."""
    em = layout.size * 20
    sides = 2 * (layout.padding + layout.indent) * CM
    least = [sides + n * EM_WIDTH * em for n in longest]
    scaled = [weight * rng.uniform(1 - layout.spread, 1 + layout.spread) for weight in weights]
    total = sum(scaled)
    wanted = [weight * room / total for weight in scaled]
    lightest = sorted(range(len(weights)), key=weights.__getitem__)[: 2 * len(weights) // 3]
    narrow = set(rng.sample(lightest, min(layout.narrow, len(lightest))))
    share = rng.uniform(0.55, 0.85)
    least_wide = sides + LEAST_CHARACTERS * em * EM_WIDTH
    fixed = [max(share * (one - sides) + sides, least_wide) if n in narrow else 0.0 for n, one in enumerate(least)]
    floor = [fixed[n] or min(least[n], wanted[n] * 3) for n in range(len(weights))]
    given = [fixed[n] or max(wanted[n], floor[n]) for n in range(len(weights))]
    if (excess := sum(given) - room) > 0 and (spare := sum(g - f for g, f in zip(given, floor, strict=True))) > 0:
        share = min(1.0, excess / spare)
        given = [g - (g - f) * share for g, f in zip(given, floor, strict=True)]
    factor = room / sum(given)
    return _none_too_narrow([one * factor for one in given], least_wide)


def _none_too_narrow(given: list[float], least: float) -> list[int]:
    """The widths with each at least as wide as named, at the cost of the widest."""
    given = list(given)
    for n, one in enumerate(given):
        if one < least and (widest := max(given)) > 1.3 * least:
            given[given.index(widest)] -= least - one
            given[n] = least
    return [round(one) for one in given]
