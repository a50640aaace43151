"""`python -m annextract`."""

from annextract.cli import main

main()
