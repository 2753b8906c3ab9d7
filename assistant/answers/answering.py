"""What a message asks -> the statements that answer each ask, or the reason why none does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answers import (
    comparing,
    disagreeing,
    listing,
    narrowing,
    quoting,
    sweeping,
    undecided,
)
from assistant.answers.comparing import Filled
from assistant.answers.refusing import threshold_for, unmet
from assistant.answers.settling import latest_stage
from assistant.answers.statements import Statement, confidence, quotable
from assistant.answers.summarising import overview
from assistant.answers.weighing import Weighed, Weighing
from assistant.documents.chunks import question_id
from assistant.questions.comparison import Comparison
from assistant.questions.conversation import stands_alone
from assistant.questions.question import Question
from assistant.questions.understanding import Asked, Understood
from assistant.results import Outcome
from assistant.types import SILENCE, Filters, Hit, Spoken

OWN_SOUGHT = 5
"""Passages among which one is sought whose own question is asked."""

STANDS_ALONE = 0.5
"""Confidence from which a message that finds nothing as a follow-up is answered by itself."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for one thing asked.

    Attributes:
        outcome: what becomes of it.
        searched: the question as it was searched.
        hits: the passages found, best first.
        considered: the quotable statements weighed, best first.
        confidence: probability in 0..1 that the best evidence answers.
        chosen: the statements to quote, in the order to show them; empty for a refusal.
        conflicting: the one of them that gives another figure than the first, if one does.
        comparison: what was compared, if something was.
        cells: for a comparison what was found for each cell, row by row.
        nearby: for a refusal, what to offer as related.
        reason: for a refusal, which demand of the question failed, if one did.
        ask: the question as the message puts it.
        is_sweep: whether several documents answer together.
        unclear: the word that it leaves open, if one does.
        options: questions to choose from where it is asked back.
    """

    outcome: Outcome
    searched: str
    hits: tuple[Hit, ...]
    considered: tuple[Statement, ...]
    confidence: float
    chosen: tuple[Statement, ...] = ()
    conflicting: Statement | None = None
    comparison: Comparison | None = None
    cells: tuple[Filled, ...] = ()
    nearby: tuple[Statement, ...] = ()
    reason: str = ""
    ask: str = ""
    is_sweep: bool = False
    unclear: str = ""
    options: tuple[str, ...] = ()


def choose_all(
    understood: Understood, weighing: Weighing, filters: Filters, threshold: float
) -> tuple[Choice, ...]:
    """Choose what answers each thing that a message asks, in its order.

    A comparison is one thing, and so is what a document itself asks. Where no ask is answered, or
    the message tells something beside what it asks, all of it is tried as one question, which
    answers where it is surer.
    """
    if understood.unclear:
        first = understood.asks[0]
        return (
            _narrowed(first, _choose(first, weighing, filters, threshold), weighing, threshold),
        )
    whole = understood.whole.searched
    is_overview = any(ask.overview_of for ask in understood.asks)
    compared = None if is_overview else _compared(whole, weighing, filters, threshold)
    if compared is not None:
        return (replace(compared, ask=whole),)
    if len(understood.asks) > 1 and _is_own_question(whole, weighing, filters):
        return (_choose(understood.together, weighing, filters, threshold),)
    choices = tuple(_choose(ask, weighing, filters, threshold) for ask in understood.asks)
    if len(choices) == 1 and not understood.context:
        return (_narrowed(understood.asks[0], choices[0], weighing, threshold),)
    found = [choice.confidence for choice in choices if choice.chosen]
    if found and not understood.context:
        return choices
    # What was taken for several things, or for mere context, may be one question after all.
    together = _choose(understood.together, weighing, filters, threshold)
    is_one = bool(together.chosen) and together.confidence > max(found, default=0.0)
    return (together,) if is_one else choices


def not_read(question: str, reason: str) -> Choice:
    """The refusal of a message that can't be read, without a search."""
    return Choice(Outcome.REFUSED, question, (), (), 0.0, reason=reason, ask=question)


def _is_own_question(searched: str, weighing: Weighing, filters: Filters) -> bool:
    """Whether a question is one of a document's own."""
    question = weighing.read(searched)
    hits = weighing.retriever.rank(question.text, question.vector, OWN_SOUGHT, filters)
    chunks = [hit.chunk for hit in hits if hit.chunk.question]
    vectors = weighing.library.vectors(chunks)
    own = (vectors[question_id(chunk.id)] for chunk in chunks)
    return any(float(question.vector @ vector) >= quoting.SAME_QUESTION for vector in own)


def _narrowed(ask: Asked, choice: Choice, weighing: Weighing, threshold: float) -> Choice:
    """The choice, or asking back where the ask does not say which of many documents it is about."""
    options = narrowing.options(ask, choice.considered, weighing.library, threshold)
    unclear = ask.resolved.unclear
    if not options and not unclear:
        return choice
    return Choice(
        Outcome.ASKED_BACK,
        ask.resolved.searched,
        choice.hits,
        choice.considered,
        choice.confidence,
        ask=ask.text,
        unclear=unclear,
        options=options,
    )


