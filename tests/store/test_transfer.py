"""A library moves to another place as one file, whole or not at all."""

import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import IndexMissing, InputError
from assistant.extracts import Fetch
from assistant.store import layout
from assistant.store.index import Index
from assistant.store.manifest import dump_manifest, load_manifest
from assistant.store.transfer import export_library, import_library
from tests.conftest import StubEmbedder, StubScorer

Library = Callable[..., Assistant]
TEXTS = {"a.md": "The gull tax of Orme is ten percent.", "b.md": "The tern fee is 5 dollars."}


@pytest.fixture
def exported(library: Library, store: Path, tmp_path: Path) -> Path:
    library(TEXTS).history.keep("a", Fetch("https://x.example", "2026-11-30T00:00:00"), "r", "Old.")
    (store / "originals").mkdir()
    (store / "originals" / "0123.pdf").write_bytes(b"%PDF-1.4")
    target = tmp_path / "library.zip"
    assert export_library(store, target, "1.2.3") == 2
    return target


def test_a_library_comes_back_as_it_was(exported: Path, tmp_path: Path, stub: StubEmbedder) -> None:
    other = tmp_path / "other"
    assert import_library(exported, other, replaces=False) == 2

    assistant = Assistant(Index(other), lambda: stub, StubScorer)
    assert [item.id for item in assistant.documents()] == ["a", "b"]
    assert assistant.text("a") == TEXTS["a.md"]
    assert assistant.ask("What is the gull tax of Orme in percent?").citations
    assert [item.text for item in assistant.history.versions("a")] == ["Old."]
    assert (other / "originals" / "0123.pdf").read_bytes() == b"%PDF-1.4"
    assert not [item for item in assistant.examine() if item.is_fault]
    assert not list(other.glob(".import-*"))


def test_the_texts_can_be_read_without_a_program(exported: Path) -> None:
    with zipfile.ZipFile(exported) as archive:
        assert archive.read("texts/a.txt").decode() == TEXTS["a.md"]


def test_a_library_is_replaced_only_when_that_was_said(
    exported: Path, tmp_path: Path, stub: StubEmbedder
) -> None:
    (tmp_path / "c.md").write_text("The auk levy is 3 percent.")
    other = tmp_path / "other"
    assistant = Assistant(Index(other), lambda: stub, StubScorer)
    assistant.ingest([tmp_path / "c.md"])
    with pytest.raises(InputError, match="--replace"):
        import_library(exported, other, replaces=False)
    assert [item.id for item in assistant.documents()] == ["c"]

    import_library(exported, other, replaces=True)
    assert [item.id for item in assistant.documents()] == ["a", "b"]


