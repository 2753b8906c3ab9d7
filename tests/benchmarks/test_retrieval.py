from pathlib import Path

import pytest

from assistant.errors import InputError
from benchmarks.retrieval import METRICS, measure, table
from tests.benchmarks.conftest import CORPUS, QUERIES, write
from tests.conftest import StubEmbedder


def test_every_system_is_measured(folder: Path, stores: Path, stub: StubEmbedder) -> None:
    result = measure(folder, stores, stub)

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
    first = measure(folder, stores, stub)
    stub.embedded.clear()

    second = measure(folder, stores, stub)

    assert stub.embedded == []
    assert second["systems"]["langchain"]["index_seconds"] is None
    assert second["systems"]["product"]["index_seconds"] is None
    for name, row in second["systems"].items():
        for metric in METRICS:
            assert row[metric] == first["systems"][name][metric]


def test_only_what_changed_is_embedded_anew(folder: Path, stores: Path, stub: StubEmbedder) -> None:
    measure(folder, stores, stub)
    stub.embedded.clear()
    changed = CORPUS[0] | {"text": "Cats hunt mice by night."}
    write(folder, corpus=(changed, CORPUS[1]))

    result = measure(folder, stores, stub)

    assert result["documents"] == 2
    sentence = "Cats hunt mice by night."
    assert set(stub.embedded) == {f"Cats\n{sentence}", f"Cats {sentence}", sentence}


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

    systems = measure(folder, stores, stub)["systems"]

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

    systems = measure(folder, stores, stub)["systems"]

    assert "product/last-turn" in systems
    assert "product/rewrite" not in systems


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
        measure(folder, stores, stub)


def test_bad_lines_of_a_corpus_are_counted(
    tmp_path: Path, stores: Path, stub: StubEmbedder
) -> None:
    folder = write(tmp_path / "holes", corpus=(*CORPUS, {"id": "void", "text": ""}))

    result = measure(folder, stores, stub)

    assert (result["documents"], result["skipped"]) == (3, 1)
    assert table(result).startswith("holes: 2 queries, 3 documents, 1 lines skipped\n")


def test_the_table_has_a_row_a_system(folder: Path, stores: Path, stub: StubEmbedder) -> None:
    result = measure(folder, stores, stub)
    result["systems"]["dense"]["index_seconds"] = None

    head, columns, *rows = table(result).splitlines()

    assert head == "animals: 2 queries, 3 documents"
    assert columns.split()[:5] == list(METRICS)
    assert [row.split()[0] for row in rows] == list(result["systems"])
    assert rows[0].split()[1:3] == ["1.000", "1.000-1.000"]
    assert rows[1].split()[11] == "kept"
