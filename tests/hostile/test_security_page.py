"""What SECURITY.md says is shown by tests that exist."""

import re
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_the_page_names_exists():
    named = NAMED.findall(PAGE)
    assert len(named) > 10
    for path, name in named:
        content = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {name}" in content, f"{path}::{name}"


def test_pdfminer_without_the_pickle_hole():
    assert int(version("pdfminer.six")) >= 20251230
