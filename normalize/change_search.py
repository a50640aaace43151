"""The search: printed characters explained as plain, inserted and struck words, from left to right, the cheapest readings kept.

A partial reading has explained the characters up to a place; an arc takes it on by one form of the vocabulary and its marks, by a
word that is in no vocabulary (plain, and kept as printed), or past a character from nowhere. What stood before the change and what
stands after it both obey the order of words in a timeline.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from normalize.change_noise import Mark, align, noise
from normalize.change_spots import Spot, spots
from normalize.change_words import Form, Word, tails
from normalize.vocabulary import load

_BEAM = 64  # partial readings kept at each place
_MOST_SPOTS = 16  # forms tried at each place
_WORSE = 11.0  # what costs so much more than the cheapest way to its place is dropped
_WORSE_ARC = 9.0
_FINALS = 16
_PLAIN_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LINES = frozenset("-_")  # of a line through a blank
_LINE = re.compile(r"[-–—_]+")
_AT_EDGE = re.compile(r"^[-–—_ ]+|[-–—_ ]+$")
_SUBSTANCE = re.compile(r"[^\W_]|[()/&,;]")
_MARKS = (Mark.PLAIN, Mark.INSERTED, Mark.STRUCK)  # of a word as a whole
_START, _END = "start", "end"
_TIGHT = frozenset({_START, "open", "close", "comma", "slash", "fiscal"})  # words that may stand without a blank
_WHOLE = frozenset({"year", "ongoing", "adverb", "condition"})  # words that end a time
_TIMES = frozenset({"month", "season", "day", "ongoing", "adverb", "condition"})  # words that begin one
_LEGIBLE_TAIL = 3  # letters from which one of them may be misread
_SHAPES = frozenset({"d", "i", "di", "id", "dx", "dxi", "dxd", "dxdi", "ix", "ixd"})  # of one change: d struck, i inserted, x dropped


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell's characters without blanks, and the places before which a blank or a line end stood."""

    letters: str
    gaps: frozenset[int]
    upper: bool

    def gaps_in(self, start: int, end: int) -> int:
        """How many blanks stand within these characters."""
        return sum(start < gap < end for gap in self.gaps)


class Piece(NamedTuple):
    """A word of one reading; `glued` where no blank was printed before it."""

    category: str
    text: str
    glued: bool


class Partial(NamedTuple):
    """A reading of the characters up to a place. `site` is the open change: the order of its runs so far."""

    cost: float
    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()
    last: Mark = Mark.PLAIN
    site: str = ""
    order: str = ""  # of the first change of the cell: "di" where the struck words stand first
    sites: int = 0  # closed changes
    beside: int = 0  # times that stand beside another with nothing between


class _Arc(NamedTuple):
    """One form with its marks: where it ends, what it costs, what it adds to each reading. Without marks, a character from nowhere."""

    end: int
    cost: float
    mark: Mark | None = None
    struck: Word | None = None
    added: Word | None = None
    order: str = ""  # "di" or "id" where letters are exchanged within the form
    dropped: bool = False  # in neither reading: an earlier change had put it there


def squeeze(text: str) -> Printed:
    """The text as the search sees it, without what is left of the lines of a cell and of the page's dirt around the words."""
    tokens = [token for token in text.split() if _SUBSTANCE.search(token) or _LINE.fullmatch(token)]
    joined = _LINE.sub(_one_sign, _AT_EDGE.sub("", " ".join(tokens)))
    gaps, letters = set(), ""
    for token in joined.split():
        gaps.add(len(letters))
        gaps |= {len(letters) + at + 1 for at, sign in enumerate(token) if sign in _LINES}
        letters += token
    return Printed(letters, frozenset(gaps - {0}), letters.isupper())


def _one_sign(line: re.Match[str]) -> str:
    return "_" if set(line[0]) == {"_"} else "-"


def search(printed: Printed) -> list[Partial]:
    """The cheapest readings of the whole, each pair of before and after once, the cheapest first."""
    places: list[dict[tuple[object, ...], Partial]] = [{} for _ in range(len(printed.letters) + 1)]
    least = [float("inf")] * len(places)
    places[0][()], least[0] = Partial(0.0), 0.0
    for at in range(len(printed.letters)):
        if not places[at]:
            continue
        kept = sorted(places[at].values(), key=_cost)[:_BEAM]
        arcs = _arcs(printed, at)
        for partial in kept:
            for arc in arcs:
                if partial.cost + arc.cost > least[arc.end] + _WORSE:
                    continue
                following = _take(partial, arc, at, printed)
                if following is not None:
                    _keep(places[arc.end], following)
                    least[arc.end] = min(least[arc.end], following.cost)
    return _whole(places[-1].values())


def _cost(partial: Partial) -> float:
    return partial.cost


def _keep(place: dict[tuple[object, ...], Partial], partial: Partial) -> None:
    key = partial[1:6]
    known = place.get(key)
    if known is None or partial.cost < known.cost:
        place[key] = partial


