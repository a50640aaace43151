"""Documents by purpose. What a reader is tuned on and what its score is reported on never share a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from samples.generator.build import Document, Request, make, truth_text, write
from samples.generator.families import FAMILIES
from samples.generator.lost import lost_words
from samples.generator.pdf import print_pdfs

# Look at documents of these seeds, fit thresholds to them, debug on them.
TUNING_SEEDS = range(0, 10_000)
# Only ever score on these: whoever looks at one of them to mend a reader has spent it.
REPORTING_SEEDS = range(10_000, 20_000)
SPLITS = {"tuning": TUNING_SEEDS, "reporting": REPORTING_SEEDS}

KINDS: dict[str, dict[str, Any]] = {
    "mixed": {},
    **{family: {"family": family} for family in FAMILIES},
    "tracked": {"tracked": True},
    "borderless": {"layout": (("borders", "none"),)},
    "ruled": {"layout": (("borders", "full"),)},
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One document of a corpus. `pdf` is None where it was not printed."""

    docx: Path
    pdf: Path | None
    truth: Path
    seed: int


def corpus(
    kind: str, split: Literal["tuning", "reporting"], count: int, cache: Path, *, pdf: bool = True, jobs: int = 1
) -> Iterator[Sample]:
    """The first documents of a split, built into the cache folder where they are not there yet.

    A document whose PDF lacks words that the Word file holds (see lost.py) is passed over.

    Args:
        kind: one of `KINDS`.
        split: which seeds.
        count: how many.
        cache: a folder of the caller's; each kind and split has its own folder there.
        pdf: whether to print them, with LibreOffice.
        jobs: how many calls of LibreOffice run side by side.
    """
    folder = cache / kind / split
    seeds, found = iter(SPLITS[split]), 0
    while found < count and (batch := list(islice(seeds, count - found))):
        documents = [make(Request(seed, **KINDS[kind])) for seed in batch]
        _build(documents, folder, pdf=pdf, jobs=jobs)
        for one in documents:
            path = folder / f"{one.name}.docx"
            printed = path.with_suffix(".pdf") if pdf else None
            if printed is None or not lost_words(printed, one.truth()):
                found += 1
                yield Sample(path, printed, path.with_suffix(".truth.json"), one.seed)


def _build(documents: list[Document], folder: Path, *, pdf: bool, jobs: int) -> None:
    for one in documents:
        if not _is_current(folder, one):
            write(one, folder)
            (folder / f"{one.name}.pdf").unlink(missing_ok=True)
    paths = [folder / f"{one.name}.docx" for one in documents]
    if pdf:
        print_pdfs([path for path in paths if not path.with_suffix(".pdf").is_file()], folder, jobs)


def _is_current(folder: Path, document: Document) -> bool:
    """Whether the cached file is what this version of the generator makes."""
    word, truth = folder / f"{document.name}.docx", folder / f"{document.name}.truth.json"
    if not (word.is_file() and truth.is_file()):
        return False
    return word.read_bytes() == document.docx() and truth.read_text(encoding="utf-8") == truth_text(document.truth())
