"""What one printed word of a mixed line looks like: the classes of blocks, and those that tell one torn piece from another."""

from extract.decoder import word_classes
from extract.decoder.verbs import verb
from schemas.raw import ColumnKind, Recognisers

LEAST_PART, LEAST_NAME = 0.6, 0.3  # scores of a recogniser from which a word looks like part of its kind, and may stand in its names
BULLET, VERBS = "bullet", ("verb", "deed")
CLASSES = (*word_classes.CLASSES, "name", "short", *VERBS, BULLET)
SURE = {*(kind.value for kind in word_classes.ORDER), "number"}  # classes that no name takes a word from
SHORT = 3  # letters of what may be the end of a torn word


def word_class(text: str, recognisers: Recognisers) -> str:
    """One of `CLASSES`; which words are bullets, their line tells."""
    found = word_classes.word_class(text, recognisers, LEAST_PART)
    if found in SURE:
        return found
    if ColumnKind.BODIES in recognisers and recognisers[ColumnKind.BODIES].score_part(text) >= LEAST_NAME:
        return "name"
    if found == "title":
        return verb(text) or found
    return "short" if found == "lower" and len(word_classes.letters_of(text)) <= SHORT else found
