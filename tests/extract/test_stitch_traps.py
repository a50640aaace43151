"""Each trap of a dumped programme on its own, in a text of a few lines."""

import pytest
from programmes import HEADER
from stitching import FULL, HEAD, TITLE, codes, column, dump, extracted, full, line, piece, rows_of, text

from schemas.flags import FlagCode

OTHER = {"topic_number": "2.", "topic": "Night Shifts", "task": "Map the posts that close at night", "indicator": "Map agreed"}
NOTE = "¹ Topics keep their number."
FURNITURE = "Annex II to\n Doc. PT0712Ea\n (March 2026)"


# ---------------------------------------------------------------------------------------------------------------- one row cut


def test_a_row_cut_in_its_progress_is_one_row():
    rows = rows_of(piece(full(progress="The draft was read by")), piece(line(progress="nine ports and sent back.")))
    assert column(rows, "progress") == ["The draft was read by nine ports and sent back."]


def test_a_row_cut_between_two_sentences_of_its_progress_is_one_row():
    inner = [full(**OTHER), full(**OTHER | {"topic_number": "3."})]
    rows = rows_of(piece(*inner, full(progress="The draft was read.")), piece(line(progress="It goes to print in May.")))
    assert column(rows, "progress")[2:] == ["The draft was read. It goes to print in May."]


def test_a_row_cut_in_its_codes_keeps_them_in_order():
    rows = rows_of(
        piece(full(strategic_codes="SG SO1 SP1", progress="A first draft went")),
        piece(line(strategic_codes="SP6 LD2", progress="out in May.")),
    )
    assert column(rows, "strategic_codes") == ["SG SO1 SP1 SP6 LD2"]
    assert column(rows, "progress") == ["A first draft went out in May."]


def test_a_task_cut_in_mid_sentence_is_one_task():
    rows = rows_of(
        piece(full(task="Draft a guide to the lending of", progress="Nine ports have")),
        piece(line(task="tools between ports", progress="answered so far.")),
    )
    assert column(rows, "task") == ["Draft a guide to the lending of tools between ports"]


def test_a_row_cut_twice_is_one_row():
    rows = rows_of(
        piece(full(indicator="Guide published in", progress="The first part was read, the")),
        piece(line(indicator="three", progress="second was sent back and the")),
        piece(line(indicator="languages", progress="third is with the translators.")),
    )
    assert column(rows, "indicator") == ["Guide published in three languages"]
    assert column(rows, "progress") == ["The first part was read, the second was sent back and the third is with the translators."]


def test_a_body_cell_goes_on_with_its_bracket():
    rows = rows_of(
        piece(full(responsible_body="PTC, Council", progress="The draft was sent to")),
        piece(line(responsible_body="(only the final text)", progress="both of them.")),
    )
    assert column(rows, "responsible_body") == ["PTC, Council (only the final text)"]


def test_a_timeline_cut_in_a_date_is_one_timeline():
    rows = rows_of(
        piece(full(timeline="October 2026 (PTC) December", progress="It will go to both of")),
        piece(line(timeline="2026 (Council)", progress="them.")),
    )
    assert column(rows, "timeline") == ["October 2026 (PTC) December 2026 (Council)"]


def test_a_timeline_cut_in_a_year_is_one_timeline():
    rows = rows_of(
        piece(full(timeline="June 2026 (PTC) December 202", progress="It will go to both of")),
        piece(line(timeline="7 (Council)", progress="them.")),
    )
    assert column(rows, "timeline") == ["June 2026 (PTC) December 2027 (Council)"]


def test_a_word_cut_at_its_hyphen_is_one_word():
    rows = rows_of(piece(full(progress="It was read by low-")), piece(line(progress="income ports.")))
    assert column(rows, "progress") == ["It was read by low-income ports."]


def test_the_places_of_a_row_are_all_its_lines():
    (row,) = rows_of(piece(full(progress="The draft was read by")), piece(line(progress="nine ports.")))
    assert [place.lines for place in row.places] == [(6, 6), (9, 9)]
    assert [place.lines for place in row.cells["progress"].places] == [(6, 6), (9, 9)]
    assert [place.lines for place in row.cells["topic"].places] == [(6, 6)]


# ------------------------------------------------------------------------------------------------------- new row after a break


def test_a_new_topic_right_after_a_break_is_a_new_row():
    rows = rows_of(piece(full()), piece(full(**OTHER)))
    assert column(rows, "topic") == ["Tool Lending", "Night Shifts"]
    assert all("close_join" not in codes(row) for row in rows)


