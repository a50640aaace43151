"""The lines of a block dump, the furniture among them, and the page each stands on.

A dump shows a page's end by what the pages carry: a form feed, a running head with the page's number, or a page's first line, which PDFBox
sets off by one blank and joins to the line before. Only numbers that are printed prove a page's number: between two of them the pages
counted must be as many as the numbers say, else the lines between them stand on no known page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

REFERENCE = re.compile(r"(?:[Dd]oc(?:ument|\.)?\s*)?(?P<reference>[A-Z]{2,4}\d{3,5}[A-Z]\w{0,2})")
ANNEX_HEAD = re.compile(
    rf"(?:Annexe?|ANNEXE?|Anexo|ANEXO)\s*[-–—]?\s*(?P<number>[IVX]+|\d{{1,2}}|[A-Z])(?:\s+to(?:\s+(?:the\s+)?{REFERENCE.pattern})?)?\.?"
)
ANNEX_LABEL = re.compile(r"(?P<prefix>[IVXLC]+|[A-Z])\s?/\s?(?P<number>\d{1,3})\.?")
LABEL = re.compile(r"(?:page\s+)?[-–—]?\s*(?P<number>\d{1,3})\s*[-–—.]?(?:\s*(?:of|/)\s*\d{1,3})?", re.IGNORECASE)
LINK = re.compile(r"(?:https?://|mailto:|www\.)\S+", re.IGNORECASE)
FIRST_OF_PAGE = re.compile(r" +[^\s\uf0b7•▪●○◦·]")
REACH = 4  # a page's number stands within so many lines of its running head, blank ones counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the text: its number from 1, and its words as printed, with the blanks around them.

    `page` counts from 1 and is None where the dump does not prove it. `opens_page` says that a page may begin with it. Running heads, page
    numbers and the addresses of links are `furniture`.
    """

    number: int
    text: str
    page: int | None = None
    opens_page: bool = False
    furniture: bool = False

    @property
    def words(self) -> str:
        """The text without blanks around it."""
        return self.text.strip()


@dataclass(frozen=True, slots=True)
class _Label:
    """A printed page number: the annex whose pages it counts, if any, and the number."""

    prefix: str
    number: int


@dataclass
class _Page:
    """A page on its way: its first line, by index, its printed number, and whether its break is beyond doubt."""

    first: int
    label: _Label | None = None
    sure: bool = False


def read_lines(text: str) -> tuple[Line, ...]:
    """The lines of a block dump, with furniture and pages marked."""
    printed = text.split("\n")
    feeds = {i + each.endswith("\f") for i, each in enumerate(printed) if "\f" in each}
    texts = [each.replace("\f", "") for each in printed]
    heads, labels = _furniture(texts, feeds)
    pages = _pages(texts, feeds, heads, labels)
    numbers = _numbers(pages)
    lines = [Line(number=i, text=each, furniture=i - 1 in heads or i - 1 in labels) for i, each in enumerate(texts, 1)]
    bounds = [page.first for page in pages] + [len(lines)]
    for (first, end), page in zip(pairwise(bounds), numbers, strict=True):
        for i in range(first, end):
            lines[i] = replace(lines[i], page=page, opens_page=i == first and i > 0)
    return tuple(lines)


def _furniture(texts: Sequence[str], feeds: set[int]) -> tuple[set[int], dict[int, _Label]]:
    """The lines of running heads and links, and those that are page numbers, by index."""
    heads = {i for i, text in enumerate(texts) if _is_head(text.strip())}
    labels = {i: _Label(found["prefix"].upper(), int(found["number"])) for i, text in enumerate(texts) if (found := _annex_label(text))}
    bare = {i: int(found["number"]) for i, text in enumerate(texts) if (found := LABEL.fullmatch(text.strip()))}
    return heads, labels | {i: _Label("", number) for i, number in bare.items() if i not in heads and _beside(texts, i, heads, feeds)}


