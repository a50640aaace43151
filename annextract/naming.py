"""Which name a document gets under `out/`, and what is flagged where several claim one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from annextract.names import safe_name
from schemas.document import Conversion, Document
from schemas.errors import OutputError
from schemas.flags import Flag, FlagCode

Owner = Callable[[str], str | None]  # a name to the sha256 of the source that holds it; None if free, empty if not a document of ours
NOT_OURS = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The name that a document gets, and what its flag says where that is not the one it asked for."""

    name: str
    clash: str | None = None


def claims(asked: Sequence[str], sha256: str, owner: Owner) -> tuple[Claim, ...]:
    """The names of all documents of one source, in order.

    A document gets the name it asks for or, where another source holds that, the name with `~` and eight digits of the source's
    sha256. A name that the source holds already stays its own, whatever became of the others.

    Args:
        asked: The names as printed, `<document_id>[-<annex>]`.
        sha256: Of the source's bytes.
        owner: Who holds a name now.

    Raises:
        OutputError: All names that the document could get are taken.
    """
    given: list[Claim] = []
    for each in asked:
        base = safe_name(each)
        first = name = _claim(base, sha256, owner)
        count = 1
        while name in {claim.name for claim in given} or owner(name) not in {None, sha256}:
            count += 1
            name = f"{first}~{count}"
        given.append(Claim(name=name, clash=_clash(base, owner) if name != base else None))
    return tuple(given)


def _claim(base: str, sha256: str, owner: Owner) -> str:
    longer = [f"{base}~{sha256[:digits]}" for digits in (8, 16, 32)]  # more than eight only if those eight are another's
    for name in longer:
        if owner(name) == sha256:
            return name
    for name in (base, *longer):
        if owner(name) in {None, sha256}:
            return name
    raise OutputError("its name is taken by other files", "move them away, or name another folder with --out", source=base)


def _clash(base: str, owner: Owner) -> str:
    """What is said of a document that did not get its name. It holds whoever has the name, so that it need not be said anew."""
    if owner(base) == NOT_OURS:
        return f"a file that is not of this tool claimed the name {base!r} too and stands under {base!r}"
    return f"another document claimed the name {base!r} first"


def asked_name(document: Document) -> str:
    """The name that a document asks for, safe as a file name."""
    return safe_name(Conversion(document=document).name)


def with_clash(conversion: Conversion, claim: Claim) -> Conversion:
    """The conversion, flagged if it did not get its name."""
    return _flagged(conversion, [] if claim.clash is None else [claim.clash])


def with_others(conversion: Conversion, others: Mapping[str, Document]) -> Conversion:
    """The conversion, flagged with every other document that asked for its name."""
    return _flagged(conversion, [other_clash(conversion.document, name, other) for name, other in sorted(others.items())])


def other_clash(document: Document, name: str, other: Document) -> str:
    """What is said of a document that has the name which another, that stands under `name`, asked for too."""
    digits = other.source_sha256[:8]
    return f"{other.source_name} (sha256 {digits}) claimed the name {asked_name(document)!r} too and stands under {name!r}"


def clash_details(document: Document) -> list[str]:
    """What a document's flags say of others that asked for its name."""
    return [flag.detail or "" for flag in document.flags if flag.code == FlagCode.NAME_CLASH]


def _flagged(conversion: Conversion, details: Sequence[str]) -> Conversion:
    kept = (flag for flag in conversion.document.flags if flag.code != FlagCode.NAME_CLASH)
    clashes = (Flag(code=FlagCode.NAME_CLASH, detail=detail) for detail in details)
    return replace(conversion, document=replace(conversion.document, flags=(*kept, *clashes)))