def _choose(ask: Asked, weighing: Weighing, filters: Filters, threshold: float) -> Choice:
    """Choose what answers one ask: an overview where it asks for one."""
    searched = ask.resolved.searched
    if ask.overview_of:
        chosen, hits, sure = overview(ask.overview_of, searched, weighing, filters)
        if chosen:
            # Titles name what is asked about, and it is a summary that is asked for.
            sure = max(sure, threshold)
            return Choice(Outcome.ANSWERED, searched, hits, chosen, sure, chosen, ask=ask.text)
    spoken = ask.resolved.spoken
    choice = choose(searched, weighing, filters, threshold, spoken)
    if choice.outcome is Outcome.REFUSED and spoken != SILENCE and stands_alone(ask.text):
        # What was taken for a follow-up may stand alone.
        alone = choose(ask.text, weighing, filters, threshold)
        if alone.outcome is Outcome.ANSWERED and alone.confidence >= STANDS_ALONE:
            choice = alone
    return replace(choice, ask=ask.text)


def choose(
    searched: str,
    weighing: Weighing,
    filters: Filters,
    threshold: float,
    spoken: Spoken = SILENCE,
) -> Choice:
    """Choose the statements that answer one question.

    Args:
        searched: the question standing alone.
        weighing: finds and scores statements.
        filters: the part of the library to search.
        threshold: the confidence in 0..1 from which to answer.
        spoken: what the conversation was at before it, if there was one.
    """
    weighed = weighing.weigh(searched, filters, spoken=spoken)
    choice = _swept(weighed, weighing, filters, threshold) or _chosen(weighed, weighing, threshold)
    if choice.outcome is Outcome.REFUSED and weighing.is_named(weighed):
        # What names its document stands in no statement, and may hide the one that answers.
        freed = weighing.weigh(searched, filters, spoken=spoken, is_freed=True)
        again = _chosen(freed, weighing, threshold)
        choice = again if again.outcome is Outcome.ANSWERED else choice
    return choice


def _chosen(weighed: Weighed, weighing: Weighing, threshold: float) -> Choice:
    """What answers of the statements weighed, or why none does."""
    question, found = weighed.question, weighed.quotable
    # Whether something is undecided is for the trusted documents to say.
    believed = [item for item in weighed.scored if item.stated.trusted]
    asked = undecided.open_question(question, believed)
    sure = confidence(found, asked)
    if asked is not None:
        status = undecided.last_status(question, asked, quotable(believed))
        return Choice(Outcome.UNDECIDED, question.text, weighed.hits, found, sure, status)
    if sure < threshold_for(question, found, weighing.library, threshold):
        return _refused(question, weighed.hits, found, sure, weighing)
    return _answered(weighed, sure, weighing)


def _compared(
    searched: str, weighing: Weighing, filters: Filters, threshold: float
) -> Choice | None:
    """The comparison that a question asks for, if it does and anything is found for it."""
    comparison = comparing.comparison_of(searched, weighing, filters)
    if comparison is None:
        return None
    compared = comparing.compare(comparison, weighing, filters, threshold)
    found, sure = compared.considered, compared.confidence
    if not compared.chosen:
        # What only joins names may ask something of both together after all.
        if not comparison.is_explicit:
            return None
        refused = _refused(weighing.read(searched), compared.hits, found, sure, weighing)
        return replace(refused, comparison=comparison, cells=compared.cells)
    return Choice(
        Outcome.COMPARED,
        searched,
        compared.hits,
        found,
        sure,
        compared.chosen,
        comparison=compared.comparison,
        cells=compared.cells,
    )


def _swept(
    weighed: Weighed, weighing: Weighing, filters: Filters, threshold: float
) -> Choice | None:
    """The answer that several documents give together, where the question asks for that."""
    question = weighed.question
    if not sweeping.is_wanted(question, weighed.quotable, weighing, threshold):
        return None
    if any(item.own_question >= quoting.SAME_QUESTION for item in weighed.quotable[:1]):
        # A document asks just that, and has its answer.
        return None
    chosen = sweeping.sweep(question, weighing, filters, threshold)
    if not chosen:
        return None
    hits = weighed.hits
    sure = sweeping.together(chosen)
    return Choice(Outcome.ANSWERED, question.text, hits, chosen, sure, chosen, is_sweep=True)


def _answered(weighed: Weighed, sure: float, weighing: Weighing) -> Choice:
    question, found = weighed.question, weighed.quotable
    whole = quoting.whole_list(found)
    if whole:
        chosen = whole
    elif question.asks_several:
        chosen = listing.gather(question, found[0], weighing)
    elif question.asks_status:
        chosen = latest_stage(found, weighing.today)[:1]
    else:
        chosen = quoting.select(found)
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
