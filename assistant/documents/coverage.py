"""How much of a document is in its passages, and what is not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.documents.lines import CONTENTS, FURNITURE
from assistant.documents.pages import NUMBER, PAGE
from assistant.text.marks import MARKER, shows_words
from assistant.types import Chunk, Document, LeftOut

UNREAD = "not understood"
"""Why text is left out for which there is no other reason: there should be none."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of a document's text.

    Attributes:
        indexed: the share in 0..1 of the letters and figures of its text that are in passages;
            headings, contents and the feet of pages are no text of their own.
        left_out: what is in neither, in reading order.
    """

    indexed: float
    left_out: tuple[LeftOut, ...]


def coverage(document: Document, chunks: Sequence[Chunk]) -> Coverage:
    """How much of a document's text its chunks hold."""
    passages = _merged((chunk.start, chunk.end) for chunk in chunks)
    other = [(span.start, span.end) for span in document.headings]
    markers = [found.span() for found in MARKER.finditer(document.text)]
    named = [(item.start, item.end) for item in document.left_out]
    lost = [
        LeftOut(start, end, UNREAD)
        for start, end in _between(
            _merged([(0, document.body), *passages, *other, *markers, *named]), len(document.text)
        )
        if shows_words(document.text[start:end])
    ]
    # The feet of pages, contents and the lines of a web page are no text of the document.
    missing = sum(
        _size(document.text, item.start, item.end)
        for item in (*document.left_out, *lost)
        if item.reason not in (PAGE, NUMBER, CONTENTS, FURNITURE)
        and not any(start < item.end and end > item.start for start, end in passages)
    )
    held = sum(_size(document.text, *span) for span in passages)
    indexed = held / (held + missing) if held + missing else 0.0
    named_all = (*document.left_out, *lost)
    return Coverage(indexed, tuple(sorted(named_all, key=lambda item: item.start)))


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _between(spans: Sequence[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """What lies between the spans of a text, and behind the last."""
    edges = [0, *(edge for span in spans for edge in span), end]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _size(text: str, start: int, end: int) -> int:
    """Letters and figures between two offsets."""
    return sum(map(str.isalnum, text[start:end]))
