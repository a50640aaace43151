"""Runs, workers and Dask workers are killed: every file is whole, the next run completes the rest. `benchmarks/soak.py` does more."""

import json
import random
import signal

import pytest

from benchmarks.soak import Moment, annexes, begin, cluster, completed, documents, files, finished, kill_dask_worker, kill_run, kill_worker
from schemas.errors import ExitCode

COUNT = 6


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return annexes(tmp_path_factory.mktemp("kills") / "in", COUNT)


def endless(folder):
    """Put an annex among others that takes minutes."""
    annex = (folder / "0000.txt").read_bytes()
    path = folder / "endless.txt"
    path.write_bytes(annex * ((15 << 20) // len(annex)))
    return path


@pytest.fixture
def moment(inputs):
    return Moment(documents=random.randint(1, COUNT - 1), seconds=random.uniform(0, 0.02))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_killed(inputs, wanted, moment, tmp_path, jobs):
    for again in range(2):
        kill_run(inputs, tmp_path / "out", moment if again else Moment(documents=0, seconds=0.5), "--jobs", jobs)
        documents(tmp_path / "out")
    completed(inputs, tmp_path / "out", wanted)


def test_a_run_that_is_killed_while_it_replaces_what_stands(inputs, wanted, tmp_path):
    """Another set of profiles is another version: every document is converted anew."""
    import shutil
    from importlib.resources import files as resources

    profiles = tmp_path / "profiles"
    shutil.copytree(str(resources("extract.profiles")), profiles)
    (profiles / "ptc.toml").unlink()
    out = tmp_path / "out"
    assert finished("convert", inputs, "--out", out).returncode == 0
    run = begin("convert", inputs, "--out", out, "--profiles", profiles)
    while run.poll() is None and b"profiles" in (out / "json" / "0001.json").read_bytes():
        pass
    for line in run.stderr:
        if line.startswith("converted"):
            break
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert len(documents(out)) >= COUNT - 1
    done = finished("convert", inputs, "--out", out, "--profiles", profiles)
    assert done.returncode == 0
    outcomes = [each["outcome"] for each in json.loads((out / "run.json").read_bytes())["inputs"]]
    assert outcomes.count("unchanged") >= 1
    assert finished("convert", inputs, "--out", tmp_path / "fresh", "--profiles", profiles).returncode == 0
    assert files(out) == files(tmp_path / "fresh")


def test_a_worker_that_is_killed(inputs, wanted, moment, tmp_path):
    kill_worker(inputs, tmp_path / "out", moment, "--jobs", 2)
    completed(inputs, tmp_path / "out", wanted)


def test_a_run_that_is_interrupted_says_what_is_done(wanted, tmp_path):
    folder = annexes(tmp_path / "in", COUNT)
    long = endless(folder)
    out = tmp_path / "out"
    run = begin("convert", folder, "--out", out, "--jobs", 2)
    Moment(documents=2, seconds=0).wait(run, out)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate()
    assert run.returncode == ExitCode.INTERRUPTED, said
    outcomes = json.loads((out / "run.json").read_bytes())["inputs"]
    assert len(outcomes) == COUNT + 1
    assert {each["outcome"] for each in outcomes} == {"converted", "rejected"}
    assert all("interrupted; run again" in each["reason"] for each in outcomes if each["outcome"] == "rejected")
    assert (out / "datapackage.json").is_file()
    assert {path.name for path in out.iterdir()} == {"json", "parquet", "datapackage.json", "run.json"}
    long.unlink()
    completed(folder, out, wanted)


def test_a_cluster_writes_what_one_process_writes(inputs, wanted, tmp_path):
    pytest.importorskip("distributed")
    with cluster() as (address, team, _):
        done = finished("convert", inputs, "--out", tmp_path / "out", "--cluster", address)
        assert done.returncode == 0, done.stderr
        assert files(tmp_path / "out") == wanted
        kill_dask_worker(inputs, tmp_path / "killed", Moment(documents=2, seconds=0), address, team)
        assert len(json.loads((tmp_path / "killed" / "run.json").read_bytes())["inputs"]) == COUNT
    completed(inputs, tmp_path / "killed", wanted)


def test_limits_hold_on_a_cluster_too(tmp_path):
    pytest.importorskip("distributed")
    folder = annexes(tmp_path / "in", 1)
    endless(folder)
    with cluster(1) as (address, _, _):
        done = finished("convert", folder, "--out", tmp_path / "out", "--cluster", address, "--timeout", 10)
    assert done.returncode == ExitCode.LIMIT, done.stderr
    assert documents(tmp_path / "out") == ["0000"]


def test_no_scheduler(tmp_path):
    pytest.importorskip("distributed")
    done = finished("convert", annexes(tmp_path / "in", 1), "--out", tmp_path / "out", "--cluster", "tcp://127.0.0.1:9")
    assert done.returncode == ExitCode.CLUSTER
    (line,) = done.stderr.splitlines()
    assert line.startswith("annextract: tcp://127.0.0.1:9: no scheduler answers")


def test_a_cluster_and_jobs_exclude_each_other(cli, tmp_path):
    assert cli("convert", tmp_path, "--cluster", "tcp://127.0.0.1:9", "--jobs", 2).exit_code == ExitCode.USAGE
