"""Bytes become text whatever their encoding, or are refused."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.source import PDF, TEXT, decode, from_bytes
from schemas.errors import EmptyError, NotADocumentError

LINE = "Topic\tTasks – “naïve” café\n1.\tDraft the guide…\n" * 3


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (LINE.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF8 + LINE.encode("utf-8"), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + LINE.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + LINE.encode("utf-16-be"), "utf-16"),
        (LINE.encode("utf-16-le"), "utf-16-le"),
        (LINE.encode("utf-16-be"), "utf-16-be"),
        (LINE.encode("cp1252"), "cp1252"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_encoding_gives_the_same_text(data: bytes, encoding: str):
    assert decode(data) == (LINE, encoding)
    source = from_bytes("a.txt", data)
    assert (source.media_type, source.text, source.encoding) == (TEXT, LINE, encoding)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_one(end: str):
    assert from_bytes("a.txt", LINE.replace("\n", end).encode()).text == LINE


def test_a_few_controls_are_borne_and_many_are_refused():
    assert decode(b"a page\x01" + b" of words" * 40)[0].startswith("a page\x01")
    with pytest.raises(NotADocumentError):
        decode(bytes(range(1, 32)) * 20)
    with pytest.raises(NotADocumentError):
        _ = from_bytes("a.bin", b"\x81\x8d\x8f\x90" * 50 + b"\x02").media_type


def test_a_form_feed_is_no_control():
    assert decode(b"\x0c".join([b"a page of words"] * 5))[1] == "utf-8"


@pytest.mark.parametrize("data", [b"", b" \r\n\t\f", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b"\x00" * 8, b"\x00" * 40])
def test_nothing_is_an_error(data: bytes):
    with pytest.raises(EmptyError, match=r"a\.txt"):
        from_bytes("a.txt", data)


def test_the_kind_of_a_file_is_in_its_bytes():
    assert from_bytes("a.txt", b"junk before\n%PDF-1.4\n").media_type == PDF
    assert from_bytes("a.pdf", b"Topic\tTasks\n").media_type == TEXT


def test_bytes_of_a_broken_utf8_are_read_as_windows():
    assert decode("déjà vu".encode("cp1252"))[0] == "déjà vu"


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), min_size=20, max_size=80),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_encoded_is_decoded(text: str, encoding: str):
    latin = "plain words first, so that one can tell: " + text.replace("\x7f", "")
    assert decode(latin.encode(encoding))[0] == latin


@given(st.text(st.sampled_from("abc déïßñ.,\t\n"), min_size=30, max_size=80), st.sampled_from(["utf-16-le", "utf-16-be", "cp1252"]))
def test_what_was_encoded_without_a_mark_is_decoded(text: str, encoding: str):
    assert decode(f"plain {text}".encode(encoding))[0] == f"plain {text}"
