"""Many threads read one index while it is written to: what each gets is of one whole version."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import numpy as np
import pytest

from assistant.errors import StaleSnapshot
from assistant.store import index as index_module
from assistant.store.index import Index
from assistant.store.snapshot import Snapshot, open_snapshot
from assistant.types import NO_FILTERS
from tests.conftest import StubEmbedder
from tests.store.test_index import sync

THREADS = 16
ROUNDS = 2
VERSIONS = [
    {
        f"d{n}": f"Mark {word} {n} begins.\n\n## Part\nMark {word} {n} ends."
        for n in range(start, start + 12)
    }
    for start, word in enumerate(("old", "new", "last"))
]


def test_threads_that_ask_first_at_once_share_one_reading(
    store: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(Index(store), stub, VERSIONS[0])
    readings = []

    def read(*arguments: Any) -> Snapshot:
        readings.append(arguments)
        return open_snapshot(*arguments)

    monkeypatch.setattr(index_module, "open_snapshot", read)
    index, barrier = Index(store), Barrier(THREADS)

    def ask(_: int) -> Snapshot:
        barrier.wait()
        return index.snapshot()

    with ThreadPoolExecutor(THREADS) as threads:
        snapshots = set(threads.map(ask, range(THREADS)))
    assert len(snapshots) == len(readings) == 1


@pytest.mark.parametrize("same_object", [True, False], ids=["same index", "another index"])
def test_threads_read_whole_versions_beside_a_writer(
    store: Path, stub: StubEmbedder, same_object: bool
) -> None:
    reader = Index(store)
    writer = reader if same_object else Index(store)
    sync(writer, stub, VERSIONS[0])
    done = Event()

    def read() -> int:
        looks = 0
        while not done.is_set() or not looks:
            try:
                look(reader, stub)
            except StaleSnapshot:
                reader.forget()
            else:
                looks += 1
        return looks

    with ThreadPoolExecutor(THREADS) as threads:
        reading = [threads.submit(read) for _ in range(THREADS)]
        try:
            for _ in range(ROUNDS):
                for version in (*VERSIONS, VERSIONS[0]):
                    sync(writer, stub, version)
        finally:
            done.set()
        assert all(item.result() for item in reading)


def look(index: Index, stub: StubEmbedder) -> None:
    """Reads all that an answer needs and compares it with what was written."""
    snapshot = index.snapshot()
    texts = {key: snapshot.text(key, found.revision) for key, found in snapshot.documents.items()}
    for key, text in texts.items():
        assert text in [version.get(key) for version in VERSIONS]
        assert [chunk.text for chunk in snapshot.chunks_of(key)] == [
            line for line in text.splitlines() if line.startswith("Mark")
        ]
    chunk = next(iter(snapshot.chunks.values()))
    vector = stub.embed_query(chunk.text)
    (statement,) = snapshot.statement_vectors([chunk]).values()
    assert np.allclose(statement, vector, atol=1e-6)
    nearest = snapshot.nearest(vector, 5, NO_FILTERS)
    assert len(nearest) == 5
    assert next(iter(nearest)) == chunk.id


def test_a_snapshot_never_shows_its_holder_what_came_after_it(
    store: Path, stub: StubEmbedder
) -> None:
    index = Index(store)
    sync(index, stub, {"a": "The rate is low.", "b": "A cat sat."})
    held = index.snapshot()
    sync(index, stub, {"a": "The rate is high.", "b": "A cat sat."})

    assert index.snapshot() is not held
    assert [chunk.text for chunk in held.chunks_of("a")] == ["The rate is low."]
    (cat,) = held.chunks_of("b")
    # What is still to be read may be gone by now, and is said to be.
    with suppress(StaleSnapshot):
        assert list(held.nearest(stub.embed_query("a cat sat"), 1, NO_FILTERS)) == [cat.id]
        assert len(held.statement_vectors([cat, *held.chunks_of("a")])) == 2


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files as Linux does")
def test_outdated_snapshots_leave_no_files_open(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)

    def write_and_read(number: int) -> int:
        sync(index, stub, {"a": f"Version {number}."})
        index.snapshot()
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208

    write_and_read(0)
    few = write_and_read(1)
    assert max(write_and_read(number) for number in range(2, 12)) <= few + 10
