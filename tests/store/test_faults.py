import sqlite3
from pathlib import Path

import pytest
from chromadb.errors import InternalError, NotFoundError

from assistant.errors import StaleSnapshot, StoreError
from assistant.store.faults import snapshot_faults, store_faults

AWAY = "move that folder away"


class PanicException(BaseException):
    """Looks like the exception of a Rust library that panicked."""


@pytest.mark.parametrize(
    "error",
    [
        InternalError("error returned from database: (code: 11) database disk image is malformed"),
        InternalError("error returned from database: (code: 26) file is not a database"),
        sqlite3.DatabaseError("file is not a database"),
        PanicException("index out of bounds"),
    ],
)
def test_damage_is_to_be_moved_away(store: Path, error: BaseException) -> None:
    with pytest.raises(StoreError, match=AWAY), store_faults(store):
        raise error
    with pytest.raises(StoreError, match=AWAY), snapshot_faults(store):
        raise error


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("(code: 1) too many SQL variables", "try again"),
        ("(code: 5) database is locked", "another process is using it"),
        ("(code: 13) database or disk is full", "make room"),
        ("(code: 8) attempt to write a readonly database", "choose another one with --store"),
        ("(code: 14) unable to open database file", "choose another one with --store"),
        ("Error creating hnsw segment reader", "assistant rebuild --store"),
        ("anything else", "try again"),
    ],
)
def test_a_fault_that_is_no_damage_leaves_the_store_where_it_is(
    store: Path, words: str, remedy: str
) -> None:
    with pytest.raises(StoreError) as caught, store_faults(store):
        raise InternalError(words)

    assert remedy in str(caught.value)
    assert words in str(caught.value)
    assert AWAY not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_a_writer_removed_is_worth_another_look(store: Path) -> None:
    with pytest.raises(StaleSnapshot, match="ask again"), snapshot_faults(store):
        raise InternalError("Error finding id")


def test_a_collection_that_a_rebuild_removed_is_worth_another_look(store: Path) -> None:
    for faults in (store_faults, snapshot_faults):
        with pytest.raises(StaleSnapshot, match="ask again"), faults(store):
            raise NotFoundError("Collection does not exist.")


def test_faults_of_others_pass(store: Path) -> None:
    with pytest.raises(KeyError), store_faults(store):
        raise KeyError("name")
    with pytest.raises(KeyError), snapshot_faults(store):
        raise KeyError("name")


def test_a_panic_for_want_of_threads_or_memory_is_no_damage(store: Path) -> None:
    error = PanicException("OS can't spawn worker thread: Resource temporarily unavailable")
    with pytest.raises(StoreError, match="close other programs") as caught, store_faults(store):
        raise error
    assert AWAY not in str(caught.value)
