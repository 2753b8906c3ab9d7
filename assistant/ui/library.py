"""The library as the page shows it: its documents, each to be opened, and what they cover."""

import base64
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from assistant.documents.places import page_of
from assistant.pdf.sheets import Sheet
from assistant.stored import DocumentSummary
from assistant.text.figures import written_day
from assistant.text.marks import as_shown
from assistant.text.words import listed
from assistant.types import Chunk, Document, Hit
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
        "html": document_html(document, inside, frozenset(questions)),
        "page": page_of(document.layout, inside[0][0]) if inside and document.original else None,
        "marked": [document.text[start:end] for start, end in inside],
        "questions": questions,
    }


def sheet(document: Document, number: int, drawn: Sheet) -> dict[str, Any]:
    """A page as it is printed, and where on it what is quoted stands, in shares of its sides."""
    pages = document.layout.pages if document.layout else ()
    picture = base64.b64encode(drawn.picture).decode("ascii")
    return {
        "page": number,
        "pages": max(page.page for page in pages),
        "picture": f"data:image/png;base64,{picture}",
        "ratio": round(drawn.width / drawn.height, 4),
        "boxes": [
            [
                round(x0 / drawn.width, 4),
                round(y0 / drawn.height, 4),
                round((x1 - x0) / drawn.width, 4),
                round((y1 - y0) / drawn.height, 4),
            ]
            for x0, y0, x1, y1 in drawn.boxes
        ],
    }


def found(hits: Sequence[Hit], text: str) -> list[dict[str, Any]]:
    """The documents whose passages have the words of a text, each with a line and its place.

    Where no passage has all of the words, those with any. What is only near in meaning is left out:
    whoever looks for words wants these.
    """
    words = [re.compile(rf"\b{re.escape(word)}", re.IGNORECASE) for word in _WORD.findall(text)]
    having = [(sum(bool(word.search(hit.chunk.text)) for word in words), hit.chunk) for hit in hits]
    most = max((count for count, _ in having), default=0)
    chunks = {
        chunk.document_id: chunk
        for count, chunk in reversed(having)
        if most and (count == most or most < len(words))
        if count
    }
    return [_line(chunk, words) for chunk in reversed(chunks.values())]


def _line(chunk: Chunk, words: Sequence[re.Pattern[str]]) -> dict[str, Any]:
    """The line of a passage that has most of some words."""
    lines = [*_LINE.finditer(chunk.text)]
    best = max(lines, key=lambda line: sum(bool(word.search(line[0])) for word in words))
    return {
        "id": chunk.document_id,
        "line": _shortened(as_shown(best[0].strip())),
        "start": chunk.start + best.start(),
        "end": chunk.start + best.end(),
    }


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


_WORD = re.compile(r"\w{3,}")
_LINE = re.compile(r".+")
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
