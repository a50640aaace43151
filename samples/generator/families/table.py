"""Tables that fit no profile: statistics, price lists, registers; headers of one or two levels, nested groups, figures."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from samples.generator.chance import Content, bold
from samples.generator.families.frame import Notes, front
from samples.generator.model import Block, Cell, Programme, Row, Table, block, cell

SINGLE = (("unit", 1.2), ("figure", 1.3), ("figure", 1.3), ("figure", 1.3), ("code", 1.4), ("date", 1.5), ("remark", 3.0))
FORMATS = ("{:.2f}", "{:,.0f}", "{:.1f}", "{:.0f}", "{:+.1f}")
EMPTY = {"figure": 0.06, "remark": 0.5, "code": 0.05, "date": 0.1, "unit": 0.03, "label": 0.0}
MOST_COLUMNS = 10
DASHES = ("–", "-", "..")
RULES = {"label": "label", "unit": "unit", "code": "code", "date": "day", "remark": "remark"}


@dataclass(frozen=True)
class Column:
    """A leaf column: what it holds, and its printed header, level by level."""

    kind: str  # group, subgroup, label, unit, figure, code, date, remark
    header: tuple[str, ...]
    weight: float
    form: str = "{:.0f}"

    @property
    def name(self) -> str:
        """The header's levels joined, as the data model names the cell."""
        return " / ".join(self.header)


def programme(content: Content, name: str, size: int) -> Programme:
    """A document of one to four tables, of about `size` rows together."""
    rng = content.rng
    notes = Notes(content, rng.choice((0.0, 0.0, 0.3)))
    title = content.phrases.fresh("table_title")
    count = rng.choice((1, 1, 2, 3, 4)) if size > 8 else 1
    blocks: list[Block | Table] = [block(title, "lead")]
    blocks += [block(content.phrases.fresh("table_intro")) for _ in range(rng.randint(0, 2))]
    for n in range(1, count + 1):
        if count > 1:
            blocks.append(block(content.phrases.fresh("caption", n=str(n)), "heading", note=notes.call(), opens_section=True))
        columns = _columns(content)
        rows = tuple(_rows(content, columns, max(2, size // count)))
        numbers = frozenset(x for x, one in enumerate(columns) if one.kind == "figure") if rng.random() < 0.7 else frozenset()
        weights = tuple(one.weight for one in columns)
        header = _header(columns, notes)
        blocks.append(Table(tuple(one.name for one in columns), header, rows, weights, name="row", numbers=numbers))
    document = {"document_id": name, "annex": None, "title": title}
    furniture = (title, *((f"Paper {reference}",) if (reference := front(rng).reference) else ()))
    return Programme(name, "table", document, tuple(blocks), furniture, notes.texts)


def _columns(content: Content) -> list[Column]:
    """Distinct columns: perhaps groups, a label, then whatever comes."""
    rng, say = content.rng, content.phrases.say
    used: set[str] = set()

    def header(rule: str) -> str:
        while (text := say(rule)) in used:
            pass
        used.add(text)
        return text

    columns = []
    if rng.random() < 0.75:
        columns.append(Column("group", (header("group_header"),), 1.8))
        if rng.random() < 0.3:
            columns.append(Column("subgroup", (header("subgroup_header"),), 1.6))
    columns.append(Column("label", (header("label_header"),), 2.4))
    for kind, weight in rng.sample(SINGLE, rng.randint(1, 4)):
        columns.append(Column(kind, (header(f"{kind}_header"),), weight, rng.choice(FORMATS)))
    for _ in range(rng.choice((0, 0, 1, 2))):
        upper, form = header("upper_header"), rng.choice(FORMATS)
        spot = rng.randint(2, len(columns))
        if len(columns) > MOST_COLUMNS - 4:
            break
        lower = list(dict.fromkeys(say("lower_header") for _ in range(rng.randint(2, 4))))
        while len(lower) < 2:
            lower = list(dict.fromkeys([*lower, say("lower_header")]))
        if any(len(one.header) > 1 for one in columns[spot - 1 : spot + 1]):
            spot = len(columns)
        columns[spot:spot] = [Column("figure", (upper, text), 1.1, form) for text in lower]
    return columns


def _header(columns: list[Column], notes: Notes) -> tuple[Row, ...]:
    """One row, or two where a column has two levels: then the others reach over both."""
    if all(len(one.header) == 1 for one in columns):
        return (Row(tuple(bold(one.header[0], note=notes.call()) for one in columns)),)
    upper: list[Cell | None] = []
    lower: list[Cell | None] = []
    for x, one in enumerate(columns):
        if len(one.header) == 1:
            upper.append(bold(one.header[0], rows=2))
            lower.append(None)
            continue
        opens = x == 0 or columns[x - 1].header[:1] != one.header[:1]
        span = sum(other.header[0] == one.header[0] for other in columns)
        upper.append(bold(one.header[0], columns=span) if opens else None)
        lower.append(bold(one.header[1]))
    return Row(tuple(upper)), Row(tuple(lower))


def _rows(content: Content, columns: list[Column], size: int) -> Iterator[Row]:
    made = 0
    while made < size:
        count = min(size - made, content.rng.choice((1, 2, 3, 4, 6, 9, 15)))
        yield from _group(content, columns, count)
        made += count


def _group(content: Content, columns: list[Column], size: int) -> Iterator[Row]:
    """The rows of one group, its name one cell over them all; subgroups within."""
    opens: set[int] = {0}
    if any(one.kind == "subgroup" for one in columns):
        opens |= {n for n in range(1, size) if content.rng.random() < 0.35}
    starts = [*sorted(opens), size]
    for y in range(size):
        cells: list[Cell | None] = []
        for one in columns:
            if one.kind == "group":
                cells.append(_named(content, size) if y == 0 else None)
            elif one.kind == "subgroup":
                cells.append(_named(content, starts[starts.index(y) + 1] - y) if y in opens else None)
            else:
                cells.append(_value(content, one))
        yield Row(tuple(cells))


def _named(content: Content, rows: int) -> Cell:
    return replace(cell(content.phrases.fresh("group")), rows=rows)


def _value(content: Content, column: Column) -> Cell:
    if content.rng.random() < EMPTY[column.kind]:
        return cell(content.rng.choice(DASHES)) if column.kind == "figure" and content.rng.random() < 0.5 else Cell()
    if column.kind == "figure":
        return cell(
            column.form.format(content.rng.uniform(-20, 900) if "+" in column.form else 10 ** content.rng.uniform(0, 5)).replace(",", " ")
        )
    text = content.phrases.fresh(RULES[column.kind]) if column.kind == "label" else content.phrases.say(RULES[column.kind])
    return cell(text)
