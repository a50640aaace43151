"""Tables whose rows are ruled and whose columns are not."""

import pytest
from pdf_writer import Page, width, write

from annextract.pipeline import convert_source
from extract.profile import bundled
from extract.source import from_bytes

SIZE, HEIGHT = 8.0, 24.0
XS, RIGHT = (50.0, 190.0, 330.0, 420.0), 386.0  # left sides of texts; right side of the figures
HEADER = ("Region", "Goods", "Weight", "Reference")


@pytest.mark.parametrize("groups", [4, 6])
def test_figures_of_two_lines_stand_between_the_rules_of_their_row(groups):
    """They are the first words below each rule, but for those of a group's name, which no rule parts."""
    page, rows, top = Page(), [], 60.0
    for x, title in zip(XS, HEADER, strict=True):
        page.text(x, top, title, SIZE)
    top += 14
    for n in range(24):
        group = n // groups
        page.rule(XS[0] - 4 if n % groups == 0 else XS[1] - 4, top, 500, top)
        if n % groups == 0:
            page.text(XS[0], top + 8, "Ports and yards of", SIZE)
            page.text(XS[0], top + HEIGHT + 3, f"region {group}", SIZE)
        figures = [(top + 8, f"+{n % 7}.{n % 10}")] if n % groups == 2 else [(top + 3, f"+{n + 20}"), (top + 13, f"{n % 7}.{n % 10}")]
        for y, figure in figures:
            page.text(RIGHT - width(figure, SIZE), y, figure, SIZE)
        goods, reference = f"Scales and seals {n * 7 % 31}", f"LX-{n * 37 % 91 + 100}"
        page.text(XS[1], top + 8, goods, SIZE)
        page.text(XS[3], top + 8, reference, SIZE)
        rows.append((f"Ports and yards of region {group}", goods, reference))
        top += HEIGHT
    page.rule(XS[0] - 4, top, 500, top)
    (conversion,) = convert_source(from_bytes("made-up.pdf", write([page])), bundled()).conversions
    assert list(conversion.rows[0].cells) == list(HEADER)
    found = [(" ".join((row.cells["Region"] or "").split()), row.cells["Goods"], row.cells["Reference"]) for row in conversion.rows]
    assert found == rows
