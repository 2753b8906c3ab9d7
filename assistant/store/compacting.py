"""Copies a library, record by record, into a new database that holds nothing else."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.documents.chunks import owner
from assistant.store.database import COLLECTIONS, Database, State
from assistant.store.paging import all_ids, slices
from assistant.store.snapshot import stored_documents

if TYPE_CHECKING:
    from chromadb import Collection


def copy(source: Database, target: Database, state: State) -> None:
    """Copy the documents as they are, and the chunks and statements of their current revisions.

    Chroma never gives room back: what is removed stays in its file, in its log and in the pages of
    its index, until all that counts is written elsewhere.
    """
    target.create(state)
    documents = stored_documents(source)
    current = {(key, summary.revision) for key, summary in documents.items()}
    for name in COLLECTIONS:
        records, copied = getattr(source, name), getattr(target, name)
        kept = [key for key in all_ids(records) if name == "documents" or owner(key) in current]
        for ids in slices(kept):
            _copy_some(records, copied, ids)


def _copy_some(source: "Collection", target: "Collection", ids: list[str]) -> None:
    page = source.get(ids=ids, include=["documents", "metadatas", "embeddings"])
    target.upsert(
        ids=page["ids"],
        embeddings=np.asarray(page["embeddings"], dtype=np.float32),
        documents=page["documents"] if _holds(page["documents"]) else None,
        metadatas=page["metadatas"] if _holds(page["metadatas"]) else None,
    )


def _holds(values: Sequence[object] | None) -> bool:
    return bool(values) and any(value is not None for value in values or ())
