"""What a reader knows of the index at one generation: its documents, chunks and vectors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.documents.chunks import statement_texts
from assistant.errors import StaleSnapshot
from assistant.models.embedder import Vectors
from assistant.store.records import where
from assistant.types import Chunk, DocumentSummary, Filters

if TYPE_CHECKING:
    from chromadb import Collection

_CHANGED = "The index changed while it was read; ask again."


@dataclass(frozen=True, slots=True)
class State:
    """The current state of a store, one atomic metadata record in Chroma."""

    epoch: int
    generation: int
    model: str
    dimension: int
    weights: str


class Snapshot:
    """What a reader knows of the index at one generation.

    Chunks are kept in memory (BM25 needs their words anyway); vectors are asked of Chroma.
    """

    def __init__(
        self,
        state: State,
        documents: Mapping[str, DocumentSummary],
        chunks: Mapping[str, Chunk],
        collection: "Collection",
        statements: "Collection",
        corpus: str,
    ) -> None:
        self.state = state
        self.documents = documents
        self.chunks = chunks
        self.corpus = corpus
        self._collection = collection
        self._statements = statements
        self._stored = collection.count()
        self._by_document: dict[str, list[Chunk]] = {}
        for chunk in chunks.values():
            self._by_document.setdefault(chunk.document_id, []).append(chunk)

    def chunks_of(self, document_id: str) -> Sequence[Chunk]:
        """The chunks of a document, in reading order."""
        return self._by_document.get(document_id, ())

    def nearest(self, vector: Vectors, most: int, filters: Filters) -> dict[str, float]:
        """The cosine of the ``most`` chunks nearest to a unit vector, by chunk id, best first."""
        if not self.chunks:
            return {}
        with _stale_on_error():
            # Chunks of replaced revisions may still take places until they are swept.
            places = min(most + self._stored - len(self.chunks), self._stored)
            found = self._collection.query(
                query_embeddings=vector[np.newaxis],
                n_results=places,
                where=where(filters),
                include=["distances"],
            )
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        nearest = zip(ids, distances, strict=True)
        current = [(key, 1.0 - float(gap)) for key, gap in nearest if key in self.chunks]
        return dict(sorted(current, key=lambda pair: (-round(pair[1], 6), pair[0]))[:most])

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vectors]:
        """The stored unit vectors of some chunks.

        Raises:
            StaleSnapshot: a writer has removed one of them since.
        """
        return _vectors(self._collection, list(chunk_ids))

    def statement_vectors(self, chunks: Iterable[Chunk]) -> dict[str, Vectors]:
        """The stored unit vectors of what chunks state and of their own questions, by record id.

        Raises:
            StaleSnapshot: a writer has removed one of them since.
        """
        return _vectors(
            self._statements, [key for chunk in chunks for key in statement_texts(chunk)]
        )


def _vectors(collection: "Collection", ids: list[str]) -> dict[str, Vectors]:
    if not ids:
        return {}
    with _stale_on_error():
        found = collection.get(ids=ids, include=["embeddings"])
    if len(found["ids"]) != len(set(ids)):
        raise StaleSnapshot(_CHANGED)
    rows = np.asarray(found["embeddings"], dtype=np.float32)
    return dict(zip(found["ids"], rows, strict=True))


@contextmanager
def _stale_on_error() -> Iterator[None]:
    """Chroma fails on records that a writer removed since its client was opened."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        raise StaleSnapshot(f"{_CHANGED} ({' '.join(str(error).split())[:200]})") from error
