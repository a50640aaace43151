"""What stands outside the tables: front matter, sections, task groups, list items, notes and page furniture."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from extract.profile import Heading, Profile
from extract.templates import Match, first_match, match, repeat_key, without_title
from schemas.flags import Flag, FlagCode
from schemas.place import Place
from schemas.raw import Fragment, Paragraph, RawCell, RawRow, Section, TablePiece

BULLET = re.compile(r"^[-•*–]\s+")
DIGITS = re.compile(r"\d+")
OWN = re.compile(r"(\d{1,2})[.,:]?\s")  # the number of a heading itself
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
STEP = 6.0  # points by which the height of a running header may stray, and twice that at most
CAPTION = re.compile(r"\W*(?:table|tableau|tabelle|tabla|exhibit)\b\W*(\w*\d[\w.]*|[ivxlc]+\b)", re.IGNORECASE)


@dataclass
class Front:
    """The front matter as printed; the first of each kind counts."""

    title: str | None = None
    reference: str | None = None
    annex: str | None = None
    revised: str | None = None
    period: str | None = None


@dataclass
class Outline:
    """Reads the paragraphs of a document in print order and knows at each point which section a row stands under."""

    profile: Profile | None
    repeated: Counter["Print"]
    front: Front = field(default_factory=Front)
    section: Section | None = None
    group: tuple[RawCell | None, RawCell | None] = (None, None)  # number and title of the open task group
    open_title: list[str] | None = None  # paragraphs of a title that follows its heading
    list_heading: Heading | None = None  # the open section is a list of such items
    counted: int = 0  # sections whose number is not printed, so far
    started: bool = False  # a table has been seen: no front matter any more

    def read(self, paragraph: Paragraph, below: Fragment | None = None) -> str:
        """Take a paragraph in, and what stands below it; says where its words go: `headings`, `notes` or `furniture`."""
        if paragraph.role is not None:
            if self.profile is not None and paragraph.role == "furniture":
                self._read_front(paragraph.text)
                self._repeat_group(paragraph)
            return "furniture" if paragraph.role == "furniture" else "notes"
        if self.profile is None:
            return self._plain(paragraph)
        opened = self._open_section(paragraph)
        if opened or self.open_group(paragraph.text, paragraph.place):
            return "headings"
        if self.is_furniture(paragraph):
            self._read_front(paragraph.text)
            return "furniture"
        if self._read_front(paragraph.text) or first_match(self.profile.caption, paragraph.text):
            return "headings"
        if self._open_section(paragraph, below):  # a lone heading counts only where the paragraph is nothing else
            return "headings"
        if self.open_title is not None:
            self.open_title += [] if BULLET.match(paragraph.text) else [paragraph.text]
            return "headings"
        return "notes"

    def _plain(self, paragraph: Paragraph) -> str:
        if self.is_furniture(paragraph):
            return "furniture"
        if self.front.title is None and not self.started:
            self.front.title = paragraph.text
            return "headings"
        return "notes"

    def is_furniture(self, paragraph: Paragraph) -> bool:
        """Whether the text, page numbers aside, is printed again and again at its height of the page; a title need not be."""
        key, level = _print_of(paragraph)
        return sum(self.repeated[key, near] for near in ((None,) if level is None else (level - 1, level, level + 1))) > 1

    def item(self, paragraph: Paragraph) -> RawRow | None:
        """The row of a list item, where the open section is a list and the paragraph one of its items."""
        heading = self.list_heading
        if heading is None or heading.items is None:
            return None
        places = (paragraph.place,)
        found = match(heading.items, paragraph.text)
        if paragraph.role == "item":
            cells = {"topic_number": _lost_number(paragraph), "topic": RawCell(text=paragraph.text, places=places, scanned=True)}
        elif found is not None:
            cells = {"topic_number": RawCell(text=found.get("number") or "", places=places)} if found.get("number") else {}
            cells["topic"] = RawCell(text=found.get("title") or paragraph.text, places=places)
        else:
            return None
        return RawRow(record_kind=heading.record_kind, cells=cells, places=places, section=self.section)

    def close_title(self) -> None:
        """A table begins: what followed the heading is its title."""
        self.started = True
        if self.open_title is not None and self.section is not None:
            title = " ".join(self.open_title)
            self.section = replace(self.section, title=title, codes=title)
        self.open_title = None

    def open_group(self, text: str, place: Place) -> bool:
        """Open the task group that the text names; false where it names none."""
        groups = self.profile.group if self.profile else ()
        found = first_match(tuple(group.template for group in groups), text)
        if found is None:
            return False
        number, title = found.get("number"), found.get("title")
        self.group = (
            RawCell(text=number, places=(place,)) if number else None,
            RawCell(text=title, places=(place,)) if title else None,
        )
        return True

    def _repeat_group(self, paragraph: Paragraph) -> None:
        """A table may repeat the heading of its group on each page, as it does its header: the first one opens the group."""
        number, before = self.group[0], self.group
        if self.open_group(paragraph.text, paragraph.place) and number and self.group[0] and self.group[0].text == number.text:
            self.group = before

    def _open_section(self, paragraph: Paragraph, below: Fragment | None = None) -> bool:
        """Open the section that the paragraph names, if it does; by a lone heading only where it stands above what it opens."""
        assert self.profile is not None
        for heading in self.profile.heading:
            found = named(heading, paragraph.text)
            if found is not None and (not heading.lone or _opens(heading, below)):
                self._begin(heading, found, paragraph)
                return True
        return False

    def _begin(self, heading: Heading, found: Match, paragraph: Paragraph) -> None:
        self.counted += heading.counted
        number = (
            heading.number
            or (ROMAN[self.counted] if heading.counted else None)
            or found.get("roman")
            or found.get("number")
            or DIGITS.findall(found.get("ordinal") or "0")[0]
        )
        own = OWN.match(paragraph.text)
        self.section = Section(
            number=number,
            count=int(own[1]) if own else None,
            above=self.section.count if self.section else None,
            title=_title(found),
            codes=paragraph.text,
            place=paragraph.place,
        )
        self.group = (None, None)
        self.open_title = [] if heading.title_follows else None
        self.list_heading = heading if heading.items else None

    def _read_reference(self, text: str) -> bool:
        assert self.profile is not None
        known, front = self.profile.front, self.front
        read = False
        if front.reference is None and (found := first_match(known.reference, text)):
            front.reference, read = found.get("reference"), True
        if front.annex is None and (found := first_match(known.annex, text)):
            front.annex, read = found.get("roman"), True
        return read

    def _read_front(self, text: str) -> bool:
        """Take front matter in; the reference and the annex may also come from the furniture of a later page."""
        assert self.profile is not None
        known, front = self.profile.front, self.front
        read = self._read_reference(text)
        if self.started:
            return read
        if front.revised is None and (found := first_match(known.revised, text)):
            front.revised, read = found.get("date"), True
        if front.period is None and (found := first_match(known.period, text)):
            front.period, read = found.get("years") or found.get("span"), True
        if front.title is None and first_match(known.title, text):
            front.title, read = text, True
        return read


def _lost_number(item: Paragraph) -> RawCell:
    """The cell of a number that a scan lost."""
    said = f"a scan lost it; the other items leave {item.number or 'more than one'}"
    flag = Flag(field="topic_number", code=FlagCode.REPAIRED_NUMBER, detail=said)
    return RawCell(text=item.number, places=(item.place,), flags=(flag,), scanned=True)


def _opens(heading: Heading, below: Fragment | None) -> bool:
    """Whether what stands below a heading is what it opens: a table, or the first of its items."""
    if heading.items is None:
        return isinstance(below, TablePiece)
    return isinstance(below, Paragraph) and (below.role == "item" or match(heading.items, below.text) is not None)


def named(heading: Heading, text: str) -> Match | None:
    """What a heading's slots hold in the text; None where it is of another form, or its title lacks a word that the heading asks for."""
    found = first_match((heading.template, without_title(heading.template)), text)
    if found is None:
        return None
    title = _title(found).casefold()
    return found if all(word.casefold() in title for word in heading.words) else None


def _title(found: Match) -> str:
    """The title among a heading's slots, whichever form it has."""
    return found.get("title") or found.get("capitals") or found.get("phrase") or ""


def caption_number(text: str) -> str | None:
    """The number of the table that a caption names, as in `Table 3 (continued)`; None where the text is no caption."""
    found = CAPTION.match(text)
    return found[1].rstrip(".").casefold() if found else None


Print = tuple[str, int | None]  # a text, page numbers aside, and its height on the page in steps; None in a source without pages


def _print_of(paragraph: Paragraph) -> Print:
    box = paragraph.place.box
    return repeat_key(paragraph.text), round(box.top / STEP) if box else None


def count_repeats(paragraphs: Iterable[Paragraph]) -> Counter[Print]:
    """How often each paragraph is printed; what a reader knows to be furniture or a note is not counted."""
    return Counter(_print_of(paragraph) for paragraph in paragraphs if paragraph.role is None)