def test_where_a_row_after_a_break_may_be_the_rest_of_the_last_one_both_are_flagged():
    inner = [full(**OTHER), full(**OTHER | {"topic_number": "3."})]
    rows = rows_of(piece(*inner, full()), piece(line(indicator="Papers on lending", timeline="May 2027")))
    assert column(rows, "timeline") == ["June 2026 (PTC)", "June 2026 (PTC)", "June 2026 (PTC)", "May 2027"]
    assert ["close_join" in codes(row) for row in rows] == [False, False, True, True]


def test_a_further_task_right_after_a_break_is_a_new_row():
    rows = rows_of(piece(full()), piece(line(task="Train lenders", task_type="M", responsible_body="PTC", timeline="Ongoing")))
    assert column(rows, "task") == ["Draft a guide to lending", "Train lenders"]
    assert column(rows, "topic") == ["Tool Lending"] * 2


def test_a_further_indicator_right_after_a_break_is_a_new_row():
    bare = [line(indicator=f"Course {n} held", timeline="Ongoing", progress=f"Course {n} was full.") for n in range(1, 6)]
    rows = rows_of(piece(full(), *bare[:4]), piece(bare[4]))
    assert len(rows) == 6
    assert text(rows[-1], "indicator") == "Course 5 held"
    assert column(rows, "task") == ["Draft a guide to lending"] * 6


def test_a_new_row_whose_first_word_is_small_is_new_when_it_has_a_number():
    rows = rows_of(piece(full(task="Look into the")), piece(full(topic_number="2.", topic="eCommerce", task="draft a guide")))
    assert column(rows, "topic") == ["Tool Lending", "eCommerce"]


# ------------------------------------------------------------------------------------------------------------- merged cells


def test_empty_codes_of_a_further_task_are_those_above():
    rows = rows_of(
        piece(full(), line(task="Train lenders", task_type="M", responsible_body="PTC", indicator="Course held", timeline="Ongoing"))
    )
    assert column(rows, "strategic_codes") == ["SG SO1 SP1"] * 2
    assert "assumed_merged" in codes(rows[1])
    assert "assumed_merged" not in codes(rows[0])


def test_codes_merged_over_several_tasks_and_cut_hold_for_all_of_them():
    further = [
        line(task=f"{name} lenders", task_type="M", responsible_body="PTC", indicator=f"{name} done", timeline="Ongoing")
        for name in ("Train", "Rate")
    ]
    rest = line(
        strategic_codes="SP6 LD2", task="Thank lenders", task_type="M", responsible_body="PTC", indicator="Done", timeline="Ongoing"
    )
    rows = rows_of(piece(full(), *further), piece(rest))
    assert column(rows, "strategic_codes") == ["SG SO1 SP1 SP6 LD2"] * 4
    assert column(rows, "task") == ["Draft a guide to lending", "Train lenders", "Rate lenders", "Thank lenders"]
    assert "joined_merged" in codes(rows[-1])


def test_codes_that_begin_anew_are_those_of_the_new_task():
    task = line(task="Train lenders", strategic_codes="SG SO2", task_type="M", responsible_body="PTC", indicator="Held", timeline="Ongoing")
    assert column(rows_of(piece(full()), piece(task)), "strategic_codes") == ["SG SO1 SP1", "SG SO2"]


def test_a_topic_change_ends_merged_cells():
    bare = {"strategic_codes": "", "task_type": "", "responsible_body": ""}
    rows = rows_of(piece(full(), full(**OTHER, **bare)))
    assert column(rows, "strategic_codes") == ["SG SO1 SP1", None]
    assert column(rows, "task_type") == ["A", None]
    assert column(rows, "responsible_body") == ["PTC, PC, Council", None]
    assert "missing_cell" in codes(rows[1])


def test_each_cell_is_held_up_that_is_empty_as_nowhere_else():
    bare = {"strategic_codes": "", "task_type": "", "responsible_body": ""}
    rows = rows_of(piece(full(), full(**OTHER, **bare)))
    missing = {flag.field for flag in rows[1].flags if flag.code is FlagCode.MISSING_CELL}
    assert missing >= {"strategic_codes", "task_type", "responsible_body"}


def test_a_further_task_does_not_take_type_and_bodies_of_the_task_above():
    rows = rows_of(piece(full(), line(task="Train lenders", indicator="Course held", timeline="Ongoing")))
    assert column(rows, "task_type") == ["A", None]
    assert column(rows, "responsible_body") == ["PTC, PC, Council", None]
    assert "missing_cell" in codes(rows[1])


