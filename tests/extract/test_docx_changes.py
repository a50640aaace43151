"""Tracked changes as a DOCX stores them, in all the places where it may."""

import io
import zipfile

import pytest

from extract.document import Extraction, stitch
from extract.readers import choose
from extract.source import from_bytes
from normalize.recognisers import recognisers
from schemas.flags import FlagCode

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"""
BY = 'w:id="1" w:author="A"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def gone(text: str) -> str:
    return f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def ins(inner: str) -> str:
    return f"<w:ins {BY}>{inner}</w:ins>"


def deleted(inner: str) -> str:
    return f"<w:del {BY}>{inner}</w:del>"


def para(*inner: str, mark: str = "") -> str:
    properties = f"<w:pPr><w:rPr><w:{mark} {BY}/></w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{properties}{''.join(inner)}</w:p>"


def tc(*paras: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paras)}</w:tc>"


def tr(*cells: str, mark: str = "") -> str:
    properties = f"<w:trPr><w:{mark} {BY}/></w:trPr>" if mark else ""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def read(*rows: str) -> Extraction:
    """What a document of one table says; its header is `Key` and `T`."""
    header = tr(tc(para(run("Key"))), tc(para(run("T"))))
    table = f"<w:tbl>{header}{''.join(rows)}</w:tbl>"
    document = f'<?xml version="1.0"?><w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{table}</w:body></w:document>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", document)
    source = from_bytes("made-up.docx", data.getvalue())
    found = stitch(list(choose(source).read(source)), None, recognisers())
    assert found.words.unaccounted == 0
    return found


def cell(*paras: str, properties: str = "") -> tuple[str, str | None]:
    """Both readings of a cell: the accepted one, and the one before."""
    (document,) = read(tr(tc(para(run("one"))), tc(*paras, properties=properties))).documents
    found = document.rows[0].cells["T"]
    return found.text, found.before


@pytest.mark.parametrize(
    ("inner", "readings"),
    [
        ((run("in "), deleted(gone("June")), ins(run("July"))), ("in July", "in June")),
        ((run("201"), deleted(gone("9")), ins(run("20")), run(" on")), ("20120 on", "2019 on")),
        ((run("kept "), ins(run("new ") + deleted(gone("and dropped ")) + run("words"))), ("kept new words", "kept")),
        ((run("kept"), deleted(ins(run(" in passing")))), ("kept", None)),
        ((f"<w:moveFrom {BY}>{run('First. ')}</w:moveFrom>", run("Second.")), ("Second.", "First. Second.")),
        ((run("Second."), f"<w:moveTo {BY}>{run(' First.')}</w:moveTo>"), ("Second. First.", "Second.")),
    ],
    ids=["both", "inside a word", "inserted and deleted", "only in passing", "moved from", "moved to"],
)
def test_runs(inner: tuple[str, ...], readings: tuple[str, str | None]):
    assert cell(para(*inner)) == readings


def test_a_deleted_paragraph_mark_makes_one_paragraph_of_two():
    assert cell(para(run("One and "), mark="del"), para(run("two."))) == ("One and two.", "One and\ntwo.")


def test_an_inserted_paragraph_mark_makes_two_of_one():
    assert cell(para(run("One. "), mark="ins"), para(run("Two."))) == ("One.\nTwo.", "One. Two.")


def test_a_deleted_cell_and_an_inserted_one():
    assert cell(para(run("words")), properties=f"<w:cellDel {BY}/>") == ("", "words")
    assert cell(para(run("words")), properties=f"<w:cellIns {BY}/>") == ("words", "")


def test_rows_deleted_and_inserted():
    rows = [
        tr(tc(para(run("one"))), tc(para(run("kept")))),
        tr(tc(para(deleted(gone("two")))), tc(para(deleted(gone("gone")))), mark="del"),
        tr(tc(para(run("unmarked"))), tc(para(run("as well"))), mark="del"),
        tr(tc(para(ins(run("three")))), tc(para(ins(run("new")))), mark="ins"),
    ]
    (document,) = read(*rows).documents
    assert [(row.cells["Key"].text, row.cells["T"].text, row.cells["T"].before) for row in document.rows] == [
        ("one", "kept", None),
        ("three", "new", ""),
    ]
    struck = [flag.detail for flag in document.flags if flag.code is FlagCode.STRUCK_ROW]
    assert ["two | gone" in struck[0], "unmarked | as well" in struck[1]] == [True, True]


def test_a_row_inserted_and_deleted_again_was_never_there():
    rows = [tr(tc(para(run("one"))), tc(para(run("kept")))), tr(tc(para(ins(deleted(gone("two"))))), tc(para()), mark="del")]
    (document,) = read(*rows).documents
    assert [row.cells["Key"].text for row in document.rows] == ["one"]
    assert not [flag for flag in document.flags if flag.code is FlagCode.STRUCK_ROW]


def test_a_nested_table_is_text_of_its_cell():
    inner = f"<w:tbl>{tr(tc(para(run('a'))), tc(para(run('b'))))}{tr(tc(para(run('c'))), tc(para(deleted(gone('d')))), mark='del')}</w:tbl>"
    assert cell(inner, para()) == ("a b", "a b\nc d")


def test_a_text_in_several_forms_is_read_once():
    shapes = f"<mc:AlternateContent><mc:Choice>{run('boxed')}</mc:Choice><mc:Fallback>{run('boxed')}</mc:Fallback></mc:AlternateContent>"
    assert cell(para(f"<w:r>{shapes}</w:r>")) == ("boxed", None)
