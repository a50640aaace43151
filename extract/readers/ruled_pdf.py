"""stub for now."""
def accepts(source): return False
def read(source): return iter(())
