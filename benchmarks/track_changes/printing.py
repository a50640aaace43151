"""A Word file of edited cells, printed by LibreOffice with its changes shown, and read back cell by cell with tesseract."""

import csv
import io
import os
import random
import subprocess
import tempfile
from pathlib import Path

import pdfplumber
import pypdfium2

from benchmarks.track_changes.edits import EditedCell
from samples.generator.layout import choose
from samples.generator.model import Cell, Para, Programme, Row, Span, Table
from samples.generator.pdf import print_pdfs
from samples.generator.word.package import docx

DPI = 200
POINTS = 72
COLUMNS = 5
SIZES = (8.0, 9.0, 10.0, 11.0)  # points: smaller print is hardly read at this resolution
LEAST_CONFIDENCE = 0  # tesseract gives -1 to what is no word


def printed(cells: list[EditedCell], seed: int) -> list[str | None]:
    """What OCR reads of each cell, its lines joined by blanks; None where it saw nothing. The layout is the seed's choice.

    Raises:
        RuntimeError: lines that strike or underline words pass for borders in this layout, so the cells cannot be told apart.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "cells.docx"
        path.write_bytes(_docx(cells, seed))
        (pdf,) = print_pdfs([path], folder / "pdf")
        texts = [text for page in _read(pdf) for text in page]
    if len(texts) != len(cells) + -len(cells) % COLUMNS:
        raise RuntimeError(f"{len(cells)} cells were printed and {len(texts)} found")
    return texts[: len(cells)]


def _docx(cells: list[EditedCell], seed: int) -> bytes:
    spans = [tuple(Span(text, mark=None if mark == "same" else mark) for text, mark in cell.pieces) for cell in cells]
    made = [Cell((Para(one),)) for one in spans]
    made += [Cell()] * (-len(made) % COLUMNS)
    rows = tuple(Row(tuple(made[at : at + COLUMNS])) for at in range(0, len(made), COLUMNS))
    rng = random.Random(f"columns/{seed}")
    table = Table(tuple(f"c{n}" for n in range(COLUMNS)), (), rows, tuple(rng.uniform(0.75, 1.3) for _ in range(COLUMNS)))
    layout = choose(
        seed,
        size=rng.choice(SIZES),
        borders="full",
        line="single",
        colour="auto",
        shading="none",
        orientation="portrait",
        split_rows=False,
        furniture="none",
        page_numbers=False,
        hyphenate=False,
    )
    return docx(Programme("cells", "table", {}, (table,)), layout, seed)


def _read(pdf: Path) -> list[list[str | None]]:
    """The text of each cell of each page, in print order."""
    pages = []
    images = pypdfium2.PdfDocument(pdf)
    with pdfplumber.open(pdf) as document:
        for number, page in enumerate(document.pages):
            boxes = [box for table in page.find_tables() for row in table.rows for box in row.cells if box]
            image = pdf.with_suffix(f".{number}.png")
            images[number].render(scale=DPI / POINTS).to_pil().save(image, dpi=(DPI, DPI))
            words = _ocr(image)
            inside: list[list[str]] = [[] for _ in boxes]
            for x, y, text in words:
                for at, (x0, top, x1, bottom) in enumerate(boxes):
                    if x0 <= x < x1 and top <= y < bottom:
                        inside[at].append(text)
                        break
            pages.append([" ".join(found) or None for found in inside])
    images.close()
    return pages


def _ocr(image: Path) -> list[tuple[float, float, str]]:
    """The words of a page in reading order, each with the middle of its box in points."""
    command = ["tesseract", str(image), "-", "--psm", "3", "tsv"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"})
    words = []
    for row in csv.DictReader(io.StringIO(done.stdout), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["text"].strip() and float(row["conf"]) >= LEAST_CONFIDENCE:
            x = (int(row["left"]) + int(row["width"]) / 2) * POINTS / DPI
            y = (int(row["top"]) + int(row["height"]) / 2) * POINTS / DPI
            words.append((x, y, row["text"]))
    return words
