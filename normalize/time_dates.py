"""The grammar of dates: from words at a cursor to EDTF strings.

dates  := [bound] span | owing list          "until June 2021", "June-July 2021", "May and October 2018"
span   := point [to point]
point  := day | financial year | years | month/year | edge | part of a year | month or season | year

A rule that does not apply leaves the cursor where it was, or leaves that to its caller.
"""

import datetime
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from normalize import edtf
from normalize.time_tokens import Cursor

_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Point:
    """A time as printed. `edtf` is None while the year is owed by a later point: "May" in "May and October 2018"."""

    edtf: str | None
    month: int = 0  # of the year, or the code of a season; 0 for neither
    days: tuple[int, ...] = ()  # first and last day of the month, where printed
    year: int | None = None

    def in_year(self, year: int) -> "Point | None":
        """The point with its year; None where the calendar has no such day."""
        made = f"{year}-{self.month:02}" if self.month else str(year)
        if self.days:
            ends = [f"{made}-{day:02}" for day in self.days]
            made = edtf.interval(ends[0], ends[-1]) if len(set(ends)) > 1 else ends[0]
        return _valid(replace(self, edtf=made, year=year))


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and the tokens it was read from, both in; `month` (or season) where it names just one."""

    edtf: str
    first: int
    last: int
    month: int = 0
    bare_year: bool = False


def dates(c: Cursor) -> list[Dated]:
    """The dates at the cursor: one, or several that share a year; empty where there is none."""
    start = c.pos
    for rule in (_bounded, _owing):
        found = rule(c)
        if found:
            return found
        c.pos = start
    return []


def _bounded(c: Cursor) -> list[Dated]:
    start = c.pos
    bound = c.take("bound")
    if bound is not None:
        c.skip("article")
    if bound == "between":
        found = _between(c)
    else:
        point = _span(c)
        found = point.edtf if point else None
    if found is None:
        return []
    printed = c.tokens[start : c.pos]
    month = int(found[5:]) if len(found) == len("2021-06") else 0
    bare_year = len(printed) == 1 and printed[0].kind == "year"
    return [Dated(_BOUNDS[bound](found), start, c.pos - 1, month, bare_year)]


_BOUNDS: dict[str | None, Callable[[str], str]] = {
    None: str,
    "between": str,
    "until": edtf.until,
    "before": edtf.before,
    # "from May to June 2021" is an interval already
    "from": lambda found: found if "/" in found else edtf.since(found),
    "after": edtf.after,
}


def _between(c: Cursor) -> str | None:
    left = _point(c)
    right = _point(c) if left and c.take("list") else None
    return _interval(left, right) if left and right else None


def _span(c: Cursor) -> Point | None:
    """One point, or two with "to" between; the first may owe its year to the second."""
    start = c.pos
    left = _point(c)
    if left is None:
        return None
    end = c.pos
    if c.take("to") is not None or _slash_between_months(c, left):
        c.skip("article")
        right = _point(c)
        made = _interval(left, right) if right else None
        if made:
            return Point(made)
    c.pos = end if left.edtf else start
    return left if left.edtf else None


def _slash_between_months(c: Cursor, left: Point) -> bool:
    """`June/July 2021` is a span, `Spring/Autumn 2021` two dates."""
    if left.edtf or edtf.is_season(left.month) or not c.sign("/"):
        return False
    following = _peek_month(c)
    return following == left.month % _LAST_MONTH + 1


def _peek_month(c: Cursor) -> int | None:
    start = c.pos
    month = c.take("month")
    c.pos = start
    return int(month) if month else None


def _interval(left: Point, right: Point) -> str | None:
    if right.edtf is None:
        return None
    if left.edtf is None:
        year = right.year
        if year is None:
            return None
        # "December to February 2022" begins in the year before
        crosses = _order(left.month) > _order(right.month)
        completed = left.in_year(year - crosses)
        if completed is None:
            return None
        left = completed
    made = edtf.interval(left.edtf or "", right.edtf)
    return made if _admits(made) else None


def _order(month: int) -> int:
    """Months and seasons on one scale, by the month they begin in."""
    return (month - 20) * 3 if edtf.is_season(month) else month


def _owing(c: Cursor) -> list[Dated]:
    """`May and October 2018`, `Spring/Autumn 2021`: points that owe their year to the last one."""
    owed: list[tuple[Point, int, int]] = []
    while True:
        first = c.pos
        point = _point(c)
        if point is None:
            return []
        owed.append((point, first, c.pos - 1))
        if point.edtf is not None:
            break
        if c.take("list") is None and not c.sign("/"):
            return []
    year = owed[-1][0].year
    if year is None or len(owed) == 1:
        return []
    whole = [(p if p.edtf else p.in_year(year), first, last) for p, first, last in owed]
    return [Dated(p.edtf, first, last, p.month) for p, first, last in whole if p and p.edtf] if all(p for p, _, _ in whole) else []


def _point(c: Cursor) -> Point | None:
    for rule in _POINTS:
        start = c.pos
        found = rule(c)
        if found is not None:
            return found
        c.pos = start
    return None


def _numeric_day(c: Cursor) -> Point | None:
    token = c.next("day")
    if token is None:
        return None
    day = read_day("".join(token.key.split()))
    return Point(day.isoformat(), year=day.year) if day else None


def _fiscal_year(c: Cursor) -> Point | None:
    """`FY 2021/2022`; a single year after the word could be either of two and is left unread."""
    start = c.pos
    if c.take("fiscal") is None:
        return None
    c.sign(".")
    if c.kind() == "pair":
        return _years(c, fiscal=True)
    c.pos = start
    return None


def _pair(c: Cursor) -> Point | None:
    return _years(c, fiscal=False)


def _pair_of_fiscal_years(c: Cursor) -> Point | None:
    """`2021-22 financial year`: the word after the years."""
    start = c.pos
    if c.next("pair") is None or c.take("fiscal") is None:
        return None
    end, c.pos = c.pos, start
    found = _years(c, fiscal=True)
    c.pos = end
    return found


def _years(c: Cursor, *, fiscal: bool) -> Point | None:
    """`2021/2022` is a financial year, `2020-2022` a span of years, `2021-06` a month."""
    token = c.next("pair")
    if token is None:
        return None
    first, second = int(token.key[:4]), token.key[4:].lstrip(" /-‐‑‒–—")
    slash, short = "/" in token.key, len(second) == 2
    last = first - first % 100 + int(second) if short else int(second)
    is_month = short and 1 <= int(second) <= _LAST_MONTH
    if short and not fiscal and last != first + 1:
        return _valid(Point(f"{first}-{second}", month=int(second), year=first)) if is_month else None
    if last <= first or (is_month and not slash and not fiscal):
        return None  # "2011-12": December, or two years?
    return Point(edtf.fiscal_year(first, last)) if fiscal or slash else Point(f"{first}/{last}")


def _numeric_month(c: Cursor) -> Point | None:
    token = c.next("month")
    if token is None:
        return None
    month, year = int("".join(d for d in token.key[:2] if d.isdecimal())), int(token.key[-4:])
    return _valid(Point(f"{year}-{month:02}", month=month, year=year)) if 1 <= month <= _LAST_MONTH else None


def _edge(c: Cursor) -> Point | None:
    """`end of 2021` is its last month; `mid-2021` says no more than 2021."""
    edge = c.take("edge")
    if edge is None:
        return None
    c.sign("-")
    c.skip("article")
    point = _point(c)
    if point is None or point.edtf is None:
        return None
    cut: dict[str, Callable[[str], str]] = {"end": edtf.last_month, "start": edtf.first_month, "within": str}
    return Point(cut[edge](point.edtf), month=point.month, year=point.year)


def _part_of_year(c: Cursor) -> Point | None:
    """`Q2 2021`, `second half of 2021`, `1er trimestre 2022`, `last quarter of FY 2021/2022`."""
    number: str | None
    months = c.take("part_letter")
    if months is not None:
        token = c.next("number") or c.next("month")  # "Q2 2021", "Q2/2021"
        number = token.key[0] if token else None
    else:
        token = c.next("ordinal")
        number = token.key if token else c.take("ordinal")
        months = c.take("part") if number else None
    if number is None or months is None:
        return None
    if not c.sign("/"):
        c.sign("-")
    c.skip("article")
    if token and token.kind == "month":
        year: Point | None = Point(token.key[-4:])
    else:
        year = _fiscal_year(c) or _pair(c) or _bare_year(c)
    with suppress(ValueError):
        return Point(edtf.part_of(year.edtf, int(number), int(months))) if year and year.edtf else None
    return None


def _day_and_month(c: Cursor) -> Point | None:
    """`14 January 2021`, `Monday, 14th of January 2021`, `24-26 June 2019`, and without the year."""
    if c.take("weekday") is not None:
        c.sign(",")
        c.skip("article")
    start = c.pos
    first = c.next("number") or c.next("ordinal")
    if first is None:
        return None
    days: tuple[int, ...] = (int(first.key),)
    if c.take("to") is not None:
        last = c.next("number") or c.next("ordinal")
        if last is None:
            return None
        days = (int(first.key), int(last.key))
    c.skip("article")
    month = c.take("month")
    if month is None:
        return None
    c.sign(".", ",")
    return _with_year(c, Point(None, month=int(month), days=days), start)


def _month_and_day(c: Cursor) -> Point | None:
    """`June 14, 2021`; without the year it could be anything."""
    start = c.pos
    month = c.take("month")
    c.sign(".")
    day = (c.next("number") or c.next("ordinal")) if month else None
    if month is None or day is None:
        return None
    c.sign(",")
    point = _with_year(c, Point(None, month=int(month), days=(int(day.key),)), start)
    return point if point and point.edtf else None


def _month_or_season(c: Cursor) -> Point | None:
    month = c.take("month") or c.take("season")
    if month is None:
        return None
    end = c.pos
    c.sign(".", ",", "-", "/")
    c.skip("article")
    if c.kind() != "year":
        c.pos = end
    return _with_year(c, Point(None, month=int(month)), end)


def _bare_year(c: Cursor) -> Point | None:
    token = c.next("year")
    return Point(token.key, year=int(token.key)) if token else None


def _with_year(c: Cursor, point: Point, first: int) -> Point | None:
    """The point with the year at the cursor, if there is one. Of a day dateparser must not think otherwise."""
    token = c.next("year")
    if token is None:
        return point
    whole = point.in_year(int(token.key))
    if whole is None or whole.edtf is None or not point.days:
        return whole
    day = read_day(" ".join(t.key for t in c.tokens[first : c.pos] if t.kind != "mark")) if len(point.days) == 1 else None
    return whole if day is None or day.isoformat() == whole.edtf else None


_POINTS: tuple[Callable[[Cursor], Point | None], ...] = (
    _numeric_day,
    _fiscal_year,
    _pair_of_fiscal_years,
    _pair,
    _numeric_month,
    _edge,
    _part_of_year,
    _day_and_month,
    _month_and_day,
    _month_or_season,
    _bare_year,
)


@lru_cache(maxsize=1024)
def read_day(phrase: str) -> datetime.date | None:
    """The day that one date phrase names, day before month; None where it names none.

    dateparser reads the forms; it is imported here because that costs a tenth of a second which most documents need not pay.
    """
    import dateparser

    settings = {"DATE_ORDER": "DMY", "STRICT_PARSING": True}
    found = dateparser.parse(phrase, languages=["en", "fr"], settings=settings)  # type: ignore[arg-type, unused-ignore]
    if found is None:
        return None
    day: datetime.date = found.date()
    # asked for day before month, it still takes 12/31/2017 the other way round
    printed = [int(p) for p in phrase.replace(".", "/").replace("-", "/").split("/") if p.isdecimal()]
    return None if len(printed) == 3 and day.isoformat() not in {_iso(*printed), _iso(*reversed(printed))} else day


def _iso(day: int, month: int, year: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"


def _valid(point: Point) -> Point | None:
    return point if point.edtf and _admits(point.edtf) else None


def _admits(date: str) -> bool:
    try:
        edtf.bounds(date)
    except ValueError:
        return False
    return True
