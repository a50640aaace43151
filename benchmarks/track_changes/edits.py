"""Timeline cells that somebody edits: a date put off, "Ongoing" for a date, a body exchanged; and as many that nobody touched."""

import random
from dataclasses import dataclass

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
SEASONS = ("Spring", "Summer", "Autumn", "Winter", "Fall")
OPEN = ("Ongoing", "Ongoing", "Ongoing", "Ongoing", "Continuous", "Periodically", "Annually", "Annual", "To be decided")
BODIES = ("PTC", "Council", "PC", "CBC", "SWG", "TFAWG", "PC and Council")
FIRST_YEAR, LAST_YEAR = 2014, 2031
INSERTED_FIRST = 0.2  # the share of phrases exchanged whole whose new words stand before the old ones

Piece = tuple[str, str]
"""Characters and what became of them: `same`, `ins` or `del`."""


@dataclass(frozen=True, slots=True)
class EditedCell:
    """One cell: its pieces in print order."""

    pieces: tuple[Piece, ...]

    def reading(self, without: str) -> str:
        """The cell's text without the pieces of that mark."""
        return " ".join("".join(text for text, mark in self.pieces if mark != without).split())

    @property
    def before(self) -> str:
        """What it said before the change."""
        return self.reading("ins")

    @property
    def after(self) -> str:
        """What it says now."""
        return self.reading("del")


class Editor:
    """Makes cells from one source of chance."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def cell(self, clean: float) -> EditedCell:
        """A cell; `clean` is the chance that nobody edited it."""
        if self.rng.random() < clean:
            return EditedCell(((self._plain(), "same"),))
        while True:
            edit = self.rng.choices((self._dated, self._whole, self._body), (60, 35, 5))[0]
            cell = EditedCell(tuple((text, mark) for text, mark in edit() if text))
            if cell.before != cell.after:
                return cell

    def _plain(self) -> str:
        rng, date = self.rng, self._date()
        two = f"{self._date()} ({rng.choice(BODIES)}) {date} (Council)"
        many = f"June {date[-4:]}, June {int(date[-4:]) + 1} and June {int(date[-4:]) + 2} (Council)"
        listed = f"{rng.choice(MONTHS)} and {date}"
        years = f"{date[-4:]}/{int(date[-4:]) + 1}"
        forms = {
            date: 30,
            rng.choice(OPEN): 20,
            f"{date} ({rng.choice(BODIES)})": 12,
            two: 8,
            many: 3,
            listed: 2,
            years: 3,
            f"FY{years}": 2,
        }
        forms |= {f"Until {date}": 2, f"Ongoing until {date}": 3, f"By {date}": 2, date[-4:]: 2, f"{date} and {self._date()}": 2}
        forms[f"{rng.randint(1, 28)} {rng.choice(MONTHS)} {date[-4:]}"] = 2
        return rng.choices(list(forms), list(forms.values()))[0]

    def _date(self) -> str:
        rng = self.rng
        names = rng.choices((MONTHS, SEASONS), (5, 1))[0]
        return f"{rng.choice(names)} {rng.randint(FIRST_YEAR, LAST_YEAR)}"

    def _tail(self) -> str:
        return self.rng.choices(("", f" ({self.rng.choice(BODIES)})"), (4, 1))[0]

    def _dated(self) -> list[Piece]:
        """A date moved: its year, its month, or both, each by itself or as one phrase."""
        rng = self.rng
        old, new = self._moved()
        (name, year), (other, later) = old, new
        first = rng.random() < 0.5  # the new before the old
        if name != other and year != later and rng.random() < 0.5:
            first = rng.random() < INSERTED_FIRST
            return [*self._swap(f"{name} {year}", f"{other} {later}", first), (self._tail(), "same")]
        names = self._swap(name, other, first) if name != other else [(name, "same")]
        return [*names, (" ", "same"), *self._year(year, later, first), (self._tail(), "same")]

    def _moved(self) -> tuple[tuple[str, int], tuple[str, int]]:
        """Two dates, the second the later nine times in ten."""
        rng = self.rng
        months = sorted(rng.sample(range(12), 2))
        year = rng.randint(FIRST_YEAR, LAST_YEAR - 2)
        by = rng.choices((0, 1, 2), (3, 9, 2))[0]
        one, two = (MONTHS[m] for m in (months if not by else rng.sample(months, 2)))
        if rng.random() < 0.15:
            one, two = (rng.choice((SEASONS, MONTHS)) for _ in range(2))
            one, two = rng.choice(one), rng.choice(two)
        if by and rng.random() < 0.45:
            two = one
        pair = ((one, year), (two, year + by))
        return pair if rng.random() < 0.9 else (pair[1], pair[0])

    def _year(self, old: int, new: int, first: bool) -> list[Piece]:
        if old == new:
            return [(str(old), "same")]
        if self.rng.random() < 0.3:
            return self._swap(str(old), str(new), first)
        shared = 3 if old // 10 == new // 10 else 2
        return [(str(old)[:shared], "same"), *self._swap(str(old)[shared:], str(new)[shared:], first, apart=False)]

    def _whole(self) -> list[Piece]:
        """The whole cell exchanged: a date for "Ongoing", "Ongoing" for a date, a season for a month."""
        rng = self.rng
        date = self._date()
        open_ended = rng.choice(OPEN)
        moved = tuple(f"{name} {year}" for name, year in self._moved())
        old, new = rng.choices(((date, open_ended), (open_ended, date), moved), (5, 4, 3))[0]
        return self._swap(old, new, rng.random() < INSERTED_FIRST)

    def _body(self) -> list[Piece]:
        """The body in the bracket exchanged."""
        old, new = self.rng.sample(BODIES, 2)
        return [(f"{self._date()} (", "same"), *self._swap(old, new, self.rng.random() < 0.5, apart=False), (")", "same")]

    def _swap(self, old: str, new: str, first: bool, apart: bool = True) -> list[Piece]:
        """One for the other; now and then the blank between them stays in print."""
        gap = [(" ", "same")] if apart and self.rng.random() < 0.25 else []
        pair = [(old, "del"), *gap, (new, "ins")]
        return pair[::-1] if first else pair
