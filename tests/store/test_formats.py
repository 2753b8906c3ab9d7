"""A library of PDF, Word, HTML and RTF files is kept wholly, and by one writer at a time."""

import random
import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import IndexMissing, StoreError, UnknownDocument
from assistant.readers import sandbox as sandbox_module
from assistant.store import locking
from tests.conftest import StubEmbedder
from tests.readers.test_sandbox import send_and_kill
from tests.store.filing import (
    BIRDS,
    FORMATS,
    ended,
    file_bytes,
    fill,
    held_ingest,
    in_small_steps,
    is_running,
    killed_ingest,
    opened,
    sentences,
    start,
    wait_for,
)

OLD = dict.fromkeys([*BIRDS][:4], 3)
NEW = dict.fromkeys([*BIRDS][1:5], 7)
PAGES = {
    said: (bird, page if BIRDS[bird] == ".pdf" else None)
    for bird in BIRDS
    for version in range(20)
    for page, said in enumerate(sentences(bird, version), 1)
}
"""By sentence, its document and the page it must be cited on."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "in"


@pytest.fixture
def assistant(store: Path, stub: StubEmbedder) -> Assistant:
    return opened(store, stub)


def held(assistant: Assistant) -> dict[str, str]:
    return {item.id: assistant.text(item.id) for item in assistant.documents()}


def texts(versions: Mapping[str, int]) -> dict[str, str]:
    return {bird: "\n\n".join(sentences(bird, version)) for bird, version in versions.items()}


def check_answer(assistant: Assistant, bird: str) -> int:
    """Ask of a document; each quote must be a sentence of one, on its page. Tells how many."""
    answer = assistant.ask(f"What is the {bird} levy of Orme in percent?")
    for citation in answer.citations:
        assert PAGES[citation.quote] == (citation.document_id, citation.page)
        try:
            text = assistant.text(citation.document_id)
        except UnknownDocument:
            continue
        # It may have changed since; where it has not, the quote stands where it is said to.
        if citation.quote in text:
            assert text[citation.start : citation.end] == citation.quote
    return len(answer.citations)


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many steps an ingest takes that changes a library of all formats."""
    place = tmp_path_factory.mktemp("counted")
    fill(place / "in", OLD)
    opened(place / "store").ingest([place / "in"])
    fill(place / "in", NEW)
    process = start(killed_ingest, place / "store", place / "in", place / "steps", 0, 0.0)
    assert ended(process) == 0
    return int((place / "steps").read_text())


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux tells them")
@pytest.mark.parametrize("seed", range(4))
def test_an_ingest_that_is_killed_leaves_whole_documents(
    store: Path, folder: Path, tmp_path: Path, steps: int, seed: int
) -> None:
    chance = random.Random(seed)
    fill(folder, OLD)
    # The first of them makes its store, the others change one.
    is_first = seed == 0
    if not is_first:
        opened(store).ingest([folder])
        fill(folder, NEW)
    moment, delay = chance.randrange(1, steps), chance.choice([0, chance.uniform(0, 0.1)])
    process = start(killed_ingest, store, folder, tmp_path / "steps", moment, delay)
    # It may be done before the delay is over.
    assert ended(process) in (-9, 0)

    try:
        found = held(opened(store))
    except IndexMissing:
        found = {}
    assert is_first or found
    for bird, text in found.items():
        assert text in {texts(OLD).get(bird), texts(NEW).get(bird)}
        check_answer(opened(store), bird)

    now = OLD if is_first else NEW
    report = opened(store).ingest([folder])
    assert report.failed == ()
    assert held(opened(store)) == texts(now)
    assert all(check_answer(opened(store), bird) for bird in now)
    pids = tmp_path / "steps.pid"
    deadline = time.monotonic() + 20
    while pids.exists() and is_running(int(pids.read_text())):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def ingests(store: Path, folder: Path, seed: int) -> None:
    """Edit, rename, move, remove and add files, and ingest after each."""
    in_small_steps()
    chance = random.Random(seed)
    writer = opened(store)
    for version in range(4, 7):
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        edited, moved, renamed, gone = chance.sample(files, 4)
        said = sentences(edited.stem, version)
        edited.write_bytes(file_bytes(edited.suffix, said))
        shutil.move(moved, (folder / "deep" if moved.parent == folder else folder) / moved.name)
        renamed.rename(renamed.with_suffix(renamed.suffix.swapcase()))
        if version % 2:
            gone.unlink()
        else:
            fill_missing(folder, version)
        writer.ingest([folder])
    (folder / "done").touch()


