"""Programmes made up by a seed: topics, tasks and rows in the nine columns of the `ptc` profile, and what each row means."""

import random
from dataclasses import dataclass

FIELDS = ("topic_number", "topic", "task", "strategic_codes", "task_type", "responsible_body", "indicator", "timeline", "progress")
HEADER = (
    "No",
    "Topic",
    "Tasks",
    "WCO Strategic Plan",
    "Type of task",
    "Responsible body",
    "Performance Indicators",
    "Timeline",
    "Progress",
)


def _choices(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


HEADING = "PART I - ACTIVE TOPICS AND TASKS"

RANKED = _choices("SO1|SO2|SO3|SP1|SP2|SP3|SP4|SP5|SP6|SP7|SP8|LD1|LD2|LD3|ORG1|ORG2")
TOPICS = _choices("Berth Planning|Rail Corridors|Cold Storage|Tool Lending|Seed Parcels|Risk Models|Night Shifts|X-Ray Lanes|Drone Patrols")
THINGS = _choices(
    "guide|survey|pilot|handbook|checklist|register|forecast|audit trail|course|sample|ledger|toolkit|glossary|hotline|sandbox"
)
OWNERS = _choices(
    "ferry ports|dry docks|the Secretariat|small brokers|rural posts|Members|the PTC|parcel hubs|coast guards|the WG|airlines"
)
MANNERS = _choices("new|joint|shared|yearly|second|regional|short|open|plain|revised|common|“green”|low-cost")
DEEDS = _choices(
    "was tested|went out|is being drafted|was sent to print|waits for funds|was read twice|was put off|found support|lacks data"
)
ORDERS = _choices("Draft|Review|Collect|Publish|Compare|Test|Extend|Map|Translate|Prepare|Advise on|Look into")
WHEN = _choices("in March 2026|before the June 2026 session|since 2025|at the 12th meeting|for two years|on 14 May 2026|by late autumn")
DONE = _choices("published|agreed|put to use|endorsed")
ENDS = _choices(
    "with partners|(pilot phase only)|and report back|in three languages|for newcomers|as the PTC sees fit|under SAFE|free of charge"
)
BODIES = _choices("PTC|PTC, PC, Council|SWG, PTC|PTC, CBC, PC, Council|PTC/PC/Council|Working Group on Performance Measurement, PTC")
TIMES = _choices(
    "Ongoing|June 2026 (PTC)|Fall 2026 (PTC) Spring 2027 (PTC)|October 2025 (PTC) December 2025 (Council)|PTC (May 2026)|"
    "May 2026 (PTC) June 2026 (Council)|Spring 2027|December 2026 (PC and Council)|Annually"
)

Record = tuple[str | None, ...]


@dataclass(frozen=True)
class Cell:
    """A printed cell at the first row it spans."""

    text: str
    rows: int = 1


@dataclass(frozen=True)
class Programme:
    """One table. `None` stands where the cell above reaches into a row."""

    rows: tuple[tuple[Cell | None, ...], ...]

    @property
    def records(self) -> list[Record]:
        """What every row means, field by field: a merged cell holds for each of its rows, an empty one is None."""
        open_cells: list[Cell | None] = [None] * len(FIELDS)
        records = []
        for row in self.rows:
            open_cells = [cell or above for cell, above in zip(row, open_cells, strict=True)]
            records.append(tuple(cell.text or None if cell else None for cell in open_cells))
        return records


def programme(seed: int, topics: tuple[int, int] = (6, 10)) -> Programme:
    """The programme of a seed."""
    rng = random.Random(seed)
    rows: list[tuple[Cell | None, ...]] = []
    for number in range(1, rng.randint(*topics) + 1):
        rows += _topic(rng, number)
    return Programme(tuple(rows))


def _topic(rng: random.Random, number: int) -> list[tuple[Cell | None, ...]]:
    sizes = [rng.choice((1, 1, 1, 2, 3)) for _ in range(rng.choice((1, 1, 2, 3)))]
    own = [k == 0 or rng.random() < 0.5 for k in range(len(sizes))]  # a task without codes shares those above
    starts = [k for k, has in enumerate(own) if has]
    spans = {k: sum(sizes[k:after]) for k, after in zip(starts, [*starts[1:], len(sizes)], strict=True)}
    head: tuple[Cell | None, Cell | None] = (Cell(f"{number}.", sum(sizes)), Cell(rng.choice(TOPICS), sum(sizes)))
    rows: list[tuple[Cell | None, ...]] = []
    for k, size in enumerate(sizes):
        codes = Cell(_codes(rng), spans[k]) if own[k] else None
        task: tuple[Cell | None, ...] = (Cell(_order(rng), size), codes, Cell(rng.choice("AM"), size), Cell(rng.choice(BODIES), size))
        for _ in range(size):
            rows.append((*head, *task, *_line(rng)))
            head, task = (None, None), (None,) * 4
    return rows


def _codes(rng: random.Random) -> str:
    chosen = set(rng.sample(RANKED, rng.randint(1, 7)))
    return " ".join(["SG", *(code for code in RANKED if code in chosen)])


def _line(rng: random.Random) -> tuple[Cell, Cell, Cell]:
    indicator = "" if rng.random() < 0.1 else _opened(f"{_thing(rng)} {rng.choice(DONE)}")
    indicator += f" {rng.choice(ENDS)}" if indicator and rng.random() < 0.4 else ""
    progress = "" if rng.random() < 0.15 else " ".join(_sentence(rng) for _ in range(rng.randint(1, 4)))
    return Cell(indicator), Cell(rng.choice(TIMES)), Cell(progress)


def _thing(rng: random.Random) -> str:
    return f"{rng.choice(MANNERS)} {rng.choice(THINGS)} for {rng.choice(OWNERS)}"


def _opened(text: str) -> str:
    return text[0].upper() + text[1:]


def _order(rng: random.Random) -> str:
    return f"{rng.choice(ORDERS)} the {_thing(rng)}" + (f" {rng.choice(ENDS)}" if rng.random() < 0.5 else "")


def _sentence(rng: random.Random) -> str:
    begin = rng.choice(("The", "A", "Its", "One more"))
    tail = f" {rng.choice(WHEN)}" if rng.random() < 0.7 else ""
    return f"{begin} {_thing(rng)} {rng.choice(DEEDS)}{tail}."


def differing(got: list[Record], wanted: list[Record]) -> list[Record]:
    """The records that one side has and the other lacks, order kept."""
    if got == wanted:
        return []
    return [b for a, b in zip([*got, *[()] * len(wanted)], wanted, strict=False) if a != b] or [got[-1]]
