"""One document of about so many pages. LibreOffice lays out a few hundred at a time, so a longer one is put together from parts."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pypdfium2

from samples.generator.build import Document, Request, make, truth_text, write
from samples.generator.measure import pages
from samples.generator.pdf import print_pdfs

PART_PAGES = 300
FIRST_ROWS = 40
ROUNDS = 4


def sized(request: Request, target: int) -> Document:
    """The request's document with as many rows as fill about so many pages."""
    rows = FIRST_ROWS
    for _ in range(ROUNDS):
        document = make(replace(request, rows=rows))
        share = target / pages(document.programme, document.layout, document.seed)
        if 0.97 < share < 1.03:
            break
        rows = max(1, round(rows * share))
    return make(replace(request, rows=rows))


def parts(request: Request, target: int) -> list[Document]:
    """The documents that together fill the target: one, or several that differ in content and share a layout."""
    count = max(1, round(target / PART_PAGES))
    share = round(target / count)
    made = [sized(replace(request, part=n), share) for n in range(count)]
    return [replace(one, programme=replace(one.programme, name=f"{made[0].name}-{target}pages")) for one in made]


def write_long(request: Request, target: int, folder: Path, *, pdf: bool = True) -> Path:
    """Writes the document: Word file, truth and PDF; of several parts, truth and PDF only."""
    made = parts(request, target)
    if len(made) == 1:
        path = write(made[0], folder)
        return print_pdfs([path], folder)[0] if pdf else path
    folder.mkdir(parents=True, exist_ok=True)
    target_path = folder / f"{made[0].name}.pdf"
    truths = [one.truth() for one in made]
    whole = {"document": truths[0]["document"], "rows": [row for truth in truths for row in truth["rows"]]}
    target_path.with_suffix(".truth.json").write_text(truth_text(whole), encoding="utf-8", newline="\n")
    if pdf:
        _print_together(made, target_path)
    return target_path


def _print_together(made: list[Document], target: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        files = []
        for n, one in enumerate(made):
            files.append(Path(scratch, f"{n:03}.docx"))
            files[-1].write_bytes(one.docx())
        whole = pypdfium2.PdfDocument.new()
        for path in print_pdfs(files, Path(scratch), jobs=2):
            part = pypdfium2.PdfDocument(path)
            whole.import_pages(part)
            part.close()
        whole.save(target)
        whole.close()
