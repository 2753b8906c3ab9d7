"""The documents that training reads as the assistant does, and the statements that answer."""

from pathlib import Path

import pytest

from tests.conftest import StubEmbedder
from training.scorer_groups import DATA, read_lines
from training.structured import (
    QUESTIONS,
    structured_documents,
    structured_groups,
    structured_questions,
)
from training.written import CONFIDENCE_DATA

FOLDERS = [DATA / "documents", CONFIDENCE_DATA / "documents"]


@pytest.mark.parametrize("folder", FOLDERS, ids=["scorer", "confidence"])
def test_every_answer_is_a_statement_of_its_document(folder: Path) -> None:
    documents = structured_documents(folder)
    rows = read_lines(folder / QUESTIONS)

    assert {row["file"] for row in rows} == set(documents)
    for row in rows:
        for part in row["answer"]:
            assert part in documents[row["file"]].text
    unanswered = [
        item.question
        for item in structured_questions(folder)
        if item.answerable and not item.answers
    ]
    assert unanswered == []


def test_a_group_has_the_right_statements_and_others_beside_them(
    tmp_path: Path, stub: StubEmbedder
) -> None:
    (tmp_path / "a.md").write_text(
        "# Fund\n\n| Type | Cap |\n|---|---|\n| Film | $5 |\n| Game | $7 |\n\n"
        "It excludes:\n\n- gifts\n- fines\n"
    )
    (tmp_path / "b.txt").write_text("The tax is 9%.\n")
    (tmp_path / QUESTIONS).write_text(
        '{"file": "a.md", "question": "What is the cap for games?", "answer": ["Game | $7"]}\n'
        '{"file": "a.md", "question": "What is excluded?", "answer": ["gifts", "fines"]}\n'
        '{"file": "b.txt", "question": "What is the fee?", "answer": []}\n'
    )

    cell, whole, none = structured_groups(tmp_path, stub)
    assert [item[2] for item in cell.right] == ["Type: Game; Cap: $7"]
    assert "Type: Film; Cap: $5" in [item[2] for item in cell.own]
    assert [item[2] for item in whole.right] == ["It excludes: gifts; fines"]
    assert not any("excludes" in item[2] for item in whole.own)
    assert (none.right, [item[2] for item in none.own]) == ([], ["The tax is 9%."])
