"""Crumbs of markup go, every word stays."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extract.markup import clean

LIST = '<ul style="list-style-type: none">'
PIECES = ("<p>", "</p>", "<i>", "</i>", "<b>", "</b>", "<em>", "</em>", "<sup>", "</sup>", "<u>", "</u>", "<br>", "<br/>", "**")
TAGS = (
    *PIECES,
    "<ul>",
    "</ul>",
    LIST,
    "<li>",
    "</li>",
    "<div>",
    "</div>",
    "<span class='x y'>",
    "</span>",
    "<strong>",
    "</strong>",
    "<ol>",
)
words = st.text(st.sampled_from("abcxyzàéß0189"), min_size=1, max_size=8)
ends = st.sampled_from(["", ".", ",", ";", ":", ")", "?"])


@pytest.mark.parametrize(
    ("crumbs", "text"),
    [
        ("plain words", "plain words"),
        ("<p>one</p> <p>two</p>", "one\ntwo"),
        ("<p>never closed", "never closed"),
        ("closed only</p> and on", "closed only\nand on"),
        ("held <i>in situ</i> here", "held in situ here"),
        ("held <i>in situ", "held in situ"),
        ("**bold** and plain", "bold and plain"),
        ("**bold that never ends", "bold that never ends"),
        ("3 <sup>rd</sup> round", "3 rd round"),
        ("5<sup>th</sup> round", "5th round"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("salt &amp; pepper", "salt & pepper"),
        ("it&#39;s &lt; 5 &#x2013; so", "it's < 5 – so"),
        ("ends in &amp", "ends in &"),
        ("R&D and Q&A", "R&D and Q&A"),
        ("3 < 5 and 5 > 3", "3 < 5 and 5 > 3"),
        ("  many \t blanks  ", "many blanks"),
        ("", ""),
        ("<p></p>", ""),
    ],
)
def test_crumbs_of_paragraphs_and_type(crumbs: str, text: str):
    assert clean(crumbs) == text


@pytest.mark.parametrize(
    ("crumbs", "text"),
    [
        ("See: <ul><li>one</li><li>two</li></ul>", "See:\n- one\n- two"),
        ("See: <ul><li>one<li>two", "See:\n- one\n- two"),
        (f"<p>See:</p> {LIST} - how to ; - what next ; - who. ", "See:\n- how to ;\n- what next ;\n- who."),
        (f"<p>See:</p> {LIST} - one", "See:\n- one"),
        ("well-known low - cost posts", "well-known low - cost posts"),  # no list, no item
    ],
)
def test_crumbs_of_lists(crumbs: str, text: str):
    assert clean(crumbs) == text


@pytest.mark.parametrize(
    "kept", ["see <reference> here", "type <Enter> to go on", "<name@example.org>", "the <PTC> met", "a <!-- aside --> b"]
)
def test_a_bracketed_word_that_is_no_tag_stays(kept: str):
    assert clean(kept) == kept


@pytest.mark.parametrize("word", ["<reference>", "</reference>"])
def test_a_word_in_brackets_keeps_its_neighbours(word: str):
    assert clean(f"<p>one {word} two") == f"one {word} two"


@given(st.lists(st.one_of(words.map(lambda word: (word, True)), st.sampled_from(TAGS).map(lambda tag: (tag, False))), max_size=30))
@example([("a", True), ("**", False), ("b", True), ("**", False), ("**", False)])
def test_the_words_in_are_the_words_out(parts: list[tuple[str, bool]]):
    text = " ".join(part for part, _ in parts)
    cleaned = clean(text)
    assert re.findall(r"\w+", cleaned) == [part for part, is_word in parts if is_word]
    assert not re.search(r"<\w|</", cleaned)


@given(st.lists(st.tuples(words, ends, st.sampled_from(("", *PIECES))), max_size=20))
def test_tags_that_touch_words_lose_none(parts: list[tuple[str, str, str]]):
    text = " ".join(f"{tag}{word}{end}" for word, end, tag in parts)
    assert "".join(clean(text).split()) == "".join(f"{word}{end}" for word, end, _ in parts)


@pytest.mark.parametrize(
    "cut",
    [
        'see <ul style="list',
        "see <p",
        "see </",
        "see </p",
        "see <!-- aside",
        "see <i words cut off",
        "costs <5 and more",
        "a <? b",
        "a <! b",
    ],
)
def test_a_tag_that_the_cell_cuts_off_stays(cut: str):
    assert clean(cut) == cut


@pytest.mark.parametrize(
    "crumbs",
    [
        "one <title>two three</title> four",
        "one </ two three> four",
        "one <textarea>two <i>three four",
        pytest.param("one <style>two three four"),
        pytest.param("one <script>two three four"),
        pytest.param("one <![CDATA[ two three ]]> four"),
        pytest.param("one <p two three> four"),
        pytest.param("one<b two and three>four"),
    ],
)
def test_odd_markup_swallows_no_word(crumbs: str):
    assert {"one", "two", "three", "four"} <= set(re.findall(r"\w+", clean(crumbs)))


@given(st.lists(words, min_size=1, max_size=10).map(" ".join))
def test_plain_text_is_left_as_it_is(text: str):
    assert clean(text) == text
    assert clean(clean(text)) == clean(text)
