"""Reads the documents of a library that an older version wrote, to embed them anew.

The first layout had one database in the store's folder, with a collection ``documents-<epoch>``,
and a state that named the epoch; the second and third had one in a folder ``library-<number>``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import StoreError
from assistant.store import layout
from assistant.store.database import missing, opened
from assistant.store.files import DATABASE
from assistant.store.paging import all_ids, slices
from assistant.store.records import document_summary
from assistant.stored import DocumentSummary

if TYPE_CHECKING:
    from chromadb import Collection

_STATE = "library"


def older_documents(store: Path) -> dict[str, tuple[DocumentSummary, str]]:
    """The documents of a store of an older layout, with their texts, by id.

    Raises:
        IndexMissing: it holds none.
        StoreError: its database is another program's.
    """
    summaries: dict[str, tuple[DocumentSummary, str]] = {}
    with _documents(store) as collection:
        for ids in slices(all_ids(collection)):
            page = collection.get(ids=ids, include=["documents", "metadatas"])
            held = zip(page["documents"] or [], page["metadatas"] or [], strict=True)
            for key, (text, record) in zip(page["ids"], held, strict=True):
                summaries[key] = (document_summary(key, record), text)
    return dict(sorted(summaries.items()))


@contextmanager
def _documents(store: Path) -> Iterator["Collection"]:
    from chromadb.errors import NotFoundError

    folder = layout.older_folder(store) or store
    if not (folder / DATABASE).is_file():
        raise missing(store)
    with opened(folder) as client:
        try:
            name = "documents"
            if folder == store:
                state = client.get_collection(_STATE, embedding_function=None).metadata or {}
                name = f"documents-{state['epoch']}"
            yield client.get_collection(name, embedding_function=None)
        except (NotFoundError, KeyError) as error:
            raise StoreError(
                f"{store} holds a Chroma database of another program; "
                "choose another folder with --store."
            ) from error
