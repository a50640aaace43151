"""A real WebDAV server on this machine is the store: inputs come from it, the output goes there, and it fails and comes back."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time

import pytest

pytest.importorskip("webdav4")
pytest.importorskip("wsgidav")

from benchmarks.soak import annexes, command, completed, documents, files, finished
from schemas.errors import ExitCode

COUNT = 3


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The folder that the server serves, and its port."""
    folder, port = tmp_path_factory.mktemp("store"), free_port()
    annexes(folder / "in", COUNT)
    line = [sys.executable, "-m", "wsgidav.server.server_cli", "--host", "127.0.0.1", "--port", str(port), "--root", str(folder)]
    server = subprocess.Popen([*line, "--auth", "anonymous", "--server", "cheroot"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            break
        time.sleep(0.1)
    yield folder, port
    server.kill()
    server.wait()


@pytest.fixture(scope="module")
def wanted(store):
    folder, _ = store
    assert finished("convert", folder / "in", "--out", folder / "wanted").returncode == 0
    return files(folder / "wanted")


class Line:
    """A line to the server that can be cut: connections through it break, and new ones are refused, until it is mended."""

    def __init__(self, port):
        self.to, self.port, self.is_cut, self.open = port, free_port(), False, []
        self.listening = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listening.accept()
                if self.is_cut:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self.to))
                self.open += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self.pump, args=(one, other), daemon=True).start()

    def pump(self, one, other):
        with contextlib.suppress(OSError):
            while data := one.recv(1000):
                other.sendall(data)
        for each in (one, other):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def cut(self):
        self.is_cut = True
        for each in self.open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def mend(self):
        self.is_cut = False

    def close(self):
        self.cut()
        for each in [*self.open, self.listening]:
            each.close()


@pytest.fixture
def line(store):
    made = Line(store[1])
    yield made
    made.close()


def run(port, *arguments):
    environment = os.environ | {"FSSPEC_WEBDAV_BASE_URL": f"http://127.0.0.1:{port}"}
    return subprocess.Popen(command(*arguments), env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ended(process):
    said = process.communicate(timeout=300)
    return process.returncode, *said


def test_inputs_from_a_store_and_output_to_it(store, wanted):
    folder, port = store
    code, paths, said = ended(run(port, "convert", "webdav://in", "--out", "webdav://there", "--jobs", 2))
    assert code == 0, said
    assert sorted(paths.splitlines()) == [f"webdav://there/json/{number:04}.json" for number in range(COUNT)]
    assert documents(folder / "there") == [f"{number:04}" for number in range(COUNT)]
    assert files(folder / "there") == wanted
    code, _, said = ended(run(port, "convert", "webdav://in/*.txt", "--out", "webdav://there"))
    assert code == 0, said
    assert [each.split()[0] for each in said.splitlines()] == ["unchanged"] * COUNT


def test_what_is_not_there(store, tmp_path):
    code, _, said = ended(run(store[1], "convert", "webdav://in/gone.txt", "webdav://nothing/*.pdf", "--out", tmp_path / "out"))
    assert code == ExitCode.NOT_FOUND
    assert said.splitlines() == [
        "rejected   webdav://nothing/*.pdf: holds no input; inputs end in .docx, .pdf, .tsv, .txt",
        "rejected   webdav://in/gone.txt: no such file; check the address",
    ]


def test_a_store_that_fails_and_comes_back(store, wanted, line):
    folder, _ = store
    process = run(line.port, "convert", "webdav://in", "--out", "webdav://back")
    until(lambda: (folder / "back" / "json").is_dir())
    for _ in range(3):
        line.cut()
        time.sleep(0.5)
        documents(folder / "back")
        line.mend()
        time.sleep(0.5)
    code, _, said = ended(process)
    assert code == 0, said
    assert files(folder / "back") == wanted


def test_a_store_that_stays_away(store, wanted, line, monkeypatch):
    folder, _ = store
    monkeypatch.setenv("ANNEXTRACT_PATIENCE", "2")
    process = run(line.port, "convert", "webdav://in", "--out", "webdav://away")
    until(lambda: (folder / "away" / "json").is_dir())
    line.cut()
    code, _, said = ended(process)
    assert code in {ExitCode.OUTPUT, ExitCode.UNREADABLE, ExitCode.SEVERAL}, said
    assert "Traceback" not in said
    assert "see that it answers, then run again: what is done is kept" in said
    documents(folder / "away")
    completed(folder / "in", folder / "away", wanted)


def test_an_address_that_nothing_here_speaks(cli, tmp_path):
    answer = cli("convert", tmp_path, "--out", "nonsense://there")
    assert answer.exit_code == ExitCode.USAGE
    assert "nonsense://there cannot be opened" in answer.stderr


def until(true):
    for _ in range(600):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it did not come true within half a minute")
