"""Tracked changes as a page shows them: a rule through the letters strikes them, a coloured rule below them inserts them."""

import re
from dataclasses import dataclass

import numpy as np

from extract.pdf.content import Bools, Floats, Ints, PageContent, usual_height

SAME, INSERTED, STRUCK, PASSING = 0, 1, 2, 3  # the last: inserted by one editor and struck by another, part of neither reading
SHORTEST = 1.5  # points; a rule shorter than this marks no letter
THICKEST = 2.5  # points
SIDE = 8.0  # points; an upright rule at least so long is a border, and its colour that of borders
THROUGH = (0.36, 0.70)  # height of a strike, in parts of the character's box from its top
BELOW = (0.70, 1.12)  # height of an underline
EXACT = 1.5  # points by which a mark may be longer or shorter than the letters it marks; a border has other ends
MARGIN = 15.0  # points; no column is so narrow, and a bar beside changed lines hardly stands further from the table
LEADER = 12.0  # points; a shorter rule leads nowhere
TOUCH = 3.0  # points; a rule that ends this near to another touches it
SMALL = 0.85  # of the page's usual character height: smaller ones may be raised or lowered
BLANK = 0.3  # of the character height: the width of a blank
COVERED = 0.7  # share of a mark's length that its letters cover
GREY = 24  # difference between the channels of a colour up to which it is no colour
LINK_BLUES = ((0, 0, 255), (0, 0, 238), (5, 99, 193), (0, 0, 128), (17, 85, 204))  # as browsers and word processors print links
LIKE = 24  # difference in each channel up to which two colours are one
# around struck and inserted letters of a text; from the private use area of Unicode
OPENING = {STRUCK: "\ue010", INSERTED: "\ue012", PASSING: "\ue012\ue010"}
CLOSING = {STRUCK: "\ue011", INSERTED: "\ue013", PASSING: "\ue011\ue013"}
STRUCK_TEXT, INSERTED_TEXT = re.compile("\ue010[^\ue011]*\ue011"), re.compile("\ue012[^\ue013]*\ue013")
LONE_FIRST = re.compile("(?:\ue010\\S\ue011(?!\ue010)|\ue012\\S\ue013(?!\ue012)|[^\\s\ue010-\ue013](?=[\ue010\ue012]))[\ue010\ue012]?\\S")
ANY_SIGN = re.compile("[\ue010-\ue013]")


def with_states(text: str, states: Ints, start: int, end: int) -> list[str]:
    """The letters from `start` to `end`, each struck or inserted one between its signs."""
    letters = zip(text[start:end], states[start:end].tolist(), strict=True)
    return [OPENING.get(state, "") + letter + CLOSING.get(state, "") for letter, state in letters]


def accepted(text: str) -> str:
    """The reading with the tracked changes accepted; blanks stay as they are."""
    return ANY_SIGN.sub("", STRUCK_TEXT.sub("", text))


def original(text: str) -> str:
    """The reading before the tracked changes; blanks stay as they are."""
    return ANY_SIGN.sub("", INSERTED_TEXT.sub("", text))


def tidy(text: str) -> str:
    """The text without the blanks and lines that an edit left empty."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def first_state(text: str) -> int:
    """The state of a text's first letter."""
    return next((state for state, sign in OPENING.items() if text.startswith(sign)), SAME) if text else SAME


def last_state(text: str) -> int:
    """The state of a text's last letter."""
    return next((state for state, sign in CLOSING.items() if text.endswith(sign)), SAME) if text else SAME


def first_stands_alone(text: str) -> bool:
    """Whether a text begins with one letter of a state, beside which another state's letter stands."""
    return bool(LONE_FIRST.match(text))


@dataclass(frozen=True, slots=True)
class Mark:
    """A rule that marks letters: which rule of the page, whether it strikes them, and which they are, in content order."""

    rule: int
    strikes: bool
    letters: Ints


