"""Which rows of a piece are header, and which column is which field."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from extract.headers import header_key
from extract.profile import Column, Profile, Scope, header_share
from schemas.raw import ColumnKind, Merge, PieceRow
from schemas.row import RecordKind

ENOUGH = 0.7  # share of a table's header words by which a row is its header, however broken the rest
MARK = re.compile(r"(?<!\b[a-z])(?<!\b[a-z][a-z])[⁰¹²³⁴-⁹*]+$")  # of a footnote; after a unit, as in m², it is a power
NUMERIC = re.compile(r"[-+]?\d[\d\s.,/%]*|[.…–-]+")
LEVELS = " / "  # joins the levels of a header
BROKEN = 3  # header words from which a row is a header, whatever else it prints


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one table, by a profile or as printed."""

    record_kind: RecordKind
    columns: tuple[Column, ...]
    header: tuple[tuple[str, ...], ...] = ()  # the printed header rows, as keys; empty where a profile knows them

    @property
    def key(self) -> tuple[str, int]:
        """What tables of the same form share."""
        return self.record_kind, len(self.columns)

    @property
    def merging(self) -> tuple[int, ...]:
        """The columns whose cells may be merged with the one above."""
        return tuple(i for i, column in enumerate(self.columns) if column.merge is not Scope.NONE)

    @property
    def kinds(self) -> tuple[ColumnKind, ...]:
        """The column kinds in print order."""
        return tuple(column.kind for column in self.columns)


def topics_and_tasks(columns: Sequence[Column]) -> list[int]:
    """The columns of running text whose cells merge over the rows of a topic: those of topics, and last that of tasks."""
    return [i for i, column in enumerate(columns) if column.merge is Scope.TOPIC and column.kind is ColumnKind.TEXT]


def printed(row: PieceRow) -> tuple[str, ...]:
    """The texts of a row's cells."""
    return tuple([cell.text for cell in row.cells])


def profile_header(profile: Profile, row: PieceRow) -> Layout | None:
    """The layout that a header row of one of the profile's tables opens."""
    texts = printed(row)
    shares = [header_share(table, texts) for table in profile.table]
    share = max(shares, default=0.0)
    if share < ENOUGH:
        return None
    best = profile.table[shares.index(share)]
    return Layout(best.record_kind, best.column)


def is_broken_header(keys: Collection[str], row: PieceRow) -> bool:
    """Whether a row prints header words of a profile (`all_header_keys`), and yet is the header of no table: its columns were misread."""
    texts = [text for text in printed(row) if text]
    known = sum(header_key(text) in keys for text in texts)
    return known >= BROKEN and 2 * known >= len(texts)


def printed_header(rows: Sequence[PieceRow], merging: Collection[int] = ()) -> tuple[Layout, int]:
    """The layout of a table that no profile knows, and how many of its rows are header. `merging` names its merging columns.

    The source may say which rows repeat as header; else it is the first row, and each next one while a cell of the
    row above spans several columns (a header of two levels).
    """
    count = sum(1 for _ in _leading_headers(rows))
    levels = [_spread(row) for row in rows[:count]]
    names = _unique([_column_name(level[i] for level in levels) for i in range(len(rows[0].cells))])
    scopes = [Scope.TOPIC if i in merging else Scope.NONE for i in range(len(names))]
    columns = tuple(Column(field=name, headers=(name,), merge=scope) for name, scope in zip(names, scopes, strict=True))
    return Layout(RecordKind.ROW, columns, tuple(header_keys(row) for row in rows[:count])), count


def _leading_headers(rows: Sequence[PieceRow]) -> Sequence[PieceRow]:
    if any(row.is_header for row in rows):
        return [row for row in rows if row.is_header]
    count = 1
    while count < len(rows) - 1 and any(cell.colspan > 1 for cell in rows[count - 1].cells):
        count += 1
    return rows[:count]


def _spread(row: PieceRow) -> list[str]:
    """The texts of a row with a spanning cell's text in each column it spans."""
    texts = [cell.text for cell in row.cells]
    for i, cell in enumerate(row.cells):
        for j in range(i + 1, min(i + cell.colspan, len(texts))):
            texts[j] = texts[j] or cell.text
    return texts


def _column_name(levels: object) -> str:
    names: list[str] = []
    for text in levels:  # type: ignore[attr-defined]
        name = MARK.sub("", " ".join(text.split()))
        if name and name not in names:
            names.append(name)
    return LEVELS.join(names)


def _unique(names: list[str]) -> list[str]:
    """Names by which cells can be kept apart: an empty one is named by its position, a second of a name is numbered."""
    seen: dict[str, int] = {}
    unique = []
    for position, name in enumerate(names, 1):
        name = name or f"column {position}"
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique


def header_keys(row: PieceRow) -> tuple[str, ...]:
    """A header row as it compares with its repeats."""
    return tuple(header_key(cell.text) or cell.text for cell in row.cells)


def repeats_header(layout: Layout, rows: Sequence[PieceRow]) -> int:
    """How many leading rows repeat the printed header of the layout, most of its words as they were."""
    count = 0
    for known, row in zip(layout.header, rows, strict=False):
        pairs = [pair for pair in zip(known, header_keys(row), strict=False) if any(pair)]
        if len(known) != len(row.cells) or sum(a == b for a, b in pairs) < ENOUGH * len(pairs):
            break
        count += 1
    return count


def looks_like_header(row: PieceRow) -> bool:
    """Whether a row may be a header: most of its cells hold words, and none a number alone."""
    texts = [cell.text for cell in row.cells if cell.text]
    covered = sum(cell.colspan - 1 for cell in row.cells if cell.text)
    return len(texts) + covered >= ENOUGH * len(row.cells) and not any(NUMERIC.fullmatch(text) for text in texts)


def is_rule_of(row: PieceRow) -> bool:
    """Whether all but one of the row's cells are empty: the form of a group heading inside a table."""
    return sum(bool(cell.text) for cell in row.cells) == 1 and all(cell.merge is not Merge.COVERED for cell in row.cells)
