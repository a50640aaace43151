"""The words of a table's headers, and how a scan prints them: joined, misread, and broken by a column's width."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from extract.headers import header_key
from extract.profile import Table

ENOUGH = 0.7  # share of a table's columns that a header names
SAME_WORD = 0.75  # likeness from which a misread word is the header's
MOST_PARTS = 4  # of a header word that a narrow column breaks
LEAST_BEGINNING, LEAST_FUSED = 3, 4  # letters by which the beginning of a word is known, and a word that has no blank after it
SPECK = 2  # letters of what a scan may add
BORDER_LETTERS = "il"  # what a scan reads a border as that touches the word right of it
BORDER = re.compile(r"[\s|{}\[\]]+")


@dataclass(frozen=True, slots=True)
class HeaderRun:
    """A printed header: its lines, from `start` up to `end`, and whose table's it is."""

    start: int
    end: int
    table: Table
    share: float  # of the table's columns whose words it prints
    columns: tuple[int, ...] = ()  # those whose words it prints
    words: tuple[str, ...] = ()  # of a part, with those of the parts right above it
    beside: tuple[int, ...] = ()  # columns of the parts right above it


def vocabulary(table: Table) -> frozenset[str]:
    """The words of the table's headers as they compare."""
    return frozenset(key for column in table.column for header in column.headers for word in header.split() if (key := header_key(word)))


def printed_keys(text: str) -> list[str]:
    """The words of a printed line as they compare."""
    return [key for word in BORDER.split(text) if (key := header_key(word))]


def words_of(table: Table, columns: Sequence[int]) -> Counter[str]:
    """The words of the columns' headers: their ends may stand below the part that names the columns."""
    return Counter(header_key(word) for number in columns for header in table.column[number].headers for word in header.split())


def words_at(keys: Sequence[str], words: frozenset[str], seen: Counter[str], scanned: bool) -> tuple[list[str], int] | None:
    """The header words that begin here, and how many printed ones they are; none, where it is only the rest of one that was seen."""
    for size in range(len(keys), 0, -1):
        if (whole := "".join(keys[:size])) in words:
            return [whole], size
    if not scanned:
        nearest = _nearest(keys[0], words)
        return ([nearest], 1) if nearest is not None else None
    known = list(_fused(keys[0], words))
    if known:
        return known, 1
    if seen and (len(keys[0]) <= SPECK or any(keys[0] in word for word in seen)):
        return [], 1
    behind = _behind_rest(keys[0], words, seen)
    return ([behind], 1) if behind is not None else None


def _behind_rest(key: str, words: frozenset[str], seen: Counter[str]) -> str | None:
    """The header word that follows the last letters of one that was seen: of "Typ / eof" the second line holds "of"."""
    ends = (word for word in words if len(word) < len(key) and key.endswith(word))
    return max((word for word in ends if any(other.endswith(key.removesuffix(word)) for other in seen)), key=len, default=None)


def _fused(key: str, words: frozenset[str]) -> Iterator[str]:
    """The header words of which a printed one consists; of the last of them, it may be the beginning.

    A border may stand before it, or have taken its first letter.
    """
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
    cut = _cut_word(key.removesuffix(last), words) if last is not None else None
    if last is not None and cut is not None:
        yield from (cut, last)
    elif beginnings := _beginnings(key, words):
        yield from beginnings
    elif len(key) >= LEAST_BEGINNING and (whole := _begun(key, words)):
        yield whole
    elif len(key) > SPECK and key[0] in BORDER_LETTERS and (behind := _nearest(key[1:], words)):
        yield behind
    elif len(key) >= LEAST_BEGINNING and (torn := min((word for word in words if word[1:] == key), default=None)):
        yield torn


def _cut_word(key: str, words: frozenset[str]) -> str | None:
    """The header word that a printed one is, or the beginning of."""
    return _nearest(key, words) or (_begun(key, words) if len(key) >= LEAST_BEGINNING else None)


def _begun(key: str, words: frozenset[str]) -> str | None:
    return min((word for word in words if word.startswith(key)), key=_by_length, default=None)


def _beginnings(key: str, words: frozenset[str]) -> list[str]:
    """The two header words whose beginnings make up a printed one, such as `responsindicato`; the second may be misread."""
    for at in range(LEAST_FUSED, len(key) - LEAST_FUSED + 1):
        left, right = _begun(key[:at], words), _begun(key[at:], words) or _nearest(key[at:], words)
        if left is not None and right is not None:
            return [left, right]
    return []


def _by_length(word: str) -> tuple[int, str]:
    return len(word), word


def _nearest(key: str, words: frozenset[str]) -> str | None:
    if key in words:
        return key
    best = max(words, key=lambda word: (Levenshtein.normalized_similarity(key, word), word))
    return best if len(key) > 3 and Levenshtein.normalized_similarity(key, best) >= SAME_WORD else None


def own_words(table: Table, words: Iterable[str]) -> frozenset[str]:
    """Those of a header's words that one column alone has."""
    owners = Counter(key for column in table.column for key in {header_key(word) for header in column.headers for word in header.split()})
    return frozenset(word for word in words if owners[word] == 1)


def named_columns(table: Table, seen: Counter[str]) -> list[int]:
    """The columns one of whose headers is among the words."""
    return [
        number
        for number, column in enumerate(table.column)
        if any(all(seen[header_key(word)] for word in header.split()) for header in column.headers if header)
    ]


def covered(table: Table, seen: Counter[str]) -> float:
    """Share of the columns one of whose headers has all its words among those seen; a column may print none."""
    every = range(len(table.column))
    named = [number for number in every if all(table.column[number].headers)] or every
    return len(set(named).intersection(named_columns(table, seen))) / len(named)


def columns_of(table: Table, seen: Counter[str]) -> tuple[int, ...]:
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
