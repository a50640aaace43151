"""Speed, measured by hand: `python -m benchmarks`. Never part of a test."""
