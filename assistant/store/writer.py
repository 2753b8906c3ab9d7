"""Writes documents into the database of a library that is to be.

Chunks of a new revision come first, document records next; chunks of other revisions are swept
last. Nobody reads it before that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from assistant.documents.chunks import (
    chunk_document,
    embedded_text,
    owner,
    revision,
    statement_texts,
)
from assistant.models.embedder import Embedder, Vectors
from assistant.store.database import Database, State
from assistant.store.paging import Record, all_ids, slices
from assistant.store.planning import seal_of
from assistant.store.records import chunk_record, document_record, noted_record
from assistant.store.seals import records_seal, text_seal, vectors_seal
from assistant.store.snapshot import corpus_hash, stored_documents
from assistant.stored import Alias, DocumentSummary, Seals
from assistant.types import Chunk, Document, Metadata

BATCH_CHUNKS = 128
"""Passages from which a batch of documents is embedded and stored."""


def batches(
    documents: Mapping[str, tuple[Document, str]],
) -> Iterator[dict[str, tuple[Document, str]]]:
    """The documents in their order, some ``BATCH_CHUNKS`` passages at a time."""
    batch: dict[str, tuple[Document, str]] = {}
    size = 0
    for key, (document, source) in documents.items():
        batch[key] = (document, source)
        size += sum(len(section.blocks) for section in document.sections)
        if size >= BATCH_CHUNKS:
            yield batch
            batch, size = {}, 0
    if batch:
        yield batch


def write(
    database: Database,
    batch: Mapping[str, tuple[Document, str]],
    embedder: Embedder,
    names: Mapping[str, Sequence[Alias]],
) -> None:
    """Store documents, each with the path it was read from and its other names, by id."""
    chunks = [
        (chunk, document.metadata)
        for document, _ in batch.values()
        for chunk in chunk_document(document)
    ]
    vectors = _write_chunks(database, chunks, embedder)
    vectors |= _write_statements(database, [chunk for chunk, _ in chunks], embedder)
    sealed = _Sealed(chunks, vectors, names)
    collection = database.documents
    for ids in slices(list(batch)):
        collection.upsert(
            ids=ids,
            embeddings=np.ones((len(ids), 1), dtype=np.float32),
            documents=[batch[key][0].text for key in ids],
            metadatas=[sealed.record(*batch[key]) for key in ids],
        )


class _Sealed:
    """Makes the records of documents whose chunks and vectors were written."""

    def __init__(
        self,
        chunks: Sequence[tuple[Chunk, Metadata]],
        vectors: Mapping[str, Vectors],
        names: Mapping[str, Sequence[Alias]],
    ) -> None:
        self._names = names
        self._records: dict[str, list[Record]] = {}
        self._vectors: dict[str, dict[str, Vectors]] = {}
        for chunk, metadata in chunks:
            record = (chunk.id, chunk.text, chunk_record(chunk, metadata))
            self._records.setdefault(chunk.document_id, []).append(record)
        for key, vector in vectors.items():
            self._vectors.setdefault(owner(key)[0], {})[key] = vector

    def record(self, document: Document, source: str) -> dict[str, Any]:
        """The record of a document that was read from a path."""
        records = self._records.get(document.id, [])
        seals = Seals(
            seal_of(document),
            records_seal(records),
            vectors_seal(self._vectors.get(document.id, {})),
            text_seal(document.text),
        )
        also = self._names.get(document.id, ())
        return document_record(document, revision(document), source, len(records), seals, also)


def note(database: Database, summaries: Mapping[str, DocumentSummary]) -> None:
    """Note what is new of documents whose text did not change: where they are, their names."""
    collection = database.documents
    for ids in slices(list(summaries)):
        found = [summaries[key] for key in ids]
        noted = [noted_record(item.source, item, item.also) for item in found]
        collection.update(ids=ids, metadatas=[*noted])


def drop(database: Database, document_ids: Sequence[str]) -> None:
    """Remove documents."""
    collection = database.documents
    for ids in slices(document_ids):
        collection.delete(ids=ids)


def sweep(database: Database) -> None:
    """Delete the chunks and statements of revisions that no document record names."""
    documents = stored_documents(database)
    current = {(key, summary.revision) for key, summary in documents.items()}
    for collection in (database.chunks, database.statements):
        stale = [key for key in all_ids(collection) if owner(key) not in current]
        for ids in slices(stale):
            collection.delete(ids=ids)


def finish(database: Database, state: State) -> None:
    """Sweep, and tell what the library holds by now, as its next generation."""
    sweep(database)
    corpus = corpus_hash(stored_documents(database).values())
    database.save(replace(state, generation=state.generation + 1, corpus=corpus))


def _write_chunks(
    database: Database,
    chunks: Sequence[tuple[Chunk, Metadata]],
    embedder: Embedder,
) -> dict[str, Vectors]:
    vectors = embedder.embed_documents(
        [embedded_text(chunk, metadata.title) for chunk, metadata in chunks]
    )
    collection = database.chunks
    for part in slices(range(len(chunks))):
        collection.upsert(
            ids=[chunks[at][0].id for at in part],
            embeddings=vectors[part],
            documents=[chunks[at][0].text for at in part],
            metadatas=[chunk_record(*chunks[at]) for at in part],
        )
    return {chunk.id: vectors[at] for at, (chunk, _) in enumerate(chunks)}


def _write_statements(
    database: Database, chunks: Sequence[Chunk], embedder: Embedder
) -> dict[str, Vectors]:
    texts = {key: text for chunk in chunks for key, text in statement_texts(chunk).items()}
    ids = list(texts)
    vectors = embedder.embed_documents(list(texts.values()))
    collection = database.statements
    for part in slices(range(len(ids))):
        collection.upsert(ids=[ids[at] for at in part], embeddings=vectors[part])
    return dict(zip(ids, vectors, strict=True))
