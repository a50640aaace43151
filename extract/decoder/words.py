"""The text of a cell from its words: words that a narrow column has cut are made whole."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.cuts import MARKS, goes_on_address, goes_on_word, stands_close
from extract.decoder.ems import ems
from extract.decoder.tokens import Gap, Token
from extract.lexicon import Lexicon

SPARE = 1.0  # ems that a line may leave free beside a word that was cut
MOST_BARE = 0.2  # share of the lines without a blank at their end, up to which it says that a word is cut there


def lexicon(tables: Iterable[Sequence[Token]], seen: Iterable[str] = ()) -> Lexicon:
    """The words that stand whole in the tables of a dump, or in cells seen before in another document.

    Of a word that is cut, the first part is alone on its line, the rest begins the next.
    """
    whole = Counter(word.casefold().strip(MARKS) for text in seen for word in text.split())
    ends: Counter[bool] = Counter()
    for words in tables:
        cut = False
        lasts = [following.gap is not Gap.WORD for following in words[1:]] + [True]
        for word, is_last in zip(words, lasts, strict=False):
            may_be_cut = is_last and word.bare and word.gap is not Gap.WORD
            if not cut and not may_be_cut:
                whole[word.text.casefold().strip(MARKS)] += 1
            cut = may_be_cut
            ends[word.bare] += is_last
    return Lexicon(whole, prints_blanks=ends[True] <= MOST_BARE * ends.total())


def cell_text(words: Sequence[Token], width: float, known: Lexicon) -> str:
    """The words of a cell as one text; where a column of `width` ems may have cut a word, a mark leaves it open."""
    text = words[0].text if words else ""
    for at, (before, word) in enumerate(pairwise(words), 1):
        alone = at == 1 or words[at - 2].line != before.line
        full = alone and ems(before.text) >= width - SPARE
        text += _glue(text.split()[-1], before, word, full, known) + word.text
    return text


def _glue(first: str, before: Token, word: Token, full: bool, known: Lexicon) -> str:
    """What stands between the text so far, of which `first` is the last word, and the next word; `full` where no blank had room."""
    if word.gap is Gap.WORD:
        return " "
    if first.endswith(("-", "/")) and len(first) > 1 and word.text[0].isalnum():
        return ""
    if not before.bare:
        return " "
    if stands_close(first, word.text) or goes_on_word(first, word.text) or goes_on_address(first, word.text):
        return ""
    if not (full or known.prints_blanks):
        return "" if known.mends(first, word.text) else " "
    return known.joint(first, word.text, blank_fits=True) if first[-1].isalnum() else " "
