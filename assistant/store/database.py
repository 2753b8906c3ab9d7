"""A Chroma database on a folder: its client, its collections and its state.

The ``library`` collection holds no records; its metadata is the state: which epoch of collections
is current, its generation, and the model that made the vectors. ``documents-<epoch>`` has one
record a document, with its text and its current revision; ``chunks-<epoch>`` has the chunks and
``statements-<epoch>`` what they state, whose ids carry document id and revision.
"""

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from assistant.errors import IndexMissing, ModelMismatch, StaleSnapshot, StoreError
from assistant.models.embedder import Embedder
from assistant.store.faults import CHANGED, store_faults

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

LOCK_SECONDS = 60
"""How long a writer waits for another one."""

_STATE = "library"
_COSINE: "CreateCollectionConfiguration" = {"hnsw": {"space": "cosine", "ef_search": 200}}

_NUMBERS = count(1)
_OPENING = threading.Lock()
_UNUSED: "SimpleQueue[ClientAPI]" = SimpleQueue()
"""Clients nobody asks any more. A finaliser may run anywhere, so closing is left to the next
opening; ``SimpleQueue.put`` is made to be called there."""


@dataclass(frozen=True, slots=True)
class State:
    """The current state of a store, one atomic metadata record in Chroma."""

    epoch: int
    generation: int
    model: str
    dimension: int
    weights: str


class Database:
    """One client of a store's database, closed when nothing refers to it any more.

    Threads may share it. What other clients write is seen in collections and metadata, but not
    always in vectors: to read those of a new generation, open a new one.
    """

    def __init__(self, path: Path) -> None:
        """Open the database in a folder, made if it isn't there.

        Raises:
            ChromaError: it can't be opened.
        """
        self.path = path
        self._client = _open(path)
        self._file = _identity(path)
        self._discard = weakref.finalize(self, _UNUSED.put, self._client)
        self._discard.atexit = False

    @staticmethod
    def exists(path: Path) -> bool:
        """Whether a folder holds a database."""
        return _identity(path) is not None

    @property
    def is_replaced(self) -> bool:
        """Whether the folder was removed since, or holds another database by now."""
        return _identity(self.path) != self._file

    def close(self) -> None:
        """Give the client up now; nothing may be asked any more."""
        self._discard()
        _close_unused()

    def state(self) -> State:
        """The state as it is now.

        Raises:
            IndexMissing: nothing was ingested into this store yet.
            StoreError: the database is another program's.
        """
        state = self.find_state()
        if state is None:
            raise missing(self.path)
        return state

    def find_state(self) -> State | None:
        """As ``state``; ``None`` where nothing was ingested yet."""
        from chromadb.errors import NotFoundError

        try:
            collection = self._client.get_collection(_STATE, embedding_function=None)
        except NotFoundError:
            return None
        try:
            return State(**(collection.metadata or {}))
        except TypeError as error:
            raise StoreError(
                f"{self.path} holds a Chroma database of another program; "
                "choose another folder with --store."
            ) from error

    def create(self, state: State) -> None:
        """Make the collections of a new store, then its state."""
        self.make_collections(state)
        self._client.get_or_create_collection(
            _STATE, embedding_function=None, metadata=asdict(state)
        )

    def save(self, state: State) -> None:
        """Let this be the state, for every reader at once."""
        self._client.get_collection(_STATE, embedding_function=None).modify(metadata=asdict(state))

    def make_collections(self, state: State) -> None:
        """Make those collections of an epoch that aren't there."""
        for name in ("documents", "chunks", "statements"):
            self._client.get_or_create_collection(
                f"{name}-{state.epoch}", embedding_function=None, configuration=_COSINE
            )

    def delete_epochs(self, keep: int) -> None:
        """Delete the collections of all other epochs."""
        for collection in self._client.list_collections():
            epoch = collection.name.rpartition("-")[2]
            if collection.name != _STATE and epoch != str(keep):
                self._client.delete_collection(collection.name)

    def documents(self, state: State) -> "Collection":
        """One record a document."""
        return self._collection(
            "documents", state, "is incomplete; move that folder away and run: assistant ingest"
        )

    def chunks(self, state: State) -> "Collection":
        """One record a chunk, with its vector."""
        return self._collection("chunks", state, self._older)

    def statements(self, state: State) -> "Collection":
        """One record for each statement and question of a chunk, with its vector."""
        return self._collection("statements", state, self._older)

    @property
    def _older(self) -> str:
        return f"was written by an older version; run: assistant rebuild --store {self.path}"

    def _collection(self, name: str, state: State, fault: str) -> "Collection":
        """One of the collections of a state.

        Raises:
            StaleSnapshot: a rebuild has replaced it.
            StoreError: it was never there.
        """
        from chromadb.errors import NotFoundError

        try:
            return self._client.get_collection(f"{name}-{state.epoch}", embedding_function=None)
        except NotFoundError as error:
            if self.find_state() != state:
                raise StaleSnapshot(CHANGED) from error
            raise StoreError(f"{self.path} {fault}") from error


@contextmanager
def writing(path: Path) -> Iterator[Database]:
    """The database of a store, made if it isn't there, for the one writer at a time.

    Raises:
        StoreError: another process keeps writing, or the folder can't be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with FileLock(path / "write.lock", timeout=LOCK_SECONDS), store_faults(path):
            # What an older client cached may be older than what the last writer left.
            database = Database(path)
            try:
                yield database
            finally:
                database.close()
    except Timeout as error:
        raise StoreError(
            f"Another process is writing to {path}; run this again when it is done."
        ) from error
    except OSError as error:
        raise StoreError(
            f"The store {path} can't be written ({error.strerror or error}); "
            "choose another folder with --store."
        ) from error


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
            client = _UNUSED.get_nowait()
        except Empty:
            return
        client.close()  # type: ignore[attr-defined]


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file a folder's database is, ``None`` where there is none."""
    file = path / "chroma.sqlite3"
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if file.is_file() else None
