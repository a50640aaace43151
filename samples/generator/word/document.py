"""The body of a document: paragraphs, tables, and a section of pages for each part where the pages turn."""

from collections.abc import Iterator

from samples.generator.layout import CM, Layout, Page, page
from samples.generator.model import Block, Programme, Span, Table
from samples.generator.word.columns import column_widths
from samples.generator.word.table import table_xml
from samples.generator.word.text import Writer

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
BOLD = ("lead", "heading", "subheading")
LARGER = {"lead": 3, "heading": 1, "subheading": 1, "body": 1, "item": 1, "stars": 1}


def document_xml(programme: Programme, layout: Layout, writer: Writer, seed: int) -> str:
    """The main part."""
    sections = list(_sections(programme, layout))
    parts = []
    tables = 0
    for number, blocks in enumerate(sections):
        where = page(layout, number)
        for one in blocks:
            if isinstance(one, Table):
                tables += 1
                columns = column_widths(one, layout, where.text_width, seed, tables)
                parts.append(table_xml(one, layout, columns, where.text_height / 20, writer) + _gap())
            else:
                parts.append(_block(one, layout, writer, layout.new_page and tables > 0))
        if number < len(sections) - 1:
            parts.append(f"<w:p><w:pPr>{_section_properties(where, layout)}</w:pPr></w:p>")
    body = "".join(parts) + _section_properties(page(layout, len(sections) - 1), layout)
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


def _sections(programme: Programme, layout: Layout) -> Iterator[list[Block | Table]]:
    """The blocks by section of pages: all in one, but for mixed orientation."""
    current: list[Block | Table] = []
    for one in programme.blocks:
        opens = isinstance(one, Block) and one.opens_section
        if opens and layout.orientation == "mixed" and any(isinstance(b, Table) for b in current):
            yield current
            current = []
        current.append(one)
    yield current


def _section_properties(where: Page, layout: Layout) -> str:
    orient = ' w:orient="landscape"' if where.landscape else ""
    gap = min(round(0.8 * CM), where.margin)
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:headerReference w:type="first" r:id="rId5"/><w:footerReference w:type="first" r:id="rId4"/>'
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{where.width}" w:h="{where.height}"{orient}/>'
        f'<w:pgMar w:top="{where.margin}" w:right="{where.margin}" w:bottom="{where.margin}" w:left="{where.margin}" '
        f'w:header="{gap}" w:footer="{gap}" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )


def _block(one: Block, layout: Layout, writer: Writer, turns: bool) -> str:
    keep = "<w:keepNext/>" if one.style == "heading" else ""
    turn = "<w:pageBreakBefore/>" if turns and one.opens_section else ""
    indent = f'<w:ind w:left="{round(0.8 * CM)}"/>' if one.style == "item" else ""
    centre = '<w:jc w:val="center"/>' if one.style in ("lead", "stars") else ""
    size = f'<w:sz w:val="{round(2 * (layout.size + LARGER[one.style]))}"/>'
    spans = tuple(Span(s.text, "b" if one.style in BOLD else s.style, s.mark) for s in one.spans)
    note = writer.call(one.note) if one.note else ""
    properties = f'<w:pPr>{keep}{turn}<w:spacing w:before="60" w:after="120"/>{indent}{centre}</w:pPr>'
    return f"<w:p>{properties}{writer.runs(spans, size)}{note}</w:p>"


def _gap() -> str:
    return '<w:p><w:pPr><w:spacing w:after="60"/></w:pPr></w:p>'
