"""How much of a conversation is understood? Follow-ups searched three ways, by document.

- last turn: the bare question
- resolved: the question as the product resolves it against its history
- rewrite: a reference stand-alone question

Beside them stands what resolving loses without each of its parts: without what was spoken of, and
without each rule of rewriting. Two sets are measured and pooled: a folder of ``benchmarks.sets``
whose queries carry ``history`` and ``rewrite``, and the stored follow-ups, asked of the library.
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
from assistant.questions.conversation import resolve
from assistant.questions.rewriting import RULES
from assistant.retrieval.library import Library
from assistant.retrieval.retriever import Retriever
from assistant.store.index import Index
from assistant.text.vocabulary import expand
from assistant.types import SILENCE, Hit, Turn
from benchmarks.sets import ingest, read_qrels, read_queries
from evals.cases import QUESTIONS
from evals.scoring.curves import bootstrap_interval
from evals.scoring.metrics import mean, ndcg_at_k, recall_at_k

CORPUS = "corpus"
OWN = "follow-ups"
POOLED = "pooled"
ALONE = "standing alone"
WAYS = ("last turn", "resolved", "rewrite")
SPOKEN = "what was spoken of"
PARTS = (SPOKEN, *RULES)
"""What resolving consists of; each is left out in turn."""

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
"""Way, or part left out -> metric -> a value for each follow-up."""


def measure(folder: Path, stores: Path, embedder: Embedder) -> dict[str, Any]:
    """Search the follow-ups of ``folder`` and the stored ones in all ways.

    Returns:
        By set that has any, with ``pooled`` and those of all sets that stand alone: ``n``, each
        way's metrics with ``value``, ``low`` and ``high``, and by metric under ``gain`` the paired
        difference of resolved and last turn, with its interval, and ``of_rewrite``, the share of
        the rewrite's gain that it wins back (``None`` where that gains nothing). Under ``without``
        stands, by part and metric, the paired difference that leaving it out makes.

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
    library = Index(stores / OWN)
    Assistant(library, lambda: embedder).ingest([CORPUS])
    sets = {
        folder.name: (theirs, index),
        OWN: (own_followups(QUESTIONS / "followups.jsonl"), library),
    }
    values = {name: _search(name, *of_set, embedder) for name, of_set in sets.items()}
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
        for part, lost in result["without"].items():
            cells = (f"{metric} {{value:+.3f}}".format_map(lost[metric]) for metric in METRICS)
            lines.append(f"  without {part:<20} {'   '.join(cells)}")
    return "\n".join(lines)


def _search(name: str, items: Sequence[FollowUp], index: Index, embedder: Embedder) -> Values:
    assistant = Assistant(index, lambda: embedder)
    without = _Without(index, embedder)
    values: Values = {way: {metric: [] for metric in METRICS} for way in (*WAYS, *PARTS)}
    for item in tqdm(items, name, disable=None):
        asked: dict[str, tuple[str, tuple[Turn, ...]]] = {
            "last turn": (item.question, ()),
            "resolved": (item.question, item.history),
            "rewrite": (item.rewrite, ()),
        }
        found = {
            way: assistant.search_documents(query, K, history=history)
            for way, (query, history) in asked.items()
        }
        for way, hits in (found | {part: without.search(part, item) for part in PARTS}).items():
            ranked = [hit.chunk.document_id for hit in hits]
            values[way][METRICS[0]].append(recall_at_k(ranked, item.relevant, K))
            values[way][METRICS[1]].append(ndcg_at_k(ranked, item.relevant, K))
    return values


class _Without:
    """Searches as the product does, but for one part of resolving."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        snapshot = index.snapshot()
        self._library = Library(snapshot)
        self._retriever = Retriever(snapshot, embedder)

    def search(self, part: str, item: FollowUp) -> list[Hit]:
        rules = {name: rule for name, rule in RULES.items() if name != part}
        resolved = resolve(item.question, item.history, self._library, rules)
        text = expand(resolved.searched, self._retriever.knows)
        spoken = SILENCE if part == SPOKEN else resolved.spoken
        return self._retriever.search_documents(text, K, spoken=spoken)


def _summary(values: Values) -> dict[str, Any]:
    rows: dict[str, Any] = {
        way: {metric: _interval(values[way][metric]) for metric in METRICS} for way in WAYS
    }
    gains = {}
    for metric in METRICS:
        bare, ours, best = (values[way][metric] for way in WAYS)
        possible = mean(best) - mean(bare)
        share = (mean(ours) - mean(bare)) / possible if possible > 0 else None
        gains[metric] = _interval(_differences(ours, bare)) | {"of_rewrite": share}
    without = {
        part: {
            metric: _interval(_differences(values[part][metric], values["resolved"][metric]))
            for metric in METRICS
        }
        for part in PARTS
    }
    return {"n": _count(values)} | rows | {"gain": gains, "without": without}


def _differences(ours: Sequence[float], others: Sequence[float]) -> list[float]:
    return [one - other for one, other in zip(ours, others, strict=True)]


def _count(values: Values) -> int:
    return len(values[WAYS[0]][METRICS[0]])


def _interval(values: Sequence[float]) -> dict[str, Any]:
    low, high = bootstrap_interval(values)
    return {"value": mean(values), "low": low, "high": high}


def _joined(sets: Iterable[Values]) -> Values:
    kept = list(sets)
    return {
        way: {metric: [v for values in kept for v in values[way][metric]] for metric in METRICS}
        for way in (*WAYS, *PARTS)
    }


def _picked(values: Values, places: Sequence[int]) -> Values:
    return {
        way: {metric: [found[at] for at in places] for metric, found in metrics.items()}
        for way, metrics in values.items()
    }


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(" ?.!")
