"""Makes the next library of a store: one writer at a time, wholly or not at all."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import AssistantError, StoreError
from assistant.store import layout
from assistant.store.database import COLLECTIONS, LEAST_ROOM, Database
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
        with FileLock(path / "write.lock", timeout=LOCK_SECONDS), store_faults(path):
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
def writing(path: Path, begin: Callable[[Path], Path]) -> Iterator[Database]:
    """The database of a library that is to be; it is, when done, or goes if anything fails.

    For whoever has locked the store. ``begin`` makes its folder: ``layout.fresh`` or ``branch``.

    Raises:
        ChromaError: it can't be written.
        StoreError: the disk is full, or the library is not as it was written.
    """
    try:
        folder = begin(path)
        with closing(Database(path, folder, is_writer=True)) as database:
            yield database
        _save_indexes(path, folder)
        layout.settle(folder)
    except BaseException as error:
        is_full = shutil.disk_usage(path).free < max(LEAST_ROOM, layout.size(path) // 4)
        layout.discard(path)
        if is_full and not isinstance(error, (AssistantError, KeyboardInterrupt)):
            raise StoreError(
                f"The store {path} can't be written (its disk is full); make room and try again."
            ) from error
        raise


def _save_indexes(path: Path, folder: Path) -> None:
    """Have Chroma write its indexes to their files.

    By itself it does so every thousand records, in whatever process reads them, and until then
    each that opens the library makes the index anew.
    """
    with closing(Database(path, folder, is_writer=True)) as database:
        database.save_indexes_every(1)
    # The number counts for indexes that are loaded after it was set.
    with closing(Database(path, folder, is_writer=True)) as database:
        for name in COLLECTIONS:
            getattr(database, name).get(limit=1, include=[])
