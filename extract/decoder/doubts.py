"""How likely a cell of an OCR's text is wrong: a logistic regression on what its reading leaves open (`doubts.toml`).

The margins of a reading alone say too little: where the columns' words run into each other, a beam keeps few other readings. So what
the cell's text looks like counts too, and how sure the readings around it are: a page that was read badly is in doubt as a whole.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp

from extract.decoder.costs import NUMBER
from extract.decoder.line_costs import CLOSING, is_open
from extract.decoder.syntax import follows
from extract.decoder.wording import fitted
from schemas.raw import ColumnKind, Recognisers

OTHERS = (ColumnKind.TIMELINE, ColumnKind.BODIES, ColumnKind.TASK_TYPE)
CLOSE = 3.0  # nats; a margin below it is a close call
SURE = 8.0  # nats from which a margin tells no more
SHORT, LONG = 4, 60  # words of a text that says little, and beyond which it tells no more
MOST_WORDING = 5.0  # nats


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells of one cell: by how many nats it was read so, and what its text looks like.

    `margin` is the least of its words' and of the words that may be its, `row_margin` the lesser of those of its row's ends;
    `breaks` counts the blank lines and page breaks within it; `banded` says whether its page's columns were read one after the other.
    """

    kind: ColumnKind
    field: str
    text: str
    breaks: int
    required: bool
    margin: float
    row_margin: float
    banded: bool


def features(evidence: Evidence, share: float, page_share: float, recognisers: Recognisers) -> dict[str, float]:
    """What the regression weighs; `share` and `page_share` are those of close calls among the cells of the text and of the cell's page."""
    kind, text = evidence.kind, evidence.text
    own = {f"banded_{kind.value}": 1.0, "banded_margin": 1 - min(evidence.margin, SURE) / SURE} if evidence.banded else {}
    found = own | {
        "always": 1.0,
        f"kind_{kind.value}": 1.0,
        "margin": 1 - min(evidence.margin, SURE) / SURE,
        "row_margin": 1 - min(evidence.row_margin, SURE) / SURE,
        "text_share": share,
        "page_share": page_share,
        "breaks": min(evidence.breaks, 6) / 6,
    }
    if not text:
        return found | {"empty_required" if evidence.required else "empty": 1.0}
    if kind in (ColumnKind.TEXT, ColumnKind.PROSE):
        return found | _running(evidence) | _strange(evidence, recognisers)
    if kind is ColumnKind.NUMBER:
        return found | {"unlike_number": float(NUMBER.fullmatch(text) is None)}
    if kind in recognisers:
        found[f"unlike_{kind.value}"] = 1 - recognisers[kind].score(text)
        found["words"] = min(text.count(" ") + 1, 8) / 8
    return found


def _strange(evidence: Evidence, recognisers: Recognisers) -> dict[str, float]:
    """What running text holds of other columns: a code, or, but for prose, nothing else than a time, a type or bodies."""
    text = evidence.text
    coded = ColumnKind.CODES in recognisers and any(recognisers[ColumnKind.CODES].score_part(word) > 0 for word in text.split())
    others = [recognisers[kind].score(text) for kind in OTHERS if kind in recognisers]
    return {"holds_codes": float(coded), "like_other": 0.0 if evidence.kind is ColumnKind.PROSE else max(others, default=0.0)}


def _running(evidence: Evidence) -> dict[str, float]:
    """What running text looks like: whether it is whole, and goes on from word to word as texts of its column do."""
    text = evidence.text
    words = text.split()
    gain = fitted().gain(evidence.field, text)
    return {
        "opens_inside": float(text[0].islower() or CLOSING.match(text) is not None),
        "ends_inside": float(is_open(text)),
        "unended": float(evidence.kind is ColumnKind.PROSE and text[-1] not in '.!?:;)”’"'),
        "short": float(len(words) < SHORT),
        "long": min(len(words), LONG) / LONG,
        "torn": min(1.0, 3 * sum(len(word) < 3 and word.isalpha() for word in words) / (len(words) + 3)),
        "flow": sum(follows(a, b) for a, b in pairwise(words)) / (len(words) + 1),
        "wording": max(-MOST_WORDING, min(MOST_WORDING, gain)) / MOST_WORDING,
    }


@cache
def _weights() -> dict[str, float]:
    return tomllib.loads(files("extract.decoder").joinpath("doubts.toml").read_text(encoding="utf-8"))


def chance_of_error(known: Mapping[str, float]) -> float:
    """The chance that a cell of these features is wrong, from 0 to 1."""
    weights = _weights()
    return 1 / (1 + exp(-sum(weights.get(name, 0.0) * value for name, value in known.items())))
