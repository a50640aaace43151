"""The text of a cell from its words: words that a narrow column has cut are made whole."""

from collections.abc import Sequence
from itertools import pairwise

from extract.cuts import joint
from extract.decoder.tokens import Gap, Token

SPARE = 2.0  # characters that a line may leave free beside a word that was cut


def cell_text(words: Sequence[Token], width: float) -> str:
    """The words of a cell as one text; where a column of `width` characters may have cut a word, a mark leaves it open."""
    text = words[0].text if words else ""
    for i, (before, word) in enumerate(pairwise(words), 1):
        text += _glue(words, i, before, word, width) + word.text
    return text


def _glue(words: Sequence[Token], at: int, before: Token, word: Token, width: float) -> str:
    if word.gap is Gap.WORD:
        return " "
    if before.text.endswith(("-", "/")) and len(before.text) > 1 and word.text[0].isalnum():
        return ""
    alone = at == 1 or words[at - 2].line != before.line
    full = len(before.text) >= width - SPARE
    return joint(before.text, word.text) if alone and full and before.text[-1].isalnum() else " "
