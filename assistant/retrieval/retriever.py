"""Question -> Hits: dense (Chroma) and BM25 scores, fused, filtered and free of repeats."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.documents.chunks import owner
from assistant.models.embedder import Embedder, Vectors
from assistant.retrieval.fusion import fuse
from assistant.retrieval.lexical import LexicalIndex
from assistant.store.snapshot import Snapshot
from assistant.text.marks import as_shown
from assistant.types import NO_FILTERS, SILENCE, Chunk, Filters, Hit, Spoken

DEPTH = 100
"""Candidates taken from each of the two rankings."""

_READ_AT_ONCE = 32
"""Passages read in one call, of the best of those that are found."""

ANSWER_SHARE = 0.2
"""Weight of the vector of the last answer, or of what got none, beside the question's own."""

ASKED_SHARE = 0.3
"""Weight of the words of the question before, beside the question's own.

Both were chosen on mtrag-fiqa and the library's own conversations; ``docs/evaluation.md`` has the
figures, and how many questions about something else lose their document."""


class Retriever:
    """Searches one snapshot of the index."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder) -> None:
        self.snapshot = snapshot
        self._embedder = embedder
        self._lexical = LexicalIndex(snapshot)

    def search(
        self, query: str, k: int, filters: Filters = NO_FILTERS, spoken: Spoken = SILENCE
    ) -> list[Hit]:
        """The ``k`` best chunks for a query, best first; the same text is given once.

        ``spoken`` is what a conversation was at before it.
        """
        return self.rank(query, self._embedder.embed_query(query), k, filters, spoken)

    def rank(
        self,
        query: str,
        vector: Vectors,
        k: int,
        filters: Filters = NO_FILTERS,
        spoken: Spoken = SILENCE,
    ) -> list[Hit]:
        """As ``search``, for a query whose unit vector is known."""
        drawn = self.after(spoken, vector)
        ranked = self._fused(query, drawn, max(k, DEPTH), filters, spoken.asked)
        return _distinct(self._hits(ranked), k)

    def after(self, spoken: Spoken, vector: Vectors) -> Vectors:
        """A query's unit vector, drawn towards what was spoken of before it, if anything was."""
        if spoken == SILENCE:
            return vector
        said = self._embedder.embed_query(spoken.answer or spoken.asked)
        drawn: Vectors = vector + np.float32(ANSWER_SHARE) * said
        return np.divide(drawn, np.linalg.norm(drawn), dtype=np.float32)

    def search_documents(
        self, query: str, k: int, filters: Filters = NO_FILTERS, spoken: Spoken = SILENCE
    ) -> list[Hit]:
        """The best chunk of each of the ``k`` best documents, best first.

        Looks deeper while the chunks seen so far come from fewer than ``k`` documents.
        """
        vector = self.after(spoken, self._embedder.embed_query(query))
        depth = max(k, DEPTH)
        while True:
            best: dict[str, _Ranked] = {}
            for item in self._fused(query, vector, depth, filters, spoken.asked):
                best.setdefault(owner(item.key)[0], item)
            if len(best) >= k or depth >= len(self.snapshot.chunks):
                return [*self._hits([*best.values()][:k])]
            depth *= 4

    def knows(self, stem: str) -> bool:
        """Whether a stem occurs in the library."""
        return self._lexical.knows(stem)

    def candidates(
        self,
        query: str,
        vector: Vectors,
        depth: int,
        filters: Filters = NO_FILTERS,
        asked_before: str = "",
    ) -> tuple[dict[str, float], dict[str, float]]:
        """The cosine of every candidate chunk, and the BM25 scores of those it found, by id.

        The candidates are the ``depth`` best of each ranking.
        """
        dense = self.snapshot.nearest(vector, depth, filters)
        lexical = self._lexical.scores(query, depth, filters, asked_before, ASKED_SHARE)
        missing = [key for key in lexical if key not in dense]
        for key, row in self.snapshot.vectors(missing).items():
            dense[key] = float(row @ vector)
        return dense, lexical

    def _fused(
        self, query: str, vector: Vectors, depth: int, filters: Filters, asked_before: str = ""
    ) -> "list[_Ranked]":
        dense, lexical = self.candidates(query, vector, depth, filters, asked_before)
        fused = fuse(dense, lexical)
        ranked = sorted(fused, key=lambda key: (-fused[key], key))
        return [_Ranked(key, fused[key], round(dense[key], 6)) for key in ranked]

    def _hits(self, ranked: "Sequence[_Ranked]") -> Iterator[Hit]:
        """The passages found, read some at a time as far as they are asked for."""
        for at in range(0, len(ranked), _READ_AT_ONCE):
            part = ranked[at : at + _READ_AT_ONCE]
            chunks = self.snapshot.read([item.key for item in part])
            yield from (Hit(chunks[item.key], item.score, item.cosine) for item in part)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A passage that was found, before it is read."""

    key: str
    score: float
    cosine: float


def _distinct(hits: Iterable[Hit], k: int) -> list[Hit]:
    seen: dict[str, Hit] = {}
    for hit in hits:
        seen.setdefault(_wording(hit.chunk), hit)
        if len(seen) == k:
            break
    return list(seen.values())


def _wording(chunk: Chunk) -> str:
    """What makes two chunks the same: a clause under another heading is another one."""
    return "\n".join((*chunk.path[-1:], as_shown(chunk.text, is_sentence=False))).casefold()
