"""How wide the columns are on pages that a scan reads band by band: no line spans such a page, so nothing shows its width but the bands.

At first in proportion to the bands of single columns, then at the scale at which the lines read best, then as that reading shows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

from extract.decoder.band_columns import read_columns
from extract.decoder.band_cuts import breadth
from extract.decoder.ems import BLANK
from extract.decoder.line_costs import LineCosts, Mode, Width
from extract.decoder.line_steps import Run
from extract.decoder.line_widths import SPARES, Bounds, shown_widths
from extract.decoder.printed_lines import PrintedLine
from extract.decoder.tokens import Gap

LEAST_LINES = 3  # of a band that shows a width
WIDE = 0.85  # share of its lines that are no wider than it
SCALE = 1.2  # by which widths are tried narrower and wider
MOST_SCALES = 5  # tried one after the other

Page = Sequence[PrintedLine]
Path = Sequence[Sequence[Run]]
"""For each line of a page its runs of words and their columns."""


class _Fit(NamedTuple):
    """Pages read with the same widths of their columns, and the sum of the readings' scores, in nats."""

    score: float
    costs: list[LineCosts]
    paths: list[Path]


def fit_widths(pages: Sequence[Page], costs: Sequence[LineCosts]) -> Iterator[tuple[LineCosts, Path]]:
    """For each banded page of a table its costs with the widths at which the pages read best, and how it then reads.

    Args:
        pages: the lines of each.
        costs: of each page, with the usual widths.
    """
    if not pages:
        return
    widths = band_widths([line for page in pages for line in page], costs[0].widths)
    best = _best_scale(pages, costs, widths)
    shown = _shown(pages, best.paths, costs[0].columns)
    best = max(best, _read(pages, costs, shown_widths(shown, best.costs[0].widths, SPARES[0])), key=lambda fit: fit.score)
    yield from zip(best.costs, best.paths, strict=True)


def band_widths(lines: Sequence[PrintedLine], widths: Sequence[Width]) -> list[Width]:
    """The usual widths in proportion to those that the bands of single columns show, as parts of a header name them.

    Args:
        lines: of banded pages.
        widths: usual ones.
    """
    shown: list[list[float]] = [[] for _ in widths]
    named: tuple[tuple[int, ...], ...] = ()
    band: list[float] = []
    for line in [*lines, None]:
        if line is None or line.named or line.gap is Gap.PAGE:
            if len(named) == 1 and len(named[0]) == 1 and len(band) >= LEAST_LINES:
                shown[named[0][0]].append(sorted(band)[int(WIDE * len(band))])
            named, band = line.named if line is not None else (), []
        if line is not None:
            band.append(breadth(line.words))
    ratios = [median(each) / width.ems for each, width in zip(shown, widths, strict=True) if each]
    return _scaled(widths, max(1.0, median(ratios)) if ratios else 1.0)


def _best_scale(pages: Sequence[Page], costs: Sequence[LineCosts], widths: Sequence[Width]) -> _Fit:
    """The pages read with all widths by as much wider or narrower as they read best."""
    start = best = _read(pages, costs, widths)
    for step in (SCALE, 1 / SCALE):
        for tries in range(1, MOST_SCALES + 1):
            fit = _read(pages, costs, _scaled(widths, step**tries))
            if fit.score <= best.score:
                break
            best = fit
        if best is not start:
            break
    return best


def _read(pages: Sequence[Page], costs: Sequence[LineCosts], widths: Sequence[Width]) -> _Fit:
    own = [replace(each, widths=widths) for each in costs]
    readings = [read_columns(page, each) for page, each in zip(pages, own, strict=True)]
    return _Fit(sum(reading.score for reading in readings), own, [reading.path() for reading in readings])


def _scaled(widths: Sequence[Width], scale: float) -> list[Width]:
    return [Width(width.ems * scale, width.spare) for width in widths]


def _shown(pages: Sequence[Page], paths: Sequence[Path], columns: int) -> list[Bounds]:
    """What the lines of the pages show of each column's width."""
    shown: list[Bounds] = [([], []) for _ in range(columns)]
    for page, path in zip(pages, paths, strict=True):
        above: dict[int, float] = {}  # by column the width of the line above, where it stands there too
        for line, runs in zip(page, path, strict=True):
            here = {run.column: breadth(line.words[run.start : run.end]) for run in runs}
            for run in runs:
                held, reached = shown[run.column]
                held.append(here[run.column])
                first = line.words[run.start]
                if run.column in above and run.mode is Mode.GOES_ON and line.gap is Gap.LINE and not first.is_bullet:
                    reached.append(above[run.column] + BLANK + first.width)
            above = here
    return shown
