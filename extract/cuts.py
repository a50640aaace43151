"""Words that a narrow column may have cut: where the page leaves it open, the meaning of the column decides."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.layout import Layout, profile_header
from extract.profile import Profile
from extract.vocabulary import are_one_word
from schemas.raw import ColumnKind, Fragment, PieceCell, PieceRow, Recogniser, Recognisers, TablePiece

YEAR = re.compile(r"(19|20)\d\d")
VOWELS = frozenset("aeioyàâéèêôu")
YEAR_CUT, LEADING_DIGITS = re.compile(r"(?<!\d)(19|20)\d?$"), re.compile(r"\d+")
LEADING_GROUP, GROUP = re.compile(r"[-+–(]?\d{1,3}"), re.compile(r"\d{3}(?!\d)")  # of a number with thousands parted by blanks
NUMBER = re.compile(r"[-+–(]?(\d+|\d{1,3}(,\d{3})+|\d{1,3}(\.\d{3})+)([.,]\d+)?%?\)?")
DECIMALS, HYPHENATED = re.compile(r"[.,]\d"), re.compile(r"[-‐][^\W\d_]")  # how the second part of a cut word begins
PART = re.compile(r"[-/]")
LONG_PART, SHORT_PART = 12, 3  # letters of the parts of a cut word, where nothing else tells
WORDS = frozenset({"by", "for", "of", "the", "to"})  # short words with which hardly a longer one ends
ADDRESS = re.compile(r"://|\bwww\.")
INNER_SIGN = re.compile(r"[^\W_][/.=?&%_-][^\W_]|[^\W_]/")  # as they stand within an address
QUERY_MARK, QUERY = re.compile(r"/\S*[?&]$"), re.compile(r"\w+=\w")
OPENERS, CLOSER = "([", re.compile(r"[)\]”]|[.,](?!\w)|/\w")  # no blank stands after the first, none before the second
SIGNS = "+−±"  # of a number
TOLERANCE = 0.5  # points that the measure of a cell's text area may be off
EVEN = 0.01  # words; understood shares that come to so much less than a word apart are as good
MARKS = ".,;:()[]'\"“”‘’"  # punctuation that stands at a word and is none of it
# between two parts of a text that may be one word: likelier one, or likelier two; from the private use area of Unicode
LIKELY_ONE, LIKELY_TWO = "\ue000", "\ue001"


def resolve_cuts(fragments: Sequence[Fragment], profile: Profile | None, recognisers: Recognisers) -> list[Fragment]:
    """The fragments with each open cut decided: by the reading that a recogniser of the column's kind likes better."""
    resolved: list[Fragment] = []
    layout: Layout | None = None
    for fragment in fragments:
        if not isinstance(fragment, TablePiece):
            resolved.append(fragment)
            continue
        rows = []
        for row in fragment.rows:
            header = profile_header(profile, row) if profile else None
            layout = header or layout
            fits = layout is not None and not header and len(layout.columns) == len(row.cells)
            rows.append(_row(row, layout.kinds if layout is not None and fits else (), recognisers))
        resolved.append(replace(fragment, rows=tuple(rows)))
    return resolved


def _row(row: PieceRow, kinds: Sequence[ColumnKind], recognisers: Recognisers) -> PieceRow:
    if not any(_is_open(cell) for cell in row.cells):
        return row
    known = [*kinds, *[ColumnKind.TEXT] * (len(row.cells) - len(kinds))]
    return replace(row, cells=tuple(_cell(cell, kind, recognisers) for cell, kind in zip(row.cells, known, strict=True)))


def _is_open(cell: PieceCell) -> bool:
    return _is_open_text(cell.text) or (cell.before is not None and _is_open_text(cell.before))


def _is_open_text(text: str) -> bool:
    return LIKELY_ONE in text or LIKELY_TWO in text


def _cell(cell: PieceCell, kind: ColumnKind, recognisers: Recognisers) -> PieceCell:
    if not _is_open(cell):
        return cell
    before = None if cell.before is None else decided(cell.before, kind, recognisers)
    text, close = decisions(cell.text, kind, recognisers)
    return replace(cell, text=text, before=before, close_cuts=close)


def decided(text: str, kind: ColumnKind = ColumnKind.TEXT, recognisers: Recognisers | None = None) -> str:
    """The text with its open cuts decided, one after the other; by likelihood alone where no recogniser tells."""
    return decisions(text, kind, recognisers)[0]


