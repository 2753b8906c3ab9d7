"""How what documents are about stands on a day, in words: in force, expired, superseded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.stored import DocumentSummary
from assistant.text.figures import written_day
from assistant.text.words import folded, listed
from assistant.types import Metadata


@dataclass(frozen=True, slots=True)
class Standing:
    """A name to sort and colour by, and the words for a reader; both empty where none is told."""

    name: str
    words: str


_MOST_NAMED = 2
"""Documents that a badge names; more would be a paragraph."""


def standing(metadata: Metadata, today: date, *, replaced_by: str = "") -> Standing:
    """How a document stands on a day; its dates count more than the status it was written with.

    ``replaced_by`` names what takes its place, whatever it says itself.
    """
    if replaced_by:
        return Standing("superseded", f"superseded by {replaced_by}")
    if metadata.status == "superseded":
        return Standing("superseded", "superseded")
    if metadata.expires and metadata.expires < today:
        return Standing("expired", f"expired on {written_day(metadata.expires)}")
    if metadata.effective and metadata.effective > today:
        return Standing("pending", f"in effect from {written_day(metadata.effective)}")
    if metadata.status == "in force" and metadata.expires:
        return Standing("in force", f"in force until {written_day(metadata.expires)}")
    return Standing(metadata.status, metadata.status)


def replacements(documents: Mapping[str, DocumentSummary]) -> dict[str, tuple[str, ...]]:
    """By the id of each document that others of the library say they supersede: these others."""
    found: dict[str, tuple[str, ...]] = {}
    for key in sorted(documents):
        for old in dict.fromkeys(documents[key].metadata.supersedes):
            if old in documents and old != key:
                found[old] = (*found.get(old, ()), key)
    return found


def successors(document: DocumentSummary, newer: Sequence[DocumentSummary]) -> str:
    """What takes a document's place, for a badge: by its title, or how many where it is much."""
    if len(newer) > _MOST_NAMED:
        return f"{len(newer)} documents"
    return listed([told_apart(item, [document, *newer]) for item in newer])


def told_apart(document: DocumentSummary, others: Iterable[DocumentSummary]) -> str:
    """A document's title; with its id where another one, such as its earlier version, bears it."""
    title = folded(document.title)
    is_shared = any(folded(item.title) == title for item in others if item.id != document.id)
    return f"“{document.title}” ({document.id})" if is_shared else f"“{document.title}”"
