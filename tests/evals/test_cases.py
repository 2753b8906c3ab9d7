import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from assistant.documents.chunks import chunk_document
from assistant.errors import InputError
from assistant.types import Document, Turn
from evals import cases
from evals.cases import ABLATED, INTACT, MASKED
from tests.evals.conftest import TEXT


def test_own_cases_come_from_the_documents(documents: list[Document]) -> None:
    first, second = cases.own_cases(documents)

    assert (first.suite, first.id, first.question) == (
        INTACT,
        "intact/d/1",
        "Who may sell credits?",
    )
    assert first.reference == TEXT[first.start : first.end] == "Only independents may."
    assert (second.id, second.documents) == ("intact/e/1", ("e",))


def test_masking_keeps_the_pairs_out_of_the_index_but_in_the_text(
    documents: list[Document],
) -> None:
    masked = cases.without_pairs(documents[0])

    assert [chunk.text for chunk in chunk_document(masked)] == ["The fund is large."]
    assert masked.text == documents[0].text
    case = cases.masked_cases(cases.own_cases(documents))[0]
    assert (case.suite, case.id, case.start, case.end) == (MASKED, "masked/d/1", 0, 0)


def test_ablated_questions_are_unanswerable_unless_marked(
    documents: list[Document], tmp_path: Path
) -> None:
    marked = tmp_path / "marked.jsonl"
    marked.write_text('{"id": "ablated/e/1", "documents": ["d"]}\n')

    first, second = cases.ablated_cases(cases.own_cases(documents), marked)
    assert (first.suite, first.answerable, first.reference) == (ABLATED, False, "")
    assert (second.answerable, second.reference, second.documents) == (True, "In May.", ("d",))


def test_a_rewording_of_nothing_is_refused(documents: list[Document], tmp_path: Path) -> None:
    file = tmp_path / "p.jsonl"
    row = {"id": "x", "document_id": "d", "own_question": "Who else?", "question": "Else who?"}
    file.write_text(json.dumps(row) + "\n" + json.dumps(row | {"document_id": "not here"}))

    with pytest.raises(InputError, match="does not have"):
        cases.paraphrased_cases(cases.own_cases(documents), file)


def test_stored_cases_carry_history_and_expectations(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    row = {"id": "q", "question": "And?", "history": [{"role": "user", "content": "Who?"}]}
    file.write_text(json.dumps(row | {"answerable": True, "answer": "She.", "documents": ["d"]}))

    (case,) = cases.stored_cases("mine", file)
    assert case.history == (Turn("user", "Who?"),)
    assert (case.answerable, case.reference, case.documents) == (True, "She.", ("d",))
    assert cases.case_from_json(json.loads(json.dumps(asdict(case)))) == case
    file.write_text('{"id": 1}')
    with pytest.raises(InputError, match="question 1"):
        cases.stored_cases("mine", file)


SHAPED = {
    "id": "s", "kind": "compare", "question": "Ohio v Utah?", "answerable": True, "answer": "30%",
    "parts": [
        {"ask": "Ohio", "must": ["30%||30 per"], "documents": ["o"], "entity": "O", "aspect": "r"},
        {"ask": "Utah", "must": [], "missing": True, "documents": ["u", "o"], "entity": "U",
         "aspect": "r"},
    ],
}  # fmt: skip


def shaped(folder: Path, **changes: Any) -> list[cases.Case]:
    row = {key: value for key, value in (SHAPED | changes).items() if value is not None}
    (folder / "shapes-more.jsonl").write_text(json.dumps(row) + "\n")
    return cases.shape_cases(folder)


def test_a_case_with_parts_is_of_the_suite_of_its_kind(tmp_path: Path) -> None:
    (case,) = shaped(tmp_path)

    assert (case.suite, case.documents, case.today) == ("shape/compare", ("o", "u"), "2026-07-02")
    assert (case.wanted["kind"], case.wanted["parts"]) == ("compare", SHAPED["parts"])
    (other,) = cases.stored_cases("mine", tmp_path / "shapes-more.jsonl")
    assert other == case
    assert cases.case_from_json(json.loads(json.dumps(asdict(case)))) == case


def test_a_case_to_be_refused_needs_no_parts(tmp_path: Path) -> None:
    (case,) = shaped(tmp_path, kind="reply", answerable=False, parts=[])

    assert (case.suite, case.answerable, case.reference) == ("shape/reply", False, "")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "essay"}, "'essay'"),
        ({"kind": "near"}, "'near'"),
        ({"kind": "multi", "answerable": False}, "'multi'"),
        ({"parts": []}, "is answerable and needs parts"),
        ({"kind": "multi", "parts": [{"ask": "a", "must": []}]}, 'needs an "ask", and a "must"'),
        ({"kind": "multi", "parts": [{"must": ["a"]}]}, 'needs an "ask"'),
        ({"parts": [{"ask": "a", "must": ["b"], "entity": "e"}]}, 'an "entity" and an "aspect"'),
    ],
)
def test_parts_that_can_not_be_scored_are_refused(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        shaped(tmp_path, **changes)


def test_the_stored_suites_have_their_sizes() -> None:
    counts: dict[str, int] = {}
    for case in cases.fixed_cases():
        if case.suite.startswith(cases.SHAPE):
            continue
        counts[case.suite] = counts.get(case.suite, 0) + 1

    assert counts == {
        cases.POLICY: 58,
        cases.PROFESSIONAL: 180,
        cases.FOLLOW_UP: 60,
        cases.CONVERSATION: 60,
        cases.COMPARISON: 36,
        cases.TIME: 48,
        cases.AUTHORITY: 27,
        cases.FAR: 40,
        cases.NEAR: 20,
    }


def test_a_turn_of_a_conversation_knows_those_before_it() -> None:
    second = cases.conversation_cases()[1]

    assert second.id.endswith("/2")
    assert [turn.role for turn in second.history] == ["user", "assistant"]
