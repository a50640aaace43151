"""Makes documents: Word file, truth and PDF of each seed.

python -m samples.generator --seed 1 --count 20 --out DIR --tracked --layout borders=none --layout size=8
"""

import argparse
import sys
from dataclasses import fields
from pathlib import Path

from samples.generator.build import Request, make, write
from samples.generator.families import FAMILIES
from samples.generator.layout import Layout, read_switch
from samples.generator.long import write_long
from samples.generator.lost import lost_words
from samples.generator.pdf import print_pdfs


def main(arguments: list[str] | None = None) -> int:
    """Reads the arguments, writes the files."""
    args = _parser().parse_args(arguments)
    requests = [
        Request(seed, args.family, args.tracked, args.rows, args.tall, layout=tuple(args.layout))
        for seed in range(args.seed, args.seed + args.count)
    ]
    if args.pages:
        for request in requests:
            write_long(request, args.pages, args.out, pdf=not args.no_pdf)
        return 0
    documents = [make(request) for request in requests]
    if args.accepted:
        documents += [one.accepted() for one in documents]
    files = [write(one, args.out) for one in documents]
    if not args.no_pdf:
        for one, pdf in zip(documents, print_pdfs(files, args.out, args.jobs), strict=True):
            if lost := lost_words(pdf, one.truth()):
                pdf.unlink()
                print(f"{pdf}: not kept; LibreOffice did not print {len(lost)} words: {', '.join(lost[:5])}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    switches = ", ".join(f"{one.name}={one.default}" for one in fields(Layout))
    parser = argparse.ArgumentParser(
        prog="samples.generator", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, epilog=f"switches: {switches}"
    )
    parser.add_argument("--seed", type=int, required=True, help="below 10,000 for tuning, from there on for reporting")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1, help="that many documents, of this seed and the next ones")
    parser.add_argument("--family", choices=tuple(FAMILIES))
    parser.add_argument("--layout", action="append", default=[], metavar="NAME=VALUE", type=_switch, help="see switches; may be repeated")
    parser.add_argument("--rows", type=int, help="about that many rows")
    parser.add_argument("--pages", type=int, help="about that many pages")
    parser.add_argument("--tall", type=float, help="the share of progress cells that outgrow a page")
    parser.add_argument("--tracked", action="store_true", help="with tracked changes")
    parser.add_argument("--accepted", action="store_true", help="and a second document with all changes accepted")
    parser.add_argument("--no-pdf", action="store_true", help="Word file and truth only")
    parser.add_argument("--jobs", type=int, default=1, help="calls of LibreOffice side by side")
    return parser


def _switch(text: str) -> tuple[str, object]:
    try:
        return read_switch(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
