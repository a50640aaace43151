"""What a person sees of a run: a bar on a terminal, a plain line an input elsewhere. Both go to stderr."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from annextract.summary import summary_line
from schemas.document import InputReport

Say = Callable[[str], None]
Tell = Callable[[InputReport], None]


@contextmanager
def progress(count: int) -> Iterator[tuple[Tell, Say]]:
    """Who hears of each outcome of so many inputs, and of what else is to be said."""
    if not sys.stderr.isatty():
        say = _plain
        yield lambda report: say(summary_line(report)), say
        return
    with _bar(count) as both:
        yield both


def _plain(line: str) -> None:
    click.echo(line, err=True)


@contextmanager
def _bar(count: int) -> Iterator[tuple[Tell, Say]]:
    """One bar over all: files a minute, failures, time left; above it stays what failed."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.text import Text

    console = Console(stderr=True, highlight=False)
    columns: tuple[Any, ...] = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]:.0f} files/min"),
        TextColumn("{task.fields[failed]} failed"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=console) as shown:
        task = shown.add_task("", total=count, pace=0.0, failed=0)
        start, failed = time.monotonic(), 0

        def say(line: str) -> None:
            console.print(Text(line), soft_wrap=True)

        def tell(report: InputReport) -> None:
            nonlocal failed
            if report.exit_code:
                failed += 1
                say(summary_line(report))
            done = shown.tasks[0].completed + 1
            shown.update(task, advance=1, failed=failed, pace=60 * done / (time.monotonic() - start))

        yield tell, say
