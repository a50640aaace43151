"""The agenda items and sub-items of the minutes, and which of them a paragraph stands under."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.report.pages import Line

ITEM = re.compile(r"\s*(?:agenda\s+)?item\s+(?P<number>[IVXLC]+|\d{1,2})\b\s*(?:[-–—:.]\s*)*(?P<title>.*)", re.IGNORECASE)
BARE_ITEM = re.compile(r"\s*(?P<number>[IVXLC]+)\s*[-–—.:]\s+(?P<title>[A-ZÀ-Ý].*)")
SUB_ITEM = re.compile(r"\s*(?:\((?P<letter>[a-z])\)|(?P<plain>[a-z])[.)])\s+(?P<title>\S.*)")
BREAKS_TITLE = re.compile(r"\s*[(•▪●*\uf0b7-]")  # a remark in brackets, or a bullet
GOES_ON = re.compile(r"(?:[-–—/,(“\"]|\b(?:a|an|and|for|in|of|on|or|the|to|with))$")
OPEN = re.compile(r"[(“][^)”]*$")
CLOSED = ".;:,"  # a list inside a paragraph closes its items with one of these, a title does not
LONGEST_TITLE = 45  # words


@dataclass(frozen=True, slots=True)
class Agenda:
    """The item and sub-item that are being discussed. `sub_item` is None where several are discussed together."""

    item_number: str | None = None
    item_title: str | None = None
    sub_item: str | None = None
    sub_item_title: str | None = None


@dataclass
class _Title:
    """A heading on its way."""

    number: str
    title: str
    is_item: bool


def starts_block(lines: Sequence[Line], i: int) -> bool:
    """Whether a line begins a block: after a blank line, a page's end or a running head."""
    return i == 0 or not lines[i - 1].words or lines[i].opens_page or lines[i - 1].furniture


def first_heading(lines: Sequence[Line], agenda: Agenda) -> int:
    """Where, in the lines of one paragraph and what follows it, the headings of the next begin; their number where there are none."""
    for i in range(len(lines)):
        if not starts_block(lines, i) or lines[i].furniture:
            continue
        if _item(lines[i], agenda):
            return i
        if SUB_ITEM.match(lines[i].text) and _are_sub_items(lines[i:], agenda):
            return i
    return len(lines)


def read_headings(lines: Sequence[Line], agenda: Agenda) -> Agenda:
    """What is discussed after the headings; several sub-items that follow each other are discussed together."""
    titles = _titles(lines, agenda)
    items = [i for i, title in enumerate(titles) if title.is_item]
    if items:
        item = titles[items[-1]]
        agenda = Agenda(item_number=item.number, item_title=item.title or None)
    sub_items = titles[items[-1] + 1 :] if items else titles
    if len(sub_items) == 1:
        return replace(agenda, sub_item=sub_items[0].number, sub_item_title=sub_items[0].title)
    return replace(agenda, sub_item=None, sub_item_title=None) if sub_items else agenda


def _item(line: Line, agenda: Agenda) -> re.Match[str] | None:
    """The agenda item that a line names, with the word or, where the numbers run on, without it."""
    found = ITEM.match(line.text)
    if found or len(line.words.split()) > LONGEST_TITLE or line.words.endswith(tuple(CLOSED)):
        return found
    bare = BARE_ITEM.match(line.text)
    return bare if bare and 0 < roman(bare["number"]) - roman(agenda.item_number or "") <= 2 else None


def roman(text: str) -> int:
    """The value of a Roman numeral; 0 for what is none."""
    values = [dict(I=1, V=5, X=10, L=50, C=100).get(letter, 0) for letter in text]
    if not values or not all(values):
        return 0
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _are_sub_items(lines: Sequence[Line], agenda: Agenda) -> bool:
    """Whether the lines are titles of sub-items up to their end, rather than a list inside a paragraph."""
    titles = _titles(lines, agenda)
    letters = "".join(title.number for title in titles)
    before = agenda.sub_item or chr(ord("a") - 1)
    runs_on = bool(letters) and letters in "abcdefghijklmnopqrstuvwxyz" and (letters[0] == "a" or letters[0] > before)
    return runs_on and all(len(title.title.split()) <= LONGEST_TITLE and not title.title.endswith(tuple(CLOSED)) for title in titles)


def _titles(lines: Sequence[Line], agenda: Agenda) -> list[_Title]:
    """The headings among the lines, each joined to one line; remarks between them are left out."""
    titles: list[_Title] = []
    going = parted = False  # the last heading may go on; a blank line stands between
    for i, line in enumerate(lines):
        if line.furniture:
            continue
        if not line.words:
            parted = True
            continue
        item, sub_item = (_item(line, agenda) if starts_block(lines, i) else None), SUB_ITEM.match(line.text)
        if item:
            titles.append(_Title(item["number"], item["title"].strip(), True))
        elif sub_item and (starts_block(lines, i) or (titles and not titles[-1].is_item)):
            titles.append(_Title(sub_item["letter"] or sub_item["plain"], sub_item["title"].strip(), False))
        elif going and _goes_on(titles[-1].title, line, parted):
            titles[-1].title = join(titles[-1].title, line.words)
        else:
            going = parted = False
            continue
        going, parted = True, False
    return titles


def _goes_on(title: str, line: Line, parted: bool) -> bool:
    """Whether a line belongs to the title before it: PDFBox may put a blank line after the first of several that hang."""
    if BREAKS_TITLE.match(line.text):
        return False
    return not parted or not title or line.words[0].islower() or bool(GOES_ON.search(title) or OPEN.search(title))


def join(text: str, more: str) -> str:
    """Two lines as one: a hyphen or a slash that ends the first keeps the word together."""
    return f"{text}{more}" if re.search(r"\w[-‐/]$", text) else f"{text} {more}".strip()
