"""One document from its seed: content, changes, layout; and its files."""

import json
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from samples.generator.chance import Content
from samples.generator.families import FAMILIES, MIXED
from samples.generator.layout import Layout, choose
from samples.generator.model import Programme, accept
from samples.generator.tracked import track
from samples.generator.truth import truth
from samples.generator.word.package import docx

SIZES = (6, 12, 20, 30, 45, 70)
TALL = 0.004  # the share of cells that outgrow a page


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of one document. What is None is the seed's choice; `changed` names the only fields that change, where any."""

    seed: int
    family: str | None = None
    tracked: bool = False
    rows: int | None = None
    tall: float | None = None
    part: int = 0
    layout: tuple[tuple[str, Any], ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document before it is written."""

    programme: Programme
    layout: Layout
    seed: int

    @property
    def name(self) -> str:
        """The stem of its files."""
        return self.programme.name

    def docx(self) -> bytes:
        """The Word file."""
        return docx(self.programme, self.layout, self.seed)

    def truth(self) -> dict[str, Any]:
        """What it means."""
        return truth(self.programme)

    def accepted(self) -> "Document":
        """The same document with every change accepted."""
        return replace(self, programme=replace(accept(self.programme), name=f"{self.name}-accepted"))


def make(request: Request) -> Document:
    """The document of a request."""
    key = f"{request.seed}/{request.part}" if request.part else str(request.seed)
    rng = random.Random(f"content/{key}")
    family = rng.choice(tuple(MIXED))
    family = request.family or family
    size = rng.choice(SIZES) * (6 if family == "table" else 1)
    layout = choose(request.seed, **dict(request.layout))
    tall = TALL if request.tall is None else request.tall
    content = Content(rng, rng.choice(("short", "usual", "usual", "long")), tall if layout.split_rows else 0.0)
    name = f"{family}-{request.seed:05}" + ("-tracked" if request.tracked else "")
    programme = FAMILIES[family](content, name, request.rows or size)
    if request.tracked:
        programme = track(programme, random.Random(f"changes/{key}"), frozenset(request.changed))
    return Document(programme, layout, request.seed)


def write(document: Document, folder: Path) -> Path:
    """Writes the Word file and the truth beside it; the path of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{document.name}.docx"
    path.write_bytes(document.docx())
    (folder / f"{document.name}.truth.json").write_text(truth_text(document.truth()), encoding="utf-8", newline="\n")
    return path


def truth_text(truth: dict[str, Any]) -> str:
    """A truth as its file holds it."""
    return json.dumps(truth, ensure_ascii=False, indent=1) + "\n"
