"""Writes documents into one epoch of a database, in an order that leaves them whole.

Chunks of a new revision come first, document records next, then the generation; chunks of other
revisions are swept last. A reader takes the chunks of the revisions its document records name, so
it sees a document wholly old or wholly new, also after a writer was killed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from assistant.documents.chunks import (
    chunk_document,
    embedded_text,
    owner,
    revision,
    statement_texts,
)
from assistant.models.embedder import Embedder
from assistant.store.database import Database, State
from assistant.store.paging import all_ids, slices
from assistant.store.records import chunk_record, document_record
from assistant.store.snapshot import stored_documents
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
    state: State,
    batch: Mapping[str, tuple[Document, str]],
    embedder: Embedder,
) -> None:
    """Store documents, each with the path it was read from, by id."""
    chunks = [
        (chunk, document.metadata)
        for document, _ in batch.values()
        for chunk in chunk_document(document)
    ]
    _write_chunks(database, state, chunks, embedder)
    _write_statements(database, state, [chunk for chunk, _ in chunks], embedder)
    passages = dict.fromkeys(batch, 0)
    for chunk, _ in chunks:
        passages[chunk.document_id] += 1
    collection = database.documents(state)
    for ids in slices(list(batch)):
        collection.upsert(
            ids=ids,
            embeddings=np.ones((len(ids), 1), dtype=np.float32),
            documents=[batch[key][0].text for key in ids],
            metadatas=[
                document_record(document, revision(document), source, passages[key])
                for key in ids
                for document, source in [batch[key]]
            ],
        )


def move(database: Database, state: State, sources: Mapping[str, str]) -> None:
    """Note the new path of documents whose content did not change."""
    collection = database.documents(state)
    for ids in slices(list(sources)):
        collection.update(ids=ids, metadatas=[{"source": sources[key]} for key in ids])


def drop(database: Database, state: State, document_ids: Sequence[str]) -> State:
    """Remove documents; returns the state that readers see then."""
    collection = database.documents(state)
    for ids in slices(document_ids):
        collection.delete(ids=ids)
    return advance(database, state) if document_ids else state


def sweep(database: Database, state: State) -> None:
    """Delete the chunks and statements of revisions that no document record names."""
    documents = stored_documents(database, state)
    current = {(key, summary.revision) for key, summary in documents.items()}
    for collection in (database.chunks(state), database.statements(state)):
        stale = [key for key in all_ids(collection) if owner(key) not in current]
        for ids in slices(stale):
            collection.delete(ids=ids)


def advance(database: Database, state: State) -> State:
    """Let readers see what was written: the next generation."""
    following = replace(state, generation=state.generation + 1)
    database.save(following)
    return following


def _write_chunks(
    database: Database,
    state: State,
    chunks: Sequence[tuple[Chunk, Metadata]],
    embedder: Embedder,
) -> None:
    vectors = embedder.embed_documents(
        [embedded_text(chunk, metadata.title) for chunk, metadata in chunks]
    )
    collection = database.chunks(state)
    for part in slices(range(len(chunks))):
        collection.upsert(
            ids=[chunks[at][0].id for at in part],
            embeddings=vectors[part],
            documents=[chunks[at][0].text for at in part],
            metadatas=[chunk_record(*chunks[at]) for at in part],
        )


def _write_statements(
    database: Database, state: State, chunks: Sequence[Chunk], embedder: Embedder
) -> None:
    texts = {key: text for chunk in chunks for key, text in statement_texts(chunk).items()}
    ids = list(texts)
    vectors = embedder.embed_documents(list(texts.values()))
    collection = database.statements(state)
    for part in slices(range(len(ids))):
        collection.upsert(ids=[ids[at] for at in part], embeddings=vectors[part])
