"""The headers that a dump prints, however a column's width breaks their words and a scan misreads or joins them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from extract.decoder.tokens import DumpLine, is_scanned
from extract.headers import header_key
from extract.profile import Profile, Table

TALLEST = 30  # lines, the blank ones included
ENOUGH = 0.7  # share of a table's columns that a header names
SAME_WORD = 0.75  # likeness from which a misread word is the header's
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


def find_headers(lines: Sequence[DumpLine], profile: Profile) -> list[HeaderRun]:
    """Every header that the lines print."""
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
    return found


def find_fragments(lines: Sequence[DumpLine], headers: Sequence[HeaderRun]) -> list[HeaderRun]:
    """The parts of a header that a scan sets above the columns it read by themselves, apart from those of whole headers.

    A part names a column, or a word of one, in a block that holds nothing else; of several columns, text may stand right below.
    """
    if not headers or not is_scanned(lines):
        return []
    keys = [_keys(line.text) for line in lines]
    inside = {i for header in headers for i in range(header.start, header.end)}
    tables = list({id(header.table): (header.table, _header_words(header.table)) for header in headers}.values())
    found: list[HeaderRun] = []
    at = 0
    while at < len(lines):
        alone = at not in inside and keys[at] and (at == 0 or not keys[at - 1] or at - 1 in inside)
        runs = [run for table, words in tables if (run := _fragment_at(lines, keys, at, table, words, inside))] if alone else []
        best = max(runs, key=lambda run: run.share, default=None)
        if best is not None:
            found.append(best)
        at = best.end if best else at + 1
    return found


def _fragment_at(
    lines: Sequence[DumpLine], keys: Sequence[Sequence[str]], start: int, table: Table, words: frozenset[str], inside: set[int]
) -> HeaderRun | None:
    """The part of the table's header that the block beginning in this line prints, if it prints one."""
    seen: Counter[str] = Counter()
    end = start
    while end < len(keys) and end not in inside and keys[end]:
        read = _header_line(keys[end], words, seen)
        if read is None:
            break
        seen.update(read)
        end += 1
    named = _named(table, seen)
    is_block = end == len(keys) or not keys[end] or end in inside
    is_exact = all(key in words for i in range(start, end) for key in keys[i])
    is_name = lines[start].text.strip(NO_WORD)[:1].isupper()
    if len(named) > 1 or (seen and is_block and is_exact and is_name):
        return HeaderRun(start, end, table, len(named) / len(table.column))
    return None


def _header_line(keys: Sequence[str], words: frozenset[str], before: Counter[str]) -> list[str] | None:
    """The header words that a line consists of; none where it holds another word."""
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
    return HeaderRun(start, end, table, share) if share >= ENOUGH else None


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
