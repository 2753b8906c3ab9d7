from pathlib import Path

import pytest

from assistant.readers.sources import gather
from benchmarks import systems
from benchmarks.systems import _best_documents, fill, open_collection, split_texts, whole_texts
from tests.benchmarks.conftest import write
from tests.conftest import StubEmbedder


def test_vectors_of_other_weights_are_not_kept(stores: Path, stub: StubEmbedder) -> None:
    other = StubEmbedder()
    other.weights = "other-weights"
    with open_collection(stores) as collection:
        assert fill(collection, {"a#0": "a"}, stub) is not None
        assert fill(collection, {"a#0": "a"}, stub) is None
        assert fill(collection, {"a#0": "a"}, other) is not None
        assert fill(collection, {"b#0": "b"}, other) is not None
        assert collection.get()["ids"] == ["b#0"]

    assert other.embedded == ["a", "b"]


def test_the_best_piece_stands_for_its_document_and_ties_go_by_id() -> None:
    scores = {"b#0": 0.5, "a#0": 0.5, "c#0": 0.1, "c#1": 0.9}
    owners = {key: key[0] for key in scores}

    assert _best_documents(lambda _: scores, owners) == ["c", "a", "b"]


def test_more_pieces_are_asked_for_while_documents_are_few() -> None:
    owners = {f"a#{number:03}": "a" for number in range(150)} | {"b#000": "b"}
    asked: list[int] = []

    def score(depth: int) -> dict[str, float]:
        asked.append(depth)
        return {key: 1.0 - at / 1000 for at, key in enumerate(list(owners)[:depth])}

    assert _best_documents(score, owners) == ["a", "b"]
    assert asked == [100, 400]


def test_pieces_are_split_as_the_recipe_says(tmp_path: Path) -> None:
    sentences = " ".join(f"Sentence number {number} stands here." for number in range(60))
    folder = write(tmp_path / "long", corpus=({"id": "d#1", "title": "T", "text": sentences},))
    sources = gather([str(folder / "corpus.jsonl")]).sources

    pieces = split_texts(sources)

    # The splitter parts at line ends first, so the title of a long text stands alone.
    assert list(pieces) == ["d#1#0", "d#1#1", "d#1#2", "d#1#3"]
    assert pieces["d#1#0"] == "T"
    assert pieces["d#1#1"].startswith("Sentence number 0")
    assert all(len(piece) <= 1000 for piece in pieces.values())
    assert whole_texts(sources) == {"d#1#0": f"T {sentences}"}


def test_vectors_are_kept_however_many_pages_they_fill(
    stores: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(systems, "_PAGE", 2)
    texts = {f"{number}#0": f"text {number}" for number in range(5)}
    with open_collection(stores) as collection:
        fill(collection, texts, stub)
        stub.embedded.clear()
        fill(collection, texts, stub)

    assert stub.embedded == []
