"""Reads the documents of a library that an older version wrote, to embed them anew.

The first layout had one database in the store's folder, with a collection ``documents-<epoch>``,
and a state that named the epoch.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import StoreError
from assistant.store.database import opened
from assistant.store.paging import all_ids, records
from assistant.store.records import document_summary
from assistant.stored import DocumentSummary

if TYPE_CHECKING:
    from chromadb import Collection

_STATE = "library"


def older_documents(store: Path) -> dict[str, tuple[DocumentSummary, str]]:
    """The documents of a store of the first layout, with their texts, by id.

    Raises:
        StoreError: its database is another program's.
    """
    with _documents(store) as collection:
        found = records(collection, all_ids(collection))
        summaries = {key: (document_summary(key, record), text) for key, text, record in found}
    return dict(sorted(summaries.items()))


@contextmanager
def _documents(store: Path) -> Iterator["Collection"]:
    from chromadb.errors import NotFoundError

    with opened(store) as client:
        try:
            state = client.get_collection(_STATE, embedding_function=None).metadata or {}
            name = f"documents-{state['epoch']}"
            yield client.get_collection(name, embedding_function=None)
        except (NotFoundError, KeyError) as error:
            raise StoreError(
                f"{store} holds a Chroma database of another program; "
                "choose another folder with --store."
            ) from error
