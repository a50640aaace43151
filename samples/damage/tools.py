"""The programs that make dumps, none of which the package itself needs: what is missing, and how to get it."""

import shutil
from importlib.util import find_spec
from pathlib import Path


class MissingToolError(RuntimeError):
    """A program or library that makes dumps is not installed."""

    def __init__(self, name: str, remedy: str) -> None:
        super().__init__(f"{name} is not installed: {remedy}")


def program(name: str, package: str) -> str:
    """The path of a program.

    Raises:
        MissingToolError: it is not on the path.
    """
    found = shutil.which(name)
    if found is None:
        raise MissingToolError(name, f"apt-get install {package}")
    return found


def pdfbox() -> Path:
    """The archive with PDFBox that tabula-py brings along.

    Raises:
        MissingToolError: tabula-py is not installed.
    """
    package = find_spec("tabula")  # found, not imported: its import starts looking for Java
    folders = package.submodule_search_locations if package else None
    archives = sorted(Path(folder) for one in folders or () for folder in Path(one).glob("tabula-*-jar-with-dependencies.jar"))
    if not archives:
        raise MissingToolError("tabula-py", "pip install 'annextract[damage]'")
    return archives[-1]
