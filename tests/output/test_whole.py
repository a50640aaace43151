"""Files appear whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from annextract import whole
from annextract.whole import write_whole
from schemas.errors import ExitCode, OutputError


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def test_writes_and_overwrites(tmp_path):
    files = [(tmp_path / "a/b/one", b"1"), (tmp_path / "two", b"2")]
    write_whole(files)
    write_whole([(tmp_path / "two", b"3")])
    assert tree(tmp_path) == {"a": None, "a/b": None, "a/b/one": b"1", "two": b"3"}


def test_mode_is_the_usual_one(tmp_path):
    (tmp_path / "usual").touch()
    write_whole([(tmp_path / "ours", b"")])
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("links", [True, False])
def test_a_failure_leaves_everything_as_it_was(tmp_path, monkeypatch, number, call, links):
    write_whole([(tmp_path / "old/1", b"old 1"), (tmp_path / "old/2", b"old 2")])
    before = tree(tmp_path)
    real_fsync, real_replace, real_link, failed = os.fsync, Path.replace, Path.hardlink_to, []

    def fsync(handle):
        if Path(f"/proc/self/fd/{handle}").readlink().name.startswith(".2."):
            raise OSError(number, os.strerror(number))
        real_fsync(handle)

    def replace(self, target):
        if Path(target).name == "2" and not failed:
            failed.append(target)
            raise OSError(number, os.strerror(number))
        return real_replace(self, target)

    def link(self, target):
        if not links:
            raise OSError(errno.EPERM, "no links")
        real_link(self, target)

    monkeypatch.setattr(Path, "hardlink_to", link)
    if call == "fsync":
        monkeypatch.setattr(whole.os, "fsync", fsync)
    else:
        monkeypatch.setattr(Path, "replace", replace)
    files = [(tmp_path / "new/0", b"new"), (tmp_path / "old/1", b"new 1"), (tmp_path / "old/2", b"new 2")]
    with pytest.raises(OutputError) as caught:
        write_whole(files)
    assert caught.value.exit_code is ExitCode.OUTPUT
    assert caught.value.source == str(tmp_path / "old/2")
    assert str(caught.value).startswith(f"{tmp_path}/old/2: cannot be written: ")
    assert "--out" in caught.value.advice
    assert tree(tmp_path) == before


def test_an_interruption_leaves_everything_as_it_was(tmp_path, monkeypatch):
    write_whole([(tmp_path / "1", b"old")])

    def interrupted(self, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole([(tmp_path / "1", b"new"), (tmp_path / "a/2", b"new")])
    monkeypatch.undo()
    assert tree(tmp_path) == {"1": b"old"}


def test_a_file_where_a_folder_is_needed(tmp_path):
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(OutputError, match="a file stands where a folder is needed"):
        write_whole([(tmp_path / "out/json/x.json", b"")])
    assert tree(tmp_path) == {"out": b"mine"}


def test_a_folder_where_a_file_is_to_be_written(tmp_path):
    (tmp_path / "x.json").mkdir()
    with pytest.raises(OutputError, match="a folder stands where a file is to be written"):
        write_whole([(tmp_path / "a", b""), (tmp_path / "x.json", b"")])
    assert tree(tmp_path) == {"x.json": None}
