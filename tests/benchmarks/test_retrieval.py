import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import InputError
from assistant.types import Turn
from benchmarks import retrieval
from tests.conftest import StubEmbedder

CORPUS = (
    {"id": "cats", "title": "Cats", "text": "Cats chase mice. They purr."},
    {"id": "dogs", "title": "Dogs", "text": "Dogs guard houses. They bark."},
    {"id": "fish", "title": "", "text": "Fish swim in rivers."},
)
QUERIES = (
    {"id": "1", "text": "Which animals chase mice?"},
    {"id": "2", "text": "Which animals guard houses?"},
    {"id": "3", "text": "Nobody judged this."},
)
QRELS = "query-id\tcorpus-id\tscore\n1\tcats\t1\n2\tdogs\t2\n2\tfish\t0\n3\tfish\t0\n"

Records = Sequence[Mapping[str, Any]]


def write(folder: Path, corpus: Records = CORPUS, queries: Records = QUERIES) -> Path:
    folder.mkdir(exist_ok=True)
    for name, records in (("corpus", corpus), ("queries", queries)):
        lines = (json.dumps(record) + "\n" for record in records)
        (folder / f"{name}.jsonl").write_text("".join(lines), "utf-8")
    (folder / "qrels.tsv").write_text(QRELS, "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "animals")


@pytest.fixture
def stores(tmp_path: Path) -> Path:
    return tmp_path / "stores"


def test_every_system_is_measured(folder: Path, stores: Path, stub: StubEmbedder) -> None:
    result = retrieval.measure(folder, stores, stub)

    assert (result["set"], result["queries"], result["documents"]) == ("animals", 2, 3)
    assert list(result["systems"]) == ["product", "dense", "bm25", "langchain", "dense-whole"]
    for row in result["systems"].values():
        assert row["nDCG@10"] == {"value": 1.0, "low": 1.0, "high": 1.0}
        assert row["R@1"]["value"] == 1
        assert row["index_seconds"] is not None
        assert 0 < row["p50_ms"] <= row["p95_ms"]


def test_a_second_run_keeps_the_vectors_and_the_ranking(
    folder: Path, stores: Path, stub: StubEmbedder
) -> None:
    first = retrieval.measure(folder, stores, stub)
    stub.embedded.clear()

    second = retrieval.measure(folder, stores, stub)

    assert stub.embedded == []
    assert second["systems"]["langchain"]["index_seconds"] is None
    assert second["systems"]["product"]["index_seconds"] is None
    for name, row in second["systems"].items():
        for metric in retrieval.METRICS:
            assert row[metric] == first["systems"][name][metric]


def test_only_what_changed_is_embedded_anew(folder: Path, stores: Path, stub: StubEmbedder) -> None:
    retrieval.measure(folder, stores, stub)
    stub.embedded.clear()
    changed = CORPUS[0] | {"text": "Cats hunt mice by night."}
    write(folder, corpus=(changed, CORPUS[1]))

    result = retrieval.measure(folder, stores, stub)

    assert result["documents"] == 2
    sentence = "Cats hunt mice by night."
    assert set(stub.embedded) == {f"Cats\n{sentence}", f"Cats {sentence}", sentence}


def test_vectors_of_other_weights_are_not_kept(stores: Path, stub: StubEmbedder) -> None:
    other = StubEmbedder()
    other.weights = "other-weights"
    with retrieval._collection(stores) as collection:
        assert retrieval.fill(collection, {"a#0": "a"}, stub) is not None
        assert retrieval.fill(collection, {"a#0": "a"}, stub) is None
        assert retrieval.fill(collection, {"a#0": "a"}, other) is not None
        assert retrieval.fill(collection, {"b#0": "b"}, other) is not None
        assert collection.get()["ids"] == ["b#0"]

    assert other.embedded == ["a", "b"]


def test_history_is_resolved_for_the_product_alone(
    tmp_path: Path, stores: Path, stub: StubEmbedder
) -> None:
    queries = (
        {
            "id": "1",
            "text": "And what do they bark at?",
            "rewrite": "Which animals chase mice?",
            "history": [{"speaker": "user", "text": "Which cats chase mice?"}],
        },
    )
    folder = write(tmp_path / "talk", queries=queries)

    systems = retrieval.measure(folder, stores, stub)["systems"]

    assert list(systems)[:4] == ["product", "product/last-turn", "product/rewrite", "dense"]
    assert systems["product"]["R@1"]["value"] == 1
    assert systems["product/rewrite"]["R@1"]["value"] == 1
    # By themselves the words "they bark" are about dogs.
    for name in ("product/last-turn", "dense", "bm25", "langchain", "dense-whole"):
        assert systems[name]["R@1"]["value"] == 0


def test_the_last_turn_is_reported_without_rewrites(
    tmp_path: Path, stores: Path, stub: StubEmbedder
) -> None:
    query = QUERIES[0] | {"history": [{"role": "user", "content": "Hello."}]}
    folder = write(tmp_path / "talk", queries=(query,))

    systems = retrieval.measure(folder, stores, stub)["systems"]

    assert "product/last-turn" in systems
    assert "product/rewrite" not in systems


def test_the_best_piece_stands_for_its_document_and_ties_go_by_id() -> None:
    scores = {"b#0": 0.5, "a#0": 0.5, "c#0": 0.1, "c#1": 0.9}
    owners = {key: key[0] for key in scores}

    assert retrieval._best_documents(lambda _: scores, owners) == ["c", "a", "b"]


def test_more_pieces_are_asked_for_while_documents_are_few() -> None:
    owners = {f"a#{number:03}": "a" for number in range(150)} | {"b#000": "b"}
    asked: list[int] = []

    def score(depth: int) -> dict[str, float]:
        asked.append(depth)
        return {key: 1.0 - at / 1000 for at, key in enumerate(list(owners)[:depth])}

    assert retrieval._best_documents(score, owners) == ["a", "b"]
    assert asked == [100, 400]


def test_pieces_are_split_as_the_recipe_says(tmp_path: Path) -> None:
    sentences = " ".join(f"Sentence number {number} stands here." for number in range(60))
    folder = write(tmp_path / "long", corpus=({"id": "d#1", "title": "T", "text": sentences},))
    sources = retrieval.gather([str(folder / "corpus.jsonl")]).sources

    pieces = retrieval.split_texts(sources)

    # The splitter parts at line ends first, so the title of a long text stands alone.
    assert list(pieces) == ["d#1#0", "d#1#1", "d#1#2", "d#1#3"]
    assert pieces["d#1#0"] == "T"
    assert pieces["d#1#1"].startswith("Sentence number 0")
    assert all(len(piece) <= 1000 for piece in pieces.values())
    assert retrieval.whole_texts(sources) == {"d#1#0": f"T {sentences}"}


def test_queries_are_read_in_both_spellings(folder: Path) -> None:
    records = [
        {"_id": 7, "text": "Why?", "answer": "So.", "answerable": True},
        {"id": "8", "text": "And?", "history": [{"role": "user", "content": "Why?"}]},
        {"id": "9", "text": "Who?", "answers": ["A", "B"], "answer": "C", "answerable": None},
        {"id": "10", "text": "Where?", "answers": [], "answer": None, "answerable": False},
    ]
    write(folder, queries=records)

    assert retrieval.read_queries(folder) == [
        retrieval.Query("7", "Why?", answerable=True, answers=("So.",)),
        retrieval.Query("8", "And?", history=(Turn("user", "Why?"),)),
        retrieval.Query("9", "Who?", answers=("A", "B")),
        retrieval.Query("10", "Where?", answerable=False),
    ]


def test_judgements_are_read_from_either_place(folder: Path) -> None:
    expected = {"1": {"cats": 1.0}, "2": {"dogs": 2.0}}
    assert retrieval.read_qrels(folder) == expected

    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels" / "test.tsv")
    assert retrieval.read_qrels(folder) == expected


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("qrels.tsv", "", "header"),
        ("qrels.tsv", "1\tcats\t1\n", "qrels.tsv:1: needs the header"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\n1 cats 1\n", "qrels.tsv:2: needs query-id"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\n3\tfish\t0\n", "no query has a relevant"),
        ("queries.jsonl", "{", "queries.jsonl:1: is not JSON"),
        ("queries.jsonl", "[]\n", "is not a JSON object"),
        ("queries.jsonl", '\n{"id": "1"}\n', 'queries.jsonl:2: needs an "id" and a "text"'),
        ("queries.jsonl", '{"id": "1", "text": "x", "history": [1]}', "Each turn"),
        ("corpus.jsonl", "{}\n", 'needs a string "id"'),
    ],
)
def test_a_bad_file_is_named(
    folder: Path, stores: Path, stub: StubEmbedder, name: str, content: str, message: str
) -> None:
    (folder / name).write_text(content, "utf-8")

    with pytest.raises(InputError, match=message):
        retrieval.measure(folder, stores, stub)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "queries.jsonl").unlink()

    with pytest.raises(InputError, match=r"queries\.jsonl: can't be read"):
        retrieval.read_queries(folder)


def test_bad_lines_of_a_corpus_are_counted(
    tmp_path: Path, stores: Path, stub: StubEmbedder
) -> None:
    folder = write(tmp_path / "holes", corpus=(*CORPUS, {"id": "void", "text": ""}))

    result = retrieval.measure(folder, stores, stub)

    assert (result["documents"], result["skipped"]) == (3, 1)
    assert retrieval.table(result).startswith("holes: 2 queries, 3 documents, 1 lines skipped\n")


def test_the_table_has_a_row_a_system(folder: Path, stores: Path, stub: StubEmbedder) -> None:
    result = retrieval.measure(folder, stores, stub)
    result["systems"]["dense"]["index_seconds"] = None

    head, columns, *rows = retrieval.table(result).splitlines()

    assert head == "animals: 2 queries, 3 documents"
    assert columns.split()[:5] == list(retrieval.METRICS)
    assert [row.split()[0] for row in rows] == list(result["systems"])
    assert rows[0].split()[1:3] == ["1.000", "1.000-1.000"]
    assert rows[1].split()[11] == "kept"
