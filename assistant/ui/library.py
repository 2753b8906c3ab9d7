"""The library as the page shows it: its documents, each to be opened, and what they cover."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from assistant.text.figures import written_day
from assistant.text.marks import as_shown
from assistant.text.words import listed
from assistant.types import Document, DocumentSummary, Hit
from assistant.ui import markup
from assistant.ui.reader import Span, document_html
from assistant.ui.shelf import Shelf


def rows(shelf: Shelf) -> list[dict[str, Any]]:
    """A row a document, as the table sorts and filters them; dates are ISO 8601 or empty."""
    return [
        {
            "id": item.id,
            "title": item.title,
            "jurisdiction": list(item.metadata.jurisdiction),
            "topics": list(item.metadata.topics),
            "kind": item.metadata.kind,
            "status": shelf.standing(item.id).name,
            "standing": shelf.standing(item.id).words,
            "as_of": item.metadata.as_of.isoformat() if item.metadata.as_of else "",
            "checked": written_day(item.metadata.as_of) if item.metadata.as_of else "",
            "passages": item.passages,
            "questions": item.questions,
            "effective": _iso(item, "effective"),
            "expires": _iso(item, "expires"),
        }
        for item in shelf.documents.values()
    ]


def opened(
    shelf: Shelf, document: Document, summary: DocumentSummary, marks: Sequence[Span]
) -> dict[str, Any]:
    """A document for the reader, with what is cited marked and its own questions."""
    about = markup.about(summary.metadata, trusted=summary.trusted)
    questions = [pair.question.text for pair in document.pairs]
    inside = [(start, end) for start, end in marks if 0 <= start < end <= len(document.text)]
    return {
        "id": summary.id,
        "title": summary.title,
        "about": markup.escape(about),
        "status": markup.badge(shelf.standing(summary.id)),
        "origin": summary.origin,
        "html": document_html(document.text, document.body, inside, frozenset(questions)),
        "marked": [document.text[start:end] for start, end in inside],
        "questions": questions,
    }


def found(hits: Sequence[Hit], text: str) -> list[dict[str, Any]]:
    """The hits that have a word of the text, each with the line it stands in and that line's place.

    What is only near in meaning is left out: whoever looks for words wants these.
    """
    words = [re.escape(word) for word in re.findall(r"\w{3,}", text)]
    if not words:
        return []
    pattern = re.compile(rf"^.*\b(?:{'|'.join(words)}).*$", re.IGNORECASE | re.MULTILINE)
    lines = ((hit.chunk, pattern.search(hit.chunk.text)) for hit in hits)
    return [
        {
            "id": chunk.document_id,
            "line": _shortened(as_shown(line[0].strip())),
            "start": chunk.start + line.start(),
            "end": chunk.start + line.end(),
        }
        for chunk, line in lines
        if line
    ]


def _shortened(line: str) -> str:
    if len(line) <= _LONGEST_LINE:
        return line
    return f"{line[:_LONGEST_LINE].rpartition(' ')[0]} …"


def covers(documents: Sequence[DocumentSummary]) -> tuple[str, str]:
    """What the library covers and what it doesn't, a sentence each, told from its documents."""
    topics = _counted(documents, "topics")
    places = _counted(documents, "jurisdiction")
    number = f"{len(documents)} document{'' if len(documents) == 1 else 's'}"
    about = f" on {listed(list(map(_topic, topics)))}" if topics else ""
    more = f" and {len(places) - _MOST_PLACES} more places" if len(places) > _MOST_PLACES else ""
    where = f": {', '.join(places[:_MOST_PLACES])}{more}" if places else ""
    checked = max((item.metadata.as_of for item in documents if item.metadata.as_of), default=None)
    until = f", and no facts later than {written_day(checked)}" if checked else ""
    return f"{number}{about}{where}.", f"It knows nothing beyond these documents{until}."


def _topic(name: str) -> str:
    return name.upper() if len(name) <= _SHORT else name


_LONGEST_LINE = 240
"""Characters that are shown of a line in which words were found."""

_MOST_PLACES = 6
_SHORT = 3
"""Letters up to which a topic in small letters is an acronym."""


def _counted(documents: Sequence[DocumentSummary], name: str) -> list[str]:
    """The values of a list of metadata, those of the most documents first."""
    counts = Counter(value for item in documents for value in getattr(item.metadata, name))
    return sorted(counts, key=lambda value: (-counts[value], value))


def _iso(item: DocumentSummary, name: str) -> str:
    value = getattr(item.metadata, name)
    return value.isoformat() if value else ""
