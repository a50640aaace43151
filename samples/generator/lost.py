"""What LibreOffice lost: rarely, a row under a header at the foot of a page is not printed at all. Such a PDF cannot be scored."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2

UNSEEN = re.compile(r"[\s\u00ad\ufffe\x02-]")
NOT_PRINTED = frozenset({"record_kind", "section_title", "section_number", "task_type", "parent_task_number"})
SHORT = 5  # characters: shorter words are found anywhere


def lost_words(pdf: Path, truth: dict[str, Any]) -> list[str]:
    """Words of unchanged cells that stand nowhere in the PDF, not even in two pieces."""
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(_plain(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return sorted({word for cell in _texts(truth) for word in cell.split() if not _stands(_plain(word), text)})


def _stands(word: str, text: str) -> bool:
    if len(word) < SHORT or word in text:
        return True
    return any(word[:cut] in text and word[cut:] in text for cut in range(2, len(word) - 1))


def _texts(truth: dict[str, Any]) -> Iterator[str]:
    for row in truth["rows"]:
        changed = {change["field"] for change in row["changes"]}
        cells = row["cells"] if row["cells"] is not None else {k: v for k, v in row.items() if isinstance(v, str) and k not in NOT_PRINTED}
        yield from (text for name, text in cells.items() if text and name not in changed)


def _plain(text: str) -> str:
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))