def _annex_label(text: str) -> re.Match[str] | None:
    return ANNEX_LABEL.fullmatch(text.strip())


def _is_head(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (REFERENCE, ANNEX_HEAD, LINK))


def _beside(texts: Sequence[str], i: int, heads: set[int], feeds: set[int]) -> bool:
    """Whether a number stands beside a running head or a form feed, with nothing but blank lines between."""
    before = next((j for j in range(i - 1, i - REACH, -1) if j < 0 or texts[j].strip()), i - REACH)
    after = next((j for j in range(i + 1, i + REACH) if j == len(texts) or texts[j].strip()), i + REACH)
    return before in heads or after in heads or any(before < feed <= after for feed in feeds)


def _pages(texts: Sequence[str], feeds: set[int], heads: set[int], labels: dict[int, _Label]) -> list[_Page]:
    """The pages in order, each from its first line."""
    pages = [_Page(first=0, sure=True)]
    furniture = heads | labels.keys()
    i = 0
    while i < len(texts):
        if i in feeds and i > pages[-1].first:
            pages.append(_Page(first=i, sure=True))
        if i in furniture:
            end = _end_of_block(texts, furniture, feeds, i)
            _head_block(texts, range(i, end), labels, pages)
            i = end
            continue
        if i and FIRST_OF_PAGE.match(texts[i]) and texts[i - 1].strip():
            pages.append(_Page(first=i))
        i += 1
    return pages


def _end_of_block(texts: Sequence[str], furniture: set[int], feeds: set[int], start: int) -> int:
    """The index after the last line of the furniture that begins at `start`; blank lines may stand inside it, a form feed may not."""
    end = i = start + 1
    while i < len(texts) and i not in feeds and (i in furniture or not texts[i].strip()):
        i += 1
        end = i if i - 1 in furniture else end
    return end


def _head_block(texts: Sequence[str], block: range, labels: dict[int, _Label], pages: list[_Page]) -> None:
    """Open a page at a block of furniture, and give its number to the page that it belongs to: it leads or ends that page."""
    printed = [i for i in block if texts[i].strip() and not LINK.fullmatch(texts[i].strip())]
    if not printed:
        return
    at_top = pages[-1].first == printed[0] or not any(text.strip() for text in texts[pages[-1].first : printed[0]])
    label = next((i for i in printed if i in labels), None)
    if label is not None and label == printed[0] and not at_top and (len(printed) > 1 or pages[-1].label is None):
        pages[-1].label = labels[label]  # the foot of one page, then the head of the next
        if len(printed) > 1:
            pages.append(_Page(first=printed[1], sure=True))
        return
    if not at_top:
        pages.append(_Page(first=printed[0], sure=True))
    pages[-1].label = labels[label] if label is not None else pages[-1].label


def _numbers(pages: Sequence[_Page]) -> list[int | None]:
    """The number of each page, by the printed ones: between two of them the pages must be as many as these say."""
    numbers: list[int | None] = [None] * len(pages)
    numbers[0] = pages[0].label.number if pages[0].label and not pages[0].label.prefix else 1
    anchors = [(0, pages[0].label or _Label("", 1)), *((i, page.label) for i, page in enumerate(pages) if i and page.label)]
    for (i, one), (j, other) in pairwise(anchors):
        goes_on = other.prefix == one.prefix and other.number - one.number == j - i
        begins = other.prefix != one.prefix and other.number == 1 and j == i + 1 and pages[j].sure
        start = numbers[i]
        if (goes_on or begins) and start is not None:
            numbers[i : j + 1] = range(start, start + j - i + 1)
        else:
            numbers[i] = None  # a break was lost: the lines after it stand on a page of their own
            numbers[j] = other.number if not other.prefix else None
    last = anchors[-1][0]
    start = numbers[last]
    for i in range(last + 1, len(pages)):
        if start is None or not pages[i].sure:
            break
        numbers[i] = start + i - last
    return numbers
