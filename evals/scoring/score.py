"""Scores saved answers; asks nothing, reads only answers and documents."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.documents.chunks import chunk_document
from assistant.text.sentences import without_markers
from assistant.types import Document
from evals.cases import INTACT, PARAPHRASED, Case
from evals.generate import Answered
from evals.scoring import attribution, metrics
from evals.scoring.correctness import Judgement, judge
from evals.scoring.curves import (
    aurc,
    auroc,
    bootstrap_interval,
    calibration,
    expected_calibration_error,
    risk_coverage,
)
from evals.scoring.expectations import expected_measures

Similarity = Callable[[str, str], float]
"""Similarity in -1..1 of an answer and its reference."""

CUTS = (1, 5, 10)

BINS = 10
SUITE_BINS = 5
SUITE_LEAST = 40
"""Bins of the calibration of all suites and of one, and the cases one needs: eight a bin."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One case with its answer, its outcome and its measures (name -> value in 0..1).

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


def summary(scored: Sequence[Scored]) -> dict[str, Any]:
    """The scores of all suites with 95 % bootstrap intervals, risk–coverage and calibration.

    Risk and coverage are those of the confidence: a case counts as right when its question is
    answerable and its answer correct, so an abstention on it counts against the confidence too.
    Calibration leaves out answerable questions that were refused, for their best evidence may
    have been right and nobody judged it, and the suite that is a lookup.
    """
    suites: dict[str, dict[str, list[float]]] = {}
    for item in scored:
        columns = suites.setdefault(item.case.suite, {})
        for name, value in item.measures.items():
            columns.setdefault(name, []).append(value)
    confidences = [float(item.answer["confidence"]) for item in scored]
    right = [_is_right(item) for item in scored]
    curve = risk_coverage(confidences, right)
    return {
        "suites": {
            suite: {name: _interval(values) for name, values in columns.items()}
            | _of_confidence([item for item in scored if item.case.suite == suite])
            for suite, columns in suites.items()
        },
        "risk_coverage": [[round(x, 4), round(y, 4)] for x, y in curve],
        "aurc": round(aurc(confidences, right), 4),
        "calibration": _reliability(scored),
    }


def row(item: Scored) -> dict[str, Any]:
    """A scored case as a line of ``scored.jsonl``."""
    case, answer = item.case, item.answer
    return {
        "suite": case.suite,
        "id": case.id,
        "question": case.question,
        "searched": answer.get("searched", case.question),
        "reference": without_markers(case.reference),
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
    if not case.answerable:
        measures["false_answer_rate"] = float(not answer["abstained"])
        outcome = "not_attempted" if answer["abstained"] else "incorrect"
        measures |= expected_measures(case, answer, False)
        return Scored(case, answer, outcome, bool(answer["abstained"]), (), measures)
    if not case.reference:
        return _score_expected(case, answer, measures)
    judgement = _judgement(case, answer, similarity)
    measures |= _retrieval_measures(case, answer, documents)
    measures |= _answer_measures(case, answer, judgement, similarity)
    passed = judgement.outcome == "correct"
    measures |= expected_measures(case, answer, passed)
    return Scored(case, answer, judgement.outcome, passed, judgement.missing, measures)


def _score_expected(case: Case, answer: Mapping[str, Any], measures: dict[str, float]) -> Scored:
    """A case without a reference: right where all is as its suite expects."""
    expected = expected_measures(case, answer, False)
    passed = all(value == 1 for value in expected.values())
    outcome = "correct" if passed else "not_attempted" if answer["abstained"] else "incorrect"
    return Scored(case, answer, outcome, passed, (), measures | expected)


def _judgement(case: Case, answer: Mapping[str, Any], similarity: Similarity) -> Judgement:
    references = [without_markers(text) for text in (case.reference, case.fact) if text]
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
    reference, text = without_markers(case.reference), spoken(answer)
    quotes = {c["n"]: without_markers(c["quote"]) for c in answer["citations"]}
    return measures | {
        "nugget_recall": judgement.nugget_recall,
        "token_f1": metrics.token_f1(text, reference),
        "similarity": similarity(text, reference),
        "citation_precision": attribution.citation_precision(answer["answer"], quotes),
        "citation_recall": attribution.citation_recall(answer["answer"], quotes),
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


def _interval(values: Sequence[float]) -> dict[str, Any]:
    low, high = bootstrap_interval(values)
    return {
        "value": round(metrics.mean(values), 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "n": len(values),
    }


def _of_confidence(items: Sequence[Scored]) -> dict[str, dict[str, Any]]:
    """The measures of a suite's confidence, each where the suite can tell it."""
    return _separation(items) | _calibration_error(items)


def _separation(items: Sequence[Scored]) -> dict[str, dict[str, Any]]:
    """The AUROC of the confidence, where a suite has answerable and other questions."""
    labels = [item.case.answerable for item in items]
    if len(set(labels)) < 2:
        return {}
    value = auroc([float(item.answer["confidence"]) for item in items], labels)
    return {"auroc": _bare(value, len(items))}


def _calibration_error(items: Sequence[Scored]) -> dict[str, dict[str, Any]]:
    """The ECE of the confidence, where a suite has enough cases, right ones and wrong ones."""
    confidences, right = _judged(items)
    if len(right) < SUITE_LEAST or len(set(right)) < 2:
        return {}
    value = expected_calibration_error(confidences, right, SUITE_BINS)
    return {"ece": _bare(value, len(right))}


def _reliability(items: Sequence[Scored]) -> dict[str, Any]:
    """The ECE, ``None`` without cases, and the bins: mean confidence, share right, count."""
    confidences, right = _judged(items)
    if not right:
        return {"ece": None, "bins": []}
    bins = calibration(confidences, right, BINS)
    return {
        "ece": round(expected_calibration_error(confidences, right, BINS), 4),
        "bins": [[round(b.confidence, 4), round(b.right, 4), b.cases] for b in bins],
    }


def _judged(items: Sequence[Scored]) -> tuple[list[float], list[bool]]:
    """The confidences that can be held against the truth, and whether each was right."""
    kept = [
        item
        for item in items
        if item.case.suite != INTACT and not (item.case.answerable and item.answer["abstained"])
    ]
    confidences = [float(item.answer["confidence"]) for item in kept]
    # Another system may put out a score of any size; calibration is a matter of probabilities.
    if not all(0 <= value <= 1 for value in confidences):
        return [], []
    return confidences, [_is_right(item) for item in kept]


def _is_right(item: Scored) -> bool:
    return item.case.answerable and item.outcome == "correct"


def _bare(value: float, n: int) -> dict[str, Any]:
    """A measure that is no mean over cases, and so has no interval here."""
    return {"value": round(value, 4), "low": None, "high": None, "n": n}
