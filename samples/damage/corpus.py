"""Documents with their dumps: Word file, truth, PDF, and the text that a tool makes of the PDF."""

import tempfile
from pathlib import Path

import pypdfium2

from samples.damage import block, ocr
from samples.damage.documents import Kind, document, report
from samples.generator.build import Document, truth_text, write
from samples.generator.lost import lost_words
from samples.generator.pdf import print_pdfs


def damaged(kind: Kind, seeds: range, folder: Path, family: str | None = None, jobs: int = 1) -> list[Path]:
    """Writes the documents of the seeds and their dumps; the dumps. One whose PDF lacks words of its Word file is left out.

    Raises:
        MissingToolError: a tool is not installed.
    """
    documents = [document(kind, seed, family) for seed in seeds]
    pdfs = print_pdfs([write(one, folder) for one in documents], folder, jobs)
    whole = [(pdf, one) for pdf, one in zip(pdfs, documents, strict=True) if not lost_words(pdf, one.truth())]
    return dumps(kind, whole, jobs)


def dumps(kind: Kind, printed: list[tuple[Path, Document]], jobs: int = 1) -> list[Path]:
    """Dumps printed documents."""
    if kind == "block":
        return block.dump([pdf for pdf, _ in printed])
    return [ocr.dump(pdf, one.seed, jobs) for pdf, one in printed]


def reports(seeds: range, folder: Path, jobs: int = 1) -> list[Path]:
    """Writes reports of two annexes: one PDF and its block dump, and the truth of each annex."""
    return block.dump([_report(seed, folder, jobs) for seed in seeds])


def _report(seed: int, folder: Path, jobs: int) -> Path:
    annexes = report(seed)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"report-{seed:05}.pdf"
    with tempfile.TemporaryDirectory() as scratch:
        whole = pypdfium2.PdfDocument.new()
        for pdf in print_pdfs([write(one, Path(scratch)) for one in annexes], Path(scratch), jobs):
            part = pypdfium2.PdfDocument(pdf)
            whole.import_pages(part)
            part.close()
        whole.save(target)
        whole.close()
    for one in annexes:
        (folder / f"{one.name}.truth.json").write_text(truth_text(one.truth()), encoding="utf-8", newline="\n")
    return target
