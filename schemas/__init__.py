"""The records that pass between the stages, and the errors. Imports the standard library and msgspec, nothing else."""
