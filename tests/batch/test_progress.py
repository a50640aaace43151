"""What a person sees: one bar over all inputs on a terminal, plain lines elsewhere."""

import contextlib
import os
import pty
import re
import subprocess

from shared import SAMPLES

from benchmarks.soak import annexes, command

COLOURS = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]")


def on_a_terminal(*arguments):
    """What a command writes to stdout, and to a terminal as stderr."""
    near, far = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(command(*arguments), stdout=subprocess.PIPE, stderr=far, env=environment) as process:
        os.close(far)
        shown = b""
        with contextlib.suppress(OSError):
            while some := os.read(near, 4096):
                shown += some
        os.close(near)
        stdout = process.stdout.read()
    return process.returncode, stdout.decode(), COLOURS.sub(b"", shown).decode()


def test_a_bar_on_a_terminal(tmp_path):
    folder = annexes(tmp_path / "in", 3)
    (folder / "letter.txt").write_text("A letter.\n")
    code, paths, shown = on_a_terminal("convert", folder, "--out", tmp_path / "out", "--jobs", 2)
    assert code == 9
    assert len(paths.splitlines()) == 3
    last = shown.rstrip().splitlines()[-1]
    assert re.search(r"4/4 \d+ files/min 1 failed 0:00:00 left", last)
    assert f"rejected   {folder / 'letter.txt'}: " in shown.replace("\r\n", "")
    assert "converted" not in shown


def test_plain_lines_elsewhere(tmp_path, process):
    answer = process("convert", SAMPLES / "ecp-phase-vi.txt", "--out", tmp_path / "out")
    assert re.fullmatch(r"converted  .* -> ecp-phase-vi \(\d+\.\d\d s\)\n", answer.stderr)
