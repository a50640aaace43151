"""Tracked changes that OCR flattened into one text: "October 20187" was "October 2017" and is "October 2018".

    untangle   what a timeline cell said before and after, or None where its print is the timeline itself

Over the pairs (before, after) that the grammar of timelines admits, the one is taken that explains the printed characters as plain,
inserted and struck runs, misread as OCR misreads them, at the least cost. The words stand in `change_words`, the noise in
`change_noise`, the search in `change_search`; the costs of changes in `track_changes.toml`.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from normalize.bodies import find_bodies
from normalize.change_search import Partial, Piece, change_costs, search, squeeze
from normalize.change_words import is_legible
from normalize.codes import Problems
from normalize.timelines import parse_timeline
from schemas.flags import FlagCode
from schemas.row import Deadline, DeadlineKind

CLOSE = 2.5  # a second reading that costs no more than this beyond the first is named beside it
_LIKELY = 11.0  # a change of legible words that costs no more is named
_LONGEST_LITERAL = 4  # letters of a word of no vocabulary beside a change
_LONGEST = 90  # characters, of four dates with their bodies; a longer cell is prose
_TIME_WORDS = frozenset({"month", "season", "year", "ongoing", "adverb", "condition"})
_RUN_TOGETHER = re.compile(r"\d[A-Z][a-z]|[a-z][A-Z][a-z]|[¥£§¢©®]")  # two words, or what is left of a struck one
_REST = re.compile(r"[a-z]{1,3}|\d{1,4}")  # what is read of a struck word, or of its bullet; more digits are years that run together
_STRANGE = re.compile(rf"{_REST.pattern}|[A-Z][a-z]{{3,}}\W?")  # or a word of another cell
_SEAM = re.compile(r"(?<=[a-z\d])(?=[A-Z][a-z])")  # where a word begins right behind another
_STRUCK = re.compile(r"\w-(?: |$)|-\w+-\w")  # what is left of the line in a word
_WORD = re.compile(r"[^\W\d_]{3}")
_YEAR_DAYS = 366
_NEAR_YEARS = 1.25
_PROGRAMME_YEARS = 4  # a programme says little of years further from its revision


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell said before and after its change; the same where it was only misread."""

    before: str
    after: str
    cost: float


@dataclass(frozen=True, slots=True)
class Untangled:
    """The best reading of a cell, and the second best where there is one. Costs are negative natural logarithms."""

    best: Reading
    second: Reading | None = None

    @property
    def before(self) -> str:
        """The cell before the change."""
        return self.best.before

    @property
    def after(self) -> str:
        """The cell after the change."""
        return self.best.after

    @property
    def changed(self) -> bool:
        """Whether the cell was changed, not only misread."""
        return self.best.before != self.best.after

    @property
    def margin(self) -> float:
        """How much more the second reading costs."""
        return self.second.cost - self.best.cost if self.second else float("inf")

    @property
    def is_close(self) -> bool:
        """Whether the second reading is nearly as good."""
        return self.margin <= CLOSE


@lru_cache(maxsize=4096)
def untangle(text: str, revised: datetime.date | None = None) -> Untangled | None:
    """Find what a timeline cell said before and after its change.

    Args:
        text: the cell as OCR read it, its lines joined by one blank, struck and inserted words in one stream.
        revised: the first day of the revision that shows the change; its new deadlines hardly lie before it.

    Returns:
        None where the grammar understands the whole text as printed, and where no reading is better than the print. Where all words
        are legible and stand apart, the print itself, with the change that it may be: two cells that were read together look the same.
        But of two bare times, one of which had passed when the revision came, that one was struck; the print is named beside it.
    """
    if len(text) > _LONGEST or is_clean(text):
        return None
    readings = _admitted(text, revised)
    if _is_legible(text):
        return _side_by_side(text, readings, revised)
    best = next(readings, None)
    is_known = best is not None and _are_known(best)
    if best is None or best.cost > _LIKELY or not is_known:
        core = _core(text, _REST if is_known else _STRANGE)
        inner = None if core == text else Untangled(Reading(core, core, 0.0)) if is_clean(core) else untangle(core, revised)
        if inner is not None and (inner.best.cost <= _LIKELY or (not is_known and _are_known(inner.best))):
            return inner
    printed = " ".join(text.split())
    if best is None or best.before == best.after == printed:
        return _beside_lost(printed)
    return Untangled(best, next(readings, None))


def _are_known(reading: Reading) -> bool:
    return _is_legible(reading.before) and _is_legible(reading.after)


