"""The stages in order: a source becomes readings of its documents, each becomes whole rows, the rows records. Read this page first."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from annextract.collector import collector_paused
from annextract.stages import Stages
from extract.document import extract, verdicts
from extract.profile import Profile, Verdict
from extract.readers import read
from extract.source import Source
from schemas.document import Conversion, Words
from schemas.errors import at
from schemas.flags import Flag
from schemas.raw import Seen

FITS = 0.7  # share of header words from which a profile is taken to fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one source: its documents, the balance of its words, and the seconds of each stage."""

    conversions: tuple[Conversion, ...]
    words: Words
    seconds: dict[str, float]


@collector_paused()
def convert_source(source: Source, profiles: Sequence[Profile], jobs: int = 1, seen: Seen = ()) -> Result:
    """Convert one source: a pure function of its bytes, its name, the profiles and the cells seen before.

    Args:
        source: What to convert.
        profiles: The families to choose from.
        jobs: How many processes may read it at a time, where it is a long PDF; what comes of it is the same.
        seen: Texts of cells of an earlier revision; they help to read a text whose columns are gone.

    Raises:
        InputError: the source cannot be read, or holds no table; it names the file and what to do.
    """
    stages = Stages()
    with at(source=source.name):
        with stages.stage("load"):  # spaCy and the PDF library are imported where they are used first
            from normalize.document import normalize
            from normalize.recognisers import recognisers
        with stages.stage("read"):
            readings = deque(read(source, jobs))
        conversions: list[Conversion] = []
        words = Words()
        while readings:
            with stages.stage("profile"):
                profile = fitting(verdicts(readings[0].fragments, profiles))
            with stages.stage("stitch"):
                extraction = extract(readings.popleft(), profile, recognisers(), seen)  # its fragments go as its rows come
            with stages.stage("normalize"):
                facts = _facts(source, extraction.page_count)
                conversions += (normalize(raw, facts, source.stem) for raw in extraction.documents)
            words = words.plus(extraction.words)
            conversions[:1] = [_flagged(first, extraction.flags) for first in conversions[:1]]
    return Result(conversions=tuple(conversions), words=words, seconds=stages.seconds)


def _flagged(conversion: Conversion, flags: Sequence[Flag]) -> Conversion:
    """The conversion with flags added to its document."""
    return replace(conversion, document=replace(conversion.document, flags=(*conversion.document.flags, *flags)))


def fitting(ranked: Sequence[Verdict]) -> Profile | None:
    """The best profile, if it fits well enough."""
    return ranked[0].profile if ranked and ranked[0].score >= FITS else None


def _facts(source: Source, page_count: int | None) -> dict[str, object]:
    """The fields of a document that say what was read."""
    return {
        "source_name": PurePath(source.name).name,
        "source_sha256": source.sha256,
        "media_type": source.media_type,
        "page_count": page_count,
    }
