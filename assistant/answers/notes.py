"""What holds when: documents that others replaced, and what a reader of today must be told."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from assistant.text.figures import written_day
from assistant.types import DocumentSummary

OLD_DAYS = 365
"""Days after which facts that were checked once are called old."""

_PAST = re.compile(
    r"\b(?:was|were|did|had|used to|before|until|till|prior|previous(?:ly)?|former(?:ly)?|earlier"
    r"|old(?:er)?"
    r"|original(?:ly)?|first|initial(?:ly)?|at the time|back then|history|historical(?:ly)?|began"
    r"|began as"
    r"|in (?:19|20)\d\d|of (?:19|20)\d\d|last year)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:now|today|current(?:ly)?|at present|still|these days|nowadays)\b"
    r"|\bnew (?!York|Jersey|Mexico)",
    re.IGNORECASE,
)


def asks_past(question: str) -> bool:
    """Whether a question is about how things were, and not about how they are."""
    return bool(_PAST.search(question)) and not _PRESENT.search(question)


def replacements(documents: Mapping[str, DocumentSummary]) -> dict[str, tuple[str, ...]]:
    """By the id of each document that others of the library say they supersede: these others."""
    found: dict[str, tuple[str, ...]] = {}
    for key in sorted(documents):
        for old in dict.fromkeys(documents[key].metadata.supersedes):
            if old in documents and old != key:
                found[old] = (*found.get(old, ()), key)
    return found


def notes(
    cited: Iterable[str], documents: Mapping[str, DocumentSummary], today: date
) -> tuple[str, ...]:
    """What a reader must know of the cited documents: replaced, expired, not in force yet, or old.

    Args:
        cited: ids of the documents an answer quotes.
        documents: the library.
        today: the day on which it is read.
    """
    newer = replacements(documents)
    return tuple(
        note
        for key in dict.fromkeys(cited)
        for note in _notes(
            documents[key], [documents[other] for other in newer.get(key, ())], today
        )
    )


def _notes(
    document: DocumentSummary, newer: Iterable[DocumentSummary], today: date
) -> Iterable[str]:
    facts = document.metadata
    title = f"“{document.title}”"
    others = " and ".join(f"“{item.title}”" for item in newer)
    if others:
        yield f"{title}: superseded by {others}."
    elif facts.status == "superseded":
        yield f"{title}: superseded."
    if facts.expires and facts.expires < today:
        yield f"{title}: expired on {written_day(facts.expires)}."
    elif facts.status == "expired":
        yield f"{title}: expired."
    if facts.effective and facts.effective > today:
        start = written_day(facts.effective)
        yield f"{title}: not yet in force, takes effect on {start}."
    elif facts.status == "pending":
        checked = f" when last checked, on {written_day(facts.as_of)}" if facts.as_of else ""
        yield f"{title}: pending, not yet in force{checked}."
    if facts.as_of and (today - facts.as_of).days > OLD_DAYS:
        yield f"{title}: old, its facts were checked up to {written_day(facts.as_of)}."
