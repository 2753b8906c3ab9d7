"""Sums scored cases up: means with intervals by suite, and how good the confidence is."""

from collections.abc import Sequence
from typing import Any

from evals.cases import INTACT, INVARIANCE, SHAPE
from evals.scoring import metrics
from evals.scoring.curves import (
    aurc,
    auroc,
    bootstrap_interval,
    calibration,
    expected_calibration_error,
    risk_coverage,
)
from evals.scoring.score import Scored

BINS = 10
SUITE_BINS = 5
SUITE_LEAST = 40
"""Bins of the calibration of all suites and of one, and the cases one needs: eight a bin."""

_ASIDE = frozenset({INVARIANCE, f"{SHAPE}reply", f"{SHAPE}choice"})
"""Suites whose cases tell nothing of the confidence: rewordings by program of other suites'
questions, which would count those several times, and what no document could answer."""


def summary(scored: Sequence[Scored]) -> dict[str, Any]:
    """The scores of all suites with 95 % bootstrap intervals, risk–coverage and calibration.

    Risk and coverage are those of the confidence: a case counts as right when its question is
    answerable and its answer correct, so an abstention on it counts against the confidence too.
    Calibration leaves out answerable questions that were refused, for their best evidence may
    have been right and nobody judged it, and the suite that is a lookup. ``right_auroc`` is over
    what was answered, without that suite. What is no question of its own for the documents
    (``_ASIDE``) takes part in none of them.
    """
    suites: dict[str, dict[str, list[float]]] = {}
    for item in scored:
        columns = suites.setdefault(item.case.suite, {})
        for name, value in item.measures.items():
            columns.setdefault(name, []).append(value)
    told = [item for item in scored if item.case.suite not in _ASIDE]
    confidences = [float(item.answer["confidence"]) for item in told]
    right = [_is_right(item) for item in told]
    curve = risk_coverage(confidences, right) if told else []
    return {
        "suites": {
            suite: {name: _interval(values) for name, values in columns.items()}
            | _of_confidence([item for item in scored if item.case.suite == suite])
            for suite, columns in suites.items()
        },
        "risk_coverage": [[round(x, 4), round(y, 4)] for x, y in curve],
        "aurc": round(aurc(confidences, right), 4) if told else 0.0,
        "calibration": _reliability(told),
        "right_auroc": _right_separation([i for i in told if i.case.suite != INTACT]).get(
            "right_auroc"
        ),
    }


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
    if items[0].case.suite in _ASIDE:
        return {}
    return _separation(items) | _right_separation(items) | _calibration_error(items)


def _separation(items: Sequence[Scored]) -> dict[str, dict[str, Any]]:
    """The AUROC of the confidence, where a suite has answerable and other questions."""
    labels = [item.case.answerable for item in items]
    if len(set(labels)) < 2:
        return {}
    value = auroc([float(item.answer["confidence"]) for item in items], labels)
    return {"auroc": _bare(value, len(items))}


def _right_separation(items: Sequence[Scored]) -> dict[str, dict[str, Any]]:
    """The AUROC of right against wrong among what was answered, where there are both."""
    answered = [item for item in items if not item.answer["abstained"]]
    right = [_is_right(item) for item in answered]
    if len(set(right)) < 2:
        return {}
    value = auroc([float(item.answer["confidence"]) for item in answered], right)
    return {"right_auroc": _bare(value, len(answered))}


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
