"""The tree under `out/`: which name a document gets there, and how its files come into it.

A document's JSON file is its mark: the Parquet files are moved into place before it, so a document whose JSON stands is whole.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from annextract.json_files import read_head, read_json, write_json, write_run_json
from annextract.names import safe_name
from annextract.package import document_names, write_package
from annextract.parquet import SOURCE_KEY, VERSION_KEY, path_of, read_metadata, write_parquet
from annextract.whole import locked, write_whole, writing
from schemas.document import Conversion, Document, RunReport
from schemas.errors import OutputError
from schemas.export import TABLES
from schemas.flags import Flag, FlagCode

SIBLINGS_KEY = "source_documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One document on its way into the tree: under which name, and what its Parquet files say beside their columns."""

    name: str
    conversion: Conversion
    metadata: dict[str, str]


class OutputTree:
    """The tree under `out/`; several processes may write into one, each waits for its turn."""

    def __init__(self, root: Path, version: str) -> None:
        """Nothing is written yet.

        Args:
            root: The folder, such as `out`.
            version: The tool's version, with whatever else a conversion depends on beside the file's bytes.
        """
        self.root = root
        self.version = version
        self._by_sha: dict[str, set[str]] | None = None

    def json_path(self, name: str) -> Path:
        """Where the JSON file of a document lies."""
        return self.root / "json" / f"{name}.json"

    def claim(self, name: str, sha256: str) -> str:
        """The name that a source's document gets: the name itself, or with `~` and eight digits where another source holds it.

        A name that the source holds already stays its own, whatever became of the others.
        """
        base = safe_name(name)
        claims = [f"{base}~{sha256[:digits]}" for digits in (8, 16, 32)]  # more than eight only if those eight are another's
        for claimed in claims:
            if self._owner(claimed) == sha256:
                return claimed
        for claimed in (base, *claims):
            if self._owner(claimed) in {None, sha256}:
                return claimed
        raise OutputError("its name is taken by other files", "move them away, or name another folder with --out", source=name)

    def written(self, sha256: str, source_name: str) -> tuple[str, ...]:
        """The documents that this version has made of a source before, all of them whole; empty if it is to be converted.

        Args:
            sha256: Of the source's bytes.
            source_name: The source's file name; a document that is named after another file of the same bytes does not count.
        """
        for name in sorted(self._index().get(sha256, ())):
            siblings = self._siblings(name)
            if siblings and all(self._is_current(each, sha256, source_name) for each in siblings):
                return siblings
        return ()

    def write(self, conversions: Sequence[Conversion]) -> tuple[str, ...]:
        """Write all that was made of one source, whole or not at all, and return the names in the same order.

        Documents that the same file yielded before and no longer does are removed. Where another source holds a name, both
        are flagged.

        Args:
            conversions: Every document of the source; one that is left out is taken for gone.

        Raises:
            OutputError: Something cannot be written; the tree is as it was.
        """
        sources = {each.document.source_sha256 for each in conversions}
        if len(sources) != 1:
            raise ValueError(f"the documents of one source at a time, got {len(sources)}")
        with locked(self.root):
            names = self._names(conversions)
            stamp = {VERSION_KEY: self.version, SOURCE_KEY: sources.pop(), SIBLINGS_KEY: json.dumps(names, ensure_ascii=False)}
            gone = self._gone(conversions[0].document, names)
            new = [_Entry(name=name, conversion=each, metadata=stamp) for name, each in zip(names, conversions, strict=True)]
            self._commit(self._flagged(new, gone))
            for name in gone:
                self._remove(name)
            known = self._index().setdefault(stamp[SOURCE_KEY], set())
            known.difference_update(gone)
            known.update(names)
        return tuple(names)

    def write_run(self, report: RunReport) -> None:
        """Write `run.json`."""
        with locked(self.root):
            write_whole([(self.root / "run.json", write_run_json(report))])

    def write_package(self) -> None:
        """Write `datapackage.json` over all documents in the tree."""
        with locked(self.root):
            path = self.root / "datapackage.json"
            with writing(path):
                content = write_package(self.root)
            write_whole([(path, content)])

    def _head(self, name: str) -> Document | None:
        try:
            return read_head(self.json_path(name).read_bytes())
        except (OSError, msgspec.DecodeError):
            return None

    def _owner(self, name: str) -> str | None:
        """The sha256 of the source that holds a name; None if it is free; empty if something holds it that is not ours."""
        path = self.json_path(name)
        if not path.exists():
            return None
        head = self._head(name)
        return head.source_sha256 if head else ""

    def _index(self) -> dict[str, set[str]]:
        """The documents by their source's sha256: a hint, read once, for another process may write meanwhile."""
        if self._by_sha is None:
            self._by_sha = {}
            for name in document_names(self.root):
                head = self._head(name)
                if head:
                    self._by_sha.setdefault(head.source_sha256, set()).add(name)
        return self._by_sha

    def _siblings(self, name: str) -> tuple[str, ...]:
        """All documents of the source that a document of this version came from, as written with it."""
        metadata = read_metadata(path_of(self.root, "documents", name))
        return tuple(json.loads(metadata.get(SIBLINGS_KEY, "[]"))) if metadata.get(VERSION_KEY) == self.version else ()

    def _is_current(self, name: str, sha256: str, source_name: str) -> bool:
        head = self._head(name)
        if head is None or head.source_sha256 != sha256:
            return False
        if head.source_name != source_name and head.document_id == Path(head.source_name).stem:
            return False
        return bool(self._siblings(name)) and all(path_of(self.root, table, name).is_file() for table in TABLES)

    def _names(self, conversions: Iterable[Conversion]) -> list[str]:
        names: list[str] = []
        for conversion in conversions:
            base = name = self.claim(conversion.name, conversion.document.source_sha256)
            count = 1
            while name in names or self._owner(name) not in {None, conversion.document.source_sha256}:
                count += 1
                name = f"{base}~{count}"
            names.append(name)
        return names

    def _gone(self, document: Document, names: Iterable[str]) -> list[str]:
        """The documents that the same file once yielded and no longer does."""
        heads = {name: self._head(name) for name in sorted(self._index().get(document.source_sha256, set()) - set(names))}
        return [name for name, head in heads.items() if head and head.source_name == document.source_name]

    def _claimants(self, base: str) -> dict[str, Document | None]:
        """Who of the tree claimed a name, and got it or one with `~`; None stands for a file that is not ours."""
        held = {base: self._head(base)} if self.json_path(base).exists() else {}
        rest = {path.stem: self._head(path.stem) for path in (self.root / "json").glob(f"{base}~*.json")}
        return held | {name: head for name, head in rest.items() if head and safe_name(_name(head)) == base}

    def _flagged(self, new: Sequence[_Entry], gone: Iterable[str]) -> list[_Entry]:
        """The new documents, and those in the tree that claimed the same names, each flagged with the others that did."""
        entries = {entry.name: entry for entry in new}
        bases = {safe_name(entry.conversion.name) for entry in new}
        bases |= {safe_name(_name(head)) for name in gone if (head := self._head(name))}
        flagged = []
        for base in sorted(bases):
            claimants = {name: head for name, head in self._claimants(base).items() if name not in gone}
            claimants |= {each.name: each.conversion.document for each in new if safe_name(each.conversion.name) == base}
            for name in sorted(claimants):
                entry = entries.get(name) or self._stored(name)
                if entry is None:
                    continue
                conversion = _with_clashes(entry.conversion, {other: head for other, head in claimants.items() if other != name})
                if name in entries or conversion != entry.conversion:
                    flagged.append(replace(entry, conversion=conversion))
        return flagged

    def _stored(self, name: str) -> _Entry | None:
        """A document of the tree; None where it cannot be read whole, and so is not to be written again."""
        try:
            conversion = read_json(self.json_path(name).read_bytes())
        except (OSError, msgspec.DecodeError):
            return None
        metadata = read_metadata(path_of(self.root, "documents", name))
        ours = {key: value for key, value in metadata.items() if key in {VERSION_KEY, SOURCE_KEY, SIBLINGS_KEY}}
        return _Entry(name=name, conversion=conversion, metadata={SOURCE_KEY: conversion.document.source_sha256, **ours})

    def _commit(self, entries: Sequence[_Entry]) -> None:
        tables, marks = [], []
        for entry in entries:
            files = write_parquet(entry.conversion, entry.name, entry.metadata)
            tables += [(path_of(self.root, table, entry.name), content) for table, content in files.items()]
            marks.append((self.json_path(entry.name), write_json(entry.conversion)))
        write_whole(tables + marks)

    def _remove(self, name: str) -> None:
        """Remove a document, its mark first."""
        for path in (self.json_path(name), *(path_of(self.root, table, name) for table in TABLES)):
            with writing(path):
                path.unlink(missing_ok=True)
        for table in TABLES:
            folder = path_of(self.root, table, name).parent
            if folder.is_dir() and not any(folder.iterdir()):
                with writing(folder):
                    folder.rmdir()


def _name(document: Document) -> str:
    return Conversion(document=document).name


def _with_clashes(conversion: Conversion, others: dict[str, Document | None]) -> Conversion:
    """The conversion, flagged with the others that claimed its name, and with no others."""
    clashes = []
    for name, head in sorted(others.items()):
        other = f"{head.source_name} (sha256 {head.source_sha256[:8]})" if head else "a file that is not of this tool"
        detail = f"{other} claimed the name {safe_name(conversion.name)!r} too and stands under {name!r}"
        clashes.append(Flag(code=FlagCode.NAME_CLASH, detail=detail))
    kept = (flag for flag in conversion.document.flags if flag.code != FlagCode.NAME_CLASH)
    return replace(conversion, document=replace(conversion.document, flags=(*kept, *clashes)))
