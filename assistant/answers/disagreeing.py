"""Finds the statement that gives another figure for the same thing, so that both are shown."""

from collections.abc import Sequence

import numpy as np

from assistant.answers.statements import Statement
from assistant.questions.question import Question
from assistant.text.figures import Figure, years
from assistant.text.patterns import any_of

_DIFFER = any_of(
    r"""
    differ\w*
    disagree\w*
    conflict\w*
    """
)
"""By what a document remarks that its sources differ."""

SAME_SUBJECT = 0.7
"""Cosine of two statements from which they may be about the same thing."""

REMARK = 0.65
"""The same for what a document leaves open, which is worded otherwise."""

_SCALES = frozenset({"thousand", "million", "billion", "percent"})
SAME_WORDS = 0.6
"""Share of the shorter statement's content words, figures aside, that both must have."""

NEAR_BEST = 6.0
"""How much worse than the first statement another one may answer, in units of the score.

All were set by hand on the suite ``authority``; a third more or less of each changes 1 to 34 of 506
answers."""


def conflicting_statement(
    question: Question, chosen: Sequence[Statement], scored: Sequence[Statement]
) -> Statement | None:
    """A statement at odds with the first of those chosen, if one is among them or those weighed.

    It gives another figure of the same kind for the same thing from other sources, or is a
    document's own remark that sources differ on it. ``scored`` are all statements weighed, open
    ones too, best first.
    """
    if not chosen:
        return None
    first = chosen[0]
    near = [
        item
        for item in (*chosen[1:], *(item for item in scored if item not in chosen))
        if float(np.dot(item.vector, first.vector)) >= (REMARK if item.is_open else SAME_SUBJECT)
        and (item.is_open or item.score >= first.score - NEAR_BEST)
    ]
    return next((item for item in near if _is_at_odds(question, item, first)), None)


def _is_at_odds(question: Question, item: Statement, first: Statement) -> bool:
    if item.is_open:
        differs = _DIFFER.search(item.text) or _has_other(item.figures, first.figures)
        return bool(differs) and _share_kind(item, first)
    # Whoever is not trusted may name the same sources, or none.
    are_apart = item.stated.trusted is not first.stated.trusted
    ours, theirs = _sources(item), _sources(first)
    # Documents that name no sources, two versions of one say, speak each for itself.
    is_bare = not ours and not theirs and item.document_id != first.document_id
    is_other = are_apart or is_bare or bool(ours and not ours & theirs)
    asks_it = question.asks_figure or (is_bare and _is_worded_alike(item, first))
    if not asks_it or not is_other:
        return False
    if not _share_time(item, first):
        return False
    return _share_words(item, first) and _contradict(item.figures, first.figures)


def _sources(item: Statement) -> frozenset[str]:
    return frozenset(source.name for piece in item.sentences for source in piece.sources)


def _share_kind(item: Statement, first: Statement) -> bool:
    ours, theirs = ({figure.kind for figure in one.figures} for one in (item, first))
    return not theirs or bool(ours & theirs)


def _share_time(item: Statement, first: Statement) -> bool:
    """Whether two statements may be of one time: what held in another year is no contradiction."""
    ours, theirs = years(item.text), years(first.text)
    return not ours or not theirs or bool(ours & theirs)


def _words(item: Statement) -> frozenset[str]:
    """The stems of its content words, figures aside."""
    return frozenset(stem for stem in item.stems if not any(map(str.isdigit, stem))) - _SCALES


def _is_worded_alike(item: Statement, first: Statement) -> bool:
    """Whether two versions of a sentence differ in their figures alone, whatever is asked."""
    return _words(item) == _words(first)


def _share_words(item: Statement, first: Statement) -> bool:
    ours, theirs = _words(item), _words(first)
    return bool(ours & theirs) and len(ours & theirs) >= SAME_WORDS * min(len(ours), len(theirs))


def _has_other(ours: Sequence[Figure], theirs: Sequence[Figure]) -> bool:
    """Whether we give one of their figures and another of its kind, dates aside."""
    values = {(figure.kind, figure.value) for figure in theirs if figure.kind != "date"}
    mine = {(figure.kind, figure.value) for figure in ours}
    kinds = {kind for kind, _ in values & mine}
    return any(kind in kinds for kind, _ in mine - values)


def _contradict(ours: Sequence[Figure], theirs: Sequence[Figure]) -> bool:
    """Whether both give figures of one kind and none of these is the same."""
    for kind in {figure.kind for figure in ours} & {figure.kind for figure in theirs} - {"date"}:
        one = {figure.value for figure in ours if figure.kind == kind}
        other = {figure.value for figure in theirs if figure.kind == kind}
        if not one & other:
            return True
    return False
