import json
from pathlib import Path
from random import Random

import pytest

from tests.conftest import StubEmbedder
from training.scorer_groups import (
    DATA,
    Candidate,
    Group,
    answer_sentences,
    clapnq_groups,
    evidence_sentences,
    is_held_out,
    read_lines,
    squad_groups,
    written_groups,
)
from training.scorer_samples import draw, draw_batches

SENTENCES = ["The fund opened in May.", "It pays 30 percent, at most!", "Nobody objected."]


def candidates(prefix: str, count: int) -> list[Candidate]:
    return [("Title", "", f"{prefix} {number}") for number in range(count)]


def group(right: int, own: int = 4, elsewhere: int = 6, question: str = "What?") -> Group:
    return Group(
        "hand",
        question,
        candidates("right", right),
        candidates("own", own),
        candidates("elsewhere", elsewhere),
        held_out=False,
    )


def write(file: Path, *rows: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def test_an_answer_is_found_by_its_words() -> None:
    assert answer_sentences(SENTENCES, ["30 Percent", "1999"]) == [1]
    assert answer_sentences(SENTENCES, ["..."]) == []


def test_evidence_may_be_longer_or_shorter_than_the_sentence() -> None:
    assert evidence_sentences(
        SENTENCES, ["The fund opened in May . It pays 30 percent , at most ."]
    ) == [0, 1]
    assert evidence_sentences(SENTENCES, ["nobody"]) == [2]


def test_a_passage_is_held_out_by_the_parity_of_its_hash() -> None:
    # MD5 of "a": 0cc175b9c0f1b6a831c399e269772661, odd; of "e": e16717...e841ec32, even.
    assert not is_held_out("a")
    assert is_held_out("e")


def test_squad_groups(tmp_path: Path) -> None:
    write(
        tmp_path / "corpus.jsonl",
        {
            "id": "Fund-000",
            "title": "Fund",
            "text": "Maria opened the fund. Maria left it later. Rain fell.",
        },
        {"id": "Fund-001", "title": "Fund", "text": "Peter closed the fund."},
        {"id": "Lake-000", "title": "Lake", "text": "Maria opened the lake."},
    )
    asked = {"source_passage": "Fund-000", "text": "Who opened the fund?"}
    write(
        tmp_path / "fit.jsonl",
        asked | {"answerable": True, "answers": ["Maria"]},
        asked | {"answerable": True, "answers": ["Paul"]},
    )
    write(
        tmp_path / "queries.jsonl",
        {"source_passage": "Lake-000", "text": "Who?", "answerable": False},
    )

    answered, unanswered = squad_groups(tmp_path, StubEmbedder())

    assert answered == Group(
        "squad2",
        "Who opened the fund?",
        # Both sentences on Maria hold the answer: the nearer one is right, the other unused.
        [("Fund", "", "Maria opened the fund.")],
        [("Fund", "Maria left it later.", "Rain fell.")],
        [("Fund", "", "Peter closed the fund.")],
        held_out=True,
    )
    assert (unanswered.right, unanswered.elsewhere, unanswered.held_out) == ([], [], False)


def test_clapnq_groups(tmp_path: Path) -> None:
    write(
        tmp_path / "corpus.jsonl",
        {"id": "a", "title": "Fund", "text": "The fund opened in May. Rain fell."},
        {"id": "b", "title": "Lake", "text": "The lake opened in June."},
    )
    asked = {"source_passage": "a", "text": "When was the fund opened?", "answerable": True}
    write(
        tmp_path / "queries.jsonl",
        asked | {"evidence": ["The fund opened in May ."]},
        asked | {"evidence": ["Something else ."]},
    )

    (found,) = clapnq_groups(tmp_path, StubEmbedder())

    assert found.right == [("Fund", "", "The fund opened in May.")]
    assert found.own == [("Fund", "The fund opened in May.", "Rain fell.")]
    assert found.elsewhere == [("Lake", "", "The lake opened in June.")]


def test_written_groups_hold_out_each_twelfth_passage(tmp_path: Path) -> None:
    row = {
        "title": "Fund",
        "section": "Terms",
        "sentences": SENTENCES,
        "questions": [{"q": "What does it pay?", "answers": [1]}],
        "unanswerable": ["Who objected?"],
    }
    write(tmp_path / "funds.jsonl", *[row] * 13)

    found = written_groups(StubEmbedder(), tmp_path)

    assert [number // 2 for number, each in enumerate(found) if each.held_out] == [0, 0, 12, 12]
    assert found[0].right == [("Fund. Terms", SENTENCES[0], SENTENCES[1])]
    assert found[1].right == []
    assert len(found[1].own) == 3


def test_what_answers_a_question_elsewhere_is_no_wrong_sentence(tmp_path: Path) -> None:
    asked = {"section": "Terms", "unanswerable": []}
    rows = [
        {"title": name, "sentences": [f"{name} pays.", f"{name} closes."], **asked}
        for name in ("Iowa", "Utah", "Ohio")
    ]
    for row, answers in zip(rows, ([0], [0], []), strict=True):
        row["questions"] = [{"q": "Who pays?", "answers": answers}] if answers else []
        row["unanswerable"] = [] if answers else ["Who pays?"]
    write(tmp_path / "funds.jsonl", *rows)

    for found in written_groups(StubEmbedder(), tmp_path):
        assert found.elsewhere
        assert not {"Iowa pays.", "Utah pays."} & {sentence for _, _, sentence in found.elsewhere}


def test_a_sample_has_four_sentences_and_the_right_one_first() -> None:
    random = Random(0)
    drawn = [draw(group(right=2), random) for _ in range(400)]

    assert {len(sample.candidates) for sample in drawn} == {4}
    for sample in drawn:
        kinds = [sentence.split()[0] for _, _, sentence in sample.candidates]
        assert sample.answered == (kinds[0] == "right")
        assert "right" not in kinds[1:]
        if not sample.answered:
            assert kinds == ["elsewhere"] * 4
    assert 320 < sum(sample.answered for sample in drawn) < 360


def test_a_question_without_an_answer_gets_wrong_sentences_only() -> None:
    random = Random(0)

    for _ in range(50):
        sample = draw(group(right=0, own=2), random)
        assert not sample.answered
        assert "right" not in str(sample.candidates)


def test_an_epoch_draws_every_group_once() -> None:
    groups = [group(right=1, question=f"Who {number}?") for number in range(50)]
    groups.append(group(right=0, own=0, elsewhere=0))

    batches = draw_batches(groups, 8, Random(0))

    questions = [sample.question for batch in batches for sample in batch]
    assert sorted(questions) == sorted(each.question for each in groups[:50])
    assert sorted(len(batch) for batch in batches) == [2, 8, 8, 8, 8, 8, 8]


@pytest.mark.parametrize("file", sorted(DATA.glob("*.jsonl")), ids=lambda file: file.stem)
def test_the_written_passages_are_sound(file: Path) -> None:
    for row in read_lines(file):
        assert list(row) == ["title", "section", "sentences", "questions", "unanswerable"]
        numbers = range(len(row["sentences"]))
        for question in row["questions"]:
            assert list(question) == ["q", "answers"]
            assert question["answers"]
            assert set(question["answers"]) <= set(numbers)


def test_the_readme_counts_the_written_passages() -> None:
    rows = [row for file in DATA.glob("*.jsonl") for row in read_lines(file)]
    answered = sum(len(row["questions"]) for row in rows)
    unanswered = sum(len(row["unanswerable"]) for row in rows)

    stated = f"{len(rows)} passages, {answered} questions that they answer and {unanswered} that"
    assert stated in (DATA / "README.md").read_text("utf-8")