def _whole(ends: Iterable[Partial]) -> list[Partial]:
    """The readings that may end here, with their open changes closed."""
    whole: dict[tuple[object, ...], Partial] = {}
    for partial in ends:
        if _may_follow(_last(partial.before), _END) and _may_follow(_last(partial.after), _END):
            closed = _closed(partial)
            key = (closed.before, closed.after)
            if key not in whole or closed.cost < whole[key].cost:
                whole[key] = closed
    return sorted(whole.values(), key=_cost)[:_FINALS]


def _take(partial: Partial, arc: _Arc, at: int, printed: Printed) -> Partial | None:
    """The partial reading taken on by an arc; None where the order of words or the shape of changes does not admit it."""
    if arc.mark is None:
        return None if _tears(at, printed) else partial._replace(cost=partial.cost + _nowhere(partial, arc, printed.letters[at]))
    struck, added = arc.struck, arc.added
    glued = at not in printed.gaps
    cost = arc.cost
    if (struck and not _may_follow(_last(partial.before), struck.category)) or (
        added and not _may_follow(_last(partial.after), added.category)
    ):
        if struck is not added or glued or not _begins_anew(partial, added):
            return None
        cost += change_costs()["side_by_side"]
        partial = partial._replace(beside=partial.beside + 1)
    moved = _mark(partial, arc)
    if moved is None:
        return None
    cost += moved.cost
    if glued and at and partial.last is arc.mark and _wants_blank(partial, struck or added):
        cost += noise(arc.mark).blank_lost
    before = (*moved.before, _piece(struck, glued, printed)) if struck else moved.before
    after = (*moved.after, _piece(added, glued, printed)) if added else moved.after
    return moved._replace(cost=cost, before=before, after=after)


def _nowhere(partial: Partial, arc: _Arc, sign: str) -> float:
    """What a character costs that no word holds: it may be the line that strikes or underlines a blank."""
    if sign not in _LINES:
        return arc.cost
    return noise(partial.last if partial.site else Mark.PLAIN).line[sign]


def _tears(at: int, printed: Printed) -> bool:
    """Whether the letter at a place goes on a word: left over, it would make of that word another one."""
    return bool(at) and at not in printed.gaps and printed.letters[at - 1 : at + 1].isalpha()


def _piece(word: Word, glued: bool, printed: Printed) -> Piece:
    return Piece(word.category, word.text.upper() if printed.upper else word.text, glued)


def _mark(partial: Partial, arc: _Arc) -> Partial | None:
    """The partial reading with its open change gone on, closed or begun; None where no change is of that shape."""
    if arc.order:
        return _exchanged(_closed(partial), arc.order)
    if arc.mark is Mark.PLAIN:
        return _closed(partial)._replace(last=Mark.PLAIN)
    letter = "x" if arc.dropped else "d" if arc.mark is Mark.STRUCK else "i"
    site = partial.site if partial.site.endswith(letter) else partial.site + letter
    if site not in _SHAPES:
        if not {"d", "i"} <= set(partial.site):
            return None
        partial, site = _closed(partial), letter  # one change beside another
        if site not in _SHAPES:
            return None
    cost = partial.cost
    if not partial.site:
        cost += change_costs()["next_change" if partial.sites else "change"]
    return partial._replace(cost=cost, site=site, last=arc.mark or Mark.PLAIN)


def _exchanged(partial: Partial, order: str) -> Partial:
    """The partial reading with letters exchanged within a word: a change of its own."""
    costs = change_costs()
    cost = partial.cost + costs["letters_exchanged"] + costs["next_change" if partial.sites else "change"]
    if partial.order not in ("", order):
        cost += costs["other_order"]
    return partial._replace(cost=cost, sites=partial.sites + 1, order=partial.order or order, last=Mark.PLAIN)


def _closed(partial: Partial) -> Partial:
    """The partial reading with its open change at an end."""
    if not partial.site:
        return partial
    costs = change_costs()
    order = "id" if partial.site.startswith("i") else "di"
    if not {"d", "i"} <= set(partial.site):
        return partial._replace(cost=partial.cost + costs["one_sided"], site="", sites=partial.sites + 1)
    cost = costs["inserted_first"] if order == "id" else costs["struck_first"]
    if partial.order not in ("", order):
        cost += costs["other_order"]
    return partial._replace(cost=partial.cost + cost, site="", sites=partial.sites + 1, order=partial.order or order)


@cache
def change_costs() -> dict[str, float]:
    """What each part of a change costs, by name."""
    table: dict[str, float] = load("track_changes")["cost"]
    return table