def test_there_is_nothing_to_export_where_nothing_was_ingested(store: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        export_library(store, tmp_path / "x.zip", "1")
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_off_is_refused_and_the_library_stays(
    exported: Path, tmp_path: Path, at: float
) -> None:
    cut = tmp_path / "cut.zip"
    data = exported.read_bytes()
    cut.write_bytes(data[: int(len(data) * at)])
    with pytest.raises(InputError, match="damaged"):
        import_library(cut, tmp_path / "other", replaces=False)
    assert layout.seen(tmp_path / "other") is None


def test_a_file_that_was_changed_is_refused(exported: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(exported) as source, zipfile.ZipFile(changed, "w") as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename.endswith("chroma.sqlite3"):
                data = data.replace(b"ten percent", b"two percent")
            target.writestr(member, data)
    with pytest.raises(InputError, match="not as it was written"):
        import_library(changed, tmp_path / "other", replaces=False)


@pytest.mark.parametrize("name", ["library/../../evil", "/etc/evil", "originals/..\\evil"])
def test_a_member_that_leads_elsewhere_is_not_unpacked(
    exported: Path, tmp_path: Path, name: str
) -> None:
    with zipfile.ZipFile(exported, "a") as archive:
        archive.writestr(name, b"evil")
    other = tmp_path / "deep" / "other"
    with suppress(InputError):
        import_library(exported, other, replaces=False)
    assert not list(tmp_path.rglob("evil"))


@pytest.mark.parametrize("content", [b"", b"PK", b"hello"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    with pytest.raises(InputError, match="no library"):
        import_library(file, tmp_path / "other", replaces=False)
    with pytest.raises(InputError, match="no such file"):
        import_library(tmp_path / "none.zip", tmp_path / "other", replaces=False)


def _rewritten(exported: Path, changed: dict[str, bytes]) -> Path:
    """An export with other members, or more of them."""
    target = exported.with_name("rewritten.zip")
    with zipfile.ZipFile(exported) as source, zipfile.ZipFile(target, "w") as archive:
        for member in source.infolist():
            archive.writestr(member, changed.get(member.filename, source.read(member)))
        for name in changed.keys() - set(source.namelist()):
            archive.writestr(name, changed[name])
    return target


def test_an_import_that_is_refused_leaves_no_library_behind(exported: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(exported) as archive:
        index, *_ = [name for name in archive.namelist() if name.endswith("data_level0.bin")]
    changed = _rewritten(exported, {index: b"evil"})
    other = tmp_path / "other"
    with pytest.raises(InputError, match="not as it was written"):
        import_library(changed, other, replaces=False)
    assert layout.seen(other) is None
    assert not list(other.glob("segment-*"))
    assert import_library(exported, other, replaces=False) == 2
    kept = layout.seen(other)
    with pytest.raises(InputError, match="not as it was written"):
        import_library(changed, other, replaces=True)
    assert layout.seen(other) == kept


@pytest.mark.parametrize(
    "seal",
    [
        b'{"pages": {"count": 1000000000000, "size": 4096, "skipped": []}, "files": {}}',
        b'{"pages": {"count": 1000000000000, "size": 0, "skipped": []}, "files": {}}',
        b"[" * 100_000,
    ],
)
def test_a_seal_that_means_harm_is_none(exported: Path, tmp_path: Path, seal: bytes) -> None:
    with zipfile.ZipFile(exported) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("SEAL")]
    with pytest.raises(InputError, match="not as it was written"):
        import_library(_rewritten(exported, {name: seal}), tmp_path / "other", replaces=False)


@pytest.mark.parametrize("name", ["../evil", "segment-1-../../ab", "generation-9.json"])
def test_a_manifest_names_nothing_but_segments(exported: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(exported) as archive:
        told = load_manifest(archive.read("library/generation.json").decode())
    entries = tuple(replace(entry, name=name) for entry in told.entries)
    evil = dump_manifest(replace(told, entries=entries)).encode()
    with pytest.raises(InputError, match="not as it was written"):
        import_library(
            _rewritten(exported, {"library/generation.json": evil}),
            tmp_path / "other",
            replaces=False,
        )


@pytest.mark.parametrize("told", [b"[" * 9_000, b"[]", b"\xff\xfe"])
def test_a_manifest_that_means_harm_is_none(exported: Path, tmp_path: Path, told: bytes) -> None:
    with pytest.raises(InputError, match="no library that was exported, or is damaged"):
        import_library(
            _rewritten(exported, {"MANIFEST.json": told}), tmp_path / "other", replaces=False
        )


def test_an_archive_without_a_library_is_refused_as_damaged(exported: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.zip"
    with zipfile.ZipFile(exported) as source, zipfile.ZipFile(bare, "w") as archive:
        archive.writestr("MANIFEST.json", source.read("MANIFEST.json"))
    with pytest.raises(InputError, match=r"generation.json is not as it was written"):
        import_library(bare, tmp_path / "other", replaces=False)


@pytest.mark.parametrize("harm", ["packed", "locked", "method"])
def test_members_that_cannot_be_unpacked_are_told_in_a_line(
    exported: Path, tmp_path: Path, harm: str
) -> None:
    data = bytearray(exported.read_bytes())
    with zipfile.ZipFile(exported) as archive:
        first = archive.infolist()[0]
    entry = data.index(b"PK\x01\x02")
    if harm == "packed":
        start = first.header_offset + 30 + len(first.filename) + 2
        data[start : start + 20] = b"\xff" * 20
    elif harm == "locked":
        data[entry + 8] |= 1
        data[6] |= 1
    else:
        data[entry + 10] = data[8] = 99
    changed = tmp_path / "harmed.zip"
    changed.write_bytes(data)
    with pytest.raises(InputError, match="no library that was exported, or is damaged"):
        import_library(changed, tmp_path / "other", replaces=False)
