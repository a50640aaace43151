"""Action plans: numbered sections with introductions, and numbered actions in five columns."""

from collections.abc import Iterator

from samples.generator.chance import Content, bold
from samples.generator.families.frame import MONTHS, Front, Notes, front
from samples.generator.model import Block, Cell, Programme, Row, Table, block, cell

FIELDS = ("task_number", "task", "responsible_body", "related_programme", "timeline")
HEADERS = (
    ("", "", "No", "No.", "N°"),
    ("Action", "Actions"),
    ("Responsible body", "Responsible bodies"),
    ("Relevant Work Programme/ Action Plan", "Relevant Work Programme", "Related programme"),
    ("Timeframe", "Timeline"),
)
WEIGHTS = (0.6, 5.0, 3.0, 3.0, 2.0)
STAR_NOTE = "* Every action can count on the help of the Secretariat."
PHASES = ("III", "V", "VI", "VII", "VIII")


def programme(content: Content, name: str, size: int, when: Front | None = None) -> Programme:
    """A plan of about `size` actions."""
    rng = content.rng
    when = when or front(rng)
    half = rng.random() < 0.5
    span = f"({'January' if half else 'July'} {when.first} to {'June' if half else 'December'} {when.first + rng.randint(1, 3)})"
    kind = rng.choice(("ECP ACTION PLAN", "ECP Action Plan"))
    title = f"{rng.choice(('DRAFT REVISED ', 'Revised ', 'Draft ', ''))}{kind} for Phase {rng.choice(PHASES)}"
    first, last = (part.strip("()").split() for part in span.split(" to "))
    notes = Notes(content, rng.choice((0.0, 0.4)))
    period = {"period_start": f"{first[1]}-{MONTHS.index(first[0]) + 1:02}-01", "period_end": f"{last[1]}-{_end(last[0])}"}
    document = {"document_id": when.reference or name, "annex": when.annex, "title": title, "document_kind": "action_plan"}
    lead = [block(f"ANNEX - {when.annex}", "lead")] if when.annex else []
    lead += [block(title, "lead"), block(span, "lead")]
    blocks = (*lead, *_sections(content, size, notes))
    furniture = (*((f"Doc. {when.reference}",) if when.reference else ()), title)
    return Programme(name, "ecp", document | period | {"revised": None}, blocks, furniture, notes.texts, when.annex)


def _end(month: str) -> str:
    return {"June": "06-30", "December": "12-31"}[month]


def _sections(content: Content, size: int, notes: Notes) -> Iterator[Block | Table]:
    rng = content.rng
    headers = [rng.choice(words) for words in HEADERS]
    starred = rng.random() < 0.6
    count = min(5, max(1, size // 7))
    made = 0
    for number in range(1, count + 1):
        title, codes, bracket = _title(content)
        yield block(f"{number}. {title} ({bracket})", "heading", note=notes.call(), opens_section=True)
        for _ in range(rng.randint(0, 3)):
            yield block(" ".join(content.phrases.fresh("introduction") for _ in range(rng.randint(1, 4))))
        share = size // count if number < count else size - made
        common = {"section_number": str(number), "section_title": title, "section_codes": codes, "record_kind": "action"}
        star = "* " if starred else ""
        header = Row(tuple(bold(text + star.strip() * (x == 2)) for x, text in enumerate(headers)))
        rows = tuple(_row(content, made + n) for n in range(1, share + 1))
        yield Table(FIELDS, (header,), rows, WEIGHTS, common)
        made += share
        if starred and rng.random() < 0.6:
            yield block(STAR_NOTE)


def _title(content: Content) -> tuple[str, list[str], str]:
    title = content.phrases.fresh("section_ecp")
    number = content.rng.randint(1, 8)
    bracket = content.rng.choice(
        (f"WCO Strategic Plan - Strategic Process {number} - SP{number}", f"Strategic Process {number} - SP{number}")
    )
    return title, [f"SP{number}"], bracket


def _row(content: Content, number: int) -> Row:
    rng = content.rng
    body = Cell() if rng.random() < 0.15 else content.body()
    related = Cell() if rng.random() < 0.25 else cell(content.phrases.say("programme_name"))
    timeline = content.timeline(empty=0.03, rule=rng.choice(("tl_dates", "tl_open", "tl_open", "timeline")))
    return Row((cell(str(number)), content.task("action"), body, related, timeline))
