"""The other parts of a Word file, and the archive that holds them all: the same bytes whenever it is written."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from samples.generator.layout import Layout
from samples.generator.model import Programme
from samples.generator.word.blanks import kept_blanks
from samples.generator.word.document import NAMESPACES, document_xml
from samples.generator.word.text import Writer

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KINDS = {"document": "document.main", "styles": "styles", "settings": "settings", "header1": "header", "footer1": "footer"}
KINDS |= {"header2": "header", "footnotes": "footnotes"}
LINKS = (("rId1", "styles"), ("rId2", "settings"), ("rId3", "header1"), ("rId4", "footer1"), ("rId5", "header2"), ("rId6", "footnotes"))
PRINTED = ("word/document", "word/header", "word/footer", "word/footnotes")
BULLET = "•"
EPOCH = (1980, 1, 1, 0, 0, 0)


def docx(programme: Programme, layout: Layout, seed: int) -> bytes:
    """The whole file."""
    writer = Writer(programme.notes, layout.authors)
    body = document_xml(programme, layout, writer, seed)
    bullets = "<w:numPr>" in body
    kinds, links = (KINDS | {"numbering": "numbering"}, (*LINKS, ("rId7", "numbering"))) if bullets else (KINDS, LINKS)
    parts = {
        "[Content_Types].xml": _content_types(kinds),
        "_rels/.rels": _relations((("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),)),
        "word/_rels/document.xml.rels": _relations(tuple((number, f"{OFFICE}/{kinds[name]}", f"{name}.xml") for number, name in links)),
        "word/document.xml": body,
        "word/styles.xml": _styles(layout),
        "word/settings.xml": _settings(layout),
        "word/header1.xml": _header(programme, layout, "header"),
        "word/header2.xml": f"<w:hdr {NAMESPACES}><w:p/></w:hdr>",
        "word/footer1.xml": _footer(programme, layout),
        "word/footnotes.xml": _footnotes(writer, layout),
    }
    if bullets:
        parts["word/numbering.xml"] = _numbering()
    if layout.kept_blanks:
        parts |= {name: kept_blanks(text) for name, text in parts.items() if name.startswith(PRINTED)}
    return _archive({name: DECLARATION + text for name, text in parts.items()})


def _archive(parts: dict[str, str]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, text.encode("utf-8"))
    return held.getvalue()


def _content_types(kinds: dict[str, str]) -> str:
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>' for name, kind in kinds.items())
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(links: tuple[tuple[str, str, str], ...]) -> str:
    inner = "".join(f'<Relationship Id="{number}" Type="{kind}" Target="{target}"/>' for number, kind, target in links)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def _styles(layout: Layout) -> str:
    font = quoteattr(layout.font)
    size = round(layout.size * 2)
    fonts = f"<w:rFonts w:ascii={font} w:hAnsi={font} w:cs={font}/>"
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style></w:styles>'
    )


def _numbering() -> str:
    level = f'<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{BULLET}"/><w:lvlJc w:val="left"/>'
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>'
        f'<w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _settings(layout: Layout) -> str:
    hyphens = '<w:autoHyphenation w:val="true"/>' if layout.hyphenate else ""
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    mode = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    compat = f"<w:compat><w:compatSetting {mode}/></w:compat>"
    return f"<w:settings {NAMESPACES}>{hyphens}{notes}{compat}</w:settings>"


def _header(programme: Programme, layout: Layout, where: str) -> str:
    lines = programme.furniture if layout.furniture in (where, "both") else ()
    return f"<w:hdr {NAMESPACES}>{_furniture(lines, layout, 'right')}</w:hdr>"


def _footer(programme: Programme, layout: Layout) -> str:
    lines = programme.furniture if layout.furniture == "footer" else programme.furniture[-1:] if layout.furniture == "both" else ()
    number = ""
    if layout.page_numbers:
        prefix = f"<w:r>{_small(layout)}<w:t>{programme.annex}/</w:t></w:r>" if programme.annex else ""
        field = f'<w:fldSimple w:instr=" PAGE "><w:r>{_small(layout)}<w:t>1</w:t></w:r></w:fldSimple>'
        stop = f"<w:r>{_small(layout)}<w:t>.</w:t></w:r>"
        number = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{prefix}{field}{stop}</w:p>'
    return f"<w:ftr {NAMESPACES}>{number}{_furniture(lines, layout, 'left', bool(number))}</w:ftr>"


def _furniture(lines: tuple[str, ...], layout: Layout, align: str, may_be_empty: bool = False) -> str:
    text = "".join(
        f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr><w:r>{_small(layout)}<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in lines
    )
    return text or ("" if may_be_empty else "<w:p/>")


def _small(layout: Layout) -> str:
    return f'<w:rPr><w:sz w:val="{max(14, round(2 * layout.size) - 2)}"/></w:rPr>'


def _footnotes(writer: Writer, layout: Layout) -> str:
    inner = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in (("separator", -1), ("continuationSeparator", 0))
    )
    for note in writer.called:
        mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        text = f'<w:r>{_small(layout)}<w:t xml:space="preserve"> {escape(writer.notes[note])}</w:t></w:r>'
        inner += f'<w:footnote w:id="{note}"><w:p>{mark}{text}</w:p></w:footnote>'
    return f"<w:footnotes {NAMESPACES}>{inner}</w:footnotes>"
