"""Task types: `A` or `M`, or the words, whole or torn by a narrow column."""

import re
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from normalize.codes import Problems
from normalize.language import fold
from normalize.vocabulary import load
from schemas.flags import FlagCode
from schemas.row import TaskType

_NO_LETTER = re.compile(r"[^a-z]+")
_BULLET = re.compile(r"^\s*(?:\W+|[a-z]\s)\s*")  # a scan reads a bullet as a sign or as a small letter of its own
_SHORTEST_PART, _SHORTEST_MISREAD = 3, 6  # letters
_LIKE = 0.8

_GOES_ON, _IS_WHOLE = 3.0, -5.0


@lru_cache(maxsize=4096)
def parse_task_type(text: str) -> tuple[TaskType | None, Problems]:
    """Read a type cell; an empty one is no type and no problem. A word that lost a letter or two is read, and told."""
    found = _whole(text)
    if found is not None or not text.strip():
        return found, ()
    printed, repaired = " ".join(text.split()), _repaired(text)
    return repaired, ((FlagCode.UNPARSED_TYPE if repaired is None else FlagCode.REPAIRED_TYPE, printed),)


def score_task_type(text: str) -> float:
    """1 for a whole type, less for a part of one of the words, else 0."""
    if _whole(text) is not None:
        return 1.0
    part = _letters(text)
    is_part = len(part) >= _SHORTEST_PART and any(word.startswith(part) or word.endswith(part) for word in _words())
    return 0.6 if is_part else 0.0


def joins_task_type(before: str, after: str) -> float:
    """Log-odds that `after` goes on the type cell `before`: a whole type never goes on, a torn word always does."""
    if _whole(before) is not None:
        return _IS_WHOLE
    joined = _letters(before) + _letters(after)
    starts = bool(_letters(before)) and bool(_letters(after)) and any(word.startswith(joined) for word in _words())
    return _GOES_ON if starts else 0.0


def _whole(text: str) -> TaskType | None:
    letter = load("codes")["task_type_letters"].get(text.strip(" \t\n.*•·-"))
    if letter:
        return TaskType(letter)
    found = {_words().get(_letters(line)) for line in (text, _BULLET.sub("", text, count=1))} - {None}
    return found.pop() if len(found) == 1 else None


def _repaired(text: str) -> TaskType | None:
    """The one type whose word the text is but for a few letters, or begins."""
    letters = _letters(_BULLET.sub("", text, count=1))
    if len(letters) < _SHORTEST_MISREAD:
        return None
    like = {
        kind for word, kind in _words().items() if word.startswith(letters) or Levenshtein.normalized_similarity(word, letters) >= _LIKE
    }
    return like.pop() if len(like) == 1 else None


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", fold(text).casefold())


@cache
def _words() -> dict[str, TaskType]:
    return {_letters(word): TaskType(kind) for kind, words in load("codes")["task_types"].items() for word in words}
