from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.errors import StaleSnapshot
from assistant.store import layout, paging
from assistant.store.database import Database


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)


@pytest.fixture
def database(store: Path) -> Iterator[Database]:
    store.mkdir()
    database = Database(store, layout.fresh(store, 1), is_writer=True)
    database.make_collections()
    yield database
    database.close()


def fill(database: Database, count: int) -> list[str]:
    ids = [f"d{number}" for number in reversed(range(count))]
    vectors = np.array([[1, number] for number in range(count)], dtype=np.float32)
    for part in paging.slices(range(count)):
        database.chunks.upsert(
            ids=[ids[at] for at in part],
            embeddings=vectors[part],
            metadatas=[{"at": at} for at in part],
        )
    return ids


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 6, 7, 20])
def test_every_record_is_read_once_in_order(database: Database, count: int) -> None:
    ids = fill(database, count)
    chunks = database.chunks

    assert paging.all_ids(chunks) == ids
    assert paging.metadata(chunks, [*ids, "none"]) == {
        key: {"at": at} for at, key in enumerate(ids)
    }
    found = paging.vectors(chunks, [*ids, "none"])
    assert {key: tuple(np.round(vector, 3)) for key, vector in found.items()} == {
        key: (1, at) for at, key in enumerate(ids)
    }


def test_a_record_rewritten_between_two_pages_is_read_once(database: Database) -> None:
    ids = fill(database, 8)
    chunks = database.chunks
    meddling = Meddling(
        chunks, lambda: chunks.upsert(ids=["d7", "new"], embeddings=np.ones((2, 2), np.float32))
    )

    assert paging.all_ids(meddling) == [*ids, "new"]  # type: ignore[arg-type]


@pytest.mark.parametrize("deleted", ["d7", "d5"])
def test_a_record_deleted_between_two_pages_is_noticed(database: Database, deleted: str) -> None:
    fill(database, 8)
    chunks = database.chunks
    meddling = Meddling(chunks, lambda: chunks.delete(ids=[deleted]))

    with pytest.raises(StaleSnapshot, match="ask again"):
        paging.all_ids(meddling)  # type: ignore[arg-type]


class Meddling:
    """A collection that somebody writes to once its first page was read."""

    def __init__(self, collection: Any, write: Any) -> None:
        self.collection = collection
        self.write = write
        self.calls = 0

    def get(self, **options: Any) -> Any:
        if self.calls == 1:
            self.write()
        self.calls += 1
        return self.collection.get(**options)
