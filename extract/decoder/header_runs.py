"""The headers that a dump prints, however a column's width breaks their words and a scan misreads or joins them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from rapidfuzz.distance import Levenshtein

from extract.decoder.page_edges import opens_page
from extract.decoder.tokens import DumpLine, is_scanned
from extract.headers import header_key
from extract.profile import Profile, Table

TALLEST = 30  # lines, the blank ones included
ENOUGH = 0.7  # share of a table's columns that a header names
SAME_WORD = 0.75  # likeness from which a misread word is the header's
SAME_NAME = 0.8  # likeness of a whole name
MOST_PARTS = 4  # of a header word that a narrow column breaks
LEAST_BEGINNING, LEAST_FUSED = 3, 4  # letters by which the beginning of a word is known, and a word that has no blank after it
SPECK = 2  # letters of what a scan may add
NO_WORD = " |{}[]\"'“”‘’"  # borders and specks before a word
BORDER = re.compile(r"[\s|{}\[\]]+")


@dataclass(frozen=True, slots=True)
class HeaderRun:
    """A printed header: its lines, from `start` up to `end`, and whose table's it is."""

    start: int
    end: int
    table: Table
    share: float  # of the table's columns whose words it prints
    columns: tuple[int, ...] = ()  # those whose words it prints


def find_headers(lines: Sequence[DumpLine], profile: Profile) -> list[HeaderRun]:
    """Every header that the lines print; of a scan that prints none whole, the first part of each that it sets apart above its columns."""
    found: list[HeaderRun] = []
    vocabularies = [(table, _header_words(table)) for table in profile.table]
    keys = [_keys(line.text) for line in lines]
    scanned = is_scanned(lines)
    at = 0
    while at < len(lines):
        runs = [run for table, words in vocabularies if (run := _header_at(keys, at, table, words, scanned))]
        best = max(runs, key=lambda run: (run.share, len(run.table.column)), default=None)
        if best is not None:
            found.append(best)
        at = best.end if best else at + 1
    return found or (list(_parted(lines, keys, vocabularies)) if scanned else [])


def _parted(
    lines: Sequence[DumpLine], keys: Sequence[Sequence[str]], vocabularies: Sequence[tuple[Table, frozenset[str]]]
) -> Iterator[HeaderRun]:
    """The first part of each header whose parts on one page name enough columns, each another."""
    page = list(accumulate((opens_page(*pair) for pair in pairwise(lines)), initial=0))
    for table, words in vocabularies:
        parts = [part for part in _fragments(lines, keys, [(table, words)], set(), set()) if part.columns]
        for _, group in groupby(parts, key=lambda part: page[part.start]):
            first, *others = group
            named = set(first.columns)
            for part in others:
                named |= set(part.columns) if named.isdisjoint(part.columns) else set()
            if len(named) >= ENOUGH * len(table.column):
                yield replace(first, share=len(named) / len(table.column))


def find_fragments(lines: Sequence[DumpLine], headers: Sequence[HeaderRun], apart: Set[int]) -> list[HeaderRun]:
    """The parts of a header that a scan sets above the columns it read by themselves, apart from those of whole headers.

    A part names a column, or a word of one, in a block that holds nothing else; of several columns, text may stand right below.
    The lines `apart`, by index, are none of the table's.
    """
    if not headers or not is_scanned(lines):
        return []
    keys = [_keys(line.text) for line in lines]
    inside = {i for header in headers for i in range(header.start, header.end)}
    tables = list({id(header.table): (header.table, _header_words(header.table)) for header in headers}.values())
    return _fragments(lines, keys, tables, inside, apart)


