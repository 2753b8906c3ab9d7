import json
import multiprocessing
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.errors import InternalError
from filelock import FileLock

from assistant.assistant import Assistant
from assistant.documents.articles import parse
from assistant.errors import (
    IndexMissing,
    ModelMismatch,
    StaleSnapshot,
    StoreError,
    UnknownDocument,
)
from assistant.models.embedder import Vectors
from assistant.store import files, folder, layout, locking
from assistant.store import index as index_module
from assistant.store import writer as writer_module
from assistant.store import writing as writing_module
from assistant.store.drafting import Draft
from assistant.store.index import Index
from assistant.types import Document, Filters
from tests.conftest import ROOT, StubEmbedder, StubScorer

Library = Callable[..., Assistant]


def sync(index: Index, stub: StubEmbedder, texts: dict[str, str]) -> tuple[int, int, int, int]:
    documents: dict[str, tuple[Document, str]] = {
        key: (parse(key, text), key) for key, text in texts.items()
    }
    changes = index.sync(documents, lambda stored: stored, stub, lambda _: None)
    return changes.added, changes.updated, changes.unchanged, changes.removed


def texts(index: Index) -> list[str]:
    return [chunk.text for chunk in index.snapshot().chunks.values()]


def test_sync_adds_updates_leaves_and_removes(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)

    assert sync(index, stub, {"a": "One.", "b": "Two."}) == (2, 0, 0, 0)
    assert sync(index, stub, {"a": "One.", "b": "Three.", "c": "Four."}) == (1, 1, 1, 0)
    assert sync(index, stub, {"b": "Three."}) == (0, 0, 1, 2)
    assert texts(index) == ["Three."]


def test_unchanged_documents_cost_no_embedding(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)
    sync(index, stub, {"a": "One.", "b": "Two."})
    stub.embedded.clear()

    sync(index, stub, {"a": "One.", "b": "Three."})
    assert stub.embedded == ["b\nThree.", "Three."]


def test_a_document_that_changes_back_is_found_again(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)
    for text in ("One.", "Two.", "One."):
        sync(index, stub, {"a": text})

    assert texts(index) == ["One."]
    assert index.snapshot().nearest(stub.embed_query("one a"), 5, Filters())


def test_the_stored_text_is_exact(store: Path, stub: StubEmbedder) -> None:
    text = "\ufeffOne\r\ntwo\u2028three 🎬 \x0b end. "
    index = Index(store)
    sync(index, stub, {"a": text})

    assert index.text("a") == text


def test_a_removed_front_matter_key_is_gone(library: Library) -> None:
    library({"a.md": "---\nstatus: pending\ntopics: [ai]\n---\nText."})
    assistant = library({"a.md": "---\nkind: brief\n---\nText."})

    (document,) = assistant.documents()
    assert (document.metadata.status, document.metadata.topics) == ("", ())
    assert document.metadata.kind == "brief"


def test_what_is_missing_is_said(store: Path, stub: StubEmbedder) -> None:
    with pytest.raises(IndexMissing, match="assistant ingest"):
        Index(store).snapshot()
    index = Index(store)
    sync(index, stub, {"a": "One."})
    with pytest.raises(UnknownDocument, match="'b'"):
        index.text("b")
    with pytest.raises(UnknownDocument, match="'b'"):
        index.remove("b", StubEmbedder)


def segment(store: Path) -> Path:
    """The only segment of a store."""
    (found,) = store.glob("segment-*")
    return found


def test_a_damaged_store_is_one_clear_fault(store: Path, stub: StubEmbedder) -> None:
    sync(Index(store), stub, {"a": "One."})
    (segment(store) / files.DATABASE).write_bytes(b"this is no database " * 200)

    with pytest.raises(StoreError, match="move that folder away"):
        Index(store).snapshot()


