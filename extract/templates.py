"""Line templates of a profile: `PART {roman} - {title}` instead of a regular expression; any dash matches any other."""

import re
from dataclasses import dataclass
from functools import cache

from schemas.errors import ProfileError

DASH = "[‐‑‒–—―−-]"
DATE = r"(?:(?:[^\W\d_]+\s+)?\d{4})"  # a word and a year: which words are months is not for this stage to know
SLOTS = {
    "roman": r"[IVXLC]+",
    "number": r"\d+(?:\.\d+)*",
    "ordinal": r"\d+\s*(?:st|nd|rd|th|er|e|ème)",
    "title": r"\S.*?",
    "reference": r"[A-Z]{2}\d{4}[A-Z]\w?",
    "brackets": r"[^()]*",
    "years": rf"\d{{4}}\s*(?:{DASH}|/)\s*(?:\d{{4}}|\d{{2}})",
    "date": DATE,
    "span": rf"{DATE}\s+(?:to|à|{DASH})\s+{DATE}",
    "capitals": r"(?-i:(?=[A-Z &-]*[A-Z]{6})[A-Z]+(?:[ &-]+[A-Z]+)+)",
    "phrase": r"(?-i:[^\W\d_a-z])[^.;:!?\n]{4,90}[^\W\d_]",
    "mark": r"\d{0,2}",
    "any": r".*?",
}
SLOT = re.compile(r"\\?\{(\w+)\\?\}")
LITERAL_DASH = re.compile(r"(?:\\ )?\\-(?:\\ )?")  # as re.escape writes it, with or without blanks around
DIGITS = re.compile(r"\d+")
FOOTNOTE_MARK = re.compile(r"[\s]*[¹²³⁰⁴-⁹]+$")


@dataclass(frozen=True, slots=True)
class Match:
    """What the slots of a template held."""

    slots: dict[str, str]

    def get(self, slot: str) -> str | None:
        """The text of a slot; None where the template lacks it or it is empty."""
        return self.slots.get(slot) or None


def plain(text: str) -> str:
    """The text as templates see it: blanks alike, the mark of a footnote gone."""
    return " ".join(FOOTNOTE_MARK.sub("", text.strip()).split())


@cache
def compile_template(template: str) -> re.Pattern[str]:
    """The pattern of a template; whole line, any case.

    Raises:
        ProfileError: the template names a slot that does not exist.
    """
    seen: set[str] = set()

    def slot(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in SLOTS:
            raise ProfileError(f"the template {template!r} has an unknown slot {{{name}}}", f"use one of {', '.join(sorted(SLOTS))}")
        group = f"?P<{name}>" if name not in seen and name != "any" else "?:"
        seen.add(name)
        return f"({group}{SLOTS[name]})"

    escaped = LITERAL_DASH.sub(lambda _: rf"\s*{DASH}\s*", re.escape(template)).replace(r"\ ", r"\s+")
    return re.compile(SLOT.sub(slot, escaped), re.IGNORECASE)


def match(template: str, text: str) -> Match | None:
    """What the template's slots hold in the text, or None where the whole text is not of that form."""
    found = compile_template(template).fullmatch(plain(text))
    return Match({name: value.strip() for name, value in found.groupdict().items() if value}) if found else None


def first_match(templates: tuple[str, ...], text: str) -> Match | None:
    """The match of the first template that fits."""
    return next((found for template in templates if (found := match(template, text))), None)


def without_title(template: str) -> str:
    """The form of a heading whose title is lost: up to the colon before it; the template itself where it has no such colon."""
    return template.removesuffix(" {title}") if template.endswith(": {title}") else template


def repeat_key(text: str) -> str:
    """What repeats from page to page: the text with its numbers masked, blanks and case made equal."""
    return DIGITS.sub("0", " ".join(text.split())).casefold()
