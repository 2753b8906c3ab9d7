"""BM25 over the words of the passages.

Scores are worked out of postings when they are asked for. Libraries for BM25 keep scores, in which
the number of passages and their mean length are worked in: one document more, and all are others.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.store.snapshot import Snapshot
from assistant.terms import fields
from assistant.terms.lexicon import Part
from assistant.terms.reading import counted_words
from assistant.types import Filters

_K1 = 1.5
_B = 0.75
"""How soon further occurrences of a word count less, and how much the length of a passage counts:
the usual ones, in the form of Lucene (Kamphuis et al., "Which BM25 do you mean?", 2020)."""

_Scores = NDArray[np.float32]


class LexicalIndex:
    """BM25 over the passages of a snapshot; never changed, so that threads may ask it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._parts = snapshot.lexicon.parts
        lengths = [part.terms.lengths[part.passages_alive] for part in self._parts]
        self._count = sum(map(len, lengths))
        total = sum(int(each.sum()) for each in lengths)
        self._mean = total / self._count if total else 1.0

    def knows(self, stem: str) -> bool:
        """Whether a stem occurs in a passage or its headings."""
        return self._snapshot.lexicon.has(fields.PASSAGE, stem)

    def scores(
        self, query: str, count: int, filters: Filters, beside: str = "", share: float = 0.0
    ) -> dict[str, float]:
        """The ``count`` highest positive BM25 scores, by chunk id, best first.

        Those of the words of ``beside`` are added with a weight of ``share``.
        """
        weights: dict[str, float] = {}
        for text, weight in ((query, 1.0), (beside, share)):
            for word in counted_words(text):
                weights[word] = weights.get(word, 0.0) + weight
        rarity = {word: weight * self._rarity(word) for word, weight in weights.items() if weight}
        found: list[tuple[float, int, int]] = []
        for at, allowed in enumerate(self._snapshot.allowed(filters)):
            scores = self._scores(self._parts[at], rarity) * allowed
            best = _best(scores, count)
            found += ((-float(scores[row]), at, row) for row in best)
        return {self._snapshot.key(at, row): -gap for gap, at, row in sorted(found)[:count]}

    def _rarity(self, word: str) -> float:
        """The inverse frequency of a word, 0 where no passage has it."""
        holding = sum(
            int(part.passages_alive[part.terms.postings.rows(number)].sum())
            for part in self._parts
            if (number := part.terms.postings.find(fields.PASSAGE + word)) is not None
        )
        return math.log(1 + (self._count - holding + 0.5) / (holding + 0.5)) if holding else 0.0

    def _scores(self, part: Part, rarity: dict[str, float]) -> _Scores:
        scores = np.zeros(len(part.terms.lengths), dtype=np.float32)
        for word, weight in rarity.items():
            number = part.terms.postings.find(fields.PASSAGE + word)
            if number is None:
                continue
            rows = part.terms.postings.rows(number)
            often = part.terms.postings.counts(number).astype(np.float32)
            length = part.terms.lengths[rows].astype(np.float32) / np.float32(self._mean)
            dampened = np.float32(_K1) * (np.float32(1 - _B) + np.float32(_B) * length)
            scores[rows] += np.float32(weight) * often / (dampened + often)
        return scores


def _best(scores: _Scores, count: int) -> Sequence[int]:
    """The rows of the highest positive scores, the first of equal ones first."""
    rows = np.flatnonzero(scores > 0)
    if len(rows) > count:
        least = np.partition(scores[rows], -count)[-count]
        rows = rows[scores[rows] >= least]
    found: list[int] = rows[np.argsort(-scores[rows], kind="stable")][:count].tolist()
    return found
