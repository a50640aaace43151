"""Block dumps: the text of a PDF in the order of its content stream, every cell a block of lines, as PDFBox gives it."""

import subprocess
from pathlib import Path

from samples.damage.tools import pdfbox, program

STRIPPER = Path(__file__).with_name("Stripper.java")


def dump(files: list[Path]) -> list[Path]:
    """Writes `NAME.block.txt` beside each PDF; all in one run of Java.

    Raises:
        MissingToolError: Java's compiler or PDFBox is not installed.
        RuntimeError: PDFBox could not read one of them.
    """
    program("javac", "default-jdk-headless")  # `java FILE.java` compiles
    texts = [path.with_suffix(".block.txt") for path in files]
    pairs = [str(path) for pair in zip(files, texts, strict=True) for path in pair]
    command = [program("java", "default-jdk-headless"), "-cp", str(pdfbox()), str(STRIPPER), *pairs]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"PDFBox ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    return texts
