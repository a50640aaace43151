"""What a person should look at: a flag is data about the document, never an exception."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from msgspec import Meta


class FlagCode(StrEnum):
    """Every reason for which a cell, a row or a document is held up to a person."""

    UNPARSED_TIMELINE = "unparsed_timeline"  # no date, recurrence or condition could be read from the words
    REPAIRED_TIMELINE = "repaired_timeline"  # read after a small repair, such as a lost bracket
    UNTANGLED_CHANGE = "untangled_change"  # struck and inserted words stood in one stream; before and after were found by search
    UNPARSED_CODE = "unparsed_code"  # a word of the codes cell is no strategic code
    REPAIRED_CODE = "repaired_code"  # a word of the codes cell is one but for a sign that a scan misread
    UNPARSED_TYPE = "unparsed_type"  # the type cell holds neither A nor M nor the words
    REPAIRED_TYPE = "repaired_type"  # the word in the type cell lacks letters, or was misread
    UNKNOWN_BODY = "unknown_body"  # a body that the vocabulary does not hold; kept as printed
    ASSUMED_MERGED = "assumed_merged"  # an empty cell took the value above without a ruling line to prove it
    JOINED_MERGED = "joined_merged"  # the text goes on the merged cell above; read as one cell
    CLOSE_JOIN = "close_join"  # new row or rest of the last one? the decision was close
    CLOSE_COLUMN = "close_column"  # in a text without columns, some words may as well belong to another cell
    CLOSE_CUT = "close_cut"  # a narrow cell may have cut a word here, or have parted two; the decision was close
    MISSING_CELL = "missing_cell"  # a column that is never empty is empty here
    REPAIRED_NUMBER = "repaired_number"  # a scan lost the number of a topic or an item of a list; it is what the others leave, or empty
    NUMBER_GAP = "number_gap"  # the printed numbers do not run on
    COLUMN_SHIFT = "column_shift"  # a row with more or fewer cells than its header
    CUT_OFF = "cut_off"  # the table ends in the middle of a cell, or a list of points before its last one
    DAMAGED_TEXT = "damaged_text"  # characters that could not be decoded
    NO_PROFILE = "no_profile"  # the document fits no profile; the printed headers are the columns
    NO_HEADER = "no_header"  # a table without a header; columns are named by position
    UNACCOUNTED_WORDS = "unaccounted_words"  # words of a page that ended in no cell, heading, note or furniture
    UNREAD_ANNEX = "unread_annex"  # an annex of a report in which no table was read
    STRUCK_ROW = "struck_row"  # a tracked change takes out a whole row
    MARGIN_CHANGE = "margin_change"  # a balloon in the margin holds words that were deleted; the reading before the change lacks them
    NAME_CLASH = "name_clash"  # another input claimed the same document name
    UNKNOWN_SECTION = "unknown_section"  # a row that stands under no heading the profile knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One thing to look at; `field` is None where the whole row, or the whole document, is meant."""

    field: Annotated[str | None, Meta(description="The field that is meant; null where the whole row is.")] = None
    code: Annotated[FlagCode, Meta(description="What is the matter.")]
    detail: Annotated[str, Meta(description="What was found, in words, with the printed form.")] = ""
