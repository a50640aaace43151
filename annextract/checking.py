"""`annextract check`: every sample against its golden."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annextract.goldens import convert_sample, differences, golden_path, read_golden, samples, write_golden
from extract.profile import Profile
from schemas.errors import ExitCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The differences, a sentence on the whole, and the exit code."""

    lines: list[str]
    summary: str
    exit_code: ExitCode


def check_folder(folder: Path, profiles: Sequence[Profile], *, accept: bool) -> Checked:
    """Compare each sample of a folder with its golden; with `accept`, write the goldens anew and say what changed.

    Raises:
        GoldenError: the folder holds no samples, or a golden is no JSON.
        InputError: a sample cannot be converted.
    """
    lines: list[str] = []
    missing = []
    found = samples(folder)
    for sample in found:
        got, golden = convert_sample(sample, profiles), read_golden(sample)
        if golden is None:
            missing.append(sample)
            lines.append(f"{sample.name}: {golden_path(sample).name} is missing")
        changed = [str(difference) for difference in differences(sample.name, golden, got)] if golden is not None else []
        lines += changed
        if accept and (golden is None or changed):
            write_golden(sample, got)
    code = ExitCode.OK if accept or not lines else ExitCode.GOLDEN if missing else ExitCode.DIFFERENT
    verb = "accepted" if accept else "found"
    return Checked(lines=lines, summary=f"{len(found)} samples, {len(lines)} differences {verb}", exit_code=code)
