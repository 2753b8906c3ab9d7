"""A small public set: three animals, two judged questions about them and one that nobody judged."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

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
