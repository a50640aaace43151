"""Header words as they compare: broken prints, footnote marks and case made equal."""

import re
from functools import lru_cache

NOISE = re.compile(r"[\W\d_¹²³⁰⁴-⁹]+")


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """The letters of a header cell alone: `WC O Strat egic Plan 1` and `WCO Strategic Plan ¹` are one."""
    return NOISE.sub("", text).casefold()
