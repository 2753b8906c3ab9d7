import json
from pathlib import Path
from random import Random

from training.scorer_sets import LONGEST, set_groups
from training.slips import mistyped

PASSAGE = ["The harbor levy is 12%.", "The levy was raised in May.", "Gulls nest on the quay."]


def written(folder: Path, name: str, *rows: dict[str, object]) -> Path:
    file = folder / f"{name}.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def row(question: str, answers: list[int], sentences: list[str] = PASSAGE) -> dict[str, object]:
    return {"question": question, "title": "Harbor", "sentences": sentences, "answers": answers}


OTHERS = [
    row(f"What of number {n}?", [0], [f"The levy of quay {n} is low.", f"Quay {n} is old."])
    for n in range(4)
]


def test_a_group_has_what_answers_and_what_only_sounds_like_it(tmp_path: Path) -> None:
    file = written(tmp_path, "qed_dev", row("How much is the harbor levy?", [0]), *OTHERS)

    first = set_groups(file)[0]

    assert [sentence for _, _, sentence in first.right] == [PASSAGE[0]]
    assert first.own[0] == ("Harbor", PASSAGE[0], PASSAGE[1])
    assert first.elsewhere
    assert not {sentence for _, _, sentence in first.elsewhere} & set(PASSAGE)


def test_a_question_that_needs_its_passage_takes_nothing_from_others(tmp_path: Path) -> None:
    file = written(tmp_path, "squadshifts_reddit", row("How much is it?", [0]), *OTHERS)

    assert all(not group.elsewhere for group in set_groups(file))


def test_a_question_that_nothing_answers_has_wrong_sentences_alone(tmp_path: Path) -> None:
    file = written(tmp_path, "omosqa_en", row("Who owns the quay?", []), *OTHERS)

    first = set_groups(file)[0]

    assert first.right == []
    assert len(first.own) == len(PASSAGE)


def test_text_that_was_not_split_is_left_out(tmp_path: Path) -> None:
    file = written(tmp_path, "qed_dev", row("What?", [0], ["x" * (LONGEST + 1)]), *OTHERS)

    assert len(set_groups(file)) == len(OTHERS)


def test_a_slip_changes_one_long_word_now_and_then() -> None:
    random = Random(1)
    asked = "Who pays the harbour surcharge now?"

    slipped = {mistyped(asked, random) for _ in range(400)} - {asked}

    assert slipped
    for text in slipped:
        words = [a for a, b in zip(text.split(), asked.split(), strict=True) if a != b]
        assert len(words) == 1
    assert mistyped("Who pays it now?", random) == "Who pays it now?"
