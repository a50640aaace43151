"""The generated documents that are kept as samples, each as its Word file and as the PDF that LibreOffice prints of it.

python -m samples.generator.kept     writes them again; the Word files come out the same everywhere, the PDFs do not
"""

import shutil
import tempfile
from pathlib import Path

from samples.generator.build import Document, Request, make
from samples.generator.pdf import print_pdfs

SAMPLES = Path(__file__).resolve().parents[1]
KEPT = {"ptc-tracked": Request(8, "ptc", tracked=True, rows=10, layout=(("borders", "full"),))}


def kept() -> dict[str, Document]:
    """Each kept document by the stem of its files."""
    return {name: make(request) for name, request in KEPT.items()}


def main() -> None:
    """Writes the files."""
    for name, document in kept().items():
        word = SAMPLES / f"{name}.docx"
        word.write_bytes(document.docx())
        with tempfile.TemporaryDirectory() as folder:
            (pdf,) = print_pdfs([word], Path(folder))
            shutil.copy(pdf, SAMPLES / f"{name}.pdf")


if __name__ == "__main__":
    main()
