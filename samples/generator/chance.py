"""The content of cells: what the phrase grammars say, in the shapes that programmes print."""

import random

from samples.generator.grammar import Phrases
from samples.generator.model import Cell, Para, cell

CODES = ("SG", "SO1", "SO2", "SO3", "SP1", "SP2", "SP3", "SP4", "SP5", "SP6", "SP7", "SP8", "LD1", "LD2", "LD3", "ORG1", "ORG2")
LENGTHS = {"short": (1, 2), "usual": (1, 6), "long": (4, 9)}
TALL_SENTENCES = (60, 110)


class Content:
    """Says what stands in the cells of one document. `tall` is the chance of a cell that outgrows a page."""

    def __init__(self, rng: random.Random, length: str = "usual", tall: float = 0.0) -> None:
        self.rng = rng
        self.phrases = Phrases(rng)
        self.length = length
        self.tall = tall

    def codes(self) -> Cell:
        """Codes in the order of the plan, all in one line or one a line."""
        count = self.rng.choice((1, 2, 3, 4, 5, 5, 6, 7))
        chosen = sorted(self.rng.sample(CODES, count), key=CODES.index)
        return cell(chosen if self.rng.random() < 0.3 else " ".join(chosen))

    def body(self) -> Cell:
        """The responsible bodies."""
        return cell(self.phrases.say("body_list"))

    def timeline(self, empty: float = 0.06, rule: str = "timeline") -> Cell:
        """A timeline, one paragraph a line; sometimes really empty."""
        if self.rng.random() < empty:
            return Cell()
        lines = self.phrases.say(rule).split("|")
        return cell(lines if self.rng.random() < 0.7 else " ".join(lines))

    def indicator(self, empty: float = 0.12) -> Cell:
        """One indicator, now and then of two paragraphs; sometimes really empty."""
        if self.rng.random() < empty:
            return Cell()
        return cell([self.phrases.fresh("indicator") for _ in range(2 if self.rng.random() < 0.1 else 1)])

    def task(self, rule: str = "task") -> Cell:
        """A task, sometimes with list items."""
        text = self.phrases.fresh(rule)
        if self.rng.random() > 0.12:
            return cell(text)
        return cell([f"{text}:", *(self.phrases.fresh("task_item") for _ in range(self.rng.randint(2, 4)))])

    def progress(self, empty: float = 0.12, caps: bool = False) -> Cell:
        """One to three paragraphs of sentences, with or without list items; sometimes really empty."""
        rng = self.rng
        if rng.random() < empty:
            return Cell()
        low, high = LENGTHS[self.length]
        total = rng.randint(*TALL_SENTENCES) if rng.random() < self.tall else rng.randint(low, high)
        opening = self.phrases.say("opening_caps" if caps else "opening") if rng.random() < 0.45 else ""
        if opening and rng.random() < 0.15:
            return cell(opening)
        paras = self._paragraphs(total)
        paras[0] = " ".join((opening, paras[0])).strip()
        if rng.random() < 0.12:
            paras[-1:] = [paras[-1].rstrip(".") + ":", *(self.phrases.fresh("progress_item") for _ in range(rng.randint(2, 4)))]
        return self._italic(cell(paras))

    def _paragraphs(self, total: int) -> list[str]:
        sentences = [self.phrases.fresh("report") for _ in range(total)]
        count = min(total, self.rng.choice((1, 1, 2, 3)) if total < 20 else total // 6)
        cuts = sorted(self.rng.sample(range(1, total), count - 1))
        return [" ".join(sentences[a:b]) for a, b in zip([0, *cuts], [*cuts, total], strict=True)]

    def _italic(self, one: Cell) -> Cell:
        """Rarely, one paragraph in italics, as editors mark what they took from elsewhere."""
        if self.rng.random() > 0.06:
            return one
        first = Para(tuple(type(s)(s.text, s.style or "i") for s in one.paras[0].spans), one.paras[0].item)
        return Cell((first, *one.paras[1:]), one.rows, one.columns)


def bold(text: str, **more: object) -> Cell:
    """A header cell."""
    made = cell(text, **more)  # type: ignore[arg-type]
    return Cell(tuple(Para(tuple(type(s)(s.text, "b") for s in p.spans)) for p in made.paras), made.rows, made.columns, made.note)
