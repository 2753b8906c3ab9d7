"""Does the assistant know when it knows? Questions marked answerable or not, asked of the product.

A folder is one of ``benchmarks.sets``, whose queries carry ``answerable`` and ``answers``. Mind
that "unanswerable" often means "not in one passage": another may answer after all.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.assistant import Assistant
from assistant.errors import InputError
from assistant.models.embedder import Embedder
from assistant.results import Answer
from benchmarks.sets import Query, ingest, read_queries
from evals.scoring.curves import aurc, auroc, bootstrap_interval, risk_coverage
from evals.scoring.metrics import mean

RATES = (
    "abstained_answerable",
    "abstained_unanswerable",
    "held_of_given",
    "held_of_answerable",
)
"""Shares of queries: abstained on, of each kind; and given answers to answerable queries whose
quotes hold a reference answer, of those given and of all answerable."""

_LEAST_COSINE = -1.0
_LEAST_WORDS = 5
_ALPHANUMERIC = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a query. ``cosine`` is the top hit's, ``holds`` whether a quote answers."""

    answerable: bool
    confidence: float
    cosine: float
    abstained: bool
    holds: bool


def measure(folder: Path, stores: Path, embedder: Embedder) -> dict[str, Any]:
    """Ask the queries that are marked, and measure how well answering and silence are chosen.

    Args:
        folder: the set.
        stores: where the product's index of it is kept.
        embedder: the model.

    Returns:
        ``set``; ``answerable`` and ``unanswerable`` (counts); ``auroc`` of the confidence and
        ``auroc_similarity`` of the top hit's cosine; ``aurc`` and ``curve`` ((coverage, risk)
        pairs), where risk is the share of unanswerable queries among those answered; and each
        of ``RATES`` with its ``value``, ``low`` and ``high``, or ``None`` where it is a share
        of nothing.

    Raises:
        InputError: a file is missing or malformed, or no query of one kind is marked.
    """
    queries = [query for query in read_queries(folder) if query.answerable is not None]
    if len({query.answerable for query in queries}) < 2:
        raise InputError(f"{folder}: needs queries marked answerable and unanswerable")
    index, _ = ingest(folder, stores, embedder)
    assistant = Assistant(index, lambda: embedder)
    outcomes = [
        judge(query, assistant.ask(query.text, query.history))
        for query in tqdm(queries, desc=folder.name, disable=None)
    ]
    return {"set": folder.name, **measures(outcomes)}


def table(result: Mapping[str, Any]) -> str:
    """The result of ``measure`` as text: areas, rates with 95 % intervals, the curve's tenths."""
    lines = [
        "{set}: {answerable} answerable, {unanswerable} unanswerable".format_map(result),
        f"{'AUROC of confidence':<38}{result['auroc']:.3f}",
        f"{'AUROC of similarity':<38}{result['auroc_similarity']:.3f}",
        f"{'AURC of confidence':<38}{result['aurc']:.3f}",
        *(f"{_label(name):<38}{_rate(result[name])}" for name in RATES),
        "coverage  risk",
    ]
    lines += [f"{coverage:>8.2f}{risk:>6.3f}" for coverage, risk in _tenths(result["curve"])]
    return "\n".join(lines)


def judge(query: Query, answer: Answer) -> Outcome:
    """What came of a marked query."""
    return Outcome(
        answerable=bool(query.answerable),
        confidence=answer.confidence,
        cosine=answer.hits[0].cosine if answer.hits else _LEAST_COSINE,
        abstained=answer.abstained,
        holds=any(holds(citation.quote, query.answers) for citation in answer.citations),
    )


def holds(quote: str, references: Sequence[str]) -> bool:
    """Whether a quote has all words of a reference in a row, case and marks aside.

    A quote that is itself a stretch of a longer reference, such as a marked sentence, counts too.
    """
    words = _normalised(quote)
    spoken = len(words.split()) >= _LEAST_WORDS
    return any(
        f" {wanted} " in f" {words} " or (spoken and f" {words} " in f" {wanted} ")
        for wanted in map(_normalised, references)
        if wanted
    )


def measures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The measures of ``measure`` for outcomes of both kinds."""
    labels = [item.answerable for item in outcomes]
    confidences = [item.confidence for item in outcomes]
    answerable = [item for item in outcomes if item.answerable]
    unanswerable = [item for item in outcomes if not item.answerable]
    given = [item for item in answerable if not item.abstained]
    return {
        "answerable": len(answerable),
        "unanswerable": len(unanswerable),
        "auroc": auroc(confidences, labels),
        "auroc_similarity": auroc([item.cosine for item in outcomes], labels),
        "aurc": aurc(confidences, labels),
        "curve": risk_coverage(confidences, labels),
        "abstained_answerable": _share(answerable, lambda item: item.abstained),
        "abstained_unanswerable": _share(unanswerable, lambda item: item.abstained),
        "held_of_given": _share(given, lambda item: item.holds),
        "held_of_answerable": _share(answerable, lambda item: item.holds and not item.abstained),
    }


def _share(outcomes: Sequence[Outcome], test: Callable[[Outcome], bool]) -> dict[str, float] | None:
    if not outcomes:
        return None
    values = [float(test(item)) for item in outcomes]
    low, high = bootstrap_interval(values)
    return {"value": mean(values), "low": low, "high": high}


def _tenths(curve: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The first point of a curve at or beyond each tenth of coverage."""
    marks = (tenth / 10 for tenth in range(1, 11))
    points = (next(point for point in curve if point[0] >= mark) for mark in marks)
    return list(dict.fromkeys(points))


def _label(name: str) -> str:
    return name.replace("_", " ")


def _rate(rate: Mapping[str, float] | None) -> str:
    return "{value:.3f} {low:.3f}-{high:.3f}".format_map(rate) if rate else "-"


def _normalised(text: str) -> str:
    return " ".join(_ALPHANUMERIC.findall(text.lower()))
