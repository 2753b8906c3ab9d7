"""Holds scores against the committed thresholds."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.score import Scores

THRESHOLDS = Path(__file__).parent / "thresholds.toml"


def read_thresholds(file: Path = THRESHOLDS) -> dict[str, Any]:
    """The bounds by suite and figure, each with ``min``, ``max`` or both."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def breaches(scores: Scores, thresholds: Mapping[str, Any]) -> list[str]:
    """One line for every figure outside its bounds or missing; empty when all hold."""
    found = []
    for suite, figures in thresholds.items():
        for name, bounds in figures.items():
            value = scores.get(suite, {}).get(name)
            if value is None:
                found.append(f"{suite} {name}: not measured")
            elif value < bounds.get("min", value):
                short = bounds["min"] - value
                found.append(f"{suite} {name}: {value:.3f}, {short:.3f} under {bounds['min']}")
            elif value > bounds.get("max", value):
                over = value - bounds["max"]
                found.append(f"{suite} {name}: {value:.3f}, {over:.3f} over {bounds['max']}")
    return found
