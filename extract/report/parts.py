"""A block dump cut into its parts: front matter, minutes, annexes; the list of participants and the PDF's outline are kept out.

A report that was printed to PDF and read as text has lost the look of its headings. What is left to tell the parts is what they say: the
minutes are paragraphs whose numbers run on; an annex begins with its running head or, where that is lost, with a title that the minutes
name or that covers years. What follows the minutes and is neither is taken for the list of participants.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.headings import ROMAN
from extract.report.headings import starts_block
from extract.report.numbering import chain
from extract.report.pages import ANNEX_HEAD, REFERENCE, Line, read_lines
from extract.words import count_words
from schemas.place import Place
from schemas.raw import Withheld

CONCLUSION = re.compile(r"\s*\d{1,4}\.\s+(?:in|to|by way of)\s+(?:conclu\w+|summar\w+|sum\s+up|closing)\b", re.IGNORECASE)
ITEM = re.compile(r"\s*(?:agenda\s+)?item\s+(?:[IVXLC]+|\d{1,2})\b\s*[-–—:.]", re.IGNORECASE)
STOPPED = re.compile(r"[.!?][”\"’)]?$")
END_MARK = re.compile(r"\*(?:\s*\*){0,2}|x\s+x\s+x|_{5,}", re.IGNORECASE)
OUTLINE_LINE = re.compile(r" *\t")
SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+")
MENTION = re.compile(r"\bAnnex\s+(?P<number>[IVXLC]+|\d{1,2}|[A-Z])\b(?=\s+(?:hereto|to|of)\b)")
PARTICIPANTS = re.compile(r"\bparticipant(?:s|es)?\b|\blist of (?:delegates|attendees)\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CONTACT = re.compile(r"\S+@\S+|(?:\+|\b00)\d[\d ()/.-]{6,}|^(?:mr|mrs|ms|miss|dr|prof|mme|sr|sra)\.?\s+\S+", re.IGNORECASE)
MOST_CONTACTS = 0.1  # share of a part's lines beyond which it is a list of persons
LIKE = 0.6  # share of a title's words by which the minutes name it
TITLE_WORDS = 3  # fewer words are too few to know a title by
HEAD_LINES = 6  # printed lines among which a part says what it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """One annex: its number as printed (None where it prints none), its title, and all its lines, those of the running heads too."""

    number: str | None
    title: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of one block dump, every line in one of them. A lone annex has neither front matter nor minutes."""

    reference: str | None
    front: tuple[Line, ...] = ()
    minutes: tuple[Line, ...] = ()
    annexes: tuple[Annex, ...] = ()
    participants: tuple[Withheld, ...] = ()
    outline: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class _Start:
    """The first line of a part after the minutes, by index, and its annex number; `known` is false for what no sign calls an annex."""

    index: int
    number: str | None
    known: bool = True


def split(text: str) -> Parts:
    """The parts of a block dump."""
    lines = read_lines(text)
    body = lines[: _outline_start(lines)]
    start, end = _minutes(body)
    mentions = _mentions(body[start:end])
    starts = _starts(body, end, mentions)
    annexes, persons = [], []
    ends = [each.index for each in starts[1:]] + [len(body)]
    for one, last in zip(starts, ends, strict=False):
        part = body[one.index : last]
        if not one.known or _is_list_of_persons(part) or PARTICIPANTS.search(mentions.get(one.number or "", "")):
            persons.append(withheld(part))
        else:
            annexes.append(Annex(number=one.number, title=_title(part), lines=part))
    return Parts(
        reference=_reference(body),
        front=body[:start],
        minutes=body[start:end],
        annexes=tuple(annexes),
        participants=tuple(persons),
        outline=lines[len(body) :],
    )


def _outline_start(lines: Sequence[Line]) -> int:
    """Where the PDF's outline begins, which repeats the headings: lines at the end that are all set off by a tab."""
    start = len(lines)
    while start and (not lines[start - 1].words or OUTLINE_LINE.match(lines[start - 1].text)):
        start -= 1
    return start if any(line.words for line in lines[start:]) else len(lines)


def _minutes(body: Sequence[Line]) -> tuple[int, int]:
    """Where the minutes begin and end, by index; both 0 where there are none.

    They hold a concluding paragraph or are parted by agenda items, and end with the text of their last numbered paragraph.
    """
    first_said = next((i for i, line in enumerate(body) if CONCLUSION.match(line.text) or ITEM.match(line.text)), None)
    if first_said is None:
        return 0, 0
    stop = next((i for i in range(first_said, len(body)) if _annex_number(body, i)), len(body))
    opened = chain(body[:stop])
    if not any(CONCLUSION.match(body[i].text) for i in opened) and sum(bool(ITEM.match(line.text)) for line in body[:stop]) < 2:
        return 0, 0
    if not opened:
        return 0, 0
    return _first_heading(body, opened[0]), _end_of_paragraph(body, opened[-1], stop)


def _first_heading(body: Sequence[Line], first: int) -> int:
    """Where the heading begins under which the first numbered paragraph stands: the agenda before it prints the same one further up."""
    return next((i for i in range(first - 1, -1, -1) if ITEM.match(body[i].text)), first)


