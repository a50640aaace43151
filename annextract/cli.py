"""The command line. Each command parses, calls, and renders; stdout is data, stderr is talk."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from schemas.errors import AnnextractError, ExitCode, UsageError

if TYPE_CHECKING:
    from extract.profile import Profile

EXIT_CODES = "\b\nExit codes:\n" + "\n".join(
    f"  {code.value:>3}  {said}"
    for code, said in {
        ExitCode.OK: "all is well; flags are in the output",
        ExitCode.DIFFERENT: "a sample differs from its golden",
        ExitCode.USAGE: "the command line asks for what cannot be",
        ExitCode.NOT_FOUND: "no such file or folder, or a glob that matches nothing",
        ExitCode.UNREADABLE: "an input cannot be read",
        ExitCode.EMPTY: "an input is empty",
        ExitCode.NOT_A_DOCUMENT: "an input is neither a PDF, a DOCX nor a text",
        ExitCode.ENCRYPTED: "a PDF is encrypted",
        ExitCode.DAMAGED: "a PDF or DOCX is truncated or broken inside",
        ExitCode.NO_TABLE: "an input holds no table",
        ExitCode.PROFILE: "a profile cannot be used",
        ExitCode.GOLDEN: "a sample has no golden",
        ExitCode.OUTPUT: "the output cannot be written",
        ExitCode.SEVERAL: "several inputs were rejected, for different reasons",
        ExitCode.DEFECT: "something in annextract broke on an input",
        ExitCode.LIMIT: "an input wants more time, memory or pages than it is allowed",
        ExitCode.CRASH: "the process that converted an input ended",
        ExitCode.BUSY: "another run writes into the output",
        ExitCode.CLUSTER: "the cluster does not answer",
        ExitCode.INTERRUPTED: "the run was interrupted (Ctrl-C)",
    }.items()
)


class _Group(click.Group):
    """Errors of ours become one line on stderr and their own exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AnnextractError as error:
            from annextract.summary import escaped

            click.echo(f"annextract: {escaped(str(error))}", err=True)
            ctx.exit(int(error.exit_code))
        except KeyboardInterrupt:
            click.echo("annextract: interrupted", err=True)
            ctx.exit(int(ExitCode.INTERRUPTED))


@click.group(cls=_Group, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="annextract")
def main() -> None:
    """Work programme annexes become rows: PDF, DOCX and text dumps to normalized JSON and Parquet.

    Every cell of the output says where it was read, and every doubtful one carries a flag.
    """


profiles_option = click.option(
    "--profiles",
    "profile_folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Use the profiles of this folder, not the bundled ones.",
)


prior_option = click.option(
    "--prior",
    "prior_folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="An earlier conversion, such as the last revision's: its words help where a dump's columns are gone.",
)

password_option = click.option(
    "--password", envvar="ANNEXTRACT_PASSWORD", metavar="TEXT", help="Opens encrypted PDFs; better given as $ANNEXTRACT_PASSWORD."
)


def _profiles(folder: Path | None) -> "tuple[Profile, ...]":
    from extract.profile import bundled, folder_profiles

    return bundled() if folder is None else folder_profiles(folder)


