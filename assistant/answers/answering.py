"""A question -> the statements that answer it, or the reason why none does."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import comparing, disagreeing, quoting, undecided
from assistant.answers.refusing import threshold_for, unmet
from assistant.answers.statements import Statement, confidence
from assistant.answers.weighing import Weighed, Weighing
from assistant.questions.comparison import Comparison
from assistant.questions.question import Question
from assistant.types import Filters, Hit, Outcome


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a question.

    Attributes:
        outcome: what becomes of the question.
        searched: the question as it was searched.
        hits: the passages found, best first.
        considered: the quotable statements weighed, best first.
        confidence: probability in 0..1 that the best evidence answers.
        chosen: the statements to quote, in the order to show them; empty for a refusal.
        conflicting: the one of them that gives another figure than the first, if one does.
        comparison: what was compared, if something was.
        cells: for a comparison the statement of each cell, row by row, ``None`` for a missing one.
        nearby: for a refusal, what to offer as related.
        reason: for a refusal, which demand of the question failed, if one did.
    """

    outcome: Outcome
    searched: str
    hits: tuple[Hit, ...]
    considered: tuple[Statement, ...]
    confidence: float
    chosen: tuple[Statement, ...] = ()
    conflicting: Statement | None = None
    comparison: Comparison | None = None
    cells: tuple[Statement | None, ...] = ()
    nearby: tuple[Statement, ...] = ()
    reason: str = ""


def choose(
    searched: str, weighing: Weighing, filters: Filters, threshold: float, spoken: str = ""
) -> Choice:
    """Choose the statements that answer a question.

    Args:
        searched: the question standing alone.
        weighing: finds and scores statements.
        filters: the part of the library to search.
        threshold: the confidence in 0..1 from which to answer.
        spoken: what the conversation was at before it, if there was one.
    """
    comparison = comparing.comparison_of(searched, weighing)
    if comparison is not None:
        compared = comparing.compare(comparison, weighing, filters, threshold)
        # What only joins names may ask something of both together after all.
        if compared.chosen or comparison.is_explicit:
            return _of_comparison(compared, searched, weighing)
    return _of_weighed(weighing.weigh(searched, filters, spoken=spoken), weighing, threshold)


def _of_comparison(compared: comparing.Compared, searched: str, weighing: Weighing) -> Choice:
    if not compared.chosen:
        question = weighing.read(searched)
        found = compared.considered
        return _refused(question, compared.hits, found, compared.confidence, weighing)
    return Choice(
        Outcome.COMPARED,
        searched,
        compared.hits,
        compared.considered,
        compared.confidence,
        compared.chosen,
        comparison=compared.comparison,
        cells=compared.cells,
    )


def _of_weighed(weighed: Weighed, weighing: Weighing, threshold: float) -> Choice:
    question, found = weighed.question, weighed.quotable
    asked = undecided.open_question(question, weighed.scored)
    sure = confidence(found, asked)
    if asked is not None:
        status = undecided.last_status(question, asked, found)
        return Choice(Outcome.UNDECIDED, question.text, weighed.hits, found, sure, status)
    if sure < threshold_for(question, found, weighing.library, threshold):
        return _refused(question, weighed.hits, found, sure, weighing)
    chosen = quoting.select(question, found)
    rest = [*weighed.scored, *_remarks(question, chosen, weighing)]
    other = disagreeing.conflicting_statement(question, chosen, rest)
    if other is not None and other not in chosen:
        chosen = (*chosen, other)
    return Choice(
        Outcome.ANSWERED, question.text, weighed.hits, found, sure, chosen, conflicting=other
    )


def _remarks(
    question: Question, chosen: Sequence[Statement], weighing: Weighing
) -> list[Statement]:
    """What the first document leaves open, weighed where its statement gives a figure."""
    if not chosen or not chosen[0].figures:
        return []
    first = chosen[0]
    chunks = weighing.library.open_chunks(first.document_id)
    return weighing.score(question, [Hit(chunk, 0.0, first.features.passage) for chunk in chunks])


def _refused(
    question: Question,
    hits: tuple[Hit, ...],
    found: tuple[Statement, ...],
    sure: float,
    weighing: Weighing,
) -> Choice:
    nearby = quoting.nearest(found)
    reason = unmet(question, nearby[0], weighing.library) if nearby else ""
    return Choice(Outcome.REFUSED, question.text, hits, found, sure, nearby=nearby, reason=reason)
