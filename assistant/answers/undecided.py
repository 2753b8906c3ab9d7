"""What the library knows only as undecided: which open question is asked, and its last status."""

from collections.abc import Sequence
from datetime import date

from assistant.answers.statements import Statement
from assistant.questions.asking import QUESTION_WORD
from assistant.questions.question import Question
from assistant.text.figures import written_day
from assistant.text.patterns import any_of
from assistant.types import UNDECIDED

_UNSETTLED = any_of(
    r"""
    pending
    seeks?                  # asked for in a suit, and not yet won
    pre-publication         # a text before its final edition
    preliminary approval
    preliminary injunction
    """
)
"""What is said of a thing that has not come to its end."""

LESS_SIMILAR = 0.15
"""How much less similar an open question may be than the best statement, asked for an outcome."""

LEAST_SIMILAR = 0.4
"""Cosine from which an open question is about what is asked."""

SAME_QUESTION = 0.97
"""Cosine from which a document's own question is the one asked, whose answer is then given."""

TIE = 0.5
"""By how much an open question may score less than the best statement and be what is asked."""

NEAR_BEST = 6.0
"""How much worse than the document's best statement a status may score.

These were set by hand on the undecided questions of the suites, 18 of 765 asked; each decides one
to ten of them."""


def open_question(question: Question, scored: Sequence[Statement]) -> Statement | None:
    """The open question of a document that this question asks to be settled, if there is one.

    That is a statement that something is not known: one that scores like the best, or is about
    as similar as the best when the question asks how a thing ended. It must know the question's
    names. Asked how a thing ended, the best statement itself may tell that it has not yet.
    ``scored`` are best first.
    """
    best = next((item for item in scored if not item.is_open), None)
    if best is not None and best.own_question >= SAME_QUESTION:
        return None
    for item in scored:
        if not _states_unknown(item):
            continue
        if best is None or item.score >= best.score - TIE:
            return item
        near = item.features.similarity >= best.features.similarity - LESS_SIMILAR
        if question.asks_outcome and item.features.coverage >= 0.5 and near:
            return item
    unsettled = best is not None and _is_unsettled(best.text, question.asked)
    return best if unsettled and question.asks_outcome else None


def last_status(
    question: Question, asked: Statement, found: Sequence[Statement]
) -> tuple[Statement, ...]:
    """The statement of the open question's document that tells its latest dated stage.

    Asked for a detail, the open question itself says all that is known. The stage must have to do
    with the question and speak of what both the question and the open one name; where there is
    none, the open question itself is the last thing known.
    """
    if asked.is_open and _asks_detail(question):
        return (asked,)
    subject = question.names & asked.stems
    same = [item for item in found if item.document_id == asked.document_id]
    best = max((item.score for item in same), default=0.0)
    dated = [
        (day, item.score, item)
        for item in same
        if item.score >= best - NEAR_BEST
        and _is_about(subject, item.stems)
        and (day := item.stated.latest_date) is not None
    ]
    return (max(dated, key=lambda row: row[:2])[2],) if dated else (asked,)


def introduction(as_of: date | None) -> str:
    """The line before the quoted status."""
    checked = f" (checked to {written_day(as_of)})" if as_of else ""
    return f"{UNDECIDED}{checked}. What they say last:"


def _asks_detail(question: Question) -> bool:
    """Whether who, how much or the like is asked, and not how a thing stands or ended."""
    is_settled = question.asks_outcome or question.asks_status
    return bool(QUESTION_WORD.search(question.asked)) and not is_settled


def _states_unknown(item: Statement) -> bool:
    """Whether a statement says of the question's subject that something is not known."""
    is_near = item.features.similarity >= LEAST_SIMILAR and not item.features.unknown_names
    return item.says_unknown and is_near


def _is_unsettled(text: str, asked: str) -> bool:
    """Whether a text tells of a thing that has not come to its end.

    What the question itself asks about ("Was a preliminary injunction granted?") is no sign of it.
    """
    asked = asked.lower()
    return any(found[0].lower() not in asked for found in _UNSETTLED.finditer(text))


def _is_about(subject: frozenset[str], words: frozenset[str]) -> bool:
    """Whether words hold every number (a bill's, a year) of a subject and half of it all."""
    numbers = {stem for stem in subject if any(map(str.isdigit, stem))}
    return numbers <= words and 2 * len(subject & words) >= len(subject)
