"""What tests share: the command line in this process and in one of its own, and the samples."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings
from shared import SAMPLES

from annextract.cli import main
from annextract.worker import OFTEN, preload

preload(OFTEN)  # worker processes are forked for each test

settings.register_profile("patient", settings.get_profile(settings.get_current_profile_name()), deadline=None)
settings.load_profile("patient")  # a busy machine is no failure


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def lines(self) -> list[str]:
        return self.stdout.splitlines()


@pytest.fixture
def cli() -> Callable[..., Answer]:
    """The command line in this process; an exception that it lets through fails the test."""

    def call(*arguments: object) -> Answer:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
        return Answer(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., Answer]:
    """The command line in a process of its own, in another directory."""

    def call(*arguments: object) -> Answer:
        command = [sys.executable, "-m", "annextract", *map(str, arguments)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        return Answer(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """A copy of the samples that a test may change, without their sources and goldens."""
    folder = tmp_path / "samples"
    folder.mkdir()
    for path in SAMPLES.iterdir():
        if path.suffix in {".txt", ".pdf", ".docx"}:
            shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `out/` of the samples, converted once for all tests that only read it."""
    out = tmp_path_factory.mktemp("converted") / "out"
    result = CliRunner().invoke(main, ["convert", str(SAMPLES), "--out", str(out)], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return out
