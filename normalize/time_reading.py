"""From a timeline's text to its times, each with its bodies: brackets, lists, what stands before or after what.

Bodies are printed after their time, `June 2021 (Council)` or `June 2021 Council`, or before it, `Council (June 2021)` or
`Council: June 2021`. A list shares the bodies at its end: `June 2020, June 2021 and June 2022 (Council)` are three times
of the Council.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from normalize import edtf
from normalize.time_phrases import Item, find_items
from normalize.time_tokens import SIGNIFICANT, Cursor, FindBodies, Token, lexicon, opens_time
from schemas.flags import FlagCode
from schemas.row import DeadlineKind

_LISTS = frozenset({",", "and", "&", "or", "/", "et", "ou", "then", "puis"})
# of two phrases that say one time, the kind that the time is
_WEIGHT = {
    DeadlineKind.CONDITION: 0,
    DeadlineKind.EVENT: 1,
    DeadlineKind.DATE: 2,
    DeadlineKind.ONGOING: 3,
    DeadlineKind.RECURRING: 4,
}
_OPEN_AT = {"from": "../", "until": "/.."}  # the end that a suffix would open is the other one
_BREAKS = frozenset({";", "\n", "."})


@dataclass(slots=True)
class Group:
    """Bodies named together: tokens `first` to `last`, both in."""

    first: int
    last: int
    codes: tuple[str, ...]
    bracketed: bool


@dataclass(slots=True)
class Found:
    """One time with all that belongs to it: tokens `first` to `last`, both in, and the bodies in printed order."""

    item: Item
    first: int
    last: int
    groups: list[Group] = field(default_factory=list)

    @property
    def bodies(self) -> tuple[str, ...]:
        """Canonical codes, each once; a group printed before the time comes first."""
        before = [code for g in self.groups if g.first < self.item.first for code in g.codes]
        after = [code for g in self.groups if g.first > self.item.first for code in g.codes]
        return tuple(dict.fromkeys([*before, *self.item.bodies, *after]))


@dataclass(slots=True)
class Reading:
    """What a text says: its times, what is wrong with it, and which tokens are understood."""

    cursor: Cursor
    found: list[Found] = field(default_factory=list)
    problems: list[tuple[FlagCode, str]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    pairs: dict[int, int] = field(default_factory=dict)  # bracket to bracket, both ways

    def gap(self, after: int, before: int) -> list[str]:
        """The keys of the tokens that stand strictly between two tokens."""
        return [t.key for t in self.cursor.tokens[after + 1 : before]]

    def is_listed(self, after: int, before: int) -> bool:
        """Whether nothing but "and", a comma or the like stands between two tokens."""
        gap = self.gap(after, before)
        return bool(gap) and all(key in _LISTS or key in lexicon()["article"] for key in gap) and not _LISTS.isdisjoint(gap)

    def is_parted(self, after: int, before: int) -> bool:
        """Whether words that are not understood stand between two tokens: what follows may belong to them."""
        between = self.cursor.tokens[after + 1 : before]
        return any(t.kind in SIGNIFICANT and t.key not in lexicon()["neutral"] for t in between)

    def leftover(self) -> list[tuple[int, int]]:
        """Runs of tokens that nothing explains, from word to word; connectives alone are none beside a time."""
        tokens, neutral = self.cursor.tokens, lexicon()["neutral"] if self.found else {}
        runs: list[tuple[int, int]] = []
        open_run = False
        for at, token in enumerate(tokens):
            if at in self.used or token.kind in ("open", "close"):
                open_run = False
            elif token.kind in SIGNIFICANT and (token.key not in neutral or _is_grown(tokens, at)):
                runs.append((runs.pop()[0] if open_run else at, at))
                open_run = True
        return runs


def _is_grown(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is grown together with a number, as in "2027a": then it is no connective but a part of something else."""
    token, beside = tokens[at], (*tokens[max(at - 1, 0) : at], *tokens[at + 1 : at + 2])
    return any(other.kind in SIGNIFICANT and (other.end == token.start or other.start == token.end) for other in beside)


