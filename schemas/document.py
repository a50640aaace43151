"""A converted document, and the account of a run."""

import datetime
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from schemas.decision import Decision
from schemas.flags import Flag
from schemas.row import Row


class DocumentKind(StrEnum):
    """What a document is."""

    WORK_PROGRAMME = "work_programme"
    ACTION_PLAN = "action_plan"
    REPORT = "report"


class PeriodKind(StrEnum):
    """How the years in a title are meant."""

    FINANCIAL_YEARS = "financial_years"  # 1 July to 30 June
    CALENDAR = "calendar"


class Outcome(StrEnum):
    """What became of an input."""

    CONVERTED = "converted"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One programme or plan of a source file."""

    document_id: Annotated[str, Meta(description="The printed reference; the file's stem where none is printed.")]
    annex: Annotated[str | None, Meta(description="Annex the rows stand in, as a Roman numeral.")] = None
    title: Annotated[str | None, Meta(description="The printed title.")] = None
    document_kind: Annotated[DocumentKind | None, Meta(description="What it is; null where no profile fits.")] = None
    period_start: Annotated[datetime.date | None, Meta(description="First day of the years it covers.")] = None
    period_end: Annotated[datetime.date | None, Meta(description="Last day of the years it covers.")] = None
    revised: Annotated[str | None, Meta(description="The printed date of this revision, as EDTF.")] = None
    source_name: Annotated[str, Meta(description="Name of the file that was read.")]
    source_sha256: Annotated[str, Meta(description="SHA-256 of the file's bytes, in hexadecimal.")]
    media_type: Annotated[str, Meta(description="Media type of the file.")]
    page_count: Annotated[int | None, Meta(description="Pages of the file; null where it has none.")] = None
    profile: Annotated[str | None, Meta(description="Name of the profile it was read by; null where none fits.")] = None
    flags: Annotated[tuple[Flag, ...], Meta(description="What a person should look at, of the document as a whole.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """One JSON file: a document with its rows or, of a report, its decisions."""

    document: Document
    rows: tuple[Row, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def name(self) -> str:
        """The document's name under `out/`: `<document_id>[-<annex>]`."""
        return self.document.document_id + (f"-{self.document.annex}" if self.document.annex else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The balance of printed words: every word ends in exactly one place."""

    printed: int = 0
    cells: int = 0
    headings: int = 0
    notes: int = 0
    furniture: int = 0
    unaccounted: int = 0

    def plus(self, other: "Words") -> "Words":
        """The balance of two documents together."""
        return Words(**{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class InputReport:
    """What became of one input."""

    path: str
    sha256: str | None = None
    outcome: Outcome
    reason: str | None = None
    exit_code: int = 0
    documents: tuple[str, ...] = ()
    seconds: dict[str, float]
    words: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """`out/run.json`."""

    tool_version: str
    started: datetime.datetime
    inputs: tuple[InputReport, ...]
