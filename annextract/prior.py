"""A prior: what documents converted before say, such as the last revision of a programme (`annextract convert --prior out/`).

It only tells which words are whole and which stand together. No value is taken from it: what a page does not show is in no row.
"""

from pathlib import Path

import msgspec

from annextract.json_files import read_json
from schemas.errors import UsageError
from schemas.raw import Seen

FIELDS = ("section_title", "topic", "task", "objective", "related_programme", "responsible_body", "indicator", "progress")
HINT = "give the folder that an earlier `annextract convert --out` wrote"


def seen_in(folder: Path) -> Seen:
    """The texts of the cells of every document under a folder of conversions, each once, in order.

    Raises:
        UsageError: it holds no document, or one that this version cannot read.
    """
    texts: set[str] = set()
    paths = sorted((folder / "json").glob("*.json"))
    if not paths:
        raise UsageError(f"{folder} holds no converted document", HINT)
    for path in paths:
        try:
            rows = read_json(path.read_bytes()).rows or ()
        except msgspec.MsgspecError as error:
            raise UsageError(f"{path} is no document of this version: {error}", HINT) from None
        texts.update(text for row in rows for field in FIELDS if (text := getattr(row, field)))
    return tuple(sorted(texts))
