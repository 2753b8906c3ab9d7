"""Answers a question by quoting: no model writes, only sentences of the sources are shown."""

from collections.abc import Sequence

import numpy as np

from assistant.answers.statements import Statement
from assistant.questions.question import Question
from assistant.text.sentences import without_markers
from assistant.types import Citation

OWN_QUESTION = 0.8
"""Cosine from which a question counts as one of a document's own, whose whole answer is given."""

MOST_STATEMENTS = 4
MOST_RELATED = 3
"""How many statements are quoted, and how many offered, at most: an answer is read at a glance."""

_WORTH = 1.0
_WORTH_OF_SEVERAL = 2.0
"""How much worse than the best a further statement may score, in units of the learned logit; more
where several things are asked for."""

_REPEAT = 0.86
"""Cosine from which two statements say the same."""

_SAME_FIGURES = 0.75
"""Cosine from which a statement with no new figure adds nothing to another."""

_NEAR = 0.3
"""Similarity from which a statement has to do with a question at all.

All were set by hand on the development questions, a third more or less of each changes the quotes
of 8 to 170 of 765 of them."""


def select(question: Question, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Pick the one to four statements that answer, best first, grouped by document.

    When the question is (nearly) one of a document's own, that pair's whole answer leads.
    Further statements are taken when they answer almost as well and say something new; a question
    for several things is given more of them.
    """
    if not statements:
        return ()
    best = statements[0]
    if best.own_question >= OWN_QUESTION:
        pair = [item for item in statements if item.chunk.id == best.chunk.id]
        return tuple(sorted(pair, key=_position)[:MOST_STATEMENTS])
    worth = best.score - (_WORTH_OF_SEVERAL if question.asks_several else _WORTH)
    chosen: list[Statement] = []
    for item in statements:
        if len(chosen) == MOST_STATEMENTS or item.score < worth:
            break
        if not any(_repeats(item, other) for other in chosen):
            chosen.append(item)
    return _grouped(chosen)


def compose(citations: Sequence[Citation]) -> str:
    """The answer's text: the quotes with their numbers, a paragraph for each document."""
    paragraphs: dict[str, list[str]] = {}
    for citation in citations:
        quote = without_markers(citation.quote)
        paragraphs.setdefault(citation.document_id, []).append(f"{quote} [{citation.n}]")
    return "\n\n".join(" ".join(quotes) for quotes in paragraphs.values())


def nearest(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The best statement of each of the nearest passages, to be offered as related.

    What has nothing to do with the question is not offered.
    """
    best: dict[str, Statement] = {}
    for item in statements:
        if item.features.similarity >= _NEAR:
            best.setdefault(item.chunk.id, item)
    return tuple(best.values())[:MOST_RELATED]


def _repeats(one: Statement, other: Statement) -> bool:
    """Whether a statement says what another says already: the same, or the same figures again."""
    cosine = float(np.dot(one.vector, other.vector))
    ours, theirs = (
        {(figure.kind, figure.value) for figure in item.figures} for item in (one, other)
    )
    return cosine >= _REPEAT or (bool(ours) and ours <= theirs and cosine >= _SAME_FIGURES)


def _grouped(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    order = list(dict.fromkeys(item.document_id for item in statements))
    return tuple(sorted(statements, key=lambda item: order.index(item.document_id)))


def _position(statement: Statement) -> int:
    return statement.sentences[0].start
