"""One module a family, each with `blocks(source)` and `rows(source)`."""

from pathlib import Path

from sample_builder.families import ecp, prices, ptc, tfawg
from sample_builder.model import Programme, load

FAMILIES = {"ecp": ecp, "prices": prices, "ptc": ptc, "tfawg": tfawg}


def programmes(folder: Path) -> list[Programme]:
    """Every programme of a folder of sources, by name."""
    return [_programme(path) for path in sorted(folder.glob("*.toml"))]


def _programme(path: Path) -> Programme:
    source = load(path)
    family = FAMILIES[source["family"]]
    truth = {"document": source["document"], "rows": list(family.rows(source))}
    return Programme(path.stem, source, tuple(family.blocks(source)), truth)