def read(text: str, find_bodies: FindBodies) -> Reading:
    """Read the whole text; whatever cannot be explained is a problem of the reading, never an error."""
    reading = Reading(Cursor(text, find_bodies))
    reading.pairs = _brackets(reading)
    elements = _scan(reading)
    reading.found = _attach(reading, elements)
    _share_months(reading)
    _merge(reading)
    _close_brackets(reading)
    _doubt_side_by_side(reading)
    _report(reading)
    return reading


def _brackets(reading: Reading) -> dict[int, int]:
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for at, token in enumerate(reading.cursor.tokens):
        if token.kind == "open":
            stack.append(at)
        elif token.kind == "close" and stack:
            left = stack.pop()
            pairs[left], pairs[at] = at, left
    return pairs


def _scan(reading: Reading) -> list[Item | Group]:
    """The times and the bodies of the text in printed order."""
    c = reading.cursor
    elements: list[Item | Group] = []
    while (token := c.token) is not None:
        start = c.pos
        if token.kind in ("open", "close"):
            _scan_bracket(reading, elements)
        elif _scan_suffix(reading, elements) or _skip_unclear(c):
            pass
        elif items := find_items(c):
            if items[0].is_hedge and elements and not reading.is_parted(elements[-1].last, start):
                _extend(reading, elements[-1], start, c.pos)
            else:
                reading.used.update(range(start, c.pos))
                elements.extend(items)
        elif token.kind == "word" and (codes := c.bodies()):
            c.take("meeting")
            elements.append(Group(start, c.pos - 1, codes, bracketed=False))
        else:
            c.pos += 1
    return elements


def _scan_bracket(reading: Reading, elements: list[Item | Group]) -> None:
    c, at = reading.cursor, reading.cursor.pos
    partner = reading.pairs.get(at)
    is_open = c.kind() == "open"
    c.pos += 1
    if partner is None:
        lost = "closing" if is_open else "opening"
        reading.problems.append((FlagCode.REPAIRED_TIMELINE, f'read without the {lost} bracket that "{_around(reading, at)}" lacks'))
        if is_open and (codes := c.bodies()):
            elements.append(Group(at, c.pos - 1, codes, bracketed=True))
        elif not is_open and elements and isinstance(last := elements[-1], Group) and last.last == at - 1:
            last.last, last.bracketed = at, True
    elif is_open and (codes := c.bodies(end=partner)):
        elements.append(Group(at, partner, codes, bracketed=True))
        c.pos = partner + 1


def _around(reading: Reading, at: int) -> str:
    last = len(reading.cursor.tokens) - 1
    return reading.cursor.slice(max(at - 1, 0), min(at + 1, last))


def _scan_suffix(reading: Reading, elements: list[Item | Group]) -> bool:
    """`October 2019 (PTC) onwards` opens the end of the last date."""
    c, start = reading.cursor, reading.cursor.pos
    items = [e for e in elements if isinstance(e, Item)]
    value = c.take("suffix") if items and not reading.is_parted(elements[-1].last, start) else None
    if value is None or items[-1].edtf is None or _OPEN_AT[value] in items[-1].edtf:
        c.pos = start
        return False
    if ".." not in items[-1].edtf:  # "from 2021 onwards" says it twice
        items[-1].edtf = edtf.since(items[-1].edtf) if value == "from" else edtf.until(items[-1].edtf)
    _extend(reading, elements[-1], start, c.pos)
    return True


def _extend(reading: Reading, element: Item | Group, start: int, end: int) -> None:
    """Words that qualify what stands before them go with it; with bodies they are understood only once those are."""
    element.last = end - 1
    if isinstance(element, Item):
        reading.used.update(range(start, end))


