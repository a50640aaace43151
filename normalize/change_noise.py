"""What OCR makes of printed characters, by the mark they carry: plain, inserted (underlined) or struck.

Costs are negative natural logarithms, fitted by `benchmarks/track_changes` and kept in `vocabulary/ocr_noise.toml`. A struck
character is read wrongly far more often than a plain one, and in its own way: the line turns `o` into `e`, `1` into `4`, `l` into
`t`. So a misreading says which of two words was struck. In some prints the line smears what it strikes, all letters alike.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from math import inf

from normalize.vocabulary import load

_PAIR = 2
_OTHER_CASE = 0.7  # a letter read in the other case, beyond what it costs read right


class Mark(StrEnum):
    """What became of a run of characters."""

    PLAIN = "plain"
    INSERTED = "inserted"
    STRUCK = "struck"
    SMEARED = "smeared"  # struck, and hardly legible


@dataclass(frozen=True, slots=True)
class Noise:
    """The costs of one mark."""

    read: dict[str, dict[str, float]]  # true character to what was read
    kinds: dict[str, dict[str, float]]
    added: float
    border: float
    blank_added: float
    blank_lost: float
    line: dict[str, float]  # what was read in place of a blank: of the line that strikes or underlines it

    def cost(self, true: str, printed: str) -> float:
        """What it costs that one character was read as the other."""
        known = self.read.get(true, {})
        found = known.get(printed)
        if found is not None:
            return found
        of_kind = self.kinds[_kind(true)]
        if true == printed:
            return of_kind["right"]
        if true.casefold() == printed.casefold():
            return known.get(true, of_kind["right"]) + _OTHER_CASE
        return of_kind["wrong"]

    def lost(self, true: str) -> float:
        """What it costs that the character was not read at all."""
        return self.read.get(true, {}).get("lost", self.kinds[_kind(true)]["lost"])

    def extra(self, printed: str) -> float:
        """What it costs that a character was read where none was printed."""
        return self.border if printed in _borders() else self.added


@cache
def noise(mark: Mark) -> Noise:
    """The costs of a mark."""
    table = load("ocr_noise")[mark.value]
    kinds = {name: table[name] for name in ("letter", "digit", "sign")}
    return Noise(table["read"], kinds, table["added"], table["border"], table["blank_added"], table["blank_lost"], table["line"])


@lru_cache(maxsize=65536)
def pair_cost(mark: Mark, true: str, printed: str) -> float:
    """As `Noise.cost`, remembered."""
    return noise(mark).cost(true, printed)


@lru_cache(maxsize=65536)
def easiest(true: str, printed: str) -> float:
    """The least that the misreading costs under any mark."""
    return min(pair_cost(mark, true, printed) for mark in Mark)


@cache
def pairs(mark: Mark, true: str) -> dict[str, float]:
    """What it costs that one character was read as two, for those two that are not rare: `m` as `rn`."""
    return {read: cost for read, cost in noise(mark).read.get(true, {}).items() if len(read) == _PAIR}


@cache
def easiest_pairs(true: str) -> dict[str, float]:
    """As `pairs`, the least under any mark."""
    read = {two for mark in Mark for two in pairs(mark, true)}
    return {two: min(pairs(mark, true).get(two, inf) for mark in Mark) for two in read}


@lru_cache(maxsize=1024)
def easiest_lost(true: str) -> float:
    """The least that a lost character costs under any mark."""
    return min(noise(mark).lost(true) for mark in Mark)


@lru_cache(maxsize=1024)
def easiest_extra(printed: str) -> float:
    """The least that a character from nowhere costs under any mark."""
    return min(noise(mark).extra(printed) for mark in Mark)


@lru_cache(maxsize=32768)
def align(runs: tuple[tuple[str, Mark], ...], printed: str) -> float:
    """The least cost at which runs of characters, without blanks, were read as `printed`: a weighted edit distance."""
    row = [0.0]
    first = noise(runs[0][1])
    for character in printed:
        row.append(row[-1] + first.extra(character))
    for text, mark in runs:
        table = noise(mark)
        for true in text:
            lost = table.lost(true)
            twos = pairs(mark, true)
            above, row = row, [row[0] + lost]
            for j, character in enumerate(printed):
                row.append(min(above[j] + pair_cost(mark, true, character), above[j + 1] + lost, row[j] + table.extra(character)))
                if twos and j and (two := printed[j - 1 : j + 1]) in twos:
                    row[-1] = min(row[-1], above[j - 1] + twos[two])
    return row[-1]


@cache
def _borders() -> str:
    return str(load("ocr_noise")["borders"])


def _kind(character: str) -> str:
    return "digit" if character.isdigit() else "letter" if character.isalpha() else "sign"
