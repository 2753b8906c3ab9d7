"""Why the library does not answer: below the threshold, and which name or year is not met."""

from collections.abc import Sequence
from typing import Protocol

from assistant.answers.statements import Statement
from assistant.questions.question import Question
from assistant.retrieval.library import Library
from assistant.text.words import listed

UNKNOWN_NAME = 0.5
"""Least confidence for an answer from a document that lacks a name of the question: such a
document is about something else, as a rule. Set by hand above the fitted threshold; without it 5
more of 434 answerable questions were answered, one of them rightly, and 6 more of 582 that were
asked of a library without their document."""


class Held(Protocol):
    """What tells of the words of documents."""

    def lacking(self, document_id: str, stems: frozenset[str]) -> frozenset[str]:
        """Those of some stems that a document lacks."""
        ...


def threshold_for(
    question: Question, found: Sequence[Statement], library: Library, threshold: float
) -> float:
    """The confidence from which to answer, given the quotable statements, best first.

    A document that never mentions a name of the question must be surer.
    """
    if not found or not unknown_names(question, found[0].document_id, library):
        return threshold
    return max(threshold, UNKNOWN_NAME)


def unknown_names(question: Question, document_id: str, library: Held) -> tuple[str, ...]:
    """The names of a question, as it writes them, of which a document has no part at all."""
    written = question.written_names
    found = (name for name, stems in written if library.lacking(document_id, stems) == stems)
    return tuple(dict.fromkeys(found))


def strange_names(question: Question, library: Library) -> tuple[str, ...]:
    """The names of a question, as it writes them, of which no document has any part."""
    found = (name for name, stems in question.written_names if not library.mentions(stems))
    return tuple(dict.fromkeys(found))


def unmet(question: Question, nearest: Statement, library: Library) -> str:
    """Why the nearest statement is no answer, where a name or a year of the question tells.

    Returns:
        A sentence, or nothing where no constraint is at fault.
    """
    names = strange_names(question, library)
    if names:
        return f"The library does not mention {listed(names)}."
    said = nearest.stated.years
    if question.years and said and not question.years & said:
        asked = listed(sorted(question.years))
        return f"The nearest statement is about {listed(sorted(said))}, not {asked}."
    return ""
