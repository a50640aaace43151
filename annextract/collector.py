"""The cyclic garbage collector, out of the way while a document is converted."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the cyclic garbage collector; also a decorator.

    A conversion makes millions of small records and hardly a cycle among them: to look through all of them again and
    again costs a long document a tenth of its time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
