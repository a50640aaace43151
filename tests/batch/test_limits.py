"""A document that hangs, eats memory or has too many pages is stopped and reported, and the others are converted."""

import signal
import subprocess
import sys

import pytest
from shared import SAMPLES, read_json

from annextract.limits import Limits, size
from extract.source import load
from schemas.errors import ExitCode, LimitError

ECP, PTC = SAMPLES / "ecp-phase-vi.txt", SAMPLES / "ptc-2025-2028.pdf"


@pytest.fixture
def endless(tmp_path):
    """An annex so long that it takes minutes and gigabytes."""
    path = tmp_path / "endless.txt"
    path.write_bytes((SAMPLES / "tfawg-2026-2027.txt").read_bytes() * 1900)
    return path


def outcome(out, path):
    (found,) = [each for each in read_json(out / "run.json")["inputs"] if each["path"] == str(path)]
    return found


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_that_hangs_is_stopped(endless, tmp_path, cli, jobs):
    out = tmp_path / "out"
    answer = cli("convert", endless, ECP, PTC, "--out", out, "--timeout", 10, "--jobs", jobs)
    assert answer.exit_code == ExitCode.LIMIT
    assert f"rejected   {endless}: it was not done within 10 s and was stopped; allow more with --timeout" in answer.stderr
    assert sorted(path.name for path in (out / "json").iterdir()) == ["PT0712Ea-II.json", "ecp-phase-vi.json"]
    assert outcome(out, endless)["exit_code"] == ExitCode.LIMIT
    assert {path.name for path in out.iterdir()} == {"json", "parquet", "datapackage.json", "run.json"}


def test_one_that_eats_memory_is_stopped(endless, tmp_path, cli):
    out = tmp_path / "out"
    answer = cli("convert", endless, ECP, "--out", out, "--max-memory", "100M", "--timeout", 0)
    assert answer.exit_code in {ExitCode.LIMIT, ExitCode.CRASH}, "some libraries end the process where memory fails them"
    assert "--max-memory" in outcome(out, endless)["reason"]
    assert outcome(out, ECP)["outcome"] == "converted"


def test_one_of_too_many_pages_is_refused(tmp_path, cli):
    answer = cli("convert", PTC, ECP, "--out", tmp_path / "out", "--max-pages", 2)
    assert answer.exit_code == ExitCode.LIMIT
    assert "pages, over 2; allow more with --max-pages" in outcome(tmp_path / "out", PTC)["reason"]
    assert outcome(tmp_path / "out", ECP)["outcome"] == "converted"


def test_pages_are_counted_only_where_they_are_limited():
    Limits().check_pages(load(PTC))
    with pytest.raises(LimitError):
        Limits(pages=1).check_pages(load(PTC))
    Limits(pages=1).check_pages(load(ECP))


def test_seconds_of_the_processor_are_limited_even_if_nobody_watches():
    script = "from annextract.limits import Limits\nwith Limits(seconds=0.1).applied():\n    while True: pass"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -signal.SIGXCPU


def test_limits_hold_for_one_document():
    import resource

    before = [resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS)]
    with pytest.raises(LimitError, match="more memory than 64 MiB"), Limits(memory=64 << 20).applied():
        bytearray(256 << 20)
    assert [resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS)] == before


def test_no_limit_is_none():
    import resource

    before = [resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS)]
    with Limits(seconds=None, memory=None).applied():
        assert [resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS)] == before


@pytest.mark.parametrize(("count", "said"), [(4 << 30, "4 GiB"), (1536 << 20, "1.5 GiB"), (10, "10 bytes"), (None, "0 bytes")])
def test_sizes_as_a_person_writes_them(count, said):
    assert size(count) == said


@pytest.mark.parametrize("given", ["much", "-1", "4X", ""])
def test_what_is_no_size_is_refused(given, cli):
    assert cli("convert", ECP, "--max-memory", given).exit_code == ExitCode.USAGE