def decisions(text: str, kind: ColumnKind, recognisers: Recognisers | None) -> tuple[str, tuple[str, ...]]:
    """The text with its open cuts decided, and as what each was read that nothing but likelihood tells."""
    if not _is_open_text(text):
        return text, ()
    recogniser = (recognisers or {}).get(kind)
    close = []
    while (at := min((i for i in (text.find(LIKELY_ONE), text.find(LIKELY_TWO)) if i >= 0), default=-1)) >= 0:
        before, after = text[:at], text[at + 1 :]
        gain = _gain(before, _likely(after), recogniser) if recogniser is not None else 0.0
        glue = "" if gain > 0 or (gain == 0 and text[at] == LIKELY_ONE) else " "
        if gain == 0:
            close.append(glue.join([*before.split()[-1:], *_likely(after).split()[:1]]))
        text = before + glue + after
    return text, tuple(close)


def _gain(before: str, after: str, recogniser: Recogniser) -> float:
    """How much more is understood of a text whose cut is mended than of one whose cut is left; 0 where that cannot be told.

    That a text has a word less is no gain, but that a lone letter is none may be; nor is it a loss where what is not understood
    stays as much. Where both texts are understood alike, the word at the cut must be understood better than one of its parts,
    and the other no better.
    """
    first, second = "".join(before.split()[-1:]), "".join(after.split()[:1])
    one, two = before + after, f"{before} {after}"
    mended, left = recogniser.score(one), recogniser.score(two)
    gain = mended - left
    words, more = len(one.split()), len(two.split())
    a_word_less = gain > 0 and mended * words < left * more + EVEN and len(second.strip(MARKS)) > 1
    a_word_more = gain < 0 and (1 - mended) * words < (1 - left) * more + EVEN
    if gain and not a_word_less and not a_word_more:
        return gain
    whole, parts = recogniser.score_part(first + second), (recogniser.score_part(first), recogniser.score_part(second))
    return max(whole - min(parts), 0.0) if whole >= max(parts) else 0.0


def _likely(text: str) -> str:
    return text.replace(LIKELY_ONE, "").replace(LIKELY_TWO, " ")


def _are_numbers(first: str, second: str) -> bool:
    """Whether two runs of digits stay apart: groups of thousands that a blank parts (`25 922`), or numbers that together are none."""
    if LEADING_GROUP.fullmatch(first) and GROUP.match(second):
        return True
    return bool(NUMBER.fullmatch(first) and NUMBER.fullmatch(second) and not NUMBER.fullmatch(first + second))


def goes_on_address(first: str, second: str) -> bool:
    """Whether a word begins an address of the web, or is the path of one, and the next one goes on with it."""
    if QUERY_MARK.search(first) and QUERY.match(second):
        return True
    if not ADDRESS.search(first):
        return False
    return bool(INNER_SIGN.search(second)) or (first.count("(") > first.count(")") and ")" in second)


def stands_close(first: str, second: str) -> bool:
    """Whether no blank is printed between two words, whatever is between their lines."""
    if first[-1] in OPENERS or CLOSER.match(second):
        return True
    return (second[0].isdigit() and first in SIGNS) or (second == "/" and first[-1].isdigit())


def goes_on_word(first: str, second: str) -> bool:
    """Whether a word goes on with the next one, whatever room it left: a year with its digits, a word with its last consonant."""
    if first[-1].islower() and len(second) == 1 and second.islower() and second not in VOWELS:
        return True
    rest = LEADING_DIGITS.match(second)
    digits = rest and YEAR_CUT.search(first)
    return bool(digits and rest and YEAR.fullmatch(digits[0] + rest[0]))


def _ends(first: str, second: str) -> tuple[str, str]:
    """What of two words meets where a break parts them, in small letters: from the last hyphen on, and up to the first."""
    return PART.split(first.casefold().strip(MARKS))[-1], PART.split(second.casefold().strip(MARKS))[0]


def joint(first: str, second: str) -> str:
    """The mark between two parts of a text that a break may have cut inside a word; a blank where it cannot have."""
    left, right = first.split()[-1:], second.split()[:1]
    if not left or not right:
        return " "
    if left[0][-1] in ".," and right[0][0].isdigit():
        return ""  # a decimal number
    if (left[0][-1].isdigit() and DECIMALS.match(right[0])) or (left[0][-1].isalpha() and HYPHENATED.match(right[0])):
        return ""
    same_case = (left[0][-1].islower() and right[0][0].islower()) or (left[0][-1].isupper() and right[0][0].isupper())
    if not same_case:
        cut_number = left[0][-1].isdigit() and right[0][0].isdigit() and not YEAR.fullmatch(left[0]) and not _are_numbers(left[0], right[0])
        return "" if cut_number else " "
    if right[0].casefold() in WORDS:
        return " "
    tail = PART.split(left[0])[-1]
    told = are_one_word(*_ends(left[0], right[0]))
    if told is not None:
        return "" if told else " "
    if len(tail) == 1 and tail.casefold() not in VOWELS:
        return LIKELY_ONE  # a lone consonant is no word
    return LIKELY_ONE if len(tail) >= LONG_PART or len(right[0].strip(MARKS)) <= SHORT_PART else LIKELY_TWO
