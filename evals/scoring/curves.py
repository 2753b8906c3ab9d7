"""Curves and intervals over scored cases: pure functions, each naming its source."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from evals.scoring.metrics import mean


class ReliabilityBin(NamedTuple):
    """Cases of like confidence: their mean confidence and share right, in 0..1, and number."""

    confidence: float
    right: float
    cases: int


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Area in 0..1 under the ROC curve: how often a true case scores above a false one.

    A tie counts half. Computed from the rank sum, ties getting the mean of their ranks; Source:
    Hanley and McNeil, "The Meaning and Use of the Area under a ROC Curve", Radiology 143, 1982.

    Raises:
        ValueError: the lengths differ, or there is no true or no false case.
    """
    _check_lengths(scores, labels)
    positives = sum(labels)
    negatives = len(labels) - positives
    if not positives or not negatives:
        raise ValueError("AUROC is undefined without a true and a false case")
    ranks = _mean_ranks(scores)
    total = sum(ranks[score] for score, label in zip(scores, labels, strict=True) if label)
    return (total - positives * (positives + 1) / 2) / (positives * negatives)


def risk_coverage(
    confidences: Sequence[float], correct: Sequence[bool]
) -> list[tuple[float, float]]:
    """The (coverage, risk) pairs, both in 0..1, of answering above every possible threshold.

    Coverage is the share of cases answered and rises; risk is the share of wrong ones among
    them. Cases of one confidence are answered together, for no threshold parts them. Source:
    El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification", JMLR 11,
    2010.

    Raises:
        ValueError: the lengths differ, or there are no cases.
    """
    _check_lengths(confidences, correct)
    if not confidences:
        raise ValueError("a risk-coverage curve needs cases")
    cases = Counter(confidences)
    wrong = Counter(
        value for value, is_correct in zip(confidences, correct, strict=True) if not is_correct
    )
    points: list[tuple[float, float]] = []
    answered = failed = 0
    for value in sorted(cases, reverse=True):
        answered += cases[value]
        failed += wrong[value]
        points.append((answered / len(confidences), failed / answered))
    return points


def aurc(confidences: Sequence[float], correct: Sequence[bool]) -> float:
    """Area in 0..1 under the risk-coverage curve; smaller is better.

    The mean over all cases of the risk at the threshold that just answers the case. Source:
    Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks", NIPS 2017, for the
    curve; Geifman, Uziel and El-Yaniv, ICLR 2019, for the mean.

    Raises:
        ValueError: the lengths differ, or there are no cases.
    """
    area = covered = 0.0
    for coverage, risk in risk_coverage(confidences, correct):
        area += risk * (coverage - covered)
        covered = coverage
    return area


def calibration(
    confidences: Sequence[float], labels: Sequence[bool], bins: int
) -> list[ReliabilityBin]:
    """The points of a reliability diagram, by rising confidence: at most ``bins`` of them.

    The bins are of equal mass: each holds about as many cases, not as wide a range of confidence.
    Confidences gather near 0 and 1, so bins of equal width would leave the share right in the
    middle to a few cases. Cases of one confidence share a bin, that of the middle of their ranks;
    many of them fill the place of several bins. Source: Nixon et al., "Measuring Calibration in
    Deep Learning", CVPR Workshops 2019, for the equal mass.

    Raises:
        ValueError: the lengths differ, there are no cases, a confidence is no probability, or
            ``bins`` is less than 1.
    """
    _check_lengths(confidences, labels)
    if not confidences or bins < 1:
        raise ValueError("calibration needs cases and bins")
    if not all(0 <= value <= 1 for value in confidences):
        raise ValueError("calibration needs confidences in 0..1")
    ranks = _mean_ranks(confidences)
    members: dict[int, list[tuple[float, bool]]] = {}
    for value, label in sorted(zip(confidences, labels, strict=True)):
        place = int(bins * (ranks[value] - 0.5) / len(confidences))
        members.setdefault(place, []).append((value, label))
    return [
        ReliabilityBin(mean([v for v, _ in cases]), mean([r for _, r in cases]), len(cases))
        for cases in members.values()
    ]


def expected_calibration_error(
    confidences: Sequence[float], labels: Sequence[bool], bins: int
) -> float:
    """How far confidence and share right lie apart on average, in 0..1; smaller is better.

    The absolute gap of each of the ``bins`` of ``calibration``, weighted by its cases. Few cases
    a bin make it too large, for chance alone opens a gap. Source: Naeini, Cooper and Hauskrecht,
    "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI 2015; Guo et al., "On
    Calibration of Modern Neural Networks", ICML 2017, eq. 3, there with bins of equal width.

    Raises:
        ValueError: as ``calibration`` does.
    """
    found = calibration(confidences, labels, bins)
    gaps = (item.cases * abs(item.confidence - item.right) for item in found)
    return sum(gaps) / len(confidences)


def bootstrap_interval(
    values: Sequence[float], seed: int = 0, resamples: int = 1000
) -> tuple[float, float]:
    """The 95 % interval (low, high) of the mean of ``values``, in their unit.

    The 2.5th and 97.5th percentiles of the means of ``resamples`` samples drawn with
    replacement; the same seed gives the same interval. Source: Efron and Tibshirani, "An
    Introduction to the Bootstrap", 1993, ch. 13.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("an interval needs values")
    sample = np.asarray(values, dtype=np.float64)
    random = np.random.default_rng(seed)
    # One resample at a time: all at once would need resamples * len(values) numbers of memory.
    means = [float(random.choice(sample, sample.size).mean()) for _ in range(resamples)]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def _mean_ranks(scores: Sequence[float]) -> dict[float, float]:
    """The rank of every score, counted from 1 upwards; equal scores share their mean rank."""
    ranks: dict[float, float] = {}
    below = 0
    for score, count in sorted(Counter(scores).items()):
        ranks[score] = below + (count + 1) / 2
        below += count
    return ranks


def _check_lengths(scores: Sequence[float], labels: Sequence[bool]) -> None:
    if len(scores) != len(labels):
        raise ValueError(f"{len(scores)} scores for {len(labels)} labels")
