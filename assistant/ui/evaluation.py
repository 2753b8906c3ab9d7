"""The latest results of the evals as the page shows them, read from their folder."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.text.figures import written_day

FIGURES = (
    ("correct", "right"),
    ("incorrect", "wrong"),
    ("false_refusal_rate", "refused though answerable"),
    ("false_answer_rate", "answered though not answerable"),
)
"""The figures that are shown of a suite, where it has them, and what they are called."""

MOST_FAILURES = 300
LONGEST = 600
"""Failures that are shown, and the characters of an answer of one."""

_NONE = "There are no results yet. They are shown here once the evals were run: make eval"


def latest(folder: Path) -> dict[str, Any]:
    """The figures of each suite, the trade of answers against errors, and what failed.

    Raises:
        InputError: there are no results, or they can't be read.
    """
    runs = sorted(folder.glob("*/scores.json"), key=lambda path: path.stat().st_mtime)
    if not runs:
        raise InputError(_NONE)
    run = runs[-1].parent
    try:
        scores = json.loads((run / "scores.json").read_bytes())
        manifest = json.loads((run / "manifest.json").read_bytes())
        suites = [_suite(name, found) for name, found in scores["suites"].items()]
        failures = list(_failures(run / "scored.jsonl"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"The results in {run.name} can't be read; run: make eval") from error
    day = datetime.fromtimestamp(runs[-1].stat().st_mtime, UTC).date()
    return {
        "day": written_day(day),
        "corpus": str(manifest.get("corpus", "")),
        "documents": manifest.get("documents", 0),
        "suites": [suite for suite in suites if suite["figures"]],
        "risk": scores.get("risk_coverage", [])[:: max(1, len(scores["risk_coverage"]) // 100)],
        "failures": failures[:MOST_FAILURES],
        "failed": len(failures),
    }


def _suite(name: str, found: dict[str, Any]) -> dict[str, Any]:
    figures = [
        {"name": words, **{part: found[key][part] for part in ("value", "low", "high", "n")}}
        for key, words in FIGURES
        if key in found
    ]
    return {"name": name, "figures": figures}


def _failures(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if not row["passed"]:
                told = "wrong" if row["outcome"] == "incorrect" else "refused or not enough"
                yield {
                    "suite": str(row["suite"]),
                    "outcome": told,
                    **{
                        key: str(row.get(key) or "")[:LONGEST]
                        for key in ("question", "reference", "answer")
                    },
                }