def test_a_merged_cell_is_one_object_in_all_its_rows():
    first, second = rows_of(piece(full(), line(indicator="Course held", timeline="Ongoing", progress="It was full.")))
    shared = {field for field in first.cells if first.cells[field] is second.cells.get(field)}
    assert shared == {"topic_number", "topic", "task", "strategic_codes", "task_type", "responsible_body"}


def test_a_really_empty_indicator_stays_empty():
    first, second = rows_of(piece(full(), full(**OTHER, progress="It was agreed.").replace("Map agreed", "")))
    assert text(first, "indicator") == "Guide published"
    assert text(second, "indicator") is None
    assert "missing_cell" not in codes(second)


def test_an_empty_progress_is_no_merged_cell():
    rows = rows_of(piece(full(), line(indicator="Course held", timeline="Ongoing")))
    assert column(rows, "progress") == ["A first draft went out.", None]


def test_a_row_of_its_own_bodies_keeps_them():
    rows = rows_of(piece(full(), line(responsible_body="CBC", indicator="Course held", timeline="Ongoing", progress="It was full.")))
    assert column(rows, "responsible_body") == ["PTC, PC, Council", "CBC"]
    assert column(rows, "task_type") == ["A", "A"]


# ------------------------------------------------------------------------------------------------- headers, notes, furniture


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        HEAD.upper(),
        HEAD.replace("WCO Strategic Plan", "WC O Strat egic Plan ¹"),
        HEAD.replace("Topic", "Topic ²").replace("Responsible", "Respon sible"),
        HEAD.replace("Type of task", "Type of ta"),  # one word lost: still a header
        "\t".join([*HEADER[:3], "¹", *HEADER[4:]]),
        "",
    ],
    ids=["as it is", "capitals", "broken words", "footnote marks", "a letter lost", "a title lost", "none"],
)
def test_a_repeated_header_however_broken_changes_no_row(head: str):
    rows = rows_of(piece(full(progress="The draft was read by")), piece(line(progress="nine ports."), full(**OTHER), head=head or None))
    assert column(rows, "progress") == ["The draft was read by nine ports.", "A first draft went out."]
    assert column(rows, "topic") == ["Tool Lending", "Night Shifts"]


def test_footnotes_and_furniture_in_between_change_no_row():
    cut = [piece(full(progress="The draft was read by")), piece(line(progress="nine ports."))]
    plain = rows_of(*cut)
    assert column(plain, "progress") == ["The draft was read by nine ports."]
    for between in ([NOTE], [FURNITURE], [NOTE, FURNITURE], ["---", NOTE]):
        assert column(rows_of(cut[0], *between, cut[1]), "progress") == column(plain, "progress")


def test_furniture_that_repeats_is_no_note():
    chunks = [piece(full()), FURNITURE, piece(full(**OTHER)), FURNITURE, piece(full(topic_number="3."))]
    words = extracted(dump(*chunks)).words
    assert words.furniture == 2 * 7  # Annex II to, Doc. PT0712Ea, March 2026
    assert words.notes == 0
    assert words.unaccounted == 0


def test_the_words_of_a_note_are_counted_as_notes():
    words = extracted(dump(piece(full()), NOTE, piece(full(**OTHER)))).words
    assert words.notes == len(("¹", "Topics", "keep", "their", "number"))
    assert words.headings == len(("Revised", "PTC", "Work", "Programme", "2025", "2028")) + 6 + 2 * sum(
        len(title.split()) for title in HEADER
    )


def test_a_table_cut_off_at_the_end_is_flagged():
    (row,) = rows_of(piece("\t".join(list(FULL.values())[:6])))
    assert "cut_off" in codes(row)


# ----------------------------------------------------------------------------------------------------------------- sections


def test_a_new_part_ends_the_row_before_it():
    rows = rows_of(piece(full(progress="The draft was read by")), "PART II – CONTINUOUS TASKS", piece(line(progress="nine ports.")))
    assert [row.section.number if row.section else None for row in rows] == ["I", "II"]
    assert column(rows, "progress") == ["The draft was read by", "nine ports."]


def test_the_deleted_annex_has_topics_without_numbers():
    task = full(topic_number="", topic="Seed Parcels", task="Weigh seeds", progress="Deleted in 2025.")
    other = full(topic_number="", topic="Rail Corridors", task="Count trains", progress="Deleted in 2024.")
    rows = rows_of(piece(full()), "ANNEX – DELETED TASKS", piece(task, other, head=HEAD.replace("No\t", "\t")))
    assert [row.section.number for row in rows if row.section] == ["I", "deleted", "deleted"]
    assert column(rows, "topic") == ["Tool Lending", "Seed Parcels", "Rail Corridors"]
    assert column(rows, "topic_number") == ["1.", None, None]


