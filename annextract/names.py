"""Names that are safe as file names, in a URL, in a glob and as a Hive partition."""

import re
import unicodedata

LONGEST = 200

_KEPT = frozenset(" -_.~+,@()")


def safe_name(text: str) -> str:
    """The text as a file name, changed as little as can be.

    Letters and digits of every script stay; of the rest stay blank, `-_.~+,@()`. Anything else (slashes, control
    characters, what a glob, a shell or a Hive partition reads as its own) becomes `_`. The name has no `..`, starts and ends with
    neither blank nor full stop, and is no longer than 200 bytes of UTF-8; a text of which nothing stays is `document`.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(letter if _is_kept(letter) else "_" for letter in text)
    text = re.sub(r"\.{2,}", ".", text).strip(" .")
    text = text.encode()[:LONGEST].decode(errors="ignore").strip(" .")
    return text or "document"


def _is_kept(letter: str) -> bool:
    return letter in _KEPT or letter.isalnum() or unicodedata.category(letter).startswith("M")
