"""The grammar of timeline phrases other than bare dates.

ongoing    "Ongoing activity, depending on needs", "Ongoing until June 2021 when ..."
recurring  ["Depends on ..., but"] ["usually"] ("annual" | "twice a year" | "every two years" | "both the spring and autumn sessions")
event      "14 th TFAWG meeting", "next session of the PTC"
condition  "As soon as ...", "To be decided", "as appropriate"

A rule that does not apply leaves the cursor where it was, or leaves that to its caller.
"""

from collections.abc import Callable
from dataclasses import dataclass

from normalize.edtf import is_season
from normalize.time_dates import dates
from normalize.time_tokens import Cursor
from schemas.row import DeadlineKind, Qualifier

_CLAUSE_WORDS = 14  # a longer clause is prose, not a cell of a timeline
_TRUSTED_WORDS = 8  # so many words of a clause are nothing unusual
_YEAR_MONTHS = 12


@dataclass(slots=True)
class Item:
    """One time found: tokens `first` to `last`, both in. `on_trust` counts its words that might as well be prose."""

    kind: DeadlineKind
    first: int
    last: int
    edtf: str | None = None
    bodies: tuple[str, ...] = ()
    recurrence: str | None = None
    qualifier: Qualifier | None = None
    on_trust: int = 0
    month: int = 0
    bare_year: bool = False
    is_hedge: bool = False


def find_items(c: Cursor) -> list[Item]:
    """The times at the cursor, by the first rule that applies; empty where none does."""
    if not c.may_open():
        return []
    for rule in _RULES:
        start = c.pos
        found = rule(c)
        if found:
            return found
        c.pos = start
    return []


def _dated(c: Cursor) -> list[Item]:
    found = [Item(DeadlineKind.DATE, d.first, d.last, d.edtf, month=d.month, bare_year=d.bare_year) for d in dates(c)]
    if found:
        _tail(c, found[-1])
    return found


def _ongoing(c: Cursor) -> list[Item]:
    first = c.pos
    if c.kind(1) == "word" and c.bodies():  # "Permanent Technical Committee"
        return []
    if c.take("ongoing") is None:
        return []
    c.take("activity")
    item = Item(DeadlineKind.ONGOING, first, c.pos - 1)
    start = c.pos
    c.sign(",", "-")
    bounded = dates(c) if _at(c, "bound") else []
    if len(bounded) == 1:
        item.edtf, item.last = bounded[0].edtf, bounded[0].last
    else:
        c.pos = start
    _tail(c, item)
    return [item]


def _at(c: Cursor, category: str) -> bool:
    start = c.pos
    found = c.take(category) is not None
    c.pos = start
    return found


def _tail(c: Cursor, item: Item) -> None:
    """Take what may follow an item: "as appropriate", "when the work is done", "depending on needs"."""
    start = c.pos
    c.sign(",")
    if c.take("hedge") is not None:
        item.last = c.pos - 1
        return
    opener = None if _is_time(c) else c.take("clause")
    words = _swallow(c) if opener else 0
    if not words:
        c.pos = start
        return
    item.on_trust += max(0, words - _TRUSTED_WORDS)
    item.last = c.pos - 1


def _swallow(c: Cursor) -> int:
    """Step over the words of a clause, up to a sign that ends it or to the next time; how many words, 0 if too many."""
    words, last = 0, c.pos
    while (token := c.token) is not None:
        if token.kind in ("open", "close") or (token.kind == "mark" and token.key in ";.:\n") or _at(c, "but"):
            break
        if c.may_open() and _is_time(c):
            break
        c.pos += 1
        if token.kind not in ("mark", "sign"):
            words, last = words + 1, c.pos
    c.pos = last
    return words if words <= _CLAUSE_WORDS else 0


def _is_time(c: Cursor) -> bool:
    start = c.pos
    found = bool(dates(c)) or _qualified(c, start) is not None or c.take("ongoing") is not None
    c.pos = start
    return found


def _recurring(c: Cursor) -> list[Item]:
    """A rhythm, by itself or after what it hangs on: "Depends on the schedule of meetings, but usually once a year"."""
    first = c.pos
    item = _qualified(c, first)
    if item is None:
        c.pos = first
        clause = _swallow(c) if c.take("clause") == "hangs" else 0
        item = _qualified(c, first) if clause and c.take("but") is not None else None
        if item is None:
            return []
        item.on_trust = max(0, clause - _TRUSTED_WORDS)
    _tail(c, item)
    return [item]


def _qualified(c: Cursor, first: int) -> Item | None:
    qualifiers = set()
    while (word := c.take("qualifier")) is not None:
        qualifiers.add(Qualifier(word))
    item = _rhythm(c, first, qualified=bool(qualifiers))
    if item is not None:
        # "usually at least once a year" promises the least
        item.qualifier = Qualifier.AT_LEAST if Qualifier.AT_LEAST in qualifiers else next(iter(qualifiers), None)
    return item


def _rhythm(c: Cursor, first: int, *, qualified: bool) -> Item | None:
    for rule in (_adverb, _counted, _every):
        start = c.pos
        item = rule(c, first)
        if item is not None:
            _in_season(c, item)
            return item
        c.pos = start
    return _seasons(c, first, qualified=qualified)


def _adverb(c: Cursor, first: int) -> Item | None:
    """`annual`, `on a yearly basis`."""
    value = c.take("adverb")
    if value is None:
        return None
    item = Item(DeadlineKind.RECURRING, first, c.pos - 1, recurrence=None if value == "none" else value)
    if c.take("activity") is not None:
        item.last = c.pos - 1
    return item


