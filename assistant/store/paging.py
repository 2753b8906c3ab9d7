"""Reads of a Chroma collection, a bounded number of records at a time.

Chroma makes an SQL variable of every record it reads, and SQLite takes only some 32,000 of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from assistant.errors import StaleSnapshot
from assistant.models.embedder import Vectors
from assistant.store.faults import CHANGED
from assistant.store.shelf import Records

if TYPE_CHECKING:
    from chromadb import Collection, GetResult

T = TypeVar("T")

PAGE_SIZE = 1000
"""Records read or written in one call."""


def slices(items: Sequence[T]) -> Iterator[list[T]]:
    """The items in their order, at most ``PAGE_SIZE`` at a time."""
    for at in range(0, len(items), PAGE_SIZE):
        yield list(items[at : at + PAGE_SIZE])


def all_ids(collection: "Collection") -> list[str]:
    """The ids of all records, in the order they were first written.

    Raises:
        StaleSnapshot: a writer deleted records meanwhile, so that some may have been missed.
    """
    return [key for page in _pages(collection) for key in page["ids"]]


def metadata(collection: Records, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The metadata of the records with these ids; those that are not there are left out."""
    found: dict[str, Mapping[str, Any]] = {}
    for part in slices(ids):
        page = collection.get(ids=part, include=["metadatas"])
        # What a damaged database lacks is None here; it is missed when compared with its seal.
        held = page["metadatas"] or [{}] * len(page["ids"])
        found.update((key, item or {}) for key, item in zip(page["ids"], held, strict=True))
    return found


def vectors(collection: Records, ids: Sequence[str]) -> dict[str, Vectors]:
    """The vectors of the records with these ids; those that are not there are left out."""
    found: dict[str, Vectors] = {}
    for part in slices(ids):
        page = collection.get(ids=part, include=["embeddings"])
        rows = np.asarray(page["embeddings"], dtype=np.float32)
        found.update(zip(page["ids"], rows, strict=True))
    return found


def _pages(collection: "Collection") -> Iterator["GetResult"]:
    """Page by page. Records keep their order, and new ones come last.

    Each page is read from the last record of the one before: it stands elsewhere once a record
    before it was deleted, and then the next page would begin too late.
    """
    page = collection.get(include=[], limit=PAGE_SIZE)
    at = 0
    while page["ids"]:
        yield page
        at += len(page["ids"])
        last = page["ids"][-1]
        page = collection.get(include=[], limit=PAGE_SIZE + 1, offset=at - 1)
        if page["ids"][:1] != [last]:
            raise StaleSnapshot(CHANGED)
        page = _without_first(page)


def _without_first(page: "GetResult") -> "GetResult":
    rest = page.copy()
    rest["ids"] = page["ids"][1:]
    return rest
