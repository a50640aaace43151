"""A dump's lines by what they are: headings, headers, what each page shows of a table, notes and furniture."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from extract.decoder.page_edges import FULL, Pages, read_pages
from extract.decoder.tokens import DumpLine, Run
from extract.headers import header_key
from extract.profile import Profile, Table
from extract.templates import first_match

TALLEST_HEADER = 30  # lines, the blank ones included
ENOUGH = 0.7  # share of a table's header words that a header prints
SAME_WORD = 0.75  # likeness from which a misread word is the header's
MOST_PARTS = 4  # of a header word that a narrow column breaks
MIXED_BLANKS = 0.18  # share of blank lines below which a page's lines run through its columns
OCR_BLANKS = 0.01  # share of the lines that may end with a blank where an OCR wrote them
LONGEST_HEADING = 4  # lines
LONGEST_SIGN = 4  # characters of a line without a letter that a table may hold
LETTER = re.compile(r"[^\W_]")


class Role(StrEnum):
    """What a line of a dump is."""

    TABLE = "table"
    HEADER = "header"
    TITLE = "title"  # of a section
    HEADING = "heading"  # other text outside tables
    NOTE = "note"
    FURNITURE = "furniture"


@dataclass
class Region:
    """Consecutive lines of one role. Of a table: what the pages show of it, one run a page."""

    role: Role
    lines: list[DumpLine] = field(default_factory=list)
    table: Table | None = None
    runs: list[Run] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HeaderRun:
    """A printed header: its lines, from `start` up to `end`, and whose table's it is."""

    start: int
    end: int
    table: Table
    share: float  # of the table's columns whose words it prints


def find_headers(lines: Sequence[DumpLine], profile: Profile) -> list[HeaderRun]:
    """Every header that the lines print, however its words are broken over them."""
    found: list[HeaderRun] = []
    vocabularies = [(table, _header_words(table)) for table in profile.table]
    keys = [_keys(line.text) for line in lines]
    at = 0
    while at < len(lines):
        runs = [run for table, words in vocabularies if (run := _header_at(keys, at, table, words))]
        best = max(runs, key=lambda run: (run.share, len(run.table.column)), default=None)
        if best is not None:
            found.append(best)
        at = best.end if best else at + 1
    return found


def _header_words(table: Table) -> frozenset[str]:
    return frozenset(key for column in table.column for header in column.headers for word in header.split() if (key := header_key(word)))


def _header_at(keys: Sequence[Sequence[str]], start: int, table: Table, words: frozenset[str]) -> HeaderRun | None:
    """The header of the table that begins in this line, if one does; `keys` are the words of each line as they compare."""
    if not keys[start] or not any(word[0] == keys[start][0][0] for word in words):
        return None
    printed = [(i, key) for i in range(start, min(start + TALLEST_HEADER, len(keys))) for key in keys[i]]
    seen: Counter[str] = Counter()
    end, share, at = start, 0.0, 0
    while at < len(printed) and share < 1.0:
        word, size = _word_at([key for _, key in printed[at : at + MOST_PARTS]], words)
        if word is None:
            break
        seen[word] += 1
        at += size
        now = _covered(table, seen)
        if now > share:
            share, end = now, printed[at - 1][0] + 1
    return HeaderRun(start, end, table, share) if share >= ENOUGH else None


def _keys(text: str) -> list[str]:
    return [key for word in text.split() if (key := header_key(word))]


def _word_at(keys: Sequence[str], words: frozenset[str]) -> tuple[str | None, int]:
    """The header word that begins here, in one part or, in a narrow column, in several; and in how many."""
    for size in range(len(keys), 0, -1):
        if (whole := "".join(keys[:size])) in words:
            return whole, size
    return _nearest(keys[0], words), 1


def _nearest(key: str, words: frozenset[str]) -> str | None:
    best = max(words, key=lambda word: Levenshtein.normalized_similarity(key, word))
    return best if len(key) > 3 and Levenshtein.normalized_similarity(key, best) >= SAME_WORD else None


def _covered(table: Table, seen: Counter[str]) -> float:
    """Share of the columns one of whose headers has all its words among those seen; a column may print none."""
    named = [column for column in table.column if all(column.headers)] or list(table.column)
    hits = sum(any(all(seen[header_key(word)] for word in header.split()) for header in column.headers if header) for column in named)
    return hits / len(named)


def regions(lines: Sequence[DumpLine], profile: Profile) -> list[Region]:
    """The lines in order, each in one region."""
    headers = find_headers(lines, profile)
    pages = read_pages(lines, (*profile.front.reference, *profile.front.annex, *profile.front.title))
    headings = _headings(lines, profile, headers, pages)
    titles, again = _titles(lines, profile, headers, pages)
    headings |= titles
    roles = _roles(lines, headers, headings, again, pages)
    starts = set(pages.starts)
    found: list[Region] = []
    table: Region | None = None
    at = 0
    by_start = {header.start: header for header in headers}
    open_run = mixed = False
    while at < len(lines):
        header = by_start.get(at)
        open_run = open_run and at not in starts
        if header is not None:
            found.append(Region(Role.HEADER, list(lines[header.start : header.end]), header.table))
            if table is None or table.table is not header.table:
                table = Region(Role.TABLE, table=header.table)
                found.append(table)
            at, open_run, mixed = header.end, False, _is_mixed(lines[header.start : header.end], header.table)
            continue
        role = roles[at]
        if role is Role.HEADING:
            table = None
        if role is Role.HEADING and at in headings:
            found.append(Region(Role.TITLE, list(lines[at : headings[at]])))
            at = headings[at]
            continue
        if role is Role.TABLE and table is not None:
            if not open_run:
                table.runs.append(Run(mixed))
            table.runs[-1].lines.append(lines[at])
            open_run = True
        else:
            open_run = open_run and not lines[at].text.strip()
            role = Role.HEADING if role is Role.TABLE else role
            if not found or found[-1].role is not role:
                found.append(Region(role))
            found[-1].lines.append(lines[at])
        at += 1
    layer = _is_text_layer(lines)
    for run in (run for region in found for run in region.runs):
        run.mixed = run.mixed and not layer and _is_solid(run)
    return found


