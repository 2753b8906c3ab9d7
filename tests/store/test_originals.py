"""The PDFs of a library: kept as they were, gone with the last document that names them."""

import os
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import StoreError, UnknownDocument
from assistant.pdf.writing import Place
from assistant.store.index import Index
from assistant.store.originals import SPARED_SECONDS, Originals
from tests.conftest import StubEmbedder, StubScorer
from tests.pdf.building import paragraph, pdf

PLACE = Place(0, 5, 1, (1.0, 2.0, 3.5, 4.0))
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FILE = pdf(paragraph((72, 100), 300, "The gull levy of Orme is ten percent of the catch."))


def test_a_file_comes_back_as_it_was_or_not_at_all(store: Path) -> None:
    originals = Originals(store)
    originals.keep(DIGEST, b"test", [PLACE])
    assert originals.data(DIGEST) == b"test"
    assert originals.places(DIGEST) == [PLACE]

    (store / "originals" / f"{DIGEST}.pdf").write_bytes(b"tesT")
    with pytest.raises(UnknownDocument, match="ingest it again"):
        originals.data(DIGEST)
    (store / "originals" / f"{DIGEST}.json").write_text("[[")
    assert originals.places(DIGEST) == []


def test_what_no_document_names_goes_when_it_is_old(store: Path) -> None:
    originals = Originals(store)
    originals.keep(DIGEST, b"test", [PLACE])
    originals.sweep([])
    assert originals.data(DIGEST)
    for path in (store / "originals").iterdir():
        before = path.stat().st_mtime - SPARED_SECONDS - 1
        os.utime(path, (before, before))
    originals.sweep([DIGEST])
    assert originals.data(DIGEST)
    originals.sweep([])
    assert not list((store / "originals").iterdir())


def test_the_file_of_a_document_leaves_with_it_whatever_its_age(
    store: Path, stub: StubEmbedder, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, bird in (("a", "gull"), ("b", "tern"), ("c", "auk")):
        said = f"The {bird} levy of Orme is ten percent of the catch."
        (folder / f"{name}.pdf").write_bytes(pdf(paragraph((72, 100), 300, said)))
    assistant = Assistant(Index(store), lambda: stub, StubScorer)
    assistant.ingest([folder])
    assert len(kept(store)) == 3

    (folder / "a.pdf").write_bytes(FILE)
    (folder / "c.pdf").unlink()
    assistant.ingest([folder])
    assert kept(store) == {item.original for item in assistant.documents()}
    assert len(kept(store)) == 2
    assistant.remove("b")
    assert kept(store) == {item.original for item in assistant.documents()}
    assert len(kept(store)) == 1


def kept(store: Path) -> set[str]:
    return {path.stem for path in (store / "originals").iterdir()}


def test_an_ingest_that_can_not_keep_a_file_is_told_in_a_line(
    store: Path, stub: StubEmbedder, tmp_path: Path
) -> None:
    (tmp_path / "gull.pdf").write_bytes(FILE)
    store.mkdir()
    (store / "originals").write_text("in the way")
    assistant = Assistant(Index(store), lambda: stub, StubScorer)
    with pytest.raises(StoreError, match="can't be written"):
        assistant.ingest([tmp_path / "gull.pdf"])
    (store / "originals").unlink()
    assert assistant.ingest([tmp_path / "gull.pdf"]).added == 1
    (citation,) = assistant.ask("What is the gull levy of Orme in percent?").citations
    assert citation.page == 1
