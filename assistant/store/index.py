"""Keeps Chroma equal to the documents, and reads it consistently beside a writer.

A store is a folder with one Chroma database. The ``library`` collection holds no records; its
metadata is the state: which epoch of collections is current, its generation, and the model that
made the vectors. ``documents-<epoch>`` has one record a document, with its text and its current
revision; ``chunks-<epoch>`` has the chunks, whose ids carry document id and revision.

Writing: chunks of a new revision first, document records next, then the generation; chunks of
other revisions are swept last. A reader takes the chunks of the revisions its document records
name, so it sees a document wholly old or wholly new, also after a writer was killed.
"""

import hashlib
import math
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock, Timeout

from assistant.documents.chunks import (
    chunk_document,
    embedded_text,
    owner,
    revision,
    statement_texts,
)
from assistant.errors import (
    IndexMissing,
    ModelMismatch,
    StaleSnapshot,
    StoreError,
    UnknownDocument,
)
from assistant.models.embedder import Embedder
from assistant.store.records import chunk_record, document_record, document_summary, load_chunk
from assistant.store.snapshot import Snapshot, State
from assistant.types import Chunk, Document, DocumentSummary

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

_STATE = "library"
_COSINE: "CreateCollectionConfiguration" = {"hnsw": {"space": "cosine", "ef_search": 200}}
_LOCK_SECONDS = 60
_ADVANCE_SECONDS = 2
_ATTEMPTS = 5
_BATCH_CHUNKS = 128
_SLICE = 1000

_INSTANCES = count(1)

Progress = Callable[[int], None]
"""Called with the number of documents just stored."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Counts of documents that a sync added, updated, left alone and removed."""

    added: int
    updated: int
    unchanged: int
    removed: int