def find_marks(content: PageContent) -> list[Mark]:
    """The rules of a page that strike or underline letters; what is left may be borders.

    A mark begins and ends with its letters, a border with its table; and no underline wears the colour of the borders.
    """
    rules = content.rules
    if not len(rules) or not len(content.boxes):
        return []
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    candidates = np.flatnonzero((width >= SHORTEST) & (height <= THICKEST) & (width > height))
    border_colours = _border_colours(content)
    letters = _Letters(content)
    marks = []
    for j in candidates.tolist():
        is_border = tuple(content.colours[j].tolist()) in border_colours
        for strikes, where in ((True, THROUGH),) if is_border else ((True, THROUGH), (False, BELOW)):
            own = letters.at(rules[j], where)
            if len(own) and letters.end_with(rules[j], own):
                marks.append(Mark(j, strikes, own))
                break
    return marks


def _border_colours(content: PageContent) -> set[tuple[int, ...]]:
    """The colours of the upright rules that level ones touch from both sides, or at three heights.

    The bars in the margin beside changed lines touch none, the frame of a balloon two, from inside.
    """
    rules = content.rules
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    upright, level = np.flatnonzero((height > width) & (height >= SIDE)), rules[width >= SIDE]
    x, top, bottom = rules[upright, 0, None], rules[upright, 1, None], rules[upright, 3, None]
    touched = _touched(rules[upright], level)
    both_sides = (touched & (level[:, 0] < x - TOUCH)).any(axis=1) & (touched & (level[:, 2] > x + TOUCH)).any(axis=1)
    heights = np.where(touched, level[:, 1], np.nan)
    inside = (touched & (heights > top + TOUCH) & (heights < bottom - TOUCH)).any(axis=1)
    return {tuple(colour) for colour in content.colours[upright[both_sides | inside]].tolist()}


def _touched(upright: Floats, level: Floats) -> Bools:
    """[i, j]: does level rule j touch or cross upright rule i?"""
    x, top, bottom = upright[:, 0, None], upright[:, 1, None], upright[:, 3, None]
    across = (level[:, 0] - TOUCH <= x) & (x <= level[:, 2] + TOUCH)
    touched: Bools = across & (top - TOUCH <= level[:, 1]) & (level[:, 1] <= bottom + TOUCH)
    return touched


class _Letters:
    """The characters of a page, to be found by height and place."""

    def __init__(self, content: PageContent) -> None:
        self.text, self.boxes = content.text, content.boxes
        self.x = (content.boxes[:, 0] + content.boxes[:, 2]) / 2
        self.own = content.boxes[:, 1], np.maximum(content.boxes[:, 3] - content.boxes[:, 1], 0.1)
        self.line = _of_lines(*self.own, usual_height(content.boxes))
        self.order = np.argsort(self.line[0], kind="stable")
        self.tops = self.line[0][self.order]
        self.tallest = float(self.line[1].max())

    def at(self, rule: Floats, where: tuple[float, float]) -> Ints:
        """The letters that a rule runs through, or below, at a height in parts of theirs; in content order."""
        x0, top, x1, bottom = rule.tolist()
        y = (top + bottom) / 2
        first, last = np.searchsorted(self.tops, [y - BELOW[1] * self.tallest, y]).tolist()
        if first == last:
            return self.order[:0]
        near = self.order[first:last]
        near = near[(self.x[near] >= x0 - 0.3) & (self.x[near] <= x1 + 0.3)]
        through, of_line = ((y - top[near]) / tall[near] for top, tall in (self.own, self.line))
        hit = ((where[0] <= through) & (through <= where[1])) | ((where[0] <= of_line) & (of_line <= where[1]))
        found: Ints = np.sort(near[hit])
        return found

    def end_with(self, rule: Floats, own: Ints) -> bool:
        """Whether a rule is as long as the letters it would mark, which stand side by side above it.

        It may begin or end with a blank that the text does not hold; then it reaches to the next letter of the line.
        """
        x0, x1 = float(rule[0]), float(rule[2])
        boxes = self.boxes[own]
        before, after = self._neighbour(int(own[0]), -1)[2], self._neighbour(int(own[-1]), 1)[0]
        blank = 0.0 if np.isfinite(after) else BLANK * float(self.line[1][own[-1]])  # that ends the line
        begins = abs(float(boxes[:, 0].min()) - x0) <= EXACT or abs(before - x0) <= EXACT
        ends = -EXACT <= x1 - float(boxes[:, 2].max()) <= EXACT + blank or abs(after - x1) <= EXACT
        if not begins or not ends:
            return False
        beside = float((boxes[:, 2] - boxes[:, 0]).sum()) >= COVERED * (x1 - x0)
        marked = set(own.tolist())
        return beside or not any(self.text[i].strip() for i in range(int(own[0]), int(own[-1]) + 1) if i not in marked)

    def _neighbour(self, letter: int, step: int) -> Floats:
        """The box of the letter before or after another on its line; all infinite where there is none."""
        other = letter + step
        while 0 <= other < len(self.text) and not self.text[other].strip():
            other += step
        same_line = 0 <= other < len(self.text) and abs(self.line[0][other] - self.line[0][letter]) < self.line[1][letter] / 2
        return self.boxes[other] if same_line else np.full(4, np.inf)


