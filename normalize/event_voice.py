"""How a verb form is meant: active, passive, a participle that says it of a thing in passing, or nothing that happened."""

from normalize.event_items import small_words
from normalize.event_sentence import LINKS, Sentence, auxiliaries, is_adverb, is_filler, skip_adverbs, subject_before


def voice_of(s: Sentence, at: int) -> str | None:
    """`active`, `passive` or `reduced` ("a survey, circulated in May 2021"); None where it tells nothing that happened."""
    before = skip_adverbs(s, at - 1)
    if _is_undone(s, before) or _is_unreal(s, at):
        return None
    word, after = s.word(before), s.word(at + 1)
    if word in small_words("passive"):
        return "passive"
    if word in small_words("perfect"):
        return _active(s, at) if subject_before(s, before) else None
    if _is_reduced(s, at):
        return "reduced"
    if s.is_finite and word in LINKS:
        return _coordinated(s, at, before)
    if subject_before(s, before + 1) and after not in small_words("agents"):
        return _active(s, at)
    is_headline = before < 0 or (after in small_words("headline") and not s.is_finite)
    return "passive" if is_headline or after in small_words("agents") else None


def _active(s: Sentence, at: int) -> str | None:
    """`active`, but for "held no meeting"."""
    return None if s.word(at + 1) in small_words("denials") else "active"


def _coordinated(s: Sentence, at: int, link: int) -> str | None:
    """A form after "and" is meant as the one before it, but a passive one needs a preposition or the end after it."""
    after = s.word(at + 1)
    may_be_passive = after in small_words("after_passive") or s.kind(at + 1) in ("", "mark", "verb", "date") or after.endswith("ly")
    voice = s.voice
    if voice is None and not may_be_passive and s.first_subject and not any(s.word(i) in small_words("relatives") for i in range(link)):
        s.subject = s.first_subject  # "The PTC has been updated … and provided guidance"
        return _active(s, at)
    if voice is None and s.word(link - 1).endswith("ed") and s.word(skip_adverbs(s, link - 2)) in small_words("passive"):
        voice = "passive"  # "were consolidated and submitted"
    if voice == "active":
        return _active(s, at)
    return voice if may_be_passive else None


# --- what did not happen ----------------------------------------------------------------------------------------------


def _is_undone(s: Sentence, at: int) -> bool:
    """Whether one of the auxiliaries up to a place says so: "will have been", "has not yet been"."""
    while s.word(at) in auxiliaries() or is_adverb(s, at):
        if s.word(at) in small_words("undone"):
            return True
        at -= 1
    return False


def _is_unreal(s: Sentence, at: int) -> bool:
    """Whether the clause of the verb begins with "once", "if" and the like, or denies what it tells of ("No concerns were")."""
    if s.items[at].text == "provide" and s.word(at + 1) == "that":
        return True  # "provided that": a condition
    is_supposed = _is_supposed(s, at)
    if is_supposed:
        s.unreal.add(at)
    return is_supposed or _is_denied(s, at)


def _is_denied(s: Sentence, at: int) -> bool:
    for back in range(at - 1, -1, -1):
        if s.kind(back) == "verb" or (s.kind(back) == "mark" and not _is_beside(s, back)):
            return False
        if s.word(back) in small_words("denials"):
            return True
    return False


def _is_supposed(s: Sentence, at: int) -> bool:
    """Whether the verb stands in a clause of condition, assumption, expectation or proposal, or goes on such a clause."""
    for back in range(at - 1, -1, -1):
        word, next_word = s.word(back), s.word(back + 1)
        if s.kind(back) == "verb":
            is_proposal = s.items[back].text in small_words("proposals") and next_word == "that"
            return is_proposal or back in s.unreal or (s.items[back].text == "provide" and next_word == "that")
        if s.kind(back) == "mark" and not _is_beside(s, back) and next_word != "that":
            return False
        if word in small_words("conditional") or _supposes(s, back):
            return True
    return False


def _supposes(s: Sentence, at: int) -> bool:
    """Whether a word begins a clause of what is only supposed: "assumption that", "hoped the PTC", "Should the PTC"."""
    word, after = s.word(at), at + 1 + (s.word(at + 1) == ",")
    if word in small_words("suppositions") and s.word(after) == "that":
        return True
    has_subject = is_filler(s, at + 1) or s.kind(at + 1) == "body" or s.word(at + 1) in small_words("pronouns")
    is_head = at == 0 or s.word(at - 1) in LINKS
    return has_subject and (word in small_words("hopes") or (is_head and word in small_words("inverted")))


def _is_beside(s: Sentence, at: int) -> bool:
    """Whether a mark only sets off "however" and the like."""
    return s.word(at - 1) in small_words("parentheses") or s.word(at + 1) in small_words("parentheses")


# --- participles after a noun -----------------------------------------------------------------------------------------


def _is_reduced(s: Sentence, at: int) -> bool:
    """Whether the form says in passing when a thing was done: "the survey conducted in May 2021", "a paper, published in 2021".

    The date follows at once and no object after it, and what stands before is a noun and no known body.
    """
    if s.items[at].text not in small_words("done_to_things"):
        return False
    date = at + 2 if s.word(at + 1) in small_words("times") else at + 1
    if s.kind(date) != "date" or not _is_closed(s, date + 1):
        return False
    noun = at - 1
    if s.word(noun) == ",":
        noun -= 1
        if any(s.kind(i) == "mark" and not (s.opener is not None and i == s.opener + 1) for i in range(noun)):
            return False  # the second comma of "The Bank, a partner, published"
    is_noun = s.kind(noun) == "word" and s.word(noun).isalpha() and not any(s.word(noun) in small_words(name) for name in _NO_NOUNS)
    return is_noun and s.word(noun) not in auxiliaries() and not is_adverb(s, noun)


_NO_NOUNS = ("lists", "heads", "relatives", "pronouns", "prepositions", "determiners", "parentheses")


def _is_closed(s: Sentence, at: int) -> bool:
    """Whether no object stands at a place: the end, a mark, a preposition or another verb does."""
    word = s.word(at)
    return s.kind(at) in ("", "mark", "verb") or any(word in small_words(n) for n in ("lists", "prepositions")) or word in auxiliaries()
