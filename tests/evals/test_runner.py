import json
from pathlib import Path
from typing import Any

import pytest

from assistant.articles import parse
from assistant.chunks import chunk_document
from assistant.errors import InputError
from assistant.types import Document
from evals import cases, gate, score
from evals.cases import INTACT, MASKED, UNANSWERABLE, Case
from evals.generate import generate, read_answers
from tests.conftest import StubEmbedder

TEXT = "The fund is large.\n\nQ&A\nWho may sell credits?\nOnly independents may.\n"


@pytest.fixture
def document() -> Document:
    return parse("d", TEXT)


def answer(document: Document, quote: str | None, hits: tuple[str, ...] = ()) -> dict[str, Any]:
    start = TEXT.index(quote) if quote else 0
    citation = {"document_id": "d", "start": start, "end": start + len(quote or "")}
    return {
        "abstained": quote is None,
        "citations": [citation | {"quote": quote}] if quote else [],
        "related": [],
        "hits": [{"chunk_id": key} for key in hits],
    }


def overlap(one: str, other: str) -> float:
    return float(one == other)


def test_own_cases_come_from_the_documents(document: Document) -> None:
    (case,) = cases.own_cases([document])

    assert (case.suite, case.id, case.question) == (INTACT, "d/1", "Who may sell credits?")
    assert case.reference == TEXT[case.start : case.end] == "Only independents may."


def test_masking_keeps_the_pairs_out_of_the_index_but_in_the_text(document: Document) -> None:
    masked = cases.without_pairs(document)

    assert [chunk.text for chunk in chunk_document(masked)] == ["The fund is large."]
    assert masked.text == document.text
    (case,) = cases.masked_cases(cases.own_cases([document]))
    assert (case.suite, case.start, case.end) == (MASKED, 0, 0)


def test_a_rewording_of_nothing_is_refused(document: Document, tmp_path: Path) -> None:
    file = tmp_path / "p.jsonl"
    row = {"id": "x", "document_id": "d", "own_question": "Who else?", "question": "Else who?"}
    file.write_text(json.dumps(row) + "\n" + json.dumps(row | {"document_id": "not here"}))

    with pytest.raises(InputError, match="does not have"):
        cases.paraphrased_cases(cases.own_cases([document]), file)


def test_scores_by_hand(document: Document) -> None:
    (case,) = cases.own_cases([document])
    body, pair = (chunk.id for chunk in chunk_document(document))
    rows = [
        (case, answer(document, "Only independents may.", (pair, body))),
        (case, answer(document, "The fund is large.", (body,))),
        (case, answer(document, None, (body, pair))),
    ]

    (figures,) = score.score(rows, {"d": document}, overlap).values()
    assert figures == {
        "questions": 3,
        "abstained": pytest.approx(1 / 3, abs=1e-4),
        "quotes_exact": 1,
        "similarity": 0.5,
        "token_f1": 0.5,
        "citations_correct": 0.5,
        "recall@5": pytest.approx(2 / 3, abs=1e-4),
    }


def test_an_altered_quote_is_noticed(document: Document) -> None:
    (case,) = cases.own_cases([document])
    altered = answer(document, "Only independents may.")
    altered["citations"][0]["quote"] = "Only independents must."

    figures = score.score([(case, altered)], {"d": document}, overlap)[INTACT]
    assert figures["quotes_exact"] == 0


def test_unanswerable_questions_count_their_abstentions(document: Document) -> None:
    case = Case(UNANSWERABLE, "u", "Penguins?")
    rows = [(case, answer(document, None)), (case, answer(document, "The fund is large."))]

    figures = score.score(rows, {"d": document}, overlap)[UNANSWERABLE]
    assert figures == {"questions": 2, "abstained": 0.5, "quotes_exact": 1}


def test_the_gate_says_what_fell_and_by_how_much() -> None:
    thresholds = {"s": {"low": {"min": 0.9}, "high": {"max": 0.1}, "gone": {"min": 0.5}}}

    assert gate.breaches({"s": {"low": 0.95, "high": 0.05, "gone": 0.5}}, thresholds) == []
    assert gate.breaches({"s": {"low": 0.8, "high": 0.3}}, thresholds) == [
        "s low: 0.800, 0.100 under 0.9",
        "s high: 0.300, 0.200 over 0.1",
        "s gone: not measured",
    ]


def test_the_committed_gate_stops_bots_that_always_or_never_answer() -> None:
    thresholds = gate.read_thresholds()

    def abstaining(share: float) -> dict[str, dict[str, float]]:
        return {suite: dict.fromkeys(bounds, share) for suite, bounds in thresholds.items()}

    assert any("abstained" in line for line in gate.breaches(abstaining(1.0), thresholds))
    assert any("abstained" in line for line in gate.breaches(abstaining(0.0), thresholds))


def test_two_runs_write_the_same_answers(
    document: Document, stub: StubEmbedder, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        generate([document], stub, tmp_path / name)
    first, second = ((tmp_path / name / "answers.jsonl").read_bytes() for name in ("one", "two"))

    assert first == second
    suites = {case.suite for case, _ in read_answers(tmp_path / "one")}
    assert suites == {INTACT, MASKED, UNANSWERABLE}
    assert "p50_ms" in (tmp_path / "one" / "timings.json").read_text()
