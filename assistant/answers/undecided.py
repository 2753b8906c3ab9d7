"""Answers about what the library knows only as undecided: the last known status, with its date."""

import re
from calendar import month_name
from collections.abc import Sequence
from datetime import date

from assistant.evidence import Statement
from assistant.question import Question
from assistant.types import UNDECIDED
from assistant.words import content_stems

_NEAR_BEST = 6.0
_MONTHS = {name: number for number, name in enumerate(month_name) if name}
_DATE = re.compile(rf"(?:(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)}) )?\b((?:19|20)\d\d)\b")


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


def latest_date(text: str) -> date | None:
    """The latest date a text names, such as "24 June 2026".

    A month or year alone counts as its first day; impossible days are passed over.
    """
    found = []
    for day, month, year in _DATE.findall(text):
        try:
            found.append(date(int(year), _MONTHS.get(month, 1), int(day or 1)))
        except ValueError:
            continue
    return max(found, default=None)


def introduction(as_of: date | None) -> str:
    """The line before the quoted status."""
    checked = f" (checked to {as_of.day} {as_of:%B %Y})" if as_of else ""
    return f"{UNDECIDED}{checked}. The last status they give:"
