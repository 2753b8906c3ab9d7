"""Answers a question by quoting: no model writes, only sentences of the sources are shown."""

from collections.abc import Sequence

from assistant.answers.statements import Statement
from assistant.text.marks import as_shown
from assistant.text.readings import readings
from assistant.types import Citation

OWN_QUESTION = 0.8
"""Cosine from which a question counts as one of a document's own, whose whole answer is given."""

MOST_RELATED = 3
"""How many statements are offered at most: what is near is read at a glance."""

SAME_QUESTION = 0.97
"""Cosine from which a document's own question is the one asked, whose answer is given whole."""

CLOSE = 0.3
"""How much worse than the best a second statement may score that says something else, in units of
the learned logit: which of them answers is then open."""

NEW = 0.34
"""Share of its content words by which a statement says something else than another one."""

ITEMS = 1.5
LEAST_ITEMS = 2
"""How much worse than the best other items of its list may score that answer as well, in units of
the learned logit, and how many they must be together for the list to be the answer."""

PAIR_WORTH = 3.0
"""How much worse than the best a further statement of the same answer may score, in units of the
learned logit."""

_NEAR = 0.3
"""Similarity from which a statement has to do with a question at all.

These were set by hand on the development questions."""


def select(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statement that answers best; what belongs to it in a document's own answer goes along.

    When the question is (nearly) one of a document's own, the sentences of that pair's answer that
    answer nearly as well stand beside it, in its order.
    """
    if not statements:
        return ()
    best = statements[0]
    if best.own_question < OWN_QUESTION:
        return (best, *_second(best, statements))
    worth = PAIR_WORTH if best.own_question < SAME_QUESTION else float("inf")
    pair = [
        item
        for item in statements
        if item.chunk.id == best.chunk.id and item.score >= best.score - worth
    ]
    return tuple(sorted(pair, key=_position))


def whole_list(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The list that the best statement is an item of, where its other items answer as well.

    It is quoted as a whole where it is short enough to be, else item by item.
    """
    best = statements[0]
    leads = best.sentences[0].lead
    if not leads or not best.text.startswith(as_shown(leads[-1].text)):
        return ()
    items = [
        item
        for item in statements
        if item.document_id == best.document_id
        and item.sentences[0].lead == leads
        and item.score >= best.score - ITEMS
    ]
    if len(items) < LEAST_ITEMS:
        return ()
    begins = leads[-1].start
    whole = [item for item in statements if item.sentences[0].start == begins]
    return (whole[0],) if whole else tuple(sorted(items, key=_position))


def _second(best: Statement, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The next best statement where it answers as well and says something else."""
    for item in statements[1:]:
        if item.score < best.score - CLOSE:
            break
        # Beside a trusted document another one speaks only where it contradicts it.
        if best.stated.trusted and not item.stated.trusted:
            continue
        if len(item.stems - best.stems) >= NEW * len(item.stems) and not _overlap(item, best):
            return (item,)
    return ()


def _overlap(one: Statement, other: Statement) -> bool:
    """Whether one of two statements is an item and the other the list that holds it."""
    first, second = one.sentences[0].text, other.sentences[0].text
    return one.chunk.id == other.chunk.id and (first in second or second in first)


def compose(citations: Sequence[Citation]) -> str:
    """The answer's text: the quotes with their numbers, a paragraph for each document."""
    paragraphs: dict[str, list[str]] = {}
    for citation, reads in zip(citations, readings(citations), strict=True):
        paragraphs.setdefault(citation.document_id, []).append(f"{reads} [{citation.n}]")
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


def _position(statement: Statement) -> int:
    return statement.sentences[0].start
