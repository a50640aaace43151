"""The headers that a dump prints, however a column's width breaks their words and a scan misreads or joins them."""

from collections import Counter
from collections.abc import Sequence

from extract.decoder.header_parts import parted_headers
from extract.decoder.header_words import ENOUGH, MOST_PARTS, HeaderRun, columns_of, covered, printed_keys, vocabulary, words_at
from extract.decoder.tokens import DumpLine, is_scanned
from extract.profile import Profile, Table

TALLEST = 30  # lines, the blank ones included
SHORT = 3  # letters of what is left of a word, or of two that a scan joins


def find_headers(lines: Sequence[DumpLine], profile: Profile) -> list[HeaderRun]:
    """Every header that the lines print; on a page of a scan without a whole one, the first part of one in parts."""
    found: list[HeaderRun] = []
    vocabularies = [(table, vocabulary(table)) for table in profile.table]
    keys = [printed_keys(line.text) for line in lines]
    scanned = is_scanned(lines)
    at = 0
    while at < len(lines):
        runs = [run for table, words in vocabularies if (run := _header_at(keys, at, table, words, scanned))]
        best = max(runs, key=lambda run: (run.share, len(run.table.column)), default=None)
        if best is not None:
            found.append(best)
        at = best.end if best else at + 1
    parted = parted_headers(lines, keys, profile.table, found) if scanned else ()
    return sorted([*found, *parted], key=lambda run: run.start)


def _goes_on(keys: Sequence[str], words: frozenset[str], seen: Counter[str]) -> bool:
    """Whether a line below holds only more words of a header, or what is left of them; of several, one may be misread."""
    strange = [key for key in keys if not words_at([key], words, seen, scanned=True)]
    return not strange or (len(strange) == 1 and len(strange[0]) <= SHORT and len(keys) > len(strange) + 1)


def _header_at(keys: Sequence[Sequence[str]], start: int, table: Table, words: frozenset[str], scanned: bool) -> HeaderRun | None:
    """The header of the table that begins in this line, if one does; `keys` are the words of each line as they compare."""
    if not keys[start] or not any(word[0] == keys[start][0][0] for word in words):
        return None
    printed = [(i, key) for i in range(start, min(start + TALLEST, len(keys))) for key in keys[i]]
    seen: Counter[str] = Counter()
    end, share, at = start, 0.0, 0
    while at < len(printed) and share < 1.0:
        read = words_at([key for _, key in printed[at : at + MOST_PARTS]], words, seen, scanned)
        if read is None:
            break
        known, size = read
        seen.update(known)
        at += size
        now = covered(table, seen)
        if now > share:
            share, end = now, printed[at - 1][0] + 1
    while scanned and end < len(keys) and keys[end] and _goes_on(keys[end], words, seen):
        end += 1
    return HeaderRun(start, end, table, share, columns_of(table, seen)) if share >= ENOUGH else None
