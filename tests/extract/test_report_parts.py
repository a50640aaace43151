"""A block dump is cut into its parts: front matter, minutes, annexes; participants and outline are kept out."""

import re

import pytest

from extract.report.pages import read_lines
from extract.report.parts import split

REPORT = """ Agenda of the sessions
I. Opening 
II. Postal parcels 
 Item I - Opening 

1. The Chair opened the sessions. The list of participants is set out at Annex I hereto. 
 2. The agenda was short. 



QX0701E 
 

2. 

3. In conclusion, the Committee: 
 adopted it. 

Item II - Postal parcels 
4. A pilot was shown. The revised plan of action for parcels is set out at Annex II hereto. 
5. The Chair closed 
 the sessions. 

*
* * 
 Ms. Qwendolyn Zzyzx 
Head of Parcels 
q.zzyzx@example.org 
 REVISED PLAN OF ACTION FOR PARCELS 

(January 2031 to June 2033) 

 Action Body 

1 Weigh them PTC 
* 
* * 

Annex III to 
doc. QX0701Ea 

III/1. 

Draft programme 2031-2033 

1. Parcels 
16. 
III/2. 

Annex III to 
doc. QX0701Ea 
2. Letters 
\t1. The Chair opened the sessions.
 \t3. In conclusion, the Committee:
 
"""
PERSON = re.compile("zzyzx", re.IGNORECASE)


def texts(lines):
    return [line.words for line in lines if line.words and not line.furniture]


@pytest.fixture(scope="module")
def parts():
    return split(REPORT)


def test_the_minutes_run_from_their_first_item_to_the_text_of_the_last_paragraph(parts):
    assert texts(parts.minutes)[0] == "Item I - Opening"
    assert texts(parts.minutes)[-2:] == ["5. The Chair closed", "the sessions."]
    assert texts(parts.front) == ["Agenda of the sessions", "I. Opening", "II. Postal parcels"]


def test_an_annex_has_its_number_title_and_lines_with_or_without_a_head(parts):
    assert [(annex.number, annex.title) for annex in parts.annexes] == [
        ("II", "REVISED PLAN OF ACTION FOR PARCELS"),
        ("III", "Draft programme 2031-2033"),
    ]
    plan, programme = parts.annexes
    assert texts(plan.lines)[-3:] == ["1 Weigh them PTC", "*", "* *"]
    assert texts(programme.lines) == ["Draft programme 2031-2033", "1. Parcels", "16.", "2. Letters"]
    assert [line.words for line in programme.lines if line.opens_page] == ["Annex III to", "Annex III to"]


def test_the_list_of_participants_is_no_more_than_where_it_stands_and_how_long_it_is(parts):
    first, last = (next(i for i, line in enumerate(REPORT.split("\n"), 1) if said in line) for said in ("*", "q.zzyzx"))
    assert [(held.place.lines, held.words) for held in parts.participants] == [((first, last), 10)]
    assert not PERSON.search(repr(parts))


@pytest.mark.parametrize("title", ["LIST OF PARTICIPANTS", "LISTE DES PARTICIPANTS", "LISTA DE PARTICIPANTES", "WHO CAME"])
def test_an_annex_of_persons_is_withheld_by_its_title_or_by_what_it_is_full_of(title):
    head = f"* * \n\nAnnex I to\ndoc. QX0701Ea\n\nI/1.\n\n{title}\n\n"
    parts = split(REPORT.replace("* * \n", head, 1))
    assert [annex.number for annex in parts.annexes] == ["II", "III"]
    assert not PERSON.search(repr(parts))


def test_the_outline_at_the_end_is_kept_apart(parts):
    assert texts(parts.outline) == ["1. The Chair opened the sessions.", "3. In conclusion, the Committee:"]


def test_every_line_is_in_one_part(parts):
    shown = [*parts.front, *parts.minutes, *parts.outline, *(line for annex in parts.annexes for line in annex.lines)]
    withheld = [number for held in parts.participants for number in range(held.place.lines[0], held.place.lines[1] + 1)]
    assert sorted([line.number for line in shown] + withheld) == list(range(1, REPORT.count("\n") + 2))


def test_the_reference_is_the_one_that_the_annexes_belong_to(parts):
    assert parts.reference == "QX0701Ea"
    assert split(REPORT.split("* * \n")[0]).reference == "QX0701E"


@pytest.mark.parametrize("number", ["II", None])
def test_a_lone_annex_has_no_minutes(number):
    head = f"ANNEX - {number}\n\n" if number else ""
    foot = f"{number}/1.\n\nAnnex {number} to\nDoc. QX0701Ea\n\n" if number else "\f"
    parts = split(f"{head}Revised Programme 2031-2034\n\n1. Parcels Weigh them\n\nSpring 2032\n\n{foot}2. Letters Read them\n")
    assert (parts.minutes, parts.front, parts.participants) == ((), (), ())
    (annex,) = parts.annexes
    assert (annex.number, annex.title) == (number, "Revised Programme 2031-2034")
    assert texts(annex.lines)[1:] == ["1. Parcels Weigh them", "Spring 2032", "2. Letters Read them"]
    assert [line.page for line in annex.lines if line.words.startswith(("1.", "2."))] == [1, 2]


@pytest.mark.parametrize("misread", ["LI", "I", "II"])
def test_an_annex_goes_on_where_its_number_is_misread_in_the_head_of_a_page(misread):
    heads = ["ANNEX III", f"Annex {misread} to", "Annex III to", "Annex IV to"]
    text = "\n".join(f" {head}\nDoc. PX1204Ea\n\nPorts of page {page}\n" for page, head in enumerate(heads, 1))
    assert [annex.number for annex in split(text).annexes] == ["III", "IV"]


def test_pages_are_known_where_the_printed_numbers_agree_with_the_breaks():
    def page_of(text, words):
        return next(line.page for line in read_lines(text) if line.words == words)

    second, fourth = "\n\nQX0701E \n\n2. \n\nsecond \n", "\n\nQX0701E \n\n4. \n\nfourth\n"
    assert page_of(f"first \n{second} third \n{fourth}", "third") == 3
    assert page_of(f"first \n{second}lost break \n{fourth}", "lost break") is None
    assert page_of(f"first \n{second}lost break \n{fourth}", "fourth") == 4
    assert page_of("first\n\fsecond\n\fthird\n", "third") == 3


def test_a_number_alone_is_furniture_only_beside_a_page_s_mark():
    lines = read_lines("Transit\n\n16.\n\nsecond\n\nthird\n\nfourth\n\nQX0701E\n\n2.\n\nthird\n\n17\n\fnext\n")
    assert [line.words for line in lines if line.furniture] == ["QX0701E", "2.", "17"]
