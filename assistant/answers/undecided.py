"""Answers about what the library knows only as undecided: the last known status, with its date."""

from collections.abc import Sequence
from datetime import date

from assistant.answers.statements import Statement
from assistant.questions.question import Question
from assistant.text.figures import latest_date, written_day
from assistant.text.words import content_stems
from assistant.types import UNDECIDED

_NEAR_BEST = 6.0


def last_status(
    question: Question, matter: Statement, statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """The statement of the open matter's document that tells its latest dated stage.

    It must have to do with the question and speak of what both the question and the open matter
    name; where there is none, the open matter itself is the last thing known.
    """
    subject = question.names & content_stems(matter.text)
    same = [item for item in statements if item.chunk.document_id == matter.chunk.document_id]
    best = max((item.score for item in same), default=0.0)
    dated = [
        (day, item.score, item)
        for item in same
        if item.score >= best - _NEAR_BEST
        and _is_about(subject, content_stems(item.text))
        and (day := latest_date(item.text)) is not None
    ]
    return (max(dated, key=lambda row: row[:2])[2],) if dated else (matter,)


def _is_about(subject: frozenset[str], words: frozenset[str]) -> bool:
    """Whether words hold every figure (a bill's number, a year) of a subject and half of it all."""
    figures = {stem for stem in subject if any(map(str.isdigit, stem))}
    return figures <= words and 2 * len(subject & words) >= len(subject)


def introduction(as_of: date | None) -> str:
    """The line before the quoted status."""
    checked = f" (checked to {written_day(as_of)})" if as_of else ""
    return f"{UNDECIDED}{checked}. The last status they give:"
