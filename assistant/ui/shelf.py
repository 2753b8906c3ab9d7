"""The library's documents as the page tells of them on one day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.stored import DocumentSummary
from assistant.text.standing import Standing, replacements, standing, successors
from assistant.types import Metadata

CLAIMED = "claimed"
"""The name of how documents stand that are not believed in what they say of themselves."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents by their ids, and by which others those are superseded that are."""

    documents: Mapping[str, DocumentSummary]
    replaced: Mapping[str, Sequence[str]]
    today: date

    @classmethod
    def of(cls, documents: Sequence[DocumentSummary], today: date) -> "Shelf":
        """The documents of a library as they stand on a day."""
        by_id = {document.id: document for document in documents}
        return cls(by_id, replacements(by_id), today)

    def summary(self, key: str) -> DocumentSummary | None:
        """The document of an id, none where it has gone since."""
        return self.documents.get(key)

    def standing(self, key: str) -> Standing:
        """How the document of an id stands; nothing is told of one that has gone."""
        summary = self.summary(key)
        if summary is None:
            return standing(Metadata(), self.today)
        newer = [self.documents[other] for other in self.replaced.get(key, ())]
        by = successors(summary, newer) if newer else ""
        found = standing(summary.metadata, self.today, replaced_by=by)
        # What takes its place says so, or whoever ingested that: not the document itself.
        if found.words and not by and not summary.trusted:
            return Standing(CLAIMED, f"{found.words}, as the document says")
        return found
