"""The forms of table of a document without rules: parts of tables with the same columns are put together over all pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.pdf.columns import COLUMNAR, NEARBY, SIDE, Columns, TextLine, columns_and_odds, in_table
from extract.pdf.strips import EXACT

ALIKE = 0.8  # share of the columns of two parts of a table that begin in the same places
LIKE_SIZED = 3  # times as many lines of a known table as those put to it: else they would not count
NEAR = 12  # lines above and below a heading that show the columns it runs over


@dataclass(slots=True)
class _Form:
    """A form of table: its columns, the log-odds that speak for them, and the lines by which they are told."""

    columns: Columns
    odds: float
    lines: list[TextLine]

    @classmethod
    def of(cls, lines: Sequence[TextLine]) -> "_Form | None":
        """The form of some lines; None where they show no columns."""
        columns, odds = columns_and_odds(lines)
        return None if columns is None else cls(columns, odds, list(lines))


class Forms:
    """The forms of table on pages of one size.

    Each block of lines is either a part of a table already known or of another. The longest blocks are looked at first:
    the more lines, the surer the columns. What chance white strips add to a short block goes when it is put to its like.
    """

    def __init__(self, pages: Sequence[Sequence[TextLine]]) -> None:
        self.left = min((word.x0 for page in pages for line in page for word in line.words), default=0.0)
        by_page = [blocks(page, self.left) for page in pages]
        forms: list[_Form] = []
        for lines in sorted((block for page in by_page for block in page), key=len, reverse=True):
            own = _Form.of(lines)
            if own is not None:
                _add(forms, own)
        merged: list[_Form] = []
        for form in forms:
            _add(merged, _Form.of(form.lines) or form)
        found = [_Form.of(form.lines) or form for form in merged]
        self.columns = [form.columns for form in found]
        self._owners = {id(line): form.columns for form in found for line in form.lines}
        tables = [[block for block in page if len(block) > 1 or block[0].stretches >= COLUMNAR] for page in by_page]
        for above, below in pairwise(page for page in tables if page):
            self._go_on(above[-1], below[0])

    def of(self, block: Sequence[TextLine]) -> Columns | None:
        """The columns of a block of lines: of the form that it was put to, else those that fit it best."""
        owner = next((self._owners[id(line)] for line in block if id(line) in self._owners), None)
        return owner or max(self.columns, key=lambda columns: sum(_cells(line, columns) for line in block), default=None)

    def _go_on(self, above: Sequence[TextLine], below: Sequence[TextLine]) -> None:
        """Give the first lines of a page the columns of the last ones before, if they lie in them and show fewer by themselves."""
        columns, own = self._owners.get(id(above[-1])), self._owners.get(id(below[0]))
        fewer = own is None or (columns is not None and len(own.starts) < len(columns.starts))
        if columns is not None and fewer and all(in_table(line, columns) for line in below):
            self._owners |= {id(line): columns for line in below}


def _add(forms: list[_Form], new: _Form) -> None:
    """Put the lines to the form they share the columns of, or the form to the others."""
    for form in forms:
        if _is_part(form, new):
            form.lines += new.lines
            return
    forms.append(new)


def _is_part(form: _Form, new: _Form) -> bool:
    """Whether lines belong to a form: what both together show of their columns is not less sure than what each shows alone.

    Lines under the same titles in the same places do.
    """
    alike = sum(any(abs(one - other) <= NEARBY for other in form.columns.starts) for one in new.columns.starts)
    if alike < ALIKE * min(len(form.columns.starts), len(new.columns.starts)):
        return False
    if _share_titles(form.lines, new.lines):
        return True
    few = form.lines[: LIKE_SIZED * len(new.lines)]
    alone = (form.odds if len(few) == len(form.lines) else columns_and_odds(few)[1]) + new.odds
    return columns_and_odds([*few, *new.lines])[1] >= alone


def _share_titles(lines: Sequence[TextLine], others: Sequence[TextLine]) -> bool:
    """Whether two parts print a line of the same titles of columns, each title in its place to a few points."""
    titles = {line.title_words: line for line in lines if line.again}
    pairs = [(titles[line.title_words], line) for line in others if line.again and line.title_words in titles]
    return any(all(abs(a.x0 - b.x0) <= NEARBY for a, b in zip(one.words, other.words, strict=True)) for one, other in pairs)


def _cells(line: TextLine, columns: Columns) -> float:
    """How many cells a line has under some columns, and how many begin in their place; none where it does not lie in them."""
    if not in_table(line, columns):
        return 0.0
    firsts: dict[int, float] = {}
    for word in line.words:
        firsts.setdefault(columns.of(word) or 0, word.x0)
    return sum(1 + (abs(x0 - columns.starts[column]) <= EXACT) for column, x0 in firsts.items())


def blocks(lines: Sequence[TextLine], left: float) -> list[list[TextLine]]:
    """The lines between headings: a heading is one stretch from the left side over several columns, and a block of its own."""
    found: list[list[TextLine]] = [[]]
    for number, line in enumerate(lines):
        if line.stretches == 1 and line.words[0].x0 <= left + SIDE and _runs_over(line, lines, number):
            found += [[line], []]
        else:
            found[-1].append(line)
    return [block for block in found if block]


def _runs_over(line: TextLine, lines: Sequence[TextLine], number: int) -> bool:
    """Whether a line reaches beyond the first column of the lines near it."""
    near = [each for each in lines[max(number - NEAR, 0) : number + NEAR + 1] if each.stretches >= COLUMNAR]
    seconds = [word.x0 for each in near for word in each.firsts[1:]]
    return not seconds or line.words[-1].x1 > min(seconds)
