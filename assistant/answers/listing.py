"""A question for several things -> all the statements of one document that each give some of them.

The items of a list often stand in sibling sentences. The likeliest statements of the best one's
document are read, and those that answer and say something new are quoted in the source's order.
"""

from collections.abc import Sequence

from assistant.answers.statements import Statement
from assistant.answers.weighing import Weighing
from assistant.questions.question import Question
from assistant.types import Hit

LEAST = 0.0
"""Learned logit from which a further statement gives an item: as likely as not."""

BEHIND = 3.5
"""How much less than the best one's its learned logit may be."""

CLOSE = 1.0
"""The same where the best one's is below ``LEAST`` itself."""

NEW = 0.34
"""Share of a statement's content words that neither the question nor what is quoted already holds,
from which it says something new."""

MOST = 12
"""Statements of a list at most: what is longer is read in the source."""


def gather(question: Question, best: Statement, weighing: Weighing) -> tuple[Statement, ...]:
    """The statements of the best one's document that give items, in the source's order."""
    chunks = weighing.retriever.snapshot.chunks_of(best.document_id)
    hits = [Hit(chunk, 0.0, best.features.passage) for chunk in chunks]
    found = [item for item in weighing.score(question, hits) if not item.is_open]
    likely = [item for item in found if is_likely(item, best)]
    return tuple(sorted(_covering(question, best, likely), key=_position))


def is_likely(item: Statement, best: Statement) -> bool:
    """Whether a statement answers as the best one does, to judge by what the scorer read."""
    learned = best.features.learned
    return item.features.learned >= max(learned - BEHIND, min(LEAST, learned - CLOSE))


def _covering(question: Question, best: Statement, likely: Sequence[Statement]) -> list[Statement]:
    """The best statement and, best first, those that add to what is quoted already."""
    chosen = [best]
    said = question.stems | best.stems | best.stated.above
    for item in likely:
        if len(chosen) == MOST:
            break
        if item.stated != best.stated and adds(item.stems, said):
            chosen.append(item)
            said |= item.stems
    return chosen


def adds(stems: frozenset[str], said: frozenset[str]) -> bool:
    """Whether a statement of these stems says something beside what is said already."""
    return bool(stems) and len(stems - said) >= NEW * len(stems)


def _position(statement: Statement) -> int:
    return statement.sentences[0].start
