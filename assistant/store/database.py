"""A Chroma database on a folder: its client, its collections and its state.

The ``library`` collection holds no records; its metadata is the state: its generation, the model
that made the vectors, and what it holds once its writer is done. ``documents`` has one record a
document, with its text and its current revision; ``chunks`` has the chunks and ``statements`` what
they state, whose ids carry document id and revision.
"""

import os
import shutil
import threading
import time
import warnings
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.errors import IndexMissing, ModelMismatch, StaleSnapshot, StoreError
from assistant.models.embedder import Embedder
from assistant.store import files, layout
from assistant.store.faults import CHANGED, damaged

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import (
        CreateCollectionConfiguration,
        UpdateCollectionConfiguration,
    )

LEAST_ROOM = 1_000_000
"""Bytes that a disk has free, at least, for Chroma to open a library on it."""

_WAITS = (0.05, 0.1, 0.2, 0.5, 1.0)
"""Seconds until a change that found the database locked is tried again."""

COLLECTIONS = ("documents", "chunks", "statements")
_STATE = "library"
BULK = 1000
"""Records after which an index is written while there are more to come; Chroma's own number."""

SEARCHED = 200
"""Neighbours that the index keeps in view while it searches."""

_COSINE: "CreateCollectionConfiguration" = {"hnsw": {"space": "cosine", "ef_search": SEARCHED}}

_NUMBERS = count(1)
_OPENING = threading.Lock()
_UNUSED: "SimpleQueue[tuple[ClientAPI, TemporaryDirectory[str] | None]]" = SimpleQueue()
"""Clients, with the copies that they read, of which nobody asks any more. A finaliser may run
anywhere, so closing is left to the next opening; ``SimpleQueue.put`` is made to be called there."""


@dataclass(frozen=True, slots=True)
class State:
    """The current state of a store, one atomic metadata record in Chroma.

    Attributes:
        generation: counts the libraries of a store, one after the other.
        model: the name of the model that made the vectors.
        dimension: the length of each.
        weights: a hash of the model's weights.
        corpus: a hash over the documents; empty while they are written.
    """

    generation: int
    model: str
    dimension: int
    weights: str
    corpus: str = ""


class Database:
    """One client of a store's database, closed when nothing refers to it any more.

    Threads may share it. Once a library is one it is never written to: to read what was written
    since, open a new one.
    """

    def __init__(self, path: Path, folder: Path | None = None, *, is_writer: bool = False) -> None:
        """Open the library of a store.

        Args:
            path: the store.
            folder: that of a library that is still to be it, by default the current one's.
            is_writer: whether it is to be written to; a reader may be given a copy.

        Raises:
            IndexMissing: nothing was ingested into this store yet.
            StoreError: its layout is another one.
            ChromaError: it can't be opened.
        """
        self.path = path
        self.folder = folder or _library(path)
        opened, copied = (self.folder, None) if is_writer else _openable(self.folder)
        self._client = _open(opened)
        self._file = _identity(self.folder)
        self._discard = weakref.finalize(self, _UNUSED.put, (self._client, copied))
        self._discard.atexit = False

    @property
    def is_replaced(self) -> bool:
        """Whether the library is another one by now, or was removed."""
        return layout.current(self.path) != self.folder or _identity(self.folder) != self._file

    def close(self) -> None:
        """Give the client up now; nothing may be asked any more."""
        self._discard()
        _close_unused()

    def state(self) -> State:
        """The state as it is now.

        Raises:
            StoreError: the database is empty, or another program's.
        """
        from chromadb.errors import NotFoundError

        try:
            collection = self._client.get_collection(_STATE, embedding_function=None)
        except NotFoundError as error:
            raise damaged(self.path, "its database is empty") from error
        try:
            return State(**(collection.metadata or {}))
        except TypeError as error:
            raise StoreError(
                f"{self.path} holds a Chroma database of another program; "
                "choose another folder with --store."
            ) from error

    def create(self, state: State) -> None:
        """Make the state and the collections of a new library."""
        self._client.get_or_create_collection(
            _STATE, embedding_function=None, metadata=asdict(state)
        )
        self.make_collections()

    def save(self, state: State) -> None:
        """Let this be the state."""
        self._client.get_collection(_STATE, embedding_function=None).modify(metadata=asdict(state))

    def make_collections(self) -> None:
        """Make those collections that aren't there, and let them be written to in bulk."""
        for name in COLLECTIONS:
            self._client.get_or_create_collection(
                name, embedding_function=None, configuration=_COSINE
            )
        self.save_indexes_every(BULK)

    def save_indexes_every(self, records: int) -> None:
        """Set after how many new records Chroma writes an index to its files."""
        configuration: UpdateCollectionConfiguration = {"hnsw": {"sync_threshold": records}}
        with warnings.catch_warnings():
            # Chroma warns that these collections embed nothing by themselves, which is as it is.
            warnings.simplefilter("ignore", DeprecationWarning)
            for name in COLLECTIONS:
                self._modify(self._collection(name), configuration)

    def _modify(
        self, collection: "Collection", configuration: "UpdateCollectionConfiguration"
    ) -> None:
        """Change a collection, again where Chroma is in its own way.

        Its change reads before it writes, and fails where one of its threads wrote in between.
        """
        from chromadb.errors import InternalError

        for wait in _WAITS:
            try:
                return collection.modify(configuration=configuration)
            except InternalError as error:
                if "locked" not in str(error):
                    raise
            time.sleep(wait)
        return collection.modify(configuration=configuration)

    @property
    def documents(self) -> "Collection":
        """One record a document."""
        return self._collection("documents")

    @property
    def chunks(self) -> "Collection":
        """One record a chunk, with its vector."""
        return self._collection("chunks")

    @property
    def statements(self) -> "Collection":
        """One record for each statement and question of a chunk, with its vector."""
        return self._collection("statements")

    def _collection(self, name: str) -> "Collection":
        """One of the collections.

        Raises:
            StaleSnapshot: a rebuild has replaced the library.
            StoreError: it is not there.
        """
        from chromadb.errors import NotFoundError

        try:
            return self._client.get_collection(name, embedding_function=None)
        except NotFoundError as error:
            if self.is_replaced:
                raise StaleSnapshot(CHANGED) from error
            raise damaged(self.path, f"it has no {name}") from error


