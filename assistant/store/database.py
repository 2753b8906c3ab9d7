"""The Chroma database of a segment: its client and its collections.

``documents`` has records of each document: what is known of it, and its text; ``chunks`` has one
record a passage, with its vector. The id of a record is the row of what it holds.
"""

import os
import shutil
import threading
import time
import warnings
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.errors import IndexMissing, ModelMismatch
from assistant.models.embedder import Embedder
from assistant.store import files
from assistant.store.faults import damaged, rebuilt
from assistant.store.manifest import State

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

COLLECTIONS = ("documents", "chunks")
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


class Database:
    """One client of a segment's database, closed when nothing refers to it any more.

    Threads may share it. Once a segment is part of a library it is never written to.
    """

    def __init__(
        self, store: Path, folder: Path, *, is_writer: bool = False, for_texts: bool = False
    ) -> None:
        """Open the database of a segment.

        Args:
            store: the store it belongs to, to name it.
            folder: that of the segment.
            is_writer: whether it is to be written to; a reader may be given a copy.
            for_texts: whether it is read without its indexes, which may be damaged.

        Raises:
            StoreError: it has none.
            ChromaError: it can't be opened.
        """
        self.store = store
        self.folder = folder
        if not is_writer and not (folder / files.DATABASE).is_file():
            raise damaged(store, f"{folder.name} has no database")
        opened, copied = (folder, None) if is_writer else _openable(folder, for_texts=for_texts)
        self._client = _open(opened)
        self._discard = weakref.finalize(self, _UNUSED.put, (self._client, copied))
        self._discard.atexit = False

    def close(self) -> None:
        """Give the client up now; nothing may be asked any more."""
        self._discard()
        _close_unused()

    def make_collections(self) -> None:
        """Make the collections, to be written to in bulk."""
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
        """Records of each document."""
        return self._collection("documents")

    @property
    def chunks(self) -> "Collection":
        """One record a passage, with its vector."""
        return self._collection("chunks")

    def _collection(self, name: str) -> "Collection":
        """One of the collections.

        Raises:
            StoreError: it is not there.
        """
        from chromadb.errors import NotFoundError

        try:
            return self._client.get_collection(name, embedding_function=None)
        except NotFoundError as error:
            raise damaged(self.store, f"it has no {name}") from error


@contextmanager
def opened(folder: Path) -> "Iterator[ClientAPI]":
    """A bare client of the database in a folder, closed when done."""
    client = _open(folder)
    try:
        yield client
    finally:
        client.close()  # type: ignore[attr-defined]


def _openable(folder: Path, *, for_texts: bool) -> tuple[Path, "TemporaryDirectory[str] | None"]:
    """A folder that Chroma can open, which writes even where it only reads: itself, or a copy."""
    is_writable = os.access(folder, os.W_OK) and os.access(folder / files.DATABASE, os.W_OK)
    if is_writable and _has_room(folder) and not for_texts:
        return folder, None
    copied = TemporaryDirectory(prefix="assistant-library-", ignore_cleanup_errors=True)
    indexes = [] if for_texts else files.segments(folder)
    for file in (folder / files.DATABASE, *(file for index in indexes for file in index.iterdir())):
        target = Path(copied.name) / file.relative_to(folder)
        target.parent.mkdir(exist_ok=True)
        # Without its mode: of a file that can't be written the copy can.
        shutil.copyfile(file, target)
    return Path(copied.name), copied


def _has_room(folder: Path) -> bool:
    return shutil.disk_usage(folder).free >= LEAST_ROOM


def missing(path: Path | str) -> IndexMissing:
    """The fault of a store that isn't there."""
    return IndexMissing(f"There is no index in {path}. Run: assistant ingest")


def check_model(path: Path | str, state: State, embedder: Embedder) -> None:
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
            f"{rebuilt(path)}"
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
