"""What an OCR's text shows of each page around its tables.

A scan misreads running titles, parts them from each other, and puts them anywhere between the blocks of a page; it reads bullets as
asterisks, and the marks of notes as other signs.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise
from statistics import median_low

from rapidfuzz.distance import Levenshtein

from extract.decoder.page_edges import EDGE, FULL, LEAST_PAGES, PAGE_NUMBER, TITLE_LINES, Pages, is_title, longest_line, opens_page
from extract.decoder.tokens import DumpLine
from extract.templates import first_match, repeat_key

NOTE = re.compile(r"\s*\d{1,2}(?:\s*[A-Z‘“].*|\s+\S.*)?$")
MARKED = re.compile(r"\d{1,2}\s+[A-Z‘“]")
NUMERAL, FIGURE = r"[IVXHMTWivxl1|]{1,4}", r"[\dSsIltL]"  # of an annex, and of a page, as a scan misreads them
FOOT = re.compile(  # `IV/6.` at the foot of a page, and as a scan misreads it
    rf"(?=\S*[A-Za-z|])(?=\S*[/\d]){NUMERAL}/?{FIGURE}{{0,2}}\.?|1{{1,3}}/\d{{1,2}}\.|[IVXvx][IVXivx]+[SsTt]\."
)
ANNEX_PAGE = re.compile(r"[IVX]+/\d{1,3}\.?")
ANNEX_FOOT = re.compile(rf"{NUMERAL}/{FIGURE}{{1,2}}\.?")  # a page's number behind its annex's, misread or not
OWN_NUMBER = re.compile(r"(?:[^\W\d]\w*/)?(\d+)")  # a page's own, after that of its annex, or before that of all pages
SPECK = re.compile(r"\S{1,2}")  # a mark by itself, or what a scan adds
ADDED = re.compile(r"^(?:[^\w\s(]\s+)+")  # signs left of a line
BRACKETED = re.compile(r"[(\[{]([^()\[\]{}]+)[)\]}]?|([^()\[\]{}]+)[)\]}]")  # a scan misreads a bracket, or loses one of two
SENTENCE = re.compile(r"\d{1,2}\s*[A-Z](?=.{30})(?:\S*\s+){4,}\S+[.;]$")
BORDER = re.compile(r"\s\|\s")  # between columns
SAME_TITLE = 0.85  # likeness from which a misread line is the running title
USUAL = 0.25  # share of the pages that print a running date: titles also tell pages, which a scan may leave unmarked
APART = 2  # blank lines
MOST_NOTES = 8  # filled lines at the foot of a page that may be notes


def read_scan(lines: Sequence[DumpLine], fronts: tuple[str, ...], dates: tuple[str, ...]) -> Pages:
    """The pages of a scan's lines; `fronts` and `dates` are templates of what front matter prints, and later pages again."""
    starts = {i for i in range(len(lines)) if i == 0 or opens_page(lines[i - 1], lines[i])}
    titles = _titles(lines, fronts)
    titles |= _above(lines, starts, titles)
    near = _near(lines, sorted({*starts, *titles, len(lines)}))
    printed_dates = {_bare(line) for line in lines if line.text.strip() and first_match(dates, line.text.strip())}
    running = {i for i in near | {i + 1 for i in titles} if i < len(lines) and _bare(lines[i]) in printed_dates}
    titles |= _repeated(lines, running, titles, len(starts))
    titles |= _lone_dates(lines, printed_dates, titles, sorted(starts))
    known = {text for i in titles if (text := _bare(lines[i])).startswith("(")} & printed_dates
    titles |= {i for i, line in enumerate(lines) if _bare(line) in known and _opens_block(lines, i)}  # a cell's has a body above
    titles |= {i for i in _before(lines, sorted(starts | titles), titles) if _is_page_number(lines[i].text.strip())}
    titles |= _lone_numbers(lines, sorted(starts))
    marked = len(starts) > 1
    starts |= {i for i in titles if not {i - 1, i - 2} & titles and (not marked or _stands_apart(lines, i))}
    pages = Pages(sorted(starts), titles)
    longest = longest_line(lines)
    for start, end in pairwise([*pages.starts, len(lines)]):
        filled = [i for i in range(start, end) if lines[i].text.strip() and i not in titles]
        pages.notes |= _notes(lines, filled, longest) | _note_blocks(lines, filled, longest)
    return pages