def _beside_lost(printed: str) -> Untangled | None:
    """The longest whole time beside words of which a line left nothing legible: it was put in for them, and they stay as printed.

    That words were struck shows in what is left of the line in them, or where the time begins right behind them, or they behind it.
    """
    seams = {seam.start() for seam in _SEAM.finditer(printed)}
    cuts = sorted({0, len(printed), *seams, *(at for at, sign in enumerate(printed) if sign == " ")})
    spans = [(start, end) for start in cuts for end in cuts if 0 < end - start < len(printed)]
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], -span[1])):
        after, lost = printed[start:end].strip(), f"{printed[:start].strip()} {printed[end:].strip()}".strip()
        is_side = (start in seams and end == len(printed)) or (start == 0 and end in seams)
        shown = is_side or (_STRUCK.search(lost) is not None and not {start, end} & seams)
        if shown and not _STRUCK.search(after) and _WORD.search(after) and not _is_legible(lost) and is_clean(after):
            return Untangled(Reading(lost, after, change_costs()["most"]))
    return None


def is_sure(found: Untangled) -> bool:
    """Whether the cell was changed even where nothing else in its text shows changes: no other reading is nearly as good."""
    return found.changed and not found.is_close and found.best.cost <= _LIKELY


@lru_cache(maxsize=4096)
def mend(text: str) -> str | None:
    """A timeline as it was printed, of which an OCR misread letters: "Octobef 2018" says "October 2018".

    Args:
        text: the cell as OCR read it, off a print that shows no tracked changes.

    Returns:
        None where nothing is to be mended, and where the words of times leave a doubt, of what was printed or whether it was changed.
    """
    if len(text) > _LONGEST or is_clean(text) or _is_legible(text):
        return None
    readings = list(_admitted(text, None))
    same = [reading for reading in readings if reading.before == reading.after]
    if not same or same[0].cost > readings[0].cost + CLOSE or Untangled(*same[:2]).is_close:
        return None
    return same[0].after if same[0].after != " ".join(text.split()) else None


def _is_legible(text: str) -> bool:
    return all(is_legible(token) for token in text.split())


def _core(text: str, strange: re.Pattern[str]) -> str:
    """The text without the tokens at its edges that are no words of a time but of this form."""
    tokens = text.split()
    for end in (0, -1):
        while tokens and strange.fullmatch(tokens[end]) and not is_legible(tokens[end]):
            del tokens[end]
    return " ".join(tokens)


def _side_by_side(text: str, readings: Iterator[Reading], revised: datetime.date | None) -> Untangled | None:
    """Nothing in print says that words were struck: the text stays, and the change that it may be is named, but where a time passed."""
    change = next((one for one in readings if one.before != one.after), None)
    if change is None or change.cost > _LIKELY:
        return None
    text = " ".join(text.split())
    printed = Reading(text, text, change.cost)
    put_off = _put_off(text, revised, change.cost) if revised else None
    return Untangled(put_off, printed) if put_off else Untangled(printed, change)


def _put_off(printed: str, revised: datetime.date, cost: float) -> Reading | None:
    """The change of a time that had passed into the one beside it: a cell hardly lists times without whose session each is."""
    words = printed.split()
    for at in range(1, len(words)):
        sides = " ".join(words[:at]), " ".join(words[at:])
        for before, after in (sides, sides[::-1]):
            old, new = _bare_time(before), _bare_time(after)
            if old and new and _has_passed(old, revised) and (_is_ahead(new, revised) or new.kind is DeadlineKind.ONGOING):
                return Reading(before, after, cost)
    return None


def _has_passed(time: Deadline, revised: datetime.date) -> bool:
    return time.latest is not None and time.latest < revised


def _is_ahead(time: Deadline, revised: datetime.date) -> bool:
    return time.latest is not None and time.latest >= revised


def _bare_time(text: str) -> Deadline | None:
    """The time that a text is, if it is one whole time that names no body."""
    deadlines, problems = _parse(text)
    return deadlines[0] if len(deadlines) == 1 and not problems and not deadlines[0].bodies else None


def is_clean(text: str) -> bool:
    """Whether the grammar understands the whole text as printed."""
    deadlines, problems = _parse(text)
    return bool(deadlines) and not problems and _RUN_TOGETHER.search(text) is None


def _parse(text: str) -> tuple[tuple[Deadline, ...], Problems]:
    return parse_timeline(text, find_bodies=find_bodies)


def _admitted(text: str, revised: datetime.date | None) -> Iterator[Reading]:
    """The readings that the grammar admits, the cheapest first."""
    printed, found = " ".join(text.split()), []
    for partial in search(squeeze(text)):
        if partial.cost - _unknown(partial.after) > change_costs()["most"]:
            continue
        before, after = spell(partial.before), spell(partial.after)
        if not _is_balanced(before, text) or not _is_balanced(after, text):
            continue
        cost = partial.cost
        if partial.beside and not _has_own_body(_parse(after)[0]):
            cost += partial.beside * change_costs()["beside_its_like"]
        if before == after == printed:  # the print itself, of words that each are understood
            found.append(Reading(before, after, cost))
        elif _is_admitted(partial, before, after):
            found.append(Reading(before, after, cost + _order(partial) + _prior(before, after, revised)))
    unique: dict[tuple[str, str], Reading] = {}
    for reading in sorted(found, key=lambda one: one.cost):
        unique.setdefault((reading.before.casefold(), reading.after.casefold()), reading)
    yield from unique.values()


