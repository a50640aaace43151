"""Where the words of a changed timeline may stand in what OCR read: every form that the characters from a place on may be.

One walk over a trie of all forms, a row of the edit distance a letter, for all places at the same depth at once: a branch is left where
even its cheapest cell costs too much.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from normalize.change_noise import easiest, easiest_extra, easiest_lost, easiest_pairs
from normalize.change_words import LOOSE, SHORTEST_NOISY, Form, forms

_ALLOWED_AT_START = 4.0  # noise beyond what a letter is allowed: words are read worst at their start
_BAND = 2  # letters in a row that are lost or come from nowhere, at most
_LEAST_READ = 0.7  # share of a name's letters that are read at least
_NEXT_BEST = 2.0  # of the ends of one form, those are kept that cost little more than the best
_FAR = 99.0
_LONGEST = 24

Costs = NDArray[np.float64]
Numbers = NDArray[np.intp]
Places = Mapping[str, int]
"""Of a trie by the letters that lead there, all as many."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A form that the printed characters up to `end` may be, and the least that this would cost."""

    form: Form
    end: int
    least: float


class _Level(NamedTuple):
    """The places of a trie as many letters from its root, and the forms that end there.

    By place: the one above, the letter that leads here, the most noise of any form from here on. By form: its place, its rank, the most
    noise at which it is looked at, and how many characters are read for it at least.
    """

    above: Numbers
    letters: Numbers
    allowed: Costs
    places: Numbers
    ranks: Numbers
    most: Costs
    shortest: Costs


class _Trie(NamedTuple):
    """The forms by rank, the letters by number, and the levels from the first letter on."""

    forms: Sequence[Form]
    alphabet: Sequence[str]
    levels: Sequence[_Level]


def spots(rest: str, upper: bool) -> Iterator[Spot]:
    """The forms that the characters at the start of `rest` may be, the likeliest first; `upper` where the text is in capitals."""
    by_rank = _trie(upper).forms
    for rank, end, cost in zip(*_found(rest[:_LONGEST], upper), strict=True):
        yield Spot(by_rank[rank], int(end), float(cost))


@lru_cache(maxsize=4096)
def _found(rest: str, upper: bool) -> tuple[Numbers, Numbers, Costs]:
    """The rank, the end and the cost of each form that the characters may be, by cost."""
    rows = np.array([np.cumsum([0.0, *map(easiest_extra, rest)])])
    kept, size = np.zeros(1, dtype=np.intp), 1  # the places of the level above that are followed, and how many it has
    found: list[tuple[Numbers, Numbers, Costs]] = []
    for depth, level in enumerate(_trie(upper).levels[: len(rest) + _BAND + 1], 1):
        row_of = _rows_of(kept, size)
        places = np.flatnonzero(row_of[level.above] >= 0)
        rows = _next_rows(rows[row_of[level.above[places]]], level.letters[places], rest, depth, upper)
        least = rows.min(axis=1, initial=_FAR)
        follow = (least <= LOOSE * depth + _ALLOWED_AT_START) & (least <= level.allowed[places])
        kept, rows, size = places[follow], rows[follow], len(level.allowed)
        found.append(_ending(level, kept, rows, least[follow]))
    ranks, ends, costs = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.lexsort((ends, ranks, costs))
    return ranks[order], ends[order], costs[order]


def _rows_of(kept: Numbers, size: int) -> Numbers:
    """By place of a level of so many the row of it, where it is kept, or else -1."""
    found = np.full(size, -1)
    found[kept] = np.arange(len(kept))
    return found


