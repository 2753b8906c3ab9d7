"""The commands around the suites, as another team would use them."""

import json
from pathlib import Path
from typing import NoReturn

import pytest

from evals import commands
from evals.__main__ import main
from tests.conftest import StubEmbedder

ARTICLE = """---
title: The credit of Ohio
kind: article
---
The credit of Ohio pays 14% of spend.

Q&A
How much does Ohio pay?
Ohio pays 14% of spend.
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "ohio.md").write_text(ARTICLE)
    return folder


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        pytest.fail("a model was loaded")

    monkeypatch.setattr(commands, "load_embedder", fail)


@pytest.fixture
def stub_model(stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "load_embedder", lambda *_: stub)


@pytest.mark.usefixtures("stub_model")
def test_answers_of_another_system_are_scored_against_questions_of_ones_own(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = ARTICLE.index("Ohio pays 14%")
    quote = ARTICLE[start:].strip()
    questions = [
        {"id": "a", "question": "What does Ohio pay?", "answerable": True,
         "answer": "14%", "documents": ["ohio"]},
        {"id": "b", "question": "What does Utah pay?", "answerable": False},
    ]  # fmt: skip
    citation = {"n": 1, "document_id": "ohio", "title": "", "section": "", "start": start,
                "end": start + len(quote), "quote": quote, "sources": []}  # fmt: skip
    answers = [
        {"id": "a", "answer": f"{quote} [1]", "abstained": False, "confidence": 0.8,
         "citations": [citation]},
        {"id": "b", "answer": "No.", "abstained": True, "confidence": 0.1, "citations": []},
    ]  # fmt: skip
    for name, rows in (("questions", questions), ("answers", answers)):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(text)
    arguments = [
        "--corpus", str(corpus), "--out", str(tmp_path / "out"),
        "score", str(tmp_path / "answers.jsonl"), "--cases", str(tmp_path / "questions.jsonl"),
    ]  # fmt: skip

    assert main(arguments) == 0
    assert "correct" in capsys.readouterr().out
    results = tmp_path / "out" / "score-answers"
    suite = json.loads((results / "scores.json").read_text())["suites"]["questions"]
    assert suite["correct"]["value"] == 1
    assert suite["false_answer_rate"]["value"] == 0
    assert suite["auroc"]["value"] == 1
    assert (results / "report.html").is_file()

    (tmp_path / "answers.jsonl").write_text(json.dumps(answers[0]))
    assert main(arguments) == 2
    assert "1 of 2 questions have no line, the first is 'b'" in capsys.readouterr().err


@pytest.mark.usefixtures("stub_model")
def test_questions_of_ones_own_are_asked_with_their_rewordings(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part = {"ask": "Ohio's rate", "must": ["14%||14 per"], "documents": ["ohio"]}
    rows = [
        {"id": "s", "kind": "single", "question": "How much does Ohio pay?", "answerable": True,
         "parts": [part]},
        {"id": "n", "kind": "near", "question": "Who sang in Utah?", "answerable": False,
         "parts": []},
    ]  # fmt: skip
    file = tmp_path / "mine.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in rows))

    arguments = ["--corpus", str(corpus), "--out", str(tmp_path / "out"), "run"]
    assert main([*arguments, "--cases", str(file), "--full"]) == 0
    scores = json.loads((tmp_path / "out" / "run" / "scores.json").read_text())["suites"]
    assert set(scores) == {"shape/single", "shape/near", "invariance"}
    assert scores["shape/single"]["complete"]["value"] == 1
    assert scores["shape/single"]["sentences"]["value"] >= 1
    assert scores["invariance"]["lower_case"] == {"value": 1, "low": 1, "high": 1, "n": 1}
    assert "two_in_one" not in scores["invariance"], "one question makes no two"
    assert "right_auroc over all suites: not measured" in capsys.readouterr().out


@pytest.mark.usefixtures("stub_model")
def test_one_suite_is_held_to_its_own_bounds(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--corpus", str(corpus), "--out", str(tmp_path / "out"), "run", "--suite"]

    main([*arguments, "off-topic/"])
    shown = capsys.readouterr()
    scores = json.loads((tmp_path / "out" / "run-off-topic" / "scores.json").read_text())
    assert set(scores["suites"]) == {"off-topic/far", "off-topic/near"}
    assert all(line.startswith("missed: off-topic/") for line in shown.err.splitlines())

    assert main([*arguments, "nothing"]) == 2
    assert capsys.readouterr().err == "evals: no suite is called nothing\n"


@pytest.mark.usefixtures("no_model")
def test_the_questions_can_be_written_for_another_system(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"

    assert main(["--corpus", str(corpus), "questions", str(file)]) == 0
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert rows[0] == {"id": "intact/ohio/1", "question": "How much does Ohio pay?", "history": []}
    assert any(row["history"] for row in rows)


@pytest.mark.usefixtures("no_model")
def test_the_overlap_of_the_rewordings_needs_no_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["overlap"]) == 0
    assert capsys.readouterr().out.startswith("148 rewordings; ")


@pytest.mark.usefixtures("no_model")
def test_help_needs_no_model(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert "agreement" in capsys.readouterr().out


@pytest.mark.usefixtures("no_model")
@pytest.mark.parametrize(
    "arguments",
    [["score", "nowhere.jsonl"], ["--corpus", "nowhere", "overlap"], ["--corpus", "no"]],
)
def test_bad_input_is_one_line_and_needs_no_model(
    corpus: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    if "--corpus" not in arguments:
        arguments = ["--corpus", str(corpus), *arguments]

    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1
