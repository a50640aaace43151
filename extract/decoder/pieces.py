"""Where a line that runs through the columns may pass from one to the next: its pieces, which move as wholes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.decoder.costs import LEAST_KNOWN, OPEN_END
from extract.decoder.tokens import Gap, Token
from schemas.raw import ColumnKind, Recognisers

BORDER = re.compile(r"[|¦\]\[]$")
BULLET = re.compile(r"^(?:[-•*«»¢+–—=~.]|e)$")  # as a scan reads it
LEAST_PIECE = 12  # characters of a piece before a word without any mark may be the next column's


def cut_lines(words: Sequence[Token], recognisers: Recognisers) -> list[Token]:
    """The words, those of mixed lines with whether a piece begins with them."""
    kinds: dict[str, ColumnKind | None] = {}
    for word in words:
        if word.mixed and word.text not in kinds:
            kinds[word.text] = _kind(word.text, recognisers)
    return list(_cut(words, kinds))


def _cut(words: Sequence[Token], kinds: dict[str, ColumnKind | None]) -> Iterator[Token]:
    before, length = None, 0
    for word in words:
        if not word.mixed or word.gap is not Gap.WORD or before is None:
            cut, marked = True, False
        else:
            marked = _parts(before, word, kinds)
            cut = marked or (length >= LEAST_PIECE and not BULLET.match(before.text))
        length = len(word.text) if cut else length + 1 + len(word.text)
        yield replace(word, cut=cut, marked=marked, is_bullet=word.mixed and BULLET.match(word.text) is not None)
        before = word


def _parts(before: Token, word: Token, kinds: dict[str, ColumnKind | None]) -> bool:
    """Whether something printed between two words, or what they are, parts them."""
    if BORDER.search(before.text) or BULLET.match(word.text) or word.blanks > 0:
        return True
    if BULLET.match(before.text):
        return False
    if kinds[before.text] is not kinds[word.text]:
        return True
    return word.text[0].isupper() and not before.text[0].isupper() and not OPEN_END.search(before.text)


def _kind(text: str, recognisers: Recognisers) -> ColumnKind | None:
    """The kind that a word is of by itself."""
    return next((kind for kind, known in recognisers.items() if known.score(text) >= LEAST_KNOWN), None)
