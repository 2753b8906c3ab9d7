import json
from pathlib import Path

import pytest

from assistant.errors import InputError
from benchmarks import followups
from tests.conftest import StubEmbedder


def write(folder: Path, rewrite: str) -> Path:
    folder.mkdir()
    corpus = [
        {"id": "cats", "title": "Siamese Cats", "text": "Siamese Cats chase mice."},
        {"id": "dogs", "title": "Dogs", "text": "Dogs bark."},
    ]
    query = {
        "id": "1",
        "text": "What do they bark?",
        "rewrite": rewrite,
        "history": [{"role": "user", "content": "What do Siamese Cats chase?"}],
    }
    for name, rows in (("corpus", corpus), ("queries", [query])):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text)
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n1\tcats\t1\n")
    return folder


def test_follow_ups_are_searched_three_ways(
    tmp_path: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followups, "K", 1)
    library = tmp_path / "library"
    library.mkdir()
    (library / "a.md").write_text("A fund.")
    monkeypatch.setattr(followups, "CORPUS", str(library))
    monkeypatch.setattr(followups, "own_followups", lambda _: [])
    folder = write(tmp_path / "talk", "Which animals do Siamese Cats chase?")

    results = followups.measure(folder, tmp_path / "stores", stub)

    pooled = results["pooled"]
    assert pooled["n"] == results["talk"]["n"] == 1
    found = {way: pooled[way]["R@5"]["value"] for way in followups.WAYS}
    assert found == {"last turn": 0.0, "resolved": 1.0, "rewrite": 1.0}
    assert pooled["gain"]["R@5"]["of_rewrite"] == 1.0
    assert set(results) == {"talk", "pooled"}
    without = {part: lost["R@5"]["value"] for part, lost in pooled["without"].items()}
    assert without == dict.fromkeys(followups.PARTS, 0.0) | {"completed": -1.0}
    assert "without completed" in followups.table(results)
    assert "100% of rewrite's" in followups.table(results)


def test_a_set_without_rewrites_is_refused(tmp_path: Path, stub: StubEmbedder) -> None:
    with pytest.raises(InputError, match="rewrite"):
        followups.measure(write(tmp_path / "talk", ""), tmp_path / "stores", stub)


def test_the_stored_follow_ups_are_read() -> None:
    items = followups.own_followups(followups.QUESTIONS / "followups.jsonl")

    assert len(items) == 60
    assert sum(item.stands_alone for item in items) == 12
    assert all(item.history and item.relevant for item in items)
