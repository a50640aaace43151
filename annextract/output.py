"""The tree under `out/`: which documents stand there, what is unchanged, and how documents come in and go.

One run at a time writes into a tree (`annextract/run_lock.py`), so what it knows of the tree stays true while it runs. How a document
gets there whole is in `annextract/staging.py`, which name it gets in `annextract/naming.py`.
"""

import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from annextract.json_files import read_head, read_json, write_run_json
from annextract.naming import NOT_OURS, Claim, asked_name, claims, clash_details, other_clash, with_clash, with_others
from annextract.package import READ_AT_ONCE, batched, document_names, write_package
from annextract.parquet import SOURCE_KEY, VERSION_KEY, part_of, read_metadata
from annextract.staging import PREFIX, Entry, Staged, carry_in, files_of, finish, mark_of, stage, staged_json
from annextract.stores import Store, store_at
from schemas.document import Conversion, Document, RunReport

SIBLINGS_KEY = "source_documents"
PACKAGE = "datapackage.json"


class OutputTree:
    """The tree under `out/`, as the one run that writes into it knows it."""

    def __init__(self, root: Path | str, version: str) -> None:
        """Nothing is read or written yet.

        Args:
            root: The folder, such as `out`, or its address.
            version: The tool's version, with whatever else a conversion depends on beside the file's bytes.
        """
        self.root = root
        self.version = version
        self.store: Store = store_at(root)
        self.folder = f"{PREFIX}{secrets.token_hex(4)}"
        self._known: dict[str, Document | None] | None = None
        self._sources: dict[str, set[str]] = {}
        self._new: set[str] = set()
        self._changed = False

    def address(self, name: str) -> str:
        """Where the JSON file of a document lies, as a person reads it."""
        return self.store.address(mark_of(name))

    def open(self) -> None:
        """Begin a run: finish what an earlier one left, and make the folder where documents are written aside.

        Raises:
            OutputError: The tree cannot be written.
        """
        if any([finish(self.store, folder) for folder in self.store.folders(PREFIX)]):
            self._change()
        self.store.make_folder(self.folder)

    def close(self) -> None:
        """End a run: whatever is still on its way comes in or is dropped."""
        if finish(self.store, self.folder):
            self._change()
            self.write_package()

    def written(self, sha256: str, source_name: str) -> tuple[str, ...]:
        """The documents that this version has made of a source before, all of them whole; empty if it is to be converted.

        Args:
            sha256: Of the source's bytes.
            source_name: The source's file name; a document that is named after another file of the same bytes does not count.
        """
        for name in self._of_source(sha256):
            siblings = self._siblings(name)
            if siblings and all(self._is_current(each, sha256, source_name) for each in siblings):
                return siblings
        return ()

    def commit(self, staged: Staged) -> tuple[str, ...]:
        """Take in all that was made of one source, whole or not at all, and return the names in the same order.

        Documents that the same file yielded before and no longer does are removed. A document whose name was taken while it was
        converted is written anew under the name that it gets.

        Raises:
            OutputError: Something cannot be written.
        """
        documents = [each.document for each in staged.documents]
        given = claims([Conversion(document=each).name for each in documents], documents[0].source_sha256, self._owner)
        found = [Claim(name=each.name, clash=next(iter(clash_details(each.document)), None)) for each in staged.documents]
        if list(given) != found:
            return self.write([read_json(content or b"") for content in staged_json(self.store, staged)])
        self._drop(self._gone(documents[0], {each.name for each in given}))
        self._take(staged)
        return tuple(each.name for each in given)

    def write(self, conversions: Sequence[Conversion]) -> tuple[str, ...]:
        """Write all that was made of one source, as `commit` takes it in.

        Raises:
            OutputError: Something cannot be written.
            ValueError: The documents are of several sources.
        """
        given = claims([each.name for each in conversions], conversions[0].document.source_sha256, self._owner)
        staged = self._staged(entries(conversions, given, self.version))
        self._drop(self._gone(conversions[0].document, {each.name for each in given}))
        self._take(staged)
        return tuple(each.name for each in given)

    def settle(self, order: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
        """Have every name held by the source that comes first in the run, and flagged with the others that asked for it.

        Sources that are converted at the same time come in as they are ready; after this the tree is as if they had come in order.

        Args:
            order: The place of each source's sha256 in the run.

        Returns:
            The names of all documents of each source whose documents were renamed, by its sha256.

        Raises:
            OutputError: Something cannot be written.
        """
        renamed: dict[str, tuple[str, ...]] = {}
        for base, names in self._asked().items():
            renamed |= self._put_first(base, names, order)
        for base, names in self._asked().items():
            head = self._index().get(base)
            if head is None or base not in names:
                continue
            others = {name: other for name in names if name != base and (other := self._index()[name]) is not None}
            if clash_details(head) != [other_clash(head, name, other) for name, other in sorted(others.items())]:
                entry = self._stored(base)
                if entry:
                    self._take(self._staged([replace(entry, conversion=with_others(entry.conversion, others))]))
        return renamed

    def prune(self, sources: Collection[str], file_names: Collection[str]) -> tuple[str, ...]:
        """Remove the documents of sources that are gone, and return their names.

        Args:
            sources: The sha256 of each source that stays.
            file_names: Files whose documents stay whatever their bytes, such as one that is broken now.

        Raises:
            OutputError: Something cannot be removed.
        """
        heads = sorted(self._index().items())
        gone = [name for name, head in heads if head and head.source_sha256 not in sources and head.source_name not in file_names]
        self._drop(gone)
        return tuple(gone)

    def write_run(self, report: RunReport) -> None:
        """Write `run.json`."""
        self._replace("run.json", write_run_json(report))

    def write_package(self) -> None:
        """Write `datapackage.json` over all documents in the tree, if it does not stand: where it stands, it is true."""
        if not self.store.has(PACKAGE):
            self._replace(PACKAGE, write_package(self.store))
        self._changed = False

    def _replace(self, name: str, content: bytes) -> None:
        """Write one file in the root, whole or not at all."""
        self.store.make_folder(self.folder)
        self.store.prepare([name])
        aside = f"{self.folder}/{name}"
        self.store.put([(aside, content)])
        self.store.move([(aside, name)])

    def _index(self) -> dict[str, Document | None]:
        """Every name in the tree with its document; None for a file that is not a document of ours."""
        if self._known is None:
            self._known = {}
            for names in batched(document_names(self.store), READ_AT_ONCE):
                contents = self.store.read_all([mark_of(name) for name in names])
                for name, content in zip(names, contents, strict=True):
                    self._note(name, _head(content))
        return self._known

    def _note(self, name: str, head: Document | None) -> None:
        """Know of a document that stands in the tree."""
        self._index()[name] = head
        if head:
            self._sources.setdefault(head.source_sha256, set()).add(name)

    def _of_source(self, sha256: str) -> list[str]:
        """The documents of a source."""
        self._index()
        return sorted(self._sources.get(sha256, ()))

    def _asked(self) -> dict[str, list[str]]:
        """The documents by the name that they asked for."""
        asked: dict[str, list[str]] = {}
        for name, head in sorted(self._index().items()):
            if head:
                asked.setdefault(asked_name(head), []).append(name)
        return asked

    def _owner(self, name: str) -> str | None:
        if name not in self._index():
            return None
        head = self._index()[name]
        return head.source_sha256 if head else NOT_OURS

    def _siblings(self, name: str) -> tuple[str, ...]:
        """All documents of the source that a document of this version came from, as written with it."""
        metadata = read_metadata(self.store.read(part_of("documents", name)))
        return tuple(json.loads(metadata.get(SIBLINGS_KEY, "[]"))) if metadata.get(VERSION_KEY) == self.version else ()

    def _is_current(self, name: str, sha256: str, source_name: str) -> bool:
        head = self._index().get(name)
        if head is None or head.source_sha256 != sha256:
            return False
        if head.source_name != source_name and head.document_id == Path(head.source_name).stem:
            return False
        return bool(self._siblings(name)) and all(self.store.has(file) for file in files_of(name))

    def _gone(self, document: Document, names: Collection[str]) -> list[str]:
        """The documents that the same file once yielded and no longer does."""
        held = set(self._of_source(document.source_sha256)) - set(names)
        return sorted(name for name in held if (head := self._index()[name]) and head.source_name == document.source_name)

    def _put_first(self, base: str, names: Sequence[str], order: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
        """If a name was given in this run, let the first of those have it that asked for it in this run; what it renamed."""
        new = [name for name in names if name in self._new]
        if base not in new:
            return {}
        sources = {name: head.source_sha256 for name in new if (head := self._index()[name])}
        first = min(sources, key=lambda name: (order.get(sources[name], len(order)), name != base))
        if sources[first] == sources[base]:
            return {}
        moved = [self._of_source(sources[name]) for name in (first, base)]
        stored = [[self._stored(name) for name in each] for each in moved]
        if any(entry is None for each in stored for entry in each):
            return {}
        for each in moved:
            self._drop(each)
        written = [self.write([entry.conversion for entry in sorted(filter(None, found), key=_place)]) for found in stored]
        return dict(zip((sources[first], sources[base]), written, strict=True))

    def _stored(self, name: str) -> Entry | None:
        """A document of the tree; None where it cannot be read whole, and so is not to be written again."""
        try:
            conversion = read_json(self.store.read(mark_of(name)) or b"")
        except msgspec.DecodeError:
            return None
        metadata = read_metadata(self.store.read(part_of("documents", name)))
        ours = {key: value for key, value in metadata.items() if key in {VERSION_KEY, SOURCE_KEY, SIBLINGS_KEY}}
        return Entry(name=name, conversion=conversion, metadata={SOURCE_KEY: conversion.document.source_sha256, **ours})

    def _staged(self, written: Sequence[Entry]) -> Staged:
        self.store.make_folder(self.folder)
        return stage(self.store, self.folder, secrets.token_hex(4), written)

    def _take(self, staged: Staged) -> None:
        """Carry documents into the tree."""
        self._change()
        carry_in(self.store, staged, self._index())
        for each in staged.documents:
            if each.name not in self._index():
                self._new.add(each.name)
            self._note(each.name, each.document)

    def _drop(self, names: Iterable[str]) -> None:
        """Remove documents, each one's mark first."""
        for name in names:
            self._change()
            mark, *tables = reversed(files_of(name))
            self.store.remove([mark, *tables])
            head = self._index().pop(name)
            if head:
                self._sources[head.source_sha256].discard(name)
            self._new.discard(name)

    def _change(self) -> None:
        """The package speaks of the tree as it was: it goes before the first change, and is written when all are made."""
        if not self._changed:
            self.store.remove([PACKAGE])
            self._changed = True


def entries(conversions: Sequence[Conversion], given: Sequence[Claim], version: str) -> list[Entry]:
    """What is to be written of all documents of one source.

    Raises:
        ValueError: They are of several sources.
    """
    sources = {each.document.source_sha256 for each in conversions}
    if len(sources) != 1:
        raise ValueError(f"the documents of one source at a time, got {len(sources)}")
    names = json.dumps([claim.name for claim in given], ensure_ascii=False)
    stamp = {VERSION_KEY: version, SOURCE_KEY: sources.pop(), SIBLINGS_KEY: names}
    return [
        Entry(name=claim.name, conversion=with_clash(each, claim), metadata=stamp) for each, claim in zip(conversions, given, strict=True)
    ]


def proposed(store: Store, conversions: Sequence[Conversion]) -> tuple[Claim, ...]:
    """The names that documents of one source would get now, for all that can be seen of the tree from another process."""
    asked = [each.name for each in conversions]
    return claims(asked, conversions[0].document.source_sha256, lambda name: _owner_in(store, name))


def _owner_in(store: Store, name: str) -> str | None:
    content = store.read(mark_of(name))
    head = _head(content)
    return None if content is None else head.source_sha256 if head else NOT_OURS


def _head(content: bytes | None) -> Document | None:
    try:
        return read_head(content or b"")
    except msgspec.DecodeError:
        return None


def _place(entry: Entry) -> int:
    """Where a document stands among those of its source."""
    siblings: list[str] = json.loads(entry.metadata.get(SIBLINGS_KEY, "[]"))
    return siblings.index(entry.name) if entry.name in siblings else len(siblings)
