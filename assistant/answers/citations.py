"""Re-reads every span before it is shown, and drops what fails."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from assistant.answers.statements import Statement
from assistant.text.sentences import MARKER
from assistant.types import Citation, DocumentSummary

_LONGEST_MARKER = 70
"""Characters of the longest footnote marker: ``[^``, a label of up to 64, ``]``."""

ReadText = Callable[[str], str | None]
"""Gives the stored text of a document by id, ``None`` for an unknown one."""


class StoredTexts:
    """Document texts re-read from the store, each once an answer, at the snapshot's revision."""

    def __init__(
        self,
        documents: Mapping[str, DocumentSummary],
        read_stored: Callable[[str, str], str],
    ) -> None:
        """Read nothing yet.

        Args:
            documents: the library that was searched.
            read_stored: gives the stored text of a document at a revision.
        """
        self._documents = documents
        self._read_stored = read_stored
        self._texts: dict[str, str] = {}

    def read(self, document_id: str) -> str | None:
        """The text of a document, ``None`` where the library had none of that id.

        Raises:
            StaleSnapshot: the document has changed since.
        """
        if document_id not in self._documents:
            return None
        if document_id not in self._texts:
            expected = self._documents[document_id].revision
            self._texts[document_id] = self._read_stored(document_id, expected)
        return self._texts[document_id]


def cite(
    statements: Iterable[Statement], documents: Mapping[str, DocumentSummary]
) -> list[Citation]:
    """One citation for each piece of the statements, numbered from 1, not yet verified."""
    spans = [(item.chunk, sentence) for item in statements for sentence in item.sentences]
    return [
        Citation(
            n=number,
            document_id=chunk.document_id,
            title=documents[chunk.document_id].title,
            section=chunk.section,
            start=sentence.start,
            end=sentence.end,
            quote=sentence.text,
            sources=sentence.sources,
        )
        for number, (chunk, sentence) in enumerate(spans, start=1)
    ]


def is_exact(citation: Citation, text: str | None) -> bool:
    """Whether the quote is, to the character, the stored text at its offsets.

    A quote is never empty, never reaches outside the text and holds no part of a footnote marker.
    """
    return (
        text is not None
        and 0 <= citation.start < citation.end <= len(text)
        and text[citation.start : citation.end] == citation.quote
        and not _touches_marker(text, citation.start, citation.end)
        and any(character.isalnum() for character in citation.quote)
    )


def _touches_marker(text: str, start: int, end: int) -> bool:
    around = MARKER.finditer(text, max(0, start - _LONGEST_MARKER), end + _LONGEST_MARKER)
    return any(marker.start() < end and marker.end() > start for marker in around)


def verified(citations: Iterable[Citation], read_text: ReadText) -> tuple[Citation, ...]:
    """The citations that survive re-reading, numbered anew from 1."""
    kept = [item for item in citations if is_exact(item, read_text(item.document_id))]
    return tuple(replace(item, n=number) for number, item in enumerate(kept, start=1))
