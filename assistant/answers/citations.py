"""Re-reads every span before it is shown, and drops what fails."""

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.answers.statements import Statement
from assistant.documents.places import page_of, row_and_column
from assistant.stored import DocumentSummary
from assistant.text.marks import MARKER, as_shown, written_words
from assistant.types import Chunk, Citation, Sentence

_LONGEST_MARKER = 70
"""Characters of the longest footnote marker: ``[^``, a label of up to 64, ``]``."""

_WORD = re.compile(r"[^\W_]+")
_BROKEN = re.compile(r"\w[-\u2010][ \t]*\r?\n")

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
    statements: Iterable[Statement],
    documents: Mapping[str, DocumentSummary],
    question: str = "",
) -> list[Citation]:
    """One citation for each piece of the statements, numbered from 1, not yet verified.

    The ``question`` tells which columns of a table are meant.
    """
    spans = [(item.chunk, sentence) for item in statements for sentence in item.sentences]
    return cite_spans(spans, documents, question)


def cite_spans(
    spans: Sequence[tuple[Chunk, Sentence]],
    documents: Mapping[str, DocumentSummary],
    question: str = "",
) -> list[Citation]:
    """One citation for each sentence of a chunk, numbered from 1, not yet verified."""
    rows = [row_and_column(sentence.text, sentence.lead, question) for _, sentence in spans]
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
            path=chunk.path or tuple(filter(None, [chunk.section])),
            lead=sentence.lead,
            shown=as_shown(sentence.text),
            reads=sentence.words or as_shown(sentence.text),
            origin=documents[chunk.document_id].origin,
            page=page_of(documents[chunk.document_id].layout, sentence.start),
            row=row,
            column=column,
        )
        for number, ((chunk, sentence), (row, column)) in enumerate(
            zip(spans, rows, strict=True), start=1
        )
    ]


def is_exact(citation: Citation, text: str | None) -> bool:
    """Whether the quote is, to the character, the stored text at its offsets, and so its leads.

    A quote is never empty, never reaches outside the text and holds no part of a footnote marker;
    what is read has no word that does not stand in it or its leads.
    """
    if text is None or not any(character.isalnum() for character in citation.quote):
        return False
    spans = [(citation.start, citation.end, citation.quote)]
    spans += [(lead.start, lead.end, lead.text) for lead in citation.lead]
    return all(
        0 <= start < end <= len(text) and text[start:end] == quote for start, end, quote in spans
    ) and not (
        _touches_marker(text, citation.start, citation.end)
        or _adds_words(citation.reads, [quote for _, _, quote in spans])
    )


def _adds_words(reads: str, quotes: Iterable[str]) -> bool:
    """Whether a reading has a word that stands in none of the quotes, line ends apart."""
    held = "\n".join("".join(filter(str.isalnum, html.unescape(quote))) for quote in quotes)
    return any(word not in held for word in _WORD.findall(reads))


def _touches_marker(text: str, start: int, end: int) -> bool:
    around = MARKER.finditer(text, max(0, start - _LONGEST_MARKER), end + _LONGEST_MARKER)
    return any(marker.start() < end and marker.end() > start for marker in around)


def verified(citations: Iterable[Citation], read_text: ReadText) -> tuple[Citation, ...]:
    """The citations that survive re-reading, numbered anew from 1."""
    kept = [item for item in citations if is_exact(item, read_text(item.document_id))]
    return tuple(
        replace(_mended(item, read_text), n=number) for number, item in enumerate(kept, start=1)
    )


def _mended(citation: Citation, read_text: ReadText) -> Citation:
    """The citation with the words that line ends break in it as the document writes them."""
    text = read_text(citation.document_id)
    if text is None or not _BROKEN.search(citation.quote):
        return citation
    shown = as_shown(citation.quote, written_words(text))
    reads = shown if citation.reads == citation.shown else citation.reads
    return replace(citation, shown=shown, reads=reads)
