"""What is met in a folder, followed out of it, passed over or in doubt."""

import os
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.readers import folders
from assistant.readers.folders import NO_FILE, NOTHING, OUTSIDE, walk
from assistant.store.index import Index
from tests.conftest import StubEmbedder, StubScorer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "deep" / ".hidden").mkdir(parents=True)
    (folder / "a.md").write_text("One.")
    (folder / "deep" / "b.md").write_text("Two.")
    (folder / "deep" / ".hidden" / "c.md").write_text("Three.")
    return folder


def names(files: tuple[Path, ...], folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in files]


def test_files_are_met_in_order_without_what_is_hidden(folder: Path) -> None:
    assert names(walk(folder).files, folder) == ["a.md", "deep/b.md"]


def test_links_are_followed_inside_and_outside_only_if_asked(folder: Path) -> None:
    outside = folder.parent / "out"
    outside.mkdir()
    (outside / "d.md").write_text("Four.")
    (folder / "inner.md").symlink_to(folder / "a.md")
    (folder / "loop").symlink_to(folder)
    (folder / "outer").symlink_to(outside)
    (outside / "back").symlink_to(folder)
    (folder / "gone.md").symlink_to(folder / "nothing")

    found = walk(folder)
    assert names(found.files, folder) == ["a.md", "deep/b.md", "inner.md"]
    assert {Path(item.path).name: item.reason for item in found.passed_over} == {
        "outer": OUTSIDE, "gone.md": NOTHING,
    }  # fmt: skip
    assert "outer/d.md" in names(walk(folder, follows_links=True).files, folder)


def test_a_pipe_is_named_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")

    (item,) = walk(folder).passed_over
    assert (Path(item.path).name, item.reason) == ("pipe.md", NO_FILE)


@pytest.fixture
def assistant(stub: StubEmbedder, store: Path) -> Assistant:
    return Assistant(Index(store), lambda: stub, StubScorer)


def test_a_folder_that_can_not_be_read_is_named_and_nothing_dropped(
    assistant: Assistant, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant.ingest([folder])
    scan = os.scandir

    def refusing(path: Path) -> object:
        if path.name == "deep":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(folders.os, "scandir", refusing)
    (folder / "a.md").unlink()
    report = assistant.ingest([folder])

    assert [item.reason for item in report.failed] == ["can't be read: Permission denied"]
    assert (report.removed, len(assistant.documents())) == (0, 2)


def test_a_folder_that_looks_emptied_drops_nothing_unless_told(
    assistant: Assistant, folder: Path
) -> None:
    (folder / "c.md").write_text("Three.")
    assistant.ingest([folder])
    (folder / "a.md").unlink()
    (folder / "c.md").unlink()

    report = assistant.ingest([folder])
    assert (report.removed, len(assistant.documents())) == (0, 3)
    assert "2 of its 3 documents are not there" in report.failed[0].reason
    assert "--prune" in report.failed[0].reason

    report = assistant.ingest([folder], prune=True)
    assert (report.removed, report.failed) == (2, ())


def test_half_of_a_folder_may_go(assistant: Assistant, folder: Path) -> None:
    assistant.ingest([folder])
    (folder / "a.md").unlink()

    assert assistant.ingest([folder]).removed == 1


def test_documents_that_only_have_other_names_are_not_lost(
    assistant: Assistant, folder: Path
) -> None:
    assistant.ingest([folder])
    held = {document.id for document in assistant.documents()}
    for file in walk(folder).files:
        file.rename(folder / f"new-{file.name}")

    report = assistant.ingest([folder])
    assert report.failed == ()
    assert {document.id for document in assistant.documents()} == {f"new-{key}" for key in held}
