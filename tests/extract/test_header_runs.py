"""Headers as a scan prints them: words joined, cut, misread, and parted by borders."""

import pytest

from extract.decoder.header_runs import find_headers
from extract.decoder.tokens import DumpLine
from extract.profile import Profile, bundled

SCAN = ["¢ one", "« two", "+ three"]  # bullets as only a scan has them


@pytest.fixture(scope="module")
def profile() -> Profile:
    return next(profile for profile in bundled() if profile.name == "ptc_activities")


def spans(profile: Profile, *printed: str) -> list[tuple[int, int]]:
    lines = [DumpLine(i, text) for i, text in enumerate(printed, 1)]
    return [(run.start, run.end) for run in find_headers(lines, profile)]


@pytest.mark.parametrize(
    "header",
    [
        ("Topic Task Type of task'ResponsiblePerformance Timeline Progress made", "bodies?” Indicators"),
        ("Topics Tasks Type of |Respons|Performance Timelines Progress made", "task? ible Indicator"),
        ("Topic Task Type of Responsi Performanc Timeline Progress", "task' ble bodies e Indicators made"),
    ],
)
def test_a_header_is_found_whose_words_are_joined_cut_or_parted(profile: Profile, header: tuple[str, str]) -> None:
    assert spans(profile, *SCAN, *header, "Ports of call") == [(3, 5)]


def test_text_of_a_cell_is_no_header(profile: Profile) -> None:
    assert spans(profile, *SCAN, "Topic", "Tasks are listed by type of task and by responsible body", "progress") == []


def test_a_text_layer_joins_no_words(profile: Profile) -> None:
    assert spans(profile, "Topic Task Type of taskResponsible Performance ", "body Indicators Timeline Progress ") == []
