"""OCR dumps: the pages of a PDF as images, read by Tesseract in its own idea of reading order."""

import os
import random
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from samples.damage.tools import program
from samples.damage.worn import Wear, wear

DPI = 200
ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}  # pages are read side by side, each by one thread, which is faster


def dump(path: Path, seed: int, jobs: int = 1, wear_by: Wear | None = None) -> Path:
    """Writes `NAME.ocr.txt` beside the PDF. The seed chooses how worn the pages are, unless that is given.

    Raises:
        MissingToolError: Tesseract or Poppler is not installed.
        RuntimeError: one of them failed.
    """
    pages = _pages(path, seed, jobs, wear_by)
    text = path.with_suffix(".ocr.txt")
    text.write_text("".join(map(_printed, pages)), encoding="utf-8", newline="\n")
    return text


def boxes(path: Path, seed: int, jobs: int = 1) -> list[str]:
    """For each page the table that Tesseract writes of its words and their boxes, tab-separated; the words are those of `dump`."""
    return _pages(path, seed, jobs, None, "tsv")


def _pages(path: Path, seed: int, jobs: int, wear_by: Wear | None, *form: str) -> list[str]:
    reader = program("tesseract", "tesseract-ocr")
    printer = program("pdftoppm", "poppler-utils")
    how = wear_by or Wear.choose(random.Random(f"wear/{seed}"))
    with tempfile.TemporaryDirectory() as scratch:
        _run([printer, "-r", str(DPI), "-gray", str(path), str(Path(scratch, "page"))])
        images = sorted(Path(scratch).glob("page-*.pgm"))
        with ThreadPoolExecutor(jobs) as pool:
            return list(pool.map(lambda image: _page(reader, image, how, *form), images))


def _page(reader: str, image: Path, how: Wear, *form: str) -> str:
    if how != Wear():
        with Image.open(image) as page:
            wear(page.convert("L"), how).save(image)
    return _run([reader, str(image), "stdout", "--psm", "3", "--dpi", str(DPI), "-l", "eng", *form])


def _printed(page: str) -> str:
    """A page as Tika joins them: a blank before the first word, no empty line at the end."""
    return f" {page.strip()}\n"


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout
