"""The numbers of topics that a scan lost, where the numbers above and below leave but one for each, or left before the topic's name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from schemas.flags import Flag, FlagCode
from schemas.raw import RawCell, RawRow

NUMBER, TOPIC = "topic_number", "topic"
OWN = re.compile(r"(\d{1,2})[.:,]\s+(?=[^\W\d_])")  # a number before a topic's name, and its full stop as a scan reads it
Topic = list[RawRow]


def with_lost_numbers(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows, each topic numbered that stands between two whose numbers leave room for just as many as stand there.

    What a scan read before a topic's name is its number, unless another was read. A part begins at 1, or goes on the part above. What
    stands below the last number of a part is not known to be whole, and is left.
    """
    found: list[RawRow] = []
    above: tuple[int, ...] = ()
    for _, part in groupby(_apart(rows), key=lambda row: (row.section, row.record_kind)):
        topics = [list(group) for _, group in groupby(part, key=_topic)]
        for topic, cell in zip(topics, _numbers(topics, above), strict=True):
            found += [replace(row, cells={NUMBER: cell, **row.cells}) for row in topic] if cell else topic
        above = tuple(count for row in found[-1:] if (count := _count(row)))
    return found


def _apart(rows: Sequence[RawRow]) -> Iterator[RawRow]:
    """The rows with numbers apart from the names behind them; a merged cell stays one object in all its rows."""
    known: dict[tuple[int, int], tuple[RawCell, RawCell]] = {}
    for row in rows:
        found = OWN.match(row.cells[TOPIC].text) if _is_scanned(row) else None
        if found is not None and (NUMBER not in row.cells or _count(row) == int(found[1])):
            key = _topic(row)
            if key not in known:
                known[key] = _cells_apart(row, found)
            number, topic = known[key]
            row = replace(row, cells={NUMBER: number, **row.cells, TOPIC: topic})
        yield row


def _cells_apart(row: RawRow, found: re.Match[str]) -> tuple[RawCell, RawCell]:
    """The cells of the number that was read before the name of a row's topic, and of the name."""
    topic = row.cells[TOPIC]
    number = row.cells.get(NUMBER) or _cell(row, int(found[1]), "it was read before the topic's name")
    return number, replace(topic, text=topic.text[found.end() :])


def _topic(row: RawRow) -> tuple[int, int]:
    """What rows of one topic share: a merged cell is one object in all of them."""
    return id(row.cells.get(NUMBER)), id(row.cells.get(TOPIC))


def _count(row: RawRow) -> int | None:
    """The number of a row's topic, if what is printed is one."""
    cell = row.cells.get(NUMBER)
    number = cell.text.rstrip(".") if cell is not None else ""
    return int(number) if number.isdecimal() else None


def _numbers(topics: Sequence[Topic], above: tuple[int, ...]) -> Iterator[RawCell | None]:
    """For each topic of a part the number that it lost, where the others leave one; `above` are the last ones that were read."""
    lost: Topic = []
    above = (0, *above)
    for topic in topics:
        row = topic[0]
        if NUMBER not in row.cells:
            lost.append(row)
            continue
        count = _count(row)
        if count is not None and count - len(lost) - 1 in above and all(map(_is_scanned, lost)):
            yield from (_cell(each, number, f"the other topics leave {number}") for number, each in enumerate(lost, count - len(lost)))
        else:
            yield from (None for _ in lost)
        yield None
        lost, above = [], () if count is None else (count,)
    yield from (None for _ in lost)


def _is_scanned(row: RawRow) -> bool:
    return TOPIC in row.cells and row.cells[TOPIC].scanned


def _cell(row: RawRow, number: int, why: str) -> RawCell:
    """The cell of a lost number, where the topic stands."""
    flag = Flag(field=NUMBER, code=FlagCode.REPAIRED_NUMBER, detail=f"a scan lost it; {why}")
    return RawCell(text=f"{number}.", places=row.cells[TOPIC].places[:1], flags=(flag,), scanned=True)
