"""How OCR reads plain, inserted and struck characters: counts over cells whose every character and mark is known.

The characters of a cell as printed, changes and all, are aligned with those that OCR read, under the costs found so far; the
counts of that alignment give the costs of the next round (Viterbi training of an edit transducer: Ristad and Yianilos 1998).
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from benchmarks.track_changes.edits import Piece

ROUNDS = 4
MARKS = {"same": "plain", "ins": "inserted", "del": "struck"}
KINDS = ("letter", "digit", "sign")
BORDERS = "|_=~-–—"  # what is left of the lines of a cell, or of the line that strikes a blank
PRIOR = 2.0  # counts given to what was not seen
LEAST_SEEN = 4  # a confusion seen less often is as any other
OTHER_LETTERS = 4  # a wrong character is one of about so many that look alike
OTHER_ADDED = 6
LEAST_READ, MOST_READ = 0.8, 1.2  # share of the characters; of other cells a part was lost as a whole, or came from elsewhere


@dataclass(frozen=True, slots=True)
class Printed:
    """A character that was printed, its mark, and whether a blank stood before it."""

    text: str
    mark: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an alignment: a printed character, a character read, or both."""

    printed: Printed | None
    read: str
    spaced: bool  # in what was read


@dataclass
class Counts:
    """What became of the characters of one mark."""

    read: Counter[tuple[str, str]] = field(default_factory=Counter)  # true and read; read is empty where it was lost
    added: Counter[str] = field(default_factory=Counter)  # read where nothing was printed
    blanks: Counter[tuple[bool, bool]] = field(default_factory=Counter)  # printed and read, between two characters of the mark

    def costs(self) -> dict[str, object]:
        """Negative logarithms of the shares: right, wrong and lost by class, and every confusion that is not rare."""
        made: dict[str, object] = {}
        total = sum(self.read.values()) + sum(self.added.values()) + PRIOR
        borders = sum(n for read, n in self.added.items() if read in BORDERS)
        made["added"] = _cost((sum(self.added.values()) - borders + PRIOR) / OTHER_ADDED, total)
        made["border"] = _cost((borders + PRIOR) / len(BORDERS), total)
        made["blank_added"] = _cost(self.blanks[False, True] + PRIOR, self.blanks[False, True] + self.blanks[False, False] + 2 * PRIOR)
        made["blank_lost"] = _cost(self.blanks[True, False] + PRIOR, self.blanks[True, True] + self.blanks[True, False] + 2 * PRIOR)
        for name in KINDS:
            made[name] = self._of_kind(name)
        made["read"] = dict(self._confusions())
        return made

    def _of_kind(self, name: str) -> dict[str, float]:
        of_kind = {pair: n for pair, n in self.read.items() if kind(pair[0]) == name}
        total = sum(of_kind.values()) + 3 * PRIOR
        right = sum(n for (true, read), n in of_kind.items() if true == read) + PRIOR
        lost = sum(n for (_, read), n in of_kind.items() if not read) + PRIOR
        wrong = (total - right - lost) / OTHER_LETTERS
        return {"right": _cost(right, total), "wrong": _cost(wrong, total), "lost": _cost(lost, total)}

    def _confusions(self) -> Iterator[tuple[str, dict[str, float]]]:
        for true in sorted({true for true, _ in self.read}):
            seen = {read: n for (one, read), n in self.read.items() if one == true}
            total = sum(seen.values()) + PRIOR
            frequent = {read or "lost": _cost(n, total) for read, n in sorted(seen.items(), key=lambda s: (-s[1], s[0])) if n >= LEAST_SEEN}
            if total >= 4 * LEAST_SEEN:
                yield true, frequent


def kind(character: str) -> str:
    """The class of a character, as the costs are grouped."""
    return "digit" if character.isdigit() else "letter" if character.isalpha() else "sign"


def fit(cells: Iterable[tuple[tuple[Piece, ...], str]]) -> dict[str, dict[str, object]]:
    """Costs by mark from cells' pieces and what OCR read of them."""
    streams = [(true, read) for pieces, text in cells if _is_whole(true := _printed(pieces), read := _characters(text))]
    seen: dict[str, Counts] = {}
    for _ in range(ROUNDS):
        costs = {mark: _Table(counts) for mark, counts in seen.items()}
        seen = {mark: Counts() for mark in MARKS.values()}
        for true, read in streams:
            _count(_align(true, read, costs), seen)
    return {mark: counts.costs() for mark, counts in seen.items()}


def _is_whole(true: list[Printed], read: list[tuple[str, bool]]) -> bool:
    return LEAST_READ * len(true) <= len(read) <= MOST_READ * len(true)


def _printed(pieces: tuple[Piece, ...]) -> list[Printed]:
    marked = [(character, MARKS[mark]) for text, mark in pieces for character in text]
    return [Printed(c, mark, n > 0 and marked[n - 1][0] == " ") for n, (c, mark) in enumerate(marked) if c != " "]


def _characters(text: str) -> list[tuple[str, bool]]:
    """What was read, each character with whether a blank stands before it."""
    return [(c, n > 0 and text[n - 1] == " ") for n, c in enumerate(text) if c != " "]


def _count(path: list[Step], seen: dict[str, Counts]) -> None:
    mark = "plain"
    before: Printed | None = None
    for step in path:
        if step.printed is None:
            seen[mark].added[step.read] += 1
            continue
        mark = step.printed.mark
        seen[mark].read[step.printed.text, step.read] += 1
        if before and before.mark == mark and step.read:
            seen[mark].blanks[step.printed.spaced, step.spaced] += 1
        before = step.printed if step.read else None


class _Table:
    """Costs of one mark while fitting."""

    def __init__(self, counts: Counts) -> None:
        self.read = counts.read
        self.totals: Counter[str] = Counter()
        for (true, _), n in counts.read.items():
            self.totals[true] += n
        self.added = -math.log((sum(counts.added.values()) + 1) / (OTHER_ADDED * (sum(self.totals.values()) + 1)))

    def cost(self, true: str, read: str) -> float:
        """What it costs that one was read as the other."""
        return -math.log((self.read[true, read] + 0.1) / (self.totals[true] + 5))


def _align(true: list[Printed], read: list[tuple[str, bool]], costs: dict[str, _Table]) -> list[Step]:
    """The cheapest alignment of what was printed with what was read."""

    def pay(one: Printed, printed: str) -> float:
        return costs[one.mark].cost(one.text, printed) if costs else float(one.text != printed)

    best: list[list[tuple[float, int, int]]] = [[(math.inf, 0, 0)] * (len(read) + 1) for _ in range(len(true) + 1)]
    best[0][0] = (0.0, 0, 0)
    for i in range(len(true) + 1):
        added = costs[true[max(i - 1, 0)].mark].added if costs else 1.0
        for j in range(len(read) + 1):
            steps = [best[i][j]]
            if i:
                steps.append((best[i - 1][j][0] + pay(true[i - 1], ""), 1, 0))
            if j:
                steps.append((best[i][j - 1][0] + added, 0, 1))
            if i and j:
                steps.append((best[i - 1][j - 1][0] + pay(true[i - 1], read[j - 1][0]), 1, 1))
            best[i][j] = min(steps)
    path = []
    i, j = len(true), len(read)
    while i or j:
        _, di, dj = best[i][j]
        character, spaced = read[j - 1] if dj else ("", False)
        path.append(Step(true[i - 1] if di else None, character, spaced))
        i, j = i - di, j - dj
    return path[::-1]


def _cost(count: float, total: float) -> float:
    return round(max(0.0, -math.log(max(count, 0.1) / total)), 2)