def _of_lines(top: Floats, tall: Floats, usual: float) -> tuple[Floats, Floats]:
    """Top and height of each character's line: a small one, raised or lowered, has those of the letter before or after it.

    Word processors underline such a letter with its line, and strike it by itself.
    """
    middle, small = top + tall / 2, tall < SMALL * usual
    top, tall = top.copy(), tall.copy()
    for step in (1, -1):  # from the letter before; what none stands before, from the one after
        for i in np.flatnonzero(small).tolist()[::step]:
            other = i - step
            if 0 <= other < len(top) and not small[other] and top[other] < middle[i] < top[other] + tall[other]:
                top[i], tall[i], small[i] = top[other], tall[other], False
    return top, tall


def borders(content: PageContent, marks: list[Mark]) -> Floats:
    """The rules of a page that may be borders: all but those that strike letters, or underline them in a colour.

    A border may be drawn cell by cell, and a text may fill its cell from side to side; but borders are black or grey, or
    of a colour that no letters wear.
    """
    drawn = [mark.rule for mark in marks if mark.strikes or not _is_grey(content.colours[mark.rule])]
    drawn += _bars(content)
    rules: Floats = np.delete(content.rules, drawn, axis=0)
    return np.delete(rules, _leaders(rules), axis=0)


def _bars(content: PageContent) -> list[int]:
    """The upright rules in the margin that say which lines are changed, where they may pass for a side of the table.

    They stand beyond all borders, which level rules touch, close to them or of another colour than theirs, and nothing is
    printed in between.
    """
    rules = content.rules
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    upright = np.flatnonzero((height > width) & (height >= SHORTEST))
    touched = _touched(rules[upright], rules[(width > height) & (width >= SIDE)]).any(axis=1)
    sides, loose = upright[touched], upright[~touched]
    if not len(sides) or not len(loose):
        return []
    colours = {tuple(colour) for colour in content.colours[sides].tolist()}
    left, right = float(rules[sides, 0].min()), float(rules[sides, 2].max())
    x, y = (content.boxes[:, :2] + content.boxes[:, 2:]).T / 2

    def is_bar(j: int) -> bool:
        x0, top, x1, bottom = rules[j].tolist()
        start, end = (x1, left) if x1 < left else (right, x0)
        if end - start <= TOUCH or (end - start > MARGIN and tuple(content.colours[j].tolist()) in colours):
            return False
        return not np.any((start < x) & (x < end) & (top < y) & (y < bottom))

    return [j for j in loose.tolist() if is_bar(j)]