def fill_missing(folder: Path, version: int) -> None:
    there = {path.stem for path in folder.rglob("*.*")}
    for bird in BIRDS.keys() - there:
        path = folder / f"{bird}{BIRDS[bird]}"
        path.write_bytes(file_bytes(path.suffix, sentences(bird, version)))


def test_asking_beside_ingests_quotes_whole_versions_on_their_pages(
    store: Path, folder: Path, assistant: Assistant
) -> None:
    fill(folder, dict.fromkeys(BIRDS, 3))
    (folder / "deep").mkdir()
    assistant.ingest([folder])

    process = start(ingests, store, folder, 1)
    seen, corpora = 0, set()
    while process.is_alive():
        for bird in BIRDS:
            seen += check_answer(assistant, bird)
            corpora.add(assistant.ask("What is the levy?").corpus)
        for bird, text in whole(assistant).items():
            assert text in {texts({bird: version})[bird] for version in range(3, 9)}
    assert ended(process) == 0
    assert seen
    assert len(corpora) > 1
    for path in folder.rglob("*.*"):
        assert check_answer(assistant, path.stem)


def whole(assistant: Assistant) -> dict[str, str]:
    """The texts of the documents that are there while they are read."""
    found = {}
    for item in assistant.documents():
        try:
            found[item.id] = assistant.text(item.id)
        except UnknownDocument:
            continue
    return found


