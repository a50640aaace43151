"""Which programmes are damaged, and how they are laid out: as those were that survive only as dumps, and a little otherwise."""

import random
from dataclasses import dataclass, replace
from typing import Any, Literal

from samples.generator.build import Document, Request, make
from samples.generator.chance import Content
from samples.generator.families import draft, ecp
from samples.generator.families.frame import front
from samples.generator.layout import choose

Kind = Literal["block", "ocr"]
Choices = dict[str, tuple[Any, ...]]

PORTRAIT: Choices = {"orientation": ("portrait",), "size": (9.0, 10.0, 11.0), "space_after": (0.0, 2.0, 6.0), "narrow": (0, 0, 1)}
LANDSCAPE: Choices = {"orientation": ("landscape",), "size": (8.0, 9.0, 10.0), "space_after": (4.0, 6.0, 8.0, 10.0), "narrow": (0, 0, 1)}
PRINTED: Choices = {
    "kept_blanks": (True, True, True, True, False),
    "furniture": ("none", "none", "header", "footer"),
    "hyphenate": (False,),
    "tight_numbers": (False, False, True),
}
SCANNED: Choices = {
    "orientation": ("landscape", "landscape", "landscape", "portrait"),
    "size": (9.0, 10.0, 10.0, 11.0),
    "font": ("Liberation Sans", "Liberation Sans", "Liberation Serif", "DejaVu Sans Condensed"),
    "borders": ("full", "full", "full", "full", "horizontal", "none"),
    "line": ("single",),
    "shading": ("none", "none", "none", "header"),
    "align": ("left",),
    "vertical": ("top",),
    "narrow": (0, 1, 2),
    "hyphenate": (False,),
    "padding": (0.03, 0.1, 0.19, 0.19),
    "overhang": (0.0, 0.0, 0.15, 0.2),
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """One family, how many of a run of seeds take it, its sizes in rows, the fields that change, and what its layout is chosen from.

    Of a weight of 0 it is made only where it is asked for by name.
    """

    family: str
    weight: int
    rows: tuple[int, ...]
    layout: Choices
    changed: tuple[str, ...] = ()


RECIPES: dict[Kind, tuple[Recipe, ...]] = {
    "block": (
        Recipe("ecp", 3, (25, 40, 60), PRINTED | PORTRAIT),
        Recipe("draft", 4, (20, 30, 45), PRINTED | LANDSCAPE),
        Recipe("ptc", 2, (20, 30, 45), PRINTED | LANDSCAPE),
        Recipe("tfawg", 1, (20, 30, 40), PRINTED | LANDSCAPE),
        Recipe("activities", 0, (20, 30, 45), PRINTED | LANDSCAPE),
    ),
    "ocr": (
        Recipe("activities", 6, (20, 25, 35), SCANNED, ("timeline",)),
        Recipe("activities", 1, (20, 25), SCANNED, ("timeline", "progress", "indicator")),
        Recipe("ptc", 1, (20, 25), SCANNED, ("timeline",)),
    ),
}
REPORT = {"II": (ecp.programme, Recipe("ecp", 1, (20, 40), PRINTED | PORTRAIT)), "III": (draft.programme, RECIPES["block"][1])}


def document(kind: Kind, seed: int, family: str | None = None, rows: int | None = None) -> Document:
    """The document of a seed that is to be damaged in this way, of so many rows or as many as the seed chooses.

    Raises:
        ValueError: that kind of damage has no recipe for the family.
    """
    rng = random.Random(f"damage/{kind}/{seed}")
    named = [one for one in RECIPES[kind] if family in (None, one.family)]
    recipes = [one for one in named for _ in range(one.weight if family is None else max(one.weight, 1))]
    if not recipes:
        raise ValueError(f"no recipe for {kind} dumps of {family}")
    recipe = recipes[seed % len(recipes)]
    chosen = rng.choice(recipe.rows)
    return make(
        Request(seed, recipe.family, bool(recipe.changed), rows or chosen, 0.0, layout=_layout(recipe, rng), changed=recipe.changed)
    )


def report(seed: int) -> list[Document]:
    """The annexes of one report: an action plan as Annex II, a draft programme as Annex III, both of one reference."""
    rng = random.Random(f"report/{seed}")
    when = replace(front(rng), annex=None)
    when = replace(when, reference=when.reference or f"PC{seed:04}Ea")
    annexes = []
    for annex, (programme, recipe) in REPORT.items():
        content = Content(random.Random(f"report/{seed}/{annex}"))
        made = programme(content, f"report-{seed:05}-{annex}", rng.choice(recipe.rows), replace(when, annex=annex))
        annexes.append(Document(made, choose(seed, **dict(_layout(recipe, rng))), seed))
    return annexes


def _layout(recipe: Recipe, rng: random.Random) -> tuple[tuple[str, Any], ...]:
    return tuple((name, rng.choice(values)) for name, values in recipe.layout.items())
