"""The generated documents that are kept as samples, each as its Word file and as the PDF that LibreOffice prints of it.

python -m samples.generator.kept [NAME...]     writes them again; the Word files come out the same everywhere, the PDFs do not
"""

import shutil
import sys
import tempfile
from pathlib import Path

from samples.generator.build import Document, Request, make
from samples.generator.pdf import print_pdfs

SAMPLES = Path(__file__).resolve().parents[1]
KEPT = {
    "ptc-tracked": Request(8, "ptc", tracked=True, rows=10, layout=(("borders", "full"),)),
    "declaration-statistics": Request(41, "table", rows=70, layout=(("borders", "full"),)),
    "ecp-borderless": Request(41, "ecp", rows=12, layout=(("borders", "none"),)),
}
PDF_ONLY = frozenset({"ecp-borderless"})  # a Word file without borders is read as one with them


def kept() -> dict[str, Document]:
    """Each kept document by the stem of its files."""
    return {name: make(request) for name, request in KEPT.items()}


def forms(name: str) -> tuple[str, ...]:
    """The endings of a kept document's files."""
    return ("pdf",) if name in PDF_ONLY else ("docx", "pdf")


def main(names: list[str]) -> None:
    """Writes the files of the documents named, or of all."""
    for name, document in kept().items():
        if not names or name in names:
            _write(name, document)


def _write(name: str, document: Document) -> None:
    with tempfile.TemporaryDirectory() as folder:
        word = Path(folder) / f"{name}.docx"
        word.write_bytes(document.docx())
        print_pdfs([word], Path(folder))
        for form in forms(name):
            shutil.copy(word.with_suffix(f".{form}"), SAMPLES)


if __name__ == "__main__":
    main(sys.argv[1:])
