"""Pages of a document without ruled tables: its columns by the strips that stay white, its rows line by line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np

from extract.lexicon import Lexicon
from extract.pdf import ruled
from extract.pdf.columns import (
    ALIGNED,
    COLUMNAR,
    GAP,
    Columns,
    TextLine,
    by_column,
    furniture,
    furniture_place,
    in_table,
    running_on,
    text_lines,
    with_repeated_titles,
)
from extract.pdf.content import PageContent
from extract.pdf.flow import goes_on, is_cell_by_cell, is_inside, leads
from extract.pdf.forms import Forms, blocks
from extract.pdf.lines import Line, Tally, cut_part, ends_open, glue, join_words, without_marks
from extract.pdf.marks import Mark, accepted, find_marks, original, states, tidy
from extract.pdf.paragraphs import paragraphs
from extract.pdf.row_rules import Run, row_rules, rules_reach_all, with_uprights
from extract.pdf.second_opinion import Ask, doubts
from extract.pdf.strips import EXACT
from extract.pdf.titles import Title, two_levels
from schemas.place import Box, Place
from schemas.raw import Fragment, Paragraph, PieceCell, PieceRow, TablePiece

RULED = 0.7  # share of the lines that begin several columns anew, from which all rows are taken to be ruled
SENTENCE = 4  # words of a line that may end one; titles end in abbreviations
CAPTIONS = 6  # lines above the titles of a table that say what it is, at most
FEW = 2  # lines beside a table that may be of a cell
SHOWN = 0.9  # share of them from which rows begin nowhere else
TOGETHER, FEWEST = 3, 3  # columns that begin together; rules between lines, fewer than which prove nothing


def fragments(pages: Sequence[PageContent], ask: Ask) -> Iterator[Fragment]:
    """The fragments of all pages; the rows of a table piece are its printed lines, or what level rules part.

    Args:
        pages: The pages.
        ask: What is asked for a second opinion on pages whose columns score low.
    """
    marks = [find_marks(page) for page in pages]
    lines = [text_lines(page, states(page, own)) for page, own in zip(pages, marks, strict=True)]
    whole, pages = pages, [_without(page, own) for page, own in zip(pages, marks, strict=True)]
    repeated = furniture(lines)
    runs = _table_runs(pages, lines, repeated)
    lexicon = _lexicon(run for own in runs for run in own)
    doubtful = doubts(pages, runs, ask)
    found = [list(_page(*page, repeated, lexicon)) for page in zip(pages, runs, doubtful, strict=True)]
    if not _is_cell_by_cell([each for own in found for each in own if isinstance(each, TablePiece)]):
        found = [[_without_order(each) for each in own] for own in found]
    pieces = [each for own in found for each in own if isinstance(each, TablePiece)]
    if _rows_are_ruled(pieces) and all(rules_reach_all(page, *run) for page, own in zip(pages, runs, strict=True) for run in own):
        yield from ruled.fragments([ruled.RuledPage(with_uprights(*page)) for page in zip(whole, pages, runs, strict=True)])
        return
    shown = [[_opened_by_fills(page, each) for each in own] for page, own in zip(pages, found, strict=True)]
    sure = _rows_are_shown([each for own in shown for each in own if isinstance(each, TablePiece)])
    for each in (each for own in shown for each in own):
        yield replace(each, all_open=sure) if isinstance(each, TablePiece) else each


def _is_cell_by_cell(pieces: Sequence[TablePiece]) -> bool:
    """Whether the content of a document holds one cell of its tables after the other."""
    return is_cell_by_cell([cell.goes_on for piece in pieces for row in piece.rows for cell in row.cells if cell.text and not cell.starts])


def _without_order(piece: Fragment) -> Fragment:
    """A piece for which the order of its content tells nothing."""
    if not isinstance(piece, TablePiece):
        return piece
    rows = (replace(row, cells=tuple(replace(cell, goes_on=None, order=None) for cell in row.cells)) for row in piece.rows)
    return replace(piece, rows=tuple(rows))


def _opened_by_fills(page: PageContent, piece: Fragment) -> Fragment:
    """A piece with those of its lines opened above which cells that are filled with colour begin or end."""
    if not isinstance(piece, TablePiece) or not len(page.areas):
        return piece
    sides = page.areas[:, [1, 3]].ravel()
    rows = [piece.rows[0]]
    for above, row in pairwise(piece.rows):
        between = (sides > _middle(above)) & (sides < _middle(row))
        rows.append(replace(row, opens=row.opens or bool(between.any())))
    return replace(piece, rows=tuple(rows))


def _middle(row: PieceRow) -> float:
    tops = [cell.span for cell in row.cells if cell.span]
    return (min(top for top, _ in tops) + max(bottom for _, bottom in tops)) / 2


def _rows_are_shown(pieces: Sequence[TablePiece]) -> bool:
    """Whether wherever a row may begin the page shows that it does."""
    inner = [row for piece in pieces for row in piece.rows[1:]]
    begin = [row for row in inner if sum(cell.starts for cell in row.cells) >= TOGETHER]
    opened = sum(row.opens for row in begin)
    return opened >= FEWEST and opened >= SHOWN * len(begin)


def _without(page: PageContent, marks: Sequence[Mark]) -> PageContent:
    """The page without the rules that strike or underline its letters."""
    rules = [mark.rule for mark in marks]
    return replace(page, rules=np.delete(page.rules, rules, axis=0), colours=np.delete(page.colours, rules, axis=0))


def _table_runs(pages: Sequence[PageContent], lines: Sequence[Sequence[TextLine]], repeated: frozenset[tuple[str, int]]) -> list[list[Run]]:
    """The lines of each page in runs of those that belong to one table, and those between."""
    lines = with_repeated_titles(lines)
    forms: dict[tuple[int, int], Forms] = {}
    for size in {_size(page) for page in pages}:
        of_size = [own for page, own in zip(pages, lines, strict=True) if _size(page) == size]
        forms[size] = Forms([[line for line in own if line.is_title or furniture_place(line) not in repeated] for own in of_size])
    return _fitted([_runs(own, forms[_size(page)], repeated) for page, own in zip(pages, lines, strict=True)])


def _fitted(pages: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """The runs with the columns of each fitted to where its own texts begin: parts of a document may differ by a few points."""
    by_form: dict[Columns, list[Run]] = {}
    for run in (run for own in pages for run in own):
        if run[0] is not None:
            by_form.setdefault(run[0], []).append(run)
    gaps = {columns: columns.gaps([lines for _, lines in runs]) for columns, runs in by_form.items()}
    return [[(columns and columns.fitted(lines, gaps[columns]), lines) for columns, lines in own] for own in pages]


def _runs(lines: Sequence[TextLine], forms: Forms, repeated: frozenset[tuple[str, int]]) -> list[Run]:
    runs: list[Run] = []
    for block in blocks(lines, forms.left):
        columns = forms.of(block)
        for line in block:
            own = columns if columns and furniture_place(line) not in repeated and in_table(line, columns) else None
            if own is not None and runs and runs[-1][0] is None and _ends_paragraph(runs[-1][1][-1], line, own):
                own = None
            if not runs or runs[-1][0] is not own:
                runs.append((own, []))
            runs[-1][1].append(line)
    return _without_lone_lines([part for run in _with_lines_inside(runs) for part in _without_title(*run)])


def _without_lone_lines(runs: Sequence[Run]) -> list[Run]:
    """The runs, those before the first table of a page no part of one that only hold a text in the first column, above its titles."""
    first = next((at for at, (columns, lines) in enumerate(runs) if columns is not None and not _is_lone(columns, lines)), len(runs))
    titled = first < len(runs) and runs[first][1][0].is_title
    return [(None if titled and at < first else columns, lines) for at, (columns, lines) in enumerate(runs)]


def _is_lone(columns: Columns, lines: Sequence[TextLine]) -> bool:
    return all(line.stretches == 1 and columns.of(line.words[-1]) == 0 for line in lines)


def _with_lines_inside(runs: Sequence[Run]) -> list[Run]:
    """The runs, each line beside a table that the content holds among the table's words put to it: it crosses a boundary, or stands off."""
    found: list[Run] = []
    for number, (columns, lines) in enumerate(runs):
        above = found[-1] if found and found[-1][0] is not None else None
        below = runs[number + 1] if number + 1 < len(runs) else None
        if columns is None and above is not None:
            count = next((at for at, line in enumerate(lines) if not is_inside(line, above[1])), len(lines))
            above[1].extend(lines[:count])
            lines = lines[count:]
        rest: list[TextLine] = []
        if columns is None and below is not None:
            count = next((at for at, line in enumerate(reversed(lines)) if not _heads(line, below[1])), len(lines))
            lines, rest = lines[: len(lines) - count], lines[len(lines) - count :]
        if columns is not None and above is not None and columns is above[0]:
            above[1].extend(lines)
        elif lines:
            found.append((columns, list(lines)))
        if rest and below is not None:
            found.append((below[0], rest))
    return found


