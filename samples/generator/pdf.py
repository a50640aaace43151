"""Word files become PDFs: one call of LibreOffice for many files, in a user profile of its own."""

import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

BATCH = 40  # files a call: a crash costs no more than these


def has_soffice() -> bool:
    """Whether LibreOffice is on the path."""
    return shutil.which("soffice") is not None


def print_pdfs(files: list[Path], folder: Path, jobs: int = 1) -> list[Path]:
    """Prints each file into the folder, under its own stem; `jobs` calls run side by side.

    Raises:
        RuntimeError: LibreOffice did not write one of them.
    """
    if not files:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    size = min(BATCH, -(-len(files) // jobs))
    batches = [files[start : start + size] for start in range(0, len(files), size)]
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(_call, batches, repeat(folder)))
    printed = [folder / f"{path.stem}.pdf" for path in files]
    missing = [path.name for path in printed if not path.is_file()]
    if missing:
        raise RuntimeError(f"LibreOffice did not write {', '.join(missing)}")
    return printed


def _call(files: list[Path], folder: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        home = f"-env:UserInstallation={Path(profile).resolve().as_uri()}"
        command = ["soffice", home, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"LibreOffice ended with {done.returncode}: {done.stderr.strip()[-400:]}")
