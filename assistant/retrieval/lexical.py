"""BM25 over the words of the chunks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.documents.chunks import embedded_text
from assistant.store.records import passes
from assistant.store.snapshot import Snapshot
from assistant.text.words import folded
from assistant.types import NO_FILTERS, Filters

WORD_PATTERN = r"(?u)\b\d+(?:[.,]\d+)+\b|\b\w+\b"
"""Words and numbers: "4.0" and "2,500" are one token each."""


class LexicalIndex:
    """BM25 over the chunks of a snapshot (bm25s, English stems), derived and never stored.

    Never changed once made, so that many threads may ask it.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        import bm25s

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

    def scores(
        self, query: str, count: int, filters: Filters, beside: str = "", share: float = 0.0
    ) -> dict[str, float]:
        """The ``count`` highest positive BM25 scores, by chunk id, best first.

        Those of the words of ``beside`` are added with a weight of ``share``.
        """
        if not self._has_words:
            return {}
        mask = self._mask(filters)
        scores = self._scores_of(query, mask)
        if beside:
            scores = scores + np.float32(share) * self._scores_of(beside, mask)
        best = np.argsort(-scores, kind="stable")[:count]
        return {self._keys[at]: float(scores[at]) for at in best if scores[at] > 0}

    def _scores_of(self, text: str, mask: NDArray[np.float32] | None) -> NDArray[np.float32]:
        words = self._tokenize([text])[0]
        if not words:
            return np.zeros(len(self._keys), dtype=np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(words, weight_mask=mask)
        return scores

    def _mask(self, filters: Filters) -> NDArray[np.float32] | None:
        if filters == NO_FILTERS:
            return None
        allowed = {
            key: passes(document.metadata, filters) for key, document in self._documents.items()
        }
        return np.array([allowed[key] for key in self._owners], dtype=np.float32)

    def _tokenize(self, texts: Sequence[str]) -> list[list[str]]:
        import bm25s
        import Stemmer

        words: list[list[str]] = bm25s.tokenize(
            # However a word is written, with an accent or a ligature, it is the same.
            [folded(text) for text in texts],
            stopwords="en",
            token_pattern=WORD_PATTERN,
            # A stemmer must not be shared between threads, and costs nothing to make.
            stemmer=Stemmer.Stemmer("english"),
            return_ids=False,
            show_progress=False,
        )
        return words