def test_a_second_ingest_is_told_in_a_line_or_waits(
    store: Path,
    folder: Path,
    tmp_path: Path,
    assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(folder, OLD)
    assistant.ingest([folder])
    fill(folder, NEW)
    process = start(held_ingest, store, folder, tmp_path / "told")
    wait_for(tmp_path / "told")

    patience = locking.LOCK_SECONDS
    monkeypatch.setattr(locking, "LOCK_SECONDS", 0.1)
    with pytest.raises(StoreError) as caught:
        assistant.ingest([folder])
    monkeypatch.setattr(locking, "LOCK_SECONDS", patience)
    assert "Another process is writing" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert held(assistant) == texts(OLD)

    (tmp_path / "told.go").touch()
    report = assistant.ingest([folder])
    assert ended(process) == 0
    assert (report.unchanged, report.failed) == (len(NEW), ())
    assert held(assistant) == texts(NEW)


def write(folder: Path, versions: Mapping[str, int]) -> None:
    """Write a file of each format for each name: ``a`` with ``.pdf`` is the document ``a-pdf``."""
    folder.mkdir(exist_ok=True)
    for name, version in versions.items():
        for suffix in FORMATS:
            said = sentences(named(name, suffix), version)
            (folder / f"{named(name, suffix)}{suffix}").write_bytes(file_bytes(suffix, said))


def named(name: str, suffix: str) -> str:
    return f"{name}-{suffix[1:]}"


def texts_of_all(versions: Mapping[str, int]) -> dict[str, str]:
    return texts(
        {named(name, suffix): version for name, version in versions.items() for suffix in FORMATS}
    )


def test_a_reader_killed_within_a_folder_is_one_line_and_the_next_file_is_read(
    folder: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, {"a": 1, "b": 1})
    assistant.ingest([folder])
    write(folder, {"a": 2, "b": 2})
    send = sandbox_module._send
    requests = []

    def killing(process: object, request: bytes) -> None:
        # The files are read in the order of their names: one of each format is hit.
        requests.append(request)
        (send_and_kill if len(requests) in (2, 4, 5, 7) else send)(process, request)

    monkeypatch.setattr(sandbox_module, "_send", killing)
    report = assistant.ingest([folder])
    assert (report.updated, report.removed) == (4, 0)
    hit = [Path(failure.path).name for failure in report.failed]
    assert hit == ["a-html.html", "a-rtf.rtf", "b-docx.docx", "b-pdf.pdf"]
    for failure in report.failed:
        assert "broke off" in failure.reason
        assert "\n" not in failure.reason
    old = {Path(name).stem for name in hit}
    assert held(assistant) == texts_of_all({"a": 2, "b": 2}) | {
        key: text for key, text in texts_of_all({"a": 1, "b": 1}).items() if key in old
    }

    report = assistant.ingest([folder])
    assert (report.updated, report.unchanged, report.failed) == (4, 4, ())
    assert held(assistant) == texts_of_all({"a": 2, "b": 2})


def test_files_that_are_edited_renamed_moved_and_deleted_are_seen(
    folder: Path, assistant: Assistant
) -> None:
    write(folder, dict.fromkeys(("edited", "renamed", "moved", "deleted", "kept"), 1))
    assert assistant.ingest([folder]).added == 20

    write(folder, {"edited": 2})
    (folder / "deep").mkdir()
    for suffix in FORMATS:
        old = {name: folder / f"{name}-{suffix[1:]}{suffix}" for name in ("renamed", "moved")}
        old["renamed"].rename(folder / f"other-{suffix[1:]}{suffix}")
        old["moved"].rename(folder / "deep" / old["moved"].name)
        (folder / f"deleted-{suffix[1:]}{suffix}").unlink()
    report = assistant.ingest([folder])

    counts = (report.added, report.updated, report.unchanged, report.removed)
    assert (counts, report.failed) == ((4, 4, 8, 8), ())
    known = texts_of_all({"edited": 2, "moved": 1, "kept": 1})
    renamed = {
        key.replace("renamed", "other"): text for key, text in texts_of_all({"renamed": 1}).items()
    }
    assert held(assistant) == known | renamed
    for item in assistant.documents():
        assert (Path(item.source).parent.name == "deep") == item.id.startswith("moved")
    for suffix in FORMATS:
        name = named("edited", suffix)
        answer = assistant.ask(f"What is the {name} levy of Orme in percent?")
        assert answer.citations[0].quote == sentences(name, 2)[0]


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_the_same_text_in_two_formats_is_stored_once_and_stays_with_the_other(
    folder: Path, assistant: Assistant, suffix: str
) -> None:
    folder.mkdir()
    said = sentences("gull", 1)
    pairs = {"b": suffix, "c": ".html", "d": suffix}
    for name, other in pairs.items():
        (folder / f"{name}{other}").write_bytes(file_bytes(other, said))
    (folder / f"e{suffix}").write_bytes(file_bytes(suffix, sentences("tern", 1)))
    report = assistant.ingest([folder])

    assert (report.added, report.unchanged, report.failed) == (2, 2, ())
    names = {item.id: [name.id for name in item.also] for item in assistant.documents()}
    assert names == {"b": ["c", "d"], "e": []}
    assert {assistant.text(name) for name in pairs} == {"\n\n".join(said)}

    # What only one of them has, its pages and its file, goes with it.
    assistant.remove("b")
    summary = next(item for item in assistant.documents() if item.id == "c")
    assert [name.id for name in summary.also] == ["d"]
    assert (summary.original, summary.layout.pages if summary.layout else ()) == ("", ())
    (citation, *_) = assistant.ask("What is the gull levy of Orme in percent?").citations
    assert (citation.document_id, citation.quote, citation.page) == ("c", said[0], None)
    assistant.remove("c")
    assert assistant.ingest([folder / f"d{suffix}"]).failed == ()
    (citation, *_) = assistant.ask("What is the gull levy of Orme in percent?").citations
    assert citation.document_id == "d"
    assert citation.page == (1 if suffix == ".pdf" else None)