def _end_of_paragraph(body: Sequence[Line], start: int, stop: int) -> int:
    """The end of the last paragraph: a mark of the end, or the first block after a full stop, for who comes next may be a person."""
    last = body[start].words
    for i in range(start + 1, stop):
        if END_MARK.fullmatch(body[i].words) or (body[i].words and starts_block(body, i) and STOPPED.search(last)):
            return i
        last = body[i].words if body[i].words and not body[i].furniture else last
    return stop


def _annex_number(body: Sequence[Line], i: int) -> str | None:
    """The number of the annex whose head stands alone on the line."""
    found = ANNEX_HEAD.fullmatch(body[i].words)
    alone = i == 0 or not body[i - 1].words or body[i - 1].furniture or body[i].opens_page
    return found["number"] if found and alone else None


def _mentions(minutes: Sequence[Line]) -> dict[str, str]:
    """What the minutes say of each annex: its number, and the sentences that name it as one of this report."""
    said: dict[str, str] = {}
    for sentence in SENTENCE_END.split(" ".join(line.words for line in minutes if not line.furniture)):
        for found in MENTION.finditer(sentence):
            said[found["number"]] = f"{said.get(found['number'], '')} {sentence}".strip()
    return said


def _starts(body: Sequence[Line], end: int, mentions: dict[str, str]) -> list[_Start]:
    """Where the parts after the minutes begin. A text without minutes is one annex, or several with heads of their own."""
    starts = [_Start(end, None, known=not end)] if end < len(body) else []
    for i in range(end, len(body)):
        number = _annex_number(body, i)
        if number and not _goes_back(number, starts[-1].number):
            if starts[-1].known and starts[-1].number is None and (not end or i == end):
                starts[-1] = _Start(starts[-1].index, number)  # what stands before the first head is its title page
            else:
                starts.append(_Start(i, number))
        elif end and (unheaded := _unheaded(body, i, mentions, starts[-1])):
            starts.append(unheaded)
    return [one for i, one in enumerate(starts) if i + 1 == len(starts) or starts[i + 1].index > one.index]


def _goes_back(number: str, last: str | None) -> bool:
    """Whether an annex's number is the last one's or comes before it, so that a scan misread it: annexes are printed in order."""
    if number in ROMAN and last in ROMAN:
        return ROMAN.index(number) <= ROMAN.index(last)
    return number == last


def _unheaded(body: Sequence[Line], i: int, mentions: dict[str, str], last: _Start) -> _Start | None:
    """An annex that lost its head: a page whose title the minutes name or, before any annex, one in capitals that covers years."""
    if not body[i].opens_page or not body[i].words or PARTICIPANTS.search(body[i].text):
        return None
    title = _block(body, i)
    words = [word for word in title.casefold().split() if len(word) > 2 or word.isdigit()]
    for number, said in mentions.items():
        named = sum(word in said.casefold() for word in words)
        if number != last.number and len(words) >= TITLE_WORDS and named >= LIKE * len(words) and not PARTICIPANTS.search(said):
            return _Start(i, number)
    head = " ".join(line.words for line in _printed(body[i:])[:HEAD_LINES])
    return _Start(i, None) if not last.known and title.isupper() and len(words) >= TITLE_WORDS and len(YEAR.findall(head)) > 1 else None


def _block(body: Sequence[Line], i: int) -> str:
    """The lines from one on to the next blank one."""
    block = []
    for line in body[i:]:
        if not line.words:
            break
        block.append(line.words)
    return " ".join(block)


def _printed(part: Sequence[Line]) -> list[Line]:
    return [line for line in part if line.words and not line.furniture]


def _title(part: Sequence[Line]) -> str | None:
    """The first paragraph of a part that is no running head."""
    first = next((i for i, line in enumerate(part) if line.words and not line.furniture), None)
    return _block(part, first) if first is not None else None


def _is_list_of_persons(part: Sequence[Line]) -> bool:
    """Whether a part says so at its head, or is full of names with their addresses."""
    printed = _printed(part)
    if any(PARTICIPANTS.search(line.text) for line in printed[:HEAD_LINES]):
        return True
    return sum(bool(CONTACT.search(line.words)) for line in printed) > MOST_CONTACTS * len(printed)


def withheld(part: Sequence[Line]) -> Withheld:
    """What is left of lines that are personal data."""
    return Withheld(words=sum(count_words(line.text) for line in part), place=place_of(part))


def place_of(part: Sequence[Line]) -> Place:
    """Where lines that follow each other stand."""
    return Place(page=part[0].page, lines=(part[0].number, part[-1].number))


def _reference(body: Sequence[Line]) -> str | None:
    """The printed reference of the document: the one that an annex's head says it is an annex to, else the first that stands alone."""
    heads = [line.words for line in body if line.furniture]
    joined = [f"{one} {after}" for one, after in pairwise(heads)]
    of_annex = (found["reference"] for text in heads + joined if (found := ANNEX_HEAD.fullmatch(text)))
    alone = (found["reference"] for text in heads if (found := REFERENCE.fullmatch(text)))
    return next(filter(None, of_annex), None) or next(alone, None)
