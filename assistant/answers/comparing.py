"""Answers a comparison by quoting: the best statement about each thing, or nothing."""

from collections.abc import Sequence

from assistant.evidence import Library, Statement
from assistant.words import acronyms, content_stems


def best_about(name: str, statements: Sequence[Statement], library: Library) -> Statement | None:
    """The best statement that is about ``name``, by its own words or by what stands above it.

    ``statements`` are quotable, scored for the question put of that name alone, best first.
    """
    wanted = content_stems(name)
    return next((item for item in statements if wanted <= _subject(item, library)), None)


def _subject(item: Statement, library: Library) -> frozenset[str]:
    title = library.title(item.chunk.document_id)
    words = f"{title} {item.chunk.section} {item.chunk.question} {item.text}"
    return content_stems(words) | acronyms(title)
