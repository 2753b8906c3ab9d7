"""What a reader knows of the index at one generation: its documents, chunks and vectors."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from assistant.documents.chunks import chunk_id, statement_texts
from assistant.errors import StaleSnapshot
from assistant.models.embedder import Vectors
from assistant.store import files
from assistant.store.database import COLLECTIONS, SEARCHED, Database, State
from assistant.store.faults import CHANGED, damaged, snapshot_faults
from assistant.store.paging import all_metadata, records, vectors
from assistant.store.records import document_summary, load_chunk, where
from assistant.store.seals import (
    check_lengths,
    records_damaged,
    records_seal,
    vectors_damaged,
)
from assistant.stored import DocumentSummary
from assistant.types import Chunk, Filters

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
        self.corpus = corpus_hash(documents.values())
        self._collection = database.chunks
        self._statements = database.statements
        self.names = {name.id: key for key, item in documents.items() for name in item.also}
        self._by_document: dict[str, list[Chunk]] = {}
        for chunk in chunks.values():
            self._by_document.setdefault(chunk.document_id, []).append(chunk)

    def chunks_of(self, document_id: str) -> Sequence[Chunk]:
        """The chunks of a document, in reading order."""
        return self._by_document.get(document_id, ())

    def nearest(self, vector: Vectors, most: int, filters: Filters) -> dict[str, float]:
        """The cosine of the ``most`` chunks nearest to a unit vector, by chunk id, best first.

        Raises:
            StaleSnapshot: another library has taken the place of this one.
        """
        wanted = min(most, len(self.chunks))
        found = self._query(vector, wanted, filters) if wanted else []
        return dict(sorted(found, key=lambda pair: (-round(pair[1], 6), pair[0])))

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vectors]:
        """The stored unit vectors of some chunks.

        Raises:
            StaleSnapshot: another library has taken the place of this one.
        """
        return self._vectors(self._collection, chunk_ids)

    def statement_vectors(self, chunks: Iterable[Chunk]) -> dict[str, Vectors]:
        """The stored unit vectors of what chunks state and of their own questions, by record id.

        Raises:
            StaleSnapshot: another library has taken the place of this one.
        """
        ids = [key for chunk in chunks for key in statement_texts(chunk)]
        return self._vectors(self._statements, ids)

    def _faults(self) -> AbstractContextManager[None]:
        return snapshot_faults(self.database.path, lambda: self.database.is_replaced)

    def _query(self, vector: Vectors, places: int, filters: Filters) -> list[tuple[str, float]]:
        with self._faults():
            found = self._collection.query(
                query_embeddings=vector[np.newaxis],
                n_results=places,
                where=where(filters),
                include=["distances"],
            )
        gaps = (found["distances"] or [[]])[0]
        return [(key, 1.0 - float(gap)) for key, gap in zip(found["ids"][0], gaps, strict=True)]

    def _vectors(self, collection: "Collection", ids: Sequence[str]) -> dict[str, Vectors]:
        with self._faults():
            found = vectors(collection, ids)
        if len(found) != len(set(ids)):
            raise StaleSnapshot(CHANGED)
        check_lengths(self.database.path, found)
        return found


def read_snapshot(database: Database) -> Snapshot:
    """Read a snapshot in which every document has all its chunks, as they were written.

    Raises:
        IndexMissing: nothing was ingested into this store yet.
        StaleSnapshot: another library has taken the place of this one.
        StoreError: something is not as it was written.
    """
    state = database.state()
    documents = stored_documents(database)
    collection = database.chunks
    if state.corpus != corpus_hash(documents.values()):
        raise damaged(database.path, "it lacks documents")
    ids = {
        document.id: [
            chunk_id(document.id, document.revision, number) for number in range(document.passages)
        ]
        for document in sorted(documents.values(), key=lambda item: f"{item.id}@{item.revision}")
    }
    wanted = [key for keys in ids.values() for key in keys]
    found = {record[0]: record for record in records(collection, wanted)}
    for document_id, keys in ids.items():
        seals = documents[document_id].seals
        if (
            seals is None
            or records_seal(found[key] for key in keys if key in found) != seals.records
        ):
            raise records_damaged(database.path, document_id)
    chunks = {key: load_chunk(*found[key]) for key in wanted}
    _check_index(database)
    # Chroma loads an index when it is first asked; later its files may have been taken away.
    database.statements.get(limit=1, include=["embeddings"])
    return Snapshot(state, MappingProxyType(documents), MappingProxyType(chunks), database)


def _check_index(database: Database) -> None:
    """Refuse an index that is not as it was written, or not to be searched as it was.

    Raises:
        StoreError: what would be found is not what is nearest.
    """
    changed = files.unsealed(database.folder, with_database=False)
    configured = [getattr(database, name).configuration_json for name in COLLECTIONS]
    searched = [(each.get("hnsw") or {}).get("ef_search") for each in configured]
    # Where the seal is lost the index may be whole.
    if changed not in ([], [files.SEAL]) or set(searched) != {SEARCHED}:
        raise vectors_damaged(database.path)


def stored_documents(database: Database) -> dict[str, DocumentSummary]:
    """The documents as they are now, by id and sorted by it.

    Raises:
        StaleSnapshot: a writer removed some meanwhile.
    """
    found = all_metadata(database.documents)
    try:
        return {key: document_summary(key, found[key]) for key in sorted(found)}
    except (KeyError, ValueError, TypeError) as error:
        raise damaged(database.path, "a document's record can't be read") from error


def corpus_hash(summaries: Iterable[DocumentSummary]) -> str:
    """A hash over the ids and revisions of documents in their order."""
    lines = (f"{summary.id}\0{summary.revision}\n" for summary in summaries)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]