def test_a_fault_that_is_no_damage_does_not_advise_to_move_the_store(
    store: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(Index(store), stub, {"a": "One."})

    def fail(*_: object) -> None:
        raise InternalError("error returned from database: (code: 1) too many SQL variables")

    monkeypatch.setattr(index_module, "open_snapshot", fail)
    with pytest.raises(StoreError, match="too many SQL variables") as caught:
        Index(store).snapshot()
    assert "move" not in str(caught.value)


def test_a_library_that_lacks_a_part_is_damaged(store: Path, stub: StubEmbedder) -> None:
    sync(Index(store), stub, {"a": "One."})
    with closing(sqlite3.connect(segment(store) / files.DATABASE)) as connection, connection:
        connection.execute("UPDATE collections SET name = 'others' WHERE name = 'chunks'")

    with pytest.raises(StoreError, match="it has no chunks"):
        Index(store).snapshot()


@pytest.mark.parametrize("layout_number", [1, 3])
def test_a_store_of_an_older_layout_is_brought_up_by_a_rebuild(
    store: Path, stub: StubEmbedder, layout_number: int
) -> None:
    write_older_layout(store, layout_number, {"a": "One.", "b": "Two."})
    index = Index(store)
    for refused in (index.snapshot, lambda: sync(index, stub, {"c": "Three."}), index.compact):
        with pytest.raises(StoreError, match=r"older version.*assistant rebuild --store"):
            refused()

    parse_again = lambda document, text: parse(document.id, text)  # noqa: E731
    assert index.rebuild(parse_again, stub, lambda _: None) == 2
    assert texts(index) == ["One.", "Two."]
    assert names(store) == ["generation-1.json", "segment", "write.lock"]


def names(store: Path) -> list[str]:
    """What lies in a store, segments without their own names."""
    return [path.name.partition("-")[0] if path.is_dir() else path.name
            for path in sorted(store.iterdir()) if path.suffix != ".copy"]  # fmt: skip


def test_a_store_of_a_newer_version_is_left_alone(store: Path, stub: StubEmbedder) -> None:
    sync(Index(store), stub, {"a": "One."})
    (store / "generation-2.json").write_text('{"layout": 99}\n')

    with pytest.raises(StoreError, match="newer version"):
        Index(store).snapshot()


def test_compacting_keeps_all_but_what_was_removed(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)
    for number in range(6):
        sync(index, stub, {"a": f"The secret number is {number}.", "b": "Two."})
    before = index.snapshot()
    vectors = before.statement_vectors(before.chunks.values())
    index.compact()
    files = [path.read_bytes() for path in store.rglob("*") if path.is_file()]
    assert not any(b"number is 3" in content for content in files)
    assert any(b"number is 5" in content for content in files)

    after = index.snapshot()
    assert (after.corpus, [*after.chunks]) == (before.corpus, [*before.chunks])
    found = after.statement_vectors(after.chunks.values())
    assert all(np.allclose(found[key], vectors[key]) for key in vectors)


def test_revisions_do_not_fill_the_disk(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)
    sizes = []
    for number in range(12):
        sync(index, stub, {f"d{n}": f"Version {number} of {n}." for n in range(6)})
        sizes.append(layout.size(store))

    assert max(sizes) < 3 * sizes[0]
    assert texts(index)[0] == "Version 11 of 0."


def test_what_is_removed_leaves_the_disk_where_it_was_much(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)
    sync(index, stub, {"a": "The secretword is here.", "b": "Two.", "c": "Three."})
    index.remove("a", StubEmbedder)

    files_left = [path.read_bytes() for path in store.rglob("*") if path.is_file()]
    assert not any(b"secretword" in content for content in files_left)
    index.remove("b", StubEmbedder)
    index.remove("c", StubEmbedder)
    assert not list(store.glob("segment-*"))
    assert texts(index) == []


def test_small_segments_are_merged(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)
    said = {}
    for number in range(11):
        said[f"d{number}"] = f"Number {number}."
        sync(index, stub, said)
        assert [chunk.text for chunk in index.snapshot().chunks.values()] == [
            said[key] for key in sorted(said)
        ]

    assert len(index.snapshot().held) < 4
    assert len(list(store.glob("segment-*"))) == len(index.snapshot().held)
    found = index.snapshot().nearest(stub.embed_query("number 10"), 1, Filters())
    assert index.snapshot().chunks[next(iter(found))].text == "Number 10."


def test_a_segment_ends_where_it_is_large(
    store: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "BATCH_CHUNKS", 2)
    monkeypatch.setattr("assistant.store.merging.LARGEST", 4)
    monkeypatch.setattr("assistant.store.merging.AS_LARGE", 100)
    sync(Index(store), stub, {f"d{number}": f"Number {number}." for number in range(10)})

    assert [len(item.alive) for item in Index(store).snapshot().held] == [4, 4, 2]
    assert len(texts(Index(store))) == 10


@pytest.mark.parametrize("many", [0, 10**9], ids=["a program apart", "this one"])
def test_who_writes_makes_no_difference(
    store: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(folder, "MANY", many)
    written = {f"d{number}": f"Number {number} is here." for number in range(30)}
    sync(Index(store), stub, written)

    assert texts(Index(store)) == [written[key] for key in sorted(written)]
    snapshot = Index(store).snapshot()
    found = snapshot.nearest(stub.embed_query("number 7 is here"), 1, Filters())
    assert snapshot.chunks[next(iter(found))].text == "Number 7 is here."


def test_a_program_that_fails_to_write_is_told_of(
    store: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(Index(store), stub, {"a": "One."})
    monkeypatch.setattr(folder, "MANY", 0)
    monkeypatch.setattr("assistant.store.dictating.sys.executable", "/bin/false")

    with pytest.raises(StoreError, match="the program that writes it was ended"):
        sync(Index(store), stub, {"a": "One.", "b": "Two."})
    assert texts(Index(store)) == ["One."]
    assert names(store) == ["generation-1.json", "segment", "write.lock"]


def failing(said: str) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise InternalError(said)

    return fail


def test_a_full_disk_is_told_and_leaves_the_library_as_it_was(
    store: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(Index(store), stub, {"a": "One."})
    monkeypatch.setattr(locking, "LEAST_ROOM", 10**18)
    monkeypatch.setattr(Draft, "finish", failing("Failed to apply logs to the metadata segment"))
    for write in (Index(store).compact, lambda: sync(Index(store), stub, {"b": "Two."})):
        with pytest.raises(StoreError, match="its disk is full"):
            write()
    assert texts(Index(store)) == ["One."]


def test_a_killed_rebuild_leaves_nothing_behind(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)
    sync(index, stub, {"a": "One."})
    layout.fresh(store, 2)

    assert texts(Index(store)) == ["One."]
    index.compact()
    assert [name for name in names(store) if name == "segment"] == ["segment"]


def test_a_writer_that_fails_leaves_the_library_as_it_was(
    store: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(Index(store), stub, {"a": "One."})
    monkeypatch.setattr(Draft, "finish", failing("database or disk is full"))
    with pytest.raises(StoreError, match="make room"):
        sync(Index(store), stub, {"a": "Two.", "b": "Three."})
    assert texts(Index(store)) == ["One."]
    assert names(store) == ["generation-1.json", "segment", "write.lock"]


def write_older_layout(store: Path, number: int, written: dict[str, str]) -> None:
    """A store as the first version wrote it, or the third."""
    folder = store / "library-4" if number > 1 else store
    folder.mkdir(parents=True)
    client = chromadb.PersistentClient(
        str(folder), settings=chromadb.config.Settings(anonymized_telemetry=False)
    )
    state = {"epoch": 7, "generation": 1, "model": "m", "dimension": 2, "weights": "w"}
    client.create_collection("library", embedding_function=None, metadata=state)
    name = "documents-7" if number == 1 else "documents"
    collection = client.create_collection(name, embedding_function=None)
    metadata = {"title": "T", "kind": "article", "jurisdiction": [], "topics": []}
    record = {"revision": "r", "source": "a.md", "metadata": json.dumps(metadata)}
    for key, text in written.items():
        collection.add(ids=[key], embeddings=[[1.0]], documents=[text], metadatas=[record])
    client.close()
    if number > 1:
        (folder / "LAYOUT").write_text(f"{number}\n")


def test_a_store_that_was_removed_is_missing_and_may_be_made_anew(
    store: Path, stub: StubEmbedder
) -> None:
    index = Index(store)
    sync(index, stub, {"a": "One."})
    assert texts(index) == ["One."]

    shutil.rmtree(store)
    with pytest.raises(IndexMissing, match="assistant ingest"):
        index.snapshot()
    run_python(store, "sync(index, stub, {'a': 'Two.'})")
    assert texts(index) == ["Two."]


def test_another_model_is_refused_and_rebuild_adopts_it(store: Path, stub: StubEmbedder) -> None:
    sync(Index(store), stub, {"a": "One.", "b": "Two."})
    other = StubEmbedder()
    other.name, other.dimension = "other", 512
    assistant = Assistant(Index(store), lambda: other, StubScorer)

    with pytest.raises(ModelMismatch, match="assistant rebuild"):
        assistant.search("one")
    with pytest.raises(ModelMismatch, match="built with stub"):
        sync(Index(store), other, {"a": "One."})
    assert texts(Index(store)) == ["One.", "Two."]

    assert assistant.rebuild() == 2
    assert assistant.search("one")[0].chunk.text == "One."
    assert Index(store).snapshot().state.dimension == 512


def test_a_reader_notices_another_writer(store: Path, stub: StubEmbedder) -> None:
    writer, reader = Index(store), Assistant(Index(store), lambda: stub, StubScorer)
    sync(writer, stub, {"a": "The rate is low."})
    assert reader.search("rate")[0].chunk.text == "The rate is low."

    run_python(store, "sync(index, stub, {'a': 'The rate is high.', 'b': 'A cat sat.'})")
    assert reader.search("the rate is high")[0].chunk.text == "The rate is high."
    assert {hit.chunk.document_id for hit in reader.search("cat")} == {"a", "b"}


def test_a_write_that_changes_nothing_leaves_the_reader_whole(library: Library) -> None:
    files = {"a.md": "The rate is low."}
    assistant = library(files)
    folder = Path(assistant.documents()[0].source).parent

    assert assistant.search("rate")
    assert assistant.ingest([folder]).unchanged == 1
    assert assistant.search("rate")
    with pytest.raises(UnknownDocument):
        assistant.remove("nope")
    assert not assistant.ask("The rate is low?").abstained


def test_a_text_of_another_revision_is_not_taken(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)
    sync(index, stub, {"a": "One."})

    with pytest.raises(StaleSnapshot):
        index.snapshot().text("a", "another revision")


def test_one_writer_at_a_time(
    store: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(Index(store), stub, {"a": "One."})
    monkeypatch.setattr(locking, "LOCK_SECONDS", 0.1)

    with FileLock(store / "write.lock"), pytest.raises(StoreError, match="Another process"):
        sync(Index(store), stub, {"a": "Two."})
    assert texts(Index(store)) == ["One."]


VERSIONS = {
    version: {
        f"d{n}": f"Mark {version} begins {n}.\n\n## Part\nMark {version} ends." for n in range(40)
    }
    for version in ("old", "new")
}


def test_an_ingest_that_was_killed_leaves_whole_documents(store: Path, stub: StubEmbedder) -> None:
    sync(Index(store), stub, VERSIONS["old"])

    process = start_ingest(store, "new")
    wait_for_a_batch(store)
    os.kill(process.pid, signal.SIGKILL)
    process.join()

    seen = versions_by_document(Index(store))
    assert all(len(versions) == 1 for versions in seen.values())
    assert len(seen) == 40
    assert set().union(*seen.values()) == {"old", "new"}
    sync(Index(store), stub, VERSIONS["new"])
    assert set().union(*versions_by_document(Index(store)).values()) == {"new"}
    assert len(texts(Index(store))) == 80


def test_asking_during_an_ingest_sees_each_document_old_or_new(
    store: Path, stub: StubEmbedder
) -> None:
    sync(Index(store), stub, VERSIONS["old"])
    reader = Assistant(Index(store), lambda: stub, StubScorer)
    assert versions_seen(reader) == {"old"}

    process = start_ingest(store, "new")
    wait_for_a_batch(store)
    assert versions_seen(reader) == {"old", "new"}
    (store / "go").touch()
    while process.is_alive():
        versions_seen(reader)
    process.join()

    assert process.exitcode == 0
    assert versions_seen(reader) == {"new"}


def versions_seen(reader: Assistant) -> set[str]:
    """Asks, checks that no document is seen half old and half new, and tells what was seen."""
    reader.ask("Mark begins, mark ends?")
    seen = versions_by_document(reader._index)
    assert all(len(versions) == 1 for versions in seen.values())
    assert len(seen) == 40
    return set().union(*seen.values())


def versions_by_document(index: Index) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for chunk in index.snapshot().chunks.values():
        found.setdefault(chunk.document_id, set()).add(chunk.text.split()[1])
    return found


def wait_for_a_batch(store: Path) -> None:
    """Waits until the other process has stored its first batch; it holds before the second."""
    began = Index(store).snapshot().state.generation
    deadline = time.monotonic() + 60
    while Index(store).snapshot().state.generation == began:
        assert time.monotonic() < deadline
        time.sleep(0.05)


class HeldEmbedder(StubEmbedder):
    """Embeds until one batch is stored, then waits for the file that lets it go on."""

    def __init__(self, store: Path) -> None:
        super().__init__()
        self.store = store
        self.began = Index(store).snapshot().state.generation

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        has_stored = Index(self.store).snapshot().state.generation != self.began
        while has_stored and not (self.store / "go").exists():
            time.sleep(0.01)
        return super().embed_documents(texts)


def start_ingest(store: Path, version: str) -> multiprocessing.Process:
    # A fresh interpreter: a forked copy of an open database would be no second process.
    context = multiprocessing.get_context("spawn")
    # A daemon: a test that fails must not leave a process that holds the run open.
    process = context.Process(target=held_ingest, args=(store, version), daemon=True)
    process.start()
    return process


def held_ingest(store: Path, version: str) -> None:
    writer_module.BATCH_CHUNKS = 8
    writing_module.CHECKPOINT_SECONDS = 0
    sync(Index(store), HeldEmbedder(store), VERSIONS[version])


def run_python(store: Path, statement: str) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom assistant.store.index import Index\n"
        "from tests.conftest import StubEmbedder, StubScorer\n"
        "from tests.store.test_index import sync\n"
        f"index, stub = Index(Path(sys.argv[1])), StubEmbedder()\n{statement}\n"
    )
    subprocess.run([sys.executable, "-c", code, str(store)], cwd=ROOT, check=True)


def test_a_store_that_was_removed_and_made_anew_is_read_anew(
    tmp_path: Path, stub: StubEmbedder
) -> None:
    for name, text in (("a", "The Orme levy is 12 percent."), ("b", "The Narnia levy is 15.")):
        (tmp_path / f"{name}.md").write_text(text)
    reader = Index(tmp_path / "store")
    for name in "abab":
        shutil.rmtree(tmp_path / "store", ignore_errors=True)
        writer = Assistant(Index(tmp_path / "store"), lambda: stub)
        writer.ingest([tmp_path / f"{name}.md"])
        assert list(reader.snapshot().documents) == [name]
