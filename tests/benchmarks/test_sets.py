from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.types import Turn
from benchmarks.sets import Query, read_qrels, read_queries
from tests.benchmarks.conftest import write


def test_queries_are_read_in_both_spellings(folder: Path) -> None:
    records = [
        {"_id": 7, "text": "Why?", "answer": "So.", "answerable": True},
        {"id": "8", "text": "And?", "history": [{"role": "user", "content": "Why?"}]},
        {"id": "9", "text": "Who?", "answers": ["A", "B"], "answer": "C", "answerable": None},
        {"id": "10", "text": "Where?", "answers": [], "answer": None, "answerable": False},
    ]
    write(folder, queries=records)

    assert read_queries(folder) == [
        Query("7", "Why?", answerable=True, answers=("So.",)),
        Query("8", "And?", history=(Turn("user", "Why?"),)),
        Query("9", "Who?", answers=("A", "B")),
        Query("10", "Where?", answerable=False),
    ]


def test_judgements_are_read_from_either_place(folder: Path) -> None:
    expected = {"1": {"cats": 1.0}, "2": {"dogs": 2.0}}
    assert read_qrels(folder) == expected

    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels" / "test.tsv")
    assert read_qrels(folder) == expected


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "queries.jsonl").unlink()

    with pytest.raises(InputError, match=r"queries\.jsonl: can't be read"):
        read_queries(folder)
