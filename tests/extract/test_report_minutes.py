"""The concluding paragraphs of minutes: which they are, what they stand under, and their points made whole."""

import pytest

from extract.report.document import conclude
from extract.report.minutes import read_minutes
from extract.report.pages import read_lines
from normalize.decisions import normalize_decisions
from schemas.flags import FlagCode
from schemas.raw import Conclusion, Paragraph, Reading

HEAD = "Item I - Opening \n\n1. It opened. \n 2. It went on. \n\n"


def decisions(text):
    """The decisions of minutes that open with two paragraphs."""
    return normalize_decisions(each for each in read_minutes(read_lines(HEAD + text)) if isinstance(each, Conclusion))


def points(text, lead="3. In conclusion, the PTC:"):
    """The points of one concluding paragraph."""
    (decision,) = decisions(f"{lead} \n\n{text}\n\n \n4. It closed. \n")
    assert (decision.paragraph, decision.item_number) == (3, "I")
    return list(decision.decisions)


LEADS = [
    "In conclusion, the PTC:",
    "In conclusion, the PTC :",
    "In conclusion, the PTC;",
    "In conclusion the PTC:",
    "In summary, the Enforcement Committee:",
    "To sum up, the Working Group on Revenue Compliance and Fraud,",
    "To conclude, the TFAWG agreed to:",
    "By way of conclusion, the Sub-Committee:",
    "In conclusion, the Technical Committee on Customs Valuation and its Bureau:",
    "The Committee:",
    "After a long exchange, the IMSC:",
]


@pytest.mark.parametrize("lead", LEADS)
def test_a_conclusion_is_known_by_its_lead(lead):
    assert points(" took note; and \n\n agreed. \n", f"3. {lead}") == ["took note", "agreed"]


PROSE = [
    "In conclusion, the Chairperson thanked the hosts.",
    "In conclusion, the delegate of Ruritania listed: \n\n its ports; \n\n its airports.",
    "In summary, the Secretariat: \n\n had sent the papers; \n\n had heard nothing.",
    "The Secretariat named three papers: \n\n one late; \n\n one early.",
    "She had a question for the PTC: \n\n why so late? \n",
    "The Chairperson concluded the item.",
    "A word on time: in conclusion, the PTC was late.",
]


@pytest.mark.parametrize("text", PROSE)
def test_what_one_speaker_concludes_is_no_decision(text):
    assert decisions(f"3. {text} \n\n 4. It closed. \n") == ()


BULLETS = {"none": "", "lost": " ", "round": "• ", "private": "\uf0b7 ", "dash": "- ", "letters": "({}) ", "numbers": "{}) "}


@pytest.mark.parametrize("bullet", BULLETS.values(), ids=BULLETS)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n\n"], ids=["close", "blank", "two blanks"])
def test_points_are_told_apart_whatever_their_bullets(bullet, gap):
    said = ["took note of the\nreport of the ninth\nmeeting;", "heard two Members; and", "adopted the\nplan."]
    marks = [bullet.format(mark) for mark in ("abc" if bullet == "({}) " else "123")]
    kept = [mark if mark.startswith("(") or mark[:1].isdigit() else "" for mark in marks]
    printed = gap.join(f"{mark}{text}" for mark, text in zip(marks, said, strict=True))
    wanted = ["took note of the report of the ninth meeting", "heard two Members", "adopted the plan"]
    assert points(printed) == [f"{mark}{text}" for mark, text in zip(kept, wanted, strict=True)]


BREAKS = ["\n ", "\n\f", "\n\n\n\nPC0999E \n \n\n7. \n\n", "\n\n7\n\f", "\n\nhttps://example.org/paper.pdf\n "]


@pytest.mark.parametrize("cut", BREAKS, ids=["one blank", "form feed", "running head", "foot", "link"])
def test_a_point_goes_on_over_a_page_break(cut):
    assert points(f" took note of the long {cut}report; and \n\n agreed. ") == ["took note of the long report", "agreed"]
    assert points(f" took note; and {cut} agreed on \nit. ") == ["took note", "agreed on it"]


def test_words_are_joined_as_printed():
    assert points(" took note of the RAM-\nMAP, of inter- \nand extra-regional trade and/\nor of the \nrest. ") == [
        "took note of the RAM-MAP, of inter- and extra-regional trade and/or of the rest"
    ]


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("• asked for:\n- a paper;\n- a plan; and\n• agreed.", ["asked for: a paper; a plan", "agreed"]),
        ("• asked for:\n(i) a paper;\n(ii) a plan; and\n• agreed.", ["asked for: (i) a paper; (ii) a plan", "agreed"]),
        (" asked for: \n- a paper; \n- a plan; and \n\n agreed. ", ["asked for: a paper; a plan", "agreed"]),
    ],
)
def test_nested_points_are_part_of_theirs(printed, wanted):
    assert points(printed) == wanted


