"""Scores saved answers; asks nothing, reads only answers and documents."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.documents.chunks import chunk_document
from assistant.text.marks import as_shown
from assistant.types import Document
from evals.cases import INTACT, INVARIANCE, PARAPHRASED, POLICY, PROFESSIONAL, SHAPE, Case
from evals.generate import Answered
from evals.scoring import attribution, metrics
from evals.scoring.correctness import Judgement, judge
from evals.scoring.expectations import expected_measures
from evals.scoring.parts import is_refused, judge_parts, refusal_measures, sentences

Similarity = Callable[[str, str], float]
"""Similarity in -1..1 of an answer and its reference."""

CUTS = (1, 5, 10)

ONE_FACT = frozenset({POLICY, PROFESSIONAL})
"""Suites whose right answers have their sentences counted, but for their comparisons."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One case with its answer, its outcome and its measures (name -> value).

    Measures are in 0..1, but for ``sentences``, a count.

    ``passed``: an answerable question was answered correctly, another one refused.
    """

    case: Case
    answer: Mapping[str, Any]
    outcome: str
    passed: bool
    missing: tuple[str, ...]
    measures: Mapping[str, float]


def score(
    answers: Iterable[Answered], documents: Mapping[str, Document], similarity: Similarity
) -> list[Scored]:
    """Score every answer."""
    return [_score_one(case, answer, documents, similarity) for case, answer in answers]


def row(item: Scored) -> dict[str, Any]:
    """A scored case as a line of ``scored.jsonl``."""
    case, answer = item.case, item.answer
    return {
        "suite": case.suite,
        "id": case.id,
        "question": case.question,
        "searched": answer.get("searched", case.question),
        "reference": as_shown(case.reference),
        "answerable": case.answerable,
        "outcome": item.outcome,
        "passed": item.passed,
        "answer": answer["answer"],
        "abstained": answer["abstained"],
        "open": answer.get("open", False),
        "confidence": answer["confidence"],
        "missing": list(item.missing),
        "citations": answer["citations"],
        "notes": list(answer.get("notes", [])),
        "figures": {name: round(value, 4) for name, value in item.measures.items()},
    }


def is_exact(citation: Mapping[str, Any], documents: Mapping[str, Document]) -> bool:
    """Whether a returned quote is the document's text at its offsets."""
    document = documents.get(citation["document_id"])
    start, end = citation["start"], citation["end"]
    return (
        document is not None and 0 <= start < end and document.text[start:end] == citation["quote"]
    )


def spoken(answer: Mapping[str, Any]) -> str:
    """The words of an answer without its citation marks."""
    return " ".join(part.text for part in attribution.segments(str(answer["answer"])))


def best_similarity(answer: Mapping[str, Any], reference: str, similarity: Similarity) -> float:
    """The similarity to the reference of the answer's sentence that is nearest to it."""
    parts = attribution.segments(str(answer["answer"]))
    return max((similarity(part.text, reference) for part in parts), default=0.0)


def _score_one(
    case: Case,
    answer: Mapping[str, Any],
    documents: Mapping[str, Document],
    similarity: Similarity,
) -> Scored:
    quoted = [*answer["citations"], *answer.get("related", [])]
    exact = [is_exact(quote, documents) for quote in quoted]
    measures = {"quotes_exact": metrics.mean(exact)} if exact else {}
    is_shaped = case.suite.startswith(SHAPE)
    if not case.answerable:
        measures["false_answer_rate"] = float(not answer["abstained"])
        outcome = "not_attempted" if answer["abstained"] else "incorrect"
        wanted = refusal_measures(case, answer) if is_shaped else {}
        passed = bool(answer["abstained"]) and all(value == 1 for value in wanted.values())
        measures |= expected_measures(case, answer, False) | wanted
        return Scored(case, answer, outcome, passed, (), measures)
    if is_shaped:
        return _score_parts(case, answer, documents, measures)
    if not case.reference:
        return _score_expected(case, answer, measures)
    judgement = _judgement(case, answer, similarity)
    measures |= _retrieval_measures(case, answer, documents)
    measures |= _answer_measures(case, answer, judgement, similarity)
    passed = judgement.outcome == "correct"
    measures |= expected_measures(case, answer, passed)
    if passed and case.suite in ONE_FACT and case.wanted.get("kind") != "compare":
        measures["sentences"] = float(sentences(answer))
    return Scored(case, answer, judgement.outcome, passed, judgement.missing, measures)


