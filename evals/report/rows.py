"""The scored cases as the report reads them, in the order in which it shows them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from evals.cases import (
    ABLATED,
    AUTHORITY,
    COMPARISON,
    CONVERSATION,
    FAR,
    FOLLOW_UP,
    INTACT,
    INVARIANCE,
    KINDS,
    MASKED,
    NEAR,
    PARAPHRASED,
    POLICY,
    PROFESSIONAL,
    REFUSED_KINDS,
    SHAPE,
    TIME,
)

SUITES = (
    INTACT,
    MASKED,
    PARAPHRASED,
    ABLATED,
    POLICY,
    PROFESSIONAL,
    *(f"{SHAPE}{kind}" for kind in (*KINDS, *REFUSED_KINDS)),
    INVARIANCE,
    FOLLOW_UP,
    CONVERSATION,
    COMPARISON,
    TIME,
    AUTHORITY,
    FAR,
    NEAR,
)
"""The order of the suites; others follow by name."""

OUTCOMES = {"correct": "correct", "incorrect": "incorrect", "not_attempted": "not attempted"}


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """A scored case as a line of ``scored.jsonl`` has it."""

    suite: str
    id: str
    question: str
    searched: str
    reference: str
    answerable: bool
    outcome: str
    passed: bool
    answer: str
    abstained: bool
    open: bool
    confidence: float | None
    missing: Sequence[str]
    citations: Sequence[Mapping[str, Any]]
    notes: Sequence[str]


def read_scored(results: Path) -> list[ScoredRow]:
    """The scored cases in the order of the suites, each suite in its own order."""
    text = (results / "scored.jsonl").read_text(encoding="utf-8")
    # Not splitlines(): it would also split at the separators that JSON leaves as they are.
    lines = [json.loads(line) for line in text.split("\n") if line.strip()]
    rows = [
        ScoredRow(**{item.name: line[item.name] for item in fields(ScoredRow)}) for line in lines
    ]
    places = {name: place for place, name in enumerate(in_order({row.suite for row in rows}))}
    return sorted(rows, key=lambda row: places[row.suite])


def in_order(suites: Iterable[str]) -> list[str]:
    """The suites in the order of the report."""
    places = {name: place for place, name in enumerate(SUITES)}
    return sorted(suites, key=lambda name: (places.get(name, len(places)), name))


def by_suite(rows: Iterable[ScoredRow]) -> dict[str, list[ScoredRow]]:
    """The scored cases of each suite, both in their order."""
    grouped: dict[str, list[ScoredRow]] = {}
    for row in rows:
        grouped.setdefault(row.suite, []).append(row)
    return grouped


def read_json(file: Path) -> Any:
    """What a JSON file holds."""
    return json.loads(file.read_text(encoding="utf-8"))
