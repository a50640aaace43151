"""Blanks where Word prints them: LibreOffice leaves out those at the end of a line or paragraph, unless they are of another kind."""

import re

PRINTED_BLANK = "\u2005"  # four-per-em space: a line may break behind it, and it is drawn even there
TEXT = re.compile(r"(?<=<w:t xml:space=\"preserve\">)[^<]+|(?<=<w:delText xml:space=\"preserve\">)[^<]+")
PARAGRAPH_END = re.compile(r"</w:p>")
LAST_BLANK = f'<w:r><w:t xml:space="preserve">{PRINTED_BLANK}</w:t></w:r></w:p>'


def kept_blanks(xml: str) -> str:
    """The part with every blank as one that is printed, and one more at the end of each paragraph."""
    return PARAGRAPH_END.sub(LAST_BLANK, TEXT.sub(lambda found: found[0].replace(" ", PRINTED_BLANK), xml))
