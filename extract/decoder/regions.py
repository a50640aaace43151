"""A dump's lines by what they are: headings, headers, what each page shows of a table, notes and furniture."""

import re
from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, groupby, takewhile

from extract.decoder.header_parts import find_parts
from extract.decoder.header_runs import find_headers
from extract.decoder.header_words import SPECK, HeaderRun, own_words
from extract.decoder.page_edges import FULL, Pages, longest_line, read_pages
from extract.decoder.scanned_pages import read_scan
from extract.decoder.tokens import DumpLine, Run, is_scanned, is_text_layer
from extract.headings import named
from extract.profile import Heading, Profile, Table
from extract.templates import first_match, without_title

MIXED_BLANKS = 0.18  # share of blank lines below which a page's lines run through its columns
LONGEST_HEADING = 4  # lines
LONGEST_QUOTE = 8  # lines
QUOTES = '“”"„»«'
CELL = 0.4  # of the longest line, within which one of a cell stands
LONGEST_SIGN = 4  # characters of a line without a letter that a table may hold
NUMBERED = re.compile(r"\s*\d{1,2}[.,:]\s+[A-Z]")
LETTER = re.compile(r"[^\W_]")


class Role(StrEnum):
    """What a line of a dump is."""

    TABLE = "table"
    HEADER = "header"
    TITLE = "title"  # of a section
    LIST = "list"  # of a scan: what stands below the title of a numbered list
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


def regions(lines: Sequence[DumpLine], profile: Profile) -> list[Region]:
    """The lines in order, each in one region."""
    whole = find_headers(lines, profile)
    fronts = (*profile.front.reference, *profile.front.annex, *profile.front.title)
    scanned = is_scanned(lines)
    pages = read_scan(lines, fronts, profile.front.revised) if scanned else read_pages(lines, fronts)
    listed = _in_lists(lines, profile, whole) if scanned else set()
    parts = (
        part
        for part in find_parts(lines, whole, pages.furniture | pages.notes)
        if part.start not in listed or len(lines[part.start].text.strip()) > SPECK  # there it may be a misread number
    )
    headers = sorted([*whole, *parts], key=lambda header: header.start)
    headings = _headings(lines, profile, headers, pages, scanned)
    titles, again = _titles(lines, profile, headers, pages)
    headings |= titles
    roles = _roles(lines, headers, headings, again, pages)
    roles = _without_quotes(lines, headers, _with_rests(lines, headings, roles)) if scanned else roles
    starts = set(pages.starts)
    found: list[Region] = []
    table: Region | None = None
    above: Region | None = None  # the table that a heading closed
    at = 0
    by_start = {header.start: header for header in headers}
    open_run = mixed = False
    sheet, named, words, bare = -1, tuple[tuple[int, ...], ...](), frozenset[str](), False  # bare: nothing stands below the header yet
    while at < len(lines):
        header = by_start.get(at)
        if at in starts:
            open_run, sheet, named, words = False, sheet + 1, (), frozenset()
        if header is not None:
            found.append(Region(Role.HEADER, list(lines[header.start : header.end]), header.table))
            if table is None or table.table is not header.table:
                table = Region(Role.TABLE, table=header.table)
                found.append(table)
            named = (*(named if bare else ()), *([header.columns] if header.columns else []))
            words = (words if bare else frozenset()) | own_words(header.table, header.words)
            at, open_run, bare, mixed = header.end, False, True, _is_mixed(lines[header.start : header.end], header.table)
            continue
        role = roles[at]
        if role is Role.HEADING:
            table, above = None, table or above
        if role is Role.HEADING and at in headings:
            found.append(Region(Role.TITLE, list(lines[at : headings[at]])))
            at = headings[at]
            continue
        if role is Role.TABLE and (own := table or above) is not None:
            open_run = _add(own, lines[at], open_run, Run(mixed, sheet=sheet, named=named, words=words))
            named, words, bare = ((), frozenset(), False) if open_run else (named, words, bare)
        else:
            open_run = open_run and not lines[at].text.strip()
            role = Role.HEADING if role is Role.TABLE else role
            role = Role.LIST if role is Role.HEADING and at in listed else role
            if not found or found[-1].role is not role:
                found.append(Region(role))
            found[-1].lines.append(lines[at])
        at += 1
    layer = is_text_layer(lines)
    for run in (run for region in found for run in region.runs):
        run.mixed = run.mixed and not layer and _is_solid(run)
    return found


def _in_lists(lines: Sequence[DumpLine], profile: Profile, headers: Sequence[HeaderRun]) -> set[int]:
    """The lines of numbered lists: from the title of each up to the next one or a header."""
    lists = [heading for heading in profile.heading if heading.numbers_items]
    others = tuple(heading.template for heading in profile.heading if not heading.template.startswith("{"))
    starts = {header.start for header in headers}
    found: set[int] = set()
    is_list = False
    for at, line in enumerate(lines):
        text = line.text.strip()
        if at in starts or first_match(others, text):
            is_list = at not in starts and any(named(heading, text) is not None for heading in lists)
        if is_list:
            found.add(at)
    return found


def _add(table: Region, line: DumpLine, open_run: bool, fresh: Run) -> bool:
    """Add a line to what its page shows of the table, or to a fresh run; whether there is a run now: an empty line opens none."""
    if not open_run and line.text:
        table.runs.append(fresh)
        open_run = True
    if open_run:
        table.runs[-1].lines.append(line)
    return open_run


