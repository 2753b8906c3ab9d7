"""How what documents are about stands on a day, in words: in force, expired, superseded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.stored import DocumentSummary
from assistant.text.figures import written_day
from assistant.types import Metadata


@dataclass(frozen=True, slots=True)
class Standing:
    """A name to sort and colour by, and the words for a reader; both empty where none is told."""

    name: str
    words: str


def standing(metadata: Metadata, today: date, *, is_replaced: bool = False) -> Standing:
    """How a document stands on a day; its dates count more than the status it was written with."""
    if is_replaced or metadata.status == "superseded":
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
