from pathlib import Path
from typing import Any

import pytest

from assistant.documents.articles import parse
from assistant.store import paging
from assistant.store.index import Index
from assistant.store.segment import Segment
from assistant.types import NO_FILTERS
from tests.conftest import StubEmbedder
from tests.store.test_index import sync, texts


def test_a_store_of_many_pages_is_read_and_written_whole(
    store: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)
    index = Index(store)
    old = {f"d{n}": f"Old {n} begins.\n\n## Part\nOld {n} ends." for n in range(17)}

    assert sync(index, stub, old) == (17, 0, 0, 0)
    snapshot = index.snapshot()
    assert len(snapshot.chunks) == 34
    assert len(snapshot.vectors([*snapshot.chunks])) == 34
    assert len(snapshot.statement_vectors(snapshot.chunks.values())) == 34
    assert len(snapshot.nearest(stub.embed_query("old ends"), 30, NO_FILTERS)) == 30
    assert index.text("d16") == old["d16"]

    assert sync(index, stub, old | {f"d{n}": f"New {n}." for n in range(8)}) == (0, 8, 9, 0)
    assert len(texts(index)) == 8 + 18
    assert sync(index, stub, {f"d{n}": old[f"d{n}"] for n in range(10, 17)}) == (0, 0, 7, 10)
    index.remove("d16", StubEmbedder)
    assert index.rebuild(lambda document, text: parse(document.id, text), stub, lambda _: None) == 6
    assert texts(index) == [
        text for n in range(10, 16) for text in (f"Old {n} begins.", f"Old {n} ends.")
    ]


def test_passages_stand_in_the_order_of_their_ids(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)
    sync(index, stub, {"a": "One.", "a-b": "Two.", "a_b": "Three.", "B": "Four."})

    assert [chunk.document_id for chunk in index.snapshot().chunks.values()] == [
        "B",
        "a",
        "a-b",
        "a_b",
    ]


@pytest.mark.parametrize("write", ["remove", "rebuild"])
@pytest.mark.parametrize("step", ["_read_documents", "_check_index"])
@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
def test_a_snapshot_is_whole_when_a_writer_comes_between(
    store: Path,
    stub: StubEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    is_done: bool,
    write: str,
) -> None:
    sync(Index(store), stub, {"a": "One.", "b": "Two."})
    writes = [write]
    read = getattr(Segment, step)

    def meddle() -> None:
        if writes.pop() == "remove":
            sync(Index(store), stub, {"b": "Two.", "c": "Three."})
        else:
            Index(store).rebuild(lambda item, text: parse(item.id, text), stub, lambda _: None)

    def meddling(*arguments: Any) -> Any:
        if writes and not is_done:
            meddle()
        found = read(*arguments)
        if writes:
            meddle()
        return found

    monkeypatch.setattr(Segment, step, meddling)
    snapshot = Index(store).snapshot()

    assert {chunk.document_id for chunk in snapshot.chunks.values()} == set(snapshot.documents)
    assert len(snapshot.documents) == 2
    assert snapshot.nearest(stub.embed_query("two"), 5, NO_FILTERS).keys() == set(snapshot.chunks)
