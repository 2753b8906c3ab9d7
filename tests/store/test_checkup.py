"""What the check-up names, and what a reader refuses: damage by hand, one kind at a time."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.documents.articles import parse
from assistant.errors import StoreError
from assistant.store import database as database_module
from assistant.store import files, layout
from assistant.store.checkup import examine
from assistant.store.database import Database
from assistant.store.index import Index
from assistant.store.writing import writing
from tests.conftest import StubEmbedder
from tests.store.test_index import sync, texts

Damage = Callable[[Database], None]


@pytest.fixture
def index(store: Path, stub: StubEmbedder) -> Index:
    index = Index(store)
    sync(index, stub, {"a": "The rate is low.", "b": "A cat sat."})
    return index


def wrong(store: Path, stub: StubEmbedder) -> list[str]:
    return [finding.text for finding in examine(store, stub) if finding.is_fault]


def test_a_sound_store_has_no_faults(store: Path, stub: StubEmbedder, index: Index) -> None:
    assert wrong(store, stub) == []
    assert len(list(examine(store, stub))) == 10


def forge_text(database: Database) -> None:
    database.documents.update(ids=["a"], documents=["The rate is high."], embeddings=[[1.0]])


def forge_passage(database: Database) -> None:
    found = database.chunks.get(include=["embeddings"])
    key, vector = found["ids"][0], found["embeddings"][:1]
    database.chunks.update(ids=[key], documents=["The rate is high."], embeddings=vector)


def forge_vector(database: Database) -> None:
    found = database.statements.get(include=["embeddings"])
    database.statements.update(ids=found["ids"][:1], embeddings=-found["embeddings"][:1])


def lose_vector(database: Database) -> None:
    database.statements.delete(ids=database.statements.get()["ids"][:1])


def lose_document(database: Database) -> None:
    database.documents.delete(ids=["b"])


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (forge_text, "the text of 'a' is not"),
        (forge_passage, "what it holds of 'a' is not"),
        (forge_vector, "its vectors are not"),
        (lose_vector, "its vectors are not"),
        (lose_document, "it lacks documents"),
    ],
)
def test_what_is_not_as_it_was_written_is_named(
    store: Path, stub: StubEmbedder, index: Index, damage: Damage, named: str
) -> None:
    with writing(store, layout.branch) as database:
        damage(database)

    assert any(named in fault for fault in wrong(store, stub))


@pytest.mark.parametrize(
    ("damage", "key"), [(forge_text, "a"), (forge_passage, ""), (lose_document, "")]
)
def test_a_reader_refuses_what_was_not_written(
    store: Path, index: Index, damage: Damage, key: str
) -> None:
    with writing(store, layout.branch) as database:
        damage(database)

    reader = Index(store)
    with pytest.raises(StoreError, match="is damaged"):
        reader.text(key) if key else reader.snapshot()


def test_a_database_that_is_gone_is_damage_and_not_an_empty_store(
    store: Path, index: Index
) -> None:
    (store / "library-1" / files.DATABASE).unlink()
    with pytest.raises(StoreError, match=r"library-1 has no database\); move .*library-1 away"):
        Index(store).snapshot()

    (store / "library-1" / files.DATABASE).write_bytes(b"")
    with pytest.raises(StoreError, match="its database is empty"):
        Index(store).snapshot()


def test_a_page_of_the_file_is_looked_at(store: Path, stub: StubEmbedder, index: Index) -> None:
    file = store / "library-1" / files.DATABASE
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
    file = store / "library-1" / name
    file.unlink() if content is None else file.write_bytes(content)

    assert any(named in fault for fault in wrong(store, stub))
    assert texts(Index(store)) == ["The rate is low.", "A cat sat."]


def test_what_is_left_over_is_named_and_removed(
    store: Path, stub: StubEmbedder, index: Index
) -> None:
    killed = store / "library-2"
    shutil.copytree(store / "library-1", killed)
    (killed / layout.MARK).unlink()
    (killed / files.SEAL).unlink()
    assert any("library-2" in fault for fault in wrong(store, stub))

    index.compact()
    assert wrong(store, stub) == []


@pytest.mark.parametrize("content", [None, b"0", b"one", b"\xff"])
def test_a_mark_that_was_lost_is_told_and_a_rebuild_makes_it_anew(
    store: Path, stub: StubEmbedder, index: Index, content: bytes | None
) -> None:
    mark = store / "library-1" / layout.MARK
    mark.unlink() if content is None else mark.write_bytes(content)

    for refused in (
        lambda: wrong(store, stub),
        lambda: sync(Index(store), stub, {"c": "New."}),
        Index(store).snapshot,
    ):
        with pytest.raises(StoreError, match=r"library-1/LAYOUT can't be read.*assistant rebuild"):
            refused()
    parse_again = lambda document, text: parse(document.id, text)  # noqa: E731
    assert Index(store).rebuild(parse_again, stub, lambda _: None) == 2
    assert wrong(store, stub) == []


def test_a_file_with_the_name_of_a_library_is_in_nobodys_way(
    store: Path, stub: StubEmbedder, index: Index
) -> None:
    (store / "library-2").write_text("A note.")
    index.compact()

    assert (store / "library-2").read_text() == "A note."
    assert wrong(store, stub) == []


def test_an_index_that_was_altered_is_not_written_on(
    store: Path, stub: StubEmbedder, index: Index
) -> None:
    file = next(store.glob(f"library-1/*/{files.VECTORS}"))
    file.write_bytes(bytes(byte ^ 1 for byte in file.read_bytes()))

    with pytest.raises(StoreError, match=r"is not as it was written; run: assistant rebuild"):
        sync(Index(store), stub, {"c": "New."})
    assert any("not as it was written" in fault for fault in wrong(store, stub))


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
    for file in store.glob(f"library-1/*/{files.VECTORS}"):
        _, start, _, count, size = files.HEADER_START.unpack(
            file.with_name(files.HEADER).read_bytes()[: files.HEADER_START.size]
        )
        content = file.read_bytes()
        assert 0 < start + count * size < len(content)
        assert not content[start + count * size :].strip(b"\0")
