"""The results of the evals as the page shows them: the latest ones, with what failed."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import InputError
from assistant.ui import evaluation

FIGURE = {"value": 0.75, "low": 0.6, "high": 0.9, "n": 20}
SCORES = {
    "suites": {"policy": {"correct": FIGURE, "mrr": FIGURE}, "odd": {"mrr": FIGURE}},
    "risk_coverage": [[0.5, 0.0], [1.0, 0.2]],
}


def write(folder: Path, scores: dict[str, Any], at: float) -> None:
    folder.mkdir(parents=True)
    (folder / "scores.json").write_text(json.dumps(scores))
    (folder / "manifest.json").write_text('{"corpus": "c", "documents": 47}')
    rows = [
        {"suite": "policy", "question": "Q1", "passed": True, "outcome": "correct"},
        {"suite": "policy", "question": "Q2", "passed": False, "outcome": "incorrect",
         "reference": "R", "answer": "A" * 2000},
    ]  # fmt: skip
    (folder / "scored.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    os.utime(folder / "scores.json", (at, at))


def test_the_latest_results_are_shown(tmp_path: Path) -> None:
    write(tmp_path / "new", SCORES, 1_790_000_000.0)
    write(tmp_path / "old", SCORES | {"suites": {}}, 1_700_000_000.0)
    found = evaluation.latest(tmp_path)

    assert found["suites"] == [{"name": "policy", "figures": [{"name": "right", **FIGURE}]}]
    assert (found["documents"], found["failed"], found["day"]) == (47, 1, "21 September 2026")
    (failure,) = found["failures"]
    assert (failure["question"], failure["outcome"]) == ("Q2", "wrong")
    assert len(failure["answer"]) == evaluation.LONGEST


def test_results_that_are_not_there_or_can_not_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="make eval"):
        evaluation.latest(tmp_path / "nowhere")
    write(tmp_path / "new", SCORES, 1.0)
    (tmp_path / "new" / "scored.jsonl").write_text("{")
    with pytest.raises(InputError, match="can't be read"):
        evaluation.latest(tmp_path)
