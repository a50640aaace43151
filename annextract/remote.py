"""Files at an address such as `webdav://annexes/2025`: through fsspec, and with patience, for a network fails and comes back."""

import functools
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from schemas.errors import UsageError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

PATIENCE = float(os.environ.get("ANNEXTRACT_PATIENCE", 60))  # seconds that a store may stay away
FINAL = (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError, PermissionError, NotImplementedError, TypeError)

T = TypeVar("T")


def is_address(given: object) -> bool:
    """Whether it is an address with a protocol, not a path of this machine."""
    return "://" in str(given)


def open_address(address: str) -> "tuple[AbstractFileSystem, str]":
    """The file system of an address, and the path within it.

    Its options, such as a base address or who asks, are those that fsspec is set up with: files under `~/.config/fsspec`, or
    variables such as `FSSPEC_WEBDAV_BASE_URL`. Each thread gets a file system of its own, for some keep one connection.

    Raises:
        UsageError: The protocol is unknown, or what speaks it is not installed or not set up.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise UsageError(f"{address} needs fsspec", "pip install 'annextract[cluster]'") from error
    try:
        system, path = url_to_fs(address)
    except (ImportError, ValueError, TypeError) as error:
        raise UsageError(f"{address} cannot be opened ({error})", "see the README on stores, and fsspec on how each is set up") from error
    return system, path.rstrip("/")


def patiently(call: Callable[[], T]) -> T:
    """What the call returns; a store that fails is asked again, at growing intervals, for up to `PATIENCE` seconds.

    Raises:
        Exception: What the store raised last, or at once where another attempt cannot help.
    """
    return _patience()(call)  # type: ignore[no-any-return]


@functools.cache
def _patience() -> Any:
    import tenacity

    return tenacity.Retrying(
        stop=tenacity.stop_after_delay(PATIENCE),
        wait=tenacity.wait_exponential(multiplier=0.1, max=5.0),
        retry=tenacity.retry_if_exception(lambda error: isinstance(error, Exception) and not isinstance(error, FINAL)),
        reraise=True,
    )
