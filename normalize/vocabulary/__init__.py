"""Vocabulary as data: one TOML file a subject, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The vocabulary `name`, such as `codes` for codes.toml. Treat it as read-only: every caller gets the same object."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
