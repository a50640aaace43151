"""Every error of ours: one sentence, an exit code of its own, and whole again after a process border."""

import pickle

import pytest

from schemas import errors
from schemas.errors import AnnextractError, ExitCode, InputError, at


def below(kind):
    return [kind, *(each for child in kind.__subclasses__() for each in below(child))]


ALL = below(AnnextractError)
LEAVES = [kind for kind in ALL if not kind.__subclasses__()]
every = pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)


@every
def test_pickles_whole(kind):
    error = kind("no such file", "check the path", source="a.pdf", page=12, row="I-4-2")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert again == error
    assert str(again) == str(error)


@every
def test_is_one_sentence_with_place_and_advice(kind):
    error = kind('"October 20187" admits no date', "it is kept raw", source="a.pdf", page=12, row="34")
    assert str(error) == 'a.pdf, page 12, row 34: "October 20187" admits no date; it is kept raw'
    assert str(kind("no such file", source="a.pdf")) == "a.pdf: no such file"
    assert str(kind("no such file")) == "no such file"


@every
def test_place_is_added_on_the_way_up(kind):
    with pytest.raises(kind) as caught, at(source="outer.pdf", page=1), at(page=7, row="3"):
        raise kind("broken", "fetch it again")
    assert (caught.value.source, caught.value.page, caught.value.row) == ("outer.pdf", 7, "3")


def test_page_nought_is_a_page():
    with pytest.raises(AnnextractError) as caught, at(page=3):
        raise InputError("broken", page=0)
    assert caught.value.page == 0


def test_each_leaf_has_an_exit_code_of_its_own():
    codes = [kind.exit_code for kind in LEAVES]
    assert len(set(codes)) == len(codes)
    assert ExitCode.OK not in codes


def test_the_tree_in_the_docstring_is_the_tree():
    for kind in LEAVES:
        drawn = next(line for line in (errors.__doc__ or "").splitlines() if kind.__name__ in line)
        assert drawn.split(kind.__name__)[1].split()[0] == str(int(kind.exit_code))


def test_every_exit_code_is_in_the_help(cli):
    said = {line.split()[0] for line in cli("--help").stdout.partition("Exit codes:")[2].splitlines() if line.strip()}
    assert said == {str(int(code)) for code in ExitCode}
