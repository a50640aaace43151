"""Tracked changes as a page shows them: a rule through the letters strikes them, a coloured rule below them inserts them."""

import numpy as np

from extract.pdf.content import Bools, Ints, PageContent

SAME, INSERTED, STRUCK = 0, 1, 2
SHORTEST = 1.5  # points; a rule shorter than this marks no letter
THICKEST = 2.5  # points
THROUGH = (0.36, 0.70)  # height of a strike, in parts of the character's box from its top
BELOW = (0.70, 1.12)  # height of an underline
GREY = 24  # difference between the channels of a colour up to which it is no colour
LINK_BLUES = ((0, 0, 255), (0, 0, 238), (5, 99, 193), (0, 0, 128), (17, 85, 204))  # as browsers and word processors print links
LIKE = 24  # difference in each channel up to which two colours are one


def states(content: PageContent, border: Bools) -> Ints | None:
    """The state of each character: SAME, INSERTED or STRUCK; None where the page marks none.

    `border[j]` says that rule j is the border of a table. An underline in black or grey, or in the blue of links, inserts
    nothing; but where the same colour also strikes, it is an editor's.
    """
    rules = content.rules
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    candidates = np.flatnonzero((width >= SHORTEST) & (height <= THICKEST) & (width > height) & ~border)
    if not len(candidates) or not len(content.boxes):
        return None
    x = (content.boxes[:, 0] + content.boxes[:, 2]) / 2
    top, tall = content.boxes[:, 1], np.maximum(content.boxes[:, 3] - content.boxes[:, 1], 0.1)
    struck = np.zeros(len(x), dtype=bool)
    below: list[tuple[int, Bools]] = []
    editors: list[Ints] = []
    for j in candidates.tolist():
        at = ((rules[j, 1] + rules[j, 3]) / 2 - top) / tall
        over = (x >= rules[j, 0] - 0.3) & (x <= rules[j, 2] + 0.3)
        hit = over & (at >= THROUGH[0]) & (at <= THROUGH[1])
        if hit.any():
            struck |= hit
            editors.append(content.colours[j])
            continue
        below.append((j, over & (at > BELOW[0]) & (at <= BELOW[1])))
    inserted = np.zeros(len(x), dtype=bool)
    for j, hit in below:
        if _is_editors(content.colours[j], editors):
            inserted |= hit
    if not struck.any() and not inserted.any():
        return None
    return np.where(struck, STRUCK, np.where(inserted, INSERTED, SAME))


def _is_editors(colour: Ints, editors: list[Ints]) -> bool:
    """Whether an underline of this colour marks an insertion."""
    if int(colour.max() - colour.min()) <= GREY:
        return False
    if any(np.abs(colour - other).max() <= LIKE for other in editors):
        return True
    return all(np.abs(colour - np.array(blue)).max() > LIKE for blue in LINK_BLUES)
