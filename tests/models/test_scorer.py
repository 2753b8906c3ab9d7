from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.models.scorer import MODEL, OnnxScorer, Reading, load_scorer


def test_the_right_sentence_is_scored_above_its_neighbours() -> None:
    scorer = load_scorer()
    title = "Filming in Arden"
    readings = [
        Reading("Arden counted 4,120 shoot days in 2025.", title=title),
        Reading("Arden counted 4,380 shoot days in 2019.", title=title),
        Reading("The office has nine employees.", title=title),
    ]

    question = "How many days of filming were there in 2025?"
    right, *wrong = scorer.score(question, readings)

    assert right > max(wrong)
    assert scorer.score(question, readings[:1]) == [right]


def test_sixteen_threads_get_the_logits_of_one() -> None:
    scorer = load_scorer()
    readings = [Reading(f"State {n} pays {n} percent.", title="Credits") for n in range(8)]
    questions = [f"What percent does state {n} pay?" for n in range(32)]
    alone = [scorer.score(question, readings) for question in questions]

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(lambda asked: scorer.score(asked, readings), questions)) == alone


def test_texts_of_any_length_are_scored() -> None:
    scorer = load_scorer()

    long = Reading("word " * 900, "word " * 90, "t " * 90)
    assert len(scorer.score("word " * 500, [long, Reading("x")])) == 2
    assert scorer.score("", []) == []


def test_a_changed_file_is_not_loaded(tmp_path: Path) -> None:
    changed = tmp_path / "scorer.onnx"
    changed.write_bytes(MODEL.read_bytes()[:-1] + b"x")

    with pytest.raises(ModelError, match="not the file of this version"):
        OnnxScorer(tmp_path / "tokenizer.json", changed)


def test_the_file_is_small_enough_to_carry() -> None:
    assert MODEL.stat().st_size < 30_000_000
