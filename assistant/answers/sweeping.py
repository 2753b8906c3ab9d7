"""A question about no one document -> the best statement of each document that answers it."""

import math
from collections.abc import Sequence

from assistant.answers.listing import adds, is_likely
from assistant.answers.statements import Statement, confidence, quotable
from assistant.answers.weighing import Weighing
from assistant.questions.question import Question
from assistant.text.names import names
from assistant.text.words import content_stems
from assistant.types import Filters

FEWEST = 2
"""Documents that must answer for a question to be one about the library."""

NEAR_BEST = 2.5
"""How much worse than the best document's another one's statement may score, in units of the
learned logit."""

LEAST = 0.5
"""Share of the threshold that each of them must reach by itself. A statement about one document is
never a whole answer to a question about many, so each is less sure than to a question of its own;
both were set by hand on the development questions of this shape."""

MOST = 10
"""Documents quoted at most: a longer list is no answer at a glance."""


def is_wanted(
    question: Question, found: Sequence[Statement], weighing: Weighing, threshold: float
) -> bool:
    """Whether several documents may answer a question together.

    Its words ask for several things or, where it names no document and asks for no figure and no
    outcome, several documents answer it as well and each says something else.
    """
    if question.asks_several or question.asks_extreme:
        return True
    if question.asks_figure or question.asks_status or question.asks_outcome:
        return False
    if not found or named_documents(question, weighing):
        return False
    first = found[0]
    said = question.stems | first.stems | first.stated.above
    return any(
        is_likely(item, first) and confidence([item]) >= threshold and adds(item.stems, said)
        for item in found
        if item.document_id != first.document_id
    )


def sweep(
    question: Question, weighing: Weighing, filters: Filters, threshold: float
) -> tuple[Statement, ...]:
    """The best statement of each document that answers, best first; nothing for fewer than two.

    Args:
        question: one that asks for several things.
        weighing: finds and scores statements.
        filters: the part of the library to search.
        threshold: the confidence in 0..1 from which they answer together.
    """
    about = named_documents(question, weighing)
    if len(about) == 1:
        return ()
    best: dict[str, Statement] = {}
    for item in quotable(weighing.sweep(question, filters, about)):
        best.setdefault(item.document_id, item)
    best = {key: item for key, item in best.items() if not weighing.library.borrows_title(key)}
    # Trusted documents stand first, whatever others score.
    found = sorted(best.values(), key=lambda item: not item.stated.trusted)
    highest = max((item.score for item in found), default=0.0)
    kept = [
        item
        for item in found
        if item.score >= highest - NEAR_BEST and confidence([item]) >= LEAST * threshold
    ]
    is_answer = len(kept) >= FEWEST and together(kept) >= threshold
    return tuple(kept[:MOST]) if is_answer else ()


def together(found: Sequence[Statement]) -> float:
    """The probability in 0..1 that one of several statements at least answers: a noisy or.

    Source: Pearl, "Probabilistic Reasoning in Intelligent Systems", 1988.
    """
    return round(1 - math.prod(1 - confidence([item]) for item in found), 4)


def named_documents(question: Question, weighing: Weighing) -> frozenset[str]:
    """The documents whose titles hold the question's names; none where it names nothing known.

    Of several names those that are met together count, so that "Texas SB 22" is one document.
    """
    found: Sequence[frozenset[str]] = [
        about
        for name in names(question.text, weighing.library)
        if (about := weighing.library.about(content_stems(name)))
    ]
    if not found:
        return frozenset()
    return frozenset.intersection(*found) or frozenset[str]().union(*found)
