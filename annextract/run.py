"""One run over many inputs: every input ends in one outcome, and one bad file stops no other."""

import datetime
import glob
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

import annextract
from annextract.collector import collector_paused
from annextract.output import OutputTree
from annextract.pipeline import Stages, convert_source
from extract.profile import Profile
from extract.source import Source, load
from schemas.document import InputReport, Outcome, RunReport
from schemas.errors import DefectError, ExitCode, InputError, NotFoundError, OutputError, at

INPUT_ENDINGS = frozenset({".pdf", ".txt", ".tsv", ".docx"})  # what is taken from a folder; a file named outright is always tried


def expand(inputs: Iterable[str]) -> Iterator[Path | NotFoundError]:
    """The files that the inputs name: files as they are, folders and globs by what they hold, in order of name."""
    for given in inputs:
        path = Path(given)
        if _is_folder(path):
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in INPUT_ENDINGS and not _is_folder(p))
        elif glob.has_magic(given) and not _exists(path):
            found = sorted(p for p in map(Path, glob.iglob(given, recursive=True)) if not _is_folder(p))  # noqa: PTH207 - a pattern may be absolute
        else:
            found = [path]
        if found:
            yield from found
        else:
            yield NotFoundError("holds no input", f"inputs end in {', '.join(sorted(INPUT_ENDINGS))}", source=given)


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; what the system refuses to look at is none, and says why when it is read."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _printable(path: Path | str) -> str:
    """The path as text that every file can hold: bytes of its name that are no UTF-8 are replaced."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def run(
    inputs: Iterable[Path | NotFoundError], tree: OutputTree, profiles: Sequence[Profile], tell: Callable[[InputReport], None]
) -> RunReport:
    """Convert every input that `expand` found into the tree; `tell` hears of each outcome as it comes.

    Raises:
        OutputError: the tree cannot be written at all.
    """
    started = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    reports = []
    for path in inputs:
        report = _rejected(path, _printable(path.source or "")) if isinstance(path, NotFoundError) else _one(path, tree, profiles)
        reports.append(report)
        tell(report)
    summary = RunReport(tool_version=annextract.__version__, started=started, inputs=tuple(reports))
    tree.write_package()
    tree.write_run(summary)
    return summary


@collector_paused()
def _one(path: Path, tree: OutputTree, profiles: Sequence[Profile]) -> InputReport:
    stages, name = Stages(), _printable(path)
    source: Source | None = None
    try:
        with at(source=name):
            with stages.stage("open"):
                source = replace(load(path), name=name)
            known = tree.written(source.sha256, PurePath(name).name)
            if known:
                return _report(source, Outcome.UNCHANGED, stages.seconds, documents=known, reason="converted before by this version")
            result = convert_source(source, profiles)
            with stages.stage("write"):
                names = tree.write(result.conversions)
    except (InputError, OutputError) as error:
        return _rejected(error, name, source, stages)
    except Exception as error:  # one input must not stop the others, whatever it meets in this tool
        said = f"{type(error).__name__}: {error}"
        return _rejected(DefectError(said, "this is a defect of annextract, please report it", source=name), name, source, stages)
    return _report(source, Outcome.CONVERTED, stages.seconds | result.seconds, documents=names, words=result.words)


def _report(source: Source, outcome: Outcome, seconds: dict[str, float], **more: Any) -> InputReport:
    return InputReport(path=source.name, sha256=source.sha256, outcome=outcome, seconds=seconds, **more)


def _rejected(error: InputError | OutputError, path: str, source: Source | None = None, stages: Stages | None = None) -> InputReport:
    return InputReport(
        path=path,
        sha256=source.sha256 if source else None,
        outcome=Outcome.REJECTED,
        reason=_printable(str(error)),
        exit_code=int(error.exit_code),
        seconds=stages.seconds if stages else {},
    )


def exit_code(report: RunReport) -> ExitCode:
    """0 where no input was rejected, the code of what was wrong where it is one thing, else SEVERAL."""
    codes = {each.exit_code for each in report.inputs if each.outcome is Outcome.REJECTED}
    if len(codes) > 1:
        return ExitCode.SEVERAL
    return ExitCode(codes.pop() or ExitCode.OK) if codes else ExitCode.OK
