"""Strategic codes: the short list `SG SO1 SP1` in a cell, and the codes that a heading names."""

import re
from functools import cache, lru_cache

from normalize.vocabulary import load
from schemas.flags import FlagCode

Problems = tuple[tuple[FlagCode, str], ...]

_SEPARATORS = re.compile(r"[\s,;/&+|]+")
_EDGES = re.compile(r"^\W+|\W+$")
# a code torn by a narrow column is at most letters in two parts and a digit: "S P 1", "OR G 1"
_LONGEST_TEAR = 3

_GOES_ON, _BEGINS_ANEW = 3.0, -4.0
_MISREAD = 0.8  # of a code, for a word that is one but for a sign or two


@lru_cache(maxsize=8192)
def parse_codes(text: str) -> tuple[tuple[str, ...], Problems]:
    """Read a codes cell.

    Returns:
        The codes in printed order, each once; and every word that is no code, or is one but for what a scan misread.
    """
    codes: dict[str, None] = {}
    problems: list[tuple[FlagCode, str]] = []
    for word, found, is_misread in _read(text):
        codes.update(dict.fromkeys(found))
        if not found or is_misread:
            problems.append((FlagCode.REPAIRED_CODE if found else FlagCode.UNPARSED_CODE, word))
    return tuple(codes), tuple(problems)


def score_codes(text: str) -> float:
    """The share of the words that are codes, 0 to 1."""
    parts = _read(text)
    return sum(bool(found) * (_MISREAD if is_misread else 1.0) for _, found, is_misread in parts) / len(parts) if parts else 0.0


def joins_codes(before: str, after: str) -> float:
    """Log-odds that `after` goes on the codes cell `before`: codes are printed by rank, so a list that goes back is a new one."""
    ranks, opens = _ranks(), load("codes")["opens"]
    first, second = parse_codes(before)[0], parse_codes(after)[0]
    if not first or not second:
        return 0.0
    if second[0] in opens or set(first) & set(second):
        return _BEGINS_ANEW
    return _GOES_ON if ranks[second[0]] > ranks[first[-1]] else _BEGINS_ANEW


def find_codes(heading: str) -> tuple[str, ...]:
    """The codes and the numbers of strategic activities that a heading names, in printed order, each once."""
    return tuple(dict.fromkeys(m["code"] or m["activity"] for m in _in_heading().finditer(heading)))


@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """The words of a cell, torn codes put together again, each with the codes it holds, and whether a scan misread them."""
    connectives = load("codes")["connectives"]
    printed = [w for w in _SEPARATORS.split(text) if (bare := _EDGES.sub("", w)) and bare.casefold() not in connectives]
    words = [_EDGES.sub("", w) for w in printed]
    read: list[tuple[str, tuple[str, ...], bool]] = []
    at = 0
    while at < len(words):
        for size in range(1, min(_LONGEST_TEAR, len(words) - at) + 1):
            if found := _codes_of("".join(words[at : at + size])):
                read.append((" ".join(words[at : at + size]), found, False))
                break
        else:
            size = 1
            found = _codes_of(printed[at], is_misread=True) or _codes_of(_behind_border(printed[at]), is_misread=True)
            read.append((printed[at] if found else words[at], found, bool(found)))
        at += size
    return tuple(read)


@lru_cache(maxsize=8192)
def _codes_of(word: str, is_misread: bool = False) -> tuple[str, ...]:
    """`SP1` is one code, `SP1SP6` two; a word with anything else in it is none, but for signs that a scan takes for others: `$02`."""
    found = list(_one_code(is_misread).finditer(word.upper()))
    is_whole = "".join(m.group() for m in found) == word.upper() and not word.isdigit()
    return tuple(code for m in found if (code := m.lastgroup)) if is_whole else ()


def _behind_border(word: str) -> str:
    """A word without the border that touches it, as a scan reads one."""
    return word[1:] if word[0] in load("codes")["borders"] else word


@cache
def _ranks() -> dict[str, int]:
    return {entry["code"]: rank for rank, entry in enumerate(load("codes")["code"])}


@cache
def _one_code(is_misread: bool) -> re.Pattern[str]:
    taken_for: dict[str, str] = load("codes")["misread"] if is_misread else {}
    spelt = {code: "".join(f"[{re.escape(sign + taken_for.get(sign, ''))}]" for sign in code) for code in _ranks()}
    # a digit that follows makes it another word: SP10 is not SP1
    return re.compile("|".join(rf"(?P<{code}>{signs})(?!\d)" for code, signs in spelt.items()))


@cache
def _in_heading() -> re.Pattern[str]:
    words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in load("codes")["activity"]["words"])
    return re.compile(rf"\b(?P<code>{'|'.join(_ranks())})\b|(?i:\b(?:{words}))\s+(?P<activity>\d+(?:\.\d+)+)")
