"""The wheel: its four import names, the data its packages need, and that it works away from the source tree."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from shared import ROOT, SAMPLES

OLDEST = 77  # of setuptools: pyproject.toml says so


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built without network from a copy of what is tracked."""
    if int(version("setuptools").split(".")[0]) < OLDEST:
        pytest.skip(f"setuptools {OLDEST} or later is needed to build without network; `make test` installs it")
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    tree.mkdir()
    for name in ("annextract", "extract", "normalize", "schemas"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder / "dist", tree)
    (built,) = (folder / "dist").glob("*.whl")
    return built


def pip(*arguments):
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_it_ships_four_import_names(wheel):
    top = {name.split("/")[0] for name in names(wheel)}
    assert {name for name in top if not name.endswith(".dist-info")} == {"annextract", "extract", "normalize", "schemas"}


def test_every_module_and_every_data_file_is_in_it(wheel):
    packages = ("annextract", "extract", "normalize", "schemas")
    tracked = {
        path.relative_to(ROOT).as_posix() for name in packages for path in (ROOT / name).rglob("*.*") if "__pycache__" not in path.parts
    }
    assert {name for name in names(wheel) if name.split("/")[0] in packages} == tracked


def test_it_carries_its_licence_and_no_path_of_this_machine(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (licence,) = [name for name in archive.namelist() if name.endswith("/licenses/LICENSE")]
        assert b"Apache License" in archive.read(licence)
        (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        assert re.search(r"^License-Expression: Apache-2.0$", archive.read(metadata).decode(), re.MULTILINE)
        assert not any(str(ROOT).encode() in archive.read(name) for name in archive.namelist())


def test_it_works_from_another_directory(wheel, tmp_path):
    site, work = tmp_path / "site", tmp_path / "work"
    work.mkdir()
    pip("install", "--no-deps", "--no-index", "--target", site, wheel)

    def run(*arguments):
        environment = os.environ | {"PYTHONPATH": str(site)}
        return subprocess.run(
            [sys.executable, *map(str, arguments)], cwd=work, env=environment, capture_output=True, text=True, check=True
        ).stdout

    found = run(
        "-c", "import annextract, extract, normalize, schemas as s; print(*(m.__file__ for m in (annextract, extract, normalize, s)))"
    )
    assert all(Path(path).is_relative_to(site) for path in found.split())
    run("-m", "annextract", "--help")
    out = run("-m", "annextract", "convert", SAMPLES / "ecp-phase-vi.txt", SAMPLES / "ptc-2025-2028.pdf")
    assert out.splitlines() == ["out/json/ecp-phase-vi.json", "out/json/PT0712Ea-II.json"]
    assert run("-m", "annextract", "profiles").split()[0] == "ecp"
    assert '"fields"' in run("-m", "annextract", "schema", "rows")
