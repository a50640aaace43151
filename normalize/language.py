"""The one spaCy pipeline that bodies, status and events share: a tokenizer and no model, built once a process.

spaCy is imported inside the functions: it costs half a second, which a run that reads no words need not pay.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from normalize.vocabulary import load

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

# programmes print "PTC/PC", "API/ PNR-related" and "Members' only": each part is a word
_SPLITS = r"[/\\,;:&+|()\[\]{}<>*\"“”„«»‘’'`‐‑‒–—―-]"
_BETWEEN_BLANKS = re.compile(r"\S+")
_HAS_LETTER = re.compile(r"[^\W_]")
# the mark, and a capital, a digit or a quote after it; or a word, and "The" after it, where a full stop was lost
_SENTENCE_END = re.compile(r"([.!?;][”\"’)]?)\s+(?=[A-ZÀ-Ý“\"(\d])|(\w)\s+(?=The [a-z0-9])")
_POSSESSIVE = re.compile(r"^['’]s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text without what stands between them: `doc` for spaCy's matchers, `spans` back to the print."""

    text: str
    doc: "Doc"
    spans: tuple[tuple[int, int], ...]

    def gap(self, left: int) -> str:
        """What is printed between the word `left` and the next one."""
        return self.text[self.spans[left][1] : self.spans[left + 1][0]]

    def printed(self, start: int, end: int) -> str:
        """The words from `start` up to `end` as printed, blanks made single."""
        return " ".join(self.text[self.spans[start][0] : self.spans[end - 1][1]].split())


@cache
def language() -> "Language":
    """The blank English pipeline, its tokenizer taught to split at slashes, dashes, quotes and brackets.

    The tokenizer goes without English's exceptions ("don't", "e.g."): no name needs them, and they double the time to build.
    """
    import spacy
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    nlp = spacy.blank("en")
    defaults = nlp.Defaults
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        prefix_search=compile_prefix_regex([*(defaults.prefixes or ()), _SPLITS]).search,
        suffix_search=compile_suffix_regex([*(defaults.suffixes or ()), _SPLITS]).search,
        infix_finditer=compile_infix_regex([*(defaults.infixes or ()), _SPLITS]).finditer,
    )
    return nlp


@lru_cache(maxsize=64)  # bodies, verbs and status look at a sentence one after the other
def words_of(text: str) -> Words:
    """Tokenize a text and keep the words; accents are folded, case is kept."""
    from spacy.tokens import Doc

    found: list[str] = []
    spans: list[tuple[int, int]] = []
    for printed in _BETWEEN_BLANKS.finditer(text):
        for word, start, end in _words_in(printed[0]):
            found.append(word)
            spans.append((printed.start() + start, printed.start() + end))
    return Words(text=text, doc=Doc(language().vocab, words=found), spans=tuple(spans))


@lru_cache(maxsize=16384)
def _words_in(printed: str) -> tuple[tuple[str, int, int], ...]:
    """The words of what stands between blanks, folded, and where each starts and ends; the tokenizer looks at no more at a time."""
    tokens = [token for token in language().make_doc(printed) if _HAS_LETTER.search(token.text) and not _POSSESSIVE.match(token.text)]
    return tuple((fold(token.text), token.idx, token.idx + len(token.text)) for token in tokens)


def phrase_matcher(attribute: str, phrases: Iterable[tuple[str, str]]) -> "PhraseMatcher":
    """A matcher over `Words.doc` of (label, phrase) pairs; `attribute` is ORTH where case counts, else LOWER."""
    from spacy.matcher import PhraseMatcher

    by_label: dict[str, list[Doc]] = {}
    for label, phrase in phrases:
        by_label.setdefault(label, []).append(words_of(phrase).doc)
    matcher = PhraseMatcher(language().vocab, attr=attribute)
    for label, docs in by_label.items():
        matcher.add(label, docs)
    return matcher


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: its label and its words from `start` up to `end`."""

    label: str
    start: int
    end: int


def longest_matches(words: Words, matchers: Sequence["PhraseMatcher"]) -> list[Match]:
    """What the matchers find, in printed order; where two overlap, the longer and then the earlier one stays."""
    strings = language().vocab.strings
    found = [Match(strings[label], start, end) for matcher in matchers for label, start, end in matcher(words.doc)]
    found.sort(key=lambda m: (m.start - m.end, m.start))
    taken: set[int] = set()
    kept: list[Match] = []
    for match in found:
        if taken.isdisjoint(range(match.start, match.end)):
            taken.update(range(match.start, match.end))
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)


def fold(text: str) -> str:
    """The text without accents and ligatures; case is kept."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def sentences(text: str) -> tuple[str, ...]:
    """Cut a text into sentences, blanks made single; a dot after an abbreviation or within a number ends none."""
    found: list[str] = []
    for paragraph in text.splitlines():
        start = 0
        for end in _SENTENCE_END.finditer(paragraph):
            cut = end.end(end.lastindex or 0)
            word = paragraph[start:cut].split()[-1:]
            if not (word and word[0].endswith(".") and word[0].strip("(.").casefold() in _abbreviations()):
                found.append(paragraph[start:cut])
                start = end.end()
        found.append(paragraph[start:])
    return tuple(sentence for sentence in (" ".join(raw.split()) for raw in found) if sentence)


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(load("events")["sentences"]["abbreviations"])
