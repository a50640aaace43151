"""One run over many inputs: every input ends in one outcome, and one bad file stops no other."""

import datetime
import glob
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import annextract
from annextract.output import OutputTree
from annextract.pipeline import Stages, convert_source
from extract.profile import Profile
from extract.source import Source, load
from schemas.document import InputReport, Outcome, RunReport
from schemas.errors import ExitCode, InputError, NotFoundError, at

INPUT_ENDINGS = frozenset({".pdf", ".txt", ".tsv", ".docx"})  # what is taken from a folder; a file named outright is always tried


def expand(inputs: Iterable[str]) -> Iterator[Path | NotFoundError]:
    """The files that the inputs name: files as they are, folders and globs by what they hold, in order of name."""
    for given in inputs:
        path = Path(given)
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in INPUT_ENDINGS)
        elif glob.has_magic(given) and not path.exists():
            found = sorted(p for p in map(Path, glob.iglob(given, recursive=True)) if p.is_file())  # noqa: PTH207 - a pattern may be absolute
        else:
            found = [path]
        if found:
            yield from found
        else:
            yield NotFoundError("holds no input", f"inputs end in {', '.join(sorted(INPUT_ENDINGS))}", source=given)


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
        report = _rejected(path, path.source or "") if isinstance(path, NotFoundError) else _one(path, tree, profiles)
        reports.append(report)
        tell(report)
    summary = RunReport(tool_version=annextract.__version__, started=started, inputs=tuple(reports))
    tree.write_package()
    tree.write_run(summary)
    return summary


def _one(path: Path, tree: OutputTree, profiles: Sequence[Profile]) -> InputReport:
    stages = Stages()
    source: Source | None = None
    try:
        with at(source=str(path)):
            with stages.stage("open"):
                source = load(path)
            known = tree.written(source.sha256, path.name)
            if known:
                return _report(path, source, Outcome.UNCHANGED, stages.seconds, documents=known, reason="converted before by this version")
            result = convert_source(source, profiles)
            with stages.stage("write"):
                names = tree.write(result.conversions)
    except InputError as error:
        return _rejected(error, str(path), source, stages)
    return _report(path, source, Outcome.CONVERTED, stages.seconds | result.seconds, documents=names, words=result.words)


def _report(path: Path, source: Source, outcome: Outcome, seconds: dict[str, float], **more: Any) -> InputReport:
    return InputReport(path=str(path), sha256=source.sha256, outcome=outcome, seconds=seconds, **more)


def _rejected(error: InputError, path: str, source: Source | None = None, stages: Stages | None = None) -> InputReport:
    return InputReport(
        path=path,
        sha256=source.sha256 if source else None,
        outcome=Outcome.REJECTED,
        reason=str(error),
        exit_code=int(error.exit_code),
        seconds=stages.seconds if stages else {},
    )


def exit_code(report: RunReport) -> ExitCode:
    """0 where no input was rejected, the code of what was wrong where it is one thing, else SEVERAL."""
    codes = {each.exit_code for each in report.inputs if each.outcome is Outcome.REJECTED}
    if len(codes) > 1:
        return ExitCode.SEVERAL
    return ExitCode(codes.pop() or ExitCode.OK) if codes else ExitCode.OK