def _leaders(rules: Floats) -> list[int]:
    """The level rules that lead from a text to a balloon in the margin.

    They begin within a cell, where no upright rule stands, cross the side of the table, and end where no border ends.
    """
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    level, upright = np.flatnonzero((width >= LEADER) & (height <= THICKEST)), rules[(height > width) & (height >= SIDE)]
    xs = np.sort(upright[:, 0])
    over = np.searchsorted(xs, rules[level, 0] + TOUCH, "right") < np.searchsorted(xs, rules[level, 2] - TOUCH)
    if not over.any():  # as where each cell draws its own sides
        return []
    upright = upright[_touched(upright, rules[level]).any(axis=1)]  # not the bars in the margin
    crossing = level[_cross_from_inside(rules[level], upright)]
    ends = rules[np.setdiff1d(level, crossing)][:, [0, 2]]
    return [j for j in crossing.tolist() if not np.any(np.abs(ends[..., None] - rules[j, [0, 2]]) <= EXACT)]


def _cross_from_inside(level: Floats, upright: Floats) -> Bools:
    """[j]: does level rule j cross an upright one, and has it an end between others?"""
    at, y = upright[:, 0, None], level[:, 1]
    beside = (upright[:, 1, None] - TOUCH <= y) & (y <= upright[:, 3, None] + TOUCH)
    crossing: Bools = np.any(beside & (at > level[:, 0] + TOUCH) & (at < level[:, 2] - TOUCH), axis=0)
    if not crossing.any():
        return crossing
    first, last = np.where(beside, at, np.inf).min(axis=0), np.where(beside, at, -np.inf).max(axis=0)
    ends_inside = np.zeros(len(level), dtype=bool)
    for end in (level[:, 0], level[:, 2]):
        clear = (np.abs(at - end) > TOUCH) | ~beside
        ends_inside |= (first + TOUCH < end) & (end < last - TOUCH) & np.all(clear, axis=0)
    return crossing & ends_inside


def states(content: PageContent, marks: list[Mark]) -> Ints | None:
    """The state of each character: SAME, INSERTED or STRUCK by rules or by annotations; None where the page tracks no change.

    An underline in black or grey, or in the blue of links, inserts nothing; but where the same colour also strikes, it is
    an editor's.
    """
    editors = [content.colours[mark.rule] for mark in marks if mark.strikes]
    struck, inserted = _annotated(content), np.zeros(len(content.boxes), dtype=bool)
    struck_in, inserted_in = np.zeros((2, len(content.boxes), 3), dtype=np.int64)
    for mark in marks:
        colour = content.colours[mark.rule]
        if mark.strikes:
            struck[mark.letters], struck_in[mark.letters] = True, colour
        elif _is_editors(colour, editors):
            inserted[mark.letters], inserted_in[mark.letters] = True, colour
    if not struck.any() and not inserted.any():
        return None
    passing = struck & inserted & (np.abs(struck_in - inserted_in).max(axis=1) > LIKE)  # underlined and struck in one colour: a link
    return np.where(passing, PASSING, np.where(struck, STRUCK, np.where(inserted, INSERTED, SAME)))


def _annotated(content: PageContent) -> Bools:
    """The letters whose middle lies in a box that an annotation strikes."""
    struck = np.zeros(len(content.boxes), dtype=bool)
    x, y = (content.boxes[:, 0] + content.boxes[:, 2]) / 2, (content.boxes[:, 1] + content.boxes[:, 3]) / 2
    for x0, top, x1, bottom in content.struck.tolist():
        struck |= (x0 <= x) & (x <= x1) & (top <= y) & (y <= bottom)
    return struck


def _is_editors(colour: Ints, editors: list[Ints]) -> bool:
    """Whether an underline of this colour marks an insertion."""
    if _is_grey(colour):
        return False
    if any(np.abs(colour - other).max() <= LIKE for other in editors):
        return True
    return all(np.abs(colour - np.array(blue)).max() > LIKE for blue in LINK_BLUES)


def _is_grey(colour: Ints) -> bool:
    return int(colour.max() - colour.min()) <= GREY