class Index:
    """One store. Opening it touches nothing; reading needs it to exist, writing makes it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._spelling = f"{path}{os.sep}" + "".join(
            os.sep if digit == "0" else f".{os.sep}" for digit in f"{next(_INSTANCES):b}"
        )
        self._client: ClientAPI | None = None
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """The index as it is now; reopened when another process has written to it.

        Raises:
            IndexMissing: nothing was ingested into this store yet.
            StoreError: the store is damaged.
        """
        with self._chroma_errors():
            state = self._known_state()
            if self._snapshot is None or self._snapshot.state != state:
                self._snapshot = self._whole_snapshot()
            return self._snapshot

    def forget(self) -> None:
        """Drop the snapshot, so that the next one is read afresh."""
        self._snapshot = None

    def text(self, document_id: str, expected_revision: str | None = None) -> str:
        """The stored text of a document, read from Chroma now.

        Raises:
            UnknownDocument: there is no such document.
            StaleSnapshot: it is not of the expected revision any more.
        """
        state = self.snapshot().state
        with self._chroma_errors():
            found = self._documents(state).get(
                ids=[document_id], include=["documents", "metadatas"]
            )
        current = (found["metadatas"] or [{}])[0].get("revision") if found["ids"] else None
        if expected_revision not in (None, current):
            raise StaleSnapshot(f"The document '{document_id}' changed; ask again.")
        if current is None:
            raise _unknown(document_id)
        return str((found["documents"] or [""])[0])

    def sync(
        self,
        documents: Mapping[str, tuple[Document, str]],
        gone: Callable[[DocumentSummary], bool],
        embedder: Embedder,
        progress: Progress,
    ) -> Changes:
        """Make the index hold ``documents``, and drop the stored ones that are ``gone``.

        Args:
            documents: each document with the path it was read from, by id.
            gone: tells of a stored document, not among ``documents``, whether it was deleted.
            embedder: makes the vectors of new and changed documents.
            progress: told how many documents were stored.

        Raises:
            ModelMismatch: the index was built with another model.
            StoreError: another process keeps writing, or the store is damaged.
        """
        with self._writing():
            state = self._state() or self._create(embedder)
            check_model(self.path, state, embedder)
            self._make_collections(state)
            stored = self._summaries(state)
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
            self._move(state, moved)
            announced = -math.inf
            for batch in _batches(changed):
                self._write(state, batch, embedder)
                # Each new generation makes every reader read the whole index again.
                if time.monotonic() - announced >= _ADVANCE_SECONDS:
                    state = self._advance(state)
                    announced = time.monotonic()
                progress(len(batch))
            if changed:
                state = self._advance(state)
            removed = [key for key in stored if key not in documents and gone(stored[key])]
            state = self._drop(state, removed)
            self._sweep(state)
        added = sum(key not in stored for key in changed)
        return Changes(added, len(changed) - added, len(documents) - len(changed), len(removed))

    def remove(self, document_id: str) -> None:
        """Remove one document.

        Raises:
            UnknownDocument: there is no such document.
        """
        state = self.snapshot().state
        with self._writing():
            state = self._state() or state
            if document_id not in self._summaries(state):
                raise _unknown(document_id)
            self._sweep(self._drop(state, [document_id]))

    def rebuild(
        self,
        parse: Callable[[DocumentSummary, str], Document],
        embedder: Embedder,
        progress: Progress,
    ) -> int:
        """Embed every stored document anew with ``embedder``; returns how many there are.

        The old vectors serve until all new ones are written.
        """
        with self._chroma_errors():
            old = self._known_state()
        with self._writing():
            old = self._state() or old
            new = replace(
                old,
                epoch=old.epoch + 1,
                generation=old.generation + 1,
                model=embedder.name,
                dimension=embedder.dimension,
                weights=embedder.weights,
            )
            # A rebuild that was killed leaves an epoch nobody reads.
            self._delete_epochs(keep=old.epoch)
            self._make_collections(new)
            stored = self._summaries(old)
            documents = {
                key: (parse(summary, self._stored_text(old, key)), summary.source)
                for key, summary in stored.items()
            }
            for batch in _batches(documents):
                self._write(new, batch, embedder)
                progress(len(batch))
            self._save(new)
            self._delete_epochs(keep=new.epoch)
        return len(stored)

    # Reading

    def _whole_snapshot(self) -> Snapshot:
        """Read a snapshot in which every document has all its chunks.

        A writer that comes between may have swept some away; then it is read again.
        """
        for _ in range(_ATTEMPTS):
            snapshot = self._read_snapshot()
            if all(
                len(snapshot.chunks_of(key)) == document.passages
                for key, document in snapshot.documents.items()
            ):
                return snapshot
        raise StaleSnapshot(f"The index in {self.path} keeps changing; ask again.")

    def _read_snapshot(self) -> Snapshot:
        # A client opened before another process wrote misses its vectors: open a new one.
        self._close()
        state = self._known_state()
        documents = self._summaries(state)
        collection = self._chunks(state)
        found = collection.get(include=["documents", "metadatas"])
        rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
        chunks = {}
        for key, text, record in sorted(rows, key=lambda row: _reading_order(row[0])):
            document_id, current = owner(key)
            if document_id in documents and documents[document_id].revision == current:
                chunks[key] = load_chunk(key, text, record)
        return Snapshot(
            state,
            MappingProxyType(documents),
            MappingProxyType(chunks),
            collection,
            self._statements(state),
            _corpus_hash(documents.values()),
        )

    def _summaries(self, state: State) -> dict[str, DocumentSummary]:
        found = self._documents(state).get(include=["metadatas"])
        rows = zip(found["ids"], found["metadatas"] or [], strict=True)
        return {key: document_summary(key, record) for key, record in sorted(rows)}

    def _stored_text(self, state: State, document_id: str) -> str:
        found = self._documents(state).get(ids=[document_id], include=["documents"])
        return str((found["documents"] or [""])[0])

    # Writing

    def _write(
        self, state: State, batch: Mapping[str, tuple[Document, str]], embedder: Embedder
    ) -> None:
        chunks = [
            (chunk, document.metadata)
            for document, _ in batch.values()
            for chunk in chunk_document(document)
        ]
        texts = [embedded_text(chunk, metadata.title) for chunk, metadata in chunks]
        vectors = embedder.embed_documents(texts)
        collection = self._chunks(state)
        for at in range(0, len(chunks), _SLICE):
            part = chunks[at : at + _SLICE]
            collection.upsert(
                ids=[chunk.id for chunk, _ in part],
                embeddings=vectors[at : at + _SLICE],
                documents=[chunk.text for chunk, _ in part],
                metadatas=[chunk_record(chunk, metadata) for chunk, metadata in part],
            )
        self._write_statements(state, [chunk for chunk, _ in chunks], embedder)
        passages = dict.fromkeys(batch, 0)
        for chunk, _ in chunks:
            passages[chunk.document_id] += 1
        self._documents(state).upsert(
            ids=list(batch),
            embeddings=np.ones((len(batch), 1), dtype=np.float32),
            documents=[document.text for document, _ in batch.values()],
            metadatas=[
                document_record(document, revision(document), source, passages[key])
                for key, (document, source) in batch.items()
            ],
        )

    def _write_statements(self, state: State, chunks: Sequence[Chunk], embedder: Embedder) -> None:
        texts = {key: text for chunk in chunks for key, text in statement_texts(chunk).items()}
        ids = list(texts)
        vectors = embedder.embed_documents(list(texts.values()))
        for at in range(0, len(ids), _SLICE):
            self._statements(state).upsert(
                ids=ids[at : at + _SLICE], embeddings=vectors[at : at + _SLICE]
            )

    def _move(self, state: State, sources: Mapping[str, str]) -> None:
        """Note the new path of documents whose content did not change."""
        ids = list(sources)
        for at in range(0, len(ids), _SLICE):
            part = ids[at : at + _SLICE]
            self._documents(state).update(
                ids=part, metadatas=[{"source": sources[key]} for key in part]
            )

    def _drop(self, state: State, document_ids: Sequence[str]) -> State:
        for at in range(0, len(document_ids), _SLICE):
            self._documents(state).delete(ids=list(document_ids[at : at + _SLICE]))
        return self._advance(state) if document_ids else state

    def _sweep(self, state: State) -> None:
        """Delete the chunks and statements of revisions that no document record names."""
        current = {(key, summary.revision) for key, summary in self._summaries(state).items()}
        for collection in (self._chunks(state), self._statements(state)):
            ids = collection.get(include=[])["ids"]
            stale = [key for key in ids if owner(key) not in current]
            for at in range(0, len(stale), _SLICE):
                collection.delete(ids=stale[at : at + _SLICE])

    def _advance(self, state: State) -> State:
        following = replace(state, generation=state.generation + 1)
        self._save(following)
        return following

    # Collections and state

    def _create(self, embedder: Embedder) -> State:
        state = State(1, 0, embedder.name, embedder.dimension, embedder.weights)
        self._make_collections(state)
        self._open().get_or_create_collection(
            _STATE, embedding_function=None, metadata=_state_record(state)
        )
        return state

    def _make_collections(self, state: State) -> None:
        for name in ("documents", "chunks", "statements"):
            self._open().get_or_create_collection(
                f"{name}-{state.epoch}", embedding_function=None, configuration=_COSINE
            )

    def _delete_epochs(self, keep: int) -> None:
        client = self._open()
        for collection in client.list_collections():
            epoch = collection.name.rpartition("-")[2]
            if collection.name != _STATE and epoch != str(keep):
                client.delete_collection(collection.name)

    def _documents(self, state: State) -> "Collection":
        return self._open().get_collection(f"documents-{state.epoch}", embedding_function=None)

    def _chunks(self, state: State) -> "Collection":
        return self._open().get_collection(f"chunks-{state.epoch}", embedding_function=None)

    def _statements(self, state: State) -> "Collection":
        from chromadb.errors import NotFoundError

        try:
            return self._open().get_collection(f"statements-{state.epoch}", embedding_function=None)
        except NotFoundError as error:
            raise StoreError(
                f"{self.path} was written by an older version; run: "
                f"assistant rebuild --store {self.path}"
            ) from error

    def _state(self) -> State | None:
        from chromadb.errors import NotFoundError

        if self._client is None and not (self.path / "chroma.sqlite3").is_file():
            return None
        try:
            collection = self._open().get_collection(_STATE, embedding_function=None)
        except NotFoundError:
            return None
        try:
            return State(**(collection.metadata or {}))
        except TypeError as error:
            raise StoreError(
                f"{self.path} holds a Chroma database of another program; "
                "choose another folder with --store."
            ) from error

    def _known_state(self) -> State:
        state = self._state()
        if state is None:
            raise IndexMissing(f"There is no index in {self.path}. Run: assistant ingest")
        return state

    def _save(self, state: State) -> None:
        collection = self._open().get_collection(_STATE, embedding_function=None)
        collection.modify(metadata=_state_record(state))

    def _open(self) -> "ClientAPI":
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            settings = Settings(anonymized_telemetry=False)
            # Clients of one path share what they cached; a path spelled our own way does not.
            self._client = chromadb.PersistentClient(self._spelling, settings=settings)
        return self._client

    def _close(self) -> None:
        # A snapshot asks the client it was read with.
        self._snapshot = None
        if self._client is not None:
            self._client.close()  # type: ignore[attr-defined]
            self._client = None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / "write.lock", timeout=_LOCK_SECONDS)
            with lock, self._chroma_errors():
                # What this client cached may be older than what the last writer left.
                self._close()
                yield
        except Timeout as error:
            raise StoreError(
                f"Another process is writing to {self.path}; run this again when it is done."
            ) from error
        except OSError as error:
            raise StoreError(
                f"The store {self.path} can't be written ({error.strerror or error}); "
                "choose another folder with --store."
            ) from error

    @contextmanager
    def _chroma_errors(self) -> Iterator[None]:
        import sqlite3

        from chromadb.errors import ChromaError

        if self.path.is_file():
            raise StoreError(f"{self.path} is a file; name a folder with --store.")
        try:
            yield
        except BaseException as error:
            # Chroma's Rust core reports damage by a panic, which is no ordinary exception.
            is_panic = type(error).__name__ == "PanicException"
            if not is_panic and not isinstance(error, (ChromaError, sqlite3.Error)):
                raise
            raise StoreError(
                f"The store {self.path} can't be used ({' '.join(str(error).split())[:200]}); "
                "move that folder away and run: assistant ingest"
            ) from error


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


def _unknown(document_id: str) -> UnknownDocument:
    return UnknownDocument(f"There is no document '{document_id}'. List them: assistant documents")


def _state_record(state: State) -> dict[str, Any]:
    return {
        "epoch": state.epoch,
        "generation": state.generation,
        "model": state.model,
        "dimension": state.dimension,
        "weights": state.weights,
    }


def _batches(
    documents: Mapping[str, tuple[Document, str]],
) -> Iterator[dict[str, tuple[Document, str]]]:
    batch: dict[str, tuple[Document, str]] = {}
    size = 0
    for key, (document, source) in documents.items():
        batch[key] = (document, source)
        size += sum(len(section.blocks) for section in document.sections)
        if size >= _BATCH_CHUNKS:
            yield batch
            batch, size = {}, 0
    if batch:
        yield batch


def _reading_order(chunk_id: str) -> tuple[str, int]:
    head, _, number = chunk_id.rpartition("#")
    return head, int(number)


def _corpus_hash(summaries: Iterable[DocumentSummary]) -> str:
    lines = (f"{summary.id}\0{summary.revision}\n" for summary in summaries)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]
