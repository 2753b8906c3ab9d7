"""Documents that say nearly what another one says: syndicated copies, re-releases with few changes.

Told by the sentences that they share, word by word (as in the containment of Broder, 1997, with
sentences for shingles).
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.terms.lexicon import Lexicon

LEAST_SENTENCES = 5
LEAST_SHARE = 0.8
"""How many sentences, and which share of those of the shorter document, two documents have in
common where one is a copy."""

MOST_HOLDERS = 20
"""Documents that have a sentence, from which it tells nothing: it is boilerplate."""

_Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Copy:
    """That a document says nearly what another one does; ``share`` is in 0..1."""

    id: str
    of: str
    share: float


def copies(lexicon: Lexicon, documents: Iterable[str]) -> list[Copy]:
    """The pairs of some documents and any others that say nearly the same, each once, by ids."""
    wanted = [*dict.fromkeys(documents)]
    ids, shared = _shared(lexicon, wanted)
    of_interest = set(wanted)
    found: list[Copy] = []
    for one, other, count in shared:
        pair = sorted((ids[one], ids[other]))
        if count >= LEAST_SENTENCES and not of_interest.isdisjoint(pair):
            least = min(_length(lexicon, key) for key in pair)
            if count >= LEAST_SHARE * least:
                found.append(Copy(pair[1], pair[0], count / least))
    return sorted(found, key=lambda item: (item.of, item.id))


def firsts_of(lexicon: Lexicon, documents: Set[str]) -> dict[str, str]:
    """By document the first, by id, of those that say nearly what it does, or what these do."""
    pairs: set[tuple[str, str]] = set()
    known, fresh = set(documents), set(documents)
    while fresh:
        pairs |= {(item.of, item.id) for item in copies(lexicon, fresh)}
        fresh = {key for pair in pairs for key in pair} - known
        known |= fresh
    first = {key: key for key in known}
    changed = True
    while changed:
        least = [(min(first[one], first[other]), one, other) for one, other in pairs]
        changed = any(first[one] != first[other] for _, one, other in least)
        for root, one, other in least:
            first[one] = min(first[one], root)
            first[other] = min(first[other], root)
    return {key: first[key] for key in documents}


def _length(lexicon: Lexicon, document_id: str) -> int:
    part, row = lexicon.places[document_id]
    return len(part.terms.said_in(row))


def _shared(
    lexicon: Lexicon, wanted: Sequence[str]
) -> tuple[list[str], list[tuple[int, int, int]]]:
    """The ids of all documents, and by their places there which share how many sentences."""
    ids: list[str] = []
    places = [lexicon.places[key] for key in wanted]
    said = np.unique(np.concatenate([part.terms.said_in(row) for part, row in places] or [_NONE]))
    sentences, holders = [], []
    for part in lexicon.parts:
        known, by = part.terms.said
        start = np.searchsorted(known, said, side="left")
        counts = np.searchsorted(known, said, side="right") - start
        at = np.repeat(start - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        held = by[at]
        alive = part.alive[held]
        sentences.append(np.repeat(np.arange(len(said)), counts)[alive])
        holders.append(held[alive].astype(np.int64) + len(ids))
        ids += part.ids
    return ids, _counted(np.concatenate(sentences), np.concatenate(holders), len(ids))


_NONE = np.empty(0, dtype=np.uint64)


def _counted(sentences: _Pairs, holders: _Pairs, count: int) -> list[tuple[int, int, int]]:
    """How many sentences pairs of holders share, of those that few hold."""
    order = np.argsort(sentences, kind="stable")
    sentences, holders = sentences[order], holders[order]
    common = np.bincount(sentences, minlength=1)
    kept = (common[sentences] <= MOST_HOLDERS) & (common[sentences] > 1)
    sentences, holders = sentences[kept], holders[kept]
    codes = []
    for step in range(1, MOST_HOLDERS):
        same = sentences[step:] == sentences[:-step]
        one, other = holders[:-step][same], holders[step:][same]
        codes.append(np.minimum(one, other) * count + np.maximum(one, other))
    pairs, counts = np.unique(np.concatenate(codes), return_counts=True)
    told = zip(pairs.tolist(), counts.tolist(), strict=True)
    return [(code // count, code % count, number) for code, number in told]
