"""Retrieval on a BEIR-style folder: the product beside its halves and plain pipelines, in one run.

The systems are those of ``benchmarks.systems``. All but the product search the question as it
stands: where there is history, compare them with product/last-turn. Times include the embedding
of the question where a system needs it.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from assistant.errors import InputError
from assistant.models.embedder import Embedder
from assistant.readers.sources import gather
from assistant.results import IngestReport
from benchmarks.sets import Query, ingest, read_qrels, read_queries
from benchmarks.systems import (
    System,
    open_collection,
    own_systems,
    split_texts,
    vector_system,
    whole_texts,
)
from evals.scoring.curves import bootstrap_interval
from evals.scoring.metrics import mean, ndcg_at_k, recall_at_k

METRICS: Mapping[str, Callable[[Sequence[str], Mapping[str, float]], float]] = {
    "R@1": lambda ranked, gains: recall_at_k(ranked, gains, 1),
    "R@5": lambda ranked, gains: recall_at_k(ranked, gains, 5),
    "R@10": lambda ranked, gains: recall_at_k(ranked, gains, 10),
    "nDCG@5": lambda ranked, gains: ndcg_at_k(ranked, gains, 5),
    "nDCG@10": lambda ranked, gains: ndcg_at_k(ranked, gains, 10),
}


@dataclass(slots=True)
class Measured:
    """What was measured of a system: a value a query for every metric, and search times."""

    values: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in METRICS})
    seconds: list[float] = field(default_factory=list)


def measure(folder: Path, stores: Path, embedder: Embedder) -> dict[str, Any]:
    """Measure every system on the queries of ``folder`` that have a relevant document.

    Args:
        folder: the set.
        stores: where indexes are kept; vectors that are there already are not made again.
        embedder: the model of all systems.

    Returns:
        ``set``, ``queries`` and ``documents`` (counts), ``skipped`` (lines of the corpus that
        are no documents) and ``systems``: by name, each metric with its ``value``, ``low`` and
        ``high``, ``index_seconds`` (``None`` where nothing was indexed anew; for dense and the
        product the same vectors, for BM25 its build over stored chunks), ``p50_ms``, ``p95_ms``.

    Raises:
        InputError: a file is missing or malformed, or no query has a relevant document.
    """
    relevant = read_qrels(folder)
    queries = [query for query in read_queries(folder) if query.id in relevant]
    if not queries:
        raise InputError(f"{folder}: no query has a relevant document in the qrels")
    index, report = ingest(folder, stores, embedder)
    sources = gather([str(folder / "corpus.jsonl")]).sources
    pieces_store, whole_store = (
        stores / f"{folder.name}-{kind}" for kind in ("langchain", "whole")
    )
    with open_collection(pieces_store) as pieces, open_collection(whole_store) as whole:
        systems = [
            *own_systems(index, _indexing_seconds(report), queries, embedder),
            vector_system("langchain", pieces, split_texts(sources), embedder),
            vector_system("dense-whole", whole, whole_texts(sources), embedder),
        ]
        measured = {system.name: _run(system, queries, relevant) for system in systems}
    return {
        "set": folder.name,
        "queries": len(queries),
        "documents": len(sources),
        "skipped": len(report.failed),
        "systems": {
            system.name: _summary(measured[system.name], system.seconds) for system in systems
        },
    }


def table(result: Mapping[str, Any]) -> str:
    """The result of ``measure`` as text: a row a system, metrics with their 95 % intervals."""
    head = "{set}: {queries} queries, {documents} documents".format_map(result)
    if result["skipped"]:
        head += f", {result['skipped']} lines skipped"
    columns = "".join(f"{name:>22}" for name in METRICS)
    lines = [head, f"{'':<18}{columns}{'index s':>9}{'p50 ms':>8}{'p95 ms':>8}"]
    for name, row in result["systems"].items():
        cells = "".join(
            "{value:>9.3f} {low:.3f}-{high:.3f}".format_map(row[metric]) for metric in METRICS
        )
        seconds = "kept" if row["index_seconds"] is None else f"{row['index_seconds']:.1f}"
        times = f"{seconds:>9}{row['p50_ms']:>8.1f}{row['p95_ms']:>8.1f}"
        lines.append(f"{name:<18}{cells}{times}")
    return "\n".join(lines)


def _run(
    system: System, queries: Sequence[Query], relevant: Mapping[str, Mapping[str, float]]
) -> Measured:
    measured = Measured()
    # The first search of a system loads what later ones find loaded.
    system.search(queries[0])
    for query in tqdm(queries, desc=system.name, disable=None):
        began = time.perf_counter()
        ranked = system.search(query)
        measured.seconds.append(time.perf_counter() - began)
        for name, metric in METRICS.items():
            measured.values[name].append(metric(ranked, relevant[query.id]))
    return measured


def _summary(measured: Measured, seconds: float | None) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, values in measured.values.items():
        low, high = bootstrap_interval(values)
        row[name] = {"value": mean(values), "low": low, "high": high}
    middle, slow = np.percentile(measured.seconds, [50, 95])
    row["index_seconds"] = None if seconds is None else round(seconds, 2)
    row["p50_ms"] = round(1000 * float(middle), 1)
    row["p95_ms"] = round(1000 * float(slow), 1)
    return row


def _indexing_seconds(report: IngestReport) -> float | None:
    return None if report.updated or report.unchanged else report.seconds
