"""The parts of a header that a scan sets above the columns it read by themselves."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from rapidfuzz.distance import Levenshtein

from extract.decoder.header_words import (
    ENOUGH,
    MOST_PARTS,
    SPECK,
    HeaderRun,
    columns_of,
    named_columns,
    printed_keys,
    vocabulary,
    words_at,
    words_of,
)
from extract.decoder.page_edges import opens_page
from extract.decoder.tokens import DumpLine, is_scanned
from extract.headers import header_key
from extract.profile import Table

SAME_NAME = 0.8  # likeness of a whole name
MANY = 3  # columns of a part that stands right below text of the table
SENTENCE = re.compile(r"[a-z]{3}\.\s*$")
NO_WORD = " |{}[]\"'“”‘’"  # borders and specks before a word


def find_parts(lines: Sequence[DumpLine], headers: Sequence[HeaderRun], apart: Set[int]) -> list[HeaderRun]:
    """The parts of a header that a scan sets above the columns it read by themselves, apart from those of whole headers.

    A part names a column, or a word of one, in a block that holds nothing else; of several columns, text may stand right below.
    The lines `apart`, by index, are none of the table's.
    """
    if not headers or not is_scanned(lines):
        return []
    inside = {i for header in headers for i in range(header.start, header.end)}
    tables = list({id(header.table): header.table for header in headers}.values())
    return _parts(_Print(lines, [printed_keys(line.text) for line in lines], inside, apart), tables)


def parted_headers(
    lines: Sequence[DumpLine], keys: Sequence[Sequence[str]], tables: Sequence[Table], whole: Sequence[HeaderRun]
) -> Iterator[HeaderRun]:
    """The first part of each header whose parts on one page name enough columns, each another, where the page has no `whole` one."""
    page = list(accumulate((opens_page(*pair) for pair in pairwise(lines)), initial=0))
    headed = {page[run.start] for run in whole}
    dump = _Print(lines, keys, inside={i for i, number in enumerate(page) if number in headed})
    for table in tables:
        parts = [part for part in _parts(dump, [table]) if part.columns]
        for _, group in groupby(parts, key=lambda part: page[part.start]):
            first, *others = group
            named = set(first.columns)
            for part in others:
                named |= set(part.columns) if named.isdisjoint(part.columns) else set()
            if len(named) >= ENOUGH * len(table.column):
                yield replace(first, share=len(named) / len(table.column))


@dataclass(frozen=True, slots=True)
class _Print:
    """A text's lines, their words as they compare, and by index the lines inside whole headers and those that are none of a table's."""

    lines: Sequence[DumpLine]
    keys: Sequence[Sequence[str]]
    inside: Set[int] = frozenset()
    apart: Set[int] = frozenset()

    def is_closed(self, at: int) -> bool:
        return at in self.inside or at in self.apart

    def opens_block(self, at: int) -> bool:
        """Whether nothing of the table stands right above a line."""
        return at == 0 or not self.keys[at - 1] or self.is_closed(at - 1) or opens_page(self.lines[at - 1], self.lines[at])

    def may_open(self, at: int, least: int) -> bool:
        """Whether a line may open a part of a header that names at least so many columns."""
        return len(self.keys[at]) >= least and (not least or self.first_letter(at).isupper())

    def may_go_on(self, at: int) -> bool:
        """Whether a line may be of a part. None that ends with a full stop after several words is: "In progress." says a status."""
        return not self.ends_block(at) and (len(self.keys[at]) == 1 or SENTENCE.search(self.lines[at].text) is None)

    def ends_block(self, at: int) -> bool:
        """Whether no text stands in a line, or a whole header's."""
        return at == len(self.keys) or at in self.inside or not self.keys[at]

    def first_letter(self, at: int) -> str:
        return self.lines[at].text.strip(NO_WORD)[:1] if at < len(self.lines) else ""


def _parts(dump: _Print, tables: Sequence[Table]) -> list[HeaderRun]:
    """The parts of the tables' headers, of which no line is inside a whole one."""
    known = [(table, vocabulary(table), _long_names(table)) for table in tables]
    found: list[HeaderRun] = []
    at = 0
    while at < len(dump.lines):
        best = None
        if dump.keys[at] and not dump.is_closed(at):
            is_near = bool(found) and not any(dump.keys[i] for i in range(found[-1].end, at) if i not in dump.apart)
            above = found[-1] if is_near else None
            least = 0 if dump.opens_block(at) else MANY
            runs = [run for table, words, _ in known if dump.may_open(at, least) and (run := _part_at(dump, at, table, words, above))]
            runs = [run for run in runs if len(run.columns) >= least]
            runs = runs or [run for table, _, names in known if (run := _name_at(dump, at, table, names))]
            best = max(runs, key=lambda run: run.share, default=None)
        if best is not None:
            found.append(best)
        at = best.end if best else at + 1
    return found


