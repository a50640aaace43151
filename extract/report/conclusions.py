"""The points of a concluding paragraph, whole again: over page breaks, without the bullets that a dump loses, with their nested points."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.report.headings import join
from extract.report.pages import Line
from schemas.place import Place
from schemas.raw import Point

NUMBER = r"\s*(?:(?P<number>\d{1,4})\.\s+)?"
PHRASE = r"(?:in|to|by way of)\s+(?:conclu\w+|summar\w+|sum\s+up|closing)\b,?\s*"
CAPITALISED = r"(?:[A-Z][\w’'./-]*)"
BODY = rf"(?:[Tt]he|[Ii]ts)\s+(?:{CAPITALISED}\s+(?:(?:on|of|and|for|the|in)\s+)*){{0,9}}{CAPITALISED}"
# Those who speak at a meeting; what they conclude decides nothing.
SPEAKER = re.compile(
    r"(?:the\s+|an?\s+|one\s+|some\s+)?(?:acting\s+|deputy\s+|vice-?\s*|WCO\s+)*"
    r"(?:chair\w*|delegat\w*|director|facilitator|he|member|moderator|mrs?|ms|observer|panel\w*|president|presenter|rapporteur"
    r"|representative|secretariat|secretary|she|speaker)\b",
    re.IGNORECASE,
)
SAID = re.compile(rf"{NUMBER}(?P<phrase>{PHRASE})(?P<rest>.*)", re.IGNORECASE)
LEFT_TO_POINTS = re.compile(rf"{NUMBER}(?:[^.:;]{{0,160}},\s*)?{BODY}\s*$")
IN_LINE = re.compile(rf"(?P<body>{BODY})\s+(?P<said>[a-z].*)")
LEAD_LINES = 4  # a lead ends within so many lines
STRONG = "•▪●■○◦‣➢➤✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf02d"
BULLET = re.compile(rf"\s*(?P<bullet>[{STRONG}*·o–—-])\s+(?=\S)")
ENUMERATOR = re.compile(r"\s*(?P<bullet>\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[).])\s+(?=\S)")
CLOSED = re.compile(r"(?:;|[;,]\s*(?:and|or))$")
STOPPED = re.compile(r"[.!?][”\"’)]?$")
BETWEEN_POINTS = re.compile(r"(?<=;)\s+(?!and\b)|(?<=; and)\s+")
FOOTNOTE_RULE = re.compile(r"[ _]{20,}")
DEED = re.compile(
    r"(?:also\s+|further\s+|then\s+)*(?:\w+ed|brought|chose|drew|found|gave|heard|held|kept|left|let|made|put|saw|set|sought|took)\b"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line of a paragraph: its words without bullet, the bullet (one blank where the dump lost it), and what stands before it."""

    line: Line
    words: str
    bullet: str
    spaced: bool  # a blank line stands before it
    breaks: bool  # a page ends before it


@dataclass
class _Open:
    """A point that is being read."""

    text: str
    lines: list[Line] = field(default_factory=list)
    inner: str = ""  # the bullet of its nested points

    def add(self, row: Row, words: str) -> None:
        self.text = join(self.text, words)
        self.lines.append(row.line)


@dataclass(frozen=True, slots=True)
class Lead:
    """The words of a concluding paragraph before its points, and the lines that hold them. `said` follows them on the last of these."""

    text: str
    said: str
    rows: int
    in_line: bool = False  # the points are not set apart but go on in the same sentence


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """The printed lines of a paragraph without furniture and footnotes."""
    rows: list[Row] = []
    spaced = breaks = in_footnote = False
    for line in lines:
        breaks = breaks or line.opens_page
        in_footnote = (in_footnote and not line.opens_page) or bool(FOOTNOTE_RULE.fullmatch(line.text))
        spaced = spaced or not line.words
        if not line.words or line.furniture or in_footnote:
            continue
        rows.append(_row(line, spaced, breaks))
        spaced = breaks = False
    return rows


def _row(line: Line, spaced: bool, breaks: bool) -> Row:
    found = BULLET.match(line.text) or ENUMERATOR.match(line.text)
    bullet = found["bullet"] if found else " " if line.text.startswith(" ") else ""
    words = line.text[found.end() :] if found and not ENUMERATOR.match(line.text) else line.text
    # A blank after a hyphen is kept: it tells a dash from a word that goes on.
    return Row(line, words.strip() + (" " if words.rstrip("\n") != words.rstrip() else ""), _kind(bullet), spaced, breaks)


def _kind(bullet: str) -> str:
    """What tells two bullets of one list from those of another: the sign itself, or the kind of number."""
    if len(bullet) < 2:
        return bullet
    inner = bullet.strip("().")
    return "1" if inner.isdigit() else "a"


