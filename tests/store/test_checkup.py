"""What the check-up names, and what a reader refuses: damage by hand, one kind at a time."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.documents.articles import parse
from assistant.errors import StoreError
from assistant.store import database as database_module
from assistant.store import files, layout
from assistant.store.checkup import examine
from assistant.store.database import Database
from assistant.store.index import Index
from assistant.store.scribe import save_indexes
from tests.conftest import StubEmbedder
from tests.store.test_index import segment, sync, texts

Damage = Callable[[Database, Path], None]


@pytest.fixture
def index(store: Path, stub: StubEmbedder) -> Index:
    index = Index(store)
    sync(index, stub, {"a": "The rate is low.", "b": "A cat sat."})
    return index


def wrong(store: Path, stub: StubEmbedder) -> list[str]:
    return [finding.text for finding in examine(Index(store), stub) if finding.is_fault]


def test_a_sound_store_has_no_faults(store: Path, stub: StubEmbedder, index: Index) -> None:
    assert wrong(store, stub) == []
    assert len(list(examine(Index(store), stub))) == 10


def forged(value: dict[str, object]) -> dict[str, object]:
    return {key: str(text).replace("low", "high") for key, text in value.items()}


def forge_text(database: Database, folder: Path) -> None:
    found = database.documents.get(ids=["t0"], include=["metadatas"])
    database.documents.update(ids=["t0"], metadatas=[forged(found["metadatas"][0])])


def forge_passage(database: Database, folder: Path) -> None:
    found = database.chunks.get(ids=["0"], include=["metadatas"])
    database.chunks.update(ids=["0"], metadatas=[forged(found["metadatas"][0])])


def forge_vector(database: Database, folder: Path) -> None:
    vectors = np.fromfile(folder / files.STATEMENTS, dtype=np.float32)
    vectors[0] = -vectors[0] - 0.5
    vectors.tofile(folder / files.STATEMENTS)


def lose_vector(database: Database, folder: Path) -> None:
    database.chunks.delete(ids=["0"])


def lose_document(database: Database, folder: Path) -> None:
    database.documents.delete(ids=["d1"])


def harm(store: Path, damage: Damage) -> None:
    """Have a segment be another one than was written, sealed all the same."""
    manifest = layout.read(store)
    assert manifest is not None
    (entry,) = manifest.entries
    folder = store / entry.name
    with closing(Database(store, folder, is_writer=True)) as database:
        damage(database, folder)
    save_indexes(store, folder)
    entry = replace(entry, seal=layout.settle(folder))
    state = replace(manifest.state, generation=2)
    layout.commit(store, replace(manifest, state=state, entries=(entry,)))


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (forge_text, "the text of 'a' is not"),
        (forge_passage, "what it holds of 'a' is not"),
        (forge_vector, "its vectors are not"),
    ],
)
def test_what_is_not_as_it_was_written_is_named(
    store: Path, stub: StubEmbedder, index: Index, damage: Damage, named: str
) -> None:
    harm(store, damage)

    assert any(named in fault for fault in wrong(store, stub))


@pytest.mark.parametrize(
    ("damage", "read"),
    [
        (forge_text, lambda reader: reader.text("a")),
        (forge_passage, texts),
        (forge_vector, lambda reader: stated(reader)),
        (lose_vector, lambda reader: reader.snapshot()),
        (lose_document, lambda reader: reader.snapshot()),
    ],
)
def test_a_reader_refuses_what_was_not_written(
    store: Path, index: Index, damage: Damage, read: Callable[[Index], object]
) -> None:
    harm(store, damage)

    with pytest.raises(StoreError, match="is damaged"):
        read(Index(store))


def stated(reader: Index) -> object:
    snapshot = reader.snapshot()
    return snapshot.statement_vectors(snapshot.chunks.values())


def test_a_database_that_is_gone_is_damage_and_not_an_empty_store(
    store: Path, index: Index
) -> None:
    (segment(store) / files.DATABASE).unlink()
    with pytest.raises(StoreError, match=r"segment-1-\w+ has no database\); move that folder away"):
        Index(store).snapshot()

    (segment(store) / files.DATABASE).write_bytes(b"")
    with pytest.raises(StoreError, match=r"it lacks documents|it has no"):
        Index(store).snapshot()


def test_a_page_of_the_file_is_looked_at(store: Path, stub: StubEmbedder, index: Index) -> None:
    file = segment(store) / files.DATABASE
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'tenants'")
    connection.close()

    with pytest.raises(StoreError, match="is damaged"):
        wrong(store, stub)


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("SEAL", b"{", "SEAL is not as it was written"),
        ("SEAL", None, "SEAL is not as it was written"),
        ("SEAL", b'{"x/header.bin": "0"}', "is not as it was written"),
    ],
)
def test_the_seal_of_the_index_is_looked_at(
    store: Path, stub: StubEmbedder, index: Index, name: str, content: bytes | None, named: str
) -> None:
    file = segment(store) / name
    file.unlink() if content is None else file.write_bytes(content)

    assert any(named in fault for fault in wrong(store, stub))
    assert texts(Index(store)) == ["The rate is low.", "A cat sat."]


def test_what_is_left_over_is_named_and_removed(
    store: Path, stub: StubEmbedder, index: Index
) -> None:
    shutil.copytree(segment(store), store / "segment-2-0123abcd")
    assert any("segment-2-0123abcd" in fault for fault in wrong(store, stub))

    index.compact()
    assert wrong(store, stub) == []


@pytest.mark.parametrize("content", [None, b"", b"0", b"[" * 9000, b"\xff", b'{"layout": 4}'])
@pytest.mark.parametrize("name", ["generation-2.json", "generation-2.copy"])
def test_a_manifest_that_was_lost_has_a_copy(
    store: Path, stub: StubEmbedder, index: Index, name: str, content: bytes | None
) -> None:
    index.remove("a", StubEmbedder)
    held = Index(store).snapshot().state.generation
    name = name.replace("2", str(held))
    (store / name).unlink() if content is None else (store / name).write_bytes(content)

    assert texts(Index(store)) == ["A cat sat."]
    if content is not None or name.endswith(".copy"):
        assert any("manifests is lost; run: assistant compact" in it for it in wrong(store, stub))
    Index(store).compact()
    assert wrong(store, stub) == []
    assert texts(Index(store)) == ["A cat sat."]


def test_a_manifest_that_says_another_thing_is_refused(
    store: Path, stub: StubEmbedder, index: Index
) -> None:
    for name in ("generation-1.json", "generation-1.copy"):
        said = (store / name).read_text()
        (store / name).write_text(said.replace('"passages": 2', '"passages": 1'))

    parse_again = lambda document, text: parse(document.id, text)  # noqa: E731
    for refused in (
        Index(store).snapshot,
        lambda: sync(Index(store), stub, {"c": "New."}),
        lambda: Index(store).rebuild(parse_again, stub, lambda _: None),
    ):
        with pytest.raises(
            StoreError, match=r"generation-1.json can't be read\); move that folder"
        ):
            refused()


def test_a_file_with_the_name_of_a_segment_is_in_nobodys_way(
    store: Path, stub: StubEmbedder, index: Index
) -> None:
    (store / "segment-2-0123abcd").write_text("A note.")
    index.compact()

    assert (store / "segment-2-0123abcd").read_text() == "A note."
    assert wrong(store, stub) == []


def test_an_index_that_was_altered_is_not_read(
    store: Path, stub: StubEmbedder, index: Index
) -> None:
    file = next(segment(store).glob(f"*/{files.VECTORS}"))
    file.write_bytes(bytes(byte ^ 1 for byte in file.read_bytes()))

    with pytest.raises(StoreError, match=r"are not those that were written\); run: .* rebuild"):
        sync(Index(store), stub, {"c": "New."})
    parse_again = lambda document, text: parse(document.id, text)  # noqa: E731
    assert Index(store).rebuild(parse_again, stub, lambda _: None) == 2
    assert texts(Index(store)) == ["The rate is low.", "A cat sat."]


@pytest.mark.parametrize("name", [files.ROWS, files.STATEMENTS])
def test_vectors_that_were_lost_are_told_and_a_rebuild_makes_them_anew(
    store: Path, stub: StubEmbedder, index: Index, name: str
) -> None:
    (segment(store) / name).unlink()
    with pytest.raises(StoreError, match=r"run: assistant rebuild"):
        Index(store).snapshot()

    parse_again = lambda document, text: parse(document.id, text)  # noqa: E731
    assert Index(store).rebuild(parse_again, stub, lambda _: None) == 2
    assert wrong(store, stub) == []


def test_a_damaged_index_of_what_nobody_searches_does_not_stop_a_rebuild(
    store: Path, stub: StubEmbedder, index: Index
) -> None:
    for file in segment(store).glob("*/header.bin"):
        file.write_bytes(b"harm")

    parse_again = lambda document, text: parse(document.id, text)  # noqa: E731
    assert Index(store).rebuild(parse_again, stub, lambda _: None) == 2
    assert wrong(store, stub) == []


def test_a_segment_that_is_gone_is_damage_and_no_change(store: Path, index: Index) -> None:
    shutil.rmtree(segment(store))
    with pytest.raises(StoreError, match=r"segment-\S+ is missing"):
        Index(store).snapshot()


@pytest.mark.parametrize("content", [None, b"", b"ARRAYS 1\n{}\n"])
def test_an_index_of_terms_that_was_lost_is_made_anew(
    store: Path, stub: StubEmbedder, index: Index, content: bytes | None
) -> None:
    file = segment(store) / files.TERMS
    whole = file.read_bytes()
    file.unlink() if content is None else file.write_bytes(content)

    assert Index(store).snapshot().lexicon.documents("w", ["cat"]) == {"b"}
    assert file.read_bytes() == whole
    assert wrong(store, stub) == []


@pytest.mark.parametrize("is_full", [True, False])
def test_a_library_that_can_not_be_written_is_read(
    store: Path, index: Index, monkeypatch: pytest.MonkeyPatch, is_full: bool
) -> None:
    if is_full:
        monkeypatch.setattr(database_module, "LEAST_ROOM", 10**18)
    else:
        monkeypatch.setattr(os, "access", lambda *_: False)
    files = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}

    assert texts(Index(store)) == ["The rate is low.", "A cat sat."]
    assert {path: path.read_bytes() for path in store.rglob("*") if path.is_file()} == files


def test_an_index_holds_nothing_but_what_was_written(store: Path, index: Index) -> None:
    for file in segment(store).glob(f"*/{files.VECTORS}"):
        _, start, _, count, size = files.HEADER_START.unpack(
            file.with_name(files.HEADER).read_bytes()[: files.HEADER_START.size]
        )
        content = file.read_bytes()
        assert 0 < start + count * size < len(content)
        assert not content[start + count * size :].strip(b"\0")