def _fragments(
    lines: Sequence[DumpLine],
    keys: Sequence[Sequence[str]],
    tables: Sequence[tuple[Table, frozenset[str]]],
    inside: set[int],
    apart: Set[int],
) -> list[HeaderRun]:
    """The parts of the tables' headers, of which no line is `inside` a whole one."""
    found: list[HeaderRun] = []
    at = 0
    while at < len(lines):
        alone = (
            at not in inside | apart
            and keys[at]
            and (at == 0 or not keys[at - 1] or at - 1 in inside | apart or opens_page(lines[at - 1], lines[at]))
        )
        near = bool(found) and not any(keys[i] for i in range(found[-1].end, at) if i not in apart)
        above = found[-1].columns if near else None
        runs = [run for table, words in tables if (run := _fragment_at(lines, keys, at, table, words, inside, above))] if alone else []
        best = max(runs, key=lambda run: run.share, default=None)
        if best is not None:
            found.append(best)
        at = best.end if best else at + 1
    return found


def _fragment_at(
    lines: Sequence[DumpLine],
    keys: Sequence[Sequence[str]],
    start: int,
    table: Table,
    words: frozenset[str],
    inside: set[int],
    above: tuple[int, ...] | None,
) -> HeaderRun | None:
    """The part of the table's header that the block beginning in this line prints, if it prints one.

    `above` are the columns of the part that stands right above it; None where none does.
    """

    def is_whole(read: Sequence[Sequence[str]]) -> bool:
        return len(read) > 1 and "".join(key for line in read for key in line) in words

    seen: Counter[str] = Counter()
    end = start
    while end < len(keys) and end not in inside and keys[end] and not (keys[end][0] not in words and is_whole(keys[start:end])):
        read, size = _header_line(keys, end, words, seen, inside)
        if not size:
            break
        seen.update(read)
        end += size
    named = _named(table, seen)
    is_block = end == len(keys) or not keys[end] or end in inside
    printed = "".join(key for i in range(start, end) for key in keys[i])
    is_exact = Levenshtein.normalized_similarity(printed, "".join(seen.elements())) >= SAME_NAME or all(
        key in words for i in range(start, end) for key in keys[i]
    )
    is_name = above is not None or lines[start].text.strip(NO_WORD)[:1].isupper()
    below = lines[end].text.strip(NO_WORD)[:1] if end < len(lines) else ""
    is_full = bool(named) and (seen.total() > 1 or end - start > 1 or not below.islower())
    if is_block and end + 2 < len(keys) and not keys[end + 2] and len(keys[end + 1]) == 1:
        rest = keys[end + 1][0]
        end += 2 if len(rest) <= SPECK and printed + rest in words else 0
    columns = _columns(table, seen)
    if len(named) > 1 or (seen and (is_block or is_full or bool(set(above or ()) & set(columns))) and is_exact and is_name):
        return HeaderRun(start, end, table, len(named) / len(table.column), columns)
    return None


def _header_line(
    keys: Sequence[Sequence[str]], at: int, words: frozenset[str], before: Counter[str], inside: set[int]
) -> tuple[list[str], int]:
    """The header words that a line consists of, and how many lines it takes to read them: a narrow column breaks a word over lines.

    Where it holds another word they are none.
    """
    broken = 1
    while True:
        read = _header_keys([key for line in keys[at : at + broken] for key in line], words, before)
        if read is not None:
            return read, broken
        if broken == MOST_PARTS or at + broken == len(keys) or not keys[at + broken] or at + broken in inside:
            return [], 0
        broken += 1


def _header_keys(keys: Sequence[str], words: frozenset[str], before: Counter[str]) -> list[str] | None:
    """The header words that words consist of; none where there is another one."""
    seen = Counter(before)
    at = 0
    while at < len(keys):
        read = _words_at(keys[at : at + MOST_PARTS], words, seen, scanned=True)
        if read is None:
            return None
        seen.update(read[0])
        at += read[1]
    return list((seen - before).elements())


def _named(table: Table, seen: Counter[str]) -> list[int]:
    """The columns one of whose headers is among the words."""
    return [
        number
        for number, column in enumerate(table.column)
        if any(all(seen[header_key(word)] for word in header.split()) for header in column.headers if header)
    ]


