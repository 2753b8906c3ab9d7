"""Of rows that stand for steps of one scale, those that hold the amount that is asked about."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.statements import Statement
from assistant.text.ranges import amounts, step

LEAST_STEPS = 2
"""Rows of one table or list that are steps, for a question's amount to choose among them."""

BESIDE = 10.0
"""What a row loses that does not hold the amount, in units of the score: it stands behind all that
may answer."""


def in_range(scored: Sequence[Statement], asked: str) -> list[Statement]:
    """Statements, of which the rows of a scale are told apart by the amounts of a question.

    How well a scale answers is what its best row was scored; which of its rows does, arithmetic
    tells: the one that holds an amount is worth as much as the best, the others stand behind all.
    Where none holds one, or all do, nothing is said by that.
    """
    given = amounts(asked)
    steps = {item.stated.id: found for item in scored if given and (found := step(item.text))}
    scales: dict[object, list[Statement]] = {}
    for item in scored:
        if item.stated.id in steps:
            scales.setdefault(_scale(item), []).append(item)
    told: dict[str, Statement] = {}
    for rows in scales.values():
        held = [
            item for item in rows if any(steps[item.stated.id].holds(amount) for amount in given)
        ]
        if held and len(rows) >= LEAST_STEPS and len(held) < len(rows):
            told |= {item.stated.id: item.lowered(BESIDE) for item in rows}
            told |= {item.stated.id: _as_best(item, rows) for item in held}
    return [told.get(item.stated.id, item) for item in scored]


def _as_best(item: Statement, rows: Sequence[Statement]) -> Statement:
    return replace(
        item,
        score=max(row.score for row in rows),
        logit=max(row.logit for row in rows),
    )


def _scale(item: Statement) -> object:
    """What the steps of one scale share: their document and the head of their table or list."""
    lead = item.sentences[0].lead
    return item.document_id, lead[-1].start if lead else item.chunk.id
