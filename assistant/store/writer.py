"""Documents -> what is written of them to a segment: chunked, embedded and sealed."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from assistant.documents.chunks import chunk_document, revision, statement_texts
from assistant.models.embedder import Embedder, Vectors
from assistant.store.drafting import Written
from assistant.store.planning import Sourced, seal_of
from assistant.store.records import chunk_record, document_record, noted_record
from assistant.store.seals import records_seal, text_seal, vectors_seal
from assistant.store.segment import Segment
from assistant.store.snapshot import Snapshot
from assistant.store.values import sealed
from assistant.stored import Alias, DocumentSummary, Seals
from assistant.terms.reading import Told
from assistant.types import Document

BATCH_CHUNKS = 128
"""Passages from which a batch of documents is embedded and stored."""


def batches(documents: Mapping[str, Sourced]) -> Iterator[dict[str, Sourced]]:
    """The documents in their order, some ``BATCH_CHUNKS`` passages at a time."""
    batch: dict[str, Sourced] = {}
    size = 0
    for key, (document, source) in documents.items():
        batch[key] = (document, source)
        size += _passages(document)
        if size >= BATCH_CHUNKS:
            yield batch
            batch, size = {}, 0
    if batch:
        yield batch


def expected(documents: Mapping[str, Sourced]) -> int:
    """About how many passages documents have."""
    return sum(_passages(document) for document, _ in documents.values())


def _passages(document: Document) -> int:
    return sum(len(section.blocks) for section in document.sections)


def embedded(
    batch: Mapping[str, Sourced], embedder: Embedder, names: Mapping[str, Sequence[Alias]]
) -> Iterator[Written]:
    """Documents as they are written, each with the path it was read from and its other names."""
    told = [
        Told(key, document.metadata, chunk_document(document))
        for key, (document, _) in batch.items()
    ]
    texts = [statement_texts(chunk) for item in told for chunk in item.chunks]
    vectors = embedder.embed_documents([text for item in told for text in item.passages])
    stated = embedder.embed_documents([text for said in texts for text in said.values()])
    blocks = np.split(stated, np.cumsum([*map(len, texts)])[:-1]) if texts else []
    at = 0
    for item in told:
        part = slice(at, at + len(item.chunks))
        ids = [one for said in texts[part] for one in said]
        yield _written(
            item, batch[item.id], vectors[part], blocks[part], ids, names.get(item.id, ())
        )
        at += len(item.chunks)


def _written(
    told: Told,
    sourced: Sourced,
    vectors: Vectors,
    statements: Sequence[Vectors],
    ids: Sequence[str],
    also: Sequence[Alias],
) -> Written:
    document, source = sourced
    keys = [*(chunk.id for chunk in told.chunks), *ids]
    values = [sealed(chunk_record(chunk)) for chunk in told.chunks]
    seals = Seals(
        seal_of(document),
        records_seal(values),
        vectors_seal(keys, np.concatenate([vectors, *statements])),
        text_seal(document.text),
    )
    record = document_record(document, revision(document), source, len(told.chunks), seals, also)
    return Written(told, record, document.text, values, vectors, statements)


def copied(segment: Segment, row: int, summary: DocumentSummary) -> Written:
    """A stored document as it is written again elsewhere, with what is noted of it by now."""
    rows = segment.rows_of(row)
    chunks = segment.chunks(rows)
    vectors = segment.vectors(rows) if chunks else np.empty((0, 1), dtype=np.float32)
    return Written(
        Told(summary.id, summary.metadata, chunks),
        segment.record(row) | noted_record(summary.source, summary, summary.also),
        segment.text(row),
        [*segment.chunk_values(rows).values()],
        vectors,
        segment.statement_vectors(rows),
    )


def noted(snapshot: Snapshot, summaries: Mapping[str, DocumentSummary]) -> Iterator[list[Written]]:
    """Documents whose text stays, with what is noted of them anew, some at a time."""
    batch: list[Written] = []
    for key, summary in summaries.items():
        at, row = snapshot.places[key]
        batch.append(copied(snapshot.held[at].segment, row, summary))
        if sum(len(item.told.chunks) for item in batch) >= BATCH_CHUNKS:
            yield batch
            batch = []
    if batch:
        yield batch
