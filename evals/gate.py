"""Holds scores against the committed thresholds and the committed baseline."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

THRESHOLDS = Path(__file__).parent / "thresholds.toml"
BASELINE = Path(__file__).parent / "baseline.json"

LOWER_IS_BETTER = frozenset(
    {"incorrect", "false_answer_rate", "false_refusal_rate", "ece", "called_missing", "sentences"}
)

Suites = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Suite -> measure -> ``value``, ``low`` and ``high`` (95 % interval) and ``n``."""


def read_thresholds(file: Path = THRESHOLDS) -> dict[str, Any]:
    """The bounds by suite and measure, each with ``min``, ``max`` or both."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def read_baseline(file: Path = BASELINE) -> Suites:
    """The suites of the baseline."""
    suites: Suites = json.loads(file.read_text(encoding="utf-8"))["suites"]
    return suites


def breaches(suites: Suites, thresholds: Mapping[str, Any]) -> list[str]:
    """One line for every measure outside its bounds or not measured; empty when all hold."""
    return [
        line
        for suite, measures in thresholds.items()
        for name, bounds in measures.items()
        for line in _outside(f"{suite} {name}", _value(suites, suite, name), bounds)
    ]


def regressions(suites: Suites, baseline: Suites) -> list[str]:
    """One line for every measure worse than the baseline's 95 % interval.

    One case more than the interval's end is allowed for: where all cases agree the interval has
    no width, and a last digit that another processor rounds otherwise must not fail a build.
    """
    return [
        line
        for suite, measures in baseline.items()
        for name, was in measures.items()
        for line in _worse(f"{suite} {name}", _value(suites, suite, name), name, was)
    ]


def _value(suites: Suites, suite: str, name: str) -> float | None:
    measure = suites.get(suite, {}).get(name)
    return None if measure is None else float(measure["value"])


def _outside(label: str, value: float | None, bounds: Mapping[str, float]) -> Iterator[str]:
    if value is None:
        yield f"{label}: not measured"
    elif value < bounds.get("min", value):
        yield f"{label}: {value:.3f} is {bounds['min'] - value:.3f} under {bounds['min']}"
    elif value > bounds.get("max", value):
        yield f"{label}: {value:.3f} is {value - bounds['max']:.3f} over {bounds['max']}"


def _worse(label: str, value: float | None, name: str, was: Mapping[str, Any]) -> Iterator[str]:
    if value is None:
        yield f"{label}: in the baseline, but not measured"
        return
    if was["low"] is None:
        return
    slack = 1 / was["n"]
    fell, rose = was["low"] - slack - value, value - was["high"] - slack
    by = rose if name in LOWER_IS_BETTER else fell
    if by > 0:
        old = f"{was['value']:.3f} ({was['low']:.3f} to {was['high']:.3f})"
        yield f"{label}: {value:.3f}, {by:.3f} beyond the baseline's {old}"
