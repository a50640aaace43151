"""Who converts: threads of this process, each with a worker process of its own, or the workers of a Dask cluster."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from schemas.errors import ClusterError, UsageError

ANSWER = 15.0  # seconds that a scheduler may take to answer, and to have a worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """An executor, how many inputs it converts at once, and whether the processors for that are all this machine's."""

    executor: Executor
    count: int
    local: bool = False

    def jobs(self, inputs: int) -> int:
        """How many processes may read each of so many inputs: fewer inputs than hands leave some of these idle."""
        return max(1, self.count // max(1, inputs)) if self.local else 1


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def local_hands(jobs: int) -> Iterator[Hands]:
    """So many inputs at once on this machine; 0 stands for as many as there are processors."""
    count = jobs or processors()
    executor = ThreadPoolExecutor(count, thread_name_prefix="annextract")
    try:
        yield Hands(executor=executor, count=count, local=True)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


@contextmanager
def cluster_hands(address: str) -> Iterator[Hands]:
    """As many inputs at once as the workers of a Dask cluster have threads.

    Args:
        address: Of its scheduler, such as `tcp://10.0.0.5:8786`.

    Raises:
        UsageError: dask.distributed is not installed.
        ClusterError: No scheduler answers there, or it has no worker.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("--cluster needs dask.distributed", "pip install 'annextract[cluster]'") from error
    try:
        client = Client(address, timeout=ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no scheduler answers ({error})", "start one with `dask scheduler`", source=address) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=ANSWER)
        except TimeoutError as error:
            raise ClusterError("the scheduler has no worker", f"start some with `dask worker {address}`", source=address) from error
        with client.get_executor(pure=False) as executor:
            yield Hands(executor=executor, count=sum(client.nthreads().values()))
