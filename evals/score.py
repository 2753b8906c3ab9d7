"""Scores saved answers; reads files and documents, asks nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.chunks import chunk_document, owner
from assistant.sentences import without_markers
from assistant.types import Document
from evals import metrics
from evals.cases import UNANSWERABLE, Case

Scores = dict[str, dict[str, float]]
"""Figures by suite and by name."""

K = 5

Similarity = Callable[[str, str], float]
"""Similarity in -1..1 of an answer and its reference."""


def score(
    answers: Sequence[tuple[Case, Mapping[str, Any]]],
    documents: Mapping[str, Document],
    similarity: Similarity,
) -> Scores:
    """Score every suite.

    Answer figures (``similarity``, ``token_f1``) are means over the questions that were
    answered; how many were not is ``abstained``, a share of all.
    """
    suites: dict[str, list[tuple[Case, Mapping[str, Any]]]] = {}
    for case, answer in answers:
        suites.setdefault(case.suite, []).append((case, answer))
    return {
        suite: {
            name: round(value, 4)
            for name, value in _suite_scores(suite, rows, documents, similarity).items()
        }
        for suite, rows in suites.items()
    }


def _suite_scores(
    suite: str,
    rows: Sequence[tuple[Case, Mapping[str, Any]]],
    documents: Mapping[str, Document],
    similarity: Similarity,
) -> dict[str, float]:
    given = [(case, answer) for case, answer in rows if not answer["abstained"]]
    exact = [
        is_exact(citation, documents)
        for _, answer in rows
        for citation in (*answer["citations"], *answer["related"])
    ]
    scores = {
        "questions": float(len(rows)),
        "abstained": 1 - len(given) / len(rows),
        "quotes_exact": metrics.mean(exact) if exact else 1.0,
    }
    if suite == UNANSWERABLE:
        return scores
    texts = [(_plain(answer), without_markers(case.reference)) for case, answer in given]
    return scores | {
        "similarity": metrics.mean([similarity(*pair) for pair in texts]),
        "token_f1": metrics.mean([metrics.token_f1(*pair) for pair in texts]),
        "citations_correct": metrics.mean([_citations_correct(*row) for row in given]),
        f"recall@{K}": metrics.mean([_recall(*row, documents) for row in rows]),
    }


def is_exact(citation: Mapping[str, Any], documents: Mapping[str, Document]) -> bool:
    """Whether a returned quote is the document's text at its offsets."""
    document = documents.get(citation["document_id"])
    return (
        document is not None
        and document.text[citation["start"] : citation["end"]] == citation["quote"]
    )


def _citations_correct(case: Case, answer: Mapping[str, Any]) -> float:
    """Share of the citations that lie in the pair's answer or, where that is masked, document."""
    return metrics.mean(
        [
            citation["document_id"] == case.document_id
            and (not case.end or case.start <= citation["start"] < citation["end"] <= case.end)
            for citation in answer["citations"]
        ]
    )


def _recall(case: Case, answer: Mapping[str, Any], documents: Mapping[str, Document]) -> float:
    """Recall of the pair's own chunk or, where that is masked, of the document."""
    ranked = [hit["chunk_id"] for hit in answer["hits"]]
    if not case.end:
        found = list(dict.fromkeys(owner(key)[0] for key in ranked))
        return metrics.recall_at_k(found, {case.document_id}, K)
    chunks = chunk_document(documents[case.document_id])
    own = {chunk.id for chunk in chunks if chunk.start <= case.start < chunk.end}
    return metrics.recall_at_k(ranked, own, K)


def _plain(answer: Mapping[str, Any]) -> str:
    return " ".join(without_markers(citation["quote"]) for citation in answer["citations"])