def _repeated(lines: Sequence[DumpLine], dates: Set[int], titles: Set[int], pages: int) -> set[int]:
    """Those of the dates near running titles that stand right below one, twice right above one, or there on enough of the pages.

    Others are a cell's.
    """
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    edges = [pair for pair in pairwise(filled) if (pair[0] in titles) != (pair[1] in titles)]
    times = Counter(_bare(lines[i]) for i in dates)
    running = {_bare(lines[b]) for a, b in edges if a in titles}
    running |= {text for a, b in edges if b in titles and times[text := _bare(lines[a])] > 1}
    running |= {text for text, count in times.items() if count > 1 and count >= USUAL * pages}
    return {i for i in dates if _bare(lines[i]) in running}


def _lone_dates(lines: Sequence[DumpLine], dates: Set[str], titles: Set[int], starts: Sequence[int]) -> set[int]:
    """The dates of running titles on pages where a scan sets them far from the title: blocks begin with one as often as on most pages."""
    pages = list(pairwise([*starts, len(lines)]))
    on_pages = [Counter(_bare(lines[i]) for i in range(start, end) if _opens_block(lines, i)) for start, end in pages]
    usual = {text: median_low(count[text] for count in on_pages) for text in dates if len(pages) >= LEAST_PAGES}
    found: set[int] = set()
    for (start, end), count in zip(pages, on_pages, strict=True):
        if titles & set(range(start, end)):
            known = {text for text, times in usual.items() if count[text] <= times}
            found.update(i for i in range(start, end) if _bare(lines[i]) in known and _opens_block(lines, i))
    return found


def _lone_numbers(lines: Sequence[DumpLine], starts: Sequence[int]) -> set[int]:
    """The page numbers, also those that a scan sets between blocks or below one: on most pages as far from the page's place.

    Of several on a page it is the one that names its annex (`IV/6.`), or the last: others are a topic's. Where most pages have lines that
    look as if they named it, those are numbers however a scan misreads them (`Il/s.`).
    """
    found: dict[int, dict[int, int]] = {}
    last = _before(lines, [*starts, len(lines)], set())
    for place, (start, end) in enumerate(pairwise([*starts, len(lines)])):
        for i in sorted(range(start, end), key=lambda i: "/" in lines[i].text):
            printed = lines[i].text.strip()
            may_be = i in last or _is_alone(lines, i) or ANNEX_PAGE.fullmatch(printed)
            if may_be and _is_page_number(printed) and (number := OWN_NUMBER.search(printed)):
                found.setdefault(int(number[1]) - place, {})[place] = i
    usual = max(found.values(), key=len, default={})
    of_annex = {i for i, line in enumerate(lines) if ANNEX_FOOT.fullmatch(line.text.strip())}
    alike = [own for own in (set(usual.values()), of_annex) if len(own) >= LEAST_PAGES and 2 * len(own) > len(starts)]
    return set().union(*alike)


def _is_page_number(printed: str) -> bool:
    """Whether a page's last line is its number, or that of its annex and its own."""
    return PAGE_NUMBER.fullmatch(printed) is not None or FOOT.fullmatch(printed) is not None


def _bare(line: DumpLine) -> str:
    """A line's text without the marks that a scan adds left of it, and in round brackets where it has one of any form."""
    text = ADDED.sub("", line.text.strip())
    bracketed = BRACKETED.fullmatch(text)
    return f"({(bracketed[1] or bracketed[2]).strip()})" if bracketed else text


def _opens_block(lines: Sequence[DumpLine], at: int) -> bool:
    """Whether a blank line stands above a line."""
    return at == 0 or not lines[at - 1].text.strip()


