"""What a dump shows of each page around its tables: where the page begins, furniture at its edges, notes at its foot.

A dump gives no pages. What opens one is its first line, which is set off by a blank and joined to the line before; that may be one
of blanks alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.decoder.tokens import DumpLine
from extract.report.pages import FIRST_OF_PAGE
from extract.templates import first_match, repeat_key

EDGE = 8  # filled lines at the top or foot of a page that may be furniture
TITLE_LINES = 3  # a running title is printed on no more
LEAST_PAGES = 3  # fewer show no furniture by repeating it
INSIDE = 0.1  # share of a running line's prints that may stand elsewhere on a page
FULL = 0.75  # of the longest line; a note goes on below such a line only
WIDE_LINE = 60  # characters
EMPTY_FIRST = "  "  # the first line of a page that begins with an empty paragraph
NOTE = re.compile(r"^\s*(?P<mark>\d{1,2}|\*{1,3})(?:\s+\S.*)?$")
SEPARATOR = re.compile(r"^\s{20,}$|^\s*_{5,}\s*$")
PAGE_NUMBER = re.compile(
    r"\W*(?:page\s*)?(?:[IVXLC]{1,5}\s*/\s*)?(?:\d{1,3}|[IVXLC]{1,5})(?:\s*/\s*\d{0,3}|\s+of\s+\d{1,3})?\W*|\W*/\s*\d{1,3}\W*",
    re.IGNORECASE,
)


@dataclass
class Pages:
    """The pages of a dump: the first line of each, by index, and the lines that are furniture or notes."""

    starts: list[int]
    furniture: set[int] = field(default_factory=set)
    notes: set[int] = field(default_factory=set)


def read_pages(lines: Sequence[DumpLine], fronts: tuple[str, ...]) -> Pages:
    """The pages of the lines; `fronts` are templates of what is printed in front matter, and again on later pages."""
    pages = Pages([i for i in range(len(lines)) if i == 0 or opens_page(lines[i - 1], lines[i])])
    bounds = list(pairwise([*pages.starts, len(lines)]))
    running = _running(lines, bounds)
    longest = longest_line(lines)
    for (before, _), (start, end) in zip([bounds[0], *bounds], bounds, strict=False):
        filled = [i for i in range(start, end) if lines[i].text.strip()]
        foot = _furniture(lines, filled[: -EDGE - 1 : -1], fronts, running, False)
        head = _furniture(lines, filled[:EDGE], fronts, running, True) if start else set()
        pages.furniture |= foot | head
        above = range(before, start)  # a table's first header may look like a page's first line
        pages.notes |= _notes(lines, above, [i for i in filled if i not in foot], longest)
    return pages


def longest_line(lines: Iterable[DumpLine]) -> int:
    """The characters of the longest line."""
    return max((len(line.text.strip()) for line in lines), default=0)


def opens_page(before: DumpLine, line: DumpLine) -> bool:
    """Whether a page begins with the line."""
    if before.page != line.page:
        return True
    if not before.text or SEPARATOR.match(before.text):
        return False
    return FIRST_OF_PAGE.match(line.text) is not None or (bool(before.text.strip()) and line.text == EMPTY_FIRST)


def _running(lines: Sequence[DumpLine], pages: Sequence[tuple[int, int]]) -> set[str]:
    """What stands at the edges of most pages, and hardly elsewhere."""
    keys = [repeat_key(line.text) for line in lines]
    filled = [[i for i in range(start, end) if keys[i]] for start, end in pages]
    edges = Counter(keys[i] for page in filled for i in {*page[:EDGE], *page[-EDGE:]})
    everywhere = Counter(keys)
    least = max(len(pages) / 2, LEAST_PAGES - 1)
    return {key for key, count in edges.items() if count > least and everywhere[key] <= count * (1 + INSIDE)}


def _furniture(lines: Sequence[DumpLine], edge: Sequence[int], fronts: tuple[str, ...], running: set[str], is_head: bool) -> set[int]:
    """The lines of a page's edge that are furniture, from the outermost inwards up to the first that is none."""
    found: list[int] = []
    at = 0
    while at < len(edge):
        if PAGE_NUMBER.fullmatch(lines[edge[at]].text.strip()) or repeat_key(lines[edge[at]].text) in running:
            size = 1
        else:
            parts = ((size, sorted(edge[at : at + size])) for size in range(1, TITLE_LINES + 1))
            size = next((size for size, part in parts if is_title(lines, part, fronts) and (is_head or _adjoins(part, found))), 0)
        if not size:
            break
        found += edge[at : at + size]
        at += size
    return set(found)