def _headings(lines: Sequence[DumpLine], profile: Profile, headers: Sequence[HeaderRun], pages: Pages, scanned: bool) -> dict[int, int]:
    """Where a section heading begins, and the line after its last. A scan loses blank lines above it, and its title."""
    templates = tuple(heading.template for heading in profile.heading if not heading.lone)
    worded = tuple(each for each in templates if not each.startswith("{")) if scanned else ()
    untitled = tuple(map(without_title, templates)) if scanned else ()
    lists = [heading for heading in profile.heading if heading.lone and heading.items is not None]
    inside = {i for header in headers for i in range(header.start, header.end)}
    closed, starts, ends = inside | pages.furniture | pages.notes, set(pages.starts), [*pages.starts, len(lines)]
    fronts = (*profile.front.title, *profile.front.revised, *profile.front.period)
    longest = longest_line(lines)
    found: dict[int, int] = {}
    for at, line in enumerate(lines):
        above = lines[at - 1].text.strip() if at not in starts and at - 1 not in closed else ""
        if at in closed or not line.text.strip():
            continue
        is_apart = not above or first_match(fronts, above) is not None
        page = range(at, ends[bisect_right(ends, at)])
        is_known = is_apart or (scanned and NUMBERED.match(line.text) is not None)
        last = _heading_end(lines, page, closed, templates if is_known else worded, longest)
        if last is None and is_known and first_match(untitled, line.text):
            last = at + 1
        if last is not None:
            found[_numbered_start(lines, at, last, () if scanned else fronts)] = last
        elif is_apart and any(_opens_list(lines, at, closed, heading) for heading in lists):
            found[at] = at + 1
    return found


def _numbered_start(lines: Sequence[DumpLine], start: int, end: int, fronts: tuple[str, ...]) -> int:
    """Where a heading begins that has a number of its own after a blank line or a line of one of the forms, or the given line.

    Without a form it may stand right below any line.
    """
    own = (i for i in range(end - 1, start, -1) if NUMBERED.match(lines[i].text))
    return next((i for i in own if not fronts or not (above := lines[i - 1].text.strip()) or first_match(fronts, above)), start)


def _opens_list(lines: Sequence[DumpLine], at: int, closed: set[int], heading: Heading) -> bool:
    """Whether a line is a heading above the first of its items."""
    below = next((i for i in range(at + 1, len(lines)) if lines[i].text.strip() and i not in closed), None)
    if below is None or not first_match((heading.items or "",), lines[below].text.strip()):
        return False
    return named(heading, lines[at].text.strip()) is not None


def _heading_end(lines: Sequence[DumpLine], within: range, closed: Set[int], templates: tuple[str, ...], longest: int) -> int | None:
    """The line after a heading that begins with the first line `within` a page, by index, and ends there, too.

    It goes on below a line that fills the page, and where it is of no form without.
    """
    text, end = "", None
    for i in within[:LONGEST_HEADING]:
        printed = lines[i].text.strip()
        if i in closed or (end is not None and (not printed or len(lines[i - 1].text.strip()) < FULL * longest)):
            break
        text = f"{text} {printed}".strip()
        if printed and first_match(templates, text):
            end = i + 1
    return end


def _titles(lines: Sequence[DumpLine], profile: Profile, headers: Sequence[HeaderRun], pages: Pages) -> tuple[dict[int, int], set[int]]:
    """Where the captions and group headings above headers begin and end, and the lines of those that a new page only repeats."""
    lone = (heading.template for heading in profile.heading if heading.lone and heading.items is None)
    templates = (*(group.template for group in profile.group), *profile.caption, *lone)
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


def _with_rests(lines: Sequence[DumpLine], headings: dict[int, int], roles: Sequence[Role]) -> list[Role]:
    """The roles, but for lines below a section's heading that are of rows above it: a scan reads the widest block of a page first.

    Nothing else stands below such a heading, and all are narrow blocks that begin in the middle of a sentence.
    """
    longest = longest_line(lines)

    def is_rest(block: Sequence[int]) -> bool:
        return lines[block[0]].text[:1].islower() and all(len(lines[i].text.strip()) < CELL * longest for i in block)

    found = list(roles)
    for end in headings.values():
        below = takewhile(lambda i: roles[i] is not Role.TABLE and i not in headings, range(end, len(lines)))
        texts = groupby(below, key=lambda i: roles[i] is Role.HEADING and bool(lines[i].text.strip()))
        blocks = [list(block) for is_text, block in texts if is_text]
        for i in chain(*blocks) if all(map(is_rest, blocks)) else ():
            found[i] = Role.TABLE
    return found


def _without_quotes(lines: Sequence[DumpLine], headers: Sequence[HeaderRun], roles: Sequence[Role]) -> list[Role]:
    """The roles, but for paragraphs in quotes, as wide as the page, right above a header: of a section, whose heading may be lost."""
    least = FULL * longest_line(lines)
    found = list(roles)
    for header in headers:
        last = next((i for i in range(header.start - 1, -1, -1) if lines[i].text.strip()), -1)
        for top in range(last, max(last - LONGEST_QUOTE, -1), -1):
            text = lines[top].text.strip()
            if not text or (top < last and len(text) < least):
                break
            if text[0] in QUOTES and lines[last].text.rstrip()[-1] in QUOTES and len(text) >= least:
                found[top : last + 1] = [Role.HEADING] * (last + 1 - top)
                break
    return found


def _is_mixed(header: Sequence[DumpLine], table: Table) -> bool:
    """Whether the lines of a page may run through the columns, as the lines of its header do."""
    return 2 * sum(bool(line.text.strip()) for line in header) <= len(table.column)


def _is_solid(run: Run) -> bool:
    """Whether hardly a blank line parts the lines of a page; where each cell is a block, the blocks are set apart."""
    filled = [bool(line.text.strip()) for line in run.lines]
    last = max((i for i, each in enumerate(filled) if each), default=-1)
    return filled[: last + 1].count(False) < MIXED_BLANKS * (last + 1)
