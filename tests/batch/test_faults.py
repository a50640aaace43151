"""The disk is full, nothing may be written, file handles run out: a clear error, no half file, and the next run completes the rest."""

import json
import subprocess
import sys

import pytest
from shared import ROOT, read_json

from benchmarks.soak import annexes, command, completed, documents, files, finished
from schemas.errors import ExitCode


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return annexes(tmp_path_factory.mktemp("faults") / "in", 9)


@pytest.fixture
def mounted(tmp_path):
    """What mounts a small disk at `disk/`."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(*options):
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder], capture_output=True, check=False)
        if done.returncode:
            pytest.skip("this user may not mount")
        return folder

    yield mount
    subprocess.run(["umount", "--lazy", folder], capture_output=True, check=False)


def remount(folder, *options):
    subprocess.run(["mount", "-o", ",".join(("remount", *options)), folder], check=True)


def under(limit, *arguments):
    """A command under a limit of the shell."""
    line = ["sh", "-c", f'ulimit {limit}; exec "$@"', "sh", *command(*arguments)]
    return subprocess.run(line, text=True, capture_output=True, check=False, timeout=300)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_disk(inputs, wanted, mounted, jobs):
    disk = mounted("size=420k")
    out = disk / "out"
    done = finished("convert", inputs, "--out", out, "--jobs", jobs)
    assert done.returncode == ExitCode.OUTPUT
    assert "cannot be written: no space is left on the device; free some space, or name another folder with --out" in done.stderr
    assert "Traceback" not in done.stderr
    assert 0 < len(documents(out)) < len(list(inputs.iterdir()))
    if jobs == 1:  # of two workers, one may find room for a small document between the refusals of the other
        assert "it was not tried, for the output was refused several times" in done.stderr
    remount(disk, "size=20m")
    completed(inputs, out, wanted)


def test_an_output_that_may_only_be_read(inputs, wanted, mounted):
    disk = mounted("size=20m")
    assert finished("convert", inputs, "--out", disk / "out").returncode == 0
    before = files(disk)
    remount(disk, "ro")
    for out in (disk / "out", disk / "new"):
        done = finished("convert", inputs, "--out", out)
        assert done.returncode == ExitCode.OUTPUT
        (line,) = done.stderr.splitlines()
        assert "cannot be written: the file system is read-only; name another folder with --out" in line
    assert files(disk) == before


def test_an_output_that_turns_read_only_on_the_way(inputs, wanted, mounted):
    disk = mounted("size=20m")
    run = subprocess.Popen(command("convert", inputs, "--out", disk / "out"), text=True, stderr=subprocess.PIPE)
    for line in run.stderr:
        if line.startswith("converted"):
            subprocess.run(["mount", "-o", "remount,ro", disk], check=False)
            break
    said = run.stderr.read()
    run.stderr.close()
    assert run.wait() in {ExitCode.OUTPUT, ExitCode.OK}, said
    assert "Traceback" not in said
    documents(disk / "out")
    remount(disk, "rw")
    completed(inputs, disk / "out", wanted)


def test_a_file_that_may_not_grow(inputs, wanted, tmp_path):
    out = tmp_path / "out"
    done = under("-f 60", "convert", inputs, "--out", out)
    assert done.returncode == ExitCode.OUTPUT
    assert "cannot be written: the file would be larger than is allowed" in done.stderr
    assert documents(out) == []
    completed(inputs, out, wanted)


@pytest.mark.parametrize("handles", [8, 12, 16, 20, 24])
def test_file_handles_run_out(inputs, wanted, tmp_path, handles):
    out = tmp_path / "out"
    done = under(f"-n {handles}", "convert", inputs, "--out", out, "--jobs", 2)
    if (out / "run.json").is_file():
        assert len(read_json(out / "run.json")["inputs"]) == 9
    else:
        assert done.returncode, "too few for Python itself"
    documents(out)
    completed(inputs, out, wanted)


def test_what_is_hidden_in_the_output_of_a_dead_run_goes(inputs, wanted, tmp_path):
    out = tmp_path / "out"
    left = out / ".staging.0badcafe"
    left.mkdir(parents=True)
    (left / "0.0.0").write_bytes(b"half a fi")
    (left / "0.moves").write_bytes(json.dumps({"replaced": [], "tables": [["a"]]}).encode()[:20])
    completed(inputs, out, wanted)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_the_disk_refuses_is_told_once(tmp_path):
    """Closing a file tries again to write what was refused: that must not take the place of the error that names the file."""
    lines = (
        "import resource, sys; from pathlib import Path; from annextract.whole import write_new; from schemas.errors import OutputError",
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))",
        "try: write_new([(Path(sys.argv[1]), b'x' * 1000)])",
        "except OutputError as error: print(error)",
    )
    told = subprocess.run([sys.executable, "-c", "\n".join(lines), tmp_path / "a"], text=True, capture_output=True, check=False, cwd=ROOT)
    assert told.returncode == 0, told.stderr
    assert "the file would be larger than is allowed" in told.stdout