@pytest.mark.parametrize(
    "closing", ["a plan.", "a plan", "a plan;", "a plan; and", "a plan, and", "a plan ;", "a plan; or", "a plan and"], ids=repr
)
def test_the_marks_that_close_a_point_are_left_out(closing):
    assert points(f"• adopted {closing}\n• agreed.") == ["adopted a plan", "agreed"]


def test_what_follows_the_last_full_stop_is_no_point():
    assert points(" took note; and \n\n agreed. \n A talk on plants") == ["took note", "agreed"]
    assert points("• took note; and\n• agreed.\n\nA talk on plants") == ["took note", "agreed"]


def test_a_footnote_at_the_end_of_a_page_is_no_part_of_a_point():
    assert points(f" took note of the \n{' ' * 40}\n1 See the paper. \n\n\nPC0999E \n\n7. \n\nreport. ") == ["took note of the report"]


def test_a_conclusion_in_one_sentence_has_its_parts_as_points():
    assert points("", "3. In conclusion, the PTC took note of the report; heard two \nMembers; and adopted the plan.") == [
        "took note of the report",
        "heard two Members",
        "adopted the plan",
    ]


def test_a_conclusion_without_a_number():
    (decision,) = decisions("In conclusion, the PTC: \n\n took note. \n\n \n3. It closed. \n")
    assert (decision.paragraph, decision.decisions) == (None, ("took note",))


CONCLUDED = "{}. In conclusion, the PTC: \n\n took note. \n\n \n"


def under(*headings):
    """What conclusions stand under: each after one of the headings and a paragraph."""
    text = "".join(f"{heading} \n\n{2 * i + 3}. They spoke. \n\n{CONCLUDED.format(2 * i + 4)}" for i, heading in enumerate(headings))
    found = decisions(text)
    assert [each.paragraph for each in found] == [2 * i + 4 for i in range(len(headings))]
    return [(each.item_number, each.item_title, each.sub_item, each.sub_item_title) for each in found]


@pytest.mark.parametrize("word", ["Item II - Transit", "Agenda Item II – Transit", "ITEM II: Transit", "II. Transit", "II – Transit"])
def test_an_item_is_known_by_its_heading(word):
    assert under(word) == [("II", "Transit", None, None)]


def test_sub_items_hold_until_the_next_one():
    assert under("Item II - Transit \n\n(a) Rail", "(b) Road – the long \nway home", "Item III - Post") == [
        ("II", "Transit", "a", "Rail"),
        ("II", "Transit", "b", "Road – the long way home"),
        ("III", "Post", None, None),
    ]


def test_sub_items_that_follow_each_other_are_concluded_together():
    listed = "Item II - Transit \n(For decision) \n\n(a) Rail \n(b) Report of the Sub-\n\nCommittee \n• its mandate \n (c) Sea"
    assert under(listed, "(b) Road") == [("II", "Transit", None, None), ("II", "Transit", "b", "Road")]


def test_a_list_inside_a_paragraph_is_no_sub_item():
    listed = "3. They named: \n\na. one port;  \n\nb. one airport.  \n\n"
    (decision,) = decisions(f"(b) Rail \n\n{listed}4. In conclusion, the PTC: \n\n took note. \n")
    assert (decision.sub_item, decision.sub_item_title) == ("b", "Rail")


def test_the_source_of_a_point_is_its_lines():
    text = HEAD + "3. In conclusion, the PTC: \n\n took note of the \nlong report; and \n\n\fagreed. \n"
    (conclusion,) = (each for each in read_minutes(read_lines(text)) if isinstance(each, Conclusion))
    assert [[(place.page, place.lines) for place in point.places] for point in conclusion.points] == [[(None, (8, 9))], [(None, (11, 11))]]


def test_every_word_is_in_one_fragment():
    text = HEAD + "3. In conclusion, the PTC: \n\n took note; and \n\n agreed. \n A talk \n\n\nPC0999E \n\n7. \n\n4. It closed. \n"
    words = []
    for each in read_minutes(read_lines(text)):
        said = [each.text] if isinstance(each, Paragraph) else [each.lead, *(point.text for point in each.points)]
        words += " ".join(said).split()
    assert sorted(words) == sorted(text.split())


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("• took note;\n• agreed.", []),
        ("• took note\n• agreed", [FlagCode.CLOSE_JOIN]),
        ("• took note;\n• agreed; and", [FlagCode.CUT_OFF]),
    ],
)
def test_a_list_that_is_not_closed_is_flagged(printed, codes):
    text = HEAD + f"3. In conclusion, the PTC: \n\n{printed}\n\n4. It closed.\n"
    found = tuple(each for each in read_minutes(read_lines(text)) if isinstance(each, Conclusion))
    document, _ = conclude(Reading(conclusions=found))
    assert [flag.code for flag in document.flags] == codes
