"""Dates as EDTF (ISO 8601-2 level 1): what a string admits, and strings made from its parts. Pure; knows no words.

    2021   2021-06   2021-06-14   2021-23 (a season)   2021-07/2022-06   ../2021-06   2021-06/..

A season is 21 spring, 22 summer, 23 autumn, 24 winter, in months of three; winter 2021 begins in December 2021.
"""

import datetime
from functools import lru_cache

Day = datetime.date

_FIRST_SEASON, _LAST_SEASON = 21, 24
_MONTHS = 12
_SEASON_MONTHS = 3
_OPEN = ".."
_FISCAL_START, _FISCAL_END = 7, 6  # a WCO financial year runs 1 July to 30 June


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> tuple[Day | None, Day | None]:
    """The first and the last day that an EDTF string admits; None at an open end.

    Raises:
        ValueError: the string is none of the forms above, or names a day that no calendar has.
    """
    if "/" not in edtf:
        return _bounds_of_one(edtf)
    left, right = edtf.split("/")
    if left == right == _OPEN:
        raise ValueError(f"{edtf!r} names no date")
    earliest = None if left == _OPEN else _bounds_of_one(left)[0]
    latest = None if right == _OPEN else _bounds_of_one(right)[1]
    if earliest and latest and earliest > latest:
        raise ValueError(f"{edtf!r} ends before it begins")
    return earliest, latest


def is_season(month: int) -> bool:
    """Whether the number stands for a season where EDTF has a month."""
    return _FIRST_SEASON <= month <= _LAST_SEASON


def fiscal_year(first: int, last: int) -> str:
    """The financial years from `first`/`first + 1` to the one that ends in `last`."""
    return f"{first}-{_FISCAL_START:02}/{last}-{_FISCAL_END:02}"


def part_of(edtf: str, number: int, months: int) -> str:
    """Part `number` (from 1; -1 for the last) of a year or a financial year cut into parts of so many months.

    Raises:
        ValueError: the year has no such part.
    """
    count = _MONTHS // months
    if number == -1:
        number = count
    first_day = bounds(edtf)[0]
    if first_day is None or not 1 <= number <= count:
        raise ValueError(f"{edtf!r} has no part {number} of {months} months")
    first = _months(first_day) + (number - 1) * months
    return f"{_month(first)}/{_month(first + months - 1)}"


def interval(left: str, right: str) -> str:
    """From the start of `left` to the end of `right`."""
    return f"{left.split('/')[0]}/{right.split('/')[-1]}"


def until(edtf: str) -> str:
    """Any time up to the end of `edtf`."""
    return f"{_OPEN}/{edtf.split('/')[-1]}"


def since(edtf: str) -> str:
    """Any time from the start of `edtf`."""
    return f"{edtf.split('/')[0]}/{_OPEN}"


def before(edtf: str) -> str:
    """Any time before `edtf` begins: the unit before it is the last that counts."""
    return f"{_OPEN}/{_neighbour(edtf.split('/')[0], -1)}"


def after(edtf: str) -> str:
    """Any time after `edtf` has ended."""
    return f"{_neighbour(edtf.split('/')[-1], 1)}/{_OPEN}"


def last_month(edtf: str) -> str:
    """The month in which `edtf` ends; an `edtf` with an open end stays as it is."""
    latest = bounds(edtf)[1]
    return edtf if latest is None else _month(_months(latest))


def first_month(edtf: str) -> str:
    """The month in which `edtf` begins; an `edtf` with an open start stays as it is."""
    earliest = bounds(edtf)[0]
    return edtf if earliest is None else _month(_months(earliest))


def _bounds_of_one(edtf: str) -> tuple[Day, Day]:
    parts = edtf.split("-")
    if [len(p) for p in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(p.isascii() and p.isdigit() for p in parts):
        raise ValueError(f"{edtf!r} is no EDTF date")
    year, *rest = map(int, parts)
    if not rest:
        return Day(year, 1, 1), Day(year, _MONTHS, 31)
    if len(rest) > 1:
        day = Day(year, rest[0], rest[1])
        return day, day
    if is_season(rest[0]):
        first = year * _MONTHS + (rest[0] - _FIRST_SEASON + 1) * _SEASON_MONTHS - 1
        return _first_day(first), _first_day(first + _SEASON_MONTHS) - datetime.timedelta(days=1)
    first = _months(Day(year, rest[0], 1))
    return _first_day(first), _first_day(first + 1) - datetime.timedelta(days=1)


def _neighbour(edtf: str, step: int) -> str:
    """The unit before or after one date, in its own precision; a season's neighbour is a month."""
    first, last = _bounds_of_one(edtf)
    if len(edtf) == len("2021"):
        return str(first.year + step)
    if first == last:
        return (first + datetime.timedelta(days=step)).isoformat()
    return _month(_months(first if step < 0 else last) + step)


def _months(day: Day) -> int:
    return day.year * _MONTHS + day.month - 1


def _first_day(months: int) -> Day:
    return Day(months // _MONTHS, months % _MONTHS + 1, 1)


def _month(months: int) -> str:
    return f"{months // _MONTHS:04}-{months % _MONTHS + 1:02}"
