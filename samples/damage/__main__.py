"""Makes dumps without coordinates: Word file, truth, PDF and dump of each seed.

python -m samples.damage block --seed 1 --count 20 --out DIR
python -m samples.damage ocr --seed 1 --count 5 --out DIR --family activities --jobs 2
python -m samples.damage report --seed 1 --out DIR        block dumps of two annexes in one file
"""

import argparse
import sys
from pathlib import Path

from samples.damage.corpus import damaged, reports
from samples.damage.documents import RECIPES
from samples.damage.tools import MissingToolError


def main(arguments: list[str] | None = None) -> int:
    """Reads the arguments, writes the files, names the dumps."""
    args = _parser().parse_args(arguments)
    seeds = range(args.seed, args.seed + args.count)
    try:
        made = reports(seeds, args.out, args.jobs) if args.kind == "report" else damaged(args.kind, seeds, args.out, args.family, args.jobs)
    except (MissingToolError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(*made, sep="\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="samples.damage", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=(*RECIPES, "report"))
    parser.add_argument("--seed", type=int, required=True, help="below 10,000 for tuning, from there on for reporting")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1, help="that many documents, of this seed and the next ones")
    parser.add_argument("--family", choices=sorted({one.family for recipes in RECIPES.values() for one in recipes}))
    parser.add_argument("--jobs", type=int, default=1, help="calls of LibreOffice and Tesseract side by side")
    return parser


if __name__ == "__main__":
    sys.exit(main())
