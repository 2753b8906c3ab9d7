"""Judged answers that visitors sent: kept, exported, and nothing but what is known of them."""

import json
from pathlib import Path

import pytest

from assistant import feedback as feedback_module
from assistant.cli.main import main
from assistant.errors import InputError
from assistant.feedback import FILE, Feedback

CASE = {
    "id": "c-1",
    "question": "What rate?",
    "verdict": "not useful",
    "reason": "The year is missing",
    "history": [{"role": "user", "content": "Hello", "odd": 1}, "odd"],
    "documents": ["iowa"],
    "answerable": True,
    "secret": "x",
}


def test_what_was_sent_is_exported_as_cases(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Feedback(store).add(CASE)
    Feedback(store).add({"verdict": "useful", "answerable": "yes"})

    assert main(["feedback", "--store", str(store), "--out", str(tmp_path / "f.jsonl")]) == 0
    assert "wrote 2 judged answers" in capsys.readouterr().out
    first, second = map(json.loads, (tmp_path / "f.jsonl").read_text("utf-8").splitlines())
    assert first["history"] == [{"role": "user", "content": "Hello"}]
    assert (first["question"], first["reason"]) == ("What rate?", "The year is missing")
    assert "secret" not in first
    assert (second["answerable"], second["documents"]) == (None, [])


@pytest.mark.parametrize("case", [None, [], {}, {"verdict": "odd"}])
def test_what_is_no_judged_answer_is_not_kept(store: Path, case: object) -> None:
    with pytest.raises(InputError, match="no judged answer"):
        Feedback(store).add(case)


def test_what_is_kept_has_bounds(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="too long"):
        Feedback(store).add(CASE | {"answer": "x" * feedback_module.LONGEST})
    Feedback(store).add(CASE)
    monkeypatch.setattr(feedback_module, "LARGEST", 10)
    with pytest.raises(InputError, match="is full"):
        Feedback(store).add(CASE)
    assert len((store / FILE).read_text("utf-8").splitlines()) == 1


def test_nothing_to_export_is_told(store: Path, tmp_path: Path) -> None:
    assert main(["feedback", "--store", str(store), "--out", str(tmp_path / "f")]) == 2
    Feedback(store).add(CASE)
    assert main(["feedback", "--store", str(store), "--out", str(tmp_path / "no" / "f")]) == 2
