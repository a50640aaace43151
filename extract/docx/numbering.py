"""The numbers that a word processor prints before list paragraphs and does not store with them (ECMA-376, 17.9)."""

import re
from collections import defaultdict

from lxml import etree

from extract.docx.package import W

PLACE = re.compile(r"%(\d)")
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"))
ROMAN_ONES = ((5, "v"), (4, "iv"), (1, "i"))
BULLET = "-"


class Numbering:
    """Counts the lists of one document; ask for the label of each paragraph in print order, once."""

    def __init__(self, part: etree._Element | None) -> None:
        self.levels: dict[str, dict[int, etree._Element]] = {}
        self.counts: dict[str, defaultdict[int, int]] = {}
        self.abstract: dict[str, str] = {}
        if part is None:
            return
        definitions = {each.get(f"{W}abstractNumId"): each for each in part.iterfind(f"{W}abstractNum")}
        for number in part.iterfind(f"{W}num"):
            link = number.find(f"{W}abstractNumId")
            abstract = definitions.get(link.get(f"{W}val")) if link is not None else None
            name = number.get(f"{W}numId")
            if abstract is not None and name is not None:
                self.levels[name] = {int(level.get(f"{W}ilvl") or 0): level for level in abstract.iterfind(f"{W}lvl")}
                self.abstract[name] = abstract.get(f"{W}abstractNumId") or name

    def label(self, paragraph: etree._Element) -> str:
        """The number or bullet printed before the paragraph; empty where it has none."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is None:
            return ""
        name, depth = _value(properties, "numId") or "", int(_value(properties, "ilvl") or 0)
        level = self.levels.get(name, {}).get(depth)
        if level is None:
            return ""
        if _value(level, "numFmt") == "bullet":
            return BULLET
        counts = self.counts.setdefault(self.abstract[name], defaultdict(int))
        counts[depth] = counts[depth] + 1 if counts[depth] else int(_value(level, "start") or 1)
        for deeper in [each for each in counts if each > depth]:
            counts[deeper] = 0
        return PLACE.sub(lambda found: self._number(name, int(found[1]) - 1, counts), _value(level, "lvlText") or "")

    def _number(self, name: str, depth: int, counts: defaultdict[int, int]) -> str:
        level = self.levels[name].get(depth)
        return _formatted(counts[depth] or 1, (_value(level, "numFmt") if level is not None else None) or "decimal")


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val") if child is not None else None


def _formatted(number: int, form: str) -> str:
    """A number in one of the forms of 17.18.59; what is none of letters or Roman numerals is decimal."""
    if form in ("lowerRoman", "upperRoman"):
        numeral = _roman(number)
        return numeral.upper() if form == "upperRoman" else numeral
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    numeral = ""
    for value, sign in ROMAN + ROMAN_ONES:
        numeral += sign * (number // value)
        number %= value
    return numeral
