"""What a reader knows of the index at one generation: its documents, chunks and vectors."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from assistant.documents.chunks import chunk_id, statement_texts
from assistant.errors import StaleSnapshot
from assistant.models.embedder import Vectors
from assistant.store.database import Database, State
from assistant.store.faults import CHANGED, snapshot_faults
from assistant.store.paging import all_metadata, records, vectors
from assistant.store.records import document_summary, load_chunk, where
from assistant.types import Chunk, DocumentSummary, Filters

if TYPE_CHECKING:
    from chromadb import Collection


class Snapshot:
    """What a reader knows of the index at one generation; never changed once made.

    Chunks are kept in memory (BM25 needs their words anyway); vectors are asked of the database
    it was read from, which stays open as long as there is the snapshot. Threads may share it.
    """

    def __init__(
        self,
        state: State,
        documents: Mapping[str, DocumentSummary],
        chunks: Mapping[str, Chunk],
        database: Database,
    ) -> None:
        self.state = state
        self.documents = documents
        self.chunks = chunks
        self.database = database
        self.corpus = _corpus_hash(documents.values())
        self._collection = database.chunks(state)
        self._statements = database.statements(state)
        self._by_document: dict[str, list[Chunk]] = {}
        for chunk in chunks.values():
            self._by_document.setdefault(chunk.document_id, []).append(chunk)

    def chunks_of(self, document_id: str) -> Sequence[Chunk]:
        """The chunks of a document, in reading order."""
        return self._by_document.get(document_id, ())

    def nearest(self, vector: Vectors, most: int, filters: Filters) -> dict[str, float]:
        """The cosine of the ``most`` chunks nearest to a unit vector, by chunk id, best first.

        Raises:
            StaleSnapshot: a writer has removed some of them since.
        """
        wanted = places = min(most, len(self.chunks))
        if not wanted:
            return {}
        while True:
            found = self._query(vector, places, filters)
            current = [(key, cosine) for key, cosine in found if key in self.chunks]
            # Chunks of other revisions, not swept yet or written since, may take places.
            if len(current) >= wanted or len(found) < places:
                break
            places *= 4
        if len(current) < wanted and self._is_outdated():
            raise StaleSnapshot(CHANGED)
        return dict(sorted(current, key=lambda pair: (-round(pair[1], 6), pair[0]))[:most])

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vectors]:
        """The stored unit vectors of some chunks.

        Raises:
            StaleSnapshot: a writer has removed one of them since.
        """
        return self._vectors(self._collection, chunk_ids)

    def statement_vectors(self, chunks: Iterable[Chunk]) -> dict[str, Vectors]:
        """The stored unit vectors of what chunks state and of their own questions, by record id.

        Raises:
            StaleSnapshot: a writer has removed one of them since.
        """
        ids = [key for chunk in chunks for key in statement_texts(chunk)]
        return self._vectors(self._statements, ids)

    def _query(self, vector: Vectors, places: int, filters: Filters) -> list[tuple[str, float]]:
        with snapshot_faults(self.database.path):
            found = self._collection.query(
                query_embeddings=vector[np.newaxis],
                n_results=places,
                where=where(filters),
                include=["distances"],
            )
        gaps = (found["distances"] or [[]])[0]
        return [(key, 1.0 - float(gap)) for key, gap in zip(found["ids"][0], gaps, strict=True)]

    def _is_outdated(self) -> bool:
        with snapshot_faults(self.database.path):
            return self.database.find_state() != self.state

    def _vectors(self, collection: "Collection", ids: Sequence[str]) -> dict[str, Vectors]:
        with snapshot_faults(self.database.path):
            found = vectors(collection, ids)
        if len(found) != len(set(ids)):
            raise StaleSnapshot(CHANGED)
        return found


def read_snapshot(database: Database) -> Snapshot:
    """Read a snapshot in which every document has all its chunks.

    Raises:
        IndexMissing: nothing was ingested into this store yet.
        StaleSnapshot: a writer came between.
    """
    state = database.state()
    documents = stored_documents(database, state)
    collection = database.chunks(state)
    # A client's first read decides which vectors its queries see. Chunks are swept only after the
    # generation has moved on, so if it has not, none of these documents' was missing then.
    collection.get(limit=1, include=[])
    if database.find_state() != state:
        raise StaleSnapshot(CHANGED)
    ids = [
        chunk_id(document.id, document.revision, number)
        for document in sorted(documents.values(), key=lambda item: f"{item.id}@{item.revision}")
        for number in range(document.passages)
    ]
    found = {key: load_chunk(key, text, record) for key, text, record in records(collection, ids)}
    if len(found) != len(ids):
        raise StaleSnapshot(CHANGED)
    chunks = {key: found[key] for key in ids}
    return Snapshot(state, MappingProxyType(documents), MappingProxyType(chunks), database)


def stored_documents(database: Database, state: State) -> dict[str, DocumentSummary]:
    """The documents of an epoch as they are now, by id and sorted by it.

    Raises:
        StaleSnapshot: a writer removed some meanwhile.
    """
    found = all_metadata(database.documents(state))
    return {key: document_summary(key, found[key]) for key in sorted(found)}


def _corpus_hash(summaries: Iterable[DocumentSummary]) -> str:
    lines = (f"{summary.id}\0{summary.revision}\n" for summary in summaries)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]
