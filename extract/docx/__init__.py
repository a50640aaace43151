"""From a word processor's own file to the fragments of its tables (ECMA-376, part 1, WordprocessingML)."""
