"""Is an answer right? Three outcomes, by a rule that is written down here and checked by hand.

An answer that abstains is *not attempted* (as in SimpleQA: Wei et al., "Measuring short-form
factuality in large language models", 2024). Any other is *correct* or *incorrect*:

1. Where the question asks for a figure or date and the reference has any, the answer must hold at
   least ``FIGURES`` of those that the question does not already give, and be about the same thing:
   one of its sentences is similar to the reference by ``SIMILAR``, or it holds ``TERMS`` of the
   reference's names and key words that are not in the question.
2. Any other question wants ``SIMILAR_ALONE`` or ``TERMS_ALONE`` of those.

Token F1 is reported beside it; it depends on the lengths too much to decide. The rule can't see a
reversed "not", and figures a question did not ask for are left to ``quotes_exact``.
``labels.jsonl`` holds answers judged by hand, and ``python -m evals agreement`` compares.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evals.scoring.nuggets import missing, read_nuggets, recall

FIGURES = 0.6
SIMILAR = 0.5
TERMS = 0.3
SIMILAR_ALONE = 0.85
TERMS_ALONE = 0.4

_WANTS_FIGURE = re.compile(
    r"\b(?:"
    r"how (?:much|many|long|high|large|big|often|old|soon|few)"
    r"|when"
    r"|until"
    r"|by what"
    r"|what (?:\w+ )?(?:day|date|year|percent\w*|share|amount|number|rate|cap|margin|count)"
    r"|deadline"
    r"|dates?"
    r"|percent"
    r"|cap"
    r"|cost"
    r")\b",
    re.IGNORECASE,
)

Outcome = Literal["correct", "incorrect", "not_attempted"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome with what led to it. Recalls are 1 where the reference has no such nuggets."""

    outcome: Outcome
    nugget_recall: float
    missing: tuple[str, ...]


def judge(
    question: str, reference: str, answer: str, *, abstained: bool, similarity: float
) -> Judgement:
    """Judge an answer against its reference.

    Args:
        question: what was asked; what it already says proves nothing in the answer.
        reference: the right answer.
        answer: the answer's words without citation marks.
        abstained: whether the system declined to answer.
        similarity: highest embedding similarity in -1..1 of a sentence of the answer and the
            reference.
    """
    asked, wanted, given = (read_nuggets(text) for text in (question, reference, answer))
    figures = _new(wanted.figures, asked.figures)
    words = _new(wanted.names | wanted.terms, asked.names | asked.terms)
    given_words = given.names | given.terms
    lacking = (*missing(figures, given.figures), *missing(words, given_words))
    figure_recall, word_recall = recall(figures, given.figures), recall(words, given_words)
    total = recall([*figures, *words], given.figures | given_words)
    if abstained:
        return Judgement("not_attempted", 0.0, lacking)
    if figure_recall is not None and _WANTS_FIGURE.search(question):
        about = similarity >= SIMILAR or _reaches(word_recall, TERMS)
        right = figure_recall >= FIGURES and about
    else:
        right = similarity >= SIMILAR_ALONE or _reaches(word_recall, TERMS_ALONE)
    return Judgement("correct" if right else "incorrect", 1.0 if total is None else total, lacking)


def agreement(ours: Sequence[bool], theirs: Sequence[bool]) -> float:
    """Share in 0..1 of the judgements that agree."""
    return sum(a == b for a, b in zip(ours, theirs, strict=True)) / len(ours)


def kappa(ours: Sequence[bool], theirs: Sequence[bool]) -> float:
    """Cohen's kappa in -1..1 of two judges' yes or no; 1 when both always say the same one thing.

    Source: Cohen, "A coefficient of agreement for nominal scales", 1960.
    """
    observed = agreement(ours, theirs)
    first, second = sum(ours) / len(ours), sum(theirs) / len(theirs)
    expected = first * second + (1 - first) * (1 - second)
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def _new(wanted: frozenset[str], asked: frozenset[str]) -> frozenset[str]:
    """What the reference adds to the question; all of it when it adds nothing."""
    return wanted - asked or wanted


def _reaches(value: float | None, threshold: float) -> bool:
    return value is None or value >= threshold