def test_an_inactive_list_has_a_row_for_each_item():
    rows = rows_of(piece(full()), "PART IV - INACTIVE TOPICS AND TASKS", "1. Horse Posts\n2. Lamp Oil\n3. Ice Trade")
    assert [row.record_kind for row in rows] == ["task", *["inactive_topic"] * 3]
    assert column(rows, "topic")[1:] == ["Horse Posts", "Lamp Oil", "Ice Trade"]
    assert column(rows, "topic_number")[1:] == ["1", "2", "3"]
    assert {row.section.number for row in rows[1:] if row.section} == {"IV"}


def test_a_numbered_line_outside_an_inactive_list_is_no_row():
    rows = rows_of("1. Read this first", piece(full()))
    assert column(rows, "topic") == ["Tool Lending"]


def test_a_paragraph_after_an_inactive_list_is_no_row():
    rows = rows_of(piece(full()), "PART IV - INACTIVE TOPICS AND TASKS", "1. Horse Posts", "The list is open.")
    assert column(rows, "topic") == ["Tool Lending", "Horse Posts"]


def test_rows_under_no_heading_have_no_section():
    extraction = extracted("\n\n".join([TITLE, piece(full())]))
    assert [row.section for document in extraction.documents for row in document.rows] == [None]


# ------------------------------------------------------------------------------------------------------------ column shifts


@pytest.mark.parametrize("extra", [1, 2, 3])
def test_a_row_of_too_many_cells_is_flagged_and_loses_no_word(extra: int):
    long = full() + "".join(f"\tlost{n}" for n in range(extra))
    rows = rows_of(piece(full(**OTHER), long, full(topic_number="3.")))
    assert len(rows) == 3
    assert "column_shift" in codes(rows[1])
    assert "column_shift" not in codes(rows[0]) | codes(rows[2])
    printed = " ".join(cell.text for cell in rows[1].cells.values()).split()
    assert sorted(word for word in printed if word.startswith("lost")) == [f"lost{n}" for n in range(extra)]


@pytest.mark.parametrize("count", [5, 7, 8])
def test_a_row_of_too_few_cells_is_flagged_and_loses_no_word(count: int):
    short = "\t".join(list((FULL | OTHER).values())[:count])
    rows = rows_of(piece(full(), short, full(topic_number="3.")))
    assert len(rows) == 3
    assert "column_shift" in codes(rows[1])
    assert [cell.text for cell in rows[1].cells.values()] == list((FULL | OTHER).values())[:count]


def test_a_short_row_after_a_break_is_flagged():
    rows = rows_of(
        piece(full(progress="The draft was read by")), piece("\t".join(list((FULL | OTHER).values())[:8]), full(topic_number="3."))
    )
    assert len(rows) == 3
    assert "column_shift" in codes(rows[1])


def test_rows_under_a_header_whose_columns_were_misread_are_flagged_and_it_is_none_of_them():
    torn = "\t".join([*HEADER[:5], "Responsible body Performance", "Indicators Timeline", "Prog ress"])
    below = "\t".join(list((FULL | OTHER).values())[:8])
    rows = rows_of(piece(full()), piece(below, full(topic_number="3."), head=torn), piece(full(topic_number="4.")))
    assert [row.cells["topic_number"].text for row in rows] == ["1.", "2.", "3.", "4."]
    misread = [[flag.detail for flag in row.flags if "which is that of no table" in flag.detail] for row in rows]
    assert [len(each) for each in misread] == [0, 1, 1, 0]
    assert "Indicators Timeline" in misread[1][0]


# -------------------------------------------------------------------------------------------------------------- no profile


def test_a_table_without_a_profile_has_its_printed_columns():
    extraction = extracted("Fares\n\nLine\tZone\tFare\nBlue\tA\t2.10\nRed\tB\t3.40\n\nLine\tZone\tFare\nGreen\tC\t1.00\n", profile=None)
    (document,) = extraction.documents
    assert [{name: cell.text for name, cell in row.cells.items()} for row in document.rows] == [
        {"Line": "Blue", "Zone": "A", "Fare": "2.10"},
        {"Line": "Red", "Zone": "B", "Fare": "3.40"},
        {"Line": "Green", "Zone": "C", "Fare": "1.00"},
    ]
    assert "no_profile" in {flag.code.value for flag in document.flags}
    assert extraction.words.unaccounted == 0
