"""A question that many documents answer alike -> questions to choose from, one of each document."""

from collections.abc import Sequence

from assistant.answers.statements import Statement
from assistant.models.calibration import probability
from assistant.questions.understanding import Asked
from assistant.retrieval.library import Library
from assistant.text.names import names
from assistant.text.patterns import any_of
from assistant.text.words import content_stems

MOST_STEMS = 2
"""Content words up to which a question without a name says too little to be of one document."""

ALIKE = 0.5
"""The share of the best document's probability from which another answers about as well."""

PLAUSIBLE = 0.4
"""The share of the threshold that the best document must reach at least."""

MOST_CHOICES = 5

_SUBJECT = any_of(
    r"""
    it
    this
    that
    they
    them
    the (?:new )?bill
    the (?:new )?order
    the law
    """
)
"""What a name can stand for as it is, unlike a possessive."""

_CUT = any_of(
    r"""
    \s*[,:;(\[]
    \s+(?:after|at|for|from|in|on|that|under)\b
    \s+and (?-i:(?=[a-z]))   # "and its end", and no further name
    """,
    within="(?:{})",
)
"""Where a title goes on after it has said of what it is."""


def options(
    ask: Asked, considered: Sequence[Statement], library: Library, threshold: float
) -> tuple[str, ...]:
    """The questions that a question may mean which does not say what it is about.

    Args:
        ask: what is asked.
        considered: the quotable statements weighed, best first.
        library: tells names and titles.
        threshold: the confidence in 0..1 from which is answered.

    Returns:
        Two to five questions; none where it is about something, or one document answers best.
    """
    text = ask.resolved.searched
    if ask.overview_of:
        return ()
    if not ask.resolved.unclear and (text != ask.text or not _says_little(text, library)):
        return ()
    best: dict[str, float] = {}
    for item in considered:
        best.setdefault(item.document_id, probability(item.logit))
    top = max(best.values(), default=0.0)
    if top < PLAUSIBLE * threshold:
        return ()
    alike = [key for key, value in best.items() if value >= ALIKE * top][:MOST_CHOICES]
    return tuple(asked_of(ask, key, library) for key in alike) if len(alike) > 1 else ()


def _says_little(text: str, library: Library) -> bool:
    return len(content_stems(text)) <= MOST_STEMS and not names(text, library)


def asked_of(ask: Asked, document_id: str, library: Library) -> str:
    """A question as it is asked of one document, which it names."""
    name = short_title(document_id, library)
    text = ask.resolved.searched
    if ask.resolved.unclear:
        replaced = _SUBJECT.sub(lambda _: name, text, count=1)
        if replaced != text:
            return replaced
    # "Is" begins small behind a colon, "AI" does not.
    begins = text[:1].lower() if text[1:2].islower() else text[:1]
    return f"{name}: {begins}{text[1:]}"


def short_title(document_id: str, library: Library) -> str:
    """The beginning of a title, as far as it takes to tell it from others."""
    title = library.title(document_id) or document_id
    starts = (title[: found.start()] for found in _CUT.finditer(title))
    return next(
        (part for part in starts if library.about(content_stems(part)) == {document_id}), title
    )
