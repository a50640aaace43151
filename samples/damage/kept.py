"""The dumps that are kept as samples, each the text that a tool makes of a printed programme.

python -m samples.damage.kept [NAME...]     writes them again; they depend a little on the versions of the tools
"""

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from samples.damage.corpus import dumps
from samples.damage.documents import Kind, document
from samples.generator.build import Document, write
from samples.generator.pdf import print_pdfs

SAMPLES = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Dump:
    """One kept dump: how the document was damaged, and which one it is."""

    kind: Kind
    family: str
    seed: int
    rows: int = 12

    def document(self) -> Document:
        """The document before it is printed and damaged."""
        return document(self.kind, self.seed, self.family, self.rows)


KEPT = {
    "action-plan-block": Dump("block", "ecp", 55),
    "draft-block": Dump("block", "draft", 60),
    "programme-block": Dump("block", "ptc", 71),
    "tax-group-block": Dump("block", "tfawg", 27),
    "activities-block": Dump("block", "activities", 57),
    "activities-ocr": Dump("ocr", "activities", 44, rows=6),
}


def main(names: list[str]) -> None:
    """Writes the dumps named, or all.

    Raises:
        MissingToolError: a tool is not installed.
    """
    for name, kept in KEPT.items():
        if not names or name in names:
            _write(name, kept)


def _write(name: str, kept: Dump) -> None:
    made = kept.document()
    with tempfile.TemporaryDirectory() as folder:
        (pdf,) = print_pdfs([write(made, Path(folder))], Path(folder))
        (dump,) = dumps(kept.kind, [(pdf, made)])
        shutil.copy(dump, SAMPLES / f"{name}.txt")


if __name__ == "__main__":
    main(sys.argv[1:])