class _Size(click.ParamType[int]):
    """Bytes, such as 500M or 4G; 0 stands for no limit."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d+(?:\.\d+)?)([KMGT]?)(?:i?B)?", value.strip(), re.IGNORECASE)
        if not found:
            self.fail(f"{value!r} is no size: write 500M or 4G", param, ctx)
        return int(float(found[1]) * 1024 ** " KMGT".index(found[2].upper() or " "))


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", default="out", show_default=True, metavar="DIR", help="Where the output lands: a folder, or an address.")
@click.option("-j", "--jobs", type=click.IntRange(min=0), metavar="N", help="So many processes; 0: one a processor.  [default: 1]")
@click.option("--cluster", metavar="ADDRESS", help="Convert on the workers of this Dask scheduler, such as tcp://10.0.0.5:8786.")
@click.option("--timeout", type=click.FloatRange(min=0), default=600, show_default=True, metavar="SECONDS", help="Of one; 0: no limit.")
@click.option("--max-memory", type=_Size(), default="4G", show_default=True, metavar="SIZE", help="Of one; 0: no limit.")
@click.option("--max-pages", type=click.IntRange(min=1), metavar="N", help="Refuse a PDF of more pages.")
@click.option("--prune", is_flag=True, help="Remove documents from DIR that came from none of these inputs.")
@prior_option
@password_option
@profiles_option
def convert(
    inputs: tuple[str, ...],
    out: str,
    jobs: int | None,
    cluster: str | None,
    timeout: float,
    max_memory: int,
    max_pages: int | None,
    prune: bool,
    prior_folder: Path | None,
    password: str | None,
    profile_folder: Path | None,
) -> None:
    """Convert files, folders or globs to JSON and Parquet.

    \b
    annextract convert PT0695Ea.pdf
    annextract convert annexes/ 'more/*.txt' --out out --jobs 4
    annextract convert webdav://annexes/2025 --out webdav://converted --cluster tcp://10.0.0.5:8786

    INPUT is a PDF, a DOCX or a text dump, here or at any address that fsspec knows. The names of the documents written go to
    stdout, one a line; what became of each input stands in out/run.json. An input that was converted before by this version is
    left as it is. An input that hangs, crashes or wants too much is stopped and reported, and the others go on.
    """
    from annextract.executors import cluster_hands, local_hands
    from annextract.inputs import expand
    from annextract.limits import Limits
    from annextract.output import OutputTree
    from annextract.prior import seen_in
    from annextract.progress import progress
    from annextract.remote import is_address
    from annextract.run import Options, exit_code, run
    from annextract.versions import conversion_version

    if cluster and jobs is not None:
        raise UsageError("--jobs and --cluster exclude each other", "a cluster converts as many inputs at once as its workers have threads")
    profiles = _profiles(profile_folder)
    seen = seen_in(prior_folder) if prior_folder else ()
    tree = OutputTree(out if is_address(out) else Path(out), conversion_version(profiles, seen))
    found = list(expand(inputs))
    with progress(len(found)) as (tell, say):
        options = Options(
            hands=lambda: cluster_hands(cluster) if cluster else local_hands(1 if jobs is None else jobs),
            limits=Limits(seconds=timeout or None, memory=max_memory or None, pages=max_pages),
            prune=prune,
            password=password,
            say=say,
            seen=seen,
        )
        report = run(found, tree, profiles, tell, options)
    for name in dict.fromkeys(name for each in report.inputs for name in each.documents):
        click.echo(tree.address(name))
    sys.exit(int(exit_code(report)))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--accept", is_flag=True, help="Write what the samples yield now as their goldens, and show what changed.")
@profiles_option
def check(folder: Path, accept: bool, profile_folder: Path | None) -> None:
    """Convert every sample in DIR and compare it with the golden beside it, cell by cell.

    \b
    annextract check samples
    annextract check samples --accept     then read the diff before you commit it

    Exits with 1 where a cell differs, and with 11 where a golden is missing.
    """
    from annextract.checking import check_folder

    outcome = check_folder(folder, _profiles(profile_folder), accept=accept)
    for line in outcome.lines:
        click.echo(line)
    click.echo(outcome.summary, err=True)
    sys.exit(int(outcome.exit_code))


@main.command()
@click.argument("source", required=False, metavar="[INPUT]", type=click.Path(path_type=Path))
@password_option
@profiles_option
def profiles(source: Path | None, password: str | None, profile_folder: Path | None) -> None:
    """List the profiles; with INPUT, say why each was or was not chosen for it.

    \b
    annextract profiles
    annextract profiles PT0695Ea.pdf
    """
    from annextract.explain import profile_lines

    for line in profile_lines(_profiles(profile_folder), source, password):
        click.echo(line)


@main.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="INPUT")
@click.option("--page", type=int, metavar="N", help="Only what was read on page N.")
@click.option("--row", "row_id", metavar="ID", help="One row: each value with the places it was read from.")
@click.option("--draw", type=click.Path(path_type=Path), metavar="PNG", help="With --row, of a PDF: draw the page with the row's boxes.")
@password_option
@profiles_option
def explain(
    source: Path, page: int | None, row_id: str | None, draw: Path | None, password: str | None, profile_folder: Path | None
) -> None:
    """Show what each stage saw in INPUT: paragraphs, table pieces, the decision at each break, and where a value was read.

    \b
    annextract explain PT0695Ea.pdf --page 3
    annextract explain PT0695Ea.pdf --row I-4-2 --draw row.png
    """
    from annextract.explain import explain_lines

    if draw and not row_id:
        raise UsageError("--draw needs --row", "name a row; `annextract explain INPUT` lists them")
    for line in explain_lines(source, _profiles(profile_folder), page=page, row_id=row_id, draw=draw, password=password):
        click.echo(line)


@main.command()
@click.argument("table", required=False, metavar="[TABLE]")
def schema(table: str | None) -> None:
    """Print the JSON Schema of the output files, or the Table Schema of one Parquet TABLE.

    \b
    annextract schema
    annextract schema deadlines
    """
    import msgspec

    from schemas.document import Conversion
    from schemas.export import TABLES, json_schema, table_schema

    if table is not None and table not in TABLES:
        raise UsageError(f"there is no table {table!r}", f"the tables are {', '.join(TABLES)}")
    value = table_schema(TABLES[table]) if table else json_schema(Conversion)
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


if __name__ == "__main__":
    main()
