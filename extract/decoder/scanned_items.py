"""The items of a list that a scan read: some numbers stand by themselves, are signs that are none, or are gone.

A scan may read the numbers of a list as a column of its own, often as nonsense. What is left before an item is its full stop.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.decoder.page_edges import FULL
from extract.decoder.tokens import DumpLine, place_of
from schemas.raw import Paragraph

NUMBERED = re.compile(r"(?P<number>\d{1,2})[.,]\s+(?=\S)")
MARKED = re.compile(r"(?:[^\W_]{0,2}[.,]|[^\w\s(\"'“‘]{1,2})\s+(?=\S)")  # what is left of a number, or what it was misread as
LONE = re.compile(r"(?:\d{1,2}|[il|I!])[.,]?")  # a number by itself
OWN = re.compile(r"\d{1,2}[.,]|[il|I!][.,]?")  # one of an item that stands apart from it; of others the full stop stands beside the item
WORDED = re.compile(r"[^\W\d_][a-z]{2}")  # as in a word; a column of numbers is read as capitals and small words
SENTENCE = re.compile(r"[.;:]$")  # an item is a title


@dataclass(slots=True)
class _Item:
    """The lines of an item; its title, and its number where that is read."""

    lines: list[DumpLine]
    title: str
    number: int | None
    marked: bool  # the full stop after its number is read


def scanned_items(lines: Sequence[DumpLine], longest: int) -> dict[int, Paragraph]:
    """By the numbers of their lines the items of a list, and as furniture the numbers that a scan read apart from them.

    An item whose number is lost has the one that the others leave it. One that lost its full stop too, or never had one beside it, is
    an item as long as there are numbers by themselves with theirs.

    Args:
        lines: below the heading of a list, furniture and notes left out.
        longest: characters of the text's longest line; an item may go on below one about as long.
    """
    lone = [line for line in lines if LONE.fullmatch(line.text.strip())]
    items = list(_items(lines, longest, sum(OWN.fullmatch(line.text.strip()) is not None for line in lone)))
    found = {line.number: _paragraph(item, number) for item, number in zip(items, _numbers(items), strict=True) for line in item.lines}
    for line in lone if items else ():
        found[line.number] = Paragraph(text=line.text.strip(), place=place_of([line]), role="furniture")
    return found


def _items(lines: Sequence[DumpLine], longest: int, lone: int) -> Iterator[_Item]:
    """The items; `lone` is how many numbers stand by themselves with their full stops."""
    item: _Item | None = None
    above = ""
    for line in lines:
        printed = " ".join(line.text.split())
        found, mark = NUMBERED.match(printed), MARKED.match(printed)
        begins = found or mark
        title = printed[begins.end() :] if begins else printed
        may_go_on = bool(above) and not begins and (printed[:1].islower() or len(above) >= FULL * longest)
        above = printed
        if item is not None and printed and may_go_on:
            item.lines.append(line)
            item.title = f"{item.title} {printed}"
        elif WORDED.search(title) and (begins or (lone and title[:1].isupper() and not SENTENCE.search(title))):
            lone -= not begins
            item = _Item([line], title, int(found["number"]) if found else None, bool(begins))
            yield item
        elif not printed:
            item = None


def _numbers(items: Sequence[_Item]) -> list[int | None]:
    """The number of each item: as read, or else of those left over the least to those that lost their marks too.

    None for those that have none, where more numbers are left over than items.
    """
    read = {item.number for item in items if item.number is not None}
    without = sorted((i for i, item in enumerate(items) if item.number is None), key=lambda i: (items[i].marked, i))
    left = [number for number in range(1, max([len(items), *read], default=0) + 1) if number not in read]
    given = dict(zip(without, left, strict=True)) if len(left) == len(without) else {}
    return [item.number if item.number is not None else given.get(i) for i, item in enumerate(items)]


def _paragraph(item: _Item, number: int | None) -> Paragraph:
    if item.number is not None:
        return Paragraph(text=f"{item.number}. {item.title}", place=place_of(item.lines))
    return Paragraph(text=item.title, place=place_of(item.lines), role="item", number=str(number or ""))