def _arcs(printed: Printed, at: int) -> list[_Arc]:
    """All that may stand at a place, but for what another way to the same end makes pointless."""
    costs = change_costs()
    found = (one for one in spots(printed.letters[at:], printed.upper) if not _cuts_number(printed, at, one))
    arcs = [arc for one in islice(found, _MOST_SPOTS) for arc in _of_spot(printed, at, one)]
    least: dict[int, float] = {}
    for arc in arcs:
        least[arc.end] = min(least.get(arc.end, arc.cost), arc.cost)
    arcs = [arc for arc in arcs if arc.cost <= least[arc.end] + _WORSE_ARC]
    word = _PLAIN_WORD.match(printed.letters, at)
    if word and (not at or at in printed.gaps or not printed.letters[at - 1].isalnum()):
        end = min([word.end(), *(gap for gap in printed.gaps if gap > at)])
        literal = Word("literal", printed.letters[at:end], printed.letters[at:end])
        arcs.append(_Arc(end, costs["unknown"] + costs["unknown_letter"] * (end - at), Mark.PLAIN, literal, literal))
    if not at:
        arcs += _clipped(printed)
    arcs.append(_Arc(at + 1, costs["nowhere" if printed.letters[at].isalnum() else "dirt"]))
    return arcs


def _clipped(printed: Printed) -> Iterator[_Arc]:
    """A struck word whose line is lost but for its last letters: they stand before the first letter of the word put in."""
    for tail, word in tails().items():
        size = len(tail)
        wrong = Levenshtein.distance(tail, printed.letters[:size], score_cutoff=1)
        if wrong <= (size >= _LEGIBLE_TAIL) and size not in printed.gaps and printed.letters[size : size + 1].isupper():
            yield _Arc(size, change_costs()["clipped"] + wrong * change_costs()["smeared"], Mark.STRUCK, word)


def _cuts_number(printed: Printed, at: int, one: Spot) -> bool:
    """Whether a day would be read from a part of a longer number."""
    if one.form.first.category != "day":
        return False
    end = at + one.end
    joins_left = at > 0 and at not in printed.gaps and printed.letters[at - 1].isdigit()
    return joins_left or (end < len(printed.letters) and end not in printed.gaps and printed.letters[end].isdigit())


def _of_spot(printed: Printed, at: int, one: Spot) -> Iterator[_Arc]:
    """A form with each of the marks it may carry."""
    form, end = one.form, at + one.end
    letters = printed.letters[at:end]
    if form.first.category == "year" and len(letters) < len(form.letters):
        return  # of a year with a digit lost, any could be the one
    torn = max(0, printed.gaps_in(at, end) - form.first.text.count(" "))
    if form.second is not None:
        for order, marks in (("di", (Mark.STRUCK, Mark.INSERTED)), ("id", (Mark.INSERTED, Mark.STRUCK))):
            cost = _read_as(form, marks, printed.upper, letters) + torn * noise(Mark.STRUCK).blank_added
            old, new = (form.first, form.second) if order == "di" else (form.second, form.first)
            yield _Arc(end, cost, Mark.PLAIN, old, new, order)
        return
    rare = _rare(form.first)
    for mark in _MARKS:
        cost = _read_as(form, (mark,), printed.upper, letters) + torn * noise(mark).blank_added + rare
        struck, added = mark is not Mark.INSERTED, mark is not Mark.STRUCK
        yield _Arc(end, cost, mark, form.first if struck else None, form.first if added else None)
        if mark is Mark.STRUCK:
            yield _Arc(end, cost + change_costs()["dropped"], mark, dropped=True)


def _rare(word: Word) -> float:
    """What a word costs because timelines seldom hold its like."""
    costs = change_costs()
    return costs.get(f"a_{word.category}", 0.0) + (0.0 if word.is_usual else costs["uncommon"])


def _read_as(form: Form, marks: tuple[Mark, ...], upper: bool, letters: str) -> float:
    """What it costs that a form with these marks was read so; what is struck may be smeared, and all else as hard to read as it is."""
    cost = align(_runs(form, marks, upper), letters)
    if Mark.STRUCK in marks:
        smeared = tuple(Mark.SMEARED if mark is Mark.STRUCK else mark for mark in marks)
        return min(cost, align(_runs(form, smeared, upper), letters) + change_costs()["smeared"])
    stained = change_costs()["stained"]
    if marks != (Mark.PLAIN,) or cost <= stained:
        return cost
    return min(cost, align(_runs(form, (Mark.STRUCK,), upper), letters) + stained)


def _runs(form: Form, marks: tuple[Mark, ...], upper: bool) -> tuple[tuple[str, Mark], ...]:
    runs = form.runs(marks)
    return tuple((text.upper(), mark) for text, mark in runs) if upper else runs


def _last(pieces: tuple[Piece, ...]) -> str:
    return pieces[-1].category if pieces else _START


def _wants_blank(partial: Partial, right: Word | None) -> bool:
    left = _last(partial.before if partial.last is Mark.STRUCK else partial.after)
    return right is not None and left not in _TIGHT and right.category not in _TIGHT


def _begins_anew(partial: Partial, word: Word | None) -> bool:
    """Whether a plain word may begin another time beside a whole one, as two lines of a cell."""
    return word is not None and _last(partial.before) in _WHOLE and _last(partial.after) in _WHOLE and word.category in _TIMES


@cache
def _never() -> dict[str, frozenset[str]]:
    return {left: frozenset(rights) for left, rights in load("track_changes")["never"].items()}


def _may_follow(left: str, right: str) -> bool:
    never = _never().get(left)
    return never is None or right not in never
