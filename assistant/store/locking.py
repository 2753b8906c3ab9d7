"""One writer of a store at a time, told of in a line where it can't be written."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import AssistantError, StoreError
from assistant.store.database import LEAST_ROOM
from assistant.store.faults import remedy, store_faults

LOCK_SECONDS = 60
"""How long a writer waits for another one."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Be the one writer of a store, whose folder is made if it isn't there.

    Raises:
        StoreError: another process keeps writing, or the folder can't be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with FileLock(path / "write.lock", timeout=LOCK_SECONDS), store_faults(path), _room(path):
            yield
    except Timeout as error:
        raise StoreError(
            f"Another process is writing to {path}; run this again when it is done."
        ) from error
    except OSError as error:
        raise StoreError(
            f"The store {path} can't be written ({error.strerror or error}); "
            f"{remedy(str(error.strerror or error), path)}."
        ) from error


@contextmanager
def _room(path: Path) -> Iterator[None]:
    """Tell of a full disk, which Chroma has many words for."""
    try:
        yield
    except Exception as error:
        is_full = shutil.disk_usage(path).free < LEAST_ROOM
        if is_full and not isinstance(error, AssistantError):
            raise StoreError(
                f"The store {path} can't be written (its disk is full); make room and try again."
            ) from error
        raise
