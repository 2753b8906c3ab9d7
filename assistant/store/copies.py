"""Documents that say nearly what another one says: syndicated copies, re-releases with few changes.

Told by the sentences that they share, word by word (as in the containment of Broder, 1997, with
sentences for shingles).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from assistant.types import Chunk

LEAST_WORDS = 6
"""Words of a sentence that tells a copy: shorter ones are said by many."""

LEAST_SENTENCES = 5
LEAST_SHARE = 0.8
"""How many sentences, and which share of those of the shorter document, two documents have in
common where one is a copy."""

MOST_HOLDERS = 20
"""Documents that have a sentence, from which it tells nothing: it is boilerplate."""

_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Copy:
    """That a document says nearly what another one does; ``share`` is in 0..1."""

    id: str
    of: str
    share: float


def copies(chunks: Iterable[Chunk]) -> list[Copy]:
    """The pairs of documents that say nearly the same, each once, by their ids."""
    said: dict[str, set[int]] = defaultdict(set)
    for chunk in chunks:
        for sentence in chunk.sentences:
            words = _LETTERS.findall(sentence.text.casefold())
            if len(words) >= LEAST_WORDS:
                said[chunk.document_id].add(hash(tuple(words)))
    found: list[Copy] = []
    for (one, other), shared in sorted(_shared(said).items()):
        least = min(len(said[one]), len(said[other]))
        if shared >= LEAST_SENTENCES and shared >= LEAST_SHARE * least:
            found.append(Copy(other, one, shared / least))
    return found


def groups(found: Iterable[Copy]) -> dict[str, str]:
    """By document that has copies or is one, the first of them."""
    first: dict[str, str] = {}
    for copy in found:
        root = min(first.get(copy.of, copy.of), first.get(copy.id, copy.id))
        joined = {copy.of, copy.id, first.get(copy.of, copy.of), first.get(copy.id, copy.id)}
        for key in [*joined, *(key for key, value in first.items() if value in joined)]:
            first[key] = root
    return first


def _shared(said: Mapping[str, set[int]]) -> Counter[tuple[str, str]]:
    """How many sentences pairs of documents share."""
    holders: dict[int, list[str]] = defaultdict(list)
    for key in sorted(said):
        for sentence in said[key]:
            holders[sentence].append(key)
    shared: Counter[tuple[str, str]] = Counter()
    for keys in holders.values():
        if 1 < len(keys) <= MOST_HOLDERS:
            shared.update(combinations(keys, 2))
    return shared
