"""Marks of a time that an OCR loses: the brackets around bodies, which look like borders, and the blank after a fiscal year's sign."""

import re
from collections.abc import Iterator

from normalize.bodies import find_bodies, find_mentions
from normalize.timelines import parse_timeline
from schemas.flags import FlagCode

_FISCAL = re.compile(r"\bFY\s?(\d{4})\s?/\s?(\d{2,4})\b")
_JOINS = re.compile(r"\s*(?:,|/|&|\band\b)\s*")  # what stands between bodies of one bracket
_ENDS_TIME = re.compile(r"\d{4}\s*$|[a-z]\s*$")
_BEGINS_TIME = re.compile(r"\s*(?:$|[;,]|[A-Z\d])")
_TIDY = re.compile(r"\s+(?=[);,])|(?<=\()\s+")


def with_marks(text: str) -> str:
    """A time as it was printed, with the brackets and blanks that an OCR lost: "May 2031 Council" says "May 2031 (Council)".

    Args:
        text: the cell as an OCR read it, in one line.

    Returns:
        The text itself where its brackets are all there, and where what they would make of it is no time.
    """
    spaced = _FISCAL.sub(r"FY \1/\2", text)
    if (marked := _bracketed(spaced)) != spaced and _is_time(marked):
        return marked
    lone = spaced.removesuffix(")")
    return lone if "(" not in spaced and lone != spaced and _is_time(lone) else spaced


def _bracketed(text: str) -> str:
    """The text with brackets around bodies that stand after a time."""
    found, at = "", 0
    for start, end in _groups(text):
        before, after = text[at:start].rstrip(), text[end:].lstrip()
        opened, closed = before.endswith("("), after.startswith(")")
        if opened != closed or (not opened and _ENDS_TIME.search(before) and _BEGINS_TIME.match(after)):
            found += f"{before.removesuffix('(').rstrip()} ({text[start:end]})"
            at = len(text) - len(after) + closed
    return _TIDY.sub("", f"{found} {text[at:].lstrip()}".strip() if found else text)


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Where bodies stand that only a comma, a slash or `and` parts, from the first up to the end of the last."""
    first = last = -1
    for mention in find_mentions(text):
        if first >= 0 and _JOINS.fullmatch(text[last : mention.start]):
            last = mention.end
            continue
        if first >= 0:
            yield first, last
        first, last = mention.start, mention.end
    if first >= 0:
        yield first, last


def _is_time(text: str) -> bool:
    """Whether the grammar understands all of it; a second time beside the first may have a body of its own."""
    deadlines, problems = parse_timeline(text, find_bodies=find_bodies)
    return bool(deadlines) and all(code is FlagCode.REPAIRED_TIMELINE and "side by side" in said for code, said in problems)