def lead_of(rows: Sequence[Row]) -> Lead | None:
    """The lead of a paragraph, if what a meeting decided follows it."""
    text = ""
    for count, row in enumerate(rows[:LEAD_LINES], 1):
        text = join(text, row.line.words)
        head, mark, said = _parted(text)
        if mark and _is_lead(head):
            return Lead(head + mark, said, count)
        if mark or STOPPED.search(text):
            break
    return _in_line(rows)


def _parted(text: str) -> tuple[str, str, str]:
    """A text at the first mark that may end a lead: a colon, or a semicolon or comma that ends the line."""
    found = re.search(r"\s*:\s*|\s*[;,]\s*$", text)
    return (text[: found.start()], text[found.start() : found.end()].strip(), text[found.end() :]) if found else (text, "", "")


def _is_lead(head: str) -> bool:
    said = SAID.fullmatch(head)
    if said:
        return bool(said["rest"].strip()) and not SPEAKER.match(said["rest"])
    found = LEFT_TO_POINTS.fullmatch(head)
    return bool(found) and not SPEAKER.match(head[head.lower().rfind("the ") :])


def _in_line(rows: Sequence[Row]) -> Lead | None:
    """The lead of a paragraph that concludes in one running sentence."""
    text = ""
    for row in rows:
        text = join(text, row.line.words)
    said = SAID.fullmatch(text)
    found = IN_LINE.fullmatch(said["rest"]) if said and not SPEAKER.match(said["rest"]) else None
    if said is None or found is None or not DEED.match(found["said"]):
        return None
    return Lead(text[: -len(found["said"])].rstrip(), found["said"], len(rows), in_line=True)


def points_of(rows: Sequence[Row], lead: Lead) -> tuple[Point, ...]:
    """The points of a concluding paragraph, in print order; nested ones are part of the point that they belong to."""
    if lead.in_line:
        lines = [row.line for row in rows]
        return tuple(Point(text=text, places=places_of(lines)) for text in BETWEEN_POINTS.split(lead.said))
    found: list[_Open] = []
    if lead.said:
        found.append(_Open(lead.said, [rows[lead.rows - 1].line]))
    outer = rows[lead.rows].bullet if lead.rows < len(rows) else ""
    for row in rows[lead.rows :]:
        if found and _ends_list(row, found[-1], outer):
            break
        if not found or _opens_point(row, found[-1], outer):
            found.append(_Open(row.words, [row.line]))
        else:
            _go_on(row, found[-1], outer)
    return tuple(Point(text=point.text.strip(), places=places_of(point.lines)) for point in found)


def _is_apart(row: Row, point: _Open, outer: str) -> bool:
    """Whether the line is set off from the one before: by a bullet, or by what is left where the bullet is lost."""
    text = point.text.rstrip()
    if row.bullet and row.bullet in STRONG:
        return True
    if row.bullet.strip():  # a dash or a number may also begin a line in the middle of a sentence
        return row.spaced or bool(CLOSED.search(text) or STOPPED.search(text)) or text.endswith(":")
    return row.spaced or row.breaks or bool(row.bullet) or (not outer and bool(DEED.match(row.words)))


def _opens_point(row: Row, point: _Open, outer: str) -> bool:
    """Whether the line begins a point of its own, rather than going on the last one or being nested in it."""
    text = point.text.rstrip()
    if not _is_apart(row, point, outer):
        return False
    if row.bullet.strip() and row.bullet == outer:
        return not (text.endswith(":") and bool(DEED.match(text)) and not DEED.match(row.words))
    if text.endswith(":") or (row.bullet.strip() and row.bullet == point.inner):
        return False
    if CLOSED.search(text) or STOPPED.search(text):
        return not (point.inner and row.bullet == point.inner)
    if row.bullet.strip():
        return False  # another kind of bullet in the middle of a sentence is a nested point
    return row.spaced and bool(row.bullet) and row.bullet == outer and not row.breaks


def _ends_list(row: Row, point: _Open, outer: str) -> bool:
    """Whether the list has ended: after a full stop, what does not look like its points is something else."""
    text = point.text.rstrip()
    if not STOPPED.search(text) or not _is_apart(row, point, outer) or row.bullet == point.inner != "":
        return False
    like = row.bullet == outer and (row.words[:1].islower() or not text[:1].islower())
    return not like or not (row.bullet.strip() or row.words[:1].islower())


def _go_on(row: Row, point: _Open, outer: str) -> None:
    if point.text.rstrip().endswith(":") and _is_apart(row, point, outer):
        point.inner = row.bullet
    point.add(row, row.words)


def places_of(lines: Sequence[Line]) -> tuple[Place, ...]:
    """Where lines stand: one place for each run of lines of one page."""
    places: list[Place] = []
    for line in lines:
        last = places[-1] if places else None
        if last and last.lines and last.page == line.page and line.number - last.lines[1] <= 2:
            places[-1] = Place(page=line.page, lines=(last.lines[0], line.number))
        else:
            places.append(Place(page=line.page, lines=(line.number, line.number)))
    return tuple(places)
