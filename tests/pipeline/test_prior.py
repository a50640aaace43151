"""A prior: an earlier conversion helps to read a text whose columns are gone, gives it no value, and tells conversions apart."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shared import ROOT

from annextract.pipeline import convert_source
from annextract.prior import seen_in
from extract.profile import bundled
from extract.source import from_bytes
from schemas.errors import UsageError
from schemas.row import Row

if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from samples.damage.rows import damage
from samples.generator.build import Request, make

FIELDS = ("task", "indicator", "timeline", "progress")
SEEDS = (1, 2, 3)
Cli = Callable[..., Any]


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def truth_of(seed: int) -> dict[str, Any]:
    truth: dict[str, Any] = make(Request(seed, "activities", rows=10)).truth()
    return truth


def converted(cli: Cli, folder: Path, name: str, dump: str, *more: object) -> str:
    """The outcome of a dump that is converted into the folder."""
    path = folder.parent / f"{name}.txt"
    path.write_text(dump, encoding="utf-8")
    cli("convert", path, "--out", folder, *more)
    outcome: str = json.loads((folder / "run.json").read_bytes())["inputs"][0]["outcome"]
    return outcome


def rows_of(dump: str, seen: tuple[str, ...] = ()) -> tuple[Row, ...]:
    (conversion,) = convert_source(from_bytes("dump.txt", dump.encode()), bundled(), seen=seen).conversions
    return conversion.rows or ()


def test_more_rows_are_whole_with_it_and_no_letter_is_not_of_the_page(cli: Cli, tmp_path: Path) -> None:
    found: Counter[str] = Counter()
    for seed in SEEDS:
        truth = truth_of(seed)
        out = tmp_path / f"out-{seed}"
        assert converted(cli, out, f"earlier-{seed}", damage(truth, "block", seed, 0.0)) == "converted"
        dump = damage(truth, "ocr", seed + 50)
        wanted = {tuple(squeezed(row[field]) for field in FIELDS) for row in truth["rows"]}
        for name, seen in (("without", ()), ("with", seen_in(out))):
            rows = rows_of(dump, seen)
            found[name] += len(wanted & {tuple(squeezed(getattr(row, field)) for field in FIELDS) for row in rows})
            assert not Counter(squeezed("".join(row.progress or "" for row in rows))) - Counter(dump)
    assert found["with"] > found["without"]


def test_another_prior_converts_anew(cli: Cli, tmp_path: Path) -> None:
    one, other, out = tmp_path / "one", tmp_path / "other", tmp_path / "out"
    converted(cli, one, "one", damage(truth_of(1), "block", 1, 0.0))
    converted(cli, other, "other", damage(truth_of(2), "block", 2, 0.0))
    dump = damage(truth_of(3), "block", 3)
    assert converted(cli, out, "next", dump, "--prior", one) == "converted"
    assert converted(cli, out, "next", dump, "--prior", one) == "unchanged"
    assert converted(cli, out, "next", dump, "--prior", other) == "converted"
    assert converted(cli, out, "next", dump) == "converted"
    assert converted(cli, out, "next", dump) == "unchanged"


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no converted document"):
        seen_in(tmp_path)


def test_a_file_that_is_no_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "json").mkdir()
    (tmp_path / "json" / "broken.json").write_text('{"rows": 1}', encoding="utf-8")
    with pytest.raises(UsageError, match=r"broken\.json"):
        seen_in(tmp_path)
