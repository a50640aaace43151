"""One run over many inputs: every input ends in one outcome, and one bad file stops no other."""

import datetime
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

import annextract
from annextract.executors import Hands, local_hands
from annextract.inputs import Input, described, printable
from annextract.limits import Limits
from annextract.output import OutputTree
from annextract.run_lock import run_lock
from annextract.stages import Stages
from annextract.worker import OFTEN, Done, Work, end_workers, preload, rejected, supervised
from extract.profile import Profile
from schemas.document import InputReport, Outcome, RunReport
from schemas.errors import CrashError, ExitCode, InputError, OutputError
from schemas.raw import Seen

AHEAD = 2  # inputs that each worker has at hand, so that none waits for this process
TICK = 1.0  # seconds between two looks at what else is to be done
MANY = 20  # inputs among which every library is needed once
REFUSALS = 3  # outcomes in a row that the output refused, after which no other input is tried

Tell = Callable[[InputReport], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run is made.

    Args:
        hands: Who converts.
        limits: Of each document.
        prune: Whether documents go whose inputs are gone.
        password: What opens a PDF that is encrypted.
        say: Hears of what is no outcome of an input.
        seen: Texts of cells of an earlier revision, which help to read texts whose columns are gone.
    """

    hands: Callable[[], AbstractContextManager[Hands]] = lambda: local_hands(1)
    limits: Limits = field(default_factory=Limits)
    prune: bool = False
    password: str | None = field(default=None, repr=False)
    say: Callable[[str], None] = lambda line: None
    seen: Seen = ()


def run(
    inputs: Iterable[Path | str | InputError], tree: OutputTree, profiles: Sequence[Profile], tell: Tell, options: Options | None = None
) -> RunReport:
    """Convert every input that `expand` found into the tree; `tell` hears of each outcome as it comes.

    An interruption (Ctrl-C) ends what is under way and is an outcome too, of each input that is not done.

    Raises:
        BusyError: Another run writes into the tree.
        ClusterError: The cluster does not answer.
        OutputError: The tree cannot be written at all.
    """
    options = options or Options()
    started = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    work = Work(
        token=secrets.token_hex(8),
        profiles=tuple(profiles),
        version=tree.version,
        out=str(Path(tree.root).absolute()) if isinstance(tree.root, Path) else tree.root,
        folder=tree.folder,
        limits=options.limits,
        password=options.password,
        seen=options.seen,
    )
    found = list(inputs)
    if len(found) >= MANY:
        preload(OFTEN)
    with run_lock(tree.store) as renew:
        tree.open()
        try:
            with options.hands() as hands:
                batch = _Batch(found, tree, work, hands, tell, renew)
                try:
                    batch.convert()
                finally:
                    end_workers(work.token)
            reports = batch.reports()
            renamed = tree.settle(_order(reports))
            reports = tuple(_renamed(each, renamed) for each in reports)
            if options.prune:
                _prune(tree, reports, options.say)
            summary = RunReport(tool_version=annextract.__version__, started=started, inputs=reports)
            tree.write_package()
            tree.write_run(summary)
        finally:
            tree.close()
    return summary


@dataclass
class _Batch:
    """The inputs of a run on their way: which are still to do, which are at work, what became of the others."""

    found: Sequence[Path | str | InputError]
    tree: OutputTree
    work: Work
    hands: Hands
    tell: Tell
    renew: Callable[[], None]
    outcomes: dict[int, InputReport] = field(default_factory=dict)
    at_work: "dict[Future[Done], tuple[int, Input, str | None]]" = field(default_factory=dict)
    same_bytes: dict[str, list[int]] = field(default_factory=dict)
    refused: int = 0
    ended: OutputError | KeyboardInterrupt | None = None

    def convert(self) -> None:
        """See every input to its outcome, the largest first where several are converted at once."""
        try:
            inputs = self._inputs()
            self.work = replace(self.work, jobs=self.hands.jobs(len(inputs)))
            todo = deque(sorted(inputs, key=lambda n: -inputs[n].size) if self.hands.count > 1 else inputs)
            while (todo or self.at_work) and not self.ended:
                while todo and len(self.at_work) < AHEAD * self.hands.count:
                    self._begin(todo.popleft(), inputs)
                todo.extendleft(self._collect())
        except KeyboardInterrupt as interruption:
            self.ended = interruption
        finally:
            for future in self.at_work:
                future.cancel()

    def reports(self) -> tuple[InputReport, ...]:
        """The outcome of every input, in order."""
        return tuple(self.outcomes.get(number) or self._not_reached(each) for number, each in enumerate(self.found))

    def _inputs(self) -> dict[int, Input]:
        """The inputs by their place; what led nowhere has its outcome."""
        inputs = {}
        for number, each in enumerate(self.found):
            if isinstance(each, InputError):
                self._end(number, rejected(each, printable(each.source or "")))
            else:
                inputs[number] = described(each)
        return inputs

    def _begin(self, number: int, inputs: Mapping[int, Input]) -> None:
        """Find an input unchanged, or have it wait for another of the same bytes, or give it to a worker."""
        given, stages = inputs[number], Stages()
        with stages.stage("open"):
            sha256 = given.sha256()
            known = self.tree.written(sha256, given.file_name) if sha256 else ()
        if known:
            reason = "converted before by this version"
            report = InputReport(
                path=given.name, sha256=sha256, outcome=Outcome.UNCHANGED, reason=reason, documents=known, seconds=stages.seconds
            )
            self._end(number, report)
        elif sha256 in self.same_bytes:
            self.same_bytes[sha256].append(number)
        else:
            if sha256:
                self.same_bytes[sha256] = []
            future = self.hands.executor.submit(supervised, self.work, given, str(number))
            self.at_work[future] = (number, given, sha256)

    def _collect(self) -> list[int]:
        """Take in what is done; the inputs that waited for it can begin."""
        self.renew()
        ready: list[int] = []
        done, _ = wait(self.at_work, timeout=TICK, return_when=FIRST_COMPLETED)
        for future in [each for each in self.at_work if each in done]:  # in order, for one worker is to report in order
            number, given, sha256 = self.at_work.pop(future)
            self._end(number, self._taken_in(future, given))
            ready += self.same_bytes.pop(sha256 or "", [])
        return ready

    def _taken_in(self, future: "Future[Done]", given: Input) -> InputReport:
        try:
            done = future.result()
        except Exception as error:  # the cluster could not bring it to an outcome
            crash = CrashError(f"the cluster gave it up ({error})", "see the logs of its workers, then run again", source=given.name)
            return rejected(crash, given.name)
        if done.staged is None:
            return done.report
        stages = Stages(seconds=dict(done.report.seconds))
        try:
            with stages.stage("write"):
                names = self.tree.commit(done.staged)
        except OutputError as error:
            return replace(rejected(error, given.name, stages=stages), sha256=done.report.sha256)
        return replace(done.report, documents=names, seconds=stages.seconds)

    def _end(self, number: int, report: InputReport) -> None:
        self.outcomes[number] = report
        self.tell(report)
        self.refused = self.refused + 1 if report.exit_code == ExitCode.OUTPUT else 0
        if self.refused == REFUSALS:
            self.ended = OutputError("it was not tried, for the output was refused several times", "see the others, then run again")

    def _not_reached(self, each: Path | str | InputError) -> InputReport:
        name = printable(each.source or "" if isinstance(each, InputError) else each)
        if isinstance(self.ended, OutputError):
            report = rejected(replace(self.ended, source=name), name)
        else:
            reason = f"{name}: the run was interrupted; run again: what is done is kept"
            report = InputReport(path=name, outcome=Outcome.REJECTED, reason=reason, exit_code=int(ExitCode.INTERRUPTED), seconds={})
        self.tell(report)
        return report


def _renamed(report: InputReport, renamed: Mapping[str, tuple[str, ...]]) -> InputReport:
    names = renamed.get(report.sha256 or "")
    return replace(report, documents=names) if names and report.documents else report


def _order(reports: Sequence[InputReport]) -> dict[str, int]:
    """The first place of each source in a run."""
    order: dict[str, int] = {}
    for number, report in enumerate(reports):
        if report.sha256:
            order.setdefault(report.sha256, number)
    return order


def _prune(tree: OutputTree, reports: Sequence[InputReport], say: Callable[[str], None]) -> None:
    """Remove the documents of inputs that are gone, if all that are left can be told."""
    if any(report.sha256 is None for report in reports):
        say("nothing is pruned: not every input was found and read")
        return
    kept = {report.sha256 for report in reports if report.sha256}
    broken = {Path(report.path).name for report in reports if report.outcome is Outcome.REJECTED}
    for name in tree.prune(kept, broken):
        say(f"pruned     {tree.address(name)}")


def exit_code(report: RunReport) -> ExitCode:
    """0 where no input was rejected, the code of what was wrong where it is one thing, else SEVERAL."""
    codes = {each.exit_code for each in report.inputs if each.outcome is Outcome.REJECTED}
    if ExitCode.INTERRUPTED in codes:
        return ExitCode.INTERRUPTED
    if len(codes) > 1:
        return ExitCode.SEVERAL
    return ExitCode(codes.pop() or ExitCode.OK) if codes else ExitCode.OK
