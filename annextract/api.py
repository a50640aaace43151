"""The Python interface: what the command line does, on one file, without writing any."""

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from annextract.flat import flatten
from annextract.pipeline import convert_source
from extract.profile import bundled, folder_profiles
from extract.source import load
from schemas.decision import Decision
from schemas.document import Conversion, Document
from schemas.row import Row

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ConvertedDocument:
    """One document of a converted file."""

    conversion: Conversion

    @property
    def document(self) -> Document:
        """What the document is."""
        return self.conversion.document

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows in print order."""
        return self.conversion.rows

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The concluding paragraphs of a report, in print order."""
        return self.conversion.decisions

    def dataframe(self, table: str = "rows") -> "pd.DataFrame":
        """One of the document's tables as a data frame: rows, deadlines, codes, bodies, changes, events, flags, decisions or documents.

        Columns are those of the Parquet tables; dates are `datetime.date`, lists are Python lists.
        """
        import pandas as pd

        from schemas.export import TABLES

        lines = flatten(self.conversion, self.conversion.name)[table]
        return pd.DataFrame(lines, columns=[column.name for column in TABLES[table].columns])


def convert(path: str | PathLike[str], *, profiles: str | PathLike[str] | None = None) -> list[ConvertedDocument]:
    """Convert one file.

    Args:
        path: A PDF, a DOCX or a text dump.
        profiles: A folder of profile files to use in place of the bundled ones.

    Returns:
        Its documents, each with its rows; a report comes with its decisions, before its annexes.

    Raises:
        InputError: The file cannot be read or holds no table; the message names the file and what to do.
        ProfileError: A profile file cannot be used.
    """
    known = bundled() if profiles is None else folder_profiles(Path(profiles))
    return [ConvertedDocument(conversion) for conversion in convert_source(load(Path(path)), known).conversions]
