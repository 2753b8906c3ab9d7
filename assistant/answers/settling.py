"""A question of how things stand -> of what answers it, the statement of the latest stage."""

from collections.abc import Sequence
from datetime import date

from assistant.answers.statements import Statement

NEAR_BEST = 2.5
"""How much worse than the best a statement may score to be about the same stage of things: set by
hand on development questions of status."""


def latest_stage(found: Sequence[Statement], today: date) -> tuple[Statement, ...]:
    """The statements, that which settles the question first.

    The best one does unless another of its document, which answers nearly as well, tells a later
    stage: a deal was provisionally agreed, then adopted. What is to come is no stage yet.

    Args:
        found: the quotable statements, best first, at least one.
        today: the day on which it is asked.
    """
    best = found[0]
    said = best.stated.latest_date or date.min
    if said > today:
        return tuple(found)
    later = [
        (day, item)
        for item in found
        if item.document_id == best.document_id
        and item.score >= best.score - NEAR_BEST
        and (day := item.stated.latest_date) is not None
        and said < day <= today
    ]
    if not later:
        return tuple(found)
    first = max(later, key=lambda row: (row[0], row[1].score))[1]
    return (first, *(item for item in found if item is not first))
