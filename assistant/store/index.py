"""Keeps a store equal to the documents, and reads it consistently beside a writer."""

import math
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.documents.chunks import revision
from assistant.errors import StaleSnapshot, UnknownDocument
from assistant.models.embedder import Embedder
from assistant.store import writer
from assistant.store.database import Database, State, check_model, missing, writing
from assistant.store.faults import store_faults
from assistant.store.paging import records
from assistant.store.snapshot import Snapshot, read_snapshot, stored_documents
from assistant.types import Document, DocumentSummary

_ADVANCE_SECONDS = 2
_ATTEMPTS = 5

Progress = Callable[[int], None]
"""Called with the number of documents just stored."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Counts of documents that a sync added, updated, left alone and removed.

    ``refused`` are the ids of those that another source holds, with that source.
    """

    added: int
    updated: int
    unchanged: int
    removed: int
    refused: Mapping[str, str]


class Index:
    """One store. Opening it touches nothing; reading needs it to exist, writing makes it.

    Threads may share it: a snapshot serves those that hold it, whatever is written meanwhile.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reading = threading.Lock()
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """The index as it is now; read again when somebody has written to it.

        Raises:
            IndexMissing: nothing was ingested into this store yet.
            StoreError: the store is damaged.
        """
        with store_faults(self.path):
            known = self._current()
            if known is not None:
                return known
            # Threads that find it outdated at once wait for the first to read it.
            with self._reading:
                snapshot = self._current() or self._read()
                self._snapshot = snapshot
                return snapshot

    def forget(self) -> None:
        """Drop the snapshot, so that the next one is read afresh."""
        self._snapshot = None

    def text(self, document_id: str, expected_revision: str | None = None) -> str:
        """The stored text of a document, read from Chroma now.

        Raises:
            UnknownDocument: there is no such document.
            StaleSnapshot: it is not of the expected revision any more.
        """
        snapshot = self.snapshot()
        with store_faults(self.path):
            documents = snapshot.database.documents(snapshot.state)
            found = [*records(documents, [document_id])]
        current = found[0][2].get("revision") if found else None
        if expected_revision not in (None, current):
            raise StaleSnapshot(f"The document '{document_id}' changed; ask again.")
        if current is None:
            raise _unknown(document_id)
        return found[0][1]

    def sync(
        self,
        documents: Mapping[str, tuple[Document, str]],
        gone: Callable[[DocumentSummary], bool],
        embedder: Embedder,
        progress: Progress,
        held: Callable[[DocumentSummary, str], bool] = lambda _stored, _source: False,
    ) -> Changes:
        """Make the index hold ``documents``, and drop the stored ones that are ``gone``.

        Args:
            documents: each document with the path it was read from, by id.
            gone: tells of a stored document, not among ``documents``, whether it was deleted.
            embedder: makes the vectors of new and changed documents.
            progress: told how many documents were stored.
            held: tells of a stored document whether its id may not go to another source.

        Raises:
            ModelMismatch: the index was built with another model.
            StoreError: another process keeps writing, or the store is damaged.
        """
        with writing(self.path) as database:
            state = database.find_state() or _new_state(database, embedder)
            check_model(self.path, state, embedder)
            database.make_collections(state)
            stored = stored_documents(database, state)
            refused = {
                key: stored[key].source
                for key, (_, source) in documents.items()
                if key in stored and held(stored[key], source)
            }
            documents = {key: value for key, value in documents.items() if key not in refused}
            changed = {
                key: (document, source)
                for key, (document, source) in documents.items()
                if key not in stored or stored[key].revision != revision(document)
            }
            moved = {
                key: source
                for key, (_, source) in documents.items()
                if key not in changed and stored[key].source != source
            }
            writer.move(database, state, moved)
            state = _write_all(database, state, changed, embedder, progress)
            kept = documents.keys() | refused.keys()
            removed = [key for key in stored if key not in kept and gone(stored[key])]
            state = writer.drop(database, state, removed)
            writer.sweep(database, state)
        added = sum(key not in stored for key in changed)
        unchanged = len(documents) - len(changed)
        return Changes(added, len(changed) - added, unchanged, len(removed), refused)

    def remove(self, document_id: str) -> None:
        """Remove one document.

        Raises:
            IndexMissing: nothing was ingested into this store yet.
            UnknownDocument: there is no such document.
        """
        self._require()
        with writing(self.path) as database:
            state = database.state()
            if document_id not in stored_documents(database, state):
                raise _unknown(document_id)
            writer.sweep(database, writer.drop(database, state, [document_id]))

    def rebuild(
        self,
        parse: Callable[[DocumentSummary, str], Document],
        embedder: Embedder,
        progress: Progress,
    ) -> int:
        """Embed every stored document anew with ``embedder``; returns how many there are.

        The old vectors serve until all new ones are written.

        Raises:
            IndexMissing: nothing was ingested into this store yet.
        """
        self._require()
        with writing(self.path) as database:
            old = database.state()
            new = replace(
                old,
                epoch=old.epoch + 1,
                generation=old.generation + 1,
                model=embedder.name,
                dimension=embedder.dimension,
                weights=embedder.weights,
            )
            # A rebuild that was killed leaves an epoch nobody reads.
            database.delete_epochs(keep=old.epoch)
            database.make_collections(new)
            stored = stored_documents(database, old)
            texts = {key: text for key, text, _ in records(database.documents(old), [*stored])}
            documents = {
                key: (parse(summary, texts[key]), summary.source) for key, summary in stored.items()
            }
            for batch in writer.batches(documents):
                writer.write(database, new, batch, embedder)
                progress(len(batch))
            database.save(new)
            database.delete_epochs(keep=new.epoch)
        return len(stored)

    def _current(self) -> Snapshot | None:
        """The snapshot read last, if nobody has written since."""
        snapshot = self._snapshot
        if snapshot is None or snapshot.database.is_replaced:
            return None
        return snapshot if snapshot.database.find_state() == snapshot.state else None

    def _read(self) -> Snapshot:
        self._require()
        for _ in range(_ATTEMPTS):
            # A client opened before another one wrote misses its vectors: open a new one.
            with suppress(StaleSnapshot), store_faults(self.path):
                return read_snapshot(Database(self.path))
        raise StaleSnapshot(f"The index in {self.path} keeps changing; ask again.")

    def _require(self) -> None:
        """Refuse a store that isn't there, which opening would make."""
        with store_faults(self.path):
            if not Database.exists(self.path):
                raise missing(self.path)


def _new_state(database: Database, embedder: Embedder) -> State:
    state = State(1, 0, embedder.name, embedder.dimension, embedder.weights)
    database.create(state)
    return state


def _write_all(
    database: Database,
    state: State,
    documents: Mapping[str, tuple[Document, str]],
    embedder: Embedder,
    progress: Progress,
) -> State:
    """Store documents batch by batch; returns the state that readers see then."""
    announced = -math.inf
    for batch in writer.batches(documents):
        writer.write(database, state, batch, embedder)
        # Each new generation makes every reader read the whole index again.
        if time.monotonic() - announced >= _ADVANCE_SECONDS:
            state = writer.advance(database, state)
            announced = time.monotonic()
        progress(len(batch))
    return writer.advance(database, state) if documents else state


def _unknown(document_id: str) -> UnknownDocument:
    return UnknownDocument(f"There is no document '{document_id}'. List them: assistant documents")