def _counted(c: Cursor, first: int) -> Item | None:
    """`once a year`, `once every two years`, `5 times a year`."""
    count = c.take("count")
    if count is None:
        number = c.next("number")
        if number is None or c.take("times") is None:
            return None
        count = number.key
    if c.take("per") is None:
        return None
    recurrence = _unit(c, int(count))
    return Item(DeadlineKind.RECURRING, first, c.pos - 1, recurrence=recurrence or None) if recurrence is not None else None


def _every(c: Cursor, first: int) -> Item | None:
    """`every three months`, `each June`, `every session of the PTC`."""
    if c.take("every") is None:
        return None
    start = c.pos
    recurrence = _unit(c, 1)
    if recurrence is None:
        c.pos = start
        if (c.take("month") or c.take("season")) is not None:
            recurrence = "P1Y"
    bodies, met = _session(c)
    if recurrence is None and not met:
        return None
    return Item(DeadlineKind.RECURRING, first, c.pos - 1, bodies=bodies, recurrence=recurrence or None)


def _unit(c: Cursor, count: int) -> str | None:
    """The ISO duration of `two years` shared by `count` times; empty where it does not come out even, None where no unit stands."""
    number = c.next("number") or c.next("ordinal")
    many = int(number.key) if number else int(c.take("number") or 1)
    unit = c.take("unit")
    if unit is None or not count or not many:
        return None
    if not unit.isdecimal():
        return f"P{many}{unit}" if count == 1 else ""
    months, rest = divmod(int(unit) * many, count)
    if rest:
        return ""
    return f"P{months // _YEAR_MONTHS}Y" if months % _YEAR_MONTHS == 0 else f"P{months}M"


def _session(c: Cursor) -> tuple[tuple[str, ...], bool]:
    """`PTC session`, `sessions of the PTC`, `PTC`: the bodies, and whether either stands there."""
    start = c.pos
    bodies = c.bodies()
    met = c.take("meeting") is not None
    if met and not bodies:
        end = c.pos
        c.skip("article")
        bodies = c.bodies()
        if not bodies:
            c.pos = end
    if not met and not bodies:
        c.pos = start
    return bodies, met or bool(bodies)


def _in_season(c: Cursor, item: Item) -> None:
    """`annually in June`, `once a year in the spring session of the PTC`: the months without a year go with the rhythm."""
    start = c.pos
    c.skip("article")
    if c.pos == start or dates(c):
        c.pos = start
        return
    named = 0
    while (c.take("month") or c.take("season")) is not None:
        named += 1
        if c.take("list") is None:
            break
    if not named or c.kind() == "year":
        c.pos = start
        return
    bodies, _ = _session(c)
    item.bodies += bodies
    item.last = c.pos - 1


def _seasons(c: Cursor, first: int, *, qualified: bool) -> Item | None:
    """`in both the spring and autumn sessions of the PTC`, `June and December each year`: no year, so every year."""
    c.skip("article")
    both = c.take("both") is not None
    found = _names_without_year(c)
    if not found or c.kind() == "year":
        return None
    bodies, met = _session(c)
    end = c.pos
    yearly = c.take("every") is not None and _unit(c, 1) == "P1Y"
    if not yearly:
        c.pos = end
        if min(found) <= _YEAR_MONTHS or (len(found) == 1 and not qualified) or not (qualified or both or met):
            return None
    starts = [(name - 20) * 3 if is_season(name) else name for name in found]
    apart = {(b - a) % _YEAR_MONTHS for a, b in zip(starts, [*starts[1:], starts[0]], strict=True)}
    even = {0: "P1Y", 6: "P6M", 3: "P3M"}.get(min(apart)) if len(apart) == 1 else None
    return Item(DeadlineKind.RECURRING, first, c.pos - 1, bodies=bodies, recurrence=even)


def _names_without_year(c: Cursor) -> list[int]:
    """Months and seasons in a list, as EDTF numbers them."""
    found: list[int] = []
    while (name := c.take("season") or c.take("month")) is not None:
        found.append(int(name))
        end = c.pos
        c.take("meeting")
        if c.take("list") is None and not c.sign("/"):
            c.pos = end
            break
        c.skip("article")
    return found


def _event(c: Cursor) -> list[Item]:
    """`14 th TFAWG meeting`, `231st/232nd PTC sessions`, `before the next PTC`."""
    first = c.pos
    bounded = c.take("bound") is not None
    c.skip("article")
    if not bounded:
        first = c.pos
    if c.take("which") is None:
        if c.next("ordinal") is None:
            return []
        while c.take("list") is not None or c.sign("/", "-"):
            if c.next("ordinal") is None:
                return []
    bodies, met = _session(c)
    if not met:
        return []
    item = Item(DeadlineKind.EVENT, first, c.pos - 1, bodies=bodies)
    _tail(c, item)
    return [item]


def _condition(c: Cursor) -> list[Item]:
    first = c.pos
    if c.take("condition") is not None:
        return [Item(DeadlineKind.CONDITION, first, c.pos - 1)]
    if c.take("hedge") is not None:
        return [Item(DeadlineKind.CONDITION, first, c.pos - 1, is_hedge=True)]
    opener = c.take("clause")
    words = _swallow(c) if opener else 0
    if not words:
        return []
    on_trust = max(0, words - _TRUSTED_WORDS) if opener == "hangs" else (words + 1) // 2
    return [Item(DeadlineKind.CONDITION, first, c.pos - 1, on_trust=on_trust)]


_RULES: tuple[Callable[[Cursor], list[Item]], ...] = (_dated, _recurring, _ongoing, _event, _condition)
