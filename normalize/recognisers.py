"""What extract may ask of the column kinds, handed over by the pipeline."""

from normalize.bodies import joins_bodies, score_bodies, torn_name
from normalize.codes import joins_codes, score_codes
from normalize.task_types import joins_task_type, score_task_type
from normalize.time_words import score_time_word
from normalize.timelines import joins_timeline, score_timeline, times_side_by_side
from schemas.raw import ColumnKind, Recogniser, Recognisers


def recognisers() -> Recognisers:
    """A recogniser for each column kind whose text has a meaning; running text is for extract to judge."""
    return {
        ColumnKind.CODES: Recogniser(score_codes, joins_codes),
        ColumnKind.TASK_TYPE: Recogniser(score_task_type, joins_task_type),
        ColumnKind.BODIES: Recogniser(score_bodies, joins_bodies, torn=torn_name),
        ColumnKind.TIMELINE: Recogniser(score_timeline, joins_timeline, score_time_word, times_side_by_side),
    }
