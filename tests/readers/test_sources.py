from pathlib import Path

import pytest

from assistant.readers.files import LARGEST_ARTICLE
from assistant.readers.sources import Gathered, gather
from assistant.stored import DocumentSummary
from assistant.types import Metadata


def stored(document_id: str, source: Path) -> DocumentSummary:
    return DocumentSummary(document_id, Metadata(), "revision", str(source.resolve()), 1, 0)


def faults(gathered: Gathered) -> dict[str, str]:
    return {Path(failure.path).name: failure.reason for failure in gathered.failures}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    return folder


def test_a_folder_gives_its_documents_and_no_furniture(folder: Path) -> None:
    for name in ("b.md", "a.txt", "README.md", "notes.yaml", ".hidden.md", "sub/c.markdown"):
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"Text of {name}.", "utf-8")
    (folder / "d.jsonl").write_text('{"id": "x", "title": "X", "text": "One."}\n', "utf-8")

    gathered = gather([str(folder)])
    assert {source.id: source.title for source in gathered.sources} == {
        "a": None,
        "b": None,
        "c": None,
        "x": "X",
    }
    assert gathered.failures == ()
    assert gathered.complete == (str(folder), str(folder / "d.jsonl"))


def test_a_text_keeps_every_character(folder: Path) -> None:
    text = "\ufeffOne\r\ntwo\u2028 🎬 end. "
    (folder / "a.md").write_bytes(text.encode())

    assert gather([str(folder / "a.md")]).sources[0].text == text


def test_a_bad_file_fails_alone(folder: Path) -> None:
    (folder / "good.md").write_text("Good.", "utf-8")
    (folder / "latin.md").write_bytes("Café\x81".encode("latin-1"))
    (folder / "empty.md").write_text(" \n", "utf-8")
    (folder / "nul.md").write_bytes(b"a\0b")
    (folder / "large.md").write_bytes(b"a" * (LARGEST_ARTICLE + 1))
    (folder / "scan.pdf").write_bytes(b"%PDF")
    (folder / "rows.jsonl").write_text('{"id": "x", "text": "One."}\n{}\n\0\n', "utf-8")

    gathered = gather([str(folder)])
    assert [source.id for source in gathered.sources] == ["good", "x"]
    found = faults(gathered)
    assert found["latin.md"].startswith("is neither UTF-8 (byte 3) nor Windows-1252")
    assert found["empty.md"].startswith("is empty")
    assert found["nul.md"].startswith("holds NUL characters")
    assert found["large.md"].startswith("is larger than 10 MB")
    assert found["scan.pdf"].startswith("is no PDF file, whatever its name says")
    assert found["rows.jsonl:2"] == 'needs a string "id"'
    assert found["rows.jsonl:3"].startswith("is not JSON")
    # A file with a bad line is not known in full.
    assert gathered.complete == (str(folder),)


@pytest.mark.parametrize("given", ["", "nowhere", "ftp://example.org/a"])
def test_a_path_that_is_none_is_a_failure(given: str) -> None:
    gathered = gather([given])

    assert gathered.sources == ()
    assert [failure.path for failure in gathered.failures] == [given]


def test_sources_of_one_id_clash_and_one_file_met_twice_does_not(folder: Path) -> None:
    (folder / "sub").mkdir()
    for name in ("a.md", "sub/a.txt", "b.md"):
        (folder / name).write_text(f"Text of {name}.", "utf-8")

    gathered = gather([str(folder), str(folder / "b.md")])
    assert [source.id for source in gathered.sources] == ["b"]
    assert list(faults(gathered)) == ["a.txt"]
    assert gathered.ids == {"a", "b"}


def test_what_left_its_folder_is_gone(folder: Path) -> None:
    (folder / "kept.md").write_text("Kept.", "utf-8")
    (folder / "bad.md").write_bytes(b"\xff")
    gathered = gather([str(folder)])

    assert gathered.is_gone(stored("old", folder / "old.md"))
    assert gathered.is_gone(stored("deep", folder / "sub" / "deep.md"))
    assert not gathered.is_gone(stored("kept", folder / "kept.md"))
    # Its file is there and only bad now.
    assert not gathered.is_gone(stored("bad", folder / "bad.md"))
    assert not gathered.is_gone(stored("else", folder.parent / "else" / "old.md"))


def test_a_line_that_left_its_file_is_gone(folder: Path) -> None:
    file = folder / "rows.jsonl"
    file.write_text('{"id": "x", "text": "One."}\n', "utf-8")
    gathered = gather([str(file)])

    assert gathered.is_gone(stored("y", file))
    assert not gathered.is_gone(stored("x", file))
    file.write_text('{"id": "x", "text": "One."}\n{', "utf-8")
    assert not gather([str(file)]).is_gone(stored("y", file))
    assert not gather([str(folder / "none")]).is_gone(stored("y", file))
