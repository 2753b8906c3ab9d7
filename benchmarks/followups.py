"""How much of a conversation is understood? Follow-ups searched three ways, by document.

- last turn: the bare question
- resolved: the question as the product resolves it against its history
- rewrite: a reference stand-alone question

Two sets are measured and pooled: a folder of ``benchmarks.sets`` whose queries carry ``history``
and ``rewrite``, and the stored follow-ups, asked of the library.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.assistant import Assistant
from assistant.contract import read_history
from assistant.errors import InputError
from assistant.models.embedder import Embedder
from assistant.store.index import Index
from assistant.types import Turn
from benchmarks.sets import ingest, read_qrels, read_queries
from evals.cases import QUESTIONS
from evals.scoring.curves import bootstrap_interval
from evals.scoring.metrics import mean, ndcg_at_k, recall_at_k

CORPUS = "corpus"
OWN = "follow-ups"
POOLED = "pooled"
ALONE = "standing alone"
WAYS = ("last turn", "resolved", "rewrite")
K = 5
METRICS = (f"R@{K}", f"nDCG@{K}")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question in a conversation, its stand-alone wording and what is relevant to it."""

    question: str
    history: tuple[Turn, ...]
    rewrite: str
    relevant: Mapping[str, float]

    @property
    def stands_alone(self) -> bool:
        """Whether its reference is the question itself, letter case and marks aside."""
        return _plain(self.question) == _plain(self.rewrite)


Values = dict[str, dict[str, list[float]]]
"""Way -> metric -> a value for each follow-up."""


def measure(folder: Path, stores: Path, embedder: Embedder) -> dict[str, Any]:
    """Search the follow-ups of ``folder`` and the stored ones in all ways.

    Returns:
        By set that has any, with ``pooled`` and those of all sets that stand alone: ``n``, each
        way's metrics with ``value``, ``low`` and ``high``, and by metric under ``gain`` the paired
        difference of resolved and last turn, with its interval, and ``of_rewrite``, the share of
        the rewrite's gain that it wins back (``None`` where that gains nothing).

    Raises:
        InputError: the folder has no query with history, rewrite and relevant document.
    """
    index, _ = ingest(folder, stores, embedder)
    relevant = read_qrels(folder)
    theirs = [
        FollowUp(query.text, query.history, query.rewrite, relevant[query.id])
        for query in read_queries(folder)
        if query.history and query.rewrite and query.id in relevant
    ]
    if not theirs:
        raise InputError(f"{folder}: no query has history, rewrite and a relevant document")
    library = Assistant(Index(stores / OWN), lambda: embedder)
    library.ingest([CORPUS])
    sets = {
        folder.name: (theirs, Assistant(index, lambda: embedder)),
        OWN: (own_followups(QUESTIONS / "followups.jsonl"), library),
    }
    values = {name: _search(name, *of_set) for name, of_set in sets.items()}
    asked = [item for items, _ in sets.values() for item in items]
    pooled = _joined(values.values())
    alone = [at for at, item in enumerate(asked) if item.stands_alone]
    measured = {**values, POOLED: pooled, ALONE: _picked(pooled, alone)}
    return {name: _summary(of_set) for name, of_set in measured.items() if _count(of_set)}


def own_followups(file: Path) -> list[FollowUp]:
    """The stored follow-ups; a document that answers is relevant."""
    rows = [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]
    return [
        FollowUp(
            row["question"],
            read_history(row["history"]),
            row["rewrite"],
            dict.fromkeys(row["documents"], 1.0),
        )
        for row in rows
    ]


def table(results: Mapping[str, Any]) -> str:
    """The results of ``measure`` as text."""
    lines = []
    for name, result in results.items():
        lines.append(f"{name}: {result['n']} questions")
        for way in WAYS:
            cells = (
                f"{metric} {{value:.3f}} {{low:.3f}}-{{high:.3f}}".format_map(result[way][metric])
                for metric in METRICS
            )
            lines.append(f"  {way:<10} {'   '.join(cells)}")
        for metric in METRICS:
            gain = result["gain"][metric]
            won = "" if gain["of_rewrite"] is None else f", {gain['of_rewrite']:.0%} of rewrite's"
            interval = "{value:+.3f} {low:+.3f}-{high:+.3f}".format_map(gain)
            lines.append(f"  gain {metric} {interval}{won}")
    return "\n".join(lines)


def _search(name: str, items: Sequence[FollowUp], assistant: Assistant) -> Values:
    values: Values = {way: {metric: [] for metric in METRICS} for way in WAYS}
    for item in tqdm(items, name, disable=None):
        asked: dict[str, tuple[str, tuple[Turn, ...]]] = {
            "last turn": (item.question, ()),
            "resolved": (item.question, item.history),
            "rewrite": (item.rewrite, ()),
        }
        for way, (query, history) in asked.items():
            hits = assistant.search_documents(query, K, history=history)
            ranked = [hit.chunk.document_id for hit in hits]
            values[way][METRICS[0]].append(recall_at_k(ranked, item.relevant, K))
            values[way][METRICS[1]].append(ndcg_at_k(ranked, item.relevant, K))
    return values


def _summary(values: Values) -> dict[str, Any]:
    rows: dict[str, Any] = {
        way: {metric: _interval(found) for metric, found in metrics.items()}
        for way, metrics in values.items()
    }
    gains = {}
    for metric in METRICS:
        bare, ours, best = (values[way][metric] for way in WAYS)
        possible = mean(best) - mean(bare)
        share = (mean(ours) - mean(bare)) / possible if possible > 0 else None
        paired = [one - other for one, other in zip(ours, bare, strict=True)]
        gains[metric] = _interval(paired) | {"of_rewrite": share}
    return {"n": _count(values)} | rows | {"gain": gains}


def _count(values: Values) -> int:
    return len(values[WAYS[0]][METRICS[0]])


def _interval(values: Sequence[float]) -> dict[str, Any]:
    low, high = bootstrap_interval(values)
    return {"value": mean(values), "low": low, "high": high}


def _joined(sets: Iterable[Values]) -> Values:
    kept = list(sets)
    return {
        way: {metric: [v for values in kept for v in values[way][metric]] for metric in METRICS}
        for way in WAYS
    }


def _picked(values: Values, places: Sequence[int]) -> Values:
    return {
        way: {metric: [found[at] for at in places] for metric, found in metrics.items()}
        for way, metrics in values.items()
    }


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(" ?.!")
