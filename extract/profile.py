"""A profile: one TOML file that says what a family of documents is. Declarative; an unknown key is refused."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from extract.headers import header_key
from extract.templates import compile_template
from schemas.document import DocumentKind, PeriodKind
from schemas.errors import ProfileError
from schemas.raw import ColumnKind
from schemas.row import RecordKind, Row

MOST_MISSED = 0.5  # share of a table's columns whose header words a header row may lack
FIELDS = frozenset(each.name for each in fields(Row))


class Scope(StrEnum):
    """How far an empty cell takes the value above it."""

    NONE = "none"
    TOPIC = "topic"  # while the topic is the same
    TASK = "task"  # while the task is the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: the field it fills and the words its header is printed with."""

    field: str
    headers: tuple[str, ...]
    kind: ColumnKind = ColumnKind.TEXT
    merge: Scope = Scope.NONE
    required: bool = False  # never empty in print: an empty one is flagged


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table form of the family: what its rows are, and its columns in print order."""

    record_kind: RecordKind
    column: tuple[Column, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in print order."""
        return tuple(column.field for column in self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading that opens a section."""

    template: str
    words: tuple[str, ...] = ()  # words that its title must hold
    number: str | None = None  # for a section whose number is not printed
    counted: bool = False  # no number is printed: the sections are counted, in Roman numerals
    lone: bool = False  # its form says little: it counts only where it stands right above a table, or above the first of its items
    title_follows: bool = False  # the title is the paragraph after the heading
    items: str | None = None  # template of its list items, for a section that is a list
    record_kind: RecordKind = RecordKind.INACTIVE_TOPIC  # what the items are

    @property
    def numbers_items(self) -> bool:
        """Whether its section is a list whose items have numbers."""
        return self.items is not None and "{number}" in self.items


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A heading between rows that opens a task group: its number and title become the rows' topic."""

    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What stands before the first table."""

    title: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    annex: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    period: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A family of documents."""

    name: str
    title: str
    document_kind: DocumentKind
    period_kind: PeriodKind = PeriodKind.FINANCIAL_YEARS
    front: Front = Front()
    heading: tuple[Heading, ...] = ()
    group: tuple[Group, ...] = ()
    caption: tuple[str, ...] = ()
    table: tuple[Table, ...] = field(default=())


def load_profile(path: Path) -> Profile:
    """Read and check one profile file; its name is the file's stem.

    Raises:
        ProfileError: the file cannot be read, is no TOML, or has an unknown key, field, kind or slot.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError(f"cannot be read ({error.strerror})", "check the path", source=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"no TOML: {error}", "mend the line it names", source=str(path)) from error
    _refuse_unknown(data, Profile, str(path))
    try:
        profile = msgspec.convert({**data, "name": path.stem}, Profile)
    except msgspec.ValidationError as error:
        raise ProfileError(str(error), "see CONTRIBUTING.md, add a profile", source=str(path)) from error
    _check(profile, str(path))
    return profile


KEYS: dict[type, dict[str, type]] = {
    Profile: {"front": Front, "heading": Heading, "group": Group, "table": Table},
    Table: {"column": Column},
}


def _refuse_unknown(data: object, record: type, source: str, where: str = "") -> None:
    """Msgspec ignores keys that a dataclass lacks; a profile's typing error must not pass in silence."""
    if not isinstance(data, dict):
        return
    known = {each.name for each in fields(record)} - ({"name"} if record is Profile else set())
    for key, value in data.items():
        if key not in known:
            raise ProfileError(f"unknown key {where}{key!r}", f"known here: {', '.join(sorted(known))}", source=source)
        inner = KEYS.get(record, {}).get(key)
        if inner is not None:
            for item in value if isinstance(value, list) else [value]:
                _refuse_unknown(item, inner, source, f"{where}{key}.")


def _check(profile: Profile, source: str) -> None:
    for table in profile.table:
        for column in table.column:
            if column.field not in FIELDS:
                raise ProfileError(f"unknown field {column.field!r}", "see `annextract schema rows` for the fields", source=source)
    try:
        for template in _templates(profile):
            compile_template(template)
    except ProfileError as error:
        error.source = source
        raise


def _templates(profile: Profile) -> Iterable[str]:
    front = profile.front
    yield from (*front.title, *front.reference, *front.annex, *front.revised, *front.period, *profile.caption)
    yield from (group.template for group in profile.group)
    for heading in profile.heading:
        yield heading.template
        yield from [heading.items] if heading.items else []


@cache
def bundled() -> tuple[Profile, ...]:
    """The profiles that come with the tool, in order of name."""
    folder = Path(str(files("extract.profiles")))
    return folder_profiles(folder)


def folder_profiles(folder: Path) -> tuple[Profile, ...]:
    """Every profile of a folder, in order of name.

    Raises:
        ProfileError: the folder is missing or holds none, or a file in it cannot be used.
    """
    if not folder.is_dir():
        raise ProfileError("no such folder of profiles", "check the path", source=str(folder))
    found = sorted(folder.glob("*.toml"))
    if not found:
        raise ProfileError("holds no profiles", "a profile ends in .toml", source=str(folder))
    return tuple(load_profile(path) for path in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a profile fits a document, and why."""

    profile: Profile
    score: float  # share of the best table's header words that were found, 0 to 1
    reason: str


def judge(profile: Profile, headers: Iterable[tuple[str, ...]]) -> Verdict:
    """How well the header rows of a document fit the profile's tables: the best row decides."""
    best, reason = 0.0, "no header row of its tables was found"
    for printed in headers:
        for table in profile.table:
            share = header_share(table, printed)
            if share > best:
                best = share
                reason = f"{share:.0%} of the {table.record_kind} table's header: {' | '.join(cell or '(empty)' for cell in printed)}"
    return Verdict(profile=profile, score=best, reason=reason)


def header_share(table: Table, printed: tuple[str, ...]) -> float:
    """Share of the table's columns whose header words the printed row holds, each in its place; 0 where the counts differ.

    A row that misses too many of the first columns is no header: what follows is not looked at.
    """
    if len(printed) != len(table.column):
        return 0.0
    found = 0
    for seen, (column, cell) in enumerate(zip(table.column, printed, strict=True), 1):
        found += fits(column, cell)
        if seen - found > MOST_MISSED * len(printed):
            break
    return found / len(printed)


def fits(column: Column, printed: str) -> bool:
    """Whether a printed header cell is one of the column's, however its words are broken or marked."""
    return header_key(printed) in _keys(column.headers)


def all_header_keys(profile: Profile) -> frozenset[str]:
    """What `header_key` makes of the header words of all the profile's columns."""
    return frozenset().union(*(_keys(column.headers) for table in profile.table for column in table.column))


@cache
def _keys(headers: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(header_key, headers))