def _skip_unclear(c: Cursor) -> bool:
    """Step over `FY 2021`, which could be either of two financial years; nothing explains it then."""
    start = c.pos
    if c.take("fiscal") is not None and c.next("year") is not None:
        return True
    c.pos = start
    return False


def _attach(reading: Reading, elements: list[Item | Group]) -> list[Found]:
    found = {i: Found(e, e.first, e.last) for i, e in enumerate(elements) if isinstance(e, Item)}
    targets: list[int] = []
    for i, group in enumerate(elements):
        if not isinstance(group, Group):
            continue
        beside = i > 0 and isinstance(elements[i - 1], Group) and not reading.is_parted(elements[i - 1].last, group.first)
        if not (targets and beside):  # "(PC) (Council)" belong together
            targets = _targets(reading, elements, found, i)
        for at in targets:
            found[at].groups.append(group)
        if not targets:
            continue
        reading.used.update(range(group.first, group.last + 1))
        nearest = found[targets[0]]
        inside = len(targets) > 1 and _opens_bracket(reading, elements, i)
        if not inside:
            nearest.first, nearest.last = min(nearest.first, group.first), max(nearest.last, group.last)
    return list(found.values())


def _opens_bracket(reading: Reading, elements: list[Item | Group], i: int) -> bool:
    """Whether the times of the bodies `i` follow in a bracket of their own: `PTC (May 2021)`."""
    group = elements[i]
    following = elements[i + 1] if i + 1 < len(elements) else None
    if not isinstance(following, Item) or getattr(group, "bracketed", True):
        return False
    gap = reading.cursor.tokens[group.last + 1 : following.first]
    return bool(gap) and gap[0].kind == "open" and following.kind is DeadlineKind.DATE


def _targets(reading: Reading, elements: list[Item | Group], found: dict[int, Found], i: int) -> list[int]:
    """Which times the bodies `i` belong to, the nearest first."""
    group = elements[i]
    before = _preceding(reading, elements, found, i)
    after = _following(reading, elements, i)
    if after and isinstance(group, Group) and not group.bracketed:
        if ":" in reading.gap(group.last, elements[i + 1].first) or _opens_bracket(reading, elements, i):
            return after
        starts_with_bodies = isinstance(elements[0], Group)
        if before and (starts_with_bodies or found[before[0]].groups):
            return after
    # after words that are not understood the bodies may well be theirs: "October 20187 (PTC) June 2019 (Council)"
    left = elements[i - 1].last if i else -1
    return before or ([] if reading.is_parted(left, group.first) else after)


def _preceding(reading: Reading, elements: list[Item | Group], found: dict[int, Found], i: int) -> list[int]:
    at = i - 1
    if at not in found or reading.is_parted(elements[at].last, elements[i].first):
        return []
    chain = [at]
    while at - 1 in found and not found[at - 1].groups:
        left, right = found[at - 1].item, found[at].item
        if not (left.kind is right.kind is DeadlineKind.DATE and reading.is_listed(left.last, right.first)):
            break
        at -= 1
        chain.append(at)
    return chain


def _following(reading: Reading, elements: list[Item | Group], i: int) -> list[int]:
    chain: list[int] = []
    for at in range(i + 1, len(elements)):
        if not isinstance(elements[at], Item) or reading.is_parted(elements[at - 1].last, elements[at].first):
            break
        if chain and not reading.is_listed(elements[at - 1].last, elements[at].first):
            break
        chain.append(at)
    return chain


def _share_months(reading: Reading) -> None:
    """`June 2020, 2021 and 2022` means three Junes; said as a repair, for it could mean the whole years."""
    for left, right in pairwise(reading.found):
        # a bracket between ends the list: "June 2020 (PTC) and 2021"
        if right.item.bare_year and left.item.month and reading.is_listed(left.item.last, right.item.first):
            printed = reading.cursor.slice(right.item.first, right.item.last)
            right.item.month = left.item.month
            right.item.edtf = f"{right.item.edtf}-{left.item.month:02}"
            reading.problems.append((FlagCode.REPAIRED_TIMELINE, f'"{printed}" in a list of months read as {right.item.edtf}'))


