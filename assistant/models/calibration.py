"""Features of a statement -> its place among the others, and the probability that it answers.

Both are linear: one set of weights orders the statements of a question, another, a logistic
regression, tells how likely the first of them answers. The numbers, and where they come from, stand
in ``fitted.json``, which ``training/fit_confidence.py`` writes.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from assistant.packaged import damaged, read_json

FITTED = Path(__file__).parent / "fitted.json"


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for and against a statement as the answer to a question.

    Attributes:
        learned: logit of the learned scorer.
        similarity: cosine of the question with the statement or, where that is higher, with the
            document's own question that the statement answers; -1..1.
        passage: cosine of the question with the passage that the statement stands in; -1..1.
        coverage: share of the question's content words that the statement, its own question, its
            section or its title holds.
        unknown_names: share of the question's names and figures that the whole document never
            mentions.
        year_missing: 1 where the question names a year and the statement is of others, else 0.
    """

    learned: float
    similarity: float
    passage: float
    coverage: float
    unknown_names: float
    year_missing: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The fitted numbers.

    Attributes:
        order: weights that order the statements of one question, in units of the learned logit.
        intercept: of the confidence.
        weights: of the confidence.
        threshold: the confidence from which to answer.
    """

    order: Mapping[str, float]
    intercept: float
    weights: Mapping[str, float]
    threshold: float

    def score(self, features: Features) -> float:
        """How well a statement answers compared with the others of the same question."""
        terms = (self.order.get(name, 0.0) * value for name, value in asdict(features).items())
        return float(round(sum(terms), 4))

    def contributions(self, features: Features) -> dict[str, float]:
        """What each feature adds to the logit, by name."""
        return {
            name: round(self.weights.get(name, 0.0) * value, 4)
            for name, value in asdict(features).items()
        }

    def logit(self, features: Features) -> float:
        """The log odds that a statement with these features answers the question."""
        return round(self.intercept + sum(self.contributions(features).values()), 4)


@cache
def fitted() -> Calibration:
    """The calibration that comes with the assistant."""
    values = read_json(FITTED)
    try:
        return Calibration(
            values["order"], values["intercept"], values["weights"], values["threshold"]
        )
    except KeyError as error:
        raise damaged(FITTED) from error


def probability(logit: float) -> float:
    """The logistic function, to four digits, never quite 0 or 1."""
    return min(max(round(1 / (1 + math.exp(-logit)), 4), 0.0001), 0.9999)