def _ending(level: _Level, kept: Numbers, rows: Costs, least: Costs) -> tuple[Numbers, Numbers, Costs]:
    """The rank, the end and the cost of each form that ends at one of the places kept, given their rows and the least in each."""
    own = _rows_of(kept, len(level.allowed))[level.places]
    forms = np.flatnonzero(own >= 0)
    own = own[forms]
    most = np.minimum(level.most[forms], least[own] + _NEXT_BEST)
    fits = rows[own] <= most[:, None]
    fits &= (np.arange(rows.shape[1]) >= level.shortest[forms][:, None]) & (least[own] <= level.most[forms])[:, None]
    each, ends = np.nonzero(fits)
    return level.ranks[forms[each]], ends, rows[own[each], ends]


def _next_rows(above: Costs, letters: Numbers, rest: str, depth: int, upper: bool) -> Costs:
    """The rows of the edit distance below those above, one letter further; only cells near the diagonal are filled."""
    rows = np.full(above.shape, _FAR)
    lost = _lost(upper)[letters]
    low = max(0, depth - 1 - _BAND)
    rows[:, low] = above[:, low] + lost
    for j in range(low, min(len(rest), depth + _BAND)):
        read = above[:, j] + _misread(rest[j], upper)[letters]
        cell = np.minimum(np.minimum(read, above[:, j + 1] + lost), rows[:, j] + easiest_extra(rest[j]))
        twos = _read_as_two(rest[j - 1 : j + 1], upper) if j else None
        if twos is not None:
            cell = np.minimum(cell, above[:, j - 1] + twos[letters])
        rows[:, j + 1] = cell
    return rows


@cache
def _trie(upper: bool) -> _Trie:
    by_letters = [(form.letters.upper() if upper else form.letters, form) for form in forms()]
    first: dict[str, int] = {}  # of each beginning the first form that has it
    for at, (letters, _) in enumerate(by_letters):
        for size in range(1, len(letters) + 1):
            first.setdefault(letters[:size], at)
    by_letters.sort(key=lambda each: [first[each[0][:size]] for size in range(1, len(each[0]) + 1)])
    alphabet = sorted({letter for letters, _ in by_letters for letter in letters})
    levels: list[_Level] = []
    above = {"": 0}
    for depth in range(1, max(map(len, first)) + 1):
        here = {beginning: place for place, beginning in enumerate(each for each in first if len(each) == depth)}
        levels.append(_level(by_letters, above, here, depth, alphabet))
        above = here
    return _Trie([form for _, form in by_letters], alphabet, levels)


def _level(by_letters: Sequence[tuple[str, Form]], above: Places, here: Places, depth: int, alphabet: Sequence[str]) -> _Level:
    """The level of the beginnings of so many letters, given their places and those of the level above."""
    allowed = np.zeros(len(here))
    for letters, form in by_letters:
        if len(letters) >= depth:
            place = here[letters[:depth]]
            allowed[place] = max(allowed[place], form.allowed)
    ending = [(here[letters], rank, form) for rank, (letters, form) in enumerate(by_letters) if len(letters) == depth]
    return _Level(
        np.array([above[beginning[:-1]] for beginning in here]),
        np.array([alphabet.index(beginning[-1]) for beginning in here]),
        allowed,
        np.array([place for place, _, _ in ending], dtype=np.intp),
        np.array([rank for _, rank, _ in ending], dtype=np.intp),
        np.array([form.allowed for _, _, form in ending]),
        np.array([_LEAST_READ * depth if depth >= SHORTEST_NOISY else 1.0 for _ in ending]),
    )


@cache
def _lost(upper: bool) -> Costs:
    """By letter the least that it costs for it not to be read."""
    return np.array([easiest_lost(true) for true in _trie(upper).alphabet])


@cache
def _misread(printed: str, upper: bool) -> Costs:
    """By letter the least that it costs to be read so."""
    return np.array([easiest(true, printed) for true in _trie(upper).alphabet])


@cache
def _read_as_two(printed: str, upper: bool) -> Costs | None:
    """By letter the least that it costs to be read as these two; None where no letter is."""
    costs = np.array([easiest_pairs(true).get(printed, np.inf) for true in _trie(upper).alphabet])
    return costs if np.isfinite(costs).any() else None