def _merge(reading: Reading) -> None:
    """Two phrases that say one time together: `Ongoing annual`, `14th TFAWG meeting (October 2021)`."""
    merged: list[Found] = []
    for found in reading.found:
        last = merged[-1] if merged else None
        if last is None or not _says_one_time(reading, last, found):
            merged.append(found)
            continue
        kept, other = (last, found) if _WEIGHT[last.item.kind] > _WEIGHT[found.item.kind] else (found, last)
        bodies = tuple(dict.fromkeys([*last.bodies, *found.bodies]))
        kept.item.on_trust += other.item.on_trust
        kept.item.edtf = kept.item.edtf or other.item.edtf
        kept.item.bodies, kept.groups = bodies, []
        kept.first, kept.last = last.first, found.last
        merged[-1] = kept
    reading.found = merged


def _says_one_time(reading: Reading, left: Found, right: Found) -> bool:
    gap = reading.gap(left.last, right.first)
    kinds = {left.item.kind, right.item.kind}
    neutral = lexicon()["neutral"]
    if not _BREAKS.isdisjoint(gap) or any(key not in neutral and key not in {",", "-", "(", "["} for key in gap):
        return False
    if kinds == {DeadlineKind.ONGOING, DeadlineKind.RECURRING}:
        return not left.groups and left.item.edtf is None and right.item.edtf is None
    if kinds == {DeadlineKind.ONGOING, DeadlineKind.DATE}:  # "Ongoing (from May 2018)"
        return left.item.kind is DeadlineKind.ONGOING and left.item.edtf is None and ".." in (right.item.edtf or "")
    if kinds != {DeadlineKind.EVENT, DeadlineKind.DATE}:
        return False
    listed = not _LISTS.isdisjoint(gap)
    return "(" in gap or (not listed and (bool(gap) or not left.groups))


def _close_brackets(reading: Reading) -> None:
    """A time that begins before a bracket and ends in it goes on to its end: `PTC (May 2021)`."""
    for found in reading.found:
        for at in range(found.first, found.last + 1):
            end = reading.pairs.get(at, -1)
            if end == found.last + 1:
                found.last = end


def side_by_side(reading: Reading) -> Iterator[tuple[Found, Found]]:
    """Each two times without a word, a sign or bodies between."""
    return ((left, right) for left, right in pairwise(reading.found) if right.first == left.last + 1 and not left.bodies)


def _doubt_side_by_side(reading: Reading) -> None:
    """Two times side by side may be the before and after of one that was changed."""
    for left, right in side_by_side(reading):
        printed = reading.cursor.slice(left.first, right.last)
        reading.problems.append((FlagCode.REPAIRED_TIMELINE, f'two times stand side by side in "{printed}"'))


def _report(reading: Reading) -> None:
    tokens = reading.cursor.tokens
    for token in tokens:
        if token.kind == "year" and token.end - token.start > len(token.key):
            reading.problems.append((FlagCode.REPAIRED_TIMELINE, f'"{reading.cursor.text[token.start : token.end]}" read as {token.key}'))
    for first, last in reading.leftover():
        end = last + 1
        while end < len(tokens) and tokens[end].key in lexicon()["neutral"]:  # "(Xyz Group)"
            end += 1
        in_bracket = reading.pairs.get(first - 1) == end
        run = tokens[first : end if in_bracket else last + 1]
        is_name = all(t.kind == "word" and reading.cursor.text[t.start].isupper() and not opens_time(t) for t in run)
        unknown = in_bracket and is_name and reading.found and not reading.cursor.is_body(first, last)
        code = FlagCode.UNKNOWN_BODY if unknown else FlagCode.UNPARSED_TIMELINE
        reading.problems.append((code, reading.cursor.slice(first, first + len(run) - 1)))
