"""Phrases from grammars: a rule is a list of templates, and `{rule}` in a template is another rule.

`{rule!c}` begins with a capital; `{2-40}` is a number of that range; `{a}` is `a` or `an`, as the next word asks; `{=name}` takes
a value that the caller gives. The phrases live in phrases/*.toml.
"""

import random
import re
import tomllib
from functools import cache
from pathlib import Path

SLOT = re.compile(r"\{(=?)([\w-]+)(!c)?\}")
RANGE = re.compile(r"(\d+)-(\d+)")
ARTICLE = re.compile(r"\x00(\W*)(\w*)")
VOWELS = tuple("aeiouAEIOU")
AS_CONSONANT = re.compile(r"(?:eu|uni|us[ei]|one\b|UN|UPU)", re.IGNORECASE)
AN_ACRONYM = re.compile(r"[FHLMNRSX][A-Z]+$|[AEFHILMNORSX]\d")
FOLDER = Path(__file__).resolve().parent / "phrases"
TRIES = 400


@cache
def rules() -> dict[str, list[str]]:
    """All rules of all files."""
    found: dict[str, list[str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found


class Phrases:
    """Expands rules from one source of chance; `fresh` never says the same thing twice."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.said: set[str] = set()

    def say(self, rule: str, **given: str) -> str:
        """One expansion of the rule."""
        text = self._expand(self.rng.choice(rules()[rule]), given)
        return " ".join(ARTICLE.sub(_article, text).split(" "))

    def fresh(self, rule: str, **given: str) -> str:
        """An expansion of the rule that this document has not used yet."""
        for _ in range(TRIES):
            text = self.say(rule, **given)
            if text not in self.said:
                self.said.add(text)
                return text
        raise RuntimeError(f"the rule {rule!r} has nothing new to say after {len(self.said)} phrases")

    def _expand(self, template: str, given: dict[str, str]) -> str:
        def slot(found: re.Match[str]) -> str:
            taken, name, capital = found.groups()
            if taken:
                text = given[name]
            elif name == "a":
                text = "\x00"
            elif span := RANGE.fullmatch(name):
                text = str(self.rng.randint(int(span[1]), int(span[2])))
            else:
                text = self._expand(self.rng.choice(rules()[name]), given)
            return text[:1].upper() + text[1:] if capital else text

        return SLOT.sub(slot, template)


def _article(found: re.Match[str]) -> str:
    between, word = found.groups()
    vowel = (word.startswith(VOWELS) and not AS_CONSONANT.match(word)) or bool(AN_ACRONYM.match(word))
    return ("an" if vowel else "a") + between + word
