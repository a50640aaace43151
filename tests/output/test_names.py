"""Names that are safe as file names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annextract.names import LONGEST, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PT0695Ea-II", "PT0695Ea-II"),
        ("Work programme (final) 2022", "Work programme (final) 2022"),
        ("Überblick-Ⅳ", "Überblick-Ⅳ"),
        ("../../etc/passwd", "_._etc_passwd"),
        ("a/b\\c\x00d\ne", "a_b_c_d_e"),
        ("a=b%20*?[x]$HOME", "a_b_20___x__HOME"),
        (".hidden. ", "hidden"),
        ("..", "document"),
        ("", "document"),
        ("e\u0301", "é"),
        ("a\u202eb", "a_b"),
        ("é" * 150, "é" * 100),
        ("a\ud800b", "a_b"),
    ],
)
def test_examples(text, name):
    assert safe_name(text) == name


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_always_safe(text):
    name = safe_name(text)
    assert safe_name(name) == name
    assert 0 < len(name.encode()) <= LONGEST
    assert not set(name) & set("/\\:*?[]=%$\"'<>|")
    assert ".." not in name
    assert name[0] not in ". " and name[-1] not in ". "
    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in name)
