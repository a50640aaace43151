"""The headers that a dump prints, however a column's width breaks their words and a scan misreads or joins them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extractOne

from extract.decoder.header_parts import parted_headers
from extract.decoder.header_words import ENOUGH, MOST_PARTS, HeaderRun, columns_of, covered, printed_keys, vocabulary, words_at, words_of
from extract.decoder.tokens import DumpLine, is_scanned
from extract.profile import Profile, Table

TALLEST = 30  # lines, the blank ones included
SAME_LINE, LEAST_LETTERS = 0.7, 20  # likeness from which a line is another page's header, and how many letters tell
YEAR = re.compile(r"\b\d{4}\b")
SHORT = 3  # letters of what is left of a word, or of two that a scan joins


def find_headers(lines: Sequence[DumpLine], profile: Profile) -> list[HeaderRun]:
    """Every header that the lines print; on a page of a scan without a whole one, the first part of one in parts."""
    found: list[HeaderRun] = []
    vocabularies = [(table, vocabulary(table)) for table in profile.table]
    keys = [printed_keys(line.text) for line in lines]
    scanned = is_scanned(lines)
    rests = [[] if not scanned or YEAR.search(line.text) else own for line, own in zip(lines, keys, strict=True)]
    at = 0
    while at < len(lines):
        runs = [run for table, words in vocabularies if (run := _header_at(keys, rests, at, table, words, scanned))]
        best = max(runs, key=lambda run: (run.share, len(run.table.column)), default=None)
        if best is not None:
            found.append(best)
        at = best.end if best else at + 1
    if not scanned:
        return found
    found = sorted([*found, *_alike(keys, rests, found)], key=lambda run: run.start)
    parted = parted_headers(lines, keys, profile.table, found)
    return sorted([*found, *parted], key=lambda run: run.start)


def _alike(keys: Sequence[Sequence[str]], rests: Sequence[Sequence[str]], found: Sequence[HeaderRun]) -> Iterator[HeaderRun]:
    """The headers whose first line is like that of one found on another page, however many of its words a scan misread."""
    inside = {i for run in found for i in range(run.start, run.end)}
    first = ["".join(keys[run.start]) for run in found]
    for at, own in enumerate(keys):
        printed = "".join(own)
        if at in inside or len(printed) < LEAST_LETTERS:
            continue
        nearest = extractOne(printed, first, scorer=Levenshtein.normalized_similarity, score_cutoff=SAME_LINE)
        if nearest is None:
            continue
        run = found[nearest[2]]
        words = vocabulary(run.table)
        if all(words_at([key], words, Counter(), scanned=True) for key in own):  # a part of one, that says itself which
            continue
        yield replace(run, start=at, end=_rest_end(rests, at + 1, words, words_of(run.table, run.columns)))


def _rest_end(rests: Sequence[Sequence[str]], end: int, words: frozenset[str], seen: Counter[str]) -> int:
    """The line after the last with which a header goes on; `rests` are the words of those that it may go on with."""
    while end < len(rests) and rests[end] and _goes_on(rests[end], words, seen):
        end += 1
    return end


def _goes_on(keys: Sequence[str], words: frozenset[str], seen: Counter[str]) -> bool:
    """Whether a line below holds only more words of a header, or rests of them; beside two longer ones, a short one may be misread."""
    strange = [key for key in keys if not words_at([key], words, seen, scanned=True)]
    long = [key for key in keys if len(key) > SHORT]
    return not strange or (len(strange) == 1 and len(strange[0]) <= SHORT and len(long) > 1)


def _header_at(
    keys: Sequence[Sequence[str]], rests: Sequence[Sequence[str]], start: int, table: Table, words: frozenset[str], scanned: bool
) -> HeaderRun | None:
    """The header of the table that begins in this line, if one does; `keys` are the words of each line as they compare.

    `rests` are those of the lines that a header of a scan may go on with: none prints a year.
    """
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
    end = _rest_end(rests, end, words, seen)
    return HeaderRun(start, end, table, share, columns_of(table, seen)) if share >= ENOUGH else None
