"""Imports run one way: annextract to extract and normalize, those two to schemas. Functions and TYPE_CHECKING are no way out."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "annextract": {"annextract", "extract", "normalize", "schemas"},
    "extract": {"extract", "schemas"},
    "normalize": {"normalize", "schemas"},
    "schemas": {"schemas"},
}
MODULES = [path.relative_to(ROOT) for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]


def imported(source: str, package: str) -> Iterator[str]:
    """The top-level name of every import in a module, wherever it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield package if node.level else (node.module or "").split(".")[0]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"import_module", "__import__"}:
            yield ast.literal_eval(node.args[0]).split(".")[0]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_run_one_way(module):
    package = module.parts[0]
    names = set(imported((ROOT / module).read_text(encoding="utf-8"), package))
    assert names & set(MAY_IMPORT) <= MAY_IMPORT[package]
    if package == "schemas":
        assert names <= {"schemas", "msgspec"} | sys.stdlib_module_names


def test_every_stage_is_looked_at():
    assert {module.parts[0] for module in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize(
    "source",
    [
        "import normalize",
        "from normalize.codes import parse",
        "def late():\n    from normalize import codes",
        "if TYPE_CHECKING:\n    import normalize.codes as codes",
        "import importlib\nimportlib.import_module('normalize.codes')",
    ],
)
def test_no_import_hides(source):
    assert "normalize" in set(imported(source, "extract"))
