"""What Chroma reports, as faults that say what to do about them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import StaleSnapshot, StoreError

CHANGED = "The index changed while it was read; ask again."

_LONGEST_REASON = 200

# SQLite's own words: https://www.sqlite.org/rescode.html
_DAMAGE = ("malformed", "not a database", "already exists", "no such table", "no such column")
_REMEDIES = (
    (("database is locked", "table is locked"), "another process is using it; try again"),
    (
        ("database or disk is full", "no space left", "disk quota"),
        "make room on its disk and try again",
    ),
    (("too many open files",), "close other programs or raise the limit (ulimit -n)"),
    (("file too large",), "raise the limit on the size of files (ulimit -f)"),
    (
        ("readonly database", "read-only", "unable to open database", "permission denied"),
        "make the folder writable, or choose another one with --store",
    ),
    (
        ("cannot allocate memory", "out of memory", "resource temporarily unavailable"),
        "close other programs and try again",
    ),
    (
        ("hnsw", "getting embedding", "finding id"),
        "its vectors can't be read; run: assistant rebuild --store {path}",
    ),
)


@contextmanager
def store_faults(path: Path) -> Iterator[None]:
    """Turn what Chroma and SQLite raise into faults of the store in ``path``.

    Only a damaged database is to be moved away; with any other fault its documents are safe.

    Raises:
        StaleSnapshot: a rebuild has removed the collection that was read.
        StoreError: Chroma failed; the message says why and what to do.
    """
    if path.is_file():
        raise StoreError(f"{path} is a file; name a folder with --store.")
    try:
        yield
    except BaseException as error:
        if not _is_chromas(error):
            raise
        if _is_removed(error):
            raise StaleSnapshot(CHANGED) from error
        raise StoreError(_message(path, error)) from error


@contextmanager
def library_faults(path: Path, is_replaced: Callable[[], bool]) -> Iterator[None]:
    """As ``store_faults``, for what is read of a library that another one may take the place of.

    Raises:
        StaleSnapshot: reading again helps.
        StoreError: Chroma failed; the message says why and what to do.
    """
    try:
        with store_faults(path):
            yield
    except StoreError as error:
        if is_replaced():
            raise StaleSnapshot(CHANGED) from error
        raise


@contextmanager
def snapshot_faults(path: Path, is_replaced: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """As ``store_faults``, for what is asked of vectors that a writer may have removed.

    Chroma fails on records that were removed since its client was opened, and on all of a library
    that another one took the place of.

    Raises:
        StaleSnapshot: reading again may help.
        StoreError: the database is damaged.
    """
    try:
        yield
    except BaseException as error:
        if not _is_chromas(error):
            raise
        is_broken = _is_damage(error) or "constructing hnsw" in str(error).lower()
        if is_broken and not is_replaced():
            raise StoreError(_message(path, error)) from error
        raise StaleSnapshot(f"{CHANGED} ({_reason(error)})") from error


def _is_chromas(error: BaseException) -> bool:
    import sqlite3

    from chromadb.errors import ChromaError

    return _is_panic(error) or isinstance(error, (ChromaError, sqlite3.Error))


def _is_removed(error: BaseException) -> bool:
    from chromadb.errors import NotFoundError

    return isinstance(error, NotFoundError)


def _is_panic(error: BaseException) -> bool:
    # Chroma's Rust core reports damage by a panic, which is no ordinary exception.
    return type(error).__name__ == "PanicException"


def _is_damage(error: BaseException) -> bool:
    return _is_panic(error) or any(words in str(error) for words in _DAMAGE)


def rebuilt(place: Path | str) -> str:
    """The command that embeds a library anew, where that helps."""
    return f"assistant rebuild --store {place}" if isinstance(place, Path) else "assistant rebuild"


def damaged(path: Path | str, why: str) -> StoreError:
    """The fault of a store that can't be mended."""
    if not isinstance(path, Path):
        return StoreError(
            f"The library on {path} is damaged ({why}); ingest it anew into another database "
            "(ASSISTANT_CHROMA_DATABASE)"
        )
    return StoreError(
        f"The store {path} is damaged ({why}); move that folder away and run: assistant ingest"
    )


def _message(path: Path, error: BaseException) -> str:
    helps = _known_remedy(str(error), path)
    if _is_damage(error) and not helps:
        return str(damaged(path, _reason(error)))
    return f"The store {path} can't be used now ({_reason(error)}); {helps or 'try again'}"


def remedy(said: str, path: Path) -> str:
    """What helps where a store can't be used, by what was said of it."""
    return _known_remedy(said, path) or "try again"


def _known_remedy(said: str, path: Path) -> str:
    small = said.lower()
    remedies = (helps for words, helps in _REMEDIES if any(word in small for word in words))
    return next(remedies, "").format(path=path)


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split())[:_LONGEST_REASON]
