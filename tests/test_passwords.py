"""An encrypted PDF: `tests/fixtures/encrypted.pdf` is a print of `samples/ptc-tracked.docx` that a password opens."""

import pytest
from shared import FIXTURES, SAMPLES, read_json

from extract.pdf import fast, plumber
from extract.source import Source
from schemas.errors import EncryptedError, ExitCode

LOCKED, PASSWORD = FIXTURES / "encrypted.pdf", "open sesame"


@pytest.mark.parametrize("given", ["option", "environment"])
def test_a_password_opens_it_and_stands_in_no_output(cli, tmp_path, monkeypatch, given):
    if given == "environment":
        monkeypatch.setenv("ANNEXTRACT_PASSWORD", PASSWORD)
    password = ["--password", PASSWORD] if given == "option" else []
    answer = cli("convert", LOCKED, "--out", tmp_path / "out", *password)
    assert answer.exit_code == ExitCode.OK, answer.stderr
    assert cli("convert", SAMPLES / "ptc-tracked.pdf", "--out", tmp_path / "open").exit_code == ExitCode.OK
    ((locked,), (opened,)) = ((tmp_path / out / "json").iterdir() for out in ("out", "open"))
    rows = read_json(locked)["rows"]
    assert rows and rows == read_json(opened)["rows"]
    assert all(PASSWORD.encode() not in path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())


@pytest.mark.parametrize(("password", "said"), [([], "give its password"), (["--password", "mellon"], "another password")])
def test_without_the_password_it_is_refused(cli, tmp_path, password, said):
    answer = cli("convert", LOCKED, "--out", tmp_path / "out", *password)
    assert answer.exit_code == ExitCode.ENCRYPTED
    assert said in answer.stderr
    assert "mellon" not in answer.stderr


def test_a_password_for_what_needs_none_is_let_lie(cli, tmp_path):
    assert cli("convert", SAMPLES / "ptc-tracked.pdf", "--out", tmp_path / "out", "--password", PASSWORD).exit_code == ExitCode.OK


def test_every_command_that_reads_takes_it(cli, tmp_path):
    for command in (["profiles", LOCKED], ["explain", LOCKED, "--row", "I-1-1", "--draw", tmp_path / "row.png"]):
        assert cli(*command).exit_code == ExitCode.ENCRYPTED
        answer = cli(*command, "--password", PASSWORD)
        assert answer.exit_code == ExitCode.OK, answer.stderr


@pytest.mark.parametrize("backend", [fast, plumber])
def test_both_libraries_open_it(backend):
    data = LOCKED.read_bytes()
    opened = [page.text for page in backend.pages(Source("a.pdf", data, PASSWORD))]
    assert "".join(opened).strip()
    with pytest.raises(EncryptedError):
        list(backend.pages(Source("a.pdf", data)))
