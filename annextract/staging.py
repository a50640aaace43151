"""How documents come into `out/`: written aside by whoever converted them, moved into place by the one run that holds the lock.

`out/.staging.<run>/` holds what is on its way. A worker writes a document's files there, all of them, and tells the run. The run
writes the list of what is to be moved (`<key>.moves`) and carries it out. From that list on the document is part of the tree:
whoever is killed before leaves the tree as it was, whoever is killed later leaves a list that the next run carries out.
A document's JSON file is its mark. It is moved last, and where a document is replaced the old mark is removed first, so that at
every moment a document whose JSON file stands is whole.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from annextract.json_files import write_json
from annextract.parquet import part_of, write_parquet
from annextract.stores import Store
from schemas.document import Conversion, Document
from schemas.errors import OutputError
from schemas.export import TABLES

PREFIX = ".staging."
MOVES = ".moves"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document on its way into the tree: under which name, and what its Parquet files say beside their columns."""

    name: str
    conversion: Conversion
    metadata: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedDocument:
    """A document that is written aside."""

    name: str
    document: Document
    metadata: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """All that was made of one source, written aside; small, whatever the documents hold."""

    folder: str
    key: str
    documents: tuple[StagedDocument, ...]

    def moves(self, standing: Collection[str] = ()) -> "Moves":
        """What carries the documents into a tree where documents stand under some of their names."""
        tables: list[tuple[str, str]] = []
        marks: list[tuple[str, str]] = []
        for number, document in enumerate(self.documents):
            pairs = [(_aside(self.folder, self.key, number, count), file) for count, file in enumerate(files_of(document.name))]
            tables += pairs[:-1]
            marks += pairs[-1:]
        replaced = tuple(mark_of(each.name) for each in self.documents if each.name in standing)
        return Moves(replaced=replaced, tables=tuple(tables), marks=tuple(marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The list of what is to be moved; it can be carried out again and again.

    Args:
        replaced: Marks of the documents that are replaced; they are removed first.
        tables: From where to where.
        marks: The same of the marks; these are moved last.
    """

    replaced: tuple[str, ...]
    tables: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]

    def carry_out(self, store: Store) -> None:
        """Remove and move."""
        store.remove(self.replaced)
        store.move(self.tables)
        store.move(self.marks)

    def left(self, store: Store) -> "Moves":
        """What is left of a list that was carried out in part. The mark of a document that has been moved is the new one, and stays."""
        tables, marks = (tuple(pair for pair in pairs if store.has(pair[0])) for pairs in (self.tables, self.marks))
        return Moves(replaced=tuple(mark for mark in self.replaced if mark in {target for _, target in marks}), tables=tables, marks=marks)


def mark_of(name: str) -> str:
    """The JSON file of a document."""
    return f"json/{name}.json"


def files_of(name: str) -> list[str]:
    """All files of a document, its mark last."""
    return [*(part_of(table, name) for table in TABLES), mark_of(name)]


def stage(store: Store, folder: str, key: str, entries: Sequence[Entry]) -> Staged:
    """Write documents aside, every byte of them, under a key that no other source of the run has.

    Raises:
        OutputError: They cannot be written.
    """
    files = []
    for number, entry in enumerate(entries):
        tables = write_parquet(entry.conversion, entry.name, entry.metadata)
        contents = [*(tables[table] for table in TABLES), write_json(entry.conversion)]
        files += [(_aside(folder, key, number, count), content) for count, content in enumerate(contents)]
    _put(store, files)
    documents = (StagedDocument(name=each.name, document=each.conversion.document, metadata=each.metadata) for each in entries)
    return Staged(folder=folder, key=key, documents=tuple(documents))


def staged_json(store: Store, staged: Staged) -> list[bytes | None]:
    """The JSON of each document that is written aside."""
    return store.read_all([_aside(staged.folder, staged.key, number, len(TABLES)) for number in range(len(staged.documents))])


def carry_in(store: Store, staged: Staged, standing: Collection[str]) -> None:
    """Move documents that are written aside into the tree.

    Args:
        store: The tree's.
        staged: The documents.
        standing: The names that stand in the tree now.

    Raises:
        OutputError: They are not in the tree, none of them.
    """
    moves = staged.moves(standing)
    last = moves.marks[-1][0]
    if not store.has(last):
        advice = "let every worker see the same folder, or name a store that all reach with --out"
        raise OutputError("what was converted is not there", advice, source=store.address(last))
    targets = [target for _, target in (*moves.tables, *moves.marks)]
    store.prepare(targets)
    written = f"{staged.folder}/{staged.key}{MOVES}"
    _put(store, [(written, msgspec.json.encode(moves))])
    try:
        moves.carry_out(store)
    except OutputError:
        store.remove([written])  # where even this is refused, the next run carries the list out
        for target in reversed(targets):
            with suppress(OutputError):
                store.remove([target])
        raise
    store.remove([written])


def finish(store: Store, folder: str) -> bool:
    """Carry out the lists that a folder of a run holds, then remove it. What else is there was never told of, and is dropped.

    Returns:
        Whether there was a list.

    Raises:
        OutputError: A list cannot be carried out; it stays.
    """
    found = False
    for name in store.files(folder):
        content = store.read(f"{folder}/{name}") if name.endswith(MOVES) else None
        try:
            moves = msgspec.json.decode(content or b"", type=Moves)
        except msgspec.DecodeError:  # the list itself was not whole yet: nothing was moved by it
            continue
        moves.left(store).carry_out(store)
        found = True
    store.remove_folder(folder)
    return found


def _put(store: Store, files: Sequence[tuple[str, bytes]]) -> None:
    """Write files, or none of them: on a full disk the next document, a smaller one, finds the room."""
    try:
        store.put(files)
    except OutputError:
        with suppress(OutputError):
            store.remove(name for name, _ in files)
        raise


def _aside(folder: str, key: str, number: int, file: int) -> str:
    return f"{folder}/{key}.{number}.{file}"