def _is_alone(lines: Sequence[DumpLine], at: int) -> bool:
    """Whether blank lines stand above and below a line."""
    return not any(lines[i].text.strip() for i in (at - 1, at + 1) if 0 <= i < len(lines))


def _titles(lines: Sequence[DumpLine], fronts: tuple[str, ...]) -> set[int]:
    """The lines of running titles, wherever they stand, those that are misread with them."""
    found = {i for i in range(len(lines)) if is_title(lines, [i], fronts)}
    found |= {i for a, b in pairwise(range(len(lines))) if not {a, b} & found and is_title(lines, [a, b], fronts) for i in (a, b)}
    keys = {repeat_key(lines[i].text) for i in found}
    return found | {i for i, line in enumerate(lines) if line.text.strip() and _is_like(repeat_key(line.text), keys)}


def _above(lines: Sequence[DumpLine], starts: Set[int], titles: Set[int]) -> set[int]:
    """The lines of a block right above one of running titles, such as an annex whose numeral a scan misread."""
    found: set[int] = set()
    for title in titles:
        first = next((i for i in range(title, max(-1, title - TITLE_LINES), -1) if i in starts or _opens_block(lines, i)), title)
        found.update(range(first, title))
    return found


def _stands_apart(lines: Sequence[DumpLine], at: int) -> bool:
    """Whether more than a blank line stands above a line: where pages are marked, no other title opens one."""
    return at < APART or not any(line.text.strip() for line in lines[at - APART : at])


def _is_like(key: str, others: Iterable[str]) -> bool:
    return any(Levenshtein.normalized_similarity(key, other, score_cutoff=SAME_TITLE) for other in others)


def _near(lines: Sequence[DumpLine], anchors: Sequence[int]) -> set[int]:
    """The filled lines close to each anchor that stand by themselves, or right below a page's number."""
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    at = [bisect_left(filled, anchor) for anchor in anchors]
    near = {i for k in at for i in filled[max(0, k - EDGE) : k + EDGE]}
    return {i for i in near if _is_alone(lines, i) or (i > 0 and FOOT.fullmatch(lines[i - 1].text.strip()))}


def _before(lines: Sequence[DumpLine], anchors: Sequence[int], titles: Set[int]) -> set[int]:
    """The last filled line before each anchor that is no title."""
    near = [[j for j in range(max(0, anchor - EDGE), anchor) if lines[j].text.strip() and j not in titles] for anchor in anchors]
    return {i for each in near for i in each[-1:]}


def _notes(lines: Sequence[DumpLine], filled: Sequence[int], longest: int) -> set[int]:
    """The notes at the foot of a page: after a mark, lines that run over the page, or whole sentences of one line."""
    for at in range(max(0, len(filled) - MOST_NOTES), len(filled)):
        rest = filled[at:]
        if not NOTE.match(lines[rest[0]].text):
            continue
        said = [text for i in rest if not SPECK.fullmatch(text := lines[i].text.strip())]
        wide = sum(len(text) >= FULL * longest for text in said)
        if any(BORDER.search(text) for text in said):
            continue
        if said and (2 * wide >= len(said) or all(SENTENCE.match(text) for text in said)):
            return set(rest)
    return set()


def _note_blocks(lines: Sequence[DumpLine], filled: Sequence[int], longest: int) -> set[int]:
    """The notes that a scan sets anywhere on a page: blocks that begin with a mark and fill the page's width, but for last lines."""
    found: set[int] = set()
    for block in _in_a_row(filled):
        printed = [lines[i].text.strip() for i in block]
        wide = [len(text) >= FULL * longest for text in printed]
        noted = [wide[i] or (i > 0 and wide[i - 1]) or SENTENCE.match(text) is not None for i, text in enumerate(printed)]
        if MARKED.match(printed[0]) and all(noted) and not any(BORDER.search(text) for text in printed):
            found.update(block)
    return found


def _in_a_row(filled: Sequence[int]) -> list[list[int]]:
    """Lines, by index, that follow each other without another between them."""
    found: list[list[int]] = []
    for i in filled:
        if found and found[-1][-1] == i - 1:
            found[-1].append(i)
        else:
            found.append([i])
    return found
