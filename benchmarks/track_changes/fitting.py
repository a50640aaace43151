"""How OCR reads plain, inserted and struck characters: counts over cells whose every character and mark is known.

The characters of a cell as printed, changes and all, are aligned with those that OCR read, under the costs found so far; the
counts of that alignment give the costs of the next round (Viterbi training of an edit transducer: Ristad and Yianilos 1998).
The line that strikes words leaves them legible in one print and smears them in another, all letters alike: so struck characters
have two tables, and each round a cell goes to the one that explains it better.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from benchmarks.track_changes.edits import Piece

ROUNDS = 6
MARKS = {"same": "plain", "ins": "inserted", "del": "struck"}
SMEARED = "smeared"
LEGIBLE = 0.6  # share of a cell's struck characters that are read rightly, from which on they are legible to begin with
KINDS = ("letter", "digit", "sign")
BORDERS = "|_=~-–—"  # what is left of the lines of a cell, or of the line that strikes a blank
LINES = ("-", "_")  # of them, what is read of the line through a blank: that of a struck one, and that of an inserted one
DASHES = str.maketrans(dict.fromkeys("–—", "-"))
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

    read: Counter[tuple[str, str]] = field(default_factory=Counter)  # true and read, empty where it was lost
    added: Counter[str] = field(default_factory=Counter)  # read where nothing was printed
    blanks: Counter[tuple[bool, bool]] = field(default_factory=Counter)  # printed and read, between two characters of the mark
    lines: Counter[str] = field(default_factory=Counter)  # what is read in place of a blank: the line that strikes or underlines it

    def costs(self) -> dict[str, object]:
        """Negative logarithms of the shares: right, wrong and lost by class, and every confusion that is not rare."""
        made: dict[str, object] = {}
        total = sum(self.read.values()) + sum(self.added.values()) + PRIOR
        borders = sum(n for read, n in self.added.items() if read in BORDERS)
        made["added"] = _cost((sum(self.added.values()) - borders + PRIOR) / OTHER_ADDED, total)
        made["border"] = _cost((borders + PRIOR) / len(BORDERS), total)
        made["blank_added"] = _cost(self.blanks[False, True] + PRIOR, self.blanks[False, True] + self.blanks[False, False] + 2 * PRIOR)
        made["blank_lost"] = _cost(self.blanks[True, False] + PRIOR, self.blanks[True, True] + self.blanks[True, False] + 2 * PRIOR)
        made["line"] = {sign: _cost(self.lines[sign] + PRIOR / 4, self.lines.total() + PRIOR) for sign in LINES}
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
    costs: dict[str, _Table] = {}
    for _ in range(ROUNDS):
        seen = {mark: Counts() for mark in (*MARKS.values(), SMEARED)}
        for true, read in streams:
            _count(_explained(true, read, costs), seen)
        costs = {mark: _Table(counts) for mark, counts in seen.items()}
    return {mark: counts.costs() for mark, counts in seen.items()}


def _explained(true: list[Printed], read: list[tuple[str, bool]], costs: dict[str, "_Table"]) -> list[Step]:
    """The cheaper alignment of two: with the struck characters legible, and with all of them smeared."""
    legible, cost = _align(true, read, costs)
    struck = [step for step in legible if step.printed and step.printed.mark == MARKS["del"]]
    if not struck:
        return legible
    smeared, other = _align([replace(one, mark=SMEARED) if one.mark == MARKS["del"] else one for one in true], read, costs)
    if not costs:
        right = sum(step.printed is not None and step.printed.text == step.read for step in struck)
        return legible if right >= LEGIBLE * len(struck) else smeared
    return legible if cost <= other else smeared


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
    line = ""
    for step in _with_pairs(path):
        if step.printed is None:
            seen[mark].added[step.read] += 1
            line = step.read.translate(DASHES)
            continue
        mark = step.printed.mark
        seen[mark].read[step.printed.text, step.read] += 1
        if before and before.mark == mark and step.read:
            seen[mark].blanks[step.printed.spaced, step.spaced or line in LINES] += 1
            if step.printed.spaced:
                seen[mark].lines[line if line in LINES else ""] += 1
        before = step.printed if step.read else None
        line = ""


def _with_pairs(path: list[Step]) -> Iterator[Step]:
    """The steps; where a character was read wrongly, and one that was not printed stands beside it, as two for one: `m` as `rn`."""
    waiting: Step | None = None
    for step in path:
        if waiting is None:
            waiting = step
            continue
        wrong, added = (waiting, step) if waiting.printed else (step, waiting)
        is_pair = added.printed is None and wrong.printed and wrong.read not in ("", wrong.printed.text) and not step.spaced
        if is_pair and len(wrong.read + added.read) == 2 and (wrong.read + added.read).isalnum():
            yield Step(wrong.printed, waiting.read + step.read, waiting.spaced)
            waiting = None
        else:
            yield waiting
            waiting = step
    if waiting:
        yield waiting


class _Table:
    """Costs of one mark while fitting."""

    def __init__(self, counts: Counts) -> None:
        self.read = counts.read
        self.totals: Counter[str] = Counter()
        for (true, _), n in counts.read.items():
            self.totals[true] += n
        self.pairs = {pair: n for pair, n in counts.read.items() if len(pair[1]) == 2 and n >= LEAST_SEEN}
        self.added = -math.log((sum(counts.added.values()) + 1) / (OTHER_ADDED * (sum(self.totals.values()) + 1)))

    def cost(self, true: str, read: str) -> float:
        """What it costs that one was read as the other."""
        return -math.log((self.read[true, read] + 0.1) / (self.totals[true] + 5))

    def pair(self, true: str, read: str) -> float:
        """What it costs that one was read as these two."""
        return self.cost(true, read) if (true, read) in self.pairs else math.inf


def _align(true: list[Printed], read: list[tuple[str, bool]], costs: dict[str, _Table]) -> tuple[list[Step], float]:
    """The cheapest alignment of what was printed with what was read, and its cost."""

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
            if costs and i and j > 1 and costs[true[i - 1].mark].pairs:
                two = read[j - 2][0] + read[j - 1][0]
                steps.append((best[i - 1][j - 2][0] + costs[true[i - 1].mark].pair(true[i - 1].text, two), 1, 2))
            best[i][j] = min(steps)
    path = []
    i, j = len(true), len(read)
    while i or j:
        _, di, dj = best[i][j]
        text = "".join(character for character, _ in read[j - dj : j])
        path.append(Step(true[i - 1] if di else None, text, bool(dj) and read[j - dj][1]))
        i, j = i - di, j - dj
    return path[::-1], best[-1][-1][0]


def _cost(count: float, total: float) -> float:
    return round(max(0.0, -math.log(max(count, 0.1) / total)), 2)
