"""Question -> Hits: dense (Chroma) and BM25 scores, fused, filtered and free of repeats."""

from collections.abc import Iterable, Mapping, Sequence

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from assistant.documents.chunks import embedded_text
from assistant.models.embedder import Embedder, Vectors
from assistant.store.records import passes
from assistant.store.snapshot import Snapshot
from assistant.text.sentences import without_markers
from assistant.types import Chunk, Filters, Hit

DENSE_WEIGHT = 0.85
"""Share of the dense score in the fused one; fitted by training/fit_fusion.py."""

DEPTH = 100
"""Candidates taken from each of the two rankings."""

NO_FILTERS = Filters()

_WORD = r"(?u)\b\d+(?:[.,]\d+)+\b|\b\w+\b"
"""Words and numbers: "4.0" and "2,500" are one token each."""


class Retriever:
    """Searches one snapshot of the index. Building it tokenises all chunks for BM25."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder) -> None:
        self.snapshot = snapshot
        self._embedder = embedder
        self._lexical = LexicalIndex(snapshot)

    def search(self, query: str, k: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The ``k`` best chunks for a query, best first; the same text is given once."""
        return self.rank(query, self._embedder.embed_query(query), k, filters)

    def rank(self, query: str, vector: Vectors, k: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """As ``search``, for a query whose unit vector is known."""
        return _distinct(self._fused(query, vector, max(k, DEPTH), filters), k)

    def search_documents(self, query: str, k: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The best chunk of each of the ``k`` best documents, best first.

        Looks deeper while the chunks seen so far come from fewer than ``k`` documents.
        """
        vector = self._embedder.embed_query(query)
        depth = max(k, DEPTH)
        while True:
            best: dict[str, Hit] = {}
            for hit in self._fused(query, vector, depth, filters):
                best.setdefault(hit.chunk.document_id, hit)
            if len(best) >= k or depth >= len(self.snapshot.chunks):
                return list(best.values())[:k]
            depth *= 4

    def knows(self, stem: str) -> bool:
        """Whether a stem occurs in the library."""
        return self._lexical.knows(stem)

    def candidates(
        self, query: str, vector: Vectors, depth: int, filters: Filters = NO_FILTERS
    ) -> tuple[dict[str, float], dict[str, float]]:
        """The cosine of every candidate chunk, and the BM25 scores of those it found, by id.

        The candidates are the ``depth`` best of each ranking.
        """
        dense = self.snapshot.nearest(vector, depth, filters)
        lexical = self._lexical.scores(query, depth, filters)
        missing = [key for key in lexical if key not in dense]
        for key, row in self.snapshot.vectors(missing).items():
            dense[key] = float(row @ vector)
        return dense, lexical

    def _fused(self, query: str, vector: Vectors, depth: int, filters: Filters) -> list[Hit]:
        dense, lexical = self.candidates(query, vector, depth, filters)
        fused = fuse(dense, lexical)
        ranked = sorted(fused, key=lambda key: (-fused[key], key))
        chunks = self.snapshot.chunks
        return [Hit(chunks[key], fused[key], round(dense[key], 6)) for key in ranked]


class LexicalIndex:
    """BM25 over the chunks of a snapshot (bm25s, English stems), derived and never stored."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._keys = list(snapshot.chunks)
        self._owners = [chunk.document_id for chunk in snapshot.chunks.values()]
        self._documents = snapshot.documents
        texts = [
            embedded_text(chunk, snapshot.documents[chunk.document_id].metadata.title)
            for chunk in snapshot.chunks.values()
        ]
        self._bm25 = bm25s.BM25()
        tokens = self._tokenize(texts)
        self._has_words = any(tokens)
        if self._has_words:
            self._bm25.index(tokens, show_progress=False)

    def knows(self, stem: str) -> bool:
        """Whether a stem occurs in a chunk or its headings."""
        return self._has_words and stem in self._bm25.vocab_dict

    def scores(self, query: str, count: int, filters: Filters) -> dict[str, float]:
        """The ``count`` highest positive BM25 scores, by chunk id, best first."""
        words = self._tokenize([query])[0]
        if not words or not self._has_words:
            return {}
        scores: NDArray[np.float32] = self._bm25.get_scores(words, weight_mask=self._mask(filters))
        best = np.argsort(-scores, kind="stable")[:count]
        return {self._keys[at]: float(scores[at]) for at in best if scores[at] > 0}

    def _mask(self, filters: Filters) -> NDArray[np.float32] | None:
        if filters == NO_FILTERS:
            return None
        allowed = {
            key: passes(document.metadata, filters) for key, document in self._documents.items()
        }
        return np.array([allowed[key] for key in self._owners], dtype=np.float32)

    def _tokenize(self, texts: Sequence[str]) -> list[list[str]]:
        words: list[list[str]] = bm25s.tokenize(
            list(texts),
            stopwords="en",
            token_pattern=_WORD,
            stemmer=self._stemmer,
            return_ids=False,
            show_progress=False,
        )
        return words


def fuse(
    dense: Mapping[str, float], lexical: Mapping[str, float], weight: float = DENSE_WEIGHT
) -> dict[str, float]:
    """Convex combination of min-max normalised scores, in 0..1 by id.

    ``weight`` is the share of the dense score; a chunk BM25 did not find has lexical score 0.
    Source: Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM
    TOIS 2023.
    """
    scaled_dense = _scale(dense, min(dense.values(), default=0.0))
    scaled_lexical = _scale(lexical, 0.0)
    return {
        key: round(weight * score + (1 - weight) * scaled_lexical.get(key, 0.0), 6)
        for key, score in scaled_dense.items()
    }


def _scale(scores: Mapping[str, float], low: float) -> dict[str, float]:
    span = max(scores.values(), default=0.0) - low
    return {key: (score - low) / span if span > 0 else 1.0 for key, score in scores.items()}


def _distinct(hits: Iterable[Hit], k: int) -> list[Hit]:
    seen: dict[str, Hit] = {}
    for hit in hits:
        seen.setdefault(_wording(hit.chunk), hit)
        if len(seen) == k:
            break
    return list(seen.values())


def _wording(chunk: Chunk) -> str:
    return without_markers(chunk.text).casefold()