def _columns(table: Table, seen: Counter[str]) -> tuple[int, ...]:
    """The columns whose words are among those seen, each word counted once; a word that one column alone has names it by itself."""
    left = Counter(seen)
    headers = [
        (number, [header_key(word) for word in header.split()]) for number, column in enumerate(table.column) for header in column.headers
    ]
    found: set[int] = set()
    for number, keys in sorted(headers, key=lambda each: -len(each[1])):
        if keys and number not in found and all(left[key] for key in keys):
            found.add(number)
            left.subtract(keys)
    for key in +left:
        owners = {number for number, keys in headers if key in keys}
        found |= owners if len(owners) == 1 else set()
    return tuple(sorted(found))


def _header_words(table: Table) -> frozenset[str]:
    return frozenset(key for column in table.column for header in column.headers for word in header.split() if (key := header_key(word)))


def _keys(text: str) -> list[str]:
    return [key for word in BORDER.split(text) if (key := header_key(word))]


def _header_at(keys: Sequence[Sequence[str]], start: int, table: Table, words: frozenset[str], scanned: bool) -> HeaderRun | None:
    """The header of the table that begins in this line, if one does; `keys` are the words of each line as they compare."""
    if not keys[start] or not any(word[0] == keys[start][0][0] for word in words):
        return None
    printed = [(i, key) for i in range(start, min(start + TALLEST, len(keys))) for key in keys[i]]
    seen: Counter[str] = Counter()
    end, share, at = start, 0.0, 0
    while at < len(printed) and share < 1.0:
        read = _words_at([key for _, key in printed[at : at + MOST_PARTS]], words, seen, scanned)
        if read is None:
            break
        known, size = read
        seen.update(known)
        at += size
        now = _covered(table, seen)
        if now > share:
            share, end = now, printed[at - 1][0] + 1
    while scanned and end < len(keys) and keys[end] and all(_words_at([key], words, seen, scanned) for key in keys[end]):
        end += 1
    return HeaderRun(start, end, table, share, _columns(table, seen)) if share >= ENOUGH else None


def _words_at(keys: Sequence[str], words: frozenset[str], seen: Counter[str], scanned: bool) -> tuple[list[str], int] | None:
    """The header words that begin here, and how many printed ones they are; none, where it is only the end of one that was seen."""
    for size in range(len(keys), 0, -1):
        if (whole := "".join(keys[:size])) in words:
            return [whole], size
    if not scanned:
        nearest = _nearest(keys[0], words)
        return ([nearest], 1) if nearest is not None else None
    known = list(_fused(keys[0], words))
    if known:
        return known, 1
    is_rest = len(keys[0]) <= SPECK or any(word.endswith(keys[0]) for word in seen)
    return ([], 1) if seen and is_rest else None


def _fused(key: str, words: frozenset[str]) -> Iterator[str]:
    """The header words of which a printed one consists; of the last of them, it may be the beginning."""
    nearest = _nearest(key, words)
    if nearest is not None:
        yield nearest
        return
    first = max((word for word in words if len(word) >= LEAST_FUSED and key.startswith(word)), key=len, default=None)
    rest = list(_fused(key[len(first) :], words)) if first is not None else []
    if first is not None and rest:
        yield first
        yield from rest
        return
    last = max((word for word in words if len(word) >= LEAST_FUSED and key.endswith(word)), key=len, default=None)
    cut = _nearest(key.removesuffix(last), words) if last is not None else None
    if last is not None and cut is not None:
        yield from (cut, last)
    elif len(key) >= LEAST_BEGINNING and (whole := min((word for word in words if word.startswith(key)), key=len, default=None)):
        yield whole


def _nearest(key: str, words: frozenset[str]) -> str | None:
    if key in words:
        return key
    best = max(words, key=lambda word: Levenshtein.normalized_similarity(key, word))
    return best if len(key) > 3 and Levenshtein.normalized_similarity(key, best) >= SAME_WORD else None


def _covered(table: Table, seen: Counter[str]) -> float:
    """Share of the columns one of whose headers has all its words among those seen; a column may print none."""
    named = [column for column in table.column if all(column.headers)] or list(table.column)
    hits = sum(any(all(seen[header_key(word)] for word in header.split()) for header in column.headers if header) for column in named)
    return hits / len(named)
