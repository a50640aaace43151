"""Tracked changes as a page shows them: a rule through the letters strikes them, a coloured rule below them inserts them."""

import re
from dataclasses import dataclass

import numpy as np

from extract.pdf.content import Bools, Floats, Ints, PageContent

SAME, INSERTED, STRUCK = 0, 1, 2
SHORTEST = 1.5  # points; a rule shorter than this marks no letter
THICKEST = 2.5  # points
SIDE = 8.0  # points; an upright rule at least so long is a border, and its colour that of borders
THROUGH = (0.36, 0.70)  # height of a strike, in parts of the character's box from its top
BELOW = (0.70, 1.12)  # height of an underline
EXACT = 1.5  # points by which a mark may be longer or shorter than the letters it marks; a border has other ends
COVERED = 0.7  # share of a mark's length that its letters cover
GREY = 24  # difference between the channels of a colour up to which it is no colour
LINK_BLUES = ((0, 0, 255), (0, 0, 238), (5, 99, 193), (0, 0, 128), (17, 85, 204))  # as browsers and word processors print links
LIKE = 24  # difference in each channel up to which two colours are one
# around struck and inserted letters of a text; from the private use area of Unicode
OPENING, CLOSING = {STRUCK: "\ue010", INSERTED: "\ue012"}, {STRUCK: "\ue011", INSERTED: "\ue013"}
STRUCK_TEXT, INSERTED_TEXT = re.compile("\ue010[^\ue011]*\ue011"), re.compile("\ue012[^\ue013]*\ue013")
ANY_SIGN = re.compile("[\ue010-\ue013]")


def with_states(text: str, states: Ints, start: int, end: int) -> list[str]:
    """The letters from `start` to `end`, each struck or inserted one between its signs."""
    letters = zip(text[start:end], states[start:end].tolist(), strict=True)
    return [OPENING.get(state, "") + letter + CLOSING.get(state, "") for letter, state in letters]


def accepted(text: str) -> str:
    """The reading with the tracked changes accepted."""
    return _tidy(STRUCK_TEXT.sub("", text))


def original(text: str) -> str:
    """The reading before the tracked changes."""
    return _tidy(INSERTED_TEXT.sub("", text))


def _tidy(text: str) -> str:
    """The text without signs, and without the blanks and lines that an edit left empty."""
    lines = (" ".join(line.split()) for line in ANY_SIGN.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Mark:
    """A rule that marks letters: which rule of the page, whether it strikes them, and which they are."""

    rule: int
    strikes: bool
    letters: Bools


def find_marks(content: PageContent) -> list[Mark]:
    """The rules of a page that strike or underline letters; what is left may be borders.

    A mark begins and ends with its letters, a border with its table; and no underline wears the colour of the borders.
    """
    rules = content.rules
    if not len(rules) or not len(content.boxes):
        return []
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    candidates = np.flatnonzero((width >= SHORTEST) & (height <= THICKEST) & (width > height))
    border_colours = {tuple(colour) for colour in content.colours[(height > width) & (height >= SIDE)].tolist()}
    x = (content.boxes[:, 0] + content.boxes[:, 2]) / 2
    top, tall = content.boxes[:, 1], np.maximum(content.boxes[:, 3] - content.boxes[:, 1], 0.1)
    marks = []
    for j in candidates.tolist():
        at = ((rules[j, 1] + rules[j, 3]) / 2 - top) / tall
        over = (x >= rules[j, 0] - 0.3) & (x <= rules[j, 2] + 0.3)
        for strikes, (high, low) in ((True, THROUGH), (False, BELOW)):
            letters = over & (at >= high) & (at <= low)
            is_border = not strikes and tuple(content.colours[j].tolist()) in border_colours
            if letters.any() and not is_border and _covers(content, j, letters):
                marks.append(Mark(j, strikes, letters))
                break
    return marks


def _covers(content: PageContent, rule: int, letters: Bools) -> bool:
    """Whether a rule is as long as the letters it would mark, which stand side by side above it."""
    x0, _, x1, _ = content.rules[rule].tolist()
    boxes = content.boxes[letters]
    same_ends = abs(float(boxes[:, 0].min()) - x0) <= EXACT and abs(float(boxes[:, 2].max()) - x1) <= EXACT
    return bool(same_ends and float((boxes[:, 2] - boxes[:, 0]).sum()) >= COVERED * (x1 - x0))


def borders(content: PageContent, marks: list[Mark]) -> Floats:
    """The rules of a page that may be borders: all but those that strike letters, or underline them in a colour.

    A border may be drawn cell by cell, and a text may fill its cell from side to side; but borders are black or grey, or
    of a colour that no letters wear.
    """
    drawn = [mark.rule for mark in marks if mark.strikes or not _is_grey(content.colours[mark.rule])]
    rules: Floats = np.delete(content.rules, drawn, axis=0)
    return rules


def states(content: PageContent, marks: list[Mark]) -> Ints | None:
    """The state of each character: SAME, INSERTED or STRUCK; None where the page tracks no change.

    An underline in black or grey, or in the blue of links, inserts nothing; but where the same colour also strikes, it is
    an editor's.
    """
    editors = [content.colours[mark.rule] for mark in marks if mark.strikes]
    struck, inserted = np.zeros(len(content.boxes), dtype=bool), np.zeros(len(content.boxes), dtype=bool)
    for mark in marks:
        if mark.strikes:
            struck |= mark.letters
        elif _is_editors(content.colours[mark.rule], editors):
            inserted |= mark.letters
    if not struck.any() and not inserted.any():
        return None
    return np.where(struck, STRUCK, np.where(inserted, INSERTED, SAME))


def _is_editors(colour: Ints, editors: list[Ints]) -> bool:
    """Whether an underline of this colour marks an insertion."""
    if _is_grey(colour):
        return False
    if any(np.abs(colour - other).max() <= LIKE for other in editors):
        return True
    return all(np.abs(colour - np.array(blue)).max() > LIKE for blue in LINK_BLUES)


def _is_grey(colour: Ints) -> bool:
    return int(colour.max() - colour.min()) <= GREY