def _headings(lines: Sequence[DumpLine], profile: Profile, headers: Sequence[HeaderRun], pages: Pages) -> dict[int, int]:
    """Where a section heading begins, and the line after its last."""
    templates = tuple(heading.template for heading in profile.heading)
    inside = {i for header in headers for i in range(header.start, header.end)}
    closed, starts = inside | pages.furniture | pages.notes, set(pages.starts)
    fronts = (*profile.front.title, *profile.front.revised, *profile.front.period)
    found: dict[int, int] = {}
    for at, line in enumerate(lines):
        above = lines[at - 1].text.strip() if at not in starts and at - 1 not in closed else ""
        if at in closed or not line.text.strip() or (above and first_match(fronts, above) is None):
            continue
        last = _heading_end(lines, at, closed, templates)
        if last is not None:
            found[at] = last
    return found


def _heading_end(lines: Sequence[DumpLine], start: int, closed: set[int], templates: tuple[str, ...]) -> int | None:
    """The line after a heading that begins here: it goes on below a line that fills the page, and where it is of no form without."""
    text, end = "", None
    longest = max(len(line.text.strip()) for line in lines)
    for i in range(start, min(start + LONGEST_HEADING, len(lines))):
        printed = lines[i].text.strip()
        if i in closed or (end is not None and (not printed or len(lines[i - 1].text.strip()) < FULL * longest)):
            break
        text = f"{text} {printed}".strip()
        if printed and first_match(templates, text):
            end = i + 1
    return end


def _titles(lines: Sequence[DumpLine], profile: Profile, headers: Sequence[HeaderRun], pages: Pages) -> tuple[dict[int, int], set[int]]:
    """Where the captions and group headings above headers begin and end, and the lines of those that a new page only repeats."""
    templates = (*(group.template for group in profile.group), *profile.caption)
    fresh: dict[int, int] = {}
    again: set[int] = set()
    last: tuple[str, Table | None] = "", None
    for header in headers:
        found: list[range] = []
        while (title := _title_above(lines, found[-1].start if found else header.start, pages, templates)) is not None:
            found.append(title)
        for title in reversed(found):
            now = " ".join(lines[i].text.strip() for i in title), header.table
            if now == last:
                again.update(title)
            else:
                fresh[title.start] = title.stop
            last = now
    return fresh, again


def _title_above(lines: Sequence[DumpLine], end: int, pages: Pages, templates: tuple[str, ...]) -> range | None:
    """The lines of a title of one of the forms that stands right above a line of the same page."""
    first = max(start for start in pages.starts if start <= end)
    last = next((i for i in range(end - 1, first - 1, -1) if lines[i].text.strip()), None)
    if last is None:
        return None
    for top in range(last, max(first, last - LONGEST_HEADING) - 1, -1):
        if not lines[top].text.strip() or top in pages.furniture or top in pages.notes:
            return None
        if first_match(templates, " ".join(line.text.strip() for line in lines[top : last + 1])):
            return range(top, last + 1)
    return None


def _roles(lines: Sequence[DumpLine], headers: Sequence[HeaderRun], headings: dict[int, int], again: set[int], pages: Pages) -> list[Role]:
    """The role of each line that is no header."""
    roles = [Role.TABLE] * len(lines)
    first = headers[0].start if headers else len(lines)
    ends = [*(header.start for header in headers[1:]), len(lines)][: len(headers)]
    for i in range(first):
        roles[i] = Role.HEADING
    for header, end in zip(headers, ends, strict=True):
        heading = next((at for at in range(header.end, end) if at in headings), end)
        for i in range(heading, end):
            roles[i] = Role.HEADING
    for i in range(first, len(lines)):
        if i in pages.furniture or i in again:
            roles[i] = Role.FURNITURE
        elif i in pages.notes:
            roles[i] = Role.NOTE
        elif roles[i] is Role.TABLE and len(text := lines[i].text.strip()) > LONGEST_SIGN and not LETTER.search(text):
            roles[i] = Role.FURNITURE
    return roles


def _is_mixed(header: Sequence[DumpLine], table: Table) -> bool:
    """Whether the lines of a page may run through the columns, as the lines of its header do."""
    return 2 * sum(bool(line.text.strip()) for line in header) <= len(table.column)


def _is_text_layer(lines: Sequence[DumpLine]) -> bool:
    """Whether some lines end with a blank, as in a PDF's own text, which is never read line by line; an OCR leaves none."""
    filled = [line.text for line in lines if line.text.strip()]
    return sum(text.endswith(" ") for text in filled) > OCR_BLANKS * len(filled)


def _is_solid(run: Run) -> bool:
    """Whether hardly a blank line parts the lines of a page; where each cell is a block, the blocks are set apart."""
    filled = [bool(line.text.strip()) for line in run.lines]
    last = max((i for i, each in enumerate(filled) if each), default=-1)
    return filled[: last + 1].count(False) < MIXED_BLANKS * (last + 1)
