"""What the tests of runs that something goes wrong in share."""

import pytest

from benchmarks.soak import files, finished


@pytest.fixture(scope="module")
def wanted(inputs):
    """What a run over `inputs` writes that nobody disturbs."""
    out = inputs.parent / "wanted"
    assert finished("convert", inputs, "--out", out).returncode == 0
    return files(out)
