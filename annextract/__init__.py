"""annextract: work programme annexes become rows.

import annextract
for document in annextract.convert("PT0695Ea.pdf"):
frame = document.dataframe()
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annextract.api import ConvertedDocument, convert

__all__ = ["ConvertedDocument", "__version__", "convert"]


def __getattr__(name: str) -> Any:
    """The interface is imported where it is used first: `annextract --help` must answer at once."""
    if name == "__version__":
        from importlib.metadata import version

        return version("annextract")
    if name in __all__:
        from annextract import api

        return getattr(api, name)
    raise AttributeError(f"module 'annextract' has no attribute {name!r}")