def is_title(lines: Sequence[DumpLine], part: Sequence[int], fronts: tuple[str, ...]) -> bool:
    """Whether the lines together print what the front matter does."""
    return part[-1] - part[0] == len(part) - 1 and first_match(fronts, " ".join(lines[i].text.strip() for i in part)) is not None


def _adjoins(part: Sequence[int], found: Sequence[int]) -> bool:
    """Whether no blank line parts a title at a page's foot from the furniture below it; the last cells may name a programme too."""
    return not found or part[-1] + 1 == found[-1] or found[-1] + 1 == part[0]


def _notes(lines: Sequence[DumpLine], above: range, filled: Sequence[int], longest: int) -> set[int]:
    """The notes at the foot of a page: what a separator sets off, or lines after marks that the page prints above."""
    after = next((i for i in range(above.stop, filled[-1] if filled else 0) if SEPARATOR.match(lines[i].text)), None)
    if after is not None:
        return {i for i in filled if i > after}
    set_off = [  # the content may hold a note of a page before all else
        at for at, i in enumerate(filled) if i and (i == above.stop or not lines[i - 1].text.strip())
    ]
    found = {j for at in set_off for j in _starred(lines, filled[at:], longest)}
    for at, i in enumerate(filled):
        rest = filled[at:]
        if _are_notes(lines, rest, longest) and (
            _is_wide(lines, rest, longest) or _is_marked(lines, (*above, *filled[:at]), lines[i].text)
        ):
            return found | set(rest)
    return found


def _starred(lines: Sequence[DumpLine], rest: Sequence[int], longest: int) -> Iterator[int]:
    """The lines of a note that begins here after an asterisk; it may stand right below a table, with more text after it."""
    if not lines[rest[0]].text.lstrip().startswith("*") or not NOTE.match(lines[rest[0]].text):
        return
    yield rest[0]
    for before, i in pairwise(rest):
        if i - before > 1 or len(lines[before].text.strip()) < FULL * longest:
            return
        yield i


def _are_notes(lines: Sequence[DumpLine], rest: Sequence[int], longest: int) -> bool:
    """Whether each of the lines begins a note or goes on one; no blank line parts notes."""
    if not NOTE.match(lines[rest[0]].text) or rest[-1] - rest[0] != len(rest) - 1:
        return False
    return all(NOTE.match(lines[i].text) or len(lines[i - 1].text.strip()) >= FULL * longest for i in rest[1:])


def _is_wide(lines: Sequence[DumpLine], rest: Sequence[int], longest: int) -> bool:
    """Whether the lines run over the whole page, as no cell of a table of several columns does."""
    wide = [len(lines[i].text.strip()) >= max(WIDE_LINE, FULL * longest) for i in rest]
    return len(wide) > 1 and wide[0] and 2 * sum(wide) > len(wide)


def _is_marked(lines: Sequence[DumpLine], above: Iterable[int], note: str) -> bool:
    """Whether a word above ends with the mark of a note; a code ends with digits too, after few capitals."""
    found = NOTE.match(note)
    mark = re.compile(rf"(?:[^\W\d_A-Z]|[A-Z]{{4}}|[)\]”’\"]){re.escape(found['mark'])}(?!\w)") if found else None
    return mark is not None and any(mark.search(lines[i].text) for i in above)