@contextmanager
def opened(folder: Path) -> "Iterator[ClientAPI]":
    """A bare client of the database in a folder, closed when done."""
    client = _open(folder)
    try:
        yield client
    finally:
        client.close()  # type: ignore[attr-defined]


def _library(path: Path) -> Path:
    layout.check(path)
    folder = layout.current(path)
    if folder is None:
        raise missing(path)
    if not (folder / files.DATABASE).is_file():
        raise StoreError(
            f"The store {path} is damaged ({folder.name} has no database); "
            f"move {folder} away and run: assistant ingest"
        )
    return folder


def _openable(folder: Path) -> tuple[Path, "TemporaryDirectory[str] | None"]:
    """A folder that Chroma can open, which writes even where it only reads: itself, or a copy."""
    if os.access(folder, os.W_OK) and _has_room(folder):
        return folder, None
    copied = TemporaryDirectory(prefix="assistant-library-", ignore_cleanup_errors=True)
    shutil.copytree(folder, copied.name, dirs_exist_ok=True)
    return Path(copied.name), copied


def _has_room(folder: Path) -> bool:
    return shutil.disk_usage(folder).free >= LEAST_ROOM


def missing(path: Path) -> IndexMissing:
    """The fault of a store that isn't there."""
    return IndexMissing(f"There is no index in {path}. Run: assistant ingest")


def check_model(path: Path, state: State, embedder: Embedder) -> None:
    """Refuse to use an index with another model than the one that built it.

    Raises:
        ModelMismatch: name, dimension or weights differ; the message names the command to run.
    """
    wanted = (embedder.name, embedder.dimension, embedder.weights)
    if (state.model, state.dimension, state.weights) != wanted:
        raise ModelMismatch(
            f"The index in {path} was built with {state.model} ({state.dimension} dimensions, "
            f"weights {state.weights[:8]}), not with {embedder.name} ({embedder.dimension}, "
            f"{embedder.weights[:8]}). To embed it anew with this model, run: "
            f"assistant rebuild --store {path}"
        )


def _open(path: Path) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    _close_unused()
    # Two clients that open a new database at once would both make its tables.
    with _OPENING:
        return chromadb.PersistentClient(
            _spelling(path, next(_NUMBERS)), settings=Settings(anonymized_telemetry=False)
        )


def _spelling(path: Path, number: int) -> str:
    """The path, spelled as no other client's is: those of one path share what they cached."""
    bits = (os.sep if digit == "0" else f".{os.sep}" for digit in f"{number:b}")
    return f"{path}{os.sep}{''.join(bits)}"


def _close_unused() -> None:
    while True:
        try:
            client, copied = _UNUSED.get_nowait()
        except Empty:
            return
        client.close()  # type: ignore[attr-defined]
        if copied is not None:
            copied.cleanup()


def _identity(folder: Path) -> tuple[int, ...] | None:
    """Which library a folder holds, ``None`` where there is none.

    A store that was removed and made anew may get the same names, and its files the same numbers:
    when it was sealed tells it then.
    """
    try:
        found = (folder / files.DATABASE).stat()
        sealed = (folder / files.SEAL).stat().st_mtime_ns if (folder / files.SEAL).exists() else 0
    except OSError:
        return None
    return (found.st_dev, found.st_ino, sealed)