def _heads(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Whether a line above a table belongs to it: the content holds them together, or its titles lead to the table's first words."""
    return is_inside(line, lines) or (line.is_title and leads(line, lines))


def _ends_paragraph(above: TextLine, line: TextLine, columns: Columns) -> bool:
    """Whether a short line is the last of the paragraph above it, whose lines run over the columns as those of a note do."""
    below = abs(line.words[0].x0 - above.words[0].x0) <= ALIGNED and line.top - above.bottom < GAP * (line.bottom - line.top)
    return line.stretches == 1 and below and line.text[0].islower() and above.words[-1].x1 > columns.edges[-2]


def _without_title(columns: Columns | None, lines: list[TextLine]) -> Iterator[Run]:
    """A run, its title apart: the first lines that run over several columns and leave no gap between two, or are a caption."""
    titles = 0
    while columns is not None and titles < len(lines) and _is_title(lines[titles], columns) and not is_inside(lines[titles], lines):
        titles += 1
    titles += max(_captions(columns, lines[titles:]), _sentences(columns, lines[titles:])) if columns is not None else 0
    if titles:
        yield None, lines[:titles]
    if lines[titles:]:
        yield columns, lines[titles:]


def _captions(columns: Columns, lines: Sequence[TextLine]) -> int:
    """How many lines of one stretch, from the left side, stand above the titles of the columns, each leading to the next in the content."""
    count = next((number for number, line in enumerate(lines[: CAPTIONS + 1]) if line.is_title), 0)
    left = all(line.stretches == 1 and line.words[0].x0 <= columns.starts[0] + ALIGNED for line in lines[:count])
    return count if left and all(leads(line, [below]) for line, below in pairwise(lines[: count + 1])) else 0


def _sentences(columns: Columns, lines: Sequence[TextLine]) -> int:
    """How many lines of one stretch, in the first column alone, stand above titles, if they end a sentence as no title does."""
    count = next((number for number, line in enumerate(lines) if not _is_lone(columns, [line])), 0)
    if not count or lines[count].capitals < COLUMNAR:
        return 0
    above = lines[count - 1]
    return count if above.text.endswith(".") and len(above.words) >= SENTENCE else 0


def _is_title(line: TextLine, columns: Columns) -> bool:
    """Whether a line without a gap runs over several columns, and does not begin each of them in its place as full cells do."""
    placed = [columns.of(word) for word in line.words]
    firsts = [(word, column) for word, column, before in zip(line.words[1:], placed[1:], placed, strict=False) if column != before]
    in_place = [column is not None and abs(word.x0 - columns.starts[column]) <= EXACT for word, column in firsts]
    return line.stretches == 1 and bool(firsts) and not all(in_place)


def _rows_are_ruled(pieces: Sequence[TablePiece]) -> bool:
    """Whether level rules part the rows: then a line at which several columns begin anew has one above it."""
    begin = opened = 0
    for piece in pieces:
        below_rule = False  # since the last line at which several columns began; one of a tall cell may come before it
        for row in piece.rows[1:]:
            below_rule |= row.opens
            if sum(cell.starts for cell in row.cells) >= TOGETHER:
                begin, opened, below_rule = begin + 1, opened + below_rule, False
    return opened >= FEWEST and opened >= RULED * begin


def _size(page: PageContent) -> tuple[int, int]:
    """Pages of one size and turn share their columns."""
    return round(page.width), round(page.height)


def _page(
    page: PageContent, runs: Sequence[Run], doubtful: Sequence[str], repeated: frozenset[tuple[str, int]], lexicon: Lexicon
) -> Iterator[Fragment]:
    around = [(None, []), *runs, (None, [])]
    lines = [line for _, own in runs for line in own]
    width = max((line.words[-1].x1 for line in lines), default=page.width) - min((line.words[0].x0 for line in lines), default=0.0)
    for before, (columns, lines), doubt, after in zip(around, runs, doubtful, around[2:], strict=False):
        if columns is not None:
            piece = replace(_piece(page, lines, columns, lexicon), doubt=doubt)
            yield _doubted(piece, _stray(before, columns, repeated), _stray(after, columns, repeated))
            continue
        for role, own in groupby(lines, key=lambda line: "furniture" if furniture_place(line) in repeated else None):
            printed = [join_words(line.words) for line in own]
            found = (
                _paragraph(page, block, role) for block in (paragraphs(printed, width) if role is None else ([line] for line in printed))
            )
            yield from (each for each in found if each.text)  # a paragraph may be struck from end to end


def _paragraph(page: PageContent, lines: Sequence[Line], role: str | None) -> Paragraph:
    place = _place(page, min(line.x0 for line in lines), lines[0].top, max(line.x1 for line in lines), lines[-1].bottom)
    return Paragraph(text=tidy(" ".join(accepted(line.marked or line.text) for line in lines)), place=place, role=role)


def _stray(run: Run, columns: Columns, repeated: frozenset[tuple[str, int]]) -> str:
    """The text of a few lines beside a table that begin where its columns do, as those of a cell that crosses a boundary; else nothing."""
    lines = [line for line in run[1] if run[0] is None and furniture_place(line) not in repeated]
    inside = all(columns.starts[1] - ALIGNED <= line.words[0].x0 and line.words[-1].x1 <= columns.limits[-1] for line in lines)
    in_place = any(abs(line.words[0].x0 - start) <= EXACT for line in lines for start in columns.starts[1:])
    return " ".join(line.text for line in lines) if lines and len(lines) <= FEW and inside and in_place else ""


def _doubted(piece: TablePiece, before: str, after: str) -> TablePiece:
    """A piece whose first or last line is doubted, as a line beside it may belong to it."""
    rows = list(piece.rows)
    for number, text in ((-1, after), (0, before)):
        if text:
            rows[number] = replace(rows[number], doubt=f"{text!r} beside it lies in no column")
    return replace(piece, rows=tuple(rows))


def _lexicon(runs: Iterable[Run]) -> Lexicon:
    """The words that the tables print whole, column by column."""
    cells: list[list[Line]] = []
    for columns, lines in runs:
        if columns is None:
            continue
        for own in zip(*(by_column(line, columns) for line in lines), strict=True):
            cells += _stretches([line for line in own if line is not None])
    return Tally.of(cells).lexicon()


def _stretches(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of a column in stretches that no blank paper parts."""
    found: list[list[Line]] = []
    for line in lines:
        if not found or _stands_off(found[-1][-1], line):
            found.append([])
        found[-1].append(line)
    return found


def _stands_off(above: Line | None, line: Line) -> bool:
    """Whether blank paper, more than between paragraphs, stands above a line."""
    return line.top - (above.bottom if above is not None else 0.0) > GAP * line.height


@dataclass(slots=True)
class _ColumnEnd:
    """Where the text of a column ends so far: its last line, and what came before it of a word cut more than once."""

    line: Line | None = None
    cut: str = ""
    beside: Sequence[Line] = ()  # all words of the printed line of which it is a part

    def goes_on(self, line: Line, beside: Sequence[Line]) -> bool | None:
        """Whether the content goes on from the last line with this one, which is a part of the printed line `beside`; None if untold."""
        above, self.beside = self.beside, beside
        return goes_on((self.line, above), (line, beside)) if self.line is not None else None

    def glue(self, line: Line, limit: float, lexicon: Lexicon) -> str:
        """What stands between the last line and this one, which is now the last; the column's text reaches to a limit."""
        above, self.line = self.line, line
        if above is None:
            return " "
        between = glue(self.cut, above, line, above.x0, max(limit, above.x1), lexicon)
        self.cut = cut_part(self.cut, above, line, between)
        return between


def _piece(page: PageContent, lines: Sequence[TextLine], columns: Columns, lexicon: Lexicon) -> TablePiece:
    ends = [_ColumnEnd() for _ in columns.starts]
    levels = two_levels(lines, columns)
    rows = [_title_row(page, lines, titles, columns, lexicon) for titles in (levels.upper, levels.lower)] if levels else []
    above, whole = None, running_on(lines, columns)
    for number, line in list(enumerate(lines))[levels.lines if levels else 0 :]:
        opens = above is not None and _ruled(page, above, line, columns)
        own = by_column(line, columns, runs_on=number in whole)
        rows.append(replace(_row(page, line, own, columns, ends, lexicon), opens=opens))
        above = line
    place = _place(page, columns.edges[0], lines[0].top, columns.edges[-1], lines[-1].bottom)
    return TablePiece(rows=tuple(rows), place=place, by_lines=True)


def _title_row(page: PageContent, lines: Sequence[TextLine], titles: Sequence[Title], columns: Columns, lexicon: Lexicon) -> PieceRow:
    """One of several levels of titles as a row; a title over several columns spans them."""
    first = min(title.line for title in titles)
    last = max(stretch.line for title in titles for stretch in title.stretches)
    top, bottom = lines[first].top, lines[last].bottom
    cells = [PieceCell(text="", place=_place(page, left, top, right, bottom)) for left, right in pairwise(columns.edges)]
    for title in titles:
        end, text = _ColumnEnd(), ""
        for stretch in title.stretches:
            line = join_words(stretch.words)
            printed = tidy(accepted(without_marks(line.marked or line.text)))
            between = end.glue(line, columns.limits[title.last], lexicon)
            text = text + between + printed if text else printed
        place = _place(page, columns.edges[title.first], top, columns.edges[title.last + 1], bottom)
        cells[title.first] = PieceCell(text=text, place=place, colspan=title.last - title.first + 1, span=(top, bottom))
    return PieceRow(cells=tuple(cells), place=_place(page, columns.edges[0], top, columns.edges[-1], bottom), is_header=True)


def _row(
    page: PageContent, line: TextLine, texts: Sequence[Line | None], columns: Columns, ends: Sequence[_ColumnEnd], lexicon: Lexicon
) -> PieceRow:
    """One printed line as a row of these texts; notes in `ends` where each column's text ends now."""
    cells = []
    for column, (own, end) in enumerate(zip(texts, ends, strict=True)):
        left, right = columns.edges[column], columns.edges[column + 1]
        place = _place(page, left, line.top, right, line.bottom)
        if own is None:
            cells.append(PieceCell(text="", place=place))
            continue
        printed = without_marks(own.marked or own.text)
        text, before = tidy(accepted(printed)), tidy(original(printed))
        starts = _stands_off(end.line, own)
        cells.append(
            PieceCell(
                text=text,
                place=place,
                starts=starts,
                span=(own.top, own.bottom),
                goes_on=end.goes_on(own, line.words),
                order=(own.start, own.end),
                glue=end.glue(own, columns.limits[column], lexicon),
                first_word=own.word,
                first_letter=own.letter,
                open_word=ends_open(own),
                room=columns.limits[column] - own.x1,
                before=before if before != text else None,
            )
        )
    place = _place(page, columns.edges[0], line.top, columns.edges[-1], line.bottom)
    return PieceRow(cells=tuple(cells), place=place)


def _ruled(page: PageContent, above: TextLine, line: TextLine, columns: Columns) -> bool:
    """Whether a level rule runs through the table between two lines."""
    return any(above.top < (top + bottom) / 2 < line.bottom for _, top, _, bottom in row_rules(page, columns).tolist())


def _place(page: PageContent, x0: float, top: float, x1: float, bottom: float) -> Place:
    x0, top, x1, bottom = (round(side, 2) for side in page.frame.shown(x0, top, x1, bottom))
    return Place(page=page.number, box=Box(page=page.number, x0=x0, top=top, x1=x1, bottom=bottom))
