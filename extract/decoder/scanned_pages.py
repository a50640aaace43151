"""What an OCR's text shows of each page around its tables.

A scan misreads running titles, parts them from each other, and puts them anywhere between the blocks of a page; it reads bullets as
asterisks, and the marks of notes as other signs.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from extract.decoder.page_edges import EDGE, FULL, PAGE_NUMBER, Pages, is_title, opens_page
from extract.decoder.tokens import DumpLine
from extract.templates import first_match, repeat_key

NOTE = re.compile(r"\s*\d{1,2}(?:\s*[A-Z‘“].*|\s+\S.*)?$")
SPECK = re.compile(r"\S{1,2}")  # a mark by itself, or what a scan adds
SENTENCE = re.compile(r"\d{1,2}\s*[A-Z](?=.{30})(?:\S*\s+){4,}\S+[.;]$")
SAME_TITLE = 0.85  # likeness from which a misread line is the running title
MOST_NOTES = 8  # filled lines at the foot of a page that may be notes


def read_scan(lines: Sequence[DumpLine], fronts: tuple[str, ...], dates: tuple[str, ...]) -> Pages:
    """The pages of a scan's lines; `fronts` and `dates` are templates of what front matter prints, and later pages again."""
    starts = {i for i in range(len(lines)) if i == 0 or opens_page(lines[i - 1], lines[i])}
    titles = _titles(lines, fronts)
    near = _near(lines, sorted(starts | titles))
    printed_dates = {line.text.strip() for line in lines if first_match(dates, line.text.strip())}
    titles |= {i for i in near | {i + 1 for i in titles} if i < len(lines) and lines[i].text.strip() in printed_dates}
    titles |= {i for i in _before(lines, sorted(starts | titles)) if PAGE_NUMBER.fullmatch(lines[i].text.strip())}
    starts |= {i for i in titles if i - 1 not in titles and i - 2 not in titles}
    pages = Pages(sorted(starts), titles)
    longest = max((len(line.text.strip()) for line in lines), default=0)
    for start, end in pairwise([*pages.starts, len(lines)]):
        pages.notes |= _notes(lines, [i for i in range(start, end) if lines[i].text.strip() and i not in titles], longest)
    return pages


def _titles(lines: Sequence[DumpLine], fronts: tuple[str, ...]) -> set[int]:
    """The lines of running titles, wherever they stand, those that are misread with them."""
    found = {i for i in range(len(lines)) if is_title(lines, [i], fronts)}
    found |= {i for a, b in pairwise(range(len(lines))) if not {a, b} & found and is_title(lines, [a, b], fronts) for i in (a, b)}
    keys = {repeat_key(lines[i].text) for i in found}
    return found | {i for i, line in enumerate(lines) if line.text.strip() and _is_like(repeat_key(line.text), keys)}


def _is_like(key: str, others: Iterable[str]) -> bool:
    return any(Levenshtein.normalized_similarity(key, other, score_cutoff=SAME_TITLE) for other in others)


def _near(lines: Sequence[DumpLine], anchors: Sequence[int]) -> set[int]:
    """The filled lines by themselves close to each anchor."""
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    at = [bisect_left(filled, anchor) for anchor in anchors]
    near = {i for k in at for i in filled[max(0, k - EDGE) : k + EDGE]}
    return {i for i in near if not lines[i - 1].text.strip() and (i + 1 == len(lines) or not lines[i + 1].text.strip())}


def _before(lines: Sequence[DumpLine], anchors: Sequence[int]) -> set[int]:
    """The last filled line before each anchor."""
    return {i for anchor in anchors for i in [j for j in range(max(0, anchor - EDGE), anchor) if lines[j].text.strip()][-1:]}


def _notes(lines: Sequence[DumpLine], filled: Sequence[int], longest: int) -> set[int]:
    """The notes at the foot of a page: after a mark, lines that run over the page, or whole sentences of one line."""
    for at in range(max(0, len(filled) - MOST_NOTES), len(filled)):
        rest = filled[at:]
        if not NOTE.match(lines[rest[0]].text):
            continue
        said = [text for i in rest if not SPECK.fullmatch(text := lines[i].text.strip())]
        wide = sum(len(text) >= FULL * longest for text in said)
        if said and (2 * wide >= len(said) or all(SENTENCE.match(text) for text in said)):
            return set(rest)
    return set()