def _is_balanced(reading: str, printed: str) -> bool:
    """Whether brackets close, but for one that is not closed in print either."""
    depth = 0
    for sign in reading:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth in (0, printed.count("(") - printed.count(")"))


def _unknown(pieces: tuple[Piece, ...]) -> float:
    """What the words of no vocabulary cost."""
    costs = change_costs()
    return sum(costs["unknown"] + costs["unknown_letter"] * len(piece.text) for piece in pieces if piece.category == "literal")


def _is_admitted(partial: Partial, before: str, after: str) -> bool:
    literal = {piece.text for piece in partial.after if piece.category == "literal"}
    if before != after and not _is_year_exchanged(partial) and any(len(word) >= _LONGEST_LITERAL and word[0].isupper() for word in literal):
        return False  # a word of another cell: what else stands here was not changed, but read together
    return all(_is_understood(text, literal) for text in {before, after})


def _is_year_exchanged(partial: Partial) -> bool:
    """Whether digits within one year are all that changed: those of no two cells stand so."""
    pairs = [(old, new) for old, new in zip(partial.before, partial.after, strict=False) if old != new]
    return len(partial.before) == len(partial.after) and len(pairs) == 1 and pairs[0][0].category == pairs[0][1].category == "year"


def _is_understood(text: str, literal: set[str]) -> bool:
    deadlines, problems = _parse(text)
    repaired = ("bracket", "side by side") if _has_own_body(deadlines) else ("bracket",)
    unknown = [words for code, words in problems if code is not FlagCode.REPAIRED_TIMELINE or not any(why in words for why in repaired)]
    return bool(deadlines) and all(literal.issuperset(re.findall(r"\w+", words)) for words in unknown)


def _has_own_body(deadlines: Sequence[Deadline]) -> bool:
    """Whether the last of several times names a body and the first none: another session, beside the one of the programme's own body."""
    return len(deadlines) > 1 and bool(deadlines[-1].bodies) and not deadlines[0].bodies


def _order(partial: Partial) -> float:
    """What it costs that a whole time was exchanged with the new one in front: who replaces words strikes them first."""
    old, new = ({piece.text.casefold() for piece in pieces if piece.category in _TIME_WORDS} for pieces in (partial.before, partial.after))
    return change_costs()["whole_inserted_first"] if partial.order == "id" and not old & new else 0.0


def _prior(before: str, after: str, revised: datetime.date | None) -> float:
    """What the change costs by its sense: dates are put off, by little, and not into the past."""
    if before == after:
        return 0.0
    costs = change_costs()
    old, new = _last_day(before), _last_day(after)
    cost = costs["passed"] if revised and new and new < revised else 0.0
    if revised:
        away = [abs(day.year - revised.year) - _PROGRAMME_YEARS for day in (old, new) if day]
        cost += costs["year_far"] * sum(max(0, years) for years in away)
    if old is None or new is None:
        return cost + (costs["same_time"] if old is new else costs["opened"] if old else costs["closed"])
    if max(len(_parse(text)[0]) for text in (before, after)) > 1:
        cost += costs["listed"]
    if _precision(before) != _precision(after):
        cost += costs["precision"]
    years = abs((new - old).days) / _YEAR_DAYS
    cost += costs["year_far"] * max(0.0, years - _NEAR_YEARS)
    return cost + (costs["same_time"] if old == new else costs["later"] if new > old else costs["earlier"])


def _precision(text: str) -> int:
    """How exact the first date is: the length of its EDTF."""
    return next((len(deadline.edtf) for deadline in _parse(text)[0] if deadline.edtf), 0)


def _last_day(text: str) -> datetime.date | None:
    return max((deadline.latest for deadline in _parse(text)[0] if deadline.latest), default=None)


def spell(pieces: tuple[Piece, ...]) -> str:
    """The words of a reading as a text: blanks between words, none on the inner side of a bracket or before a comma."""
    text = ""
    for left, piece in zip((None, *pieces), pieces, strict=False):
        if left is not None and not _is_tight(left, piece):
            text += " "
        text += piece.text
    return text[:1].upper() + text[1:]


def _is_tight(left: Piece, right: Piece) -> bool:
    if right.text in (")", ",", ";") or left.text == "(":
        return True
    if {"comma", "slash"} & {left.category, right.category} or left.category == "fiscal":
        return right.glued
    return False