def _part_at(dump: _Print, start: int, table: Table, words: frozenset[str], above: HeaderRun | None) -> HeaderRun | None:
    """The part of the table's header that the block beginning in this line prints, if it prints one.

    `above` is the part that stands right above it, whose columns' names may end here.
    """

    def is_whole(read: Sequence[Sequence[str]]) -> bool:
        return len(read) > 1 and "".join(key for line in read for key in line) in words

    keys = dump.keys
    beside = (*above.beside, *above.columns) if above is not None else ()
    seen = before = words_of(table, beside)
    end = start
    while dump.may_go_on(end) and not (keys[end][0] not in words and is_whole(keys[start:end])):
        read, size = _line_words(dump, end, words, seen)
        if not size:
            break
        seen = seen + Counter(read)
        end += size
    seen = seen - before
    whole = seen + Counter(above.words if above is not None else ())
    named = named_columns(table, seen)
    fresh = tuple(column for column in columns_of(table, whole) if column not in beside)
    goes_on = not set(fresh).issuperset(columns_of(table, seen))
    is_block = dump.ends_block(end)
    is_full = bool(named) and (seen.total() > 1 or end - start > 1 or not dump.first_letter(end).islower())
    is_name = above is not None or dump.first_letter(start).isupper()
    printed = [key for line in keys[start:end] for key in line]
    is_exact = _is_exact(printed, seen, words, before)
    if len(named) > 1 or (seen and (is_block or is_full or goes_on) and is_exact and is_name):
        rest = _rest("".join(printed), end, keys, words) if is_block else 0
        return HeaderRun(start, end + rest, table, len(named) / len(table.column), fresh, tuple(whole.elements()), beside)
    return None


def _is_exact(printed: Sequence[str], seen: Counter[str], words: Set[str], before: Counter[str]) -> bool:
    """Whether what is printed is the words seen, or each a word of the header or the end of one that began before."""
    if Levenshtein.normalized_similarity("".join(printed), "".join(seen.elements())) >= SAME_NAME:
        return True
    return all(key in words or any(word.endswith(key) for word in before) for key in printed)


def _rest(printed: str, end: int, keys: Sequence[Sequence[str]], words: Set[str]) -> int:
    """How many lines below a block the last letters of its word take, where they are a block of their own."""
    is_lone = end + 2 < len(keys) and not keys[end + 2] and len(keys[end + 1]) == 1
    return 2 if is_lone and len(keys[end + 1][0]) <= SPECK and printed + keys[end + 1][0] in words else 0


def _long_names(table: Table) -> dict[str, int]:
    """The columns' names of several words, their letters alone, each with its column."""
    headers = ((header, number) for number, column in enumerate(table.column) for header in column.headers)
    return {header_key(header): number for header, number in headers if " " in header}


def _name_at(dump: _Print, start: int, table: Table, names: Mapping[str, int]) -> HeaderRun | None:
    """A column's name of several words that stands whole in these lines, if it does: such a one needs no blank line above it."""
    if not dump.first_letter(start).isupper():
        return None
    printed = ""
    for end in range(start + 1, min(start + MOST_PARTS, len(dump.keys)) + 1):
        if not dump.keys[end - 1] or dump.is_closed(end - 1):
            return None
        printed += "".join(dump.keys[end - 1])
        if printed in names:
            return HeaderRun(start, end, table, 1 / len(table.column), (names[printed],))
    return None


def _line_words(dump: _Print, at: int, words: frozenset[str], before: Counter[str]) -> tuple[list[str], int]:
    """The header words that a line consists of, and how many lines it takes to read them: a narrow column breaks a word over lines.

    Where it holds another word they are none.
    """
    keys = dump.keys
    end = next(i for i in range(at + 1, len(keys) + 1) if i == len(keys) or not keys[i] or i in dump.inside or i == at + MOST_PARTS)
    for is_exact in (True, False):  # a line is the first part of a broken word rather than one misread
        for size in range(1, end - at + 1):
            read = _read_words([key for line in keys[at : at + size] for key in line], words, before, is_exact)
            if read is not None:
                return read, size
    return [], 0


def _read_words(keys: Sequence[str], words: frozenset[str], before: Counter[str], is_exact: bool) -> list[str] | None:
    """The header words that words consist of, as they are printed or, unless it must be exact, misread; none where there is another one."""
    seen = Counter(before)
    at = 0
    while at < len(keys):
        read = words_at(keys[at : at + MOST_PARTS], words, seen, scanned=not is_exact)
        if read is None or (is_exact and "".join(keys[at : at + read[1]]) not in words):
            return None
        seen.update(read[0])
        at += read[1]
    return list((seen - before).elements())
