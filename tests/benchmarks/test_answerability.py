import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import InputError
from benchmarks import answerability
from benchmarks.answerability import Outcome
from tests.conftest import StubEmbedder

CORPUS = (
    {"id": "cats", "title": "Cats", "text": "Cats chase mice at night."},
    {"id": "dogs", "title": "Dogs", "text": "Dogs guard houses by day."},
)
QUERIES = (
    {"id": "1", "text": "Cats chase mice when?", "answerable": True, "answers": ["At night"]},
    {"id": "2", "text": "Who won the cup in 1930?", "answerable": False, "answers": []},
    {"id": "3", "text": "Dogs guard houses when?", "answerable": True, "answer": "at noon"},
    {"id": "4", "text": "Nobody marked this.", "answerable": None},
)


def write(folder: Path, queries: tuple[dict[str, Any], ...]) -> Path:
    folder.mkdir()
    for name, records in (("corpus", CORPUS), ("queries", queries)):
        lines = (json.dumps(record) + "\n" for record in records)
        (folder / f"{name}.jsonl").write_text("".join(lines), "utf-8")
    return folder


def outcome(answerable: bool, confidence: float, cosine: float, holds: bool = False) -> Outcome:
    return Outcome(answerable, confidence, cosine, abstained=confidence < 0.5, holds=holds)


def test_marked_queries_are_asked(tmp_path: Path, stub: StubEmbedder) -> None:
    folder = write(tmp_path / "animals", QUERIES)

    result = answerability.measure(folder, tmp_path / "stores", stub)

    assert (result["set"], result["answerable"], result["unanswerable"]) == ("animals", 2, 1)
    assert result["auroc"] == result["auroc_similarity"] == 1
    assert result["abstained_unanswerable"]["value"] == 1
    assert result["curve"][-1] == (1.0, pytest.approx(1 / 3))


def test_a_set_without_both_kinds_is_refused(tmp_path: Path, stub: StubEmbedder) -> None:
    folder = write(tmp_path / "animals", QUERIES[:1])

    with pytest.raises(InputError, match="answerable and unanswerable"):
        answerability.measure(folder, tmp_path / "stores", stub)


def test_a_marked_sentence_is_a_reference_too() -> None:
    sentence = "The season is the index of recurring changes in a year."

    assert answerability.holds("the index of recurring changes", [sentence])
    assert not answerability.holds("recurring changes", [sentence])


def test_history_is_asked_along(tmp_path: Path, stub: StubEmbedder) -> None:
    history = [{"role": "user", "content": "Do cats chase mice at night?"}]
    leaning = {"id": "5", "text": "And them?", "answerable": True, "history": history}
    with_history = write(tmp_path / "talk", (leaning, QUERIES[1]))
    without = write(tmp_path / "bare", (leaning | {"history": []}, QUERIES[1]))

    one = answerability.measure(with_history, tmp_path / "stores", stub)
    other = answerability.measure(without, tmp_path / "stores", stub)

    assert one["auroc_similarity"] == 1
    assert other["auroc_similarity"] < 1


def test_measures_by_hand() -> None:
    outcomes = [
        outcome(True, 0.9, 0.5, holds=True),
        outcome(True, 0.6, 0.1),
        outcome(False, 0.7, 0.3),
        # What was not given does not count as held.
        outcome(True, 0.2, 0.4, holds=True),
        outcome(False, 0.1, 0.2),
    ]

    found = answerability.measures(outcomes)

    # Pairs in order: 0.9 above both, 0.6 above 0.1, 0.2 above 0.1.
    assert found["auroc"] == pytest.approx(4 / 6)
    # 0.5 and 0.4 above both, 0.1 above none.
    assert found["auroc_similarity"] == pytest.approx(4 / 6)
    risks = [0, 1 / 2, 1 / 3, 1 / 4, 2 / 5]
    assert [risk for _, risk in found["curve"]] == pytest.approx(risks)
    assert found["aurc"] == pytest.approx(sum(risks) / 5)
    assert found["abstained_answerable"]["value"] == pytest.approx(1 / 3)
    assert found["abstained_unanswerable"]["value"] == 1 / 2
    assert found["held_of_given"]["value"] == 1 / 2
    assert found["held_of_answerable"]["value"] == pytest.approx(1 / 3)
    assert found["held_of_given"]["low"] <= 1 / 2 <= found["held_of_given"]["high"]


def test_a_share_of_nothing_is_none() -> None:
    found = answerability.measures([outcome(True, 0.1, 0.1), outcome(False, 0.2, 0.2)])

    assert found["held_of_given"] is None
    assert "held of given                         -" in answerability.table({"set": "s", **found})


@pytest.mark.parametrize(
    ("quote", "references", "expected"),
    [
        ("It opened in 1530, in Paris.", ["1523", "1530"], True),
        ("It has 15300 seats.", ["1530"], False),
        ("The “Forêt  Amazonienne”!", ["forêt amazonienne"], True),
        ("Nothing is asked.", ["", "..."], False),
        ("Nothing is asked.", [], False),
    ],
)
def test_a_quote_holds_a_reference(quote: str, references: list[str], expected: bool) -> None:
    assert answerability.holds(quote, references) is expected


def test_the_table_shows_each_tenth_once() -> None:
    curve = [(0.25, 0.0), (0.5, 0.1), (1.0, 0.5)]
    rate = {"value": 0.5, "low": 0.25, "high": 0.75}
    result = {
        "set": "s",
        "answerable": 2,
        "unanswerable": 2,
        "auroc": 0.9,
        "auroc_similarity": 0.8,
        "aurc": 0.2,
        "curve": curve,
        **dict.fromkeys(answerability.RATES, rate),
    }

    lines = answerability.table(result).splitlines()

    assert lines[0] == "s: 2 answerable, 2 unanswerable"
    assert lines[1].split() == ["AUROC", "of", "confidence", "0.900"]
    assert lines[4].split() == ["abstained", "answerable", "0.500", "0.250-0.750"]
    assert [line.split() for line in lines[-3:]] == [
        ["0.25", "0.000"],
        ["0.50", "0.100"],
        ["1.00", "0.500"],
    ]