def _score_parts(
    case: Case,
    answer: Mapping[str, Any],
    documents: Mapping[str, Document],
    measures: dict[str, float],
) -> Scored:
    """A case with parts: right where all of them are."""
    judged, refused = judge_parts(case, answer), is_refused(answer)
    measures |= judged.measures
    measures |= _retrieval_measures(case, answer, documents)
    measures["false_refusal_rate"] = float(refused)
    if not refused:
        measures |= _document_measures(case, answer)
    outcome = "correct" if judged.is_complete else "not_attempted" if refused else "incorrect"
    return Scored(case, answer, outcome, judged.is_complete, judged.missing, measures)


def _score_expected(case: Case, answer: Mapping[str, Any], measures: dict[str, float]) -> Scored:
    """A case without a reference: right where all is as its suite expects."""
    expected = expected_measures(case, answer, False)
    passed = all(value == 1 for value in expected.values())
    outcome = "correct" if passed else "not_attempted" if answer["abstained"] else "incorrect"
    cited = {quote["document_id"] for quote in answer["citations"]}
    lost = [item for item in case.documents if case.suite == INVARIANCE and item not in cited]
    return Scored(case, answer, outcome, passed, tuple(lost), measures | expected)


def _judgement(case: Case, answer: Mapping[str, Any], similarity: Similarity) -> Judgement:
    references = [as_shown(text) for text in (case.reference, case.fact) if text]
    judgements = [
        judge(
            case.question,
            reference,
            spoken(answer),
            abstained=bool(answer["abstained"]),
            similarity=best_similarity(answer, reference, similarity),
        )
        for reference in references or [""]
    ]
    right = (item for item in judgements if item.outcome == "correct")
    return next(right, judgements[0])


def _answer_measures(
    case: Case, answer: Mapping[str, Any], judgement: Judgement, similarity: Similarity
) -> dict[str, float]:
    measures = {
        "correct": float(judgement.outcome == "correct"),
        "incorrect": float(judgement.outcome == "incorrect"),
        "false_refusal_rate": float(answer["abstained"]),
    }
    if answer["abstained"]:
        return measures
    reference, text = as_shown(case.reference), spoken(answer)
    quotes = {c["n"]: as_shown(c["quote"]) for c in answer["citations"]}
    return (
        measures
        | {
            "nugget_recall": judgement.nugget_recall,
            "token_f1": metrics.token_f1(text, reference),
            "similarity": similarity(text, reference),
            "citation_precision": attribution.citation_precision(answer["answer"], quotes),
            "citation_recall": attribution.citation_recall(answer["answer"], quotes),
        }
        | _document_measures(case, answer)
    )


def _document_measures(case: Case, answer: Mapping[str, Any]) -> dict[str, float]:
    if not case.documents:
        return {}
    return {
        "document_precision": attribution.document_precision(answer["citations"], case.documents),
        "document_recall": attribution.document_recall(answer["citations"], case.documents),
    }


def _retrieval_measures(
    case: Case, answer: Mapping[str, Any], documents: Mapping[str, Document]
) -> dict[str, float]:
    """Recall, MRR and nDCG of the pair's own chunk or, where that is not indexed, of documents."""
    hits = answer.get("hits")
    if not hits or not case.documents:
        return {}
    if case.suite in (INTACT, PARAPHRASED):
        ranked = [hit["chunk_id"] for hit in hits]
        chunks = chunk_document(documents[case.documents[0]])
        relevant = {chunk.id for chunk in chunks if chunk.start <= case.start < chunk.end}
    else:
        ranked = list(dict.fromkeys(hit["document_id"] for hit in hits))
        relevant = set(case.documents)
    measures = {f"recall@{k}": metrics.recall_at_k(ranked, relevant, k) for k in CUTS}
    measures["mrr"] = metrics.reciprocal_rank(ranked, relevant)
    measures["ndcg@10"] = metrics.ndcg_at_k(ranked, dict.fromkeys(relevant, 1.0), 10)
    return measures
